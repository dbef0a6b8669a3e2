"""Answers that are kept and items that are picked (flow-language design, section 2, rule 3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from ivr.model.money import Money
from ivr.model.values import Record, Value
from tests.engine.conftest import SETTINGS
from tests.engine.phone import Given, Phone

Dialling = Callable[..., Phone]
ANSWERS = """\
  about: {menu: about, answers: {1: charges, 2: network, 3: {go: staff, when: language == "en"}}, keys: {5: more}, save: kind, go: tell}
  tell: {say: tell, with: {kind: kind}, go: more}
  more: {menu: more, keys: {1: about, 2: done}}
  done: {end: finished}
"""
LIST = """\
types: {item: {name: text, price: money}}
operations:
  look: {effect: read, gives: {ok: {items: list of item, one: item}, not_ours: {}}}
"""
PICKING = """\
  look: {do: look, save: found, go: {ok: which, not_ours: done, unavailable: done}}
  which: {menu: which, list: found.items, each: line, save: picked, keys: {6: done}, go: tell}
  tell: {say: tell, with: {name: picked.name}, go: more}
  more: {menu: more, keys: {1: which}}
  done: {end: finished}
"""


def item(number: int) -> Record:
    return Record({"name": f"i{number}", "price": Money(100 * number)})


def items(many: int) -> Given:
    values: Mapping[str, Value] = {
        "items": tuple(item(number) for number in range(1, many + 1)),
        "one": item(99),
    }
    return ("ok", values)


def picking(dial_tiny: Dialling, many: int, main: str = PICKING) -> Phone:
    return dial_tiny(main, {"look": items(many)}, operations=LIST)


# answers


@pytest.mark.parametrize(("key", "kind"), [("1", "charges"), ("2", "network")])
def test_an_answer_is_kept_by_its_meaning(dial_tiny: Dialling, key: str, kind: str) -> None:
    phone = dial_tiny(ANSWERS)
    assert phone.offered == {"1": "charges", "2": "network", "5": "more", "0": "agent"}
    phone.press(key)
    assert phone.heard == ["main.tell", "main.more"]
    assert phone.facts["kind"] == kind
    assert "main.about answer" in phone.taken


def test_an_answer_with_a_condition_is_one_only_while_it_holds(dial_tiny: Dialling) -> None:
    assert dial_tiny(ANSWERS).press("3").heard == ["main.not_an_option", "main.about+"]
    english = "  start: {language: en, go: about}\n" + ANSWERS
    assert dial_tiny(english).press("3").facts["kind"] == "staff"


def test_an_answer_may_be_said(dial_tiny: Dialling) -> None:
    words = {"zh-CN/main": "about: {say: 请问, choices: {network: {say: 网络, heard: [上网]}}}\n"}
    assert dial_tiny(ANSWERS, prompts=words).say("我要投诉上网慢").facts["kind"] == "network"


def test_a_key_beside_the_answers_leads_elsewhere_and_keeps_nothing(dial_tiny: Dialling) -> None:
    phone = dial_tiny(ANSWERS).press("5")
    assert phone.at == "main.more"
    assert dict(phone.call.top.values) == {}


def test_back_asks_for_the_answer_again(dial_tiny: Dialling) -> None:
    phone = dial_tiny(ANSWERS).press("1", "*")
    assert phone.at == "main.about"
    assert phone.press("2").facts["kind"] == "network"


# lists


def test_five_items_are_offered_at_a_time_with_a_key_to_the_next(dial_tiny: Dialling) -> None:
    phone = picking(dial_tiny, 12)
    assert phone.heard == ["main.which"]
    assert phone.items == {"1": "i1", "2": "i2", "3": "i3", "4": "i4", "5": "i5"}
    assert phone.offered == {"8": "next", "6": "done", "0": "agent"}
    phone.press("8")
    assert phone.heard == ["main.which+"]
    assert phone.items == {"1": "i6", "2": "i7", "3": "i8", "4": "i9", "5": "i10"}
    assert phone.offered == {"8": "next", "7": "previous", "6": "done", "0": "agent"}
    assert phone.press("8").items == {"1": "i11", "2": "i12"}
    assert phone.offered == {"7": "previous", "6": "done", "0": "agent"}
    assert phone.press("7", "7").items["1"] == "i1"


def test_an_item_is_picked_on_the_page_it_stands_on(dial_tiny: Dialling) -> None:
    for keys, name in (("3", "i3"), ("84", "i9"), ("881", "i11"), ("8872", "i7"), ("88771", "i1")):
        phone = picking(dial_tiny, 12).press(*keys)
        assert phone.heard == ["main.tell", "main.more"]
        assert phone.facts["name"] == name


def test_the_whole_item_is_kept(dial_tiny: Dialling) -> None:
    assert picking(dial_tiny, 12).press("8", "8", "2").call.top.values["picked"] == item(12)


@pytest.mark.parametrize(
    ("many", "keys"), [(12, "7"), (12, "883"), (12, "888"), (5, "8"), (5, "7"), (3, "4")]
)
def test_a_key_of_the_list_that_is_not_offered_now_is_a_wrong_key(
    dial_tiny: Dialling, many: int, keys: str
) -> None:
    phone = picking(dial_tiny, many).press(*keys)
    assert phone.heard == ["main.not_an_option", "main.which+"]


@pytest.mark.parametrize(("many", "keys"), [(12, "888"), (3, "8"), (3, "7"), (3, "4")])
def test_a_key_of_the_list_never_means_what_it_means_everywhere(
    dial_tiny: Dialling, many: int, keys: str
) -> None:
    """Whoever presses 8 once too often wants the next five, not to begin the call again."""
    settings = SETTINGS.replace("  9: repeat\n", "  8: start_over\n  7: repeat\n  4: agent\n")
    phone = dial_tiny(PICKING, {"look": items(many)}, operations=LIST, settings=settings).press(*keys)
    assert phone.heard == ["main.not_an_option", "main.which+"]


@pytest.mark.parametrize("many", [5, 6])
def test_five_are_one_page_and_six_are_two(dial_tiny: Dialling, many: int) -> None:
    phone = picking(dial_tiny, many)
    assert len(phone.items) == 5
    assert ("8" in phone.offered) == (many == 6)


def test_one_item_is_a_list_of_one(dial_tiny: Dialling) -> None:
    assert picking(dial_tiny, 1).items == {"1": "i1"}
    alone = picking(dial_tiny, 3, PICKING.replace("list: found.items", "list: found.one"))
    assert alone.items == {"1": "i99"}
    assert alone.press("1").facts["name"] == "i99"


def test_a_list_of_nothing_leaves_the_other_keys(dial_tiny: Dialling) -> None:
    phone = picking(dial_tiny, 0)
    assert (phone.items, phone.offered) == ({}, {"6": "done", "0": "agent"})
    assert phone.press("1").heard == ["main.not_an_option", "main.which+"]
    assert phone.press("6").ended == "main.finished"


def test_a_list_of_nothing_beside_nothing_is_not_asked(dial_tiny: Dialling) -> None:
    bare = 'hotline: "10086"\nstart: main\nlanguages: [zh-CN]\n'
    main = PICKING.replace("keys: {6: done}", "after_that: done")
    phone = dial_tiny(main, {"look": items(0)}, operations=LIST, settings=bare)
    assert "main.which patience_over" in phone.taken
    assert (phone.heard, phone.ended) == ([], "main.finished")


def test_turning_pages_costs_no_patience(dial_tiny: Dialling) -> None:
    phone = picking(dial_tiny, 12).press("8", "7", "8", "7", "8")
    assert phone.silence(2).heard == ["main.take_your_time", "main.which+"]


def test_help_after_a_silence_offers_the_page_the_caller_is_at(dial_tiny: Dialling) -> None:
    assert picking(dial_tiny, 12).press("8").silence().items["1"] == "i6"
    assert picking(dial_tiny, 12).press("8", "9").items["1"] == "i6"  # and so does hearing it again


def test_the_list_begins_at_its_first_page_each_time_it_is_entered(dial_tiny: Dialling) -> None:
    assert picking(dial_tiny, 12).press("8", "2", "1").items["1"] == "i1"


def test_back_from_a_page_is_back_from_the_list(dial_tiny: Dialling) -> None:
    first = "  first: {menu: first, keys: {1: look}}\n" + PICKING
    assert picking_after(dial_tiny, first).press("1", "8", "*").at == "main.first"


def picking_after(dial_tiny: Dialling, main: str) -> Phone:
    return dial_tiny(main, {"look": items(12)}, operations=LIST)


def test_a_caller_who_was_lost_and_then_turns_a_page_or_has_it_repeated_is_not_lost(
    dial_tiny: Dialling,
) -> None:
    main = "  first: {menu: first, keys: {1: look}, after_that: look}\n" + PICKING
    for key in ("8", "9"):
        phone = picking_after(dial_tiny, main).silence(3)
        assert phone.call.lost == "lost at main.first"
        assert phone.press(key).hang_up().ended == "hung up at main.which"
