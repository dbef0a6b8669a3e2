"""``flows/hotline.yaml``: the settings of the whole hotline."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ivr import shape
from ivr.diagnostics.diagnostic import problem
from ivr.language.specs import Everywhere, Hotline, Listening, Patience, Queue
from ivr.language.ways import BUILT_IN
from ivr.shape import Found
from ivr.source.nodes import Node, Table, Text

FIELDS = (
    "hotline",
    "start",
    "languages",
    "everywhere",
    "patience",
    "queues",
    "person",
    "coverage",
    "listening",
    "sms",
    "sms_to_port",
)
KEYS = (*"0123456789", "star", "hash")
"""Keys of a phone, as they are written; ``*`` and ``#`` mean other things in YAML."""
PATIENCE_FIELDS = ("wait", "no_input", "no_match", "at_most", "after_that")
COVERAGE_FIELDS = ("steps", "ways", "prompts")
LISTENING_FIELDS = ("choices", "option", "menu", "person")
QUEUE_FIELDS = ("hours", "dial", "longest_wait", "call_back_after", "needs_told")
MOST_CHOICES = 12
"""A phone has no more keys."""
MOST_ASKINGS = 9
"""More askings than this are a loop in all but name."""
WAIT_S = 6
"""First-key time-out; source: domain notes, section 3.3."""
LONGEST_WAIT_S = 60
"""How long a caller waits in a queue before *nobody*; flow-language design, section 5."""


def read_hotline(tree: Table, found: Found) -> Hotline | None:
    """Return the settings, or None when what every call needs is missing."""
    shape.only(tree, FIELDS, "hotline.yaml", found)
    if not shape.required(tree, ("hotline", "start", "languages"), "hotline.yaml", found):
        return None
    number = shape.text(tree["hotline"], "hotline", found)
    start = shape.name(tree["start"], found)
    languages = shape.texts(tree["languages"], "languages", found)
    if number is None or start is None or not languages:
        return None
    everywhere = _everywhere(tree.get("everywhere"), found)
    return Hotline(
        number=str(number),
        start=start,
        languages=languages,
        everywhere=everywhere,
        patience=_patience(tree.get("patience"), found),
        queues=_queues(tree.get("queues"), found),
        person=shape.name(tree.get("person"), found) or _zero(everywhere),
        coverage=_coverage(tree.get("coverage"), found),
        listening=_listening(tree.get("listening"), found),
        sms=(
            *_entries(tree.get("sms"), "sms", found),
            *_entries(tree.get("sms_to_port"), "sms_to_port", found),
        ),
    )


def is_key(written: Text, found: Found) -> bool:
    """Return whether ``written`` is a key, or keys to be pressed in a row; report it otherwise."""
    if written in KEYS or (written.isascii() and written.isdecimal()):
        return True
    found.append(problem("Y002.bad_key", written.span, given=str(written)))
    return False


def _everywhere(node: Node | None, found: Found) -> tuple[Everywhere, ...]:
    def key(written: Text, value: Node) -> Everywhere | None:
        if not is_key(written, found):
            return None
        if isinstance(value, Text):
            return Everywhere(written, value)
        fields = shape.table(value, "a key", found)
        if fields is None:
            return None
        shape.only(fields, ("go", "said"), "everywhere", found)
        shape.required(fields, ("go",), "a key", found)
        target = shape.text(fields.get("go"), "go", found)
        said = shape.choice(fields.get("said"), "said", ("first_menu",), found)
        return None if target is None else Everywhere(written, target, said is not None)

    return tuple(one for _, one in shape.mapped(node, "everywhere", key, found))


def _zero(everywhere: tuple[Everywhere, ...]) -> Text | None:
    target = next((one.target for one in everywhere if one.key == "0"), None)
    return None if target in BUILT_IN else target


def _entries(node: Node | None, field: str, found: Found) -> tuple[tuple[Text, Text], ...]:
    """Return the texts that start a flow, and the flow each starts."""
    return shape.mapped(node, field, lambda _, value: shape.name(value, found), found)


def _patience(node: Node | None, found: Found) -> Patience:
    fields = shape.table(node, "patience", found)
    if fields is None:
        return Patience(WAIT_S, (), (), 1, None)
    shape.only(fields, PATIENCE_FIELDS, "patience", found)
    wait = shape.seconds(fields.get("wait"), found)
    no_input = shape.texts(fields.get("no_input"), "no_input", found)
    no_match = shape.texts(fields.get("no_match"), "no_match", found)
    at_most = shape.number(fields.get("at_most"), 1, MOST_ASKINGS, found)
    return Patience(
        wait_s=WAIT_S if wait is None else wait,
        no_input=no_input,
        no_match=no_match,
        at_most=max(len(no_input), len(no_match)) + 1 if at_most is None else at_most,
        after_that=shape.text(fields.get("after_that"), "after_that", found),
    )


def _coverage(node: Node | None, found: Found) -> tuple[tuple[Text, int], ...]:
    def share(_key: Text, value: Node) -> int | None:
        return shape.number(value, 0, 100, found)

    fields = shape.table(node, "coverage", found)
    if fields is None:
        return ()
    shape.only(fields, COVERAGE_FIELDS, "coverage", found)
    read = shape.mapped(fields, "coverage", share, found)
    return tuple((name, least) for name, least in read if name in COVERAGE_FIELDS)


def _listening(node: Node | None, found: Found) -> Listening:
    fields = shape.table(node, "listening", found)
    usual = Listening()
    if fields is None:
        return usual
    shape.only(fields, LISTENING_FIELDS, "listening", found)
    return Listening(
        choices=shape.number(fields.get("choices"), 1, MOST_CHOICES, found) or usual.choices,
        option_s=shape.seconds(fields.get("option"), found) or usual.option_s,
        menu_s=shape.seconds(fields.get("menu"), found) or usual.menu_s,
        person_s=shape.seconds(fields.get("person"), found) or usual.person_s,
    )


def _queues(node: Node | None, found: Found) -> Mapping[str, Queue]:
    def queue(key: Text, value: Node) -> Queue | None:
        fields = shape.table(value, "a queue", found)
        if fields is None:
            return None
        shape.only(fields, QUEUE_FIELDS, "a queue", found)
        dial = shape.text(fields.get("dial"), "dial", found)
        longest = shape.seconds(fields.get("longest_wait"), found)
        return Queue(
            name=key,
            dial=None if dial is None else str(dial),
            longest_wait_s=LONGEST_WAIT_S if longest is None else longest,
            hours=shape.name(fields.get("hours"), found),
            call_back_after_s=shape.seconds(fields.get("call_back_after"), found),
            needs_told=shape.texts(fields.get("needs_told"), "needs_told", found),
        )

    return MappingProxyType({str(name): one for name, one in shape.mapped(node, "queues", queue, found)})
