"""Ticket numbers: twelve digits, the day and a count, the same for the same name (flow-language design, rule 21)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from ivr.ports import Tickets
from tests.store.conftest import OpenStores

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
NEXT_DAY = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # midnight in China


def test_each_name_gets_the_days_next_number(tickets: Tickets) -> None:
    assert [tickets.number(name, NOON) for name in ("a", "b", "c")] == [
        "202611230001",
        "202611230002",
        "202611230003",
    ]


def test_the_same_name_keeps_its_number_also_on_another_day(tickets: Tickets) -> None:
    first = tickets.number("CA1:lodge:13800138000:network", NOON)
    assert tickets.number("CA1:lodge:13800138000:network", NEXT_DAY) == first
    assert tickets.number("CA1:lodge:13800138000:staff", NOON) != first


def test_each_day_begins_anew_at_midnight_in_china(tickets: Tickets) -> None:
    assert tickets.number("a", datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC)) == "202611230001"
    assert tickets.number("b", NEXT_DAY) == "202611240001"
    assert tickets.number("c", NOON) == "202611230002"


def test_numbers_survive_a_restart(tickets: Tickets, open_stores: OpenStores) -> None:
    first = tickets.number("a", NOON)
    again = open_stores().tickets
    assert again.number("a", NOON) == first
    assert again.number("b", NOON) == "202611230002"


def test_five_servers_at_once_give_every_name_a_number_of_its_own(open_stores: OpenStores) -> None:
    servers = [open_stores().tickets for _ in range(5)]

    def take(server: int) -> list[str]:
        return [servers[server].number(f"{server}.{n}", NOON) for n in range(6)]

    with ThreadPoolExecutor(5) as pool:
        taken = [number for some in pool.map(take, range(5)) for number in some]
    assert sorted(taken) == [f"20261123{n:04}" for n in range(1, 31)]


def test_five_servers_at_once_give_one_name_one_number(open_stores: OpenStores) -> None:
    servers = [open_stores().tickets for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        assert set(pool.map(lambda server: server.number("a", NOON), servers)) == {"202611230001"}
