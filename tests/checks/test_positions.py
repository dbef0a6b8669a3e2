"""F015, what its cases do not show: which conditions are known, how many switches, and how often flows are walked."""

from __future__ import annotations

import pytest

from ivr.checks import positions
from ivr.checks.check import check
from ivr.checks.ground import ground_of
from ivr.diagnostics.span import Span
from ivr.language.expressions import Expression, parse_expression
from ivr.language.reader import read_project
from tests.checks.project import BASE, OURS, edited

TURNED = {"storm": True, "fog": False}


@pytest.mark.parametrize(
    ("written", "holds"),
    [
        ("switch.storm", True),
        ("switch.fog", False),
        ("not switch.fog", True),
        ("switch.other", None),
        ("not switch.other", None),
        ('language == "en"', None),
        ("switch.storm and switch.fog", False),
        ('switch.fog and language == "en"', False),
        ('switch.storm and language == "en"', None),
        ('switch.storm or language == "en"', True),
        ('switch.fog or language == "en"', None),
        ("switch.storm == yes", True),
        ("switch.storm != yes", False),
        ("switch.storm == switch.fog", False),
        ("switch.storm == subscriber.proven", None),
        ("count(found) > 1", None),
    ],
)
def test_a_condition_is_known_only_where_the_switches_alone_decide_it(
    written: str, holds: bool | None
) -> None:
    parsed = parse_expression(written, Span("x", 1, 1))
    assert isinstance(parsed, Expression)
    assert positions._holds(parsed.tree, TURNED) is holds


def many(count: int) -> dict[str, str]:
    """Return the base project with ``count`` switches that conditions look at."""
    switches = "".join(f"  s{n}: {{means: x, longest: 1h}}\n" for n in range(count - 1))
    branches = "".join(f"      - {{when: switch.s{n}, go: sorry}}\n" for n in range(count - 1))
    return edited(
        {
            "flows/switches.yaml": {"notices:": f"{switches}notices:"},
            "flows/bills.yaml": {
                "      - otherwise: proven_first": f"{branches}      - otherwise: proven_first"
            },
        }
    )


def test_an_author_with_too_many_switches_is_told_which_are_not_tried_in_pairs() -> None:
    _, found = check(many(positions.MOST_IN_PAIRS + 1))
    assert [(one.code, one.variant) for one in found] == [("F015", "too_many")]
    assert check(many(positions.MOST_IN_PAIRS))[1] == ()


def test_every_switch_is_walked_in_both_positions_alone_and_in_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    walked = []
    real = positions._in_position
    monkeypatch.setattr(
        positions,
        "_in_position",
        lambda ground, position, *more: walked.append(dict(position)) or real(ground, position, *more),
    )
    project, mistakes = read_project(OURS)
    assert project is not None
    assert list(positions.positions(ground_of(project, mistakes, OURS, ()))) == []
    assert sorted(tuple(one.items()) for one in walked) == sorted(
        (("storm", storm), ("ask_password", ask)) for storm in (False, True) for ask in (False, True)
    )


def test_without_a_condition_on_a_switch_nothing_is_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(positions, "_in_position", None)
    files = edited({"flows/bills.yaml": {"      - {when: switch.storm, go: sorry}\n": ""}})
    project, mistakes = read_project(files)
    assert project is not None
    assert files != BASE
    assert list(positions.positions(ground_of(project, mistakes, files, ()))) == []
