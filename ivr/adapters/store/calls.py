"""Calls, turns, event logs and obligations on SQL."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from ivr.adapters.store import rows
from ivr.adapters.store.database import Database
from ivr.adapters.store.tables import calls, heartbeat, joints, moment, notes, obligations, turns
from ivr.errors import Conflict
from ivr.model.ids import CallSid, Digest
from ivr.model.record import CallRecord, Note, settle
from ivr.model.stored import Change, Joint, Obligation, Settled, StoredCall, StoredTurn

JOINT_DAYS = 1
"""How long what a sound is joined from is kept: longer than any call may last."""
JOINT_SWEEP = 1000
"""Answers with a joined sound between two looks for what is too old."""
_ADD_JOINT = upsert(joints).on_conflict_do_update(
    index_elements=["digest"], set_={"at": upsert(joints).excluded.at}
)


class SqlCalls:
    """``CallStore`` on one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept = count()

    @property
    def owner(self) -> str:
        """Return the name of this process."""
        return self._database.owner

    def call(self, sid: CallSid) -> StoredCall | None:
        """Return the call as last stored."""
        with self._database.reading() as connection:
            row = connection.execute(select(calls).where(calls.c.sid == sid)).mappings().first()
        return None if row is None else StoredCall(rows.call_of(row), row["version"])

    def turn(self, sid: CallSid, number: int) -> StoredTurn | None:
        """Return a turn that is running or answered."""
        wanted = select(turns).where(turns.c.sid == sid, turns.c.number == number)
        with self._database.reading() as connection:
            row = connection.execute(wanted).mappings().first()
        return None if row is None else StoredTurn(row["owner"], row["answer"])

    def commit(self, change: Change) -> None:
        """Store a change as a whole, or raise ``Conflict``."""
        with self._database.writing() as connection:
            _store_call(connection, change)
            if change.turn is not None:
                _store_turn(connection, change, change.turn)
            if change.notes:
                connection.execute(notes.insert(), [rows.note_row(change.call.sid, n) for n in change.notes])
            for owed in change.owes:
                _store_obligation(connection, owed)
            for settled in change.settled:
                _settle(connection, settled)
            if change.joints:
                _store_joints(connection, change.joints, sweep=next(self._kept) % JOINT_SWEEP == 0)

    def take_turn(self, sid: CallSid, number: int, *, owner: str, was: str) -> bool:
        """Make ``owner`` the owner of a turn left running by ``was``."""
        taken = (
            update(turns)
            .where(turns.c.sid == sid, turns.c.number == number)
            .where(turns.c.owner == was, turns.c.answer.is_(None))
            .values(owner=owner)
        )
        with self._database.writing() as connection:
            return connection.execute(taken).rowcount == 1

    def obligation(self, key: str) -> Obligation | None:
        """Return an obligation, done or not."""
        with self._database.reading() as connection:
            row = connection.execute(select(obligations).where(obligations.c.key == key)).mappings().first()
        return None if row is None else rows.obligation_of(row)

    def claim(self, key: str, *, owner: str, was: str) -> bool:
        """Make ``owner`` the one at work on an open obligation."""
        claimed = (
            update(obligations)
            .where(obligations.c.key == key, obligations.c.owner == was, obligations.c.done_at.is_(None))
            .values(owner=owner, tries=obligations.c.tries + 1)
        )
        with self._database.writing() as connection:
            return connection.execute(claimed).rowcount == 1

    def settle(self, settled: Settled) -> None:
        """Store the answer of an obligation, once."""
        with self._database.writing() as connection:
            _settle(connection, settled)

    def postpone(self, key: str, until: datetime) -> None:
        """Give an open obligation back, to be tried again later."""
        later = (
            update(obligations)
            .where(obligations.c.key == key, obligations.c.done_at.is_(None))
            .values(owner="", due=moment(until))
        )
        with self._database.writing() as connection:
            connection.execute(later)

    def learn(self, settled: Settled, *, text: Obligation | None) -> bool:
        """Store the truth about a request that was told as *unsure*, with the text owed."""
        truth = (
            update(obligations)
            .where(obligations.c.key == settled.key, obligations.c.done_at.is_(None))
            .values(answer=rows.answer_text(settled.answer), done_at=moment(settled.at), owner="")
        )
        with self._database.writing() as connection:
            learnt = connection.execute(truth).rowcount == 1
            if learnt and text is not None:
                _store_obligation(connection, text)
        return learnt

    def left_waiting(self, *, limit: int) -> tuple[CallSid, ...]:
        """Return calls that are over and wait for an operation whose answer is there."""
        wanted = (
            select(calls.c.sid)
            .join(obligations, calls.c.waiting == obligations.c.key)
            .where(obligations.c.answer.is_not(None))
            .limit(limit)
        )
        with self._database.reading() as connection:
            return tuple(CallSid(sid) for sid in connection.execute(wanted).scalars())

    def open_obligations(self, now: datetime, *, limit: int) -> tuple[Obligation, ...]:
        """Return open obligations that are due, oldest first."""
        wanted = (
            select(obligations)
            .where(obligations.c.done_at.is_(None), obligations.c.due <= moment(now))
            .order_by(obligations.c.due)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return tuple(rows.obligation_of(row) for row in connection.execute(wanted).mappings())

    def log(self, sid: CallSid) -> tuple[Note, ...]:
        """Return the event log of a call, oldest first."""
        with self._database.reading() as connection:
            return _log(connection, sid)

    def records(self, *, limit: int) -> tuple[CallRecord, ...]:
        """Return the records of the calls that ended last, newest first."""
        ended = select(calls.c.sid).where(calls.c.ended.is_not(None)).order_by(calls.c.ended.desc())
        with self._database.reading() as connection:
            sids = [CallSid(sid) for sid in connection.execute(ended.limit(limit)).scalars()]
            found = (settle(sid, _log(connection, sid)) for sid in sids)
            return tuple(record for record in found if record is not None)

    def joint(self, digest: Digest) -> Joint | None:
        """Return what a sound is joined from."""
        wanted = select(joints.c.recipe).where(joints.c.digest == digest)
        with self._database.reading() as connection:
            recipe = connection.execute(wanted).scalar()
        return None if recipe is None else Joint(digest, recipe)

    def is_alive(self, owner: str) -> bool:
        """Return whether the process called ``owner`` is still running."""
        return self._database.is_alive(owner)

    def check(self) -> None:
        """Write something, or raise ``CannotSave``.

        It differs each time: SQLite writes nothing where nothing changes.
        """
        beat = upsert(heartbeat).values(id=1, at=str(time.monotonic_ns()))
        kept = beat.on_conflict_do_update(index_elements=["id"], set_={"at": beat.excluded.at})
        with self._database.writing() as connection:
            connection.execute(kept)


def _store_call(connection: Connection, change: Change) -> None:
    row = rows.call_row(change.call, change.version + 1)
    if change.version == 0:
        connection.execute(calls.insert().values(row))  # there already: Conflict
        return
    moved = update(calls).where(calls.c.sid == change.call.sid, calls.c.version == change.version)
    if connection.execute(moved.values(row)).rowcount != 1:
        raise Conflict(f"call {change.call.sid} has moved on")


def _store_turn(connection: Connection, change: Change, number: int) -> None:
    """Insert the turn, or answer the one this process left running."""
    row = {"sid": change.call.sid, "number": number, "owner": change.owner, "answer": change.answer}
    mine = (
        update(turns)
        .where(turns.c.sid == change.call.sid, turns.c.number == number)
        .where(turns.c.owner == change.owner, turns.c.answer.is_(None))
        .values(answer=change.answer)
    )
    if connection.execute(mine).rowcount != 1:
        connection.execute(turns.insert().values(row))  # somebody else's: Conflict


def _store_obligation(connection: Connection, owed: Obligation) -> None:
    """Insert what is owed; the same key again opens it again, as after *unsure*."""
    row = rows.obligation_row(owed)
    again = {name: row[name] for name in ("due", "owner", "answer", "done_at")}
    added = upsert(obligations).values(row)
    connection.execute(added.on_conflict_do_update(index_elements=["key"], set_=again))


def _settle(connection: Connection, settled: Settled) -> None:
    """Store the answer; while the truth is still owed the obligation stays open."""
    done = {"done_at": moment(settled.at)} if settled.again is None else {"due": moment(settled.again)}
    connection.execute(
        update(obligations)
        .where(obligations.c.key == settled.key, obligations.c.answer.is_(None))
        .values(answer=rows.answer_text(settled.answer), owner="", **done)
    )


def _store_joints(connection: Connection, played: tuple[Joint, ...], *, sweep: bool) -> None:
    """Keep what a sound is joined from; now and then let go of what is older than any call."""
    now = datetime.now(UTC)
    if sweep:
        connection.execute(joints.delete().where(joints.c.at < moment(now - timedelta(days=JOINT_DAYS))))
    kept = [{"digest": one.digest, "recipe": one.recipe, "at": moment(now)} for one in dict.fromkeys(played)]
    connection.execute(_ADD_JOINT, kept)


def _log(connection: Connection, sid: CallSid) -> tuple[Note, ...]:
    wanted = select(notes).where(notes.c.sid == sid).order_by(notes.c.id)
    return tuple(rows.note_of(row) for row in connection.execute(wanted).mappings())
