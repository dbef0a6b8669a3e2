"""The office as a Flask app."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import flask

from backend_stub.faults import Faults
from backend_stub.misbehave import install_faults
from backend_stub.office import Office
from backend_stub.page import install_page
from backend_stub.seed import seed
from backend_stub.store import Store
from backend_stub.subscribers import read_data
from backend_stub.web import install_routes

DEFAULT_DATA = Path(__file__).with_name("subscribers.yaml")
LARGEST_BODY_BYTES = 64 * 1024
"""The largest body that means anything here is an order of a hundred items, some 10 KiB."""


def create_app(
    data: Path = DEFAULT_DATA,
    db: Path | None = None,
    *,
    token: str | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    stopping: threading.Event | None = None,
) -> flask.Flask:
    """Make the office; without ``db`` everything is gone when it is closed.

    It is late by waiting for ``stopping``. ``office_of(app).close()`` lets go of the file. Raises BadData if
    ``data`` cannot be used.
    """
    subscribers = read_data(data)
    office = Office(Store(db), Faults(), clock, token, stopping or threading.Event())
    seed(office.store, subscribers, now=clock())
    app = flask.Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY_BYTES
    app.extensions["back_office"] = office
    install_routes(app, office)
    install_faults(app, office)
    install_page(app, office)
    return app


def office_of(app: flask.Flask) -> Office:
    """Return the office behind an app of ``create_app``."""
    office = app.extensions["back_office"]
    if not isinstance(office, Office):
        raise TypeError("this app is no back office")
    return office
