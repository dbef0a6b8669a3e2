"""Complaining over signed HTTP: the office's ticket agrees with the words. Flow language, rules 6 and 21."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.hotline.conftest import Scene
from tests.hotline.patience import eventually
from tests.web.inside import words

CALLER = "13800138000"
AT_KINDS = ("press: 3",)
SPEAK = ("leave_message: 5s", 'press: "#"')
BEING_CHECKED = words("common.being_checked")
NUMBER = re.compile(r"[0-9]{12}")


def lodged(scene: Scene, caller: str = CALLER) -> list[tuple[str, str, int]]:
    """Return kind, our number and recordings of every ticket of a caller."""
    return [
        (one["ticketType"], one["externalId"], len(one.get("attachment", ())))
        for one in scene.office.tickets(caller)
    ]


def texted(scene: Scene, times: int = 1, caller: str = CALLER) -> list[str]:
    """Return the numbers the caller was texted, once as many texts as expected have come."""
    assert eventually(lambda: len(scene.office.texts(caller)) >= times)
    return [NUMBER.findall(one["content"])[0] for one in scene.office.texts(caller)]


def spoken(number: str) -> str:
    """Return twelve digits as they are read aloud."""
    read = str.maketrans("0123456789", "零幺二三四五六七八九")
    return ",".join(number[n : n + 4] for n in (0, 4, 8)).translate(read)


@pytest.mark.parametrize(
    ("key", "kind"), [("1", "charges"), ("2", "network"), ("3", "staff"), ("4", "something_else")]
)
def test_a_complaint_is_recorded_played_back_and_numbered(scene: Scene, key: str, kind: str) -> None:
    one = scene.call(*AT_KINDS, f"press: {key}", *SPEAK, "press: 1", "press: 2")
    ((ticket_type, number, recordings),) = lodged(scene)
    assert (ticket_type, recordings) == (f"complaint.{kind}", 1)
    assert NUMBER.fullmatch(number)
    assert any(spoken(number) in text for text in one.heard)
    assert texted(scene) == [number]
    assert scene.disposition(one) == "main.finished"
    played = [heard for heard in one.report.line.heard if heard.kind.value == "play"]
    assert len(played) == 1
    assert "/recording/" in str(played[0].url)


def test_who_says_nothing_three_times_is_asked_and_lodged_without_words(scene: Scene) -> None:
    one = scene.call(*AT_KINDS, "press: 2", "silence", "silence", "silence", "press: 1", "press: 2")
    assert one.heard.count(words("complaint.heard_nothing")) == 2
    ((ticket_type, _, recordings),) = lodged(scene)
    assert (ticket_type, recordings) == ("complaint.network", 0)


def test_a_recording_may_be_made_again(scene: Scene) -> None:
    scene.call(*AT_KINDS, "press: 2", *SPEAK, "press: 2", *SPEAK, "press: 1", "press: 2")
    ((_, _, recordings),) = lodged(scene)
    assert recordings == 1


CUT_OFF = [
    ((), 0),
    (("press: 2",), 1),  # a second of silence: judged by whoever hears it
    (("press: 2", "leave_message: 5s"), 1),
    (("press: 2", *SPEAK), 1),
    (("press: 2", *SPEAK, "silence"), 1),
    (("press: 2", *SPEAK, "press: 2"), 1),
    (("press: 2", *SPEAK, "press: 1"), 1),
]


@pytest.mark.parametrize(("steps", "recordings"), CUT_OFF)
def test_whoever_hangs_up_after_naming_the_kind_has_one_ticket(
    scene: Scene, steps: tuple[str, ...], recordings: int
) -> None:
    one = scene.call(*AT_KINDS, *steps, "hang_up")
    if not steps:
        assert scene.disposition(one) == "hung up at complaint.about_what"
        assert not lodged(scene)
        return
    assert eventually(lambda: len(scene.office.texts(CALLER)) == 1, within_s=4)
    ((ticket_type, number, found),) = lodged(scene)
    assert (ticket_type, found) == ("complaint.network", recordings)
    assert texted(scene) == [number]


def test_a_second_recording_of_a_kind_joins_the_open_ticket(scene: Scene) -> None:
    again = ("press: 1", "press: 3", "press: 2", *SPEAK, "press: 1")
    one = scene.call(*AT_KINDS, "press: 2", *SPEAK, "press: 1", *again, "press: 2")
    ((ticket_type, number, recordings),) = lodged(scene)
    assert (ticket_type, recordings) == ("complaint.network", 2)
    before = words("complaint.before", ticket=number, due=due(scene))
    assert before in one.heard
    assert sum(spoken(number) in text for text in one.heard) == 2


def due(scene: Scene) -> datetime:
    """Return when the first answer to the caller's one ticket is promised."""
    (ticket,) = scene.office.tickets(CALLER)
    made = datetime.fromisoformat(ticket["creationDate"]).astimezone(ZoneInfo("Asia/Shanghai"))
    return made + timedelta(hours=48)


def test_another_kind_is_another_ticket(scene: Scene) -> None:
    other = ("press: 1", "press: 3", "press: 1", *SPEAK, "press: 1")
    scene.call(*AT_KINDS, "press: 2", *SPEAK, "press: 1", *other, "press: 2")
    found = lodged(scene)
    assert sorted(kind for kind, _, _ in found) == ["complaint.charges", "complaint.network"]
    assert len({number for _, number, _ in found}) == 2
    assert sorted(texted(scene, 2)) == sorted(number for _, number, _ in found)


def test_another_call_is_another_ticket(scene: Scene) -> None:
    for _ in range(2):
        scene.call(*AT_KINDS, "press: 2", *SPEAK, "press: 1", "press: 2")
    assert len({number for _, number, _ in lodged(scene)}) == 2


def test_progress_tells_the_newest_number_to_who_knows_the_password(scene: Scene) -> None:
    none = scene.call(*AT_KINDS, "press: 5", "press: 246810", "hang_up")
    assert words("complaint.none_yet") in none.heard
    scene.call(*AT_KINDS, "press: 2", *SPEAK, "press: 1", "press: 2")
    ((_, number, _),) = lodged(scene)
    one = scene.call(*AT_KINDS, "press: 5", "press: 246810", "press: 2")
    assert words("complaint.progress", ticket=number, due=due(scene)) in one.heard
    wrong = scene.call(*AT_KINDS, "press: 5", "press: 111111", "hang_up")
    assert not any(spoken(number) in text for text in wrong.heard)


def test_a_withheld_number_may_complain_and_is_told_the_number(scene: Scene) -> None:
    one = scene.call(*AT_KINDS, "press: 2", *SPEAK, "press: 1", "press: 2", caller="anonymous")
    assert words("complaint.leave_a_number") in one.heard
    (ticket,) = scene.office.tickets()
    assert any(spoken(ticket["externalId"]) in text for text in one.heard)
    assert not scene.office.texts()


def test_while_the_office_takes_none_it_is_kept_and_lodged_later(scene: Scene) -> None:
    with scene.office.misbehaving("lodge_complaint", "refuse"):
        one = scene.call(*AT_KINDS, "press: 2", *SPEAK, "press: 1", "press: 2")
        assert BEING_CHECKED in one.heard
        assert not lodged(scene)
        assert not scene.office.texts(CALLER)
    assert eventually(lambda: len(scene.office.texts(CALLER)) == 1)
    ((_, number, recordings),) = lodged(scene)
    assert recordings == 1
    assert texted(scene) == [number]


def test_a_lost_answer_is_asked_for_again_and_lodged_once(scene: Scene) -> None:
    with scene.office.misbehaving("lodge_complaint", "fail_after", times=1):
        one = scene.call(*AT_KINDS, "press: 2", *SPEAK, "press: 1", "press: 2")
    assert BEING_CHECKED in one.heard
    assert eventually(lambda: len(scene.office.texts(CALLER)) == 1)
    ((_, number, recordings),) = lodged(scene)
    assert recordings == 1
    assert texted(scene) == [number]
