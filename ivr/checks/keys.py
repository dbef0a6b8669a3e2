"""M203 and M204: a key that means two things, a key that is the beginning of another."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.language import kinds
from ivr.language.specs import Step
from ivr.language.ways import NO, YES
from ivr.source.nodes import Text

LIST_KEYS = frozenset("1234578")
"""The keys that pick an item of a list or turn to its next or previous five; flow-language design, rule 3."""


def keys(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the keys a caller would take for something else."""
    everywhere = _everywhere(ground)
    for _, step in ground.every_step():
        yield from _meanings(ground, step)
        if step.kind is kinds.MENU:
            own = tuple(choice.key for choice in (*step.keys, *step.answers))
            yield from _prefixes(own, (*own, *everywhere))


def keys_everywhere(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the keys of everywhere of which one begins another."""
    yield from _prefixes(_everywhere(ground), _everywhere(ground))


def _everywhere(ground: Ground) -> tuple[Text, ...]:
    return tuple(one.key for one in ground.project.hotline.everywhere)


def _meanings(ground: Ground, step: Step) -> Iterator[Diagnostic]:
    usual = {str(one.key): one for one in ground.project.hotline.everywhere}
    own = (*step.keys, *step.answers)
    for choice in own:
        other = usual.get(str(choice.key))
        if other is not None and other.target != choice.target:
            yield _two_meanings(choice.key, choice.key, other.target, Related(other.key.span, "first"))
    if step.kind is kinds.CONFIRM:
        for key in (YES, NO):
            if key in usual:
                yield _two_meanings(key, step.name, usual[key].target, Related(usual[key].key.span, "first"))
    yield from _twice(step)
    if step.list is not None:
        for choice in own:
            if choice.key in LIST_KEYS:
                yield problem("M203.list_key", choice.key.span, key=str(choice.key))
        for name in sorted(LIST_KEYS & (usual.keys() - {str(choice.key) for choice in own})):
            yield problem("M203.list_key", step.name.span, key=name)


def _twice(step: Step) -> Iterator[Diagnostic]:
    """Yield the keys of a menu that both lead somewhere and mean something."""
    leading = {str(choice.key): choice.key for choice in step.keys}
    for answer in step.answers:
        first = leading.get(str(answer.key))
        if first is not None:
            yield problem(
                "M203.key_twice",
                answer.key.span,
                related=(Related(first.span, "first"),),
                key=str(answer.key),
                menu=str(step.name),
            )


def _two_meanings(key: str, at: Text, usual: Text, first: Related) -> Diagnostic:
    return problem("M203.two_meanings", at.span, related=(first,), key=str(key), flow=str(usual))


def _prefixes(own: tuple[Text, ...], others: tuple[Text, ...]) -> Iterator[Diagnostic]:
    """Yield each key of ``own`` that begins one of ``others``, or begins with it; each pair once."""
    told: set[frozenset[str]] = set()
    for key in own:
        for other in others:
            short, long = sorted((key, other), key=len)
            pair = frozenset({str(short), str(long)})
            if len(pair) > 1 and pair not in told and short.isdecimal() and long.startswith(short):
                told.add(pair)
                at = long if long in own else short
                yield problem("M204.prefix", at.span, short=str(short), long=str(long))
