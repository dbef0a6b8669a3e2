from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import flask
import httpx
import pytest
from werkzeug.test import TestResponse

from backend_stub.app import create_app, office_of
from backend_stub.server import serving

START = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
GRANT = "urn:10086:service-password"


@dataclass
class Now:
    """A clock that moves only when a test moves it."""

    moment: datetime = START

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass
class Desk:
    """An office without a network: asks it, and knows the addresses."""

    app: flask.Flask
    now: Now
    bearer: str | None = None
    keys: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __call__(self, method: str, path: str, **given: Any) -> TestResponse:
        headers = dict(given.pop("headers", {}))
        if self.bearer:
            headers.setdefault("Authorization", f"Bearer {self.bearer}")
        return self.app.test_client().open(path, method=method, headers=headers, **given)

    def get(self, path: str, **given: Any) -> TestResponse:
        return self("GET", path, **given)

    def post(self, path: str, body: object, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self("POST", path, json=body, headers=named)

    def token(self, msisdn: str, password: str) -> TestResponse:
        form = {"grant_type": GRANT, "login_hint": f"tel:+86{msisdn}", "user_code": password}
        return self("POST", "/oauth2/token", data=form)

    def as_subscriber(self, msisdn: str, password: str) -> Desk:
        answer = self.token(msisdn, password)
        assert answer.status_code == 200, answer.text
        return Desk(self.app, self.now, answer.get_json()["access_token"])


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def open_office(now: Now) -> Iterator[Callable[..., Desk]]:
    apps = []

    def opened(**given: Any) -> Desk:
        apps.append(create_app(**{"clock": now, **given}))
        return Desk(apps[-1], now)

    yield opened
    for app in apps:
        office_of(app).close()


@pytest.fixture
def desk(open_office: Callable[..., Desk]) -> Desk:
    return open_office()


@pytest.fixture
def over_http() -> Iterator[httpx.Client]:
    """A client of an office on a real connection, for what can be seen only there."""
    with serving(create_app()) as address, httpx.Client(base_url=address, timeout=5) as client:
        yield client


@pytest.fixture
def data_file(tmp_path: Path) -> Callable[[str], Path]:
    def written(text: str) -> Path:
        path = tmp_path / "people.yaml"
        path.write_text(text, "utf-8")
        return path

    return written
