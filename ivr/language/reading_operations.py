"""``flows/operations.yaml``: the back office's contract."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ivr import shape
from ivr.language.operations import TIMEOUT_S, Operation, OperationOutcome, Parameter
from ivr.language.reading_types import read_marked, read_records, read_typed
from ivr.language.types import RecordType
from ivr.model.office import Effect
from ivr.shape import Found
from ivr.source.nodes import Node, Table, Text

FIELDS = ("effect", "about", "takes", "gives", "needs", "needs_told", "proves", "owed", "timeout")
NEEDS = ("proof", "proof_of_others")


def read_operations(tree: Table, found: Found) -> Mapping[str, Operation]:
    """Return the operations of a contract file, by name."""
    shape.only(tree, ("types", "operations"), "operations.yaml", found)
    records = read_records(tree.get("types"), found)
    read = shape.mapped(
        tree.get("operations"), "operations", lambda key, node: _operation(key, node, records, found), found
    )
    return MappingProxyType({str(name): operation for name, operation in read})


def _operation(key: Text, node: Node, records: Mapping[str, RecordType], found: Found) -> Operation | None:
    fields = shape.table(node, "an operation", found)
    if shape.name(key, found) is None or fields is None:
        return None
    shape.only(fields, FIELDS, "an operation", found)
    if not shape.required(fields, ("effect", "gives"), f"`{key}`", found):
        return None
    effect = shape.choice(fields["effect"], "effect", tuple(one.value for one in Effect), found)
    about = shape.choice(fields.get("about"), "about", ("subscriber", "call"), found)
    needs = shape.choice(fields.get("needs"), "needs", NEEDS, found)
    timeout = shape.seconds(fields.get("timeout"), found)
    proves = shape.mapped(
        fields.get("proves"), "proves", lambda _, value: shape.text(value, "proves", found), found
    )
    return Operation(
        name=key,
        effect=Effect.READ if effect is None else Effect(str(effect)),
        about_call=about == "call",
        takes=_takes(fields.get("takes"), records, found),
        outcomes=_gives(fields["gives"], records, found),
        needs=str(needs or ""),
        proves=frozenset(str(outcome) for outcome, _ in proves),
        owed=shape.yes_no(fields.get("owed"), "owed", found) or False,
        timeout_s=TIMEOUT_S if timeout is None else float(timeout),
        needs_told=shape.texts(fields.get("needs_told"), "needs_told", found),
    )


def _takes(node: Node | None, records: Mapping[str, RecordType], found: Found) -> tuple[Parameter, ...]:
    read = shape.mapped(node, "takes", lambda _, value: read_marked(value, records, found), found)
    return tuple(Parameter(name, of.type, of.optional, of.secret) for name, of in read)


def _gives(node: Node, records: Mapping[str, RecordType], found: Found) -> tuple[OperationOutcome, ...]:
    def outcome(key: Text, value: Node) -> OperationOutcome:
        return OperationOutcome(key, read_typed(value, "what an outcome gives", records, found))

    return tuple(one for _, one in shape.mapped(node, "gives", outcome, found))
