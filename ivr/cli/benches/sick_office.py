"""``ivr bench sick-office``: what callers notice while the back office hangs, and how it is found well again.

A server and a stub as they run in earnest, over real HTTP, and some callers beside each other: most stay in
menus, which need nobody but us, the others ask for their balance. The office is well, then takes every
request and answers none, then is well again. Machines differ, so everything is told beside the same with a
well office, or beside what is promised. It takes about a minute.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
import httpx

from ivr.adapters.office.breaker import OPEN_S
from ivr.adapters.store.calls import SqlCalls
from ivr.adapters.store.database import Database
from ivr.caller.steps import HangUp, Press
from ivr.caller.transport import over_network
from ivr.cli.benches.callers import Crowd, Waited, Wish, calling
from ivr.cli.benches.figures import Figure, show
from ivr.cli.benches.serving import TOKEN, Served, served
from ivr.cli.embedded import embedded_office
from ivr.cli.settings import read_settings
from ivr.model.ids import CallSid

MENUS = Wish("menus", 4, 0.2, (Press("4"), *(Press(key) for key in "123412341234"), HangUp()))
"""Twenty requests a second: what two hundred callers send who listen for ten seconds before each key."""
BALANCE = Wish("balance", 3, 0.3, (Press("1"), HangUp()))
WELL_S, HANGING_S = 15.0, 20.0
"""How long the office is well, and how long it hangs: past the first time it is tried again."""
FOUND_WELL_WITHIN_S = OPEN_S + 5.0
PROMISED_S = 2.0
"""Every signed request is answered within this (contract, section 4)."""
LOOK_UP_S = 2.0
"""What the first request of a call to a hanging office may take: the time-out of ``who_calls``."""
MOST_REQUESTS = 2000
LOOK_S = 0.05
"""Between two looks at the server's log."""
LEFT_ALONE, ANSWERS_AGAIN = "the office is left alone for a while: query", "the office answers again: query"


@dataclass(frozen=True, slots=True)
class _Run:
    """What was waited for, and when the office hung, was left alone, was well, and was asked again."""

    waited: Sequence[Waited]
    hung: datetime
    left_alone: datetime
    well: datetime
    asked_again: datetime

    @property
    def while_well(self) -> list[Waited]:
        """What was sent before it hung."""
        return [one for one in self.waited if one.at < self.hung]

    @property
    def while_hanging(self) -> list[Waited]:
        """What was sent while it hung."""
        return [one for one in self.waited if self.hung <= one.at < self.well]


@click.command("sick-office")
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
def sick_office(*, json_: bool) -> None:
    """Measure menus and the longest wait beside a hanging office, and how long it takes to be found well."""
    settings = read_settings(os.environ)
    with (
        tempfile.TemporaryDirectory(prefix="ivr-bench-") as folder,
        embedded_office(None, token=None) as office,
        served(settings, Path(folder), office_url=office) as server,
    ):
        run = _run(server, office)
    show(_figures(run), json_=json_, requests=len(run.waited))


def _run(server: Served, office: str) -> _Run:
    with calling(server.url, MENUS, BALANCE, most=MOST_REQUESTS) as crowd:
        crowd.over.wait(WELL_S)
        hung = datetime.now(UTC)
        _hang(office)
        crowd.over.wait(HANGING_S)
        left_alone = server.when(LEFT_ALONE, since=hung)
        if left_alone is None:
            raise click.ClickException("the hanging office was not left alone")
        well = datetime.now(UTC)
        httpx.delete(f"{office}/faults", trust_env=False).raise_for_status()
        asked_again = _asked_again(server, well)
    _is_told_a_balance(server, crowd)
    if crowd.failed:
        raise click.ClickException(f"calls failed, the first: {crowd.failed[0]}")
    return _Run(crowd.waited, hung, left_alone, well, asked_again)


def _hang(office: str) -> None:
    for operation in httpx.get(f"{office}/faults", trust_env=False).json()["operations"]:
        told = httpx.put(f"{office}/faults/{operation}", json={"mode": "hang"}, trust_env=False)
        told.raise_for_status()


def _asked_again(server: Served, well: datetime) -> datetime:
    until = time.monotonic() + FOUND_WELL_WITHIN_S
    while time.monotonic() < until:
        at = server.when(ANSWERS_AGAIN, since=well)
        if at is not None:
            return at
        time.sleep(LOOK_S)
    raise click.ClickException("the office was not found well again")


def _is_told_a_balance(server: Served, crowd: Crowd) -> None:
    with closing(over_network(token=TOKEN)) as transport:
        sid = CallSid(crowd.call(BALANCE, transport).line.parties.call_sid)
    with closing(Database(server.database)) as database:
        answered = [note.facts for note in SqlCalls(database).log(sid) if "outcome" in note.facts]
    if {"operation": "get_balance", "outcome": "ok"} not in [dict(facts) for facts in answered]:
        raise click.ClickException("a balance is not told again although the office is well")


def _figures(run: _Run) -> tuple[Figure, ...]:
    well, hanging = _menus(run.while_well), _menus(run.while_hanging)
    beside = "while the office is well"
    return (
        Figure("a menu while the office hangs", _ms(hanging, 50), "ms", beside, _ms(well, 50)),
        Figure("the same, 99th percentile", _ms(hanging, 99), "ms", beside, _ms(well, 99)),
        Figure(
            "the longest of all answers meanwhile",
            max(one.seconds for one in run.while_hanging) * 1e3,
            "ms",
            "what is promised",
            PROMISED_S * 1e3,
        ),
        Figure(
            "until it is left alone",
            (run.left_alone - run.hung).total_seconds(),
            "s",
            "what the first question may take",
            LOOK_UP_S,
        ),
        Figure(
            "well, until it is asked again",
            (run.asked_again - run.well).total_seconds(),
            "s",
            "how long it is left alone",
            OPEN_S,
        ),
    )


def _menus(waited: Sequence[Waited]) -> list[float]:
    return [one.seconds for one in waited if one.wish == MENUS.name and one.pressed]


def _ms(seconds: Sequence[float], percentile: int) -> float:
    return statistics.quantiles(seconds, n=100)[percentile - 1] * 1e3
