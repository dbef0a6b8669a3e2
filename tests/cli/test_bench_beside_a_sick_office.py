"""What the benchmark beside a hanging office makes of what its callers waited for."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ivr.cli.benches.callers import Waited
from ivr.cli.benches.serving import Served
from ivr.cli.benches.sick_office import BALANCE, LEFT_ALONE, MENUS, _figures, _Run

HUNG = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return HUNG + timedelta(seconds=seconds)


def test_menus_are_compared_and_the_longest_wait_is_that_of_anybody_meanwhile() -> None:
    waited = [
        *(Waited(MENUS.name, after(-1), True, 0.010) for _ in range(100)),
        *(Waited(MENUS.name, after(1), True, 0.020) for _ in range(100)),
        Waited(MENUS.name, after(1), False, 1.5),  # no key was pressed: it waits for who calls
        Waited(BALANCE.name, after(1), True, 1.8),
        Waited(BALANCE.name, after(-1), True, 1.9),  # before
        Waited(BALANCE.name, after(21), True, 1.9),  # and afterwards
    ]
    median, late, longest, left_alone, asked_again = _figures(
        _Run(waited, HUNG, after(3), after(20), after(29))
    )
    assert (median.value, median.other, round(median.ratio, 6)) == (20.0, 10.0, 2.0)
    assert (late.value, late.other) == (20.0, 10.0)
    assert (longest.value, longest.other) == (1800.0, 2000.0)
    assert (left_alone.value, asked_again.value) == (3.0, 9.0)


def test_the_servers_log_tells_when_something_first_happened_since(tmp_path: Path) -> None:
    log = tmp_path / "log"
    times = [after(-5), after(2), after(4)]
    lines = [json.dumps({"ts": at.isoformat(), "event": LEFT_ALONE}) for at in times]
    log.write_text("\n".join(["no log line", *lines, '{"ts": "2026-']))
    served = Served("http://127.0.0.1:1", "sqlite:///x", log)
    assert served.when(LEFT_ALONE, since=HUNG) == after(2)
    assert served.when(LEFT_ALONE, since=after(5)) is None
    assert served.when("something else", since=HUNG) is None
