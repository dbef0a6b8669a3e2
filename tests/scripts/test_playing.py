"""Scripts played on the project's own flows: what holds passes, and whatever does not is told at its line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivr.diagnostics.show import Form, show
from ivr.model.ids import Language
from ivr.scripts.playing import Played, Player
from tests.scripts.conftest import script_of

WORLD = """\
call: The balance is told
backend:
  who_calls: {ok: {age: 35, needs_person: no}}
  get_balance: {ok: {left: 6.20, owed: 0, valid_until: 2026-12-31}}
"""
TO_THE_BALANCE = """\
steps:
  - hear: [welcome, services]
  - press: 1
"""
HANG_UP = "  - hang_up\n"


def failures(played: Played) -> list[tuple[str, int]]:
    return [(one.variant, one.span.line) for one in played.failures]


def test_a_call_as_its_script_says_passes(play: Callable[[str], Played]) -> None:
    played = play(
        WORLD
        + TO_THE_BALANCE
        + """\
  - hear: [{low: {left: 6.20}}, more]
  - not_hear: [zero, main.goodbye]
  - at: balance.more
  - again
  - say: 发短信
  - hear: text_sent
  - get_text: {figures: {left: 6.20, owed: 0}}
  - silence
  - hear: anything_else
  - press: 2
  - hear: goodbye
expect:
  ended: main.finished
  backend: [who_calls, get_balance]
  never: [end_services]
  texts: [{figures: {left: 6.20}}]
  dead_air: 2s
"""
    )
    assert played.failures == ()
    assert played.report.ended == "hangup"
    assert [one.name for one in played.transcript if one.who == "caller"] == [
        "press: 1",
        "say: 发短信",
        "silence",
        "press: 2",
    ]


@pytest.mark.parametrize(
    ("steps", "variant", "line"),
    [
        ("  - hear: zero\n", "not_heard", 8),
        ("  - hear: {low: {left: 6.30}}\n", "other_value", 8),
        ("  - hear: [more, low]\n", "not_heard", 8),
        ("  - not_hear: low\n", "heard", 8),
        ("  - at: balance.look_up\n", "elsewhere", 8),
        ("  - get_text: figures\n", "no_text", 8),
        ("  - leave_message: 3s\n", "cannot", 8),
        ("  - {hang_up: , after: 0.1s}\n  - hear: services\n  - press: 3\n", "silence", 9),
        ("  - silence\n  - silence\n  - silence\n  - press: 2\n", "over_before", 10),
    ],
)
def test_a_step_that_does_not_hold_fails_at_its_line(
    play: Callable[[str], Played], steps: str, variant: str, line: int
) -> None:
    played = play(WORLD + TO_THE_BALANCE + steps + HANG_UP)
    assert failures(played) == [(variant, line)]


@pytest.mark.parametrize(
    ("expect", "variant", "line"),
    [
        ("  ended: main.finished\n", "ended", 10),
        ("  never: [get_balance]\n", "never", 10),
        ("  backend: [who_calls]\n", "asked_more", 10),
        ("  backend: [who_calls, get_charges]\n", "asked", 10),
        ("  backend: [who_calls, get_balance, get_balance]\n", "asked", 10),
        ("  texts: [figures]\n", "no_text", 10),
    ],
)
def test_what_is_not_as_expected_is_told_at_its_line(
    play: Callable[[str], Played], expect: str, variant: str, line: int
) -> None:
    played = play(WORLD + TO_THE_BALANCE + HANG_UP + "expect:\n" + expect)
    assert failures(played) == [(variant, line)]


def test_another_text_than_expected(play: Callable[[str], Played]) -> None:
    texted = WORLD + TO_THE_BALANCE + "  - press: 1\n  - hear: text_sent\n"
    assert failures(play(texted + "  - get_text: lodged\n" + HANG_UP)) == [("other_text", 10)]
    assert failures(play(texted + HANG_UP + "expect: {texts: []}\n")) == [("texted_more", 11)]
    assert failures(play(texted + "  - get_text: {figures: {left: 6.30}}\n" + HANG_UP)) == [
        ("other_value", 10)
    ]


def test_an_operation_nobody_mentioned_fails_the_script(play: Callable[[str], Played]) -> None:
    without = WORLD.replace("  get_balance: {ok: {left: 6.20, owed: 0, valid_until: 2026-12-31}}\n", "")
    played = play(without + TO_THE_BALANCE + HANG_UP)
    assert failures(played) == [("unmentioned", 1)]


def test_an_answer_nobody_asks_for_fails_the_script(play: Callable[[str], Played]) -> None:
    assert failures(play(WORLD + "steps: [hang_up]\n")) == [("unused", 4)]
    two = WORLD.replace(
        "get_balance: {ok: {left: 6.20, owed: 0, valid_until: 2026-12-31}}",
        "get_balance: [{ok: {left: 6.20, owed: 0, valid_until: 2026-12-31}}, is_down]",
    )
    assert failures(play(two + TO_THE_BALANCE + HANG_UP)) == [("answers_left", 4)]


def test_one_request_more_than_there_are_answers_fails_the_script(play: Callable[[str], Played]) -> None:
    one = WORLD.replace(
        "get_balance: {ok: {left: 6.20, owed: 0, valid_until: 2026-12-31}}",
        "get_balance: [{ok: {left: 6.20, owed: 0, valid_until: 2026-12-31}}]",
    )
    again = "  - silence\n  - hear: anything_else\n  - press: 1\n  - press: 1\n"
    assert failures(play(one + TO_THE_BALANCE + again + HANG_UP)) == [("too_many", 4)]


@pytest.mark.parametrize(("key", "pace"), [("#", "slow"), ("9", "usual")])
def test_the_pace_a_call_ends_at_is_held_against_the_script(
    play: Callable[[str], Played], key: str, pace: str
) -> None:
    script = (
        "call: A call\nbackend: {who_calls: not_ours}\nsteps: [{press: '%s'}, hang_up]\nexpect: {pace: %s}\n"
    )
    assert failures(play(script % (key, pace))) == []
    other = "usual" if pace == "slow" else "slow"
    assert failures(play(script % (key, other))) == [("pace", 4)]


def test_dead_air_is_measured_with_the_time_the_office_takes(play: Callable[[str], Played]) -> None:
    slow = WORLD.replace(
        "get_balance: {ok: {left: 6.20, owed: 0, valid_until: 2026-12-31}}",
        "get_balance: {ok: {left: 6.20, owed: 0, valid_until: 2026-12-31}, after: 1.2s}",
    )
    ending = "  - hear: low\n" + HANG_UP + "expect:\n  dead_air: {}\n"
    assert failures(play(slow + TO_THE_BALANCE + ending.format("2s"))) == []
    assert failures(play(slow + TO_THE_BALANCE + ending.format("1s"))) == [("dead_air", 11)]


def test_an_office_slower_than_the_turn_is_covered_by_words(play: Callable[[str], Played]) -> None:
    slow = WORLD.replace("valid_until: 2026-12-31}}", "valid_until: 2026-12-31}, after: 2.9s}")
    played = play(
        slow
        + TO_THE_BALANCE
        + "  - hear: [one_moment, low]\n"
        + HANG_UP
        + "expect:\n  dead_air: 2s\n  backend: [who_calls, get_balance]\n"
    )
    assert failures(played) == []


def test_the_words_of_another_language_are_not_those_of_this_one(play: Callable[[str], Played]) -> None:
    english = "  - press: 5\n  - hear: services\n" + HANG_UP
    world = WORLD.replace("  get_balance: {ok: {left: 6.20, owed: 0, valid_until: 2026-12-31}}\n", "")
    assert failures(play(world + "language: en\nsteps:\n" + english)) == []
    assert failures(play(world + "language: zh-CN\nsteps:\n" + english)) == [("not_heard", 7)]


def test_who_calls_when_and_what_is_turned_is_the_scripts_to_say(play: Callable[[str], Played]) -> None:
    played = play(
        """\
        call: A storm, a withheld number, a waiting queue nobody answers
        from: anonymous
        at: 2026-11-25 14:05
        switches: {storm: on}
        queues: {agents: nobody}
        steps:
          - hear: services
          - press: 4
          - hear: not_an_option
          - press: 0
          - wait: 70s
          - hang_up
        """
    )
    assert [one.variant for one in played.failures] in ([], ["unused"])
    assert played.report.line.started.isoformat() == "2026-11-25T14:05:00+08:00"


def test_a_queue_is_closed_for_the_call_that_says_so_and_for_no_other(play: Callable[[str], Played]) -> None:
    call = """\
        call: A caller asks for a person
        queues: {agents: QUEUE}
        backend:
          who_calls: {ok: {age: 35, needs_person: no}}
        steps:
          - press: 0
    """
    there = "      - hear: putting_you_through\n"
    nobody = "      - hear: [closed_now, call_you_back]\n          - press: 2\n          - hang_up\n"
    assert failures(play(call.replace("QUEUE", "closed") + nobody)) == []
    assert failures(play(call.replace("QUEUE", "answered") + there)) == []
    assert failures(play(call.replace("QUEUE", "closed") + there)) == [("not_heard", 7)]


def test_what_is_owed_after_a_hang_up_is_there_when_the_script_looks(play: Callable[[str], Played]) -> None:
    played = play(
        """\
        call: A hang-up before speaking still lodges the complaint
        backend:
          who_calls: {ok: {age: 35, needs_person: no}}
          lodge_complaint: {ok: {ticket: "202611230042", due: 2026-11-25 14:05}}
        steps:
          - press: 3
          - hear: about_what
          - press: 2
          - hear: tell_us
          - hang_up
          - get_text: {lodged: {ticket: "202611230042"}}
        expect:
          ended: hung up at complaint.tell_us
          backend: [who_calls, {lodge_complaint: {kind: network}}]
        """
    )
    assert failures(played) == []


def test_an_argument_that_differs_is_told_at_its_place(play: Callable[[str], Played]) -> None:
    played = play(
        """\
        call: A complaint about the network
        backend:
          who_calls: {ok: {age: 35, needs_person: no}}
          lodge_complaint: {ok: {ticket: "202611230042", due: 2026-11-25 14:05}}
        steps: [{press: 3}, {press: 2}, hang_up]
        expect:
          backend: [who_calls, {lodge_complaint: {kind: charges}}]
        """
    )
    assert failures(played) == [("argument", 7)]


def test_the_truth_is_texted_once_it_is_known(play: Callable[[str], Played]) -> None:
    played = play(
        """\
        call: The office goes quiet after "cancel everything"; the caller is told the truth later
        backend:
          who_calls: {ok: {age: 35, needs_person: no}}
          check_password: ok
          list_paid_services: {ok: {monthly: 13, ports: [], services: [
            {id: S1, name: 手机报, provider: 新华传媒, port: "10661234", price: 5},
            {id: S3, name: 视频会员, provider: 云视科技, port: "10665678", price: 8}]}}
          end_services: [does_not_answer, ok]
        steps:
          - press: 2
          - hear: enter_password
          - press: 246810
          - hear: {your_services: {how_many: 2, monthly: 13}}
          - press: 1
          - hear: {sure: {how_many: 2}}
          - press: 1
          - hear: [one_moment, being_checked, anything_else]
          - press: 2
          - wait: 10m
          - get_text: later.end_services.ok
        expect:
          ended: main.finished
          backend: [who_calls, check_password, list_paid_services, {end_services: {services: [S1, S3]}}, end_services]
        """
    )
    assert failures(played) == []


def test_calls_leave_nothing_to_the_next_one(player: Player) -> None:
    script = script_of(
        WORLD + TO_THE_BALANCE + "  - press: 1\n  - hear: text_sent\n  - get_text: figures\n" + HANG_UP
    )
    first, second = player.play(script), player.play(script)
    assert (first.failures, second.failures) == ((), ())
    assert first.transcript == second.transcript


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_failure_shows_the_line_of_the_script(play: Callable[[str], Played], language: str) -> None:
    text = WORLD + TO_THE_BALANCE + "  - hear: zero\n" + HANG_UP
    shown = show(
        play(text).failures, {"tests/calls/this.yaml": text}, form=Form.TEXT, language=Language(language)
    )
    assert "tests/calls/this.yaml:8:11" in shown
    assert "  - hear: zero" in shown
    assert "more/text_me" in shown
    assert "balance.more" in shown
