"""P111: words for the truth that is found out after the call; P101 to P103 for what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ivr.checks.ground import Ground
from ivr.checks.judged import item_of
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.span import Span
from ivr.language import kinds
from ivr.language.operations import Operation
from ivr.language.reader import OPERATIONS
from ivr.language.types import Basic, Type, type_name
from ivr.model.office import UNSURE, Effect
from ivr.source.nodes import Node, Table
from ivr.source.reading import read_source
from ivr.wording.catalogue import COMMON, LanguageWords
from ivr.wording.kinds import HOLE_KINDS
from ivr.wording.speech import AUDIO
from ivr.wording.templates import EACH, Hole, Template, holes

LATER = "later"
"""The section of common.yaml with these words."""


def later(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the outcomes of which the caller would never hear."""
    if OPERATIONS in ground.hurt:
        return
    asked = frozenset[str]().union(*(ground.part(_asked, name) for name in ground.project.flows))
    for name, operation in ground.project.operations.items():
        changes = operation.effect is not Effect.READ or operation.owed
        for words in ground.project.wording.languages.values():
            if changes and name in asked and not ground.is_hurt_language(words.language, COMMON):
                yield from _operation(ground, operation, words)


def _asked(ground: Ground, flow: str) -> frozenset[str]:
    """Return the operations that a flow asks for."""
    steps = ground.steps(ground.project.flows[flow])
    return frozenset(str(step.subject) for step in steps if step.kind is kinds.DO)


def _operation(ground: Ground, operation: Operation, words: LanguageWords) -> Iterator[Diagnostic]:
    outcomes = [outcome for outcome in operation.ways if outcome != UNSURE]
    silent = tuple(one for one in outcomes if f"{operation.name}.{one}" not in words.later)
    if silent:
        yield problem(
            "P111.no_words_for_truth",
            operation.name.span,
            name=str(operation.name),
            outcomes=silent,
            language=str(words.language),
        )
    for outcome in outcomes:
        template = words.later.get(f"{operation.name}.{outcome}", ())
        types = {str(one.name): one.type for one in operation.takes if not one.optional and not one.secret}
        declared = operation.outcome(outcome)
        types |= {} if declared is None else {str(name): of for name, of in declared.gives}
        for wrong in _holes(f"later.{operation.name}.{outcome}", template, types, words):
            yield replace(wrong, span=_place(ground, words, str(operation.name), outcome))


def _holes(
    prompt: str, template: Template, types: dict[str, Type], words: LanguageWords
) -> Iterator[Diagnostic]:
    at = Span(f"prompts/{words.language}/{COMMON}.yaml", 1, 1)
    for hole in dict.fromkeys(holes(template)):
        if hole.name not in types:
            yield problem(
                "P102.no_values_here", at, prompt=prompt, language=str(words.language), hole=hole.name
            )
        elif hole.kind == EACH and (item := item_of(types[hole.name])) is not None:
            found = words.prompts.get(COMMON, {}).get(hole.prompt)
            inner = None if found is None else found.text or found.say
            if inner is None:
                yield problem("P101.no_words", at, prompt=hole.prompt, language=str(words.language))
            else:
                yield from _holes(hole.prompt, inner, dict(item.parts), words)
        elif _unwritable(hole, types[hole.name]):
            kind = f"{hole.kind} {hole.prompt}".strip()
            given = type_name(types[hole.name])
            yield problem("P103.hole_type", at, prompt=prompt, hole=hole.name, kind=kind, given=given)


def _unwritable(hole: Hole, of: Type) -> bool:
    return (
        of is Basic.AUDIO or hole.kind in (EACH, AUDIO) or type_name(of) not in HOLE_KINDS[hole.kind].accepts
    )


def _place(ground: Ground, words: LanguageWords, *path: str) -> Span:
    """Return where the words under ``later`` stand; the catalogue keeps only what they say."""
    file = f"prompts/{words.language}/{COMMON}.yaml"
    node: Node | None = read_source(file, ground.files.get(file, ""))[0]
    for name in (LATER, *path):
        node = node.get(name) if isinstance(node, Table) else None
    return Span(file, 1, 1) if node is None else node.span
