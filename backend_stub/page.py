"""The one page for people: accounts, services, orders, tickets and texts, as plain HTML."""

from __future__ import annotations

import sqlite3
from functools import partial

import flask

from backend_stub.documents import Document, documents_in, text_at
from backend_stub.money import amount_of
from backend_stub.office import Office
from backend_stub.store import find

SUBSCRIBERS = "/subscribers"
"""Not TM Forum's: who may be called from when somebody tries the hotline out."""
NEWEST_SHOWN = 100
"""Rows of a table that only grows; the lists of the APIs have them all."""


def install_page(app: flask.Flask, office: Office) -> None:
    """Add the page."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.add_url_rule("/", "page", partial(_page, office), methods=["GET"])
    app.add_url_rule(SUBSCRIBERS, "subscribers", partial(_subscribers, office), methods=["GET"])


def _subscribers(office: Office) -> flask.Response:
    """List the numbers with a few words about each, for whoever wants to call as one of them."""
    with office.store.reading() as db:
        accounts = _accounts(db)
    return flask.jsonify([{"id": one["msisdn"], "about": _about(one)} for one in accounts])


def _about(account: dict[str, str]) -> str:
    services = account["services"].count("、") + 1 if account["services"] else 0
    parts = [account["status"], account["balance"] and f"{account['balance']} 元", f"{services} 项业务"]
    return " · ".join(part for part in parts if part)


def _page(office: Office) -> str:
    with office.store.reading() as db:
        return flask.render_template(
            "office.html",
            accounts=_accounts(db),
            orders=_newest(db, "productOrder"),
            tickets=_newest(db, "troubleTicket"),
            texts=_newest(db, "communicationMessage"),
            newest_shown=NEWEST_SHOWN,
            text_at=text_at,
            documents_in=documents_in,
        )


def _newest(db: sqlite3.Connection, collection: str) -> list[Document]:
    return [stored.body for stored in reversed(find(db, collection)[-NEWEST_SHOWN:])]


def _accounts(db: sqlite3.Connection) -> list[dict[str, str]]:
    """Return a row per number, those that left too, without passwords."""
    rows = db.execute("SELECT msisdn, status, customer FROM subscriber ORDER BY rowid").fetchall()
    accounts = []
    for msisdn, status, customer in rows:
        buckets = find(db, "bucket", customer=customer) if customer else ()
        products = find(db, "product", customer=customer) if customer else ()
        services = [f"{stored.body['name']}（{stored.body['status']}）" for stored in products]
        accounts.append(
            {
                "msisdn": msisdn,
                "status": text_at(buckets[0].body, "status") or status if buckets else status,
                "customer": customer or "",
                "balance": f"{amount_of(buckets[0].body['remainingValue'])}" if buckets else "",
                "valid_until": (text_at(buckets[0].body, "validFor.endDateTime") or "")[:10]
                if buckets
                else "",
                "services": "、".join(services),
            }
        )
    return accounts
