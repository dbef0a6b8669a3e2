"""HTTP in front of the rules: addresses, who asks, bodies, and errors as TM Forum writes them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from functools import partial

import flask
from werkzeug.exceptions import HTTPException

from backend_stub import access, once
from backend_stub.access import NotGranted, Principal
from backend_stub.description import ADDRESS, description
from backend_stub.documents import Document, Json, decode, encode
from backend_stub.errors import Refused
from backend_stub.office import Office
from backend_stub.resources import (
    Asking,
    Resource,
    change,
    drop,
    list_page,
    make,
    project,
    read_query,
    retrieve,
)
from backend_stub.rules import RESOURCES
from backend_stub.rules.orders import any_due

JSON_TYPE = "application/json;charset=utf-8"
JSON_BODIES = ("application/json", "application/merge-patch+json")
TOKEN_PATH = "/oauth2/token"  # noqa: S105 - an address, not a secret
REALM = "back office"


def install_routes(app: flask.Flask, office: Office) -> None:
    """Add every address but the page and the faults."""
    for resource in RESOURCES:
        name, collection, item = resource.name, resource.path, f"{resource.path}/<id_>"
        app.add_url_rule(collection, f"list:{name}", partial(_list, office, resource), methods=["GET"])
        app.add_url_rule(item, f"read:{name}", partial(_read, office, resource), methods=["GET"])
        if resource.create:
            app.add_url_rule(collection, f"make:{name}", partial(_make, office, resource), methods=["POST"])
        if resource.change:
            app.add_url_rule(item, f"change:{name}", partial(_change, office, resource), methods=["PATCH"])
        if resource.removable:
            app.add_url_rule(item, f"drop:{name}", partial(_drop, office, resource), methods=["DELETE"])
    app.add_url_rule(ADDRESS, "description", _description, methods=["GET"])
    app.add_url_rule(TOKEN_PATH, "make:token", partial(_token, office), methods=["POST"])
    app.before_request(partial(_authorise, office))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotGranted, _not_granted)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _broken)


def respond(body: Json, status: int = 200) -> flask.Response:
    """Write a JSON answer."""
    return flask.Response(encode(body), status, content_type=JSON_TYPE)


def nothing() -> flask.Response:
    """Answer that it is done; what is empty has no type."""
    response = flask.Response(status=204)
    del response.headers["Content-Type"]
    return response


def json_body() -> Document:
    """Read the request's JSON object. Raises Refused (400)."""
    if flask.request.mimetype not in JSON_BODIES:
        raise Refused(400, "badBody", f"Content-Type must be {JSON_BODIES[0]}.")
    try:
        body = decode(flask.request.get_data())
    except ValueError as wrong:
        raise Refused(400, "badBody", "The body is not JSON that can be taken.") from wrong
    if not isinstance(body, dict):
        raise Refused(400, "badBody", "The body must be an object.")
    return body


def _authorise(office: Office) -> None:
    credentials = flask.request.authorization
    bearer = credentials.token if credentials and credentials.type == "bearer" else None
    if bearer is None and credentials and credentials.type == "basic" and flask.request.path == "/":
        bearer = credentials.password  # a browser that looks at the page can send nothing else
    with office.store.reading() as db:
        principal = access.principal_of(db, bearer, service_token=office.token, now=office.clock())
    flask.g.principal = principal
    if not flask.request.path.startswith("/tmf-api/"):
        access.only_service(principal, what="ask for this")


def _asking(office: Office, db: sqlite3.Connection) -> Asking:
    principal: Principal = flask.g.principal
    return Asking(db, principal, office.clock(), flask.g.get("fault"))


def _bring_up_to_date(office: Office, resource: Resource) -> None:
    if resource.prepare is None:
        return
    with office.store.reading() as db:
        due = any_due(db, office.clock())
    if due:
        with office.store.writing() as db:
            resource.prepare(_asking(office, db))


def _list(office: Office, resource: Resource) -> flask.Response:
    query = read_query(flask.request.args.items(multi=True))
    _bring_up_to_date(office, resource)
    with office.store.reading() as db:
        page = list_page(resource, _asking(office, db), query=query)
    response = respond(list(page.items))
    response.headers["X-Total-Count"] = str(page.total)
    response.headers["X-Result-Count"] = str(len(page.items))
    return response


def _read(office: Office, resource: Resource, id_: str) -> flask.Response:
    _bring_up_to_date(office, resource)
    with office.store.reading() as db:
        stored = retrieve(resource, _asking(office, db), id_=id_)
    query = read_query(flask.request.args.items(multi=True))
    return respond(project(stored.body, query.fields))


def _make(office: Office, resource: Resource) -> flask.Response:
    body = json_body()

    def act(db: sqlite3.Connection) -> once.Answer:
        made = make(resource, _asking(office, db), body=body)
        return once.Answer(201, encode(made), str(made["href"]))

    return _done(office, body, act)


def _change(office: Office, resource: Resource, id_: str) -> flask.Response:
    patch = json_body()

    def act(db: sqlite3.Connection) -> once.Answer:
        return once.Answer(200, encode(change(resource, _asking(office, db), id_=id_, patch=patch)))

    return _done(office, patch, act)


def _done(office: Office, body: Document, act: Callable[[sqlite3.Connection], once.Answer]) -> flask.Response:
    """Do what a request asks, once if it has a key, and write the answer."""
    key = flask.request.headers.get("Idempotency-Key")
    if key is None:
        with office.store.writing() as db:
            answer = act(db)
    else:
        asked = once.fingerprint(
            flask.request.method, flask.request.path, body=encode(dict(sorted(body.items())))
        )
        attempt = once.Attempt(once.check_key(key), asked, flask.g.principal, office.clock())
        answer = once.once(office.store, attempt, act=act)
    response = flask.Response(answer.body, answer.status, content_type=JSON_TYPE)
    if answer.location is not None:
        response.headers["Location"] = answer.location
        response.autocorrect_location_header = False
    return response


def _drop(office: Office, resource: Resource, id_: str) -> flask.Response:
    access.only_service(flask.g.principal, what="remove anything")
    with office.store.writing() as db:
        drop(resource, _asking(office, db), id_=id_)
    return nothing()


def _description() -> flask.Response:
    return respond(description())


def _token(office: Office) -> flask.Response:
    form = flask.request.form.to_dict(flat=False)
    with office.store.writing() as db:
        answer = access.grant(db, form, now=office.clock())
    response = respond(answer)
    response.headers["Cache-Control"] = "no-store"
    return response


def _refused(refused: Refused) -> flask.Response:
    if flask.request.path == TOKEN_PATH and refused.status == 400:
        return respond({"error": refused.code, "error_description": refused.reason}, refused.status)
    response = respond(refused.body(), refused.status)
    if refused.status == 401:
        scheme = "Basic" if flask.request.path == "/" else "Bearer"
        response.headers["WWW-Authenticate"] = f'{scheme} realm="{REALM}"'
    return response


def _not_granted(refused: NotGranted) -> flask.Response:
    return respond({"error": refused.error, "error_description": refused.description}, 400)


def _http_error(error: HTTPException) -> flask.Response:
    """Write what Flask itself refuses (404, 405, 413 …) as a TM Forum Error, its headers kept."""
    words = re.findall(r"[A-Za-z]+", error.name)
    code = words[0].lower() + "".join(word.capitalize() for word in words[1:])
    status = error.code or 500
    response = respond(Refused(status, code, error.description or error.name).body(), status)
    response.headers.extend((name, value) for name, value in error.get_headers() if name == "Allow")
    return response


def _broken(error: Exception) -> flask.Response:
    flask.current_app.logger.error("the back office broke", exc_info=error)
    return respond(Refused(500, "internalError", "The office itself went wrong.").body(), 500)
