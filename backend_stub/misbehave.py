"""Faults on the wire: before a request reaches the rules, and on the way out."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from functools import partial

import flask

from backend_stub.documents import Document, Json, decode, encode
from backend_stub.errors import Refused
from backend_stub.faults import DRIP_EVERY_S, LONGEST_S, OPERATIONS, Fault, Mode, operation_of
from backend_stub.office import Office
from backend_stub.web import json_body, nothing, respond

GARBAGE = "<html><body>系统繁忙"
"""What a gateway in front of a back office sends when it should not: no JSON, never closed."""
UNKNOWN = "somethingNew"
"""A state no version of the APIs has."""
STATES = ("status", "state", "token_type")
"""The attributes whose values clients compare with a closed list."""


def install_faults(app: flask.Flask, office: Office) -> None:
    """Add ``/faults`` and misbehave as it says."""
    app.add_url_rule("/faults", "faults", partial(_describe, office), methods=["GET"])
    app.add_url_rule("/faults", "faults:clear", partial(_clear, office), methods=["DELETE"])
    app.add_url_rule("/faults/<operation>", "faults:set", partial(_set, office), methods=["PUT"])
    app.add_url_rule("/faults/<operation>", "faults:unset", partial(_clear, office), methods=["DELETE"])
    app.before_request(partial(_before, office))
    app.after_request(partial(_after, office))


def _describe(office: Office) -> flask.Response:
    return respond(office.faults.describe())


def _set(office: Office, operation: str) -> flask.Response:
    return respond(office.faults.set(operation, json_body()).document())


def _clear(office: Office, operation: str | None = None) -> flask.Response:
    office.faults.clear(operation)
    return nothing()


def _before(office: Office) -> flask.Response | None:
    operation = _operation()
    fault = office.faults.take(operation)
    flask.g.fault = fault
    match fault:
        case Fault(mode=Mode.REFUSE) if operation is not None:
            raise OPERATIONS[operation].refusal
        case Fault(mode=Mode.FAIL_BEFORE):
            raise Refused(500, "internalError", "The office was told to fail before doing anything.")
        case Fault(mode=Mode.HANG):
            office.stopping.wait(LONGEST_S)
            return _hung_up()
        case _:
            return None


def _after(office: Office, response: flask.Response) -> flask.Response:
    fault: Fault | None = flask.g.get("fault")
    if fault is None:
        return response
    match fault.mode:
        case Mode.FAIL_AFTER:
            return _hung_up()
        case Mode.LATE:
            office.stopping.wait(fault.after_s)
        case Mode.GARBAGE:
            return flask.Response(GARBAGE, 200, content_type=response.content_type)
        case Mode.DRIP:
            whole = response.get_data()
            response.response = _drip(office, whole)
            response.headers["Content-Length"] = str(len(whole))
        case Mode.UNKNOWN_VALUES:
            response.set_data(encode(_strange(decode(response.get_data()))))
        case _:
            pass
    return response


def _operation() -> str | None:
    action, _, resource = (flask.request.endpoint or "").partition(":")
    ticket_type: Json = None
    if (action, resource) == ("make", "troubleTicket"):
        try:
            ticket_type = json_body().get("ticketType")
        except Refused:
            return "lodge_complaint"  # its view refuses the same body in a moment
    ticket = ticket_type if isinstance(ticket_type, str) else None
    return operation_of(flask.request.method, resource, is_list=action == "list", ticket_type=ticket)


def _hung_up() -> flask.Response:
    """Drop the connection; the answer returned finds nobody. Raises RuntimeError if there is none."""
    connection = flask.request.environ.get("werkzeug.socket")
    if not isinstance(connection, socket.socket):
        raise RuntimeError("a connection can be dropped only by the real server")  # noqa: TRY004 - not a type
    connection.shutdown(socket.SHUT_RDWR)
    return flask.Response(status=500)


def _drip(office: Office, whole: bytes) -> Iterator[bytes]:
    for place in range(len(whole)):
        yield whole[place : place + 1]
        if office.stopping.wait(DRIP_EVERY_S):
            return


def _strange(value: Json) -> Json:
    """Replace every state and add an attribute to every object."""
    match value:
        case list():
            return [_strange(item) for item in value]
        case dict():
            strange: Document = {
                name: UNKNOWN if name in STATES else _strange(item) for name, item in value.items()
            }
            return {**strange, "somethingElse": {"value": 1}}
        case _:
            return value
