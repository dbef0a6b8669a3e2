"""The oracle: what each sentence claims, held against what the office holds.

A sentence is true if its words, filled with what the office holds, are the words that were heard. What is
said of a change must stay true until the caller wishes something else, for *not done* is a lie too if it is
done afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TypeAlias

from backend_stub.documents import Document, Json, documents_in, text_at, values_at
from backend_stub.times import CHINA
from ivr.model.money import Money
from ivr.model.values import Record, Value
from tests.office_table.office import Holds

FIRST_ANSWER = timedelta(hours=48)
"""The service standard, promise 8."""
Facts: TypeAlias = "Mapping[str, Value] | None"
"""What fills a sentence's holes; None: it is not so."""
_NOTHING: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class View:
    """What the office holds, about one call: the number, what there was before it, and before its last wish."""

    holds: Holds
    about: str
    before: Holds
    wished: Holds

    @property
    def bucket(self) -> Document:
        (found,) = (one for one in self.holds.buckets if text_at(one, "logicalResource.value") == self.about)
        return found

    @property
    def customer(self) -> str | None:
        return text_at(self.bucket, "relatedParty.id")

    def paid(self, holds: Holds | None = None) -> tuple[Document, ...]:
        """Return the number's paid content, ended or not, as it stands now or stood in ``holds``."""
        return tuple(
            one
            for one in (holds or self.holds).products
            if {"name": "category", "value": "paidContent"} in documents_in(one["productCharacteristic"])
            and {"name": "msisdn", "value": self.about} in documents_in(one["productCharacteristic"])
        )

    @property
    def agreed(self) -> tuple[Document, ...]:
        """What the caller last agreed to end: everything there was."""
        then = {text_at(one, "id") for one in self.paid(self.wished) if one["status"] == "active"}
        return tuple(one for one in self.paid() if text_at(one, "id") in then)

    @property
    def new_tickets(self) -> tuple[Document, ...]:
        known = {text_at(one, "id") for one in self.before.tickets}
        return tuple(one for one in self.holds.tickets if text_at(one, "id") not in known)


def services(found: tuple[Document, ...]) -> tuple[Record, ...]:
    """Return products as the flows know them."""
    return tuple(
        Record(
            {
                "name": str(one["name"]),
                "port": str(next(_characteristic(one, "accessNumber"))),
                "price": _sum(one, "productPrice.price.taxIncludedAmount.value"),
            }
        )
        for one in found
    )


# what sentences claim -------------------------------------------------------------------------------


def always(_view: View) -> Facts:
    return _NOTHING


def never(_view: View) -> Facts:
    return None


def figures(view: View) -> Facts:
    amount = _sum(view.bucket, "remainingValue.amount")
    until = date.fromisoformat((text_at(view.bucket, "validFor.endDateTime") or "")[:10])
    nothing = Money(0)
    return {
        "number": view.about,
        "left": max(amount, nothing),
        "owed": max(-amount, nothing),
        "until": until,
    }


def figures_later(view: View) -> Facts:
    known = figures(view) or {}
    return {"left": known["left"], "owed": known["owed"], "valid_until": known["until"]}


def charges(view: View) -> Facts:
    account = text_at(view.bucket, "partyAccount.id")
    own = (
        one
        for one in view.holds.rates
        if text_at(one, "billingAccount.id") == account and one["isBilled"] is False
    )
    return {"so_far": sum((_sum(one, "taxIncludedAmount.value") for one in own), start=Money(0))}


def listed(view: View) -> Facts:
    found = tuple(one for one in view.paid() if one["status"] == "active")
    prices = (_sum(one, "productPrice.price.taxIncludedAmount.value") for one in found)
    whole = {"services": services(found), "how_many": len(found), "monthly": sum(prices, start=Money(0))}
    return whole if found else None


def none_listed(view: View) -> Facts:
    return _NOTHING if listed(view) is None else None


def all_ended(view: View) -> Facts:
    is_so = all(one["status"] == "terminated" for one in view.agreed)
    return {"services": services(view.agreed), "how_many": len(view.agreed)} if is_so else None


def some_ended(view: View) -> Facts:
    ended = tuple(one for one in view.agreed if one["status"] == "terminated")
    left = tuple(one for one in view.agreed if one["status"] == "active")
    return {"ended": services(ended), "left": services(left)} if ended and left else None


def none_ended(view: View) -> Facts:
    is_so = all(one["status"] == "active" for one in view.agreed)
    return {"services": services(view.agreed)} if is_so else None


def ticket(view: View) -> Facts:
    match view.new_tickets:
        case (one,):
            return _of_ticket(one)
        case _:
            return None


def no_ticket(view: View) -> Facts:
    return None if view.new_tickets else _NOTHING


def last_complaint(view: View) -> Facts:
    own = [
        one
        for one in view.before.tickets
        if str(one["ticketType"]).startswith("complaint")
        and view.customer in values_at(one, "relatedParty.id")
    ]
    return _of_ticket(max(own, key=lambda one: str(one["creationDate"]))) if own else None


def no_complaint(view: View) -> Facts:
    return _NOTHING if last_complaint(view) is None else None


def _of_ticket(one: Document) -> Facts:
    number = text_at(one, "externalId") or ""
    made = datetime.fromisoformat(str(one["creationDate"])).astimezone(CHINA)
    return {"ticket": number, "due": made + FIRST_ANSWER}


def _characteristic(one: Document, name: str) -> Iterator[Json]:
    for found in documents_in(one["productCharacteristic"]):
        if found["name"] == name:
            yield found["value"]


def _sum(one: Document, path: str) -> Money:
    return sum((Money.of_yuan(value) for value in values_at(one, path)), start=Money(0))


# the sentences --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Saying:
    """What the table calls a sentence (nothing: it leaves it out), and what it claims.

    ``lasting``: it is about a change, and must be so until the caller wishes something else. ``texts`` and
    ``tickets``: how many the caller has in the end for it.
    """

    label: str
    claims: Callable[[View], Facts] = always
    lasting: bool = False
    texts: int = 0
    tickets: int = 0


_UNKNOWN = "cannot look it up"
HEARD: Mapping[str, Saying] = MappingProxyType(
    {
        "agent.putting_you_through": Saying("a person"),
        "agent.promised": Saying("noted", ticket, lasting=True, texts=1, tickets=1),
        "agent.no_call_back": Saying("not noted", no_ticket, lasting=True),
        "balance.owed": Saying("told it", figures),
        "balance.zero": Saying("told it", figures),
        "balance.low": Saying("told it", figures),
        "balance.left": Saying("told it", figures),
        "balance.charges": Saying("told it", charges),
        "balance.text_sent": Saying("on its way", texts=1),
        "balance.sorry": Saying(_UNKNOWN),
        "balance.will_text": Saying("will text it", texts=1),
        "balance.no_charges": Saying(_UNKNOWN),
        "cancel_services.your_services": Saying("told what there is", listed),
        "cancel_services.nothing": Saying("told there is nothing", none_listed),
        "cancel_services.list_sent": Saying("on its way", texts=1),
        "cancel_services.nothing_changed": Saying("", none_ended, lasting=True),
        "cancel_services.sorry": Saying(_UNKNOWN, none_ended, lasting=True),
        "cancel_these.all_gone": Saying("done", all_ended, lasting=True, texts=1),
        "cancel_these.some_gone": Saying("part done", some_ended, lasting=True, texts=1),
        "cancel_these.refused": Saying("refused", none_ended, lasting=True, texts=1),
        "cancel_these.nothing_done": Saying("not done", none_ended, lasting=True, texts=1),
        "common.being_checked": Saying("not sure yet", texts=1),
        "common.not_ours": Saying("not ours", never),
        "complaint.lodged": Saying("recorded", ticket, lasting=True, texts=1, tickets=1),
        "complaint.lodged_unseen": Saying("recorded", ticket, lasting=True, tickets=1),
        "complaint.before": Saying("added to the first", ticket, lasting=True, texts=1, tickets=1),
        "complaint.not_lodged": Saying("not recorded", no_ticket, lasting=True),
        "complaint.checked_unseen": Saying("received", tickets=1),
        "complaint.progress": Saying("told it", last_complaint),
        "complaint.none_yet": Saying("told there is nothing", no_complaint),
        "complaint.sorry": Saying(_UNKNOWN),
        "prove_it.cannot_check": Saying("cannot check it"),
        "prove_it.wrong": Saying("not verified"),
        "prove_it.refused": Saying(""),
    }
)
"""Everything that says what became of something, by ``flow.prompt``."""
TEXTED: Mapping[str, Saying] = MappingProxyType(
    {
        "balance.figures": Saying("the figures", figures),
        "text_balance.ok": Saying("the figures", figures_later),
        "cancel_services.the_list": Saying("the list", listed),
        "cancel_these.all_gone": Saying("done", all_ended),
        "cancel_these.some_gone": Saying("part done", some_ended),
        "cancel_these.refused": Saying("refused", none_ended),
        "cancel_these.nothing_done": Saying("not done", none_ended),
        "end_services.ok": Saying("done", all_ended),
        "end_services.partly": Saying("part done", some_ended),
        "end_services.refused": Saying("refused", none_ended),
        "complaint.lodged": Saying("recorded", ticket),
        "complaint.before": Saying("added to the first", ticket),
        "lodge_complaint.ok": Saying("recorded", ticket),
        "lodge_complaint.duplicate": Saying("added to the first", ticket),
        "agent.promised": Saying("noted", ticket),
        "ask_call_back.ok": Saying("noted", ticket),
    }
)
"""Every text there may be, by ``flow.prompt``, or ``operation.outcome`` for what is told later.

That nothing is known is none of them: every fault here is over some day.
"""
