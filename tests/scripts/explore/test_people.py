"""People with habits, wishes and bad lines; and the command."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest
from click.testing import CliRunner

from ivr.cli.main import main
from ivr.diagnostics.languages import LANGUAGES
from ivr.model.ids import Language
from ivr.scripts.explore.calling import Explorer
from ivr.scripts.explore.exploring import random_calls
from ivr.scripts.explore.moment import Explored
from ivr.scripts.explore.people import distance
from ivr.scripts.explore.people.habits import FAULTS, GOALS, HABITS, PERSON
from ivr.scripts.explore.people.populate import FURTHEST_S, Group, People, Who, populate
from ivr.scripts.explore.people.telling import PROMISES, as_example, as_table, promises
from tests.language.projects import shipped
from tests.scripts.explore.calls import explorer

SOME = 8


def fared(files: Mapping[str, str] | None = None, people: int = SOME) -> People:
    with explorer(files) as ours:
        found = People()
        for _ in populate(ours, people, 3, found):
            pass
    return found


def test_people_are_counted_once_by_habit_and_once_by_line_and_come_again_by_seed() -> None:
    found = fared()
    for groups in (found.habits, found.faults):
        assert sum(one.people for one in groups.values()) == SOME
    for one in found.habits.values():
        assert one.people == one.reached + one.person + one.gave_up + one.lost
    assert set(found.habits) == {one.name for one in HABITS}
    assert set(found.faults) <= {one.name for one in FAULTS}
    assert sum(one.reached for one in found.habits.values()) > 0
    assert fared().groups() == found.groups()


def test_whoever_does_the_best_thing_is_near_a_person_from_any_moment_of_a_call() -> None:
    found = fared(people=2)
    assert 5 < found.furthest_s < FURTHEST_S
    assert "far" not in found.broken


def test_words_before_the_queue_that_take_too_long_are_told_of_with_the_call() -> None:
    files, name = dict(shipped()), "prompts/zh-CN/agent.yaml"
    files[name] = files[name].replace("正在为您转接", "为了更好地为您服务" * 30 + "，正在为您转接", 1)
    found = fared(files, people=1)
    assert found.broken == ("far",)
    assert found.furthest_s > 60
    lines = list(as_example(found.examples["far"], LANGUAGES[1]))
    assert "number 0 (plain, balance, good line) at " in lines[0]
    assert any("press: 1" in one for one in lines)


def test_a_person_whom_no_key_leads_to_is_infinitely_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distance, "PERSON_KEY", "5")
    found = fared(people=1)
    assert found.furthest_s == distance.NEVER
    assert found.groups()["habits"][0]["furthest_s"] is None
    assert "∞" in "".join(as_table(found, LANGUAGES[0]))


def test_what_people_were_promised_is_held_against_how_they_fared() -> None:
    fine = Group("plain", people=20, reached=12, person=8)
    assert People({"plain": fine}).broken == ()
    for bad, name in (
        (People({"plain": Group("plain", people=20, reached=20, unintended=1)}), "unintended"),
        (People({"plain": Group("plain", people=20, reached=18, lost=2)}), "lost"),
        (People({"plain": Group("plain", people=20, reached=20, furthest_s=60.5)}), "far"),
        (People({"plain": fine}, differed=1), "differed"),
    ):
        assert bad.broken == (name,)
    assert People({"plain": Group("plain", people=20, reached=15, gave_up=5)}).broken == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_broken_promise_has_a_sentence(language: Language) -> None:
    bad = People({"plain": Group("plain", people=9, lost=9, unintended=1, furthest_s=61.24)}, differed=3)
    said = dict(promises(bad, language))
    assert set(said) == set(PROMISES)
    assert "61.2" in said["far"]
    assert "0.0%" in said["lost"]
    assert "3" in said["differed"]


def test_every_habit_goal_and_line_has_a_name_in_chinese() -> None:
    names = {one.name: Group(one.name) for one in (*HABITS, *GOALS, *FAULTS)}
    assert PERSON in names
    table = "\n".join(as_table(People(names), LANGUAGES[0]))
    assert [name for name in names if name in table] == []


def run(*arguments: str) -> tuple[int, dict[str, object]]:
    done = CliRunner().invoke(main, ["explore", *arguments, "--json"])
    return done.exit_code, json.loads(done.stdout)


def test_the_command_prints_one_document_with_its_seed() -> None:
    code, document = run("--calls", "3", "--seed", "4", "--no-exhaustive")
    assert (document["seed"], document["calls"], document["interrupted"]) == (4, 3, False)
    assert code == (1 if document["failing"] else 0)
    assert document["never"]


def test_whoever_interrupts_the_search_is_told_what_was_seen_until_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def two(explorer: Explorer, _calls: int, seed: int) -> Iterator[Explored]:
        yield from random_calls(explorer, 2, seed)
        raise KeyboardInterrupt

    monkeypatch.setattr("ivr.cli.explore.random_calls", two)
    code, document = run("--calls", "900")
    assert (code, document["interrupted"], document["calls"], document["choices"]) == (1, True, 2, 0)


def test_whoever_interrupts_the_people_is_told_how_they_fared_until_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def two(_explorer: Explorer, _people: int, _seed: int, found: People) -> Iterator[Who]:
        found.habits["plain"] = Group("plain", people=2, reached=2)
        yield Who(0, HABITS[0], GOALS[0], FAULTS[0])
        raise KeyboardInterrupt

    monkeypatch.setattr("ivr.cli.explore.populate", two)
    code, document = run("--people", "9")
    assert (code, document["interrupted"], document["calls"]) == (1, True, 2)
    done = CliRunner().invoke(main, ["explore", "--people", "9", "--language", "zh-CN"])
    assert "已中断" in done.stderr
    assert "普通" in done.stdout
