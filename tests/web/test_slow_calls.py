"""A call that goes slowly is heard slowly: by the carrier, in a queue, and on the phone in the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.adapters.voice.library import Library
from ivr.model.ids import Digest, Language
from ivr.model.pace import Pace
from ivr.speech.clip import Shape, Wanted
from ivr.speech.wanted import VOCABULARY, wanted
from ivr.web.app import open_hotline
from ivr.web.config import WebConfig
from tests.speech.sounds import built_in
from tests.web.inside import ORIGIN, OWN, SID, TOKEN, Answer, Inside
from tests.web.test_phone import Book, Browser

Open = Callable[..., Inside]
ZH = Language("zh-CN")
PIECES = ("五角", "有效期到", "二零二六年", "十二月", "三十一日")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with tones for what a Mandarin caller hears here, at both paces."""
    folder = tmp_path_factory.mktemp("audio")
    flows = ("main", "balance", "agent", "common")
    needed = (one for one in wanted(OWN.project) if one.place.partition(".")[0] in flows or "元" in one.text)
    values = (Wanted(text, ZH, Shape.PIECE, VOCABULARY, pace) for text in PIECES for pace in Pace)
    built_in(folder, dict.fromkeys((*needed, *values)))
    return folder


def sounds(answer: Answer) -> list[str]:
    """The sounds of a document by name; there is nothing in it that the carrier says."""
    assert answer.said == ()
    return [(play.text or "").rpartition("/")[2].removesuffix(".wav") for play in answer.root.iter("Play")]


def paces(library: Library, answer: Answer) -> set[Pace]:
    """The paces of the built sounds of a document."""
    assert library.index is not None
    known: dict[Digest, Pace] = {one.digest: one.wanted.pace for one in library.index.clips}
    return {known[Digest(one)] for one in sounds(answer) if Digest(one) in known}


def slowed(inside: Inside, sid: str = SID) -> Answer:
    """Ask for slower words at the main menu, which is turn 2's answer."""
    inside.at_services(sid)
    return inside.turn(2, sid, Digits="#")


def test_after_slower_every_sound_is_a_slow_one(open_inside: Open, built: Path) -> None:
    library = Library(built)
    inside = open_inside(audio=library)
    assert paces(library, inside.at_services("CA9")) == {Pace.USUAL}
    answer = slowed(inside)
    assert paces(library, answer) == {Pace.SLOW}
    assert [one.get("timeout") for one in answer.root.iter("Gather")] == ["10"]


def test_a_slow_amount_is_joined_from_slow_pieces(open_inside: Open, built: Path) -> None:
    inside = open_inside(audio=Library(built))
    usual = sounds(inside.at_more("CA9"))[0]
    slowed(inside)
    slow = sounds(inside.turn(3, SID, Digits="1"))[0]
    lengths = [
        len(inside.hotline.app.test_client().get(f"/audio/{name}.wav", buffered=True).data)
        for name in (usual, slow)
    ]
    assert (
        lengths[0] * 1.1 < lengths[1] < lengths[0] * 1.14
    )  # 170 to 150 words a minute, and a tail that stays


def test_a_queue_is_waited_in_slowly_too(open_inside: Open, built: Path) -> None:
    library = Library(built)
    inside = open_inside(audio=library)
    slowed(inside)
    inside.turn(3, SID, Digits="0")
    assert paces(library, inside.wait(4, QueueTime="0")) == {Pace.SLOW}


def test_a_turn_delivered_again_is_as_slow_as_it_was(open_inside: Open, built: Path) -> None:
    inside = open_inside(audio=Library(built))
    first = slowed(inside)
    assert inside.turn(2, SID, Digits="#").body == first.body


def test_a_restarted_hotline_goes_on_slowly(open_inside: Open, built: Path) -> None:
    before = open_inside(audio=Library(built))
    slowed(before)
    before.close()
    library = Library(built)
    assert paces(library, open_inside(audio=library).turn(3, SID, Digits="9")) == {Pace.SLOW}


def test_the_carrier_says_slowly_what_has_no_sound(open_inside: Open) -> None:
    inside = open_inside(audio=None)
    usual, slow = inside.at_services("CA9"), slowed(inside)
    assert list(usual.root.iter("prosody")) == []
    assert len(list(slow.root.iter("prosody"))) == len(slow.said)
    assert (*slow.said, "放慢语速，请按井号键。") == usual.said  # offered to nobody who is spoken to slowly


def test_the_phone_in_the_browser_plays_slow_sounds(open_inside: Open, built: Path) -> None:
    library = Library(built)
    hotline = open_hotline(
        WebConfig(ORIGIN, (TOKEN,)), open_inside(audio=library).services, phone_book=Book()
    )
    try:
        client = hotline.app.test_client()
        client.environ_base["HTTP_HOST"] = "127.0.0.1:8010"
        browser = Browser(client)
        browser.dial()
        browser.until("prompting", do="nothing")
        browser.act(do="keys", keys="#")
        played = [one["url"] for one in browser.at["heard"] if not one["cut"]]
        assert played
        assert {one["language"] for one in browser.at["heard"]} == {"zh-CN"}
        assert library.index is not None
        slow = {f"/audio/{one.digest}.wav" for one in library.index.clips if one.wanted.pace is Pace.SLOW}
        assert {url for url in played if url in slow} == {played[-1]}
        assert client.get(played[-1], buffered=True).status_code == 200
    finally:
        hotline.close()
