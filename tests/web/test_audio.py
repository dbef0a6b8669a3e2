"""What callers hear is played from addresses that name what is in them; any process can answer for any other."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.adapters.voice.library import Library
from ivr.model.ids import Language
from ivr.speech.clip import Shape, Wanted
from ivr.speech.wanted import VOCABULARY, wanted
from tests.speech.sounds import built_in
from tests.web.inside import CALLER, OWN, SID, Answer, Inside, standard

Open = Callable[..., Inside]
FOREVER = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a sound for what a Mandarin caller hears in these tests: tones."""
    folder = tmp_path_factory.mktemp("audio")
    flows = ("main", "balance", "agent", "common")
    needed = (one for one in wanted(OWN.project) if one.place.partition(".")[0] in flows or "元" in one.text)
    dates = ("五角", "有效期到", "二零二七年", "二零二六年", "十二月", "三十一日")
    values = (Wanted(text, Language("zh-CN"), Shape.PIECE, VOCABULARY) for text in dates)
    built_in(folder, dict.fromkeys((*needed, *values)))
    return folder


def played(answer: Answer) -> list[str]:
    return [play.text or "" for play in answer.root.iter("Play")]


def fetch(inside: Inside, address: str, **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return inside.hotline.app.test_client().get(address, headers=named, buffered=True)


def test_what_is_built_is_played_and_the_words_are_in_it(open_inside: Open, built: Path) -> None:
    inside = open_inside(audio=Library(built))
    answer = inside.arrive()
    assert (answer.said, len(played(answer))) == ((), 1)
    (address,) = played(answer)
    reply = fetch(inside, address)
    assert (reply.status_code, reply.content_type) == (200, "audio/wav")
    assert reply.headers["Content-Language"] == "zh-CN"
    with wave.open(io.BytesIO(reply.data)) as read:
        assert (read.getnchannels(), read.getsampwidth(), read.getframerate()) == (1, 2, 8000)
    assert "您好，欢迎致电中国移动。".encode() in reply.data


def test_a_menu_in_two_languages_is_one_sound_a_sentence_each_in_its_language(
    open_inside: Open, built: Path
) -> None:
    inside = open_inside(audio=Library(built))
    answer = inside.at_services()
    assert answer.said == ()
    languages = [fetch(inside, one).headers["Content-Language"] for one in played(answer)]
    assert sorted(set(languages)) == ["en", "zh-CN"]
    assert languages.count("en") == 1


def test_an_amount_is_one_sound_that_any_process_joins(open_inside: Open, built: Path) -> None:
    here, there = open_inside(audio=Library(built)), open_inside(audio=Library(built))
    answer = here.at_more()
    assert answer.said == ()
    balance = played(answer)[0]
    reply = fetch(there, balance)
    assert reply.status_code == 200
    assert "您的话费余额为二十元五角，有效期到".encode() in reply.data
    assert fetch(here, balance).data == reply.data


def test_the_same_turn_delivered_again_plays_the_same_sounds(open_inside: Open, built: Path) -> None:
    inside = open_inside(audio=Library(built))
    first = inside.at_more()
    assert inside.turn(2, SID, Digits="1").body == first.body


def test_what_has_no_sound_is_said_in_the_same_words(open_inside: Open, tmp_path: Path, built: Path) -> None:
    silent, speaking = open_inside(audio=None), open_inside(audio=Library(tmp_path / "nothing"))
    assert silent.at_services("CA7").said == speaking.at_services("CA8").said
    assert played(open_inside(audio=Library(built)).at_services("CA9"))


def test_a_queue_plays_only_what_is_built(open_inside: Open, built: Path) -> None:
    inside = open_inside(audio=Library(built))
    inside.at_agent()
    answer = inside.wait(3, QueueTime="0")
    assert answer.said == ()
    assert all(fetch(inside, one).status_code == 200 for one in played(answer))


def test_a_sound_is_fresh_for_ever_and_comes_in_ranges(open_inside: Open, built: Path) -> None:
    inside = open_inside(audio=Library(built))
    (address,) = played(inside.arrive())
    whole = fetch(inside, address)
    digest = address.rpartition("/")[2].removesuffix(".wav")
    assert (whole.headers["ETag"], whole.headers["Cache-Control"]) == (f'"{digest}"', FOREVER)
    part = fetch(inside, address, Range="bytes=44-143")
    assert (part.status_code, part.data) == (206, whole.data[44:144])
    assert fetch(inside, address, Range="bytes=99999999-").status_code == 416
    assert fetch(inside, address, If_None_Match=f'"{digest}"').status_code == 304


@pytest.mark.parametrize(
    "name",
    ["0" * 64, "index", "..%2findex.json", "../index.json", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "x", "G" * 64],
)
def test_no_other_name_plays_anything(open_inside: Open, built: Path, name: str) -> None:
    inside = open_inside(audio=Library(built))
    assert fetch(inside, f"/audio/{name}.wav").status_code == 404
    assert fetch(inside, f"/audio/{name}").status_code == 404


def test_a_hotline_that_only_says_plays_nothing(open_inside: Open, built: Path) -> None:
    address = played(open_inside(audio=Library(built)).arrive())[0]
    assert fetch(open_inside(audio=None), address).status_code == 404


def test_addresses_stand_behind_the_path_the_carrier_knows(open_inside: Open, built: Path) -> None:
    inside = open_inside(audio=Library(built), origin="https://hotline.example/ivr", tokens=())
    answer = inside.post("/voice", standard(SID, CALLER, "10086", status="ringing"))
    assert played(answer)[0].startswith("/ivr/audio/")
