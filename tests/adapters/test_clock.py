from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ivr.adapters.clock import SystemClock


def test_the_system_clock_tells_the_moment_in_utc():
    before = datetime.now(UTC)
    told = SystemClock().now()
    assert told.utcoffset() == timedelta(0)
    assert before <= told <= datetime.now(UTC)
