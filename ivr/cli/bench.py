"""``ivr bench``: the project's own benchmark, each figure beside what it is compared with, in one run.

Machines differ, so the ratios are what to watch. Nothing leaves this process; the office answers at once.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode

import click
import yaml
from flask import Flask, request
from twilio.request_validator import RequestValidator

from ivr.adapters.clock import SystemClock
from ivr.adapters.recordings import CarrierRecordings
from ivr.adapters.store.attempts import SqlAttempts
from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.calls import SqlCalls
from ivr.adapters.store.database import Database
from ivr.adapters.store.operators import SqlSwitches
from ivr.adapters.store.tickets import SqlTickets
from ivr.adapters.voice.library import Library
from ivr.bundle.bundle import Bundle
from ivr.checks.check import check
from ivr.cli.benches.figures import Figure, show
from ivr.cli.benches.sick_office import sick_office
from ivr.cli.emptiness import Emptiness, time_turns
from ivr.cli.many_flows import time_checks
from ivr.cli.settings import read_settings
from ivr.cli.wiring import checked_bundle, publish_bundle
from ivr.engine.advance import advance, begin
from ivr.engine.machine import compile_program
from ivr.model.events import Arrived, Digits, Returned
from ivr.model.ids import CallSid, Language, Msisdn
from ivr.model.money import Money
from ivr.model.office import Delivery, Message, OfficeAnswer, OfficeRequest
from ivr.model.stored import Joint
from ivr.model.values import Record
from ivr.ports import Audio, Services
from ivr.scripts.stage import Stage
from ivr.web.app import open_hotline
from ivr.web.config import WebConfig
from ivr.wording.kinds import read

CALLS = 60
"""Calls made; with five turns each the whole takes a few seconds."""
ROUNDS = 300
TOKEN = "12345"  # noqa: S105 -- signs nothing but the requests made here
ORIGIN = "https://hotline.example"
_ANSWERS = {
    "who_calls": OfficeAnswer("ok", Record({"age": 35, "needs_person": False})),
    "get_balance": OfficeAnswer(
        "ok", Record({"left": Money(2050), "owed": Money(0), "valid_until": date(2027, 12, 31)})
    ),
}


class _Office:
    def perform(self, request: OfficeRequest, *, within_s: float) -> OfficeAnswer:  # noqa: ARG002 -- a port
        return _ANSWERS[request.operation]


class _Messenger:
    def send(self, message: Message, *, within_s: float) -> Delivery:  # noqa: ARG002 -- a port
        return Delivery.ACCEPTED


@click.group(invoke_without_command=True)
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@click.pass_context
def bench(ctx: click.Context, *, json_: bool) -> None:
    """Measure turns, the engine, the store and the checks, each beside what it is compared with.

    A command after it measures that alone.
    """
    if ctx.invoked_subcommand is not None:
        return
    settings = read_settings(os.environ)
    bundle = checked_bundle(settings.project)
    with tempfile.TemporaryDirectory(prefix="ivr-bench-") as folder:
        figures = [
            _turns(bundle, Path(folder)),
            *_spoken(bundle, Path(folder), Library(settings.audio)),
            _store(Path(folder)),
            _engine(bundle),
            _checks(bundle),
            *_many_flows(),
            _simulated(bundle),
        ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    show(figures, json_=json_, peak_mb=round(peak, 1))
    if not json_:
        click.echo(f"{peak:8.1f} MB  peak memory of this process")


bench.add_command(sick_office)


def _turns(bundle: Bundle, folder: Path) -> Figure:
    """Time a webhook turn through the whole stack; beside signature and Flask with nothing behind them."""
    empty = Flask("empty")
    validator = RequestValidator(TOKEN)

    @empty.post("/voice")
    def nothing() -> str:
        url, signature = f"{ORIGIN}/voice", request.headers["X-Twilio-Signature"]
        return "<Response/>" if validator.validate(url, request.form, signature) else ""

    with _hotline(bundle, folder) as app:
        ours = [spent for number in range(CALLS) for spent in _one_call(app, f"CA{number:032x}")]
    theirs = [_post(empty, "/voice", f"CA{number:032x}") for number in range(CALLS * 5)]
    beside = "signature and Flask alone"
    return Figure("a turn", statistics.median(ours) * 1e6, "µs", beside, statistics.median(theirs) * 1e6)


def _spoken(bundle: Bundle, folder: Path, audio: Library) -> tuple[Figure, ...]:
    """Time the turn that tells the balance, played and said, and joining its sound; nothing without audio."""
    if audio.index is None:
        return ()
    spent: list[float] = []
    for played, name in ((audio, "played.db"), (None, "said.db")):
        with _hotline(bundle, folder, name=name, audio=played) as app:
            calls = [_balance(app, f"CA{number:032x}") for number in range(CALLS)]
        spent.append(statistics.median(calls) * 1e6)
    turn = Figure(
        "a turn with a joined amount, CPU", spent[0], "µs", "the same said by the carrier", spent[1]
    )
    words, language = read("money", Money(123456), language="zh-CN"), Language("zh-CN")
    found, seconds = audio.find(words, language), audio.seconds(words, language)
    if not isinstance(found, Joint) or seconds is None:
        return (turn,)
    joining = _median(lambda: audio.join(found), rounds=100) * 1e3
    return (turn, Figure("joining an amount", joining, "ms", "listening to it", seconds * 1e3))


def _balance(app: Flask, sid: str) -> float:
    """Return the CPU seconds of the turn that tells the balance."""
    _post(app, "/voice", sid)
    _post(app, "/voice/turn/1", sid)
    return _post(app, "/voice/turn/2", sid, clock=time.process_time, Digits="1")


def _one_call(app: Flask, sid: str) -> Iterator[float]:
    yield _post(app, "/voice", sid)
    yield _post(app, "/voice/turn/1", sid)
    yield _post(app, "/voice/turn/2", sid, Digits="1")
    yield _post(app, "/voice/turn/3", sid, Digits="")
    yield _post(app, "/voice/turn/4", sid, Digits="")


def _post(
    app: Flask, path: str, sid: str, *, clock: Callable[[], float] = time.perf_counter, **added: str
) -> float:
    """Send a signed webhook and return the seconds it took."""
    form = {"CallSid": sid, "From": "+8613800138000", "To": "10086", "CallStatus": "in-progress", **added}
    signature = RequestValidator(TOKEN).compute_signature(ORIGIN + path, form)
    body, headers = urlencode(form), {"X-Twilio-Signature": signature}
    client = app.test_client()
    began = clock()
    answer = client.post(path, data=body, headers=headers, content_type="application/x-www-form-urlencoded")
    spent = clock() - began
    if answer.status_code != 200:
        raise click.ClickException(f"{path} answered {answer.status_code}")
    return spent


@contextmanager
def _hotline(
    bundle: Bundle, folder: Path, *, name: str = "bench.db", audio: Audio | None = None
) -> Iterator[Flask]:
    database = Database(f"sqlite:///{folder / name}")
    recordings = CarrierRecordings(ORIGIN, None)
    services = Services(
        clock=SystemClock(),
        office=_Office(),
        messenger=_Messenger(),
        calls=SqlCalls(database),
        bundles=SqlBundles(database),
        attempts=SqlAttempts(database),
        tickets=SqlTickets(database),
        switches=SqlSwitches(database),
        recordings=recordings,
        secret_key=b"bench",
        audio=audio,
    )
    publish_bundle(services, bundle)
    hotline = open_hotline(WebConfig(ORIGIN, (TOKEN,)), services)
    try:
        yield hotline.app
    finally:
        hotline.close()
        recordings.close()
        database.close()


def _store(folder: Path) -> Figure:
    """Time a durable write through the store; beside the barest one SQLite can do."""
    database = Database(f"sqlite:///{folder / 'store.db'}")
    calls = SqlCalls(database)
    ours = _median(calls.check)
    database.close()
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE beat (id, at)")
    connection.execute("INSERT INTO beat VALUES (1, 0)")

    def bare() -> None:
        connection.execute("UPDATE beat SET at = at + 1 WHERE id = 1")

    theirs = _median(bare)
    connection.close()
    return Figure("a durable write", ours * 1e6, "µs", "one UPDATE of bare sqlite3, as durable", theirs * 1e6)


def _engine(bundle: Bundle) -> Figure:
    """Time a key pressed at the main menu; beside one trigger of the machine alone."""
    program = compile_program(bundle.checked, bundle.digest)
    now = datetime.now(UTC)
    first = begin(program, Arrived(now, CallSid("CA1"), Msisdn("13800138000"), "10086"))
    key = first.call.waiting.key if first.call.waiting else ""
    menu = advance(program, first.call, Returned(now, key, _ANSWERS["who_calls"])).call

    def press() -> None:
        advance(program, menu, Digits(now, "1"))

    class Frame:
        state = "goodbye"

    class Track:
        def took(self, step: str, way: str) -> None:
            """Note nothing."""

    def trigger() -> None:
        frame = Frame()
        program.machines["main"].fire("end", frame, Track())  # type: ignore[arg-type] # all that it is asked

    ours, theirs = _median(press), _median(trigger)
    return Figure("advance() by a key", ours * 1e6, "µs", "one bare trigger of transitions", theirs * 1e6)


def _checks(bundle: Bundle) -> Figure:
    """Time the check of the whole project; beside only parsing its YAML."""
    files = bundle.checked.files

    def parse() -> None:
        for text in files.values():
            for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
                pass

    ours, theirs = _median(lambda: check(files), rounds=10), _median(parse, rounds=10)
    return Figure("checking the project", ours * 1e3, "ms", "parsing its YAML alone", theirs * 1e3)


def _many_flows() -> tuple[Figure, ...]:
    """Time the check of a hotline of 50 flows of ten steps: afresh, after one change, and how it grows."""
    cold, parsed, again, large = (seconds * 1e3 for seconds in time_checks())
    return (
        Figure("checking 50 flows, CPU", cold, "ms", "parsing their YAML alone", parsed),
        Figure("checking again, one changed, CPU", again, "ms", "checking them afresh", cold),
        Figure("checking 500 flows, CPU", large, "ms", "ten times 50 flows", cold * 10),
    )


def _simulated(bundle: Bundle) -> Figure:
    """Time a turn of a simulated call in memory, caller and all; beside it the same with nothing behind."""
    stage = Stage(bundle)
    stage.office.otherwise = lambda request, _: _ANSWERS[request.operation]
    ours, theirs = time_turns(stage), time_turns(Emptiness())
    beside = "the same line and caller with an empty application"
    return Figure("a turn with its simulated caller", ours * 1e6, "µs", beside, theirs * 1e6)


def _median(work: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """Return the median seconds of ``work``."""
    work()
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)
