"""One flow's file into a ``Flow``, asking the table of kinds what each step may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from ivr import shape
from ivr.diagnostics.diagnostic import Diagnostic, near_names, problem
from ivr.language import kinds
from ivr.language.expressions import Expression, parse_expression
from ivr.language.kinds import ANY_STEP, KINDS, SAY, Form, Kind
from ivr.language.reading_hotline import MOST_ASKINGS, is_key
from ivr.language.reading_types import read_typed
from ivr.language.specs import Argument, Branch, Choice, Flow, OutcomeSpec, Step
from ivr.language.types import RecordType, Type
from ivr.language.ways import BUILT_IN
from ivr.model.pace import Pace
from ivr.shape import Found
from ivr.source.nodes import Node, Table, Text

FIELDS = ("flow", "about", "channels", "takes", "outcomes", "steps")
CHANNELS = ("voice", "sms")
PACES = tuple(one.value for one in Pace)
CLASSES = ("done", "open", "trouble")
MOST_STEPS = 200
"""A flow of more steps than this could not be kept in mind by anybody; the longest here has thirty."""
MOST_TRIES = 9
"""More tries than this are no limit."""
MOST_DIGITS = 32
"""Longest entry; one that is longer is no number anybody types."""
RESERVED = (*BUILT_IN, "end", "hang_up", "otherwise")
"""Words that mean something where a step's name could stand."""


def read_flow(file: str, tree: Table, records: Mapping[str, RecordType], found: Found) -> Flow | None:
    """Return the flow of one file, or None when it has no name or no steps."""
    shape.only(tree, FIELDS, "a flow", found)
    if not shape.required(tree, ("flow", "outcomes", "steps"), "a flow", found):
        return None
    name = shape.name(tree["flow"], found)
    steps = shape.mapped(
        tree["steps"], "steps", lambda key, node: _step(key, node, found), found, limit=MOST_STEPS
    )
    if isinstance(tree["steps"], Table) and not tree["steps"]:
        found.append(problem("Y002.missing_field", tree["steps"].span, field="steps", what="a flow"))
    if name is None or not steps:
        return None
    about = shape.text(tree.get("about"), "about", found)
    channels = [
        shape.choice(item, "channels", CHANNELS, found)
        for item in shape.items(tree.get("channels"), "channels", found)
    ]
    return Flow(
        name=name,
        file=file,
        about=str(about or ""),
        channels=frozenset(str(one) for one in channels if one is not None) or frozenset({"voice"}),
        takes=read_typed(tree.get("takes"), "takes", records, found),
        outcomes=_outcomes(tree["outcomes"], records, found),
        steps=MappingProxyType({str(step): spec for step, spec in steps}),
    )


def _outcomes(node: Node, records: Mapping[str, RecordType], found: Found) -> tuple[OutcomeSpec, ...]:
    def outcome(key: Text, value: Node) -> OutcomeSpec | None:
        gives: tuple[tuple[Text, Type], ...] = ()
        means: Node | None = value
        if isinstance(value, Table):
            shape.only(value, ("is", "gives"), "an outcome", found)
            shape.required(value, ("is",), "an outcome", found)
            means = value.get("is")
            gives = read_typed(value.get("gives"), "gives", records, found)
        word = shape.text(means, "an outcome's class", found)
        if word is None:
            return None
        if word not in CLASSES:
            found.append(
                problem("Y002.bad_class", word.span, near=near_names(word, CLASSES), given=str(word))
            )
            return None
        return OutcomeSpec(key, str(word), gives)

    return tuple(one for _, one in shape.mapped(node, "outcomes", outcome, found))


def _step(key: Text, node: Node, found: Found) -> Step | None:
    fields = shape.table(node, "a step", found)
    if shape.name(key, found) is None or fields is None:
        return None
    if key in RESERVED:
        found.append(problem("Y002.bad_name", key.span, given=str(key)))
        return None
    kind = _kind(key, fields, found)
    if kind is None:
        return None
    shape.only(fields, _allowed(kind), _what(kind), found)
    # Any, because what a field holds and what it is read into agree by `_READ`, which mypy cannot see.
    read: dict[str, Any] = {"go_span": fields.key_span("go")} if "go" in fields else {}
    for field in fields:
        if (reading := _READ.get(field)) is not None:
            read[reading.into] = reading.read(fields[field], found)
    if read.get("barge_in", True) is None:
        del read["barge_in"]
    return Step(
        name=key,
        kind=kind,
        span=key.span,
        subject=_subject(kind, fields, found),
        branches=_branches(fields.get("decide"), found) if kind is kinds.DECIDE else (),
        go=_go_of(kind, fields.get("go"), found),
        **read,
    )


@cache
def _allowed(kind: Kind) -> tuple[str, ...]:
    own = () if kind is SAY else (kind.name,)
    return (*own, *(one.name for one in (*kind.fields, *ANY_STEP)))


def _what(kind: Kind) -> str:
    return "a step" if kind is SAY else f"a {kind.name}"


def _kind(key: Text, fields: Table, found: Found) -> Kind | None:
    """Return the kind a step's keys say it is; a misspelt kind is told as such, not as a missing `go`."""
    named = [KINDS[str(field)] for field in fields if field in KINDS]
    if len(named) > 1:
        first, second = named[0].name, named[1].name
        found.append(
            problem("Y002.two_kinds", fields.key_span(second), step=str(key), first=first, second=second)
        )
        return None
    if named:
        return named[0]
    known = {one.name for kind in (SAY, *KINDS.values()) for one in (*kind.fields, *ANY_STEP)}
    for field in fields:
        if field not in known and (near := near_names(field, KINDS)):
            found.append(
                problem("Y002.unknown_kind", field.span, near=near, step=str(key), kinds=tuple(KINDS))
            )
            return None
    return SAY


def _subject(kind: Kind, fields: Table, found: Found) -> Text | None:
    if kind is SAY or kind is kinds.DECIDE:
        return None
    return shape.name(fields[kind.name], found)


def _go_of(kind: Kind, node: Node | None, found: Found) -> Mapping[str, Text]:
    by_name = any(one.name == "go" and one.form is not Form.GO_BY_OUTCOME for one in kind.fields)
    by_outcome = any(one.name == "go" and one.form is not Form.GO for one in kind.fields)
    return _go(node, found, by_name=by_name, by_outcome=by_outcome)


def _go(node: Node | None, found: Found, *, by_name: bool, by_outcome: bool) -> Mapping[str, Text]:
    """Return where ``go`` leads: under ``""`` when it is one place, else by what happened."""
    if isinstance(node, Text) and by_name:
        place = shape.text(node, "go", found)
        return MappingProxyType({} if place is None else {"": place})
    if node is None:
        return MappingProxyType({})
    if not by_outcome:
        shape.text(node, "go", found)
        return MappingProxyType({})
    read = shape.mapped(node, "go", lambda _, value: shape.text(value, "go", found), found)
    return MappingProxyType(dict(read))


def _lengths(node: Node | None, found: Found) -> tuple[int, int] | None:
    """Return the fewest and the most digits of ``6`` or ``6-11``."""
    written = shape.text(node, "digits", found)
    if written is None:
        return None
    low, dash, high = written.partition("-")
    fewest = shape.number(Text(low.strip(), written.span), 1, MOST_DIGITS, found)
    most = shape.number(Text(high.strip(), written.span), 1, MOST_DIGITS, found) if dash else fewest
    if fewest is None or most is None:
        return None
    if most < fewest:
        found.append(problem("Y002.bad_number", written.span, given=str(written), low=1, high=MOST_DIGITS))
        return None
    return fewest, most


def _keys(node: Node | None, field: str, found: Found) -> tuple[Choice, ...]:
    def choice(key: Text, value: Node) -> Choice | None:
        if not is_key(key, found):
            return None
        if isinstance(value, Text):
            return Choice(key, value)
        fields = shape.table(value, "a key", found)
        if fields is None:
            return None
        shape.only(fields, ("go", "when"), field, found)
        shape.required(fields, ("go",), "a key", found)
        target = shape.text(fields.get("go"), "go", found)
        when = _expression(fields.get("when"), found)
        return None if target is None else Choice(key, target, when)

    return tuple(one for _, one in shape.mapped(node, field, choice, found))


def _branches(node: Node | None, found: Found) -> tuple[Branch, ...]:
    read = []
    for item in shape.items(node, "decide", found):
        fields = shape.table(item, "a branch", found)
        if fields is None:
            continue
        shape.only(fields, ("when", "go", "otherwise"), "a branch", found)
        if "otherwise" in fields:
            target = shape.text(fields["otherwise"], "otherwise", found)
            when = None
        else:
            shape.required(fields, ("when", "go"), "a branch", found)
            target = shape.text(fields.get("go"), "go", found)
            when = _expression(fields.get("when"), found)
            if when is None:
                continue
        if target is not None:
            read.append(Branch(target, when))
    return tuple(read)


def _arguments(node: Node | None, found: Found) -> tuple[Argument, ...]:
    read = shape.mapped(node, "with", lambda _, value: _expression(value, found), found)
    return tuple(Argument(name, value) for name, value in read if shape.name(name, found) is not None)


def _expression(node: Node | None, found: Found) -> Expression | None:
    written = shape.text(node, "an expression", found)
    if written is None:
        return None
    read = parse_expression(str(written), written.span)
    if isinstance(read, Diagnostic):
        found.append(read)
        return None
    return read


def _text_of(name: str) -> Callable[[Node, Found], object]:
    return lambda node, found: shape.text(node, name, found)


def _texts_of(name: str) -> Callable[[Node, Found], object]:
    return lambda node, found: shape.texts(node, name, found)


def _keys_of(name: str) -> Callable[[Node, Found], object]:
    return lambda node, found: _keys(node, name, found)


def _choice_of(name: str, allowed: tuple[str, ...]) -> Callable[[Node, Found], object]:
    return lambda node, found: shape.choice(node, name, allowed, found)


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a field is read, and into which part of a step."""

    into: str
    read: Callable[[Node, Found], object]


_NAMES = ("say", "text", "if_caller_hangs_up", "each", "save", "while_waiting")
_PLACES = ("language", "out_of_tries", "then", "unanswered", "after_that")
_DURATIONS = {"shortest": "shortest_s", "longest": "longest_s", "wait": "wait_s"}
_WORDS = ("needs_told", "no_input", "no_match")
_READ: Mapping[str, _Reading] = MappingProxyType(
    {name: _Reading(name, shape.name) for name in _NAMES}
    | {name: _Reading(name, _text_of(name)) for name in _PLACES}
    | {name: _Reading(into, shape.seconds) for name, into in _DURATIONS.items()}
    | {name: _Reading(name, _texts_of(name)) for name in _WORDS}
    | {name: _Reading(name, _keys_of(name)) for name in ("keys", "answers")}
    | {name: _Reading(name, _expression) for name in ("subscriber", "list")}
    | {
        "with": _Reading("arguments", _arguments),
        "tries": _Reading("tries", lambda node, found: shape.number(node, 1, MOST_TRIES, found)),
        "at_most": _Reading("at_most", lambda node, found: shape.number(node, 1, MOST_ASKINGS, found)),
        "digits": _Reading("digits", _lengths),
        "finish": _Reading("finish", _choice_of("finish", ("star", "hash"))),
        "sensitive": _Reading("sensitive", _choice_of("sensitive", ("secret", "personal"))),
        "pace": _Reading("pace", _choice_of("pace", PACES)),
        "barge_in": _Reading("barge_in", lambda node, found: shape.yes_no(node, "barge_in", found)),
    }
)
"""How each field of a step is read; what stands behind its kind, `go` and `decide` depend on the kind."""
