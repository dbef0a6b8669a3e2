"""No password and no carrier's address of a recording in any log, event, text, document or database page.

Whole calls against a real office, with everything logged, and with our own code made to fail where secrets
are at hand.
"""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stderr
from pathlib import Path

import pytest

from backend_stub.app import create_app
from backend_stub.server import serving
from ivr import aftermath as aftermath_module
from ivr.adapters.messengers import OfficeMessenger
from ivr.adapters.office import TmForumOffice
from ivr.adapters.store.tables import metadata
from ivr.cli.logs import set_up_logs
from ivr.model.ids import CallSid
from ivr.model.values import Secret
from ivr.performer import Performer
from ivr.turn import commits as commits_module
from ivr.turn import turns as turn_module
from tests.web.fakes import FakeMessenger, FakeOffice
from tests.web.handset import RECORDED, Handset
from tests.web.inside import Inside, blocked

OWN, OTHER, SENIOR = "13800138000", "13900139000", "13700137000"
RIGHT, RIGHT_OF_OTHER = "903417", "750286"
WRONG = ("618253", "618254", "618255")
SHORT, CLEARED = "48372", "59261*"
CANARIES = (RIGHT, RIGHT_OF_OTHER, *WRONG, SHORT, CLEARED[:-1], RECORDED)
"""Whatever a caller types where a password is asked for, and where the carrier keeps what they said."""

SUBSCRIBERS = f"""
subscribers:
  - msisdn: "{OWN}"
    service_password: "{RIGHT}"
    balance: "20.50"
    valid_until: 2026-12-31
    status: active
    services:
      - {{id: S1, name: 手机报, provider: 新华传媒, port: "10661234", price: "5.00", paid_content: true}}
      - {{id: S3, name: 视频会员, provider: 云视科技, port: "10665678", price: "8.00", paid_content: true}}
  - {{msisdn: "{OTHER}", service_password: "{RIGHT_OF_OTHER}", balance: "7.00", valid_until: 2026-12-31, status: active}}
  - {{msisdn: "{SENIOR}", service_password: "112358", balance: "7.00", status: active, born: 1950-03-08}}
"""


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """Log all there is as the hotline logs, into what is yielded."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "werkzeug", "sqlalchemy")}
    written = io.StringIO()
    with redirect_stderr(written):
        set_up_logs(logging.DEBUG)
    try:
        for name in levels:
            logging.getLogger(name).setLevel(logging.DEBUG)
        yield written
    finally:
        root.handlers = before
        root.setLevel(level)
        for name, one in levels.items():
            logging.getLogger(name).setLevel(one)


@pytest.fixture
def real(tmp_path: Path, open_inside: Callable[..., Inside]) -> Iterator[Inside]:
    """Give a hotline whose office and messenger are the real adapters, asking a stub over HTTP."""
    data = tmp_path / "subscribers.yaml"
    data.write_text(SUBSCRIBERS)
    with serving(create_app(data)) as url, TmForumOffice(url) as office:
        texts = OfficeMessenger(office.transport)
        messenger = FakeMessenger()
        keep = messenger.send

        def send(*given: object, **named: object) -> object:
            keep(*given, **named)  # type: ignore[arg-type]
            return texts.send(*given, **named)  # type: ignore[arg-type]

        messenger.send = send  # type: ignore[method-assign,assignment]
        asked = FakeOffice(otherwise=lambda request: office.perform(request, within_s=3))
        yield open_inside(office=asked, messenger=messenger)


def say_everything(inside: Inside) -> Iterator[Handset]:
    """Call for everything there is, with right and wrong passwords; yield the calls."""
    yield Handset(inside, "CA1").call().press("2", WRONG[0], SHORT, CLEARED, RIGHT, "4", "1", "1").hang_up()
    yield Handset(inside, "CA2").call().press("1", "1", "2", "3", OTHER, WRONG[1], RIGHT_OF_OTHER).hang_up()
    yield (
        Handset(inside, "CA3").call().press("3", "2").speak("RE1").press("1", "1", "3", "5", RIGHT).hang_up()
    )
    yield Handset(inside, "CA4").call().press("3", "1").hang_up_while_speaking("RE2")
    yield Handset(inside, "CA5").call().press("0").send(QueueResult="leave").press("1").hang_up()
    yield Handset(inside, "CA6").call().press("5", "4", "1").silent().hang_up()
    yield Handset(inside, "CA7").call().press("2").say(WRONG[2]).press(WRONG[2], WRONG[0]).hang_up()
    yield Handset(inside, "CA8", caller="anonymous").call().press("1", OTHER, RIGHT_OF_OTHER).hang_up()
    yield Handset(inside, "CA9", caller=SENIOR).call().hang_up()


def kept(inside: Inside) -> bytes:
    """Return every byte of the database, of its log and of what lies beside it."""
    folder = inside.database.path.parent
    files = [one for one in folder.rglob(f"{inside.database.path.stem}.*") if one.is_file()]
    assert {one.suffix for one in files} >= {".db", ".db-wal"}
    return b"".join(one.read_bytes() for one in files)


SHOWN = tuple((one, re.compile(rb"(?<![0-9a-f])" + one.encode() + rb"(?![0-9a-f])")) for one in CANARIES)
"""Each canary standing by itself: five digits turn up by chance within a longer number, a digest, an address."""


def nothing_in(where: str, text: bytes | str) -> None:
    data = text.encode() if isinstance(text, str) else text
    for canary, shown in SHOWN:
        found = shown.search(data)
        assert found is None, (where, canary, data[max(0, found.start() - 60) : found.end() + 60])


def nothing_in_the_log(written: str) -> None:
    """Look through every line without the microseconds of its time, which are any six digits."""
    for line in written.splitlines():
        fields = json.loads(line)
        del fields["ts"]
        nothing_in("the log", json.dumps(fields, ensure_ascii=False))


def values(inside: Inside) -> Iterator[str]:
    """Yield every value of every table: side by side in a page, two of them could hide one another."""
    with inside.database.reading() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(table.select()):
                yield from (repr(value) for value in row)


def nothing_anywhere(inside: Inside, written: io.StringIO, calls: list[Handset]) -> None:
    nothing_in("the database", kept(inside))
    nothing_in("the tables", "\n".join(values(inside)))
    nothing_in_the_log(written.getvalue())
    for one in calls:
        nothing_in("what was heard", "\n".join(one.heard))
        nothing_in("the last document", one.answer.body)
        nothing_in("the event log", repr(inside.calls.log(CallSid(one.sid))))
        nothing_in("the call", repr(inside.calls.call(CallSid(one.sid))))
    nothing_in("the records", repr(inside.calls.records(limit=100)))
    nothing_in("the texts", repr(inside.messenger.sent))
    with inside.database.reading() as connection:
        answers = connection.exec_driver_sql("SELECT answer FROM turn").scalars().all()
    nothing_in("the documents", "\n".join(str(one) for one in answers))
    client = inside.hotline.app.test_client()
    for page in ("/livez", "/readyz", "/", "/voice", "/recording/CA3/RE1/x.wav"):
        nothing_in(page, client.get(page).data)


def test_whole_calls_leave_no_secret_anywhere(real: Inside) -> None:
    with everything_logged() as written:
        calls = list(say_everything(real))
        for _ in range(4):
            real.clock.forward(seconds=2)
            real.sweep()
            real.settle_down()
        asked = {request.operation for request in real.office.asked}
        assert asked >= {
            "end_services",
            "lodge_complaint",
            "latest_complaint",
            "ask_call_back",
            "get_charges",
        }
        assert len(real.office.keys("check_password")) > 5
        assert len(written.getvalue().splitlines()) > 100
        assert "RE1" in kept(real).decode("utf-8", "replace")
        nothing_anywhere(real, written, calls)


@pytest.mark.parametrize("secret", CANARIES)
def test_the_search_tells_a_secret_from_a_digest_and_from_the_time(secret: str) -> None:
    line = json.dumps({"event": f"0x7f{secret}", "hash": f"9e{secret}c1", "ts": f"T05:55:23.{secret}Z"})
    nothing_in_the_log(line)
    for event in (f"Digits={secret}", f"'{secret}'", secret, f"PIN:{secret}."):
        with pytest.raises(AssertionError, match="the log"):
            nothing_in_the_log(json.dumps({"event": event, "ts": ""}))


def test_the_search_finds_what_it_looks_for(real: Inside) -> None:
    with everything_logged() as written:
        one = Handset(real, "CA1").call()
        real.office.otherwise = lambda _: (_ for _ in ()).throw(RuntimeError(f"the password was {RIGHT}"))
        one.press("1")
        with pytest.raises(AssertionError, match="the log"):
            nothing_anywhere(real, written, [one])


def raising(*_: object, **__: object) -> object:
    raise RuntimeError("a mistake of our own")


BREAKS: list[tuple[str, Callable[[Inside, pytest.MonkeyPatch], None]]] = [
    ("the office's adapter", lambda inside, _: inside.office.tell("check_password", RuntimeError("broken"))),
    ("the engine", lambda _, patch: patch.setattr(turn_module, "advance", raising)),
    ("the performer", lambda _, patch: patch.setattr(Performer, "_guess", raising)),
    ("the pool", lambda _, patch: patch.setattr(Performer, "start", raising)),
    ("the documents", lambda _, patch: patch.setattr(commits_module.Commits, "answer", raising)),
]


@pytest.mark.parametrize(("where", "break_it"), BREAKS, ids=[where for where, _ in BREAKS])
def test_a_mistake_where_a_secret_is_at_hand_does_not_show_it(
    real: Inside,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    break_it: Callable[[Inside, pytest.MonkeyPatch], None],
) -> None:
    with everything_logged() as written:
        one = Handset(real, "CA1").call().press("2")
        break_it(real, monkeypatch)
        one.send_only(Digits=RIGHT)
        assert "Traceback" in written.getvalue()
        monkeypatch.undo()
        monkeypatch.setattr(aftermath_module, "advance", raising)
        one.inside.post("/voice/status", one._form(status="completed"))
        nothing_anywhere(real, written, [one])


def test_while_a_password_is_checked_only_a_keyed_hash_of_it_is_stored(real: Inside) -> None:
    with everything_logged() as written, blocked() as (wait, go), ThreadPoolExecutor(1) as pool:
        one = Handset(real, "CA1").call().press("2")
        real.office.tell("check_password", wait)
        turn = pool.submit(one.send_only, Digits=RIGHT)
        real.office.wait_for("check_password")
        nothing_anywhere(real, written, [one])
        go.set()
        turn.result()


def test_a_secret_does_not_show_itself() -> None:
    assert RIGHT not in repr(Secret(RIGHT))
    assert RIGHT not in str(Secret(RIGHT))
    assert RIGHT not in f"{Secret(RIGHT)}"
