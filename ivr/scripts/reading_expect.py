"""What a script expects once the call is over."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from types import MappingProxyType

from ivr import shape
from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import problem
from ivr.language.operations import Operation
from ivr.language.reading_flows import PACES
from ivr.language.specs import Project
from ivr.scripts.checking import is_end, operation_named
from ivr.scripts.reading_prompts import read_wanted
from ivr.scripts.spec import AskedFor, Expect
from ivr.scripts.values import duration
from ivr.shape import Found
from ivr.source.nodes import Node, Table, Text

FIELDS = ("ended", "backend", "never", "texts", "dead_air", "pace")


def read_expect(node: Node | None, project: Project, usual: Collection[str], found: Found) -> Expect | None:
    """Return what is under ``expect:``; ``usual`` operations are those whose requests nobody counts."""
    fields = shape.table(node, "expect", found)
    if fields is None:
        return None
    shape.only(fields, FIELDS, "expect", found)
    ended = shape.text(fields.get("ended"), "ended", found)
    if ended is not None:
        is_end(ended, project, found)
    never = shape.texts(fields.get("never"), "never", found)
    for name in never:
        operation_named(name, project, found)
    return Expect(
        span=fields.span,
        ended=ended,
        backend=_backend(fields["backend"], project, usual, found) if "backend" in fields else None,
        never=never,
        texts=read_wanted(fields["texts"], "texts", project, found, texted=True)
        if "texts" in fields
        else None,
        dead_air_s=duration(fields.get("dead_air"), found),
        pace=shape.choice(fields.get("pace"), "pace", PACES, found),
        keys=MappingProxyType({str(key): key.span for key in fields}),
    )


def _backend(node: Node, project: Project, usual: Collection[str], found: Found) -> tuple[AskedFor, ...]:
    nodes = (node,) if isinstance(node, Table) else shape.items(node, "backend", found)
    asked = tuple(one for item in nodes for one in _asked_for(item, project, found))
    found.extend(
        problem("T804.usual", one.operation.span, operation=str(one.operation))
        for one in asked
        if one.operation in usual
    )
    return asked


def _asked_for(node: Node, project: Project, found: Found) -> Iterator[AskedFor]:
    if isinstance(node, Table):
        for name, value in node.entries():
            operation = operation_named(name, project, found)
            fields = None if value == "" else shape.table(value, f"`{name}`", found)
            arguments = () if fields is None else fields.entries()
            if operation is not None:
                for argument, _ in arguments:
                    _check_argument(argument, operation, found)
            yield AskedFor(name.span, name, arguments)
        return
    written = shape.text(node, "an operation's name", found)
    if written is not None:
        operation_named(written, project, found)
        yield AskedFor(written.span, written)


def _check_argument(argument: Text, operation: Operation, found: Found) -> None:
    known = {str(one.name): one for one in operation.takes}
    if argument not in known:
        near, places = near_texts(argument, (one.name for one in operation.takes))
        found.append(
            problem(
                "T802.argument",
                argument.span,
                near=near,
                related=places,
                argument=str(argument),
                operation=str(operation.name),
            )
        )
    elif known[str(argument)].secret:
        found.append(problem("T804.secret", argument.span, argument=str(argument)))
