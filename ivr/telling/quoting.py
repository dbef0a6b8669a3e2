"""A prompt's words as a reader sees them: each hole named for what is read there."""

from __future__ import annotations

from dataclasses import replace

from ivr.model.verbs import Offer, Part, PromptId
from ivr.telling.about import About
from ivr.wording.catalogue import COMMON, Prompt
from ivr.wording.templates import EACH, Hole, Template

EVERYWHERE = "everywhere"
"""The section of common.yaml with the words of the keys that work everywhere."""
_AS_NAMED = "text"
"""The kind of hole whose name says more than its kind."""


def prompt_words(name: str, about: About, part: Part = Part.SAY) -> str | None:
    """Return the words of the flow's prompt ``name``: ``Your balance is [amount].``; None without any."""
    prompt = about.project.wording.prompt(about.prompts_in, str(about.flow.name), name)
    template = None if prompt is None else _part(prompt, part)
    return None if template is None else _shown(template, about)


def choice_words(offer: Offer, about: About) -> str | None:
    """Return the words a choice is offered with; it may be offered in a language of its own."""
    wording = about.project.wording
    found = wording.choice(offer)
    if found is not None and found.spoken_in is not None:
        found = wording.choice(replace(offer, language=found.spoken_in)) or found
    return _shown(found.say, about) if found is not None and found.say else None


def everywhere_offer(target: str, key: str, about: About) -> Offer:
    """Return the offer of a key that works everywhere."""
    return Offer(PromptId(COMMON, EVERYWHERE), target, key, about.prompts_in)


def _part(prompt: Prompt, part: Part) -> Template | None:
    match part:
        case Part.SAY:
            return prompt.say
        case Part.AGAIN:
            return prompt.again
        case Part.TEXT:
            return prompt.text or prompt.say


def _shown(template: Template, about: About) -> str:
    return "".join(part if isinstance(part, str) else _hole(part, about) for part in template).strip()


def _hole(hole: Hole, about: About) -> str:
    if hole.kind == EACH:
        item = prompt_words(hole.prompt, about) or hole.prompt
        return about.say("hole", what=about.say("hole_each", words=item))
    return about.say("hole", what=hole.name if hole.kind == _AS_NAMED else about.say(f"hole_{hole.kind}"))
