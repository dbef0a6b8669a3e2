"""The operations of the office's description, and an office in which every example of it can be asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

import flask
import jsonschema

from backend_stub.app import create_app, office_of
from backend_stub.description import description, referred

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
MOMENTS = jsonschema.FormatChecker(())
"""Knows one format: a moment is read as Python reads one that has an offset."""
VOUCHER = "223456789012345678"
"""Not the one of the example, which is good once."""


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    spec: dict[str, Any]
    pinned: dict[str, str]
    """The id of its example, if it is about one thing."""

    @property
    def address(self) -> str:
        return self.path.format(**self.pinned)

    def wrong_with_body(self, body: object) -> list[str]:
        """Return what the description has against the body of a request."""
        content = self.spec["requestBody"]["content"]
        return wrong_with(next(iter(content.values()))["schema"], body)

    def wrong_with_answer(self, status: int, body: object) -> list[str]:
        """Return what the description has against the body of an answer."""
        answer = self.spec["responses"][str(status)]
        if "$ref" in answer:
            answer = referred(answer["$ref"])
        return wrong_with(answer["content"]["application/json"]["schema"], body)

    def example(self, **instead: str) -> dict[str, Any]:
        """Return the body it is described with, as Werkzeug's client takes one."""
        if "requestBody" not in self.spec:
            return {}
        media_type, body = next(iter(self.spec["requestBody"]["content"].items()))
        asked = {**body["example"], **instead}
        return {
            "data": urlencode(asked) if media_type.endswith("urlencoded") else json.dumps(asked),
            "content_type": media_type,
        }


def wrong_with(schema: dict[str, Any], value: object) -> list[str]:
    """Return what a schema of the description has against a value."""
    checker = jsonschema.Draft202012Validator(
        {**schema, "components": description()["components"]}, format_checker=MOMENTS
    )
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(value)]


OPERATIONS = {
    f"{method.upper()} {path}": Operation(
        method.upper(), path, spec, {one["name"]: one["example"] for one in methods.get("parameters", ())}
    )
    for path, methods in description()["paths"].items()
    for method, spec in methods.items()
    if method != "parameters"
}


@contextmanager
def furnished(token: str | None = None) -> Iterator[flask.Flask]:
    """Open an office with one of everything, made by the examples, at noon."""
    app = create_app(token=token, clock=lambda: NOON)
    app.before_request(partial(_forget_keys, app))
    try:
        for operation in OPERATIONS.values():
            if operation.method == "POST":
                voucher = {"voucher": VOUCHER} if operation.path.endswith("topupBalance") else {}
                headers = {"Authorization": f"Bearer {token}"} if token else {}
                answer = app.test_client().post(
                    operation.path, **operation.example(**voucher), headers=headers
                )
                assert answer.status_code in {200, 201}, answer.text
        yield app
    finally:
        office_of(app).close()


@MOMENTS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def _forget_keys(app: flask.Flask) -> None:
    """Let every request come under a new key: Schemathesis sends most of them under one and the same."""
    with office_of(app).store.writing() as db:
        db.execute("DELETE FROM answer")
