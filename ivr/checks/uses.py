"""Which prompts a step uses, and what they are in each language: worked out once for all rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import TypeAlias

from ivr.language.kinds import Form
from ivr.language.specs import Hotline, Project, Step
from ivr.model.verbs import Part
from ivr.parts import Parts
from ivr.source.nodes import Text
from ivr.wording.catalogue import Catalogue, Prompt
from ivr.wording.templates import Template, holes


class Gets(Enum):
    """Where the values come from that fill a prompt's holes."""

    STEP = "the step's `with`"
    ITEM = "the parts of an item of the list"
    NOTHING = "nowhere"


@dataclass(frozen=True, slots=True)
class Worded:
    """A prompt in one language, None when there is none; of ``templates`` none when one is missing."""

    language: str
    prompt: Prompt | None
    templates: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """A prompt as a step uses it: which parts of it, which values it gets, and its words by language.

    ``holes`` are the names of the holes in any language.
    """

    prompt: Text
    parts: tuple[Part, ...] = (Part.SAY,)
    gets: Gets = Gets.STEP
    worded: tuple[Worded, ...] = ()
    holes: frozenset[str] = frozenset()

    def templates(self, prompt: Prompt | None) -> tuple[Template, ...]:
        """Return the wordings used, each once; empty where one is missing."""
        return _templates(prompt, self.parts)


_SAID, _ASKED, _TEXTED = (Part.SAY,), (Part.SAY, Part.AGAIN), (Part.TEXT,)
ByStep: TypeAlias = Mapping[str, tuple[Use, ...]]


def uses_in(project: Project, parts: Parts) -> Mapping[str, ByStep]:
    """Return, by flow and step, every prompt said or texted there, those of its patience included."""
    return {name: parts.part("uses", name, partial(_in_flow, project, name)) for name in project.flows}


def _in_flow(project: Project, flow: str) -> ByStep:
    known: dict[tuple[str, int], tuple[tuple[Worded, ...], frozenset[str]]] = {}

    def use(prompt: Text, parts: tuple[Part, ...], gets: Gets) -> Use:
        key = (str(prompt), id(parts))  # one of the three above: members of an Enum are slow to hash
        if key not in known:
            worded = _worded(project.wording, flow, str(prompt), parts)
            known[key] = (worded, _holes(worded))
        return Use(prompt, parts, gets, *known[key])

    steps = project.flows[flow].steps
    return {name: tuple(use(*one) for one in _written(step, project.hotline)) for name, step in steps.items()}


def _written(step: Step, hotline: Hotline) -> Iterator[tuple[Text, tuple[Part, ...], Gets]]:
    """Yield every prompt ``step`` names, the parts used, and where its values come from."""
    if step.say is not None:
        yield step.say, _SAID, Gets.STEP
    if step.text is not None:
        yield step.text, _TEXTED, Gets.STEP
    if step.kind.subject is Form.PROMPT and step.subject is not None:
        yield step.subject, _ASKED, Gets.STEP
    if step.each is not None:
        yield step.each, _SAID, Gets.ITEM
    for line in _patience(step, hotline):
        yield line, _SAID, Gets.STEP
    if step.while_waiting is not None:  # said by the queue's document, which knows no values
        yield step.while_waiting, _SAID, Gets.NOTHING


def _patience(step: Step, hotline: Hotline) -> tuple[Text, ...]:
    if step.kind.field("no_input") is None:  # a record has no patience of this kind: it is silent
        return ()
    usual = hotline.patience
    no_input = usual.no_input if step.no_input is None else step.no_input
    no_match = usual.no_match if step.no_match is None else step.no_match
    return (*no_input, *no_match)


def _worded(wording: Catalogue, flow: str, name: str, parts: tuple[Part, ...]) -> tuple[Worded, ...]:
    found = ((language, wording.prompt(language, flow, name)) for language in wording.languages)
    return tuple(Worded(language, prompt, _templates(prompt, parts)) for language, prompt in found)


def _holes(worded: tuple[Worded, ...]) -> frozenset[str]:
    templates = (template for one in worded for template in one.templates)
    return frozenset(hole.name for template in templates for hole in holes(template))


def _templates(prompt: Prompt | None, parts: tuple[Part, ...]) -> tuple[Template, ...]:
    if prompt is None:
        return ()
    found = tuple(_template(prompt, part) for part in parts)
    return tuple(dict.fromkeys(one for one in found if one is not None)) if None not in found else ()


def _template(prompt: Prompt, part: Part) -> Template | None:
    match part:
        case Part.SAY:
            return prompt.say
        case Part.AGAIN:
            return prompt.again or prompt.say
        case Part.TEXT:
            return prompt.text or prompt.say
