"""Parts of a check are done again exactly when something they asked is not as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from ivr.kept import Kept
from ivr.parts import Afresh, Parts

Asks = Callable[[Mapping[str, object]], object]
ASKS: Mapping[str, Asks] = {
    "a value": lambda said: said["a"],
    "a value that may be missing": lambda said: said.get("a"),
    "whether a key is there": lambda said: "a" in said,
    "the keys": list,
    "how many there are": len,
    "the values": lambda said: list(said.values()),
    "all of it": lambda said: dict(said.items()),
}
A = ["a"]
"""One object, whatever it is equal to."""


class Counting:
    """Looks at a map again and again, and counts how often that is done."""

    def __init__(self, parts: Parts, asks: Asks) -> None:
        self.parts, self.asks, self.done = parts, asks, 0

    def look(self, now: Mapping[str, object], *, by_value: bool = False, fixed: object = None) -> object:
        self.parts.begin(fixed)
        said = self.parts.noted("said", now, by_value=by_value)
        return self.parts.part("asks", "it", lambda: self._do(said))

    def _do(self, said: Mapping[str, object]) -> object:
        self.done += 1
        return self.asks(said)


@pytest.mark.parametrize("asks", ASKS.values(), ids=ASKS)
def test_nothing_is_done_again_while_all_is_as_it_was(asks: Asks) -> None:
    kept = Counting(Kept(), asks)
    assert kept.look({"a": A, "b": 1}) == kept.look({"a": A, "b": 1}) == asks({"a": A, "b": 1})
    assert kept.done == 1


@pytest.mark.parametrize(
    ("asked", "before", "after"),
    [
        ("a value", {"a": A}, {"a": ["b"]}),
        ("a value", {"a": A}, {"a": list(A)}),
        ("a value that may be missing", {}, {"a": A}),
        ("a value that may be missing", {"a": None}, {}),
        ("whether a key is there", {}, {"a": A}),
        ("whether a key is there", {"a": A}, {}),
        ("the keys", {"a": A, "b": A}, {"b": A, "a": A}),
        ("the keys", {"a": A}, {"a": A, "b": A}),
        ("how many there are", {"a": A}, {}),
        ("the values", {"a": A}, {"a": list(A)}),
        ("the values", {"a": A}, {"a": A, "b": A}),
        ("all of it", {"a": A}, {"a": list(A)}),
        ("all of it", {"a": A}, {"b": A}),
    ],
)
def test_a_part_is_done_again_when_what_it_asked_is_something_else(
    asked: str, before: Mapping[str, object], after: Mapping[str, object]
) -> None:
    kept = Counting(Kept(), ASKS[asked])
    assert kept.look(before) == ASKS[asked](before)
    assert kept.look(after) == ASKS[asked](after)
    assert kept.done == 2


@pytest.mark.parametrize(
    ("asked", "before", "after"),
    [
        ("a value", {"a": A}, {"a": A, "b": A}),
        ("a value that may be missing", {}, {"b": A}),
        ("whether a key is there", {"a": A}, {"a": ["b"]}),
        ("the keys", {"a": A}, {"a": ["b"]}),
    ],
)
def test_what_a_part_did_not_ask_may_change(
    asked: str, before: Mapping[str, object], after: Mapping[str, object]
) -> None:
    kept = Counting(Kept(), ASKS[asked])
    kept.look(before)
    assert kept.look(after) == ASKS[asked](after)
    assert kept.done == 1


def test_an_equal_value_is_the_same_only_where_values_count() -> None:
    kept = Counting(Kept(), ASKS["a value"])
    kept.look({"a": A}, by_value=True)
    kept.look({"a": list(A)}, by_value=True)
    assert kept.done == 1
    kept.look({"a": ["b"]}, by_value=True)
    assert kept.done == 2


def test_nothing_is_believed_when_what_stands_in_no_map_has_changed() -> None:
    kept = Counting(Kept(), ASKS["a value"])
    kept.look({"a": A}, fixed="before")
    kept.look({"a": A}, fixed="after")
    assert kept.done == 2


def test_what_a_part_within_asked_counts_for_the_whole_though_it_was_kept() -> None:
    kept, done = Kept(), []

    def look(value: object) -> None:
        kept.begin(None)
        said = kept.noted("said", {"a": value})

        def outer() -> object:
            done.append("outer")
            return kept.part("inner", "it", lambda: said["a"])

        kept.part("inner", "it", lambda: said["a"])  # so that the outer one finds it done
        kept.part("outer", "it", outer)

    look(A)
    look(A)
    assert done == ["outer"]
    look(["b"])
    assert done == ["outer", "outer"]


def test_a_part_that_asks_what_changes_meanwhile_is_done_again_within_one_check() -> None:
    kept, now = Kept(), {"a": 1}
    kept.begin(None)
    said = kept.noted("said", now, changing=True)
    found = []
    for value in (1, 2, 2):
        now["a"] = value
        found.append(kept.changing("asks", "it", lambda: [said["a"]]))
    assert found == [[1], [2], [2]]
    assert found[1] is found[2]


def test_a_part_is_done_again_when_a_map_it_asked_is_not_there() -> None:
    kept, done = Kept(), []
    for is_there in (True, False):
        kept.begin(None)
        said = kept.noted("said", {"a": A}) if is_there else {"a": A}
        kept.part("asks", "it", lambda said=said: done.append(said["a"]))  # type: ignore[misc] # its own one
    assert len(done) == 2


def test_a_part_that_fails_is_not_kept() -> None:
    kept = Counting(Kept(), ASKS["a value"])
    with pytest.raises(KeyError):
        kept.look({})
    assert kept.look({"a": A}) == A


def test_whoever_keeps_nothing_does_a_part_once_in_a_check() -> None:
    afresh = Afresh()
    done = [afresh.part("asks", of, object) for of in ("it", "it", "another")]
    assert done[0] is done[1] is not done[2]
    assert afresh.changing("asks", "it", lambda: A) is A
