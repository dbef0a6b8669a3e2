"""Hanging up is an answer (flow-language design, section 2, rule 6)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from ivr.model.record import Happened
from tests.engine.phone import LATER, Given, Phone

Dialling = Callable[..., Phone]
CONTRACT = """\
  lodge: {effect: write, about: call, takes: {kind: text, words: optional audio}, gives: {ok: {ticket: text}}}
  look: {effect: read, about: call, gives: {ok: {}}}
"""
MAIN = """\
  kind: {menu: kind, answers: {1: network, 2: staff}, save: kind, keys: {3: other}, go: tell_us}
  tell_us: {if_caller_hangs_up: lodge, record: tell_us, longest: 60s, save: words, go: {recorded: right, silent: ask}}
  ask: {menu: ask, keys: {1: tell_us, 2: lodge, 3: sub, 4: look}}
  sub: {flow: other, go: right}
  look: {do: look, go: {ok: ask, unavailable: ask}}
  right: {confirm: right, with: {words: words}, unanswered: lodge, go: {yes: lodge, no: tell_us}}
  lodge: {say: moment, do: lodge, with: {kind: kind, words: words}, save: case, go: {ok: lodged, unsure: perhaps, unavailable: perhaps}}
  lodged: {say: lodged, text: lodged, with: {ticket: case.ticket}, go: more}
  perhaps: {say: perhaps, go: more}
  more: {menu: more, keys: {1: kind, 2: done}}
  done: {end: finished}
"""
OTHER = {
    "other": "flow: other\noutcomes: {done: done}\nsteps:\n  ask: {menu: ask, keys: {1: bye, 2: deeper}}\n"
    "  deeper: {flow: deep, go: bye}\n  bye: {end: done}\n",
    "deep": "flow: deep\noutcomes: {done: done}\nsteps:\n  ask: {menu: ask, keys: {1: bye}}\n  bye: {end: done}\n",
}
OK: Given = ("ok", {"ticket": "202611230042"})


def call(dial_tiny: Dialling, office: dict[str, object] | None = None, **how: object) -> Phone:
    return dial_tiny(MAIN, office or {}, operations=CONTRACT, flows=OTHER, **how)


def lodging(dial_tiny: Dialling, office: object = OK) -> Phone:
    """The caller is asked for their own words."""
    return call(dial_tiny, {"lodge": office}).press("1")


def words_of(phone: Phone) -> object:
    (request,) = phone.requests
    return request.arguments.get("words")


def test_before_the_step_a_hang_up_is_only_a_hang_up(dial_tiny: Dialling) -> None:
    phone = call(dial_tiny).hang_up()
    assert (phone.asked, phone.ended) == ([], "hung up at main.kind")


def test_from_the_step_on_a_hang_up_still_leads_there_without_the_line(dial_tiny: Dialling) -> None:
    phone = lodging(dial_tiny).records("RE1").hang_up()
    assert words_of(phone) == "RE1"
    assert phone.moves[-1].verbs == phone.moves[-2].verbs == ()
    assert "main.right hung_up" in phone.taken


def test_words_are_skipped_and_texts_are_sent(dial_tiny: Dialling) -> None:
    phone = lodging(dial_tiny).records().hang_up()
    assert phone.texted == ["main.lodged"]
    assert phone.texts[0].phrase.facts["ticket"] == "202611230042"


def test_the_disposition_says_where_the_caller_hung_up(dial_tiny: Dialling) -> None:
    phone = lodging(dial_tiny).records().hang_up()
    assert phone.ended == phone.record.disposition == "hung up at main.right"
    assert sum(note.happened is Happened.ENDED for note in phone.notes) == 1


def test_the_first_question_ends_it(dial_tiny: Dialling) -> None:
    phone = lodging(dial_tiny).records().hang_up()
    assert phone.at == "main.more"
    before = phone.call
    assert phone.press("1").moves[-1].call == before
    assert phone.is_hung_up_on()


def test_it_holds_at_the_steps_after_that_one_too(dial_tiny: Dialling) -> None:
    phone = lodging(dial_tiny).records(spoken_s=0)
    assert phone.at == "main.ask"
    assert phone.hang_up().asked == ["lodge"]
    assert words_of(phone) is None


def test_it_holds_in_the_flows_started_from_there(dial_tiny: Dialling) -> None:
    for keys in ("3", "32"):
        phone = lodging(dial_tiny).records(spoken_s=0).press(*keys).hang_up()
        assert phone.asked == ["lodge"]
        assert len(phone.call.frames) == 1
    assert phone.ended == "hung up at deep.ask"


def test_it_holds_while_waiting_for_a_person(dial_tiny: Dialling) -> None:
    phone = lodging(dial_tiny).records("RE1").press("0")
    assert phone.is_being_put_through()
    assert words_of(phone.hang_up()) == "RE1"


def test_once_the_step_is_entered_it_holds_no_longer(dial_tiny: Dialling) -> None:
    phone = lodging(dial_tiny).records().press("1")
    assert phone.at == "main.more"
    assert phone.hang_up().asked == ["lodge"]


def test_it_does_not_outlive_its_flow(dial_tiny: Dialling) -> None:
    flow = "flow: talk\noutcomes: {done: done}\nsteps:\n  ask: {if_caller_hangs_up: keep, menu: ask, keys: {1: bye}}\n"
    flow += "  keep: {say: keep, text: keep, end: done}\n  bye: {end: done}\n"
    main = "  sub: {flow: talk, go: more}\n  more: {menu: more, keys: {1: sub}}\n"
    assert dial_tiny(main, flows={"talk": flow}).hang_up().texted == ["talk.keep"]
    assert dial_tiny(main, flows={"talk": flow}).press("1").hang_up().texted == []


def test_what_ends_then_goes_on_in_the_flow_below(dial_tiny: Dialling) -> None:
    flow = "flow: talk\noutcomes: {done: done}\nsteps:\n  ask: {if_caller_hangs_up: keep, menu: ask, keys: {1: keep}}\n"
    flow += "  keep: {end: done}\n"
    main = "  sub: {flow: talk, go: after}\n  after: {say: after, text: after, end: finished}\n"
    phone = dial_tiny(main, flows={"talk": flow}).hang_up()
    assert phone.texted == ["main.after"]
    assert phone.record.finished == ("talk.done", "main.finished")
    assert phone.record.disposition == "hung up at talk.ask"


def test_the_innermost_flow_that_has_one_is_meant(dial_tiny: Dialling) -> None:
    flow = "flow: talk\noutcomes: {done: done}\nsteps:\n  ask: {if_caller_hangs_up: keep, menu: ask, keys: {1: keep}}\n"
    flow += "  keep: {text: inner, hang_up: done}\n"
    main = (
        "  first: {if_caller_hangs_up: outer, menu: first, keys: {1: sub}}\n  sub: {flow: talk, go: outer}\n"
    )
    main += "  outer: {text: outer, end: finished}\n"
    assert dial_tiny(main, flows={"talk": flow}).press("1").hang_up().texted[0] == "talk.inner"
    assert dial_tiny(main, flows={"talk": flow}).hang_up().texted == ["main.outer"]


# while the office is asked


def test_an_answer_that_comes_after_the_hang_up_goes_on(dial_tiny: Dialling) -> None:
    phone = lodging(dial_tiny, LATER).records().press("1").hang_up()
    assert (phone.asked, phone.texted) == (["lodge"], [])
    assert phone.ended == "hung up at main.lodge"
    phone.returned(OK)
    assert phone.texted == ["main.lodged"]
    assert phone.ended == phone.record.disposition == "hung up at main.lodge"


def test_an_answer_to_what_the_hang_up_led_to_goes_on_too(dial_tiny: Dialling) -> None:
    phone = lodging(dial_tiny, LATER).records("RE1").hang_up()
    assert phone.call.waiting is not None
    assert phone.returned(OK).texted == ["main.lodged"]
    before = phone.call
    assert phone.returned(OK).moves[-1].call == before


def test_an_answer_that_was_awaited_when_the_caller_hung_up_is_not_mixed_up(dial_tiny: Dialling) -> None:
    phone = call(dial_tiny, {"lodge": LATER, "look": LATER}).press("1").records(spoken_s=0).press("4")
    look = phone.requests[-1].key
    phone.hang_up()
    assert phone.asked == ["look", "lodge"]
    before = phone.call
    assert phone.returned("ok", key=look).moves[-1].call == before
    assert phone.returned(OK).texted == ["main.lodged"]


# a recording and a hang-up, in whatever order they come


def test_a_recording_that_ends_with_the_hang_up_is_kept_before_it(dial_tiny: Dialling) -> None:
    phone = lodging(dial_tiny).records("RE1", spoken_s=4, hung_up=True)
    assert words_of(phone) == "RE1"
    assert (phone.ended, phone.texted) == ("hung up at main.tell_us", ["main.lodged"])


def test_a_hang_up_during_a_recording_waits_for_it(dial_tiny: Dialling) -> None:
    phone = lodging(dial_tiny).hang_up()
    assert phone.ended == "hung up at main.tell_us"
    assert (phone.asked, phone.call.owes_hang_up) == ([], True)
    phone.records("RE1", spoken_s=4, hung_up=True)
    assert (words_of(phone), phone.call.owes_hang_up) == ("RE1", False)


def test_a_recording_that_never_comes_is_done_without(dial_tiny: Dialling) -> None:
    phone = lodging(dial_tiny).hang_up().gone_for_good()
    assert words_of(phone) is None
    assert phone.texted == ["main.lodged"]


ORDERS = [order for many in (1, 2, 3) for order in permutations(("hung", "recorded", "gone"), many)]


@pytest.mark.parametrize("order", ORDERS)
def test_it_runs_once_whatever_comes_in_whatever_order(dial_tiny: Dialling, order: tuple[str, ...]) -> None:
    phone = lodging(dial_tiny)
    for event in (*order, *order):
        match event:
            case "hung":
                phone.hang_up()
            case "recorded":
                phone.records("RE1", spoken_s=4, hung_up=True)
            case _:
                phone.gone_for_good()
    phone.hang_up().records("RE1", spoken_s=4, hung_up=True).gone_for_good()
    assert phone.asked == ["lodge"]
    assert phone.texted == ["main.lodged"]
    if "recorded" in order and order[-1] != "recorded" and "gone" not in order:
        assert words_of(phone) == "RE1"


@pytest.mark.parametrize("spoken_s", [0, 0.4])
def test_however_little_was_said_before_the_hang_up_it_is_kept_but_nothing_at_all_is_nothing(
    dial_tiny: Dialling, spoken_s: float
) -> None:
    phone = lodging(dial_tiny).records("RE1", spoken_s=spoken_s, hung_up=True)
    assert words_of(phone) == ("RE1" if spoken_s else None)


def test_a_recording_outside_any_such_step_ends_with_the_hang_up(dial_tiny: Dialling) -> None:
    main = "  say_it: {record: say_it, longest: 9s, save: w, go: {recorded: say_it, silent: say_it}}\n"
    for phone in (dial_tiny(main).hang_up(), dial_tiny(main).records(hung_up=True)):
        assert (phone.ended, phone.call.owes_hang_up) == ("hung up at main.say_it", False)


# the call ends with the line still there


def test_a_call_that_a_person_ends_still_leads_there(dial_tiny: Dialling) -> None:
    """Else what was recorded would depend on which of two last webhooks comes first."""
    hung_up_first = lodging(dial_tiny).records("RE1").press("0").hang_up().person("answered")
    answered_first = lodging(dial_tiny).records("RE1").press("0").person("answered")
    assert answered_first.ended == "agent.handed_over"
    assert (answered_first.asked, answered_first.call.owes_hang_up) == ([], True)
    answered_first.hang_up().gone_for_good().gone_for_good()
    for phone in (hung_up_first, answered_first):
        assert words_of(phone) == "RE1"
        assert phone.texted == ["main.lodged"]


def test_a_call_that_patience_ends_still_leads_there(dial_tiny: Dialling) -> None:
    phone = lodging(dial_tiny).records(spoken_s=0).silence(3).person("nobody")
    assert phone.is_hung_up_on()
    assert phone.ended == "lost at main.ask"
    phone.gone_for_good()
    assert phone.asked == ["lodge"]


def test_a_call_that_ended_with_its_flow_leads_nowhere_else(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  ask: {if_caller_hangs_up: keep, menu: ask, keys: {1: done, 2: gone}}\n"
        "  keep: {text: keep, end: failed}\n  done: {end: finished}\n  gone: {hang_up: finished}\n"
    )
    for key in ("1", "2"):
        one = phone.press(key)
        assert not one.call.owes_hang_up
        assert one.gone_for_good().texted == []
