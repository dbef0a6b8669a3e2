"""Calls and changes for the store's tests, and what a racing process does to one call."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

from ivr.adapters.store.calls import SqlCalls
from ivr.adapters.store.database import Database
from ivr.errors import Conflict
from ivr.model.call import Call, Frame
from ivr.model.events import Channel
from ivr.model.ids import CallSid, Digest, Language, Msisdn
from ivr.model.office import Effect, OfficeAnswer, OfficeRequest
from ivr.model.record import Happened, Note
from ivr.model.stored import Change, Obligation, OwedRequest, OwedText, Settled
from ivr.model.values import Record

SID = CallSid("CA1")
START = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
THREADS, STEPS = 4, 12
"""How many threads race in each process, and how often each moves the call on."""


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def a_call(sid: CallSid = SID, *, turn: int = 0, disposition: str | None = None) -> Call:
    return Call(
        sid,
        Digest("d"),
        START,
        Msisdn("13800138000"),
        "10086",
        Channel.VOICE,
        Language("zh-CN"),
        frames=(Frame("main", "services", Record({"名字": "值"})),),
        turn=turn,
        disposition=disposition,
    )


def note(happened: Happened = Happened.ENTERED, *, seconds: float = 0, **facts: str | int) -> Note:
    return Note(at(seconds), happened, "main", "services", Record(facts))


ASKED = OfficeRequest(
    "CA1:look:1:0",
    "look",
    Effect.WRITE,
    Msisdn("13800138000"),
    Msisdn("13900139000"),
    Record({"kind": "网络", "n": 1}),
)


def request(key: str = ASKED.key, *, owner: str = "", due: float = 0) -> Obligation:
    return Obligation(key, SID, at(due), OwedRequest(replace(ASKED, key=key), 3.5), owner)


def text(key: str = "CA1:text:0:0", *, due: float = 0) -> Obligation:
    return Obligation(key, SID, at(due), OwedText(Msisdn("13800138000"), "您的余额为20.50元"))


def settled(key: str = "CA1:look:1:0", outcome: str = "ok", seconds: float = 9) -> Settled:
    return Settled(key, OfficeAnswer(outcome, Record({"票": "1"})), at(seconds))


def change(
    call: Call,
    version: int = 0,
    *,
    turn: int | None = None,
    answer: str | None = None,
    notes: tuple[Note, ...] = (),
    owes: tuple[Obligation, ...] = (),
    settled: tuple[Settled, ...] = (),
) -> Change:
    """A change made by the process called ``me``."""
    return Change(call, version, "me", turn, answer, notes, owes, settled)


def move_on(store: SqlCalls, who: str) -> None:
    """Move the call on by one turn, trying again whenever somebody else was first."""
    while True:
        stored = store.call(SID)
        assert stored is not None
        turn = stored.call.turn
        try:
            store.commit(
                Change(
                    stored.call.with_turn(turn + 1),
                    stored.version,
                    store.owner,
                    turn=turn,
                    answer=who,
                    notes=(note(turn=turn, who=who),),
                )
            )
        except Conflict:
            continue
        return


def race(url: str, name: str) -> None:
    """Be one of the processes that move the same call on."""
    database = Database(url)
    store = SqlCalls(database)

    def run(thread: int) -> None:
        for step in range(STEPS):
            move_on(store, f"{name}.{thread}.{step}")

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(run, range(THREADS)))
    database.close()


def claim_first(url: str, keys: list[str], done: Connection) -> None:
    """Claim what can be claimed and send back which keys it was."""
    database = Database(url)
    store = SqlCalls(database)
    done.send([key for key in keys if store.claim(key, owner=store.owner, was="")])
    database.close()


def live_until_killed(url: str, told: Connection) -> None:
    """Own a turn and an obligation, say so, and wait for the end."""
    database = Database(url)
    store = SqlCalls(database)
    store.commit(Change(a_call(), 0, store.owner, turn=0, owes=(request(owner=store.owner),)))
    told.send((store.owner, os.getpid()))
    while True:
        time.sleep(60)  # the parent kills this process


def eventually(is_so: Callable[[], bool]) -> bool:
    """Whether something becomes so within a few seconds; the system closes a killed process's files late."""
    until = time.monotonic() + 5
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True
