"""One flow's file into a ``Flow``, asking the table of kinds what each step may hold."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ivr import shape
from ivr.diagnostics.diagnostic import Diagnostic, near_names, problem
from ivr.language import kinds
from ivr.language.expressions import Expression, parse_expression
from ivr.language.kinds import ANY_STEP, KINDS, SAY, Form, Kind
from ivr.language.reading_hotline import MOST_ASKINGS, is_key
from ivr.language.reading_types import read_typed
from ivr.language.specs import Argument, Branch, Choice, Flow, OutcomeSpec, Step
from ivr.language.types import RecordType, Type
from ivr.shape import Found
from ivr.source import Node, Table, Text

FIELDS = ("flow", "about", "channels", "takes", "outcomes", "steps")
CHANNELS = ("voice", "sms")
CLASSES = ("done", "open", "trouble")
MOST_TRIES = 9
"""More tries than this are no limit."""
MOST_DIGITS = 32
"""Longest entry; one that is longer is no number anybody types."""
RESERVED = ("back", "repeat", "start_over", "end", "hang_up", "otherwise")
"""Words that mean something where a step's name could stand."""


def read_flow(file: str, tree: Table, records: Mapping[str, RecordType], found: Found) -> Flow | None:
    """Return the flow of one file, or None when it has no name or no steps."""
    shape.only(tree, FIELDS, "a flow", found)
    if not shape.required(tree, ("flow", "outcomes", "steps"), "a flow", found):
        return None
    name = shape.name(tree["flow"], found)
    steps = shape.mapped(tree["steps"], "steps", lambda key, node: _step(key, node, found), found)
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
    own = () if kind is SAY else (kind.name,)
    shape.only(fields, (*own, *(one.name for one in (*kind.fields, *ANY_STEP))), _what(kind), found)
    branches = _branches(fields.get("decide"), found) if kind is kinds.DECIDE else ()
    by_name = any(one.name == "go" and one.form is not Form.GO_BY_OUTCOME for one in kind.fields)
    by_outcome = any(one.name == "go" and one.form is not Form.GO for one in kind.fields)
    barge_in = shape.yes_no(fields.get("barge_in"), "barge_in", found)
    return Step(
        name=key,
        kind=kind,
        span=key.span,
        subject=_subject(kind, fields, found),
        say=shape.name(fields.get("say"), found),
        text=shape.name(fields.get("text"), found),
        arguments=_arguments(fields.get("with"), found),
        language=shape.text(fields.get("language"), "language", found),
        go=_go(fields.get("go"), found, by_name=by_name, by_outcome=by_outcome),
        go_span=fields.key_span("go") if "go" in fields else None,
        subscriber=_expression(fields.get("subscriber"), found),
        if_caller_hangs_up=shape.name(fields.get("if_caller_hangs_up"), found),
        tries=shape.number(fields.get("tries"), 1, MOST_TRIES, found),
        out_of_tries=shape.text(fields.get("out_of_tries"), "out_of_tries", found),
        keys=_keys(fields.get("keys"), "keys", found),
        answers=_keys(fields.get("answers"), "answers", found),
        list=_expression(fields.get("list"), found),
        each=shape.name(fields.get("each"), found),
        digits=_lengths(fields.get("digits"), found),
        finish=shape.choice(fields.get("finish"), "finish", ("star", "hash"), found),
        sensitive=shape.choice(fields.get("sensitive"), "sensitive", ("secret", "personal"), found),
        shortest_s=shape.seconds(fields.get("shortest"), found),
        longest_s=shape.seconds(fields.get("longest"), found),
        needs_told=shape.texts(fields.get("needs_told"), "needs_told", found),
        then=shape.text(fields.get("then"), "then", found),
        branches=branches,
        save=shape.name(fields.get("save"), found),
        unanswered=shape.text(fields.get("unanswered"), "unanswered", found),
        while_waiting=shape.name(fields.get("while_waiting"), found),
        wait_s=shape.seconds(fields.get("wait"), found),
        no_input=_lines(fields, "no_input", found),
        no_match=_lines(fields, "no_match", found),
        at_most=shape.number(fields.get("at_most"), 1, MOST_ASKINGS, found),
        after_that=shape.text(fields.get("after_that"), "after_that", found),
        barge_in=True if barge_in is None else barge_in,
    )


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


def _lines(fields: Table, field: str, found: Found) -> tuple[Text, ...] | None:
    """Return the lines of patience; an empty list is written to say that silence is an answer."""
    return None if field not in fields else shape.texts(fields[field], field, found)


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
