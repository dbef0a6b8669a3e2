"""The guard and our own mistakes: an apology and a person (flow-language design, section 2, rule 18)."""

from __future__ import annotations

from collections.abc import Callable

from ivr.model.record import Happened
from tests.engine.conftest import SETTINGS
from tests.engine.phone import LATER, Phone

Dialling = Callable[..., Phone]
MENU = "  ask: {menu: ask, keys: {1: ask}}\n"
ROUND = "  a: {say: a, go: b}\n  b: {say: b, go: a}\n"
NO_PERSON = SETTINGS.replace("  0: {go: agent, said: first_menu}\n", "")


def test_going_round_without_asking_anything_is_stopped(dial_tiny: Dialling) -> None:
    phone = dial_tiny(ROUND)
    assert phone.heard == ["common.apology", "agent.putting_you_through"]
    assert phone.is_being_put_through()
    assert len([note for note in phone.notes if note.happened is Happened.ENTERED]) <= 102
    assert phone.person("answered").ended == "error at main.a"
    assert phone.record.errors == 1


def test_a_hundred_steps_are_not_too_many(dial_tiny: Dialling) -> None:
    steps = "".join(f"  s{n}: {{say: a, go: s{n + 1}}}\n" for n in range(99))
    assert dial_tiny(steps + "  s99: {menu: ask, keys: {1: s0}}\n").at == "main.s99"
    one_more = "".join(f"  s{n}: {{say: a, go: s{n + 1}}}\n" for n in range(100))
    assert dial_tiny(one_more + "  s100: {menu: ask, keys: {1: s0}}\n").heard[0] == "common.apology"


def test_going_round_with_nobody_to_go_to_is_an_apology_and_the_end(dial_tiny: Dialling) -> None:
    phone = dial_tiny(ROUND, settings=NO_PERSON)
    assert phone.heard == ["common.apology"]
    assert phone.is_hung_up_on()
    assert phone.ended == "error at main.a"


def test_sixty_turns_are_enough(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MENU)
    while phone.call.turn < 60:
        assert phone.press("1").at == "main.ask"
    assert phone.press("1").heard == ["common.apology", "agent.putting_you_through"]
    assert phone.person("nobody").ended == "error at main.ask"


def test_half_an_hour_is_enough(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MENU).wait(29).press("1")
    assert phone.at == "main.ask"
    assert phone.wait(1).press("1").heard == ["common.apology", "agent.putting_you_through"]


def test_a_long_conversation_with_a_person_is_not_too_long(dial_tiny: Dialling) -> None:
    """The caller has been served: no apology, and no second queue."""
    phone = dial_tiny(MENU).press("0").wait(45).person("answered")
    assert phone.ended == "agent.handed_over"
    assert phone.record.errors == 0


def test_a_hang_up_ends_the_call_however_long_it_was(dial_tiny: Dialling) -> None:
    assert dial_tiny(MENU).wait(45).hang_up().ended == "hung up at main.ask"
    phone = dial_tiny(MENU)
    phone.press(*["1"] * 59)
    assert phone.hang_up().ended == "hung up at main.ask"
    assert phone.verbs == () or phone.moves[-1].verbs == ()


def test_whoever_was_sent_to_a_person_by_the_guard_gets_as_long_again(dial_tiny: Dialling) -> None:
    help_flow = "flow: help\noutcomes: {done: done}\nsteps:\n  ask: {menu: ask, keys: {1: ask}}\n"
    settings = SETTINGS + "person: help\n"
    phone = dial_tiny(MENU, settings=settings, flows={"help": help_flow}).wait(31).press("1")
    assert phone.at == "help.ask"
    assert phone.wait(20).press("1").at == "help.ask"
    assert phone.wait(20).press("1").heard == ["common.apology"]
    assert phone.ended == "error at main.ask"


def test_our_own_mistake_is_an_apology_and_a_person(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MENU).breaks()
    assert phone.heard == ["common.apology", "agent.putting_you_through"]
    assert phone.call.broken == "error at main.ask"
    assert phone.person("answered").ended == "error at main.ask"


def test_a_second_mistake_is_an_apology_and_goodbye(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MENU).breaks().breaks()
    assert phone.heard == ["common.apology"]
    assert phone.is_hung_up_on()
    assert (phone.ended, phone.record.errors) == ("error at main.ask", 2)


def test_a_mistake_while_the_office_is_asked_stops_waiting_for_it(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  look: {do: look, go: {ok: end finished, unavailable: end failed}}\n",
        {"look": LATER},
        operations="  look: {effect: read, about: call, gives: {ok: {}}}\n",
    ).breaks()
    assert phone.call.waiting is None
    before = phone.call.top
    assert phone.returned("ok").call.top == before


def test_an_error_stays_the_disposition_when_the_caller_then_hangs_up(dial_tiny: Dialling) -> None:
    assert dial_tiny(MENU).breaks().hang_up().ended == "error at main.ask"


def test_words_not_yet_heard_when_we_broke_are_not_heard_afterwards(dial_tiny: Dialling) -> None:
    phone = dial_tiny("  hello: {say: hello, go: a}\n" + ROUND)
    assert "main.hello" not in phone.heard
