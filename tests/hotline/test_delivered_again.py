"""Every turn eight times at once, and again after a restart: the same bytes, one effect."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ivr.caller.transport import Transport, over_network
from ivr.line.asks import Failure, Fetch, Purpose, Reply
from tests.hotline.calling import call
from tests.hotline.office import TheOffice
from tests.hotline.patience import PROMISED_S, eventually, free_port
from tests.hotline.running import served

EIGHT = 8


@dataclass
class EightTimes:
    """Delivers every request eight times at once; the answers must be the same."""

    transports: list[Transport]
    pool: ThreadPoolExecutor
    answered: list[tuple[Fetch, bytes]] = field(default_factory=list)

    def send(self, fetch: Fetch) -> Reply | Failure:
        replies = list(self.pool.map(lambda transport: transport.send(fetch), self.transports))
        assert all(isinstance(reply, Reply) for reply in replies), (fetch.url, replies)
        found = [reply for reply in replies if isinstance(reply, Reply)]
        assert {(one.status, one.body) for one in found} == {(found[0].status, found[0].body)}, fetch.url
        assert max(one.elapsed_s for one in found) < PROMISED_S
        if fetch.purpose is Purpose.DOCUMENT:
            self.answered.append((fetch, found[0].body))
        return found[0]

    def are_answered_as_before(self, transport: Transport) -> None:
        for fetch, then in self.answered:
            reply = transport.send(fetch)
            assert isinstance(reply, Reply)
            assert reply.body == then, fetch.url


@contextmanager
def eight_times() -> Iterator[EightTimes]:
    transports = [over_network(token="12345") for _ in range(EIGHT)]
    try:
        with ThreadPoolExecutor(EIGHT) as pool:
            yield EightTimes(transports, pool)
    finally:
        for one in transports:
            one.close()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_every_turn_eight_times_at_once_and_again_after_a_restart(
    project: Path, office: TheOffice, workers: str
) -> None:
    number, port = {"1": "13400134000", "2": "18800188000"}[workers], free_port()
    # whoever keeps a connection open keeps a server that is to end for two seconds
    with served(project, "--workers", workers, office=office.url, port=port) as url, eight_times() as sender:
        steps = ("press: 1", "press: 1", "press: 2", "press: 1", "silence", "press: 2")
        one = call(url, *steps, caller=f"+86{number}", sender=sender)
        assert eventually(lambda: len(office.texts(number)) == 2)
        assert one.report.ended == "hangup"
        sender.are_answered_as_before(sender.transports[0])
    with (
        served(project, "--workers", workers, office=office.url, port=port),
        closing(over_network(token="12345")) as transport,
    ):
        sender.are_answered_as_before(transport)
    assert len(office.texts(number)) == 2


def test_a_call_goes_on_after_a_restart_where_it_was(project: Path, office: TheOffice) -> None:
    port = free_port()

    class Restarting:
        """Restarts the hotline before every request."""

        def __init__(self) -> None:
            self.restarts = 0

        def send(self, fetch: Fetch) -> Reply | Failure:
            self.restarts += 1
            with (
                served(project, office=office.url, port=port),
                closing(over_network(token="12345")) as transport,
            ):
                return transport.send(fetch)

    sender = Restarting()
    one = call(f"http://127.0.0.1:{port}", "press: 1", "hang_up", sender=sender, reports=False)
    assert any("二十元五角" in text for text in one.heard)
    assert sender.restarts == 3
