"""What a script says, as the runner takes it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ivr.caller.steps import HangUp, LeaveMessage, Press, Say, Silence, Transfer
from ivr.language.reader import read_project
from ivr.line.asks import Transferred
from ivr.scripts.reading import read_script
from ivr.scripts.spec import Again, At, GetText, Hear, NotHear, Wait
from tests.checks.project import BASE
from tests.scripts.reading import FILE, PROJECT, acts, good, project_with, steps

CHINA = ZoneInfo("Asia/Shanghai")


def test_a_script_with_everything_at_its_top():
    script = good(
        """
call: A caller at night
from: anonymous
language: en
at: 2026-11-25 03:05
switches: {storm: on}
notices: {news: {en: Hello.}}
queues: {agents: nobody}
steps: [hang_up]
"""
    )
    assert (script.file, script.call, script.caller, script.language) == (
        FILE,
        "A caller at night",
        "anonymous",
        "en",
    )
    assert script.at == datetime(2026, 11, 25, 3, 5, tzinfo=CHINA)
    assert script.switches == {"storm": True}
    assert script.notices == {"news": {"en": "Hello."}}
    assert script.queues == {"agents": Transferred.NOBODY}
    assert (script.span.line, script.span.column) == (2, 7)


def test_a_script_with_nothing_at_its_top_leaves_the_world_as_it_is():
    script = steps("  - hang_up")
    assert (script.caller, script.language, script.at, script.expect) == (None, None, None, None)
    assert not any((script.switches, script.notices, script.queues, script.backend))


def test_a_closed_queue_is_one_nobody_answers():
    script = good("call: A call\nqueues: {agents: closed}\nsteps: [hang_up]")
    assert (script.queues, script.closed) == ({"agents": Transferred.NOBODY}, {"agents"})
    other = good("call: A call\nqueues: {agents: nobody}\nsteps: [hang_up]")
    assert (other.queues, other.closed) == ({"agents": Transferred.NOBODY}, frozenset())


def test_a_switch_may_be_off():
    assert good("call: A call\nswitches: {storm: off}\nsteps: [hang_up]").switches == {"storm": False}


def test_a_notice_without_a_language_is_up_in_all():
    script = good("call: A call\nnotices: {news: 系统维护。}\nsteps: [hang_up]")
    assert script.notices == {"news": {"zh-CN": "系统维护。", "en": "系统维护。"}}


def test_a_moment_is_one_of_the_calendar_s_zone():
    project = project_with({"flows/calendar.yaml": {"Asia/Shanghai": "Europe/Berlin"}})
    script = good("call: A call\nat: 2026-11-25 03:05\nsteps: [hang_up]", project=project)
    assert script.at == datetime(2026, 11, 25, 3, 5, tzinfo=ZoneInfo("Europe/Berlin"))


def test_what_the_caller_does():
    script = steps(
        """
  - press: "1*#"
  - {press: 0012, after: 0.2s}
  - say: 我要投诉
  - silence
  - silence:
  - {silence: , after: 3s}
  - leave_message: 12.5s
  - leave_message
  - {leave_message: , after: 1s}
  - {transfer: nobody, after: 1m}
  - hang_up
"""
    )
    assert acts(script) == [
        Press("1*#"),
        Press("0012", 0.2),
        Say("我要投诉"),
        Silence(),
        Silence(),
        Silence(3.0),
        LeaveMessage(12.5),
        LeaveMessage(5.0),
        LeaveMessage(5.0, 1.0),
        Transfer(Transferred.NOBODY, 60.0),
        HangUp(),
    ]


def test_what_is_looked_at_between():
    script = steps("  - {at: main.services}\n  - again\n  - wait: 10m\n  - not_hear: [low, left]\n")
    at, again, wait, not_hear = script.steps
    assert isinstance(at, At)
    assert at.place == "main.services"
    assert isinstance(again, Again)
    assert isinstance(wait, Wait)
    assert wait.seconds == 600
    assert isinstance(not_hear, NotHear)
    assert [str(one.prompt) for one in not_hear.wanted] == ["low", "left"]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("low", [("low", {})]),
        ("balance.low", [("balance.low", {})]),
        ("[low, left]", [("low", {}), ("left", {})]),
        ("{low: {left: 6.20}}", [("low", {"left": "6.20"})]),
        ("[{low: {left: 6.20}}, left, {sorry: }]", [("low", {"left": "6.20"}), ("left", {}), ("sorry", {})]),
        ("{low: {left: 6.20}, left: {}}", [("low", {"left": "6.20"}), ("left", {})]),
    ],
)
def test_what_is_heard(written, wanted):
    (hear,) = steps(f"  - hear: {written}").steps
    assert isinstance(hear, Hear)
    assert [
        (str(one.prompt), {str(hole): str(value) for hole, value in one.holes}) for one in hear.wanted
    ] == wanted


def test_what_is_texted():
    (got,) = steps("  - get_text: {later.end_items.ok: {case: 202611250001}}").steps
    assert isinstance(got, GetText)
    assert (got.wanted.prompt, got.wanted.holes) == ("later.end_items.ok", (("case", "202611250001"),))


def test_a_step_knows_its_place():
    script = steps("  - press: 1\n  - hang_up\n  - hear:\n      low")
    assert [(one.span.line, one.span.column, one.span.length) for one in script.steps] == [
        (3, 5, 8),
        (4, 5, 7),
        (5, 5, 4),
    ]


def test_blocks_stand_in_their_places():
    script = good(
        """
call: A call
steps: [silence, {block: outer}, hang_up, {block: inner}]
blocks:
  inner: [{press: 1}]
  outer: [{block: inner}, {press: 2}]
"""
    )
    assert acts(script) == [
        Silence(),
        Press("1"),
        Press("2"),
        HangUp(),
        Press("1"),
    ]


def test_what_is_expected():
    script = good(
        """
call: A call
steps: [hang_up]
expect:
  ended: hung up at main.services
  backend: [get_balance, {end_items: {items: [手机报], why: 不要了}}, {list_items: }]
  never: take_complaint
  texts: [{left: {left: 5}}, later.end_items.ok]
  dead_air: 1.5s
  pace: slow
"""
    )
    expect = script.expect
    assert expect is not None
    assert expect.ended == "hung up at main.services"
    assert expect.backend is not None
    assert [(str(one.operation), dict(one.arguments)) for one in expect.backend] == [
        ("get_balance", {}),
        ("end_items", {"items": ("手机报",), "why": "不要了"}),
        ("list_items", {}),
    ]
    assert expect.never == ("take_complaint",)
    assert expect.texts is not None
    assert [str(one.prompt) for one in expect.texts] == ["left", "later.end_items.ok"]
    assert (expect.dead_air_s, expect.pace) == (1.5, "slow")
    assert {name: span.line for name, span in expect.keys.items()} == {
        "ended": 5,
        "backend": 6,
        "never": 7,
        "texts": 8,
        "dead_air": 9,
        "pace": 10,
    }


def test_expecting_nothing_is_not_the_same_as_not_expecting():
    nothing = good("call: A call\nsteps: [hang_up]\nexpect: {backend: [], texts: []}").expect
    unsaid = good("call: A call\nsteps: [hang_up]\nexpect: {dead_air: 2s}").expect
    assert nothing is not None
    assert unsaid is not None
    assert (nothing.backend, nothing.texts) == ((), ())
    assert (unsaid.backend, unsaid.texts) == (None, None)


def test_everything_wrong_is_told_at_once_in_order():
    text = "call: A call\nby: voise\nbackend: {get_balanse: ok}\nsteps: [hng_up, {hear: wellcome}]\nexpect: {endd: a}"
    _, found = read_script(FILE, text, project=PROJECT)
    assert [(one.span.line, one.code) for one in found] == [
        (2, "Y002"),
        (3, "T802"),
        (4, "T805"),
        (4, "T802"),
        (5, "Y002"),
    ]


def test_a_flow_without_words_of_its_own_says_the_common_ones():
    flow = "flow: extra\noutcomes: {done: done}\nsteps:\n  a: {say: sorry, end: done}"
    project, _ = read_project({**BASE, "flows/extra.yaml": flow})
    assert project is not None
    good("call: A call\nsteps: [{hear: extra.sorry}]", project=project)


@pytest.mark.parametrize(
    ("step", "near"),
    [
        ("hear: wellcome", ["welcome"]),
        ("hear: main.wellcome", ["main.welcome"]),
        ("get_text: later.end_items.beefore", ["later.end_items.before"]),
        ("hear: later.end_items.beefore", []),
        ("at: main.servces", ["main.services"]),
        ("block: begn", ["begin"]),
        ("prss: 1", ["press"]),
    ],
)
def test_a_name_that_is_nearly_right_is_offered_first(step, near):
    text = f"call: A call\nsteps: [{{{step}}}, {{block: begin}}]\nblocks: {{begin: [silence]}}"
    _, found = read_script(FILE, text, project=PROJECT)
    assert [list(one.near[:1]) for one in found] == [near]
