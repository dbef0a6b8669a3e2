"""Menus, branches, languages and words on the way (flow-language design, section 2)."""

from __future__ import annotations

from collections.abc import Callable

from ivr.model.verbs import Say
from tests.engine.phone import Phone

Dialling = Callable[..., Phone]


def test_a_menu_is_offered_in_the_order_of_its_keys(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  ask: {menu: ask, keys: {3: a, 1: other, 2: end finished, star: back}}\n  a: {end: finished}\n",
        flows={"other": "flow: other\noutcomes: {told: done}\nsteps: {bye: {end: told}}\n"},
    )
    assert list(phone.offered.items()) == [
        ("3", "a"),
        ("1", "other"),
        ("2", "finished"),
        ("*", "back"),
        ("0", "agent"),
    ]
    assert phone.gather.num_digits == 1
    assert (phone.gather.finish_on_key, len(phone.gather.hints)) == ("", 5)


def test_a_choice_with_a_condition_is_offered_and_taken_only_while_it_holds(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  ask: {menu: ask, keys: {1: done, 2: {go: english, when: language == 'zh-CN'}}}\n"
        "  english: {language: en, go: ask}\n  done: {end: finished}\n"
    )
    assert "2" in phone.offered
    assert "2" not in phone.press("2").offered
    assert phone.press("2").heard == ["main.not_an_option", "main.ask+"]


def test_a_key_of_two_digits_is_waited_for(dial_tiny: Dialling) -> None:
    phone = dial_tiny("  ask: {menu: ask, keys: {11: done, 12: ask}}\n  done: {end: finished}\n")
    assert phone.gather.num_digits == 2
    assert phone.press("11").ended == "main.finished"


def test_a_flow_started_by_a_key_goes_on_at_then(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  ask: {menu: ask, keys: {1: other}, then: more}\n  more: {menu: more, keys: {1: done}}\n  done: {end: finished}\n",
        flows={"other": "flow: other\noutcomes: {told: done}\nsteps: {bye: {say: bye, end: told}}\n"},
    )
    assert phone.press("1").heard == ["other.bye", "main.more"]
    assert phone.press("1").record.finished == ("other.told", "main.finished")


def test_a_key_may_end_the_flow_at_once(dial_tiny: Dialling) -> None:
    phone = dial_tiny("  ask: {menu: ask, keys: {1: end failed}}\n").press("1")
    assert phone.ended == "main.failed"


def test_words_on_the_way_are_heard_in_one_document(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  a: {say: a, go: b}\n  b: {say: b, go: ask}\n  ask: {say: c, menu: ask, keys: {1: a}}\n"
    )
    assert phone.heard == ["main.a", "main.b", "main.c", "main.ask"]
    assert len(phone.verbs) == 2


def test_the_first_branch_that_holds_is_taken(dial_tiny: Dialling) -> None:
    branches = "  d:\n    decide:\n    - {when: called == 'x', go: no1}\n    - {when: channel == 'voice', go: yes1}\n"
    branches += "    - {when: yes, go: no1}\n    - otherwise: no1\n"
    phone = dial_tiny(branches + "  no1: {end: failed}\n  yes1: {end: finished}\n")
    assert phone.ended == "main.finished"
    assert "main.d decide:1" in phone.taken


def test_otherwise_is_taken_when_nothing_holds(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  d:\n    decide:\n    - {when: caller.number == '1', go: a}\n    - otherwise: end finished\n  a: {end: failed}\n"
    )
    assert phone.ended == "main.finished"


def test_a_language_counts_from_its_step_on(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  a: {say: a, go: b}\n  b: {language: en, say: b, go: ask}\n  ask: {menu: ask, keys: {1: a}}\n"
    )
    assert [one.language for one in phone.words][:3] == ["zh-CN", "en", "en"]
    assert phone.call.language == "en"


def test_the_facts_of_a_prompt_are_those_of_its_step(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  ask: {menu: ask, with: {number: subscriber.number, n: 1 + 1}, keys: {1: done}}\n  done: {end: finished}\n"
    )
    assert phone.facts == {"number": "13800138000", "n": 2}
    assert phone.silence().facts == {"number": "13800138000", "n": 2}


def test_a_text_is_owed_to_the_callers_own_phone(dial_tiny: Dialling) -> None:
    step = "  a: {say: a, text: note, with: {n: 1}, go: bye}\n  bye: {say: bye, end: finished}\n"
    phone = dial_tiny(step)
    (text,) = phone.texts
    assert (text.to, text.phrase.prompt.name, text.phrase.facts["n"]) == ("13800138000", "note", 1)
    assert dial_tiny(step, caller=None).texts == []


def test_a_flow_step_takes_the_way_of_the_outcome(dial_tiny: Dialling) -> None:
    other = "flow: other\noutcomes: {told: done, failed: trouble}\nsteps:\n  ask: {menu: ask, keys: {1: end told, 2: end failed}}\n"
    main = "  in: {flow: other, go: {told: done, failed: sorry}}\n  done: {end: finished}\n  sorry: {say: sorry, end: failed}\n"
    assert dial_tiny(main, flows={"other": other}).press("1").ended == "main.finished"
    phone = dial_tiny(main, flows={"other": other}).press("2")
    assert (phone.heard, phone.ended) == (["main.sorry"], "main.failed")
    assert phone.record.finished == ("other.failed", "main.failed")


def test_a_flow_step_with_one_place_goes_there_whatever_the_outcome(dial_tiny: Dialling) -> None:
    other = "flow: other\noutcomes: {told: done, failed: trouble}\nsteps:\n  ask: {menu: ask, keys: {1: end told, 2: end failed}}\n"
    for key in "12":
        phone = dial_tiny("  in: {flow: other, go: done}\n  done: {end: finished}\n", flows={"other": other})
        assert phone.press(key).ended == "main.finished"


def test_the_variables_of_a_flow_are_its_own(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  look: {do: look, save: x, go: {ok: in, unavailable: in}}\n  in: {flow: other, go: done}\n  done: {end: finished}\n",
        {"look": ("ok", {"n": 1})},
        operations="  look: {effect: read, about: call, gives: {ok: {n: number}}}\n",
        flows={
            "other": "flow: other\noutcomes: {told: done}\nsteps:\n  ask: {menu: ask, keys: {1: end told}}\n"
        },
    )
    below, top = phone.call.frames
    assert (list(below.values), list(top.values)) == (["x"], [])


def test_a_flow_that_hangs_up_ends_the_call_from_inside(dial_tiny: Dialling) -> None:
    other = "flow: other\noutcomes: {told: done}\nsteps:\n  bye: {say: bye, hang_up: told}\n"
    phone = dial_tiny("  in: {flow: other, go: done}\n  done: {end: finished}\n", flows={"other": other})
    assert phone.ended == "other.told"
    assert phone.heard == ["other.bye"]
    assert phone.is_hung_up_on()
    assert isinstance(phone.verbs[0], Say)
