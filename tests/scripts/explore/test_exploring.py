"""Random and exhaustive callers on the whole hotline, the shortest failing call, and its script."""

from __future__ import annotations

from itertools import islice, product
from typing import NamedTuple

import pytest

from ivr.diagnostics.languages import LANGUAGES
from ivr.engine import asking, offering
from ivr.model.ids import Language
from ivr.scripts.explore.as_script import as_script
from ivr.scripts.explore.calling import Explorer
from ivr.scripts.explore.choosing import CALLER
from ivr.scripts.explore.decisions import Decided, Decisions, Lots, Point
from ivr.scripts.explore.exhaustive import Exhaustive
from ivr.scripts.explore.exploring import Found, random_calls
from ivr.scripts.explore.invariants import RULES, Violation, violations
from ivr.scripts.explore.moment import Explored
from ivr.scripts.explore.sentences import sentence
from ivr.scripts.explore.shortest import Failing, shortest
from ivr.scripts.explore.told import told
from ivr.scripts.explore.world import CALLERS, HOURS
from ivr.scripts.hearing import Ear
from ivr.scripts.playing import Played, Player
from ivr.scripts.reading import read_script
from ivr.scripts.stage import Stage
from tests.scripts.explore.calls import call, explorer

SEED = 5

SMALL = {
    "flows/hotline.yaml": 'hotline: "10086"\nstart: main\nlanguages: [zh-CN]\npatience: {after_that: bye}\n',
    "flows/operations.yaml": "operations:\n"
    "  look: {effect: read, gives: {ok: {left: money}, none: {}, not_ours: {}}}\n",
    "flows/bye.yaml": "flow: bye\noutcomes: {done: done}\nsteps: {part: {say: part, hang_up: done}}\n",
    "flows/main.yaml": "flow: main\noutcomes: {done: done}\nsteps:\n"
    "  ask: {menu: ask, keys: {1: see, 2: parting}}\n"
    "  see: {do: look, save: found, go: {ok: much, none: ask, not_ours: ask, unavailable: ask}}\n"
    "  much: {decide: [{when: found.left > 70, go: rich}, {otherwise: ask}]}\n"
    "  rich: {say: rich, end: done}\n"
    "  parting: {say: rich, end: done}\n",
    "prompts/zh-CN/main.yaml": "ask:\n  say: 请选择。\n  choices:\n    see: {say: 查询, heard: [查询]}\n"
    "    parting: {say: 结束, heard: [结束]}\nrich: 余额不少。\n",
    "prompts/zh-CN/bye.yaml": "part: 再见。\n",
}


def fails(played: Played) -> set[str]:
    return {f"{one.code}.{one.variant}" for one in played.failures}


def play(explorer: Explorer, text: str) -> Played:
    bundle = explorer.stage.bundle
    script, wrong = read_script("explored.yaml", text, project=bundle.checked.project)
    assert script is not None, (text, wrong)
    return Player(Stage(bundle)).play(script)


def test_the_same_seed_makes_the_same_calls_and_another_makes_others() -> None:
    with explorer() as ours:
        one, two, other = (
            [explored.decided for explored in random_calls(ours, 3, seed)] for seed in (SEED, SEED, SEED + 1)
        )
    assert one == two
    assert one != other


def test_a_call_is_made_again_by_what_was_decided() -> None:
    with explorer() as ours:
        first = next(random_calls(ours, 1, SEED))
        again = ours.call(Decisions(first.decided))
    assert [(one.at, one.text) for one in again.heard] == [(one.at, one.text) for one in first.heard]
    assert [one.facts for one in again.log] == [one.facts for one in first.log]


def test_random_calls_get_about_and_are_counted() -> None:
    found = Found()
    with explorer() as ours:
        for explored in random_calls(ours, 25, SEED):
            found.add(explored)
    assert found.calls == 25
    assert found.turns > 100
    assert len({flow for flow, _ in found.taken.steps}) > 5


class Searched(NamedTuple):
    search: Exhaustive
    found: Found
    calls: tuple[Explored, ...]


@pytest.fixture(scope="module")
def searched() -> Searched:
    search, found = Exhaustive(), Found()
    with explorer(SMALL) as small:
        calls = tuple(islice(search.calls(small), 600))
    for explored in calls:
        found.add(explored)
    return Searched(search, found, calls)


def test_the_exhaustive_caller_takes_every_way_of_a_small_project_and_comes_to_an_end(
    searched: Searched,
) -> None:
    search, found, _ = searched
    assert search.left == 0
    assert found.calls * 2 < search.choices  # most calls take several new ones
    ways = {(step, way) for flow, step, way in found.taken.ways if flow == "main"}
    assert {
        ("ask", "key:1"),
        ("ask", "key:2"),
        ("ask", "patience_over"),
        ("see", "on:ok"),
        ("see", "on:none"),
        ("see", "on:unavailable"),
        ("much", "decide:0"),
        ("much", "decide:1"),
        ("rich", "end"),
    } <= ways


def test_every_answer_is_given_by_every_kind_of_caller_and_at_every_hour(searched: Searched) -> None:
    met = {
        (around, decided.option)
        for explored in searched.calls
        for around in explored.world.kinds
        for decided in explored.decided
    }
    callers, hours = [("caller", name) for name in CALLERS], [("hour", name) for name in HOURS]
    said = ["press 1", "press 2", "press 3", "say 查询", "silence"]
    assert set(product([*callers, *hours], said)) <= met
    known = [("caller", "usual"), ("caller", "other"), *hours]  # about other numbers the office is not asked
    assert set(product(known, ["ok", "none", "not_ours", "is_down", "does_not_answer"])) <= met


def test_what_is_special_about_a_caller_or_an_hour_is_also_met_by_itself(searched: Searched) -> None:
    usual = {("caller", "usual"), ("hour", "noon")}
    special = [set(explored.world.kinds) - usual for explored in searched.calls]
    assert {next(iter(one))[1] for one in special if len(one) == 1} == {*CALLERS, *HOURS} - {"usual", "noon"}


class Corridor:
    """Eight rooms in a row; two doors of each lead back to the first."""

    def call(self, decisions: Decisions) -> int:
        room = 0
        for _ in range(30):
            point = Point(CALLER, ("silence", "left", "right", "on", "hang up"), (1,) * 5, ("room", room))
            match point.options[decisions.choose(point)]:
                case "hang up":
                    break
                case "on":
                    room = (room + 1) % 8
                case "left" | "right":
                    room = 0
        return room


def test_whoever_meets_nothing_new_goes_where_something_is() -> None:
    search = Exhaustive()
    calls = list(search.calls(Corridor()))  # type: ignore[arg-type] # all it does is make calls
    assert (search.choices, search.left) == (8 * 5, 0)
    assert len(calls) <= 2 * 8  # in each room somebody hangs up


def a_failing(ours: Explorer, rule: str) -> Failing:
    for explored in random_calls(ours, 200, SEED):
        for found in violations(explored):
            if found.rule == rule:
                return Failing(explored, found)
    raise AssertionError(f"no call breaks {rule}")


def test_a_failing_call_is_made_as_short_as_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    choices = offering.choices_of
    monkeypatch.setattr(
        asking, "choices_of", lambda walk, step: [one for one in choices(walk, step) if one.key != "3"]
    )
    with explorer() as ours:
        failing = shortest(ours, a_failing(ours, "offered_keys_work"))
        special = [one for one in failing.explored.decided if not one.plain]
        assert Decided("caller", "press 3", special[-1].number) in special
        assert len(special) <= 2
        text = as_script(failing.explored, failing.violation)
        assert fails(play(ours, text)) == {"T820.heard"}
    assert "press: 3" in text


def test_a_script_of_a_silence_fails_for_the_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.turn.turns.ANSWER_BUDGET_S", 60.0)
    monkeypatch.setattr("ivr.turn.turns.DUPLICATE_BUDGET_S", 60.0)
    with explorer() as ours:
        explored = call(ours, "press 1", office__get_balance="does_not_answer")
        (found,) = violations(explored)
        played = play(ours, as_script(explored, found))
    assert found.rule == "no_dead_air"
    assert fails(played) == {"T820.dead_air"}


@pytest.mark.parametrize("number", range(12))
def test_a_call_written_as_a_script_is_played_as_it_was(number: int) -> None:
    with explorer() as ours:
        explored = ours.call(Decisions(beyond=Lots(f"script {number}")))
        if len({queue for queue, _ in explored.queues}) < len(explored.queues) or explored.not_the_same:
            return  # one outcome for each queue is all a script has
        end = Violation("the_call_ends", "main.services", explored.report.line.now, {"how": "never"})
        played = play(ours, as_script(explored, end))
    assert [(one.at, one.text) for one in played.report.line.heard] == [
        (one.at, one.text) for one in explored.heard
    ]
    assert fails(played) <= {"T820.unused", "T820.answers_left"}


@pytest.mark.parametrize("rule", sorted(RULES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_a_sentence(rule: str, language: Language) -> None:
    facts = dict.fromkeys(
        ("reason", "steps", "how", "where", "operation", "why", "key", "seconds", "limit"), "<fact>"
    )
    said = sentence(Violation(rule, "main.services", 3.5, facts), language)
    assert said.startswith("main.services")
    assert "{" not in said


def test_a_call_is_told_in_order() -> None:
    with explorer() as ours:
        explored = call(ours, "press 1")
        lines = told(explored, Ear(ours.recogniser))
    assert [one.at for one in lines] == sorted(one.at for one in lines)
    assert {"caller", "office", "heard"} <= {one.who for one in lines}
