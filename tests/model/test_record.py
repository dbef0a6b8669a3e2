from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ivr.model.ids import CallSid
from ivr.model.record import Happened, Note, settle
from ivr.model.values import Record

SID = CallSid("CA1")
START = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def note(after_s: int, happened: Happened, where: str = "main.", **facts: str) -> Note:
    flow, _, step = where.partition(".")
    return Note(START + timedelta(seconds=after_s), happened, flow, step, Record(facts))


ARRIVED = note(0, Happened.ARRIVED)
ENDED = note(42, Happened.ENDED, disposition="main.finished")


def test_a_call_without_an_end_has_no_record_yet() -> None:
    assert settle(SID, []) is None
    assert settle(SID, [ARRIVED, note(1, Happened.ENTERED, "main.opening")]) is None


def test_a_record_counts_what_happened_on_the_call() -> None:
    record = settle(
        SID,
        [
            ARRIVED,
            note(0, Happened.ENTERED, "main.services"),
            note(6, Happened.SILENT, "main.services"),
            note(9, Happened.WAY, "main.services", way="no_match"),
            note(12, Happened.WAY, "main.services", way="key:1"),
            note(12, Happened.ENTERED, "balance.look_up"),
            note(13, Happened.FLOW_FINISHED, "balance.", outcome="told"),
            note(14, Happened.BROKE, "main.services", reason="x"),
            ENDED,
        ],
    )
    assert record is not None
    assert (record.no_inputs, record.no_matches, record.errors) == (1, 1, 1)
    assert record.steps == ("main.services", "balance.look_up")
    assert record.finished == ("balance.told",)
    assert (record.disposition, record.duration_s, record.started) == ("main.finished", 42.0, START)


def test_the_news_of_a_person_who_answered_changes_the_disposition_but_not_the_end() -> None:
    late = note(50, Happened.ENDED, disposition="agent.handed_over")
    record = settle(SID, [ARRIVED, ENDED, late])
    assert record is not None
    assert (record.disposition, record.ended) == ("agent.handed_over", ENDED.at)
    assert settle(SID, [ARRIVED, ENDED, late, late]) == record
