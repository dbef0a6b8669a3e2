"""The office's answers as a script writes them: what was given, no more, and read back the same."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from ivr.scripts.playing import Player
from ivr.scripts.recognise import Recogniser
from ivr.scripts.stage import Stage
from ivr.scripts.writing import write_call
from ivr.scripts.writing_backend import moment, write_backend
from tests.scripts.conftest import script_of
from tests.web.inside import BUNDLE

PROJECT = BUNDLE.checked.project
CHINA = ZoneInfo("Asia/Shanghai")


def call_with(backend: str) -> str:
    return f"call: It is written\nbackend: {{{backend}}}\nsteps: [{{press: 1}}]\n"


@pytest.mark.parametrize(
    "backend",
    [
        "get_balance: is_down",
        "get_balance: {is_down: '', after: 2s}",
        "get_balance: {ok: {left: 20.50, owed: 0, valid_until: '2026-12-31'}}",
        "get_balance: {ok: {left: 20.50, owed: 0, valid_until: '2026-12-31'}, after: 1.5s}",
        "get_balance: [is_down, {ok: {left: 20.50, owed: 0, valid_until: '2026-12-31'}}]",
        "list_paid_services: none",
        "list_paid_services: {none: '', after: 1s}",
        "latest_complaint: {ok: {ticket: '202603040001', due: '2026-03-06 12:00'}}",
    ],
)
def test_an_answer_is_read_back_as_it_was(backend: str) -> None:
    script = script_of(call_with(backend))
    (_, line) = write_backend(script.backend, PROJECT)
    again = script_of(call_with(line.strip()))
    assert [
        (one.operation, one.listed, [(a.outcome, a.values, a.fault, a.after_s) for a in one.answers])
        for one in again.backend
    ] == [
        (one.operation, one.listed, [(a.outcome, a.values, a.fault, a.after_s) for a in one.answers])
        for one in script.backend
    ]


def test_an_answer_without_values_is_its_name_alone() -> None:
    lines = write_backend(
        script_of(call_with("get_balance: is_down, list_paid_services: none")).backend, PROJECT
    )
    assert list(lines) == ["backend:", "  get_balance: is_down", "  list_paid_services: none"]


def test_an_office_that_was_asked_nothing_has_no_lines() -> None:
    assert list(write_backend((), PROJECT)) == []


def test_of_several_answers_those_are_written_that_were_given() -> None:
    stage = Stage(BUNDLE)
    played = Player(stage).play(
        script_of(
            """\
            call: Asked once
            backend:
              who_calls: {ok: {age: 35, needs_person: no}}
              check_password: ok
              get_balance: [is_down, {ok: {left: 1, owed: 0, valid_until: 2026-12-31}}]
            steps: [{press: 1}, hang_up]
            """
        )
    )
    written = write_call(played, stage, Recogniser(PROJECT.wording))
    assert "  get_balance: [is_down]\n" in written
    assert "check_password" not in written
    assert "  - hear: [welcome, services]\n" in written


def test_seconds_are_written_where_there_are_some() -> None:
    assert moment(datetime(2026, 3, 4, 4, 0, tzinfo=UTC), CHINA) == "2026-03-04 12:00"
    assert moment(datetime(2026, 3, 4, 4, 0, 7, tzinfo=UTC), CHINA) == "2026-03-04 12:00:07"
