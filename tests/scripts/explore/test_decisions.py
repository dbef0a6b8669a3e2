"""Choices of explored calls: drawn the same each time, replayed by name, recorded as they come."""

from __future__ import annotations

from ivr.scripts.explore.decisions import Decided, Decisions, Lots, Point

KEYS = Point("caller", ("silence", "press 1", "press 2"), (1, 1, 1), ())


def names(decisions: Decisions) -> list[str]:
    return [one.option for one in decisions.taken]


def test_the_same_seed_draws_the_same() -> None:
    one, two, other = (Decisions(beyond=Lots(seed)) for seed in (1, 1, 2))
    for _ in range(50):
        for decisions in (one, two, other):
            decisions.choose(KEYS)
    assert names(one) == names(two) != names(other)
    assert set(names(one)) == set(KEYS.options)


def test_what_weighs_nothing_is_never_drawn() -> None:
    decisions = Decisions(beyond=Lots(7))
    drawn = {decisions.pick("s", ("a", "b", "c"), (1, 0, 1)) for _ in range(200)}
    assert drawn == {"a", "c"}


def test_what_was_decided_is_replayed_stream_by_stream() -> None:
    given = [
        Decided("caller", "press 2", 2),
        Decided("office", "is_down", 1),
        Decided("caller", "press 1", 1),
    ]
    decisions = Decisions(given)
    assert decisions.pick("office", ("ok", "is_down"), (1, 1)) == "is_down"
    assert [KEYS.options[decisions.choose(KEYS)] for _ in range(3)] == ["press 2", "press 1", "silence"]
    assert [one.plain for one in decisions.taken] == [False, False, False, True]


def test_an_option_that_is_not_there_is_taken_by_its_place_and_else_the_plainest() -> None:
    decisions = Decisions([Decided("caller", "say 余额", 1), Decided("caller", "say 投诉", 9)])
    assert [decisions.choose(KEYS), decisions.choose(KEYS)] == [1, 0]
