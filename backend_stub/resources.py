"""What every TM Forum resource has in common (TMF630): lists, filters, fields, pages, merge-patch.

Nothing here knows what a bucket or an order is; the rules of each API are in ``rules``.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation

from backend_stub.access import Principal
from backend_stub.documents import Document, Json, documents_in, text_at, values_at
from backend_stub.errors import Refused
from backend_stub.faults import Fault
from backend_stub.store import Stored, find, get, owner_of, put, remove

ROOT = "/tmf-api"
ALWAYS_SHOWN = ("id", "href", "@type")
"""What ``fields`` cannot leave out: TMF630 has every representation carry its id and href."""
NOT_SUPPORTED = ("sort", "filter")
"""Query words that mean something in TMF630 and nothing here; taken as filters they would match nothing."""
_PLAIN = re.compile(r"[1-9][0-9]*|[A-Za-z][0-9A-Za-z-]*")
"""Values that stand in stored JSON text just as they are, whatever type they have there."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The circumstances of one request: the transaction, who asks, when, and how the office misbehaves."""

    db: sqlite3.Connection
    principal: Principal
    now: datetime
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What a POST made: what is kept, and what is answered if that is an earlier state of it."""

    id: str
    customer: str | None
    kept: Document
    answered: Document | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """One collection of one API and what may be done with it; reading always may."""

    api: str
    name: str
    type: str
    create: Callable[[Asking, Document], Made] | None = None
    change: Callable[[Asking, Stored, Document], Document] | None = None
    removable: bool = False
    prepare: Callable[[Asking], None] | None = None
    """Brings what is due up to date before anything is read; runs in a writing transaction."""

    @property
    def path(self) -> str:
        """Return the address of the collection."""
        return f"{ROOT}/{self.api}/v4/{self.name}"


@dataclass(frozen=True, slots=True)
class Query:
    """What a list is asked for; a filter has a dotted path and the values any of which will do."""

    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    offset: int = 0
    limit: int | None = None
    fields: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list and how long the whole is."""

    items: tuple[Document, ...]
    total: int


def read_query(pairs: Iterable[tuple[str, str]]) -> Query:
    """Read the pairs of a query string. Raises Refused (400)."""
    filters: list[tuple[str, tuple[str, ...]]] = []
    offset, limit = 0, None
    fields: tuple[str, ...] = ()
    for name, value in pairs:
        match name:
            case "offset":
                offset = _whole(name, value)
            case "limit":
                limit = _whole(name, value)
            case "fields":
                fields = tuple(value.split(","))
            case _ if name in NOT_SUPPORTED:
                raise Refused(400, "unsupportedQuery", f"{name} is not supported here.")
            case _:
                filters.append((name, (value, *value.split(",")) if "," in value else (value,)))
    return Query(tuple(filters), offset, limit, fields)


def list_page(resource: Resource, asking: Asking, *, query: Query) -> Page:
    """Return what a principal may see of a collection, filtered and cut.

    Raises Refused (403) if a filter names another customer's number, account or id.
    """
    customer = asking.principal.customer
    if asking.fault is not None and asking.fault.ignores_filters:
        found = [stored.body for stored in find(asking.db, resource.name)]
    else:
        for _, values in query.filters:
            for value in values:
                if not asking.principal.may_touch(owner_of(asking.db, value) or customer):
                    raise Refused(403, "forbidden", "This belongs to another customer.")
        plain = (v[0] for _, v in query.filters if len(v) == 1 and _PLAIN.fullmatch(v[0]))
        needle = max(plain, key=len, default=None)
        candidates = find(asking.db, resource.name, customer=customer, containing=needle)
        found = [stored.body for stored in candidates if matches(stored.body, query.filters)]
    end = None if query.limit is None else query.offset + query.limit
    return Page(tuple(project(body, query.fields) for body in found[query.offset : end]), len(found))


def retrieve(resource: Resource, asking: Asking, *, id_: str) -> Stored:
    """Return one document. Raises Refused: 404 if there is none, 403 if it is another customer's."""
    stored = get(asking.db, resource.name, id_=id_)
    if stored is None:
        raise Refused(404, "notFound", f"There is no {resource.name} with this id.")
    if not asking.principal.may_touch(stored.customer):
        raise Refused(403, "forbidden", "This belongs to another customer.")
    return stored


def make(resource: Resource, asking: Asking, *, body: Document) -> Document:
    """Create a document by the resource's own rule and return what is answered.

    Raises Refused (403) if it would be about another customer than the one who asks.
    """
    if resource.create is None:
        raise Refused(405, "methodNotAllowed", f"{resource.name} cannot be made.")
    made = resource.create(asking, body)
    if not asking.principal.may_touch(made.customer):
        raise Refused(403, "forbidden", "A subscriber's own token reaches only what is theirs.")
    own = _own(resource, made.id)
    put(asking.db, resource.name, stored=Stored(made.id, made.customer, {**made.kept, **own}))
    return {**(made.kept if made.answered is None else made.answered), **own}


def change(resource: Resource, asking: Asking, *, id_: str, patch: Document) -> Document:
    """Apply a merge-patch by the resource's own rule and return the document."""
    stored = retrieve(resource, asking, id_=id_)
    if resource.change is None:
        raise Refused(405, "methodNotAllowed", f"{resource.name} cannot be changed.")
    changed = {**resource.change(asking, stored, patch), **_own(resource, stored.id)}
    put(asking.db, resource.name, stored=Stored(stored.id, stored.customer, changed))
    return changed


def drop(resource: Resource, asking: Asking, *, id_: str) -> None:
    """Remove a document."""
    retrieve(resource, asking, id_=id_)
    remove(asking.db, resource.name, id_=id_)


def matches(body: Document, filters: Iterable[tuple[str, tuple[str, ...]]]) -> bool:
    """Tell whether every filter finds one of its values at its path."""
    return all(
        any(_equal(found, value) for found in values_at(body, path) for value in values)
        for path, values in filters
    )


def project(body: Document, fields: tuple[str, ...]) -> Document:
    """Keep the attributes asked for, and those that are always shown."""
    if not fields:
        return body
    return {name: value for name, value in body.items() if name in fields or name in ALWAYS_SHOWN}


def merge_patch(value: Json, patch: Json) -> Json:
    """Apply RFC 7396: objects are merged, null removes, everything else (arrays too) replaces."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(value) if isinstance(value, dict) else {}
    for name, item in patch.items():
        if item is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), item)
    return merged


def customer_named(body: Document) -> str | None:
    """Return the id of the related party that is the customer."""
    parties = documents_in(body.get("relatedParty"))
    customers = (
        party
        for party in parties
        if party.get("@referredType") == "Customer" or party.get("role") == "customer"
    )
    return next((text_at(party, "id") for party in customers), None)


def _own(resource: Resource, id_: str) -> Document:
    """Return what the office always says itself, whatever a body says."""
    return {"id": id_, "href": f"{resource.path}/{id_}", "@type": resource.type}


def _whole(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise Refused(400, "badQuery", f"{name} must be a whole number from 0.")
    return int(value)


def _equal(found: Json, value: str) -> bool:
    match found:
        case bool():
            return value == ("true" if found else "false")
        case int() | Decimal():
            try:
                return Decimal(value) == found
            except InvalidOperation:
                return False
        case str():
            return found == value
        case _:
            return False
