"""What a client and the office say to each other, held to the office's description."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import flask

from backend_stub.description import referred
from backend_stub.faults import Mode
from tests.backend_stub.described import OPERATIONS, Operation, wrong_with

EVERYBODYS = {
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "user-agent",
}
"""Headers of HTTP itself, which no description lists."""


@dataclass
class Held:
    """The operations that were asked for, and what was wrong with a request or its answer.

    It looks at an answer before a fault set for it damages it, and not at all at one that is never given.
    """

    asked: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def watch(self, app: flask.Flask) -> None:
        app.after_request(self._look)  # what is added last is called first

    def _look(self, answer: flask.Response) -> flask.Response:
        label = _label()
        if label in OPERATIONS and getattr(flask.g.get("fault"), "mode", None) is not Mode.HANG:
            self.asked[label] += 1
            found = (*_wrong_with_request(OPERATIONS[label]), *_wrong_with_answer(OPERATIONS[label], answer))
            self.wrong.extend(f"{label}: {one}" for one in found)
        return answer


def _label() -> str:
    rule = flask.request.url_rule
    return f"{flask.request.method} {rule.rule.replace('<id_>', '{id}')}" if rule else ""


def _wrong_with_request(operation: Operation) -> Iterator[str]:
    declared = {(one["in"], one["name"].lower()): one["schema"] for one in _parameters(operation)}
    for name, value in flask.request.args.items(multi=True):
        yield from _wrong_with_text(f"query {name}", value, declared.get(("query", name.lower())))
    for name, value in flask.request.headers.items():
        if name.lower() not in EVERYBODYS:
            yield from _wrong_with_text(f"header {name}", value, declared.get(("header", name.lower())))
    if "requestBody" not in operation.spec:
        if flask.request.get_data():
            yield "a body nobody asked for"
    elif flask.request.mimetype not in operation.spec["requestBody"]["content"]:
        yield f"a body of type {flask.request.mimetype}"
    else:
        body = flask.request.form.to_dict() or json.loads(flask.request.get_data())
        yield from operation.wrong_with_body(body)


def _wrong_with_answer(operation: Operation, answer: flask.Response) -> Iterator[str]:
    described = operation.spec["responses"].get(str(answer.status_code))
    if described is None:
        yield f"an answer of {answer.status_code}"
        return
    for name, header in _resolved(described).get("headers", {}).items():
        said = _resolved(header)
        if name in answer.headers:
            yield from _wrong_with_text(f"header {name} of the answer", answer.headers[name], said["schema"])
        elif said.get("required"):
            yield f"no header {name} in the answer"
    if "content" in _resolved(described):
        yield from operation.wrong_with_answer(answer.status_code, answer.get_json())


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    return [_resolved(one) for one in operation.spec.get("parameters", [])]


def _resolved(part: dict[str, Any]) -> Any:
    return referred(part["$ref"]) if "$ref" in part else part


def _wrong_with_text(what: str, text: str, schema: dict[str, Any] | None) -> Iterator[str]:
    if schema is None:
        yield f"{what} is not described"
    else:
        is_number = schema.get("type") == "integer" and text.isdecimal()
        yield from (f"{what}: {one}" for one in wrong_with(schema, int(text) if is_number else text))
