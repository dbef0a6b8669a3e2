"""Keys that work everywhere, *back*, *repeat*, and a lone # (flow-language design, section 2, rules 2, 4, 20)."""

from __future__ import annotations

from collections.abc import Callable

from tests.engine.conftest import SETTINGS
from tests.engine.phone import Phone

Dialling = Callable[..., Phone]
THREE = """\
  first: {menu: first, keys: {1: second, 2: other}, then: done}
  second: {say: note, menu: second, keys: {1: third, 2: other}, then: done}
  third: {confirm: third, go: {yes: change, no: done}}
  change: {do: change, go: {ok: fourth, unsure: done, unavailable: fourth}}
  fourth: {menu: fourth, keys: {1: done}}
  done: {end: finished}
"""
CHANGE = "  change: {effect: write, gives: {ok: {}}}\n"
OTHER = {
    "other": "flow: other\noutcomes: {told: done}\nsteps:\n"
    "  ask: {menu: ask, keys: {1: more}}\n  more: {menu: more, keys: {1: bye}}\n  bye: {end: told}\n"
}


def three(dial_tiny: Dialling, **office: str) -> Phone:
    return dial_tiny(THREE, office, operations=CHANGE, flows=OTHER)


def test_zero_leads_to_a_person_from_a_menu_and_from_a_yes_no_question(dial_tiny: Dialling) -> None:
    assert three(dial_tiny).press("0").is_being_put_through()
    assert three(dial_tiny).press("1", "1", "0").is_being_put_through()


def test_when_nobody_is_free_the_caller_is_back_where_they_were(dial_tiny: Dialling) -> None:
    phone = three(dial_tiny).press("1", "0").person("nobody")
    assert phone.heard == ["agent.all_busy", "main.note", "main.second"]
    assert phone.at == "main.second"
    assert three(dial_tiny).press("1", "1", "0").person("failed").at == "main.third"


def test_a_person_who_answers_ends_the_call(dial_tiny: Dialling) -> None:
    assert three(dial_tiny).press("0").person("answered").ended == "agent.handed_over"


def test_a_steps_own_key_comes_before_the_one_of_everywhere(dial_tiny: Dialling) -> None:
    phone = dial_tiny("  ask: {menu: ask, keys: {0: done, 9: done}}\n  done: {end: finished}\n")
    assert phone.offered == {"0": "done", "9": "done"}
    assert phone.press("0").ended == "main.finished"


def test_a_hidden_choice_keeps_its_key_from_meaning_something_else(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  ask: {menu: ask, keys: {1: done, 0: {go: done, when: no}}}\n  done: {end: finished}\n"
    )
    assert phone.press("0").heard == ["main.not_an_option", "main.ask+"]


# repeat


def test_nine_asks_again_in_full_and_costs_no_patience(dial_tiny: Dialling) -> None:
    phone = three(dial_tiny)
    assert phone.press("9").heard == ["main.first"]
    assert phone.press("9").heard == ["main.first"]
    assert phone.press("7", "7").heard == ["main.try_once_more", "main.first+"]
    assert phone.call.top.asking.repeats == 2


def test_nine_works_three_times_and_then_is_a_wrong_key(dial_tiny: Dialling) -> None:
    phone = three(dial_tiny).press("9", "9", "9")
    assert phone.heard == ["main.first"]
    assert phone.press("9").heard == ["main.not_an_option", "main.first+"]
    assert phone.press("9").heard == ["main.try_once_more", "main.first+"]
    phone.press("9").hang_up()
    assert phone.record.no_matches == 3


# back


def test_back_leads_to_the_question_before(dial_tiny: Dialling) -> None:
    phone = three(dial_tiny).press("1", "1")
    assert phone.at == "main.third"
    assert phone.press("*").heard == ["main.note", "main.second"]
    assert phone.press("*").heard == ["main.first"]


def test_back_at_the_first_question_of_the_call_asks_it_again(dial_tiny: Dialling) -> None:
    phone = three(dial_tiny)
    assert phone.press("*").heard == ["main.first"]
    assert phone.press("*", "1", "*", "*").at == "main.first"


def test_back_does_not_go_behind_a_change(dial_tiny: Dialling) -> None:
    phone = three(dial_tiny, change="ok").press("1", "1", "1")
    assert phone.at == "main.fourth"
    assert phone.press("*").at == "main.fourth"


def test_back_goes_behind_a_change_that_surely_was_not_made(dial_tiny: Dialling) -> None:
    phone = three(dial_tiny, change="unavailable").press("1", "1", "1")
    assert phone.press("*").at == "main.third"


def test_back_at_the_first_question_of_a_flow_leaves_it_unfinished(dial_tiny: Dialling) -> None:
    phone = three(dial_tiny).press("1", "2")
    assert phone.at == "other.ask"
    assert phone.press("*").at == "main.second"
    assert [way.rpartition(" ")[2] for way in phone.taken] == ["key:1", "key:2", "key:star", "left"]
    assert phone.press("*").at == "main.first"  # not `second` once more


def test_back_inside_a_flow_stays_inside_while_there_is_a_question(dial_tiny: Dialling) -> None:
    phone = three(dial_tiny).press("2", "1")
    assert phone.at == "other.more"
    assert phone.press("*").at == "other.ask"
    assert phone.press("*").at == "main.first"


def test_back_out_of_what_patience_led_to_is_the_question_again(dial_tiny: Dialling) -> None:
    main = "  first: {menu: first, keys: {1: second}}\n  second: {menu: second, keys: {1: first}, after_that: other}\n"
    phone = dial_tiny(main, flows=OTHER).press("1").silence(3)
    assert phone.at == "other.ask"
    assert phone.press("*").at == "main.second"
    assert phone.press("*").at == "main.first"


def test_back_out_of_what_patience_led_to_at_the_first_question_is_that_question(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  ask: {menu: ask, keys: {1: end finished}, after_that: other}\n", flows=OTHER
    ).silence(3)
    assert phone.press("*").at == "main.ask"
    assert phone.press("1").ended == "main.finished"


def test_back_does_not_go_into_a_flow_that_is_finished(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  first: {menu: first, keys: {1: second}}\n  second: {menu: second, keys: {1: other}, then: third}\n"
        "  third: {menu: third, keys: {1: third}}\n",
        flows=OTHER,
    )
    phone.press("1", "1", "1", "1")
    assert phone.at == "main.third"
    assert phone.press("*").at == "main.third"


SUB = "  sub: {flow: other, go: done}\n  done: {end: finished}\n"


def test_back_in_a_flow_called_before_any_question_asks_again(dial_tiny: Dialling) -> None:
    phone = dial_tiny(SUB, flows=OTHER)
    assert phone.at == "other.ask"
    assert phone.press("*").heard == ["other.ask"]
    assert phone.press("1", "1").ended == "main.finished"


def test_back_in_a_called_flow_leads_to_the_callers_last_question(dial_tiny: Dialling) -> None:
    phone = dial_tiny(f"  first: {{menu: first, keys: {{1: sub}}}}\n{SUB}", flows=OTHER).press("1")
    assert phone.at == "other.ask"
    assert phone.press("*").at == "main.first"
    assert phone.taken[-1] == "main.sub left"


def test_back_out_of_two_flows_leads_to_the_question_behind_both(dial_tiny: Dialling) -> None:
    flows = {
        **OTHER,
        "between": "flow: between\noutcomes: {told: done}\nsteps:\n  in: {flow: other, go: out}\n  out: {end: told}\n",
    }
    phone = dial_tiny(
        "  first: {menu: first, keys: {1: between}, then: done}\n  done: {end: finished}\n", flows=flows
    )
    assert phone.press("1").at == "other.ask"
    assert phone.press("*").at == "main.first"


# start over, and keys that are no answers


def test_start_over_begins_the_first_flow_again(dial_tiny: Dialling) -> None:
    settings = SETTINGS.replace("9: repeat", "8: start_over")
    phone = dial_tiny(THREE, operations=CHANGE, flows=OTHER, settings=settings).press("1", "2", "8")
    assert (phone.at, len(phone.call.frames)) == ("main.first", 1)
    assert phone.press("*").at == "main.first"


def test_a_lone_hash_is_no_answer_and_counts_for_nothing(dial_tiny: Dialling) -> None:
    phone = three(dial_tiny)
    for _ in range(5):
        assert phone.press("#").heard == ["main.first+"]
    assert phone.silence(2).heard == ["main.take_your_time", "main.first+"]
    assert phone.hang_up().record.no_matches == 0


def test_a_hash_a_menu_offers_is_an_answer(dial_tiny: Dialling) -> None:
    phone = dial_tiny("  ask: {menu: ask, keys: {hash: done}}\n  done: {end: finished}\n")
    assert phone.offered["#"] == "done"
    assert phone.press("#").ended == "main.finished"


def test_a_star_a_menu_offers_is_its_own(dial_tiny: Dialling) -> None:
    phone = dial_tiny("  ask: {menu: ask, keys: {star: done}}\n  done: {end: finished}\n")
    assert phone.offered["*"] == "done"
    assert phone.press("*").ended == "main.finished"


# what is said about them


def test_the_person_is_offered_aloud_in_the_first_menu_of_the_call_only(dial_tiny: Dialling) -> None:
    phone = three(dial_tiny)
    assert phone.offered["0"] == "agent"
    assert phone.silence().offered["0"] == "agent"  # the same menu, asked again
    assert "0" not in phone.press("1").offered
    assert "0" not in phone.press("*").offered


def test_the_first_menu_counts_not_the_first_question(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  sure: {confirm: sure, go: {yes: ask, no: ask}}\n  ask: {menu: ask, keys: {1: ask}}\n"
    )
    assert "0" not in phone.offered
    assert phone.press("1").offered["0"] == "agent"
