"""Flows within flows: what they take, what they give, how they end (flow-language design, section 2)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.engine.phone import Phone

Dialling = Callable[..., Phone]
GIVER = """\
flow: giver
takes: {n: number, word: text}
outcomes: {told: {is: done, gives: {word: text, twice: number}}, none: trouble}
steps:
  ask: {say: say_it, menu: ask, with: {n: n}, keys: {1: told, 2: direct, 3: none}}
  told: {end: told, with: {word: word, twice: n + n}}
  none: {end: none}
  direct: {say: direct, with: {twice: n}, go: told}
"""
CALLING = """\
  sub: {flow: giver, with: {n: 4, word: '"hello"', extra: 1}, save: got, go: {told: tell, none: nothing}}
  tell: {say: tell, with: {word: got.word, twice: got.twice}, go: done}
  nothing: {say: nothing, go: done}
  done: {end: finished}
"""


def calling(dial_tiny: Dialling, main: str = CALLING, **flows: str) -> Phone:
    return dial_tiny(main, flows={"giver": GIVER, **flows})


def test_a_flow_is_given_what_it_takes_and_nothing_else(dial_tiny: Dialling) -> None:
    phone = calling(dial_tiny)
    assert phone.heard == ["giver.say_it", "giver.ask"]
    assert dict(phone.call.top.values) == {"n": 4, "word": "hello"}


def test_what_an_outcome_gives_is_kept_under_the_name_of_the_step(dial_tiny: Dialling) -> None:
    phone = calling(dial_tiny).press("1")
    assert phone.heard == ["main.tell"]
    assert phone.facts == {"word": "hello", "twice": 8}
    assert phone.record.finished == ("giver.told", "main.finished")


def test_an_outcome_that_gives_nothing_makes_nothing_known(dial_tiny: Dialling) -> None:
    phone = calling(dial_tiny).press("3")
    assert phone.heard == ["main.nothing"]
    assert dict(phone.call.top.values) == {}


def test_one_place_may_stand_for_every_outcome(dial_tiny: Dialling) -> None:
    main = "  sub: {flow: giver, with: {n: 1, word: '\"x\"'}, go: done}\n  done: {say: bye, end: finished}\n"
    for key in ("1", "3"):
        assert calling(dial_tiny, main).press(key).heard == ["main.bye"]


OUTER = """\
flow: outer
outcomes: {told: {is: done, gives: {word: text, twice: number}}, none: trouble}
steps:
  sub: {flow: giver, with: {n: 4, word: '"hello"'}, go: {none: again, others: end}}
  again: {menu: again, keys: {1: sub, 2: end none}}
"""
THROUGH = """\
  sub: {flow: outer, save: got, go: {told: tell, none: done}}
  tell: {say: tell, with: {word: got.word, twice: got.twice}, go: done}
  done: {end: finished}
"""


def test_others_end_ends_this_flow_as_the_called_one_ended(dial_tiny: Dialling) -> None:
    phone = calling(dial_tiny, THROUGH, outer=OUTER).press("1")
    assert phone.record.finished == ("giver.told", "outer.told", "main.finished")


def test_others_end_hands_over_what_the_called_flow_gave(dial_tiny: Dialling) -> None:
    phone = calling(dial_tiny, THROUGH, outer=OUTER).press("1")
    assert phone.heard == ["main.tell"]
    assert phone.facts == {"word": "hello", "twice": 8}


def test_a_line_of_its_own_comes_before_others(dial_tiny: Dialling) -> None:
    phone = calling(dial_tiny, THROUGH, outer=OUTER).press("3")
    assert phone.at == "outer.again"
    assert phone.press("2").record.finished == ("giver.none", "outer.none", "main.finished")


def test_others_may_lead_to_a_place(dial_tiny: Dialling) -> None:
    main = CALLING.replace("{told: tell, none: nothing}", "{told: tell, others: nothing}")
    assert calling(dial_tiny, main).press("3").heard == ["main.nothing"]


def test_the_values_of_a_flow_do_not_outlive_it(dial_tiny: Dialling) -> None:
    phone = calling(dial_tiny, CALLING.replace("go: done}\n  nothing", "go: sub}\n  nothing")).press("1")
    assert phone.call.frames[0].values.keys() == {"got"}
    assert phone.call.top.values.keys() == {"n", "word"}


def test_an_end_hands_over_variables_of_the_same_names(dial_tiny: Dialling) -> None:
    flow = (
        "flow: giver\noutcomes: {told: {is: done, gives: {number: digits}}}\nsteps:\n"
        "  ask: {collect: ask, digits: 3, save: number, go: end told}\n"
    )
    main = "  sub: {flow: giver, save: got, go: tell}\n  tell: {say: tell, with: {n: got.number}, end: finished}\n"
    assert dial_tiny(main, flows={"giver": flow}).press("123").facts == {"n": "123"}


# tries

TRYING = """\
  ask: {menu: ask, keys: {1: again, 2: done}, tries: 3, out_of_tries: enough}
  again: {say: again, go: ask}
  enough: {say: enough, end: failed}
  done: {end: finished}
"""


def test_a_step_may_be_entered_as_often_as_it_has_tries_and_then_leads_on_without_a_word(
    dial_tiny: Dialling,
) -> None:
    phone = dial_tiny(TRYING)
    assert phone.press("1").heard == ["main.again", "main.ask"]
    assert phone.press("1").heard == ["main.again", "main.ask"]
    assert phone.press("1").heard == ["main.again", "main.enough"]
    assert phone.ended == "main.failed"
    assert phone.taken[-3:] == ["main.again next", "main.ask out_of_tries", "main.enough end"]


def test_hearing_the_question_again_is_not_another_try(dial_tiny: Dialling) -> None:
    phone = dial_tiny(TRYING).press("9", "7").silence()
    assert phone.press("1").at == "main.ask"
    assert phone.press("1").at == "main.ask"
    assert phone.press("1").ended == "main.failed"


def test_a_flow_started_anew_has_all_its_tries_again(dial_tiny: Dialling) -> None:
    flow = "flow: trying\noutcomes: {finished: done, failed: trouble}\nsteps:\n" + TRYING
    main = "  sub: {flow: trying, go: more}\n  more: {menu: more, keys: {1: sub}}\n"
    phone = dial_tiny(main, flows={"trying": flow})
    for _ in range(2):
        phone.press("1", "1", "1")
        assert phone.at == "main.more"
        phone.press("1")
    assert phone.at == "trying.ask"


@pytest.mark.parametrize("times", [1, 2])
def test_back_into_a_step_is_a_try_of_it(dial_tiny: Dialling, times: int) -> None:
    main = TRYING.replace("2: done}", "2: more}") + "  more: {menu: more, keys: {1: done}}\n"
    phone = dial_tiny(main).press(*["2", "*"] * times)
    assert phone.at == "main.ask"
    assert phone.call.top.tries["ask"] == times + 1
