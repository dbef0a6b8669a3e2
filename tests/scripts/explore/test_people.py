"""People with habits, wishes and bad lines; and the command."""

from __future__ import annotations

import json

from click.testing import CliRunner

from ivr.cli.main import main
from ivr.scripts.explore.people.habits import FAULTS, HABITS
from ivr.scripts.explore.people.populate import Group, People, populate
from tests.scripts.explore.calls import explorer

SOME = 16


def test_people_are_counted_once_by_habit_and_once_by_line_and_come_again_by_seed() -> None:
    with explorer() as ours:
        fared = populate(ours, SOME, 3)
        assert populate(ours, SOME, 3).as_json() == fared.as_json()
    for groups in (fared.habits, fared.faults):
        assert sum(one.people for one in groups.values()) == SOME
    for one in fared.habits.values():
        assert one.people == one.reached + one.person + one.gave_up + one.lost
    assert set(fared.habits) == {one.name for one in HABITS}
    assert set(fared.faults) <= {one.name for one in FAULTS}
    assert sum(one.reached for one in fared.habits.values()) > 0


def test_what_people_were_promised_is_held_against_how_they_fared() -> None:
    fine = Group("plain", people=20, reached=12, person=8)
    assert People({"plain": fine}).broken == ()
    for bad in (
        People({"plain": Group("plain", people=20, reached=20, unintended=1)}),
        People({"plain": Group("plain", people=20, reached=18, lost=2)}),
        People({"plain": Group("plain", people=20, reached=20, furthest_s=60.5)}),
        People({"plain": fine}, differed=1),
    ):
        assert len(bad.broken) == 1
    assert People({"plain": Group("plain", people=20, reached=15, gave_up=5)}).broken == ()


def test_the_command_prints_one_document_with_its_seed() -> None:
    done = CliRunner().invoke(main, ["explore", "--calls", "3", "--seed", "4", "--no-exhaustive", "--json"])
    document = json.loads(done.stdout)
    assert (document["seed"], document["calls"]) == (4, 3)
    assert done.exit_code == (1 if document["failing"] else 0)
    assert document["never"]
