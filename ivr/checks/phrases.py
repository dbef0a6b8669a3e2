"""M206 and M211: a phrase that could mean two choices, and a *no* in the words of the question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.checks.ground import Ground
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.language import kinds
from ivr.language.specs import Flow, Step
from ivr.language.ways import NO, YES, choice_name, place_of
from ivr.model.ids import Language
from ivr.model.verbs import Offer, PromptId
from ivr.source.nodes import Text
from ivr.wording.phrases import plain

_NEGATED = ("不", "没", "别", "否", "无", "no", "not", "don't", "never")
"""How a phrase begins that takes back what follows it: 不取消 is no 取消."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What a caller may say for ``choice``, as it is compared, and where that stands."""

    plain: str
    written: Text
    choice: str


def phrases(ground: Ground) -> Iterator[Diagnostic]:
    """Yield what callers may say, or hear, and be taken to mean something else."""
    for flow, step in ground.every_step():
        if step.kind not in (kinds.MENU, kinds.CONFIRM) or step.subject is None:
            continue
        for language in ground.project.wording.languages:
            yield from _of_step(ground, flow, step, Language(language))


def _of_step(ground: Ground, flow: Flow, step: Step, language: Language) -> Iterator[Diagnostic]:
    offered = tuple(_phrases(ground, flow, step, language))
    yield from _twice(step, offered)
    if step.kind is kinds.CONFIRM:
        yield from _opposite(ground, flow, step, language, offered)


def _phrases(ground: Ground, flow: Flow, step: Step, language: Language) -> Iterator[_Phrase]:
    """Yield every phrase of every choice of ``step`` that is written in a file of the project."""
    prompt = PromptId(str(flow.name), str(step.subject))
    for name, key in _offers(ground, flow, step):
        for phrase in ground.project.wording.heard(Offer(prompt, name, key, language)):
            if isinstance(phrase, Text) and phrase.span.file in ground.files and plain(phrase):
                yield _Phrase(plain(phrase), phrase, name)


def _offers(ground: Ground, flow: Flow, step: Step) -> Iterator[tuple[str, str]]:
    """Yield name and key of each choice that is always offered; others may never be offered together."""
    if step.kind is kinds.CONFIRM:
        yield from (("yes", YES), ("no", NO))
    for one in step.answers:
        if one.when is None:
            yield str(one.target), str(one.key)
    for one in step.keys:
        if one.when is None:
            yield choice_name(one.target, place_of(one.target, flow, ground.project)), str(one.key)


def _twice(step: Step, offered: tuple[_Phrase, ...]) -> Iterator[Diagnostic]:
    first: dict[str, _Phrase] = {}
    for phrase in offered:
        before = first.setdefault(phrase.plain, phrase)
        if before.choice != phrase.choice:
            yield problem(
                "M206.two_choices",
                phrase.written.span,
                related=(Related(before.written.span, "first"),),
                phrase=str(phrase.written),
                menu=str(step.name),
                first=before.choice,
                second=phrase.choice,
            )


def _opposite(
    ground: Ground, flow: Flow, step: Step, language: Language, offered: tuple[_Phrase, ...]
) -> Iterator[Diagnostic]:
    """Yield the *no* that says what the question asks for, unless it asks for one of two."""
    prompt = ground.project.wording.prompt(language, str(flow.name), str(step.subject))
    if prompt is None or prompt.say is None:
        return
    asked = plain(" ".join(part for part in prompt.say if isinstance(part, str)))
    of_yes = {phrase.plain for phrase in offered if phrase.choice == "yes"}
    if any(_in(phrase, asked) for phrase in of_yes):
        return
    for phrase in offered:
        if phrase.choice == "no" and not phrase.plain.startswith(_NEGATED) and _in(phrase.plain, asked):
            yield problem(
                "M211.opposite",
                phrase.written.span,
                related=(Related(prompt.name.span, "question"),),
                step=str(step.name),
                phrase=str(phrase.written),
            )
            return


def _in(phrase: str, asked: str) -> bool:
    """Return whether ``asked`` holds ``phrase``; Latin phrases are whole words."""
    return f" {phrase} " in f" {asked} " if phrase.isascii() else phrase in asked
