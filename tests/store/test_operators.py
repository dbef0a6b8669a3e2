"""What operators turned and put up, always with an end (flow-language design, rule 15)."""

from __future__ import annotations

from ivr.adapters.store.rules import MOST_TURNED_LISTED
from ivr.model.stored import Turned
from ivr.model.values import Record
from tests.store.changes import at
from tests.store.conftest import AnySwitches, OpenStores


def turn(
    switches: AnySwitches, *, on: bool, since: float = 0, until: float = 60, name: str = "storm"
) -> None:
    switches.turn(name, on=on, since=at(since), until=at(until), who="anna")


def position(switches: AnySwitches, seconds: float, name: str = "storm") -> object:
    """How a switch stands; None: as designed."""
    return switches.outside(at(seconds)).switches.get(name)


def test_at_first_everything_is_as_designed(switches: AnySwitches) -> None:
    outside = switches.outside(at(0))
    assert (outside.switches, outside.notices) == (Record({}), Record({}))


def test_a_switch_stays_turned_until_its_end_and_goes_back_by_itself(switches: AnySwitches) -> None:
    turn(switches, on=True, until=60)
    assert [position(switches, seconds) for seconds in (0, 59.9, 60, 999)] == [True, True, None, None]


def test_off_is_a_position_too(switches: AnySwitches) -> None:
    turn(switches, on=False)
    assert position(switches, 1) is False


def test_the_newest_turn_holds(switches: AnySwitches) -> None:
    turn(switches, on=True, until=600)
    turn(switches, on=False, since=10, until=60)
    assert position(switches, 10) is False


def test_what_was_turned_before_does_not_come_back_when_the_newest_ends(switches: AnySwitches) -> None:
    """Whoever ends a storm early does not want it again an hour later."""
    turn(switches, on=True, until=600)
    turn(switches, on=False, since=10, until=60)
    assert position(switches, 61) is None


def test_a_turn_does_not_hold_before_it_was_made(switches: AnySwitches) -> None:
    turn(switches, on=True, since=30, until=60)
    assert position(switches, 29) is None
    assert position(switches, 30) is True


def test_switches_do_not_touch_each_other(switches: AnySwitches) -> None:
    turn(switches, on=True)
    turn(switches, on=False, name="ask_password")
    assert dict(switches.outside(at(1)).switches) == {"storm": True, "ask_password": False}


def test_a_notice_is_up_until_its_end_in_the_languages_it_has(switches: AnySwitches) -> None:
    switches.put_up(
        "opening", {"zh-CN": "线路<故障>", "en": "A fault"}, since=at(0), until=at(60), who="anna"
    )
    up = Record({"zh-CN": "线路<故障>", "en": "A fault"})
    assert switches.outside(at(59)).notices["opening"] == up
    assert switches.outside(at(60)).notices == Record({})


def test_a_new_notice_takes_the_place_of_the_old_one(switches: AnySwitches) -> None:
    switches.put_up("opening", {"zh-CN": "一", "en": "one"}, since=at(0), until=at(600), who="anna")
    switches.put_up("opening", {"zh-CN": "二"}, since=at(1), until=at(60), who="bert")
    assert switches.outside(at(2)).notices["opening"] == Record({"zh-CN": "二"})


def test_a_notice_and_a_switch_may_have_one_name(switches: AnySwitches) -> None:
    turn(switches, on=True, name="opening")
    switches.put_up("opening", {"zh-CN": "一"}, since=at(0), until=at(60), who="anna")
    outside = switches.outside(at(1))
    assert (outside.switches["opening"], outside.notices["opening"]) == (True, Record({"zh-CN": "一"}))


def test_another_server_sees_it_at_once(switches: AnySwitches, open_stores: OpenStores) -> None:
    turn(switches, on=True)
    assert position(open_stores().switches, 1) is True


def test_who_turned_and_put_up_what_and_until_when_is_kept_newest_first(
    switches: AnySwitches, open_stores: OpenStores
) -> None:
    turn(switches, on=True, until=60)
    switches.put_up("opening", {"zh-CN": "一"}, since=at(1), until=at(9), who="bert")
    turn(switches, on=False, since=2, until=60)
    assert open_stores().switches.turned() == (
        Turned("storm", False, at(2), at(60), "anna"),
        Turned("opening", Record({"zh-CN": "一"}), at(1), at(9), "bert"),
        Turned("storm", True, at(0), at(60), "anna"),
    )


def test_a_notice_taken_down_is_gone_before_its_end(switches: AnySwitches) -> None:
    switches.put_up("opening", {"zh-CN": "一"}, since=at(0), until=at(60), who="anna")
    switches.put_up("opening", {}, since=at(5), until=at(5), who="bert")
    assert [bool(switches.outside(at(seconds)).notices) for seconds in (4.9, 5, 30)] == [True, False, False]


def test_only_so_much_of_what_was_turned_is_listed(switches: AnySwitches) -> None:
    for seconds in range(MOST_TURNED_LISTED + 1):
        turn(switches, on=True, since=seconds, until=seconds + 60)
    assert [one.since for one in switches.turned()] == [at(n) for n in range(MOST_TURNED_LISTED, 0, -1)]
