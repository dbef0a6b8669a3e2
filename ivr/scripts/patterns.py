"""The texts a project's prompts can be heard and texted as, in the way ``ivr.wording.speech`` makes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ivr.model.verbs import Offer, PromptId
from ivr.scripts.laying import Gap, Parts, in_line, words_of
from ivr.scripts.spec import LATER
from ivr.twiml.emit import clean
from ivr.wording.catalogue import COMMON, Catalogue, LanguageWords, Prompt
from ivr.wording.speech import AUDIO
from ivr.wording.templates import Hole, Template, holes

SAY, AGAIN, TEXT, ITEM, REST = "say", "again", "text", "item", "rest"
CHOICE = "choice:"
KEY = ""
"""The name of the gap a key stands in: no hole of a prompt is called so."""
_ENGINE = "ivr/"
"""Where the engine's own sentences stand."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text a prompt can be heard as.

    ``weight`` is how many characters of it the prompt brings itself, ``around`` how many are said around it
    to offer a key. A ``vague`` one fits any words, so it is a reading only of those nothing else explains.
    """

    prompt: PromptId
    language: str
    part: str
    parts: Parts
    weight: int
    around: int
    vague: bool
    of_engine: bool = False


def spoken_patterns(words: LanguageWords, catalogue: Catalogue) -> Iterator[tuple[str, Pattern]]:
    """Yield what is heard in calls in one language, each with the carrier's tag it is spoken under."""
    tag, language, lists = _tag(words), str(words.language), _read_lists(words)
    for flow, prompts in words.prompts.items():
        for prompt in prompts.values():
            name = PromptId(flow, str(prompt.name))
            engine = prompt.name.span.file.startswith(_ENGINE)
            for part, template in ((SAY, prompt.say), (AGAIN, prompt.again)):
                for place, piece in enumerate(_between_recordings(template or ())):
                    parts = _gaps(piece, language)
                    pattern = _pattern(name, language, REST if place else part, parts, of_engine=engine)
                    if not (pattern.vague and name.name in lists):
                        yield tag, pattern
            if prompt.say and holes(prompt.say) and not engine:
                yield tag, _pattern(name, language, ITEM, _gaps(prompt.say, language), within=words)
            for choice in _choices(prompt):
                yield from _offered(name, choice, words, catalogue)
    for own in ("yes", "no"):
        yield from _offered(PromptId(COMMON, own), own, words, catalogue)
    for choice in words.everywhere:
        yield from _offered(PromptId(COMMON, "everywhere"), choice, words, catalogue)


def written_patterns(words: LanguageWords) -> Iterator[Pattern]:
    """Yield what is texted in one language."""
    language, lists = str(words.language), _read_lists(words)
    for flow, prompts in words.prompts.items():
        for prompt in prompts.values():
            if template := prompt.text or prompt.say:
                name, engine = PromptId(flow, str(prompt.name)), prompt.name.span.file.startswith(_ENGINE)
                parts = _gaps(template, language, written=True)
                pattern = _pattern(name, language, TEXT, parts, of_engine=engine)
                if not (pattern.vague and name.name in lists):
                    yield pattern
    for outcome, template in words.later.items():
        yield _pattern(PromptId(LATER, outcome), language, LATER, _gaps(template, language, written=True))


def _read_lists(words: LanguageWords) -> frozenset[str]:
    """Return the prompts lists are read with: a vague one of these is not said alone."""
    prompts = (prompt for of_flow in words.prompts.values() for prompt in of_flow.values())
    templates = (one for prompt in prompts for one in (prompt.say, prompt.again, prompt.text) if one)
    return frozenset(
        hole.prompt
        for template in (*templates, *words.later.values())
        for hole in holes(template)
        if hole.prompt
    )


def _choices(prompt: Prompt) -> Iterator[str]:
    yield from prompt.choices or ()
    if prompt.yes is not None:
        yield "yes"
    if prompt.no is not None:
        yield "no"


def _offered(
    prompt: PromptId, name: str, words: LanguageWords, catalogue: Catalogue
) -> Iterator[tuple[str, Pattern]]:
    """Yield how a choice is offered, maybe in a language of its own."""
    offer = Offer(prompt, name, "", words.language)
    choice = catalogue.choice(offer)
    within = None if choice is None else catalogue.languages.get(choice.spoken_in or words.language)
    if choice is None or within is None:
        return
    if choice.spoken_in is not None:
        choice = catalogue.choice(replace(offer, language=choice.spoken_in)) or choice
    parts = _gaps(choice.say, str(within.language))
    yield _tag(within), _pattern(prompt, str(words.language), CHOICE + name, parts, within=within)


def _tag(words: LanguageWords) -> str:
    """Return the carrier's name for a language, as it stands in a ``Say``."""
    return clean(words.carrier.say_language)


def _between_recordings(template: Template) -> Iterator[Template]:
    """Yield the pieces of a wording that are spoken: recordings are played between them."""
    pieces: list[list[str | Hole]] = [[]]
    for part in template:
        if isinstance(part, Hole) and part.kind == AUDIO:
            pieces.append([])
        else:
            pieces[-1].append(part)
    return (tuple(one) for one in pieces if one)


def _gaps(template: Template, language: str, *, written: bool = False) -> Parts:
    return tuple(
        part if isinstance(part, str) else Gap(part.name, words_of(part.kind, language, written=written))
        for part in template
    )


def _pattern(
    prompt: PromptId,
    language: str,
    part: str,
    parts: Parts,
    *,
    within: LanguageWords | None = None,
    of_engine: bool = False,
) -> Pattern:
    """Return the pattern of a wording; ``within`` are the words around it when a key is offered with it."""
    own = "".join(one for one in parts if isinstance(one, str))
    vague = not any(c.isalnum() for c in own) and all(
        isinstance(one, str) or one.words is None for one in parts
    )
    whole = parts if within is None else tuple(_pressed(parts, within))
    around = sum(len(one) for one in whole if isinstance(one, str)) - len(own)
    return Pattern(prompt, language, part, in_line(whole), len(own), around, vague, of_engine)


def _pressed(offered: Parts, within: LanguageWords) -> Iterator[str | Gap]:
    for part in within.joining["press"]:
        if isinstance(part, str):
            yield part
        elif part.name == "offer":
            yield from offered
        else:
            yield Gap(KEY, frozenset({" ", *within.keys.values()}))
