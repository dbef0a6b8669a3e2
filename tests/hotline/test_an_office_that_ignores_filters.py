"""An office that answers every list with everything there is: nobody hears of, or loses, what is another's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import pytest

from tests.hotline.in_process import Scene, opened
from tests.hotline.office import ORDERS, PRODUCTS, TEXTS, TICKETS
from tests.web.inside import words

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

A, B, TWELVE, CONTRACT, LOW = "13800138000", "13900139000", "13400134000", "18800188000", "13000130000"
GOODBYE = ("silence", "press: 2")
"""Enough heard, and no other wish."""
COMPLAIN = ("press: 3", "press: 1", "leave_message: 5s", "press: 1", "press: 2")
CALLS = [
    (TWELVE, *COMPLAIN),
    (A, *COMPLAIN),
    (LOW, *COMPLAIN),
    (A, "press: 1", "press: 1", "press: 2", *GOODBYE),  # the balance, as a text too, and the charges
    (B, "press: 1", "press: 2", *GOODBYE),
    (A, "press: 1", "press: 3", f"press: {B}", "press: 135790", "press: 2", *GOODBYE),
    ("anonymous", "press: 1", f"press: {LOW}", "press: 202020", "press: 2", *GOODBYE),
    (A, "press: 3", "press: 5", "press: 246810", "press: 2"),  # how far their complaint is
    (B, "press: 3", "press: 5", "press: 135790", "hang_up"),  # they have none
    (B, "press: 2", "press: 135790", "press: 2"),  # and no paid service
    (TWELVE, "press: 2", "press: 123321", "press: 4", "press: 2", "press: 2", "press: 1", "press: 2"),
    (A, "press: 2", "press: 246810", "press: 3", "press: 2", "press: 1", "press: 2"),  # one port
    (CONTRACT, "press: 2", "press: 808080", "press: 1", "press: 1", "press: 2"),  # all, one of which stays
    (A, "press: 2", "press: 246810", "press: 1", "press: 1", "press: 2"),  # all that are left
    (A, "press: 0", "transfer: nobody", "press: 1"),  # a call back
    ("13700137000",),  # straight to a person
]


class Forgetful:
    """Leaves out every filter of a request, and keeps where the page begins and how long it is."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        pairs = parse_qsl(environ["QUERY_STRING"])
        kept = urlencode([(name, value) for name, value in pairs if name in {"limit", "offset"}])
        return self._app({**environ, "QUERY_STRING": kept}, start_response)


@dataclass
class Day:
    """What the callers of a day heard, and what was in the office in the end."""

    heard: list[list[str]]
    texts: list[tuple[str, str]]
    products: dict[str, str]
    orders: list[tuple[str, list[str]]]
    tickets: list[tuple[str, list[str]]]


def day(scene: Scene) -> Day:
    waiting = {words("common.one_moment"), words("common.still_working")}  # a busy machine's, no news
    heard = [
        [text for text in scene.call(*steps, caller=caller).heard if text not in waiting]
        for caller, *steps in CALLS
    ]
    scene.inside.swept_clean()
    office = scene.office
    texts = [(one["receiver"][0]["phoneNumber"], one["content"]) for one in office.all(TEXTS)]
    orders = [
        (_parties(one)[0], [item["product"]["id"] for item in one["productOrderItem"]])
        for one in office.all(ORDERS)
    ]
    return Day(
        heard,
        sorted(texts),
        {one["id"]: one["status"] for one in office.all(PRODUCTS)},
        orders,
        [(one["ticketType"], _parties(one)) for one in office.all(TICKETS)],
    )


def _parties(document: dict[str, Any]) -> list[str]:
    return sorted(party["id"] for party in document["relatedParty"])


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Day:
    with opened(tmp_path_factory.mktemp("honest") / "calls.db") as scene:
        return day(scene)


def test_a_day_with_an_office_that_ignores_every_filter_is_like_any_other(
    tmp_path: Path, honest: Day
) -> None:
    with opened(tmp_path / "calls.db", around=Forgetful) as scene:
        forgetful = day(scene)
    for call, then, now in zip(CALLS, honest.heard, forgetful.heard, strict=True):
        assert now == then, call
    assert forgetful == honest
