"""A caller's own words, from an address of ours that lives as long as the call: architecture, section 4."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ivr.adapters.recordings import CarrierRecordings
from tests.web.handset import RECORDED, Handset, recording
from tests.web.inside import Inside, standard

ACCOUNT = "AC" + "0" * 32


def played(handset: Handset) -> str:
    """Return the address the line is told to play."""
    (play,) = handset.answer.root.iter("Play")
    return play.text or ""


def fetched(inside: Inside, address: str) -> int:
    return inside.hotline.app.test_client().get(address).status_code


def test_what_was_said_is_played_back_from_an_address_of_ours(inside: Inside) -> None:
    one = recording(inside).speak("RE7")
    address = played(one)
    assert address.startswith("/recording/CA1/RE7/")
    answer = inside.hotline.app.test_client().get(address)
    assert answer.data == inside.recordings.fetch(ACCOUNT, "RE7")
    assert (answer.content_type, answer.headers["Cache-Control"]) == ("audio/wav", "no-store")
    assert inside.recordings.fetched[0] == (ACCOUNT, "RE7")
    assert RECORDED.encode() not in one.answer.body


def test_the_address_ends_with_the_call(inside: Inside) -> None:
    one = recording(inside).speak("RE7")
    address = played(one)
    assert fetched(inside, address) == 200
    one.hang_up()
    assert fetched(inside, address) == 404


def test_no_other_address_plays_anything(inside: Inside) -> None:
    address = played(recording(inside).speak("RE7"))
    *_, sid, name, signed = address.split("/")
    signature = signed.removesuffix(".wav")
    other = played(recording(inside, "CA2").speak("RE8"))
    theirs = other.rpartition("/")[2].removesuffix(".wav")
    inside.recordings.fetched.clear()
    for wrong in (
        f"/recording/{sid}/{name}/{signature[:-1]}0.wav" if signature[-1] != "0" else "/recording/x",
        f"/recording/{sid}/{name}/{signature.upper()}.wav",
        f"/recording/{sid}/{name}/{theirs}.wav",
        f"/recording/{sid}/RE8/{signature}.wav",
        f"/recording/{sid}/RE8/{theirs}.wav",
        f"/recording/CA2/{name}/{signature}.wav",
        f"/recording/CAnobody/{name}/{signature}.wav",
        f"/recording/{sid}/{name}/.wav",
        f"/recording/{sid}/{name}/{signature}",
        f"/recording/{sid}/{name}/é.wav",
        f"/recording/{sid}/../{name}/{signature}.wav",
        f"/recording/{sid}/..%2f{name}/{signature}.wav",
        f"/recording/{sid}/%2e%2e/{signature}.wav",
        f"/recording/{sid}%00/{name}/{signature}.wav",
        f"/recording/{sid}%0a/{name}/{signature}.wav",
        "/recording/",
        "/recording/../secret.key",
    ):
        assert fetched(inside, wrong) == 404, wrong
    assert not inside.recordings.fetched
    assert fetched(inside, address) == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_an_address_of_a_recording_is_only_read(inside: Inside, method: str) -> None:
    address = played(recording(inside).speak("RE7"))
    assert inside.hotline.app.test_client().open(address, method=method.upper()).status_code == 405


# what a request says is never fetched ---------------------------------------------------------------


class Trap(HTTPServer):
    """A server that notes who comes."""

    def __init__(self) -> None:
        self.came: list[str] = []
        super().__init__(("127.0.0.1", 0), Notes)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Notes(BaseHTTPRequestHandler):
    server: Trap

    def do_GET(self) -> None:
        self.server.came.append(self.path)
        self.send_response(302)
        self.send_header("Location", f"{self.server.address}/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def trap() -> Iterator[Trap]:
    with Trap() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "path", ["", "/", "/RE9", "/2010-04-01/Accounts/AC1/Recordings/RE9", "/RE9?x=RE1", "/RE9.wav"]
)
@pytest.mark.parametrize("named", [{}, {"RecordingSid": "RE9"}, {"RecordingSid": "../../etc/passwd"}])
def test_the_address_a_request_names_is_never_asked(
    inside: Inside, trap: Trap, path: str, named: dict[str, str]
) -> None:
    one = recording(inside)
    one.send(RecordingUrl=trap.address + path, RecordingDuration="12", Digits="#", **named)
    for play in one.answer.root.iter("Play"):
        assert (play.text or "").startswith("/recording/CA1/RE9/")
        assert fetched(inside, play.text or "") == 200
    assert not trap.came
    assert {name for _, name in inside.recordings.fetched} <= {"RE9"}
    one.hang_up()
    inside.clock.forward(seconds=2)
    inside.swept_clean()
    assert not trap.came
    for asked in inside.office.requests("lodge_complaint"):
        assert trap.address not in str(asked)


def test_where_recordings_are_kept_is_asked_by_account_and_name_and_followed_nowhere(trap: Trap) -> None:
    kept = CarrierRecordings(trap.address, "12345")
    try:
        assert kept.fetch(ACCOUNT, "RE7")[:4] == b"RIFF"  # silence: it was sent elsewhere
        assert trap.came == [f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/RE7.wav"]
    finally:
        kept.close()


@pytest.mark.parametrize("account", ["", "../..", "AC/../x", "AC@evil.example", "x" * 65])
def test_an_account_that_is_none_is_asked_nothing(inside: Inside, trap: Trap, account: str) -> None:
    form = standard("CA9", "+8613800138000", "10086", status="ringing") | {"AccountSid": account}
    inside.post("/voice", form)
    one = recording(inside, "CA9").speak("RE7")
    assert fetched(inside, played(one)) == 200
    assert inside.recordings.fetched == [("", "RE7")]
    kept = CarrierRecordings(trap.address, "12345")
    try:
        assert kept.fetch("", "RE7")[:4] == b"RIFF"
    finally:
        kept.close()
    assert not trap.came
