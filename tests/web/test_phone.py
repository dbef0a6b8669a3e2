"""The phone in the browser, without a browser: what its page asks, and what it is told."""

from __future__ import annotations

import io
import wave
from typing import Any

import pytest
from flask.testing import FlaskClient

from ivr.line.limits import RECORD_LONGEST_S
from ivr.model.ids import Msisdn
from ivr.ports import Subscribed
from ivr.web.app import open_hotline
from ivr.web.config import WebConfig
from ivr.web.phone import calls as phone_calls
from tests.web.fakes import BALANCE
from tests.web.inside import ORIGIN, TOKEN, Inside, words

NUMBER = "13800138000"


class Book:
    """Two numbers, one of which got a text."""

    def subscribers(self) -> tuple[Subscribed, ...]:
        return Subscribed(Msisdn(NUMBER), "20.50"), Subscribed(Msisdn("13900139000"), "-12.30")

    def texts(self, number: Msisdn) -> tuple[str, ...]:
        return ("短信",) if number == NUMBER else ()


class Browser:
    """The page's script, as far as the server sees it."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.at: dict[str, Any] = {}

    def dial(self, caller: str = NUMBER) -> dict[str, Any]:
        return self._keep(self.client.post("/phone/calls", json={"from": caller}))

    def act(self, **act: Any) -> dict[str, Any]:
        body = {"turn": self.at["turn"], **act}
        return self._keep(self.client.post(f"/phone/calls/{self.at['call']}/act", json=body))

    def until(self, doing: str, **act: Any) -> None:
        """Do ``act`` and let time pass until the line is ``doing``."""
        self.act(**act)
        while self.at["opening"]["doing"] != doing:
            self.act(do="nothing")

    @property
    def heard(self) -> list[str]:
        return [one["text"] for one in self.at["heard"]]

    def _keep(self, answer: Any) -> dict[str, Any]:
        assert answer.status_code == 200, answer.text
        self.at = answer.get_json()
        return self.at


@pytest.fixture
def hotline(inside: Inside) -> Any:
    opened = open_hotline(WebConfig(ORIGIN, (TOKEN,)), inside.services, phone_book=Book())
    yield opened
    opened.close()


@pytest.fixture
def client(hotline: Any) -> FlaskClient:
    client: FlaskClient = hotline.app.test_client()
    client.environ_base["HTTP_HOST"] = "127.0.0.1:8010"
    return client


@pytest.fixture
def browser(client: FlaskClient) -> Browser:
    return Browser(client)


def test_a_call_hears_what_a_carriers_call_hears(browser: Browser) -> None:
    browser.dial()
    assert browser.heard == [words("main.welcome")]
    browser.until("prompting", do="nothing")
    browser.act(do="keys", keys="1", at=3.0)
    assert browser.at["heard"][-2]["cut"]
    assert browser.heard[-1] == words(
        "balance.left", left=BALANCE.values["left"], until=BALANCE.values["valid_until"]
    )


def test_a_call_that_is_hung_up_is_settled_as_the_carrier_would_have_it(
    browser: Browser, inside: Inside
) -> None:
    browser.dial()
    browser.until("prompting", do="nothing")
    assert browser.act(do="hang_up")["ended"] == "caller"
    assert inside.disposition(browser.at["call"]) == "hung up at main.services"


def test_an_act_told_twice_is_done_once(browser: Browser) -> None:
    browser.dial()
    browser.until("prompting", do="nothing")
    turn = browser.at["turn"]
    first = browser.act(do="keys", keys="1")
    assert browser.act(do="keys", keys="1", turn=turn) == first


def test_an_act_is_moved_into_the_time_it_may_be_done_in(browser: Browser) -> None:
    browser.dial()
    opening = browser.at["opening"]
    assert browser.act(do="nothing", at=1e9)["opening"]["start"] == opening["until"]
    browser.act(do="hang_up", at=0)
    assert browser.at["ended"] == "caller"


def test_what_is_said_into_the_microphone_is_played_back(browser: Browser, client: FlaskClient) -> None:
    browser.dial()
    browser.until("prompting", do="nothing")
    browser.act(do="keys", keys="3")
    browser.until("recording", do="keys", keys="4")
    sound = _wav(2.0)
    put = client.put(f"/phone/calls/{browser.at['call']}/recording", data=sound)
    assert put.status_code == 204
    browser.act(do="message", seconds=2.0)
    browser.act(do="keys", keys="#")
    browser.until("prompting", do="nothing")
    played = next(one["url"] for one in browser.at["heard"] if one["kind"] == "play")
    assert client.get(played).data == sound


@pytest.mark.parametrize("sound", [b"", b"no sound at all", pytest.param(None, id="stereo")])
def test_what_is_no_recording_is_refused(browser: Browser, client: FlaskClient, sound: bytes | None) -> None:
    browser.dial()
    put = client.put(
        f"/phone/calls/{browser.at['call']}/recording",
        data=_wav(0.1, channels=2) if sound is None else sound,
    )
    assert put.status_code == 400


def test_a_queue_is_answered_by_whoever_plays_the_other_side(browser: Browser) -> None:
    browser.dial()
    browser.until("prompting", do="nothing")
    browser.act(do="keys", keys="0")
    while not browser.at["opening"]["queued"]:
        browser.act(do="nothing")
    browser.act(do="transfer", to="answered")
    assert browser.at["opening"]["doing"] == "talking"
    assert browser.act(do="hang_up")["ended"] == "transferred:agents"


@pytest.mark.parametrize(
    "act",
    [
        {},
        {"do": "dance"},
        {"do": "keys", "keys": "a"},
        {"do": "keys", "keys": "1" * 33},
        {"do": "keys", "keys": 1},
        {"do": "say", "words": " "},
        {"do": "say", "words": "长" * 201},
        {"do": "message", "seconds": 1},
        {"do": "transfer", "to": "answered"},
        {"do": "nothing", "at": "soon"},
        {"do": "nothing", "at": -1},
        {"do": "nothing", "at": True},
    ],
)
def test_what_cannot_be_done_is_refused_and_the_call_goes_on(
    browser: Browser, client: FlaskClient, act: dict[str, object]
) -> None:
    before = browser.dial()
    answer = client.post(f"/phone/calls/{before['call']}/act", json={"turn": before["turn"], **act})
    assert answer.status_code == 400
    assert browser.act(do="nothing")["turn"] == before["turn"] + 1


def test_a_message_cannot_be_longer_than_a_line_records(browser: Browser) -> None:
    browser.dial()
    browser.until("prompting", do="nothing")
    browser.act(do="keys", keys="3")
    browser.until("recording", do="keys", keys="4")
    assert browser.act(do="message", seconds=1e12)["opening"]["start"] < RECORD_LONGEST_S


@pytest.mark.parametrize("caller", ["", "12345", 13800138000, None, "+13800138000"])
def test_nobody_calls_from_a_number_that_is_none(client: FlaskClient, caller: object) -> None:
    assert client.post("/phone/calls", json={"from": caller}).status_code == 400


def test_a_withheld_number_can_call(browser: Browser, inside: Inside) -> None:
    browser.dial("anonymous")
    stored = inside.calls.call(browser.at["call"])
    assert stored is not None
    assert stored.call.caller is None


def test_the_page_is_told_who_can_call_and_what_they_were_texted(client: FlaskClient) -> None:
    assert [one["number"] for one in client.get("/phone/numbers").get_json()] == [NUMBER, "13900139000"]
    assert client.get(f"/phone/texts?number={NUMBER}").get_json() == ["短信"]
    assert client.get("/phone/texts?number=nobody").get_json() == []


@pytest.mark.parametrize("path", ["/", "/phone/numbers", "/phone/page/phone.js", "/phone/page/phone.css"])
def test_a_page_of_another_name_for_loopback_is_refused(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        assert answer.status_code == 200
    assert client.get(path, headers={"Host": "elsewhere.example"}).status_code == 403


def test_another_page_cannot_call_through_this_machines_browser(client: FlaskClient) -> None:
    elsewhere = {"Origin": "https://elsewhere.example"}
    assert client.post("/phone/calls", json={"from": NUMBER}, headers=elsewhere).status_code == 403
    form = client.post("/phone/calls", data="from=13800138000", content_type="text/plain")
    assert form.status_code == 415


def test_the_page_asks_nobody_elsewhere(client: FlaskClient) -> None:
    for path in ("/", "/phone/page/phone.js", "/phone/page/phone.css"):
        with client.get(path) as answer:
            assert "//" not in "".join(line.partition("// ")[0] for line in answer.text.splitlines()), path


def test_a_call_nobody_touches_is_forgotten(
    browser: Browser, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone_calls, "MOST_CALLS", 1)
    first = browser.dial()
    browser.dial()
    late = client.post(f"/phone/calls/{first['call']}/act", json={"turn": 1, "do": "nothing"})
    assert late.status_code == 404


def test_without_a_phone_book_there_is_no_phone(inside: Inside) -> None:
    client = inside.hotline.app.test_client()
    assert client.get("/", headers={"Host": "127.0.0.1"}).status_code == 404


def _wav(seconds: float, *, channels: int = 1) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(b"\x01\x02" * int(8000 * seconds) * channels)
    return file.getvalue()
