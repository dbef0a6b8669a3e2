"""P102 and P103: holes in wordings without a value, or with a value of another type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ivr.checks.expressions import argument_types, item_types
from ivr.checks.ground import Ground
from ivr.checks.judged import item_of
from ivr.checks.known import Flowing
from ivr.checks.uses import Gets, Use
from ivr.checks.words import no_words_in
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.diagnostics.span import Span
from ivr.language.specs import Flow, Step
from ivr.language.types import Basic, RecordType, Type, type_name
from ivr.model.verbs import Part
from ivr.source.nodes import Text
from ivr.wording.catalogue import ChoiceWords, LanguageWords, Prompt
from ivr.wording.kinds import HOLE_KINDS
from ivr.wording.speech import AUDIO
from ivr.wording.templates import EACH, Hole, Template, holes

JOINING: Mapping[str, frozenset[str]] = {
    "press": frozenset({"offer", "key"}),
    "between": frozenset(),
    "and_more": frozenset({"count"}),
    "none": frozenset(),
}
"""The holes that each pattern of ``joining`` in common.yaml may have; what the engine fills in."""


def holes_filled(ground: Ground, flowing: Flowing) -> Iterator[Diagnostic]:
    """Yield the holes a caller would hear as a gap, or read as something they are not."""
    for flow, step in ground.every_step():
        if any(use.holes for use in ground.uses_of(flow, step)):
            yield from _each_once(_said(ground, flowing, flow, step))


def holes_nobody_fills(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the holes in words that no step gives values to: choices, and the patterns they are put into."""
    for language, words in ground.project.wording.languages.items():
        for flow in words.prompts:
            yield from ground.part(_of_choices, f"{language}/{flow}")
        for choice in (words.yes, words.no, *words.everywhere.values()):
            yield from _choice(language, choice)
        start = Span(f"prompts/{language}/common.yaml", 1, 1)
        for name, template in words.joining.items():
            for hole in _others(template, JOINING.get(name, frozenset())):
                yield _no_values(hole, name, language, start)


def _said(ground: Ground, flowing: Flowing, flow: Flow, step: Step) -> Iterator[Diagnostic]:
    filled = [use for use in ground.uses_of(flow, step) if use.holes]
    given = argument_types(ground, flowing, flow, step)
    for use in filled:
        types = item_types(ground, flowing, flow, step) if use.gets is Gets.ITEM else given
        if types is None:  # what is in the list is wrong, or told elsewhere
            continue
        for one in use.worded:
            if one.prompt is not None:
                words = ground.project.wording.languages[one.language]
                yield from _Filling(ground, flow, step, use, words, one.prompt).check(one.templates, types)


def _each_once(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield what is wrong at one step, each hole once: one line of ``with`` mends it in every language."""
    seen: set[tuple[str, object]] = set()
    for one in found:
        what = (one.variant, dict(one.facts).get("hole", one))
        if what not in seen:
            seen.add(what)
            yield one


@dataclass(frozen=True, slots=True)
class _Filling:
    """One prompt in one language, as one step uses it."""

    ground: Ground
    flow: Flow
    step: Step
    use: Use
    words: LanguageWords
    prompt: Prompt

    def check(self, templates: Iterable[Template], types: Mapping[str, Type | None]) -> Iterator[Diagnostic]:
        for template in templates:
            for hole in dict.fromkeys(holes(template)):
                if self.use.gets is Gets.NOTHING:
                    yield _no_values(hole, str(self.prompt.name), self.words.language, self.use.prompt.span)
                elif hole.name not in types:
                    yield self._without_value(self.prompt, hole)
                else:
                    yield from self._typed(self.prompt, hole, types[hole.name], self._place(hole))

    def _place(self, hole: Hole) -> Span:
        """Return where the value is given that ``hole`` takes."""
        if self.use.gets is Gets.ITEM and self.step.list is not None:
            return self.step.list.span
        return next(one.value.span for one in self.step.arguments if one.name == hole.name)

    def _without_value(self, prompt: Prompt, hole: Hole) -> Diagnostic:
        return problem(
            "P102.hole_without_value",
            self.use.prompt.span,
            related=(Related(prompt.name.span, "prompt"),),
            prompt=str(prompt.name),
            language=str(self.words.language),
            hole=hole.name,
        )

    def _typed(self, prompt: Prompt, hole: Hole, given: Type | None, place: Span) -> Iterator[Diagnostic]:
        if given is None:  # nobody can tell; why is told elsewhere
            return
        if hole.kind == EACH and (record := item_of(given)) is not None:
            yield from self._each(prompt, hole, record, place)
        elif hole.kind == AUDIO and given is Basic.AUDIO and Part.TEXT in self.use.parts:
            yield problem(
                "P103.not_written",
                place,
                related=(Related(prompt.name.span, "prompt"),),
                prompt=str(prompt.name),
                hole=hole.name,
            )
        elif hole.kind == EACH or type_name(given) not in HOLE_KINDS[hole.kind].accepts:
            yield problem(
                "P103.hole_type",
                place,
                related=(Related(prompt.name.span, "prompt"),),
                prompt=str(prompt.name),
                hole=hole.name,
                kind=f"{hole.kind} {hole.prompt}".strip(),
                given=type_name(given),
            )

    def _each(self, prompt: Prompt, hole: Hole, record: RecordType, place: Span) -> Iterator[Diagnostic]:
        """Yield what is wrong with the prompt that reads one item; its holes are the item's parts."""
        wording, name = self.ground.project.wording, str(self.flow.name)
        part = self.use.parts[0]
        use = Use(Text(hole.prompt, prompt.name.span), (part,))
        item = wording.prompt(self.words.language, name, hole.prompt)
        if item is None or not use.templates(item):
            if not self.ground.is_hurt_language(self.words.language, name):
                yield no_words_in(self.ground, self.flow, use, self.words.language)
            return
        parts = dict(record.parts)
        for template in use.templates(item):
            for inner in dict.fromkeys(holes(template)):
                if inner.name not in parts:
                    yield self._without_value(item, inner)
                else:
                    yield from self._typed(item, inner, parts[inner.name], place)


def _of_choices(ground: Ground, words: str) -> tuple[Diagnostic, ...]:
    """Return the holes in the choices of ``language/flow``."""
    language, _, flow = words.partition("/")
    return tuple(
        one
        for prompt in ground.project.wording.languages[language].prompts[flow].values()
        for choice in (prompt.yes, prompt.no, *(prompt.choices or {}).values())
        for one in _choice(language, choice)
    )


def _choice(language: str, choice: ChoiceWords | None) -> Iterator[Diagnostic]:
    if choice is not None:
        for hole in _others(choice.say, frozenset()):
            yield _no_values(hole, str(choice.name), language, choice.name.span)


def _others(template: Template, allowed: frozenset[str]) -> tuple[Hole, ...]:
    return tuple(hole for hole in dict.fromkeys(holes(template)) if hole.name not in allowed)


def _no_values(hole: Hole, prompt: str, language: str, at: Span) -> Diagnostic:
    return problem("P102.no_values_here", at, prompt=prompt, language=language, hole=hole.name)
