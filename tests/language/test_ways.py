"""The ways out of each kind of step, and where a place leads."""

from __future__ import annotations

import pytest

from ivr.language.specs import Project
from ivr.language.types import Basic, RecordType
from ivr.language.ways import (
    Place,
    ToBuiltIn,
    ToEnd,
    ToFlow,
    ToHangUp,
    ToStep,
    Why,
    place_of,
    ways,
)
from tests.language.projects import HOTLINE, project_of

SETTINGS = HOTLINE + (
    "everywhere: {star: back, 9: repeat, 0: {go: other, said: first_menu}}\n"
    "patience: {no_input: [a], no_match: [b], after_that: other}\nqueues: {agents: {}}\n"
)
EVERYWHERE = [("key:star", "back"), ("key:9", "repeat"), ("key:0", "other")]
OTHER = "flow: other\noutcomes: {told: done, failed: trouble}\nsteps: {bye: {end: told}}\n"
CONTRACT = "operations:\n  look: {effect: read, gives: {ok: {left: money, n: number}, none: {}}}\n"


def project(step: str, *, settings: str = SETTINGS, other: str = OTHER) -> Project:
    lines = "\n".join(f"    {line}" for line in step.splitlines())
    main = f"flow: main\noutcomes: {{told: done}}\nsteps:\n  here:\n{lines}\n  x: {{end: told}}\n  y: {{end: told}}\n"
    return project_of(
        {
            "flows/hotline.yaml": settings,
            "flows/main.yaml": main,
            "flows/other.yaml": other,
            "flows/operations.yaml": CONTRACT,
        }
    )


def out(step: str, *, settings: str = SETTINGS) -> list[tuple[str, str]]:
    read = project(step, settings=settings)
    return [(way.name, str(way.target)) for way in ways(read.flows["main"].steps["here"], read)]


def test_a_step_that_says_goes_on() -> None:
    assert out("say: a\ngo: x") == [("next", "x")]


def test_a_menu_has_its_keys_then_those_of_everywhere_then_patience() -> None:
    found = out("menu: a\nkeys: {1: x, star: y, 5: other}\nthen: y")
    assert found == [
        ("key:1", "x"), ("key:star", "y"), ("key:5", "other"), ("then", "y"),
        ("key:9", "repeat"), ("key:0", "other"), ("patience_over", "other"),
    ]  # fmt: skip


def test_a_menu_may_end_patience_elsewhere_or_nowhere() -> None:
    assert out("menu: a\nkeys: {1: x}\nafter_that: y")[-1] == ("patience_over", "y")
    assert out("menu: a\nkeys: {1: x}", settings=HOTLINE) == [("key:1", "x")]


def test_a_yes_no_question_has_yes_no_and_unanswered() -> None:
    assert out("confirm: a\ngo: {yes: x, no: y}") == [
        ("yes", "x"),
        ("no", "y"),
        *EVERYWHERE,
        ("unanswered", "y"),
    ]
    assert out("confirm: a\ngo: {yes: x, no: y}\nunanswered: x")[-1] == ("unanswered", "x")


def test_a_yes_no_question_keeps_one_and_two_for_itself() -> None:
    settings = HOTLINE + "everywhere: {1: other, 2: other, 3: other}\n"
    assert out("confirm: a\ngo: {yes: x, no: y}", settings=settings) == [
        ("yes", "x"), ("no", "y"), ("key:3", "other"), ("unanswered", "y"),
    ]  # fmt: skip


def test_branches_are_numbered_in_order() -> None:
    read = project("decide:\n- {when: language == 'en', go: x}\n- otherwise: y")
    first, second = ways(read.flows["main"].steps["here"], read)
    assert (first.name, first.target, first.why) == ("decide:0", "x", Why.SYSTEM)
    assert first.when is not None
    assert (second.name, second.target, second.when) == ("decide:1", "y", None)


def test_an_operation_has_a_way_per_outcome_and_what_it_makes_known() -> None:
    read = project("do: look\nsave: account\ngo: {ok: x, none: y, unavailable: y}")
    ok, none, unavailable = ways(read.flows["main"].steps["here"], read)
    known = RecordType("look.ok", (("left", Basic.MONEY), ("n", Basic.NUMBER)))
    assert (ok.name, ok.gives) == ("on:ok", (("account", known),))
    assert (none.name, none.gives, unavailable.gives) == ("on:none", (), ())
    assert ok.why is Why.OFFICE


def test_what_is_not_saved_is_not_known() -> None:
    read = project("do: look\ngo: {ok: x, none: y, unavailable: y}")
    assert all(way.gives == () for way in ways(read.flows["main"].steps["here"], read))


def test_putting_through_has_a_way_per_result() -> None:
    assert out("transfer: agents\ngo: {answered: x, nobody: y, failed: y}") == [
        ("on:answered", "x"), ("on:nobody", "y"), ("on:failed", "y"),
    ]  # fmt: skip


def test_a_flow_has_a_way_per_outcome_also_when_one_place_is_for_all() -> None:
    assert out("flow: other\ngo: {told: x, failed: y}") == [("on:told", "x"), ("on:failed", "y")]
    assert out("flow: other\ngo: x") == [("on:told", "x"), ("on:failed", "x")]
    assert out("flow: nobody\ngo: x") == []


def test_a_flow_may_end_this_one_the_same_way() -> None:
    assert out("flow: other\ngo: {failed: x, others: end}") == [("on:failed", "x"), ("on:told", "end told")]
    assert out("flow: other\ngo: {failed: x, others: y}") == [("on:failed", "x"), ("on:told", "y")]


def test_what_a_called_flow_gives_is_known_under_the_name_of_the_step_and_to_the_same_end() -> None:
    giving = OTHER.replace("told: done", "told: {is: done, gives: {n: number}}")
    read = project("flow: other\nsave: got\ngo: {failed: x, others: end}", other=giving)
    failed, told = ways(read.flows["main"].steps["here"], read)
    assert failed.gives == ()
    assert told.gives == (("got", RecordType("other.told", (("n", Basic.NUMBER),))), ("n", Basic.NUMBER))


def test_digits_lead_on_and_only_the_star_and_the_person_after_it_work_there() -> None:
    assert out("collect: a\ndigits: 6\nsave: n\ngo: x") == [
        ("given", "x"), ("key:star", "back"), ("key:0", "other"), ("patience_over", "other"),
    ]  # fmt: skip
    read = project("collect: a\ndigits: 6\nsave: n\ngo: x")
    assert ways(read.flows["main"].steps["here"], read)[0].gives == (("n", Basic.DIGITS),)


def test_a_recording_is_made_or_nothing_was_said() -> None:
    read = project("record: a\nlongest: 60s\nsave: w\ngo: {recorded: x, silent: y}")
    recorded, silent = ways(read.flows["main"].steps["here"], read)
    assert (recorded.name, recorded.gives) == ("recorded", (("w", Basic.AUDIO),))
    assert (silent.name, silent.gives) == ("silent", ())


def test_an_answer_and_a_pick_lead_to_one_place() -> None:
    assert out("menu: a\nanswers: {1: red, 2: blue}\nkeys: {3: y}\nsave: c\ngo: x")[:2] == [
        ("key:3", "y"), ("answer", "x"),
    ]  # fmt: skip


def test_a_list_keeps_its_keys_for_itself() -> None:
    settings = HOTLINE + "everywhere: {8: other, 7: other, 5: other, 1: other, 6: other}\n"
    assert out("menu: a\nlist: xs\neach: b\nsave: c\ngo: x", settings=settings) == [
        ("answer", "x"), ("key:6", "other"),
    ]  # fmt: skip


def test_tries_and_a_hang_up_are_ways_too() -> None:
    found = out("say: a\ntries: 2\nout_of_tries: y\nif_caller_hangs_up: y\ngo: x")
    assert found == [("out_of_tries", "y"), ("next", "x"), ("hung_up", "y")]


def test_a_notice_goes_on() -> None:
    assert out("notice: opening\ngo: x") == [("next", "x")]


def test_a_call_back_is_a_result_of_putting_through() -> None:
    assert out("transfer: agents\ngo: {answered: x, nobody: y, failed: y, call_back: x}")[-1] == (
        "on:call_back",
        "x",
    )


def test_an_end_is_a_way_of_its_own() -> None:
    assert out("end: told") == [("end", "end told")]
    assert out("hang_up: told") == [("hang_up", "hang_up told")]


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("x", ToStep("x")),
        ("other", ToFlow("other")),
        ("end told", ToEnd("told")),
        ("end  told", ToEnd("told")),
        ("hang_up told", ToHangUp("told")),
        ("back", ToBuiltIn("back")),
        ("repeat", ToBuiltIn("repeat")),
        ("slower", ToBuiltIn("slower")),
        ("start_over", ToBuiltIn("start_over")),
        ("nowhere", None),
        ("", None),
    ],
)
def test_a_place_is_a_step_a_flow_an_end_or_built_in(target: str, place: Place | None) -> None:
    read = project("say: a\ngo: x")
    assert place_of(target, read.flows["main"], read) == place
