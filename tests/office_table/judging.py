"""A call held against the office's data: what was wrong with it, and what the table says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from backend_stub.documents import Document, documents_in, text_at
from ivr.line.state import Heard
from ivr.scripts.patterns import LATER
from ivr.scripts.playing import SETTLE_S
from ivr.scripts.recognise import Prompted, Recogniser
from ivr.scripts.stage import NOON
from ivr.wording.speech import write_later
from tests.office_table.office import SEND_TEXT, Holds
from tests.office_table.person import named
from tests.office_table.rows import Row
from tests.office_table.truth import HEARD, TEXTED, Saying, View
from tests.office_table.world import Played
from tests.web.inside import BUNDLE, ZH, words

PROJECT = BUNDLE.checked.project
RECOGNISER = Recogniser(PROJECT.wording)
QUIET = frozenset(
    {
        "main.welcome",
        "main.goodbye",
        "common.one_moment",
        "common.still_working",
        "common.no_digits",
        "common.take_your_time",
        "common.waiting",
        "agent.please_wait",
        "agent.closed_now",
        "complaint.leave_a_number",
    }
    | {
        f"{flow.name}.{step.subject}"
        for flow in PROJECT.flows.values()
        for step in flow.steps.values()
        if step.kind.asks
    }
    | {f"common.{name}" for name in (*PROJECT.hotline.patience.no_input, *PROJECT.hotline.patience.no_match)}
)
"""What claims nothing about the office."""
AS_USUAL = "menu as usual"
"""What the caller gets whom nobody describes."""
ROUNDED_S = 0.01
"""What was heard is timed to the millisecond; the office's data, exactly."""
PENDING = frozenset({"common.being_checked", "complaint.checked_unseen", "balance.will_text"})
"""What leaves open what became of it."""
WANTED = frozenset({"balance.text_sent", "balance.will_text", "cancel_services.list_sent"})
"""What is said of a text that is wished for itself; every other text is a receipt for a change."""
TICKETS = frozenset({"complaint", "agent"})
"""Flows in which what is said to be done, or left open, is one ticket in the end."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the call's that says what became of something."""

    heard: Heard
    name: str
    saying: Saying


def label(row: Row, played: Played) -> str:
    """Return the table's words for a call: what was heard, then what was texted about what was left open."""
    since = played.asked_at
    assert since is not None, "the call did not come so far"
    said = [one.saying.label for one in _told(played) if one.heard.at >= since - ROUNDED_S]
    parts = [one for one, _ in groupby(filter(None, said))]
    if row.operation == SEND_TEXT:
        sent = seconds(_texts(played)[0])
        parts.append("texted" if sent <= since + SETTLE_S else "texted later")
    elif _is_open(row, played):
        texted = dict.fromkeys(TEXTED[_text_name(str(one["content"]))].label for one in _texts(played))
        parts += [f"text: {' and '.join(texted)}"] if texted else []
    assert parts or row.operation == "who_calls", "nothing was said of it"
    return ", ".join(parts) or AS_USUAL


def faults(row: Row, played: Played) -> list[str]:
    """Return what is untrue, what is twice, and what is lost; nothing if all is well."""
    return [*_untrue(row, played), *_untrue_texts(row, played), *_miscounted(row, played)]


def _told(played: Played) -> Iterator[Told]:
    for heard in played.report.line.heard:
        found = named(heard, RECOGNISER)
        if found is None:
            continue
        name = f"{found.flow}.{found.name}"
        if name in HEARD:
            yield Told(heard, name, HEARD[name])
        else:
            assert name in QUIET, (
                f"{name} is heard: say in HEARD what it claims, or in QUIET that it claims nothing"
            )


def _is_open(row: Row, played: Played) -> bool:
    """Return whether the call left open what became of it."""
    return row.unheard or any(one.name in PENDING for one in _told(played))


def _is_promised(row: Row, told: Iterable[Told]) -> bool:
    return row.unheard or any(one.saying.tickets or one.name in PENDING for one in told)


def _texts(played: Played) -> tuple[Document, ...]:
    return played.held[-1].texts


def seconds(text: Document) -> float:
    """Return when a text was sent, in seconds since the call's beginning."""
    return (datetime.fromisoformat(str(text["sendTime"])) - NOON).total_seconds()


def _text(content: str) -> Prompted:
    found = RECOGNISER.written(content)
    assert found, f"no text says {content!r}"
    return found[0]


def _text_name(content: str) -> str:
    """Return a text's ``flow.prompt``, or ``operation.outcome`` for what is told later."""
    found = _text(content)
    return found.name if found.part == LATER else f"{found.flow}.{found.name}"


def _untrue(row: Row, played: Played) -> Iterator[str]:
    held = played.held
    for one in _told(played):
        at = one.heard.at + ROUNDED_S
        about = row.about if at >= (played.asked_at or 0.0) else row.caller
        first = max(n for n, holds in enumerate(held) if holds.at <= at)
        next_wish = min((wish for wish in played.wishes if wish > first), default=len(held))
        for holds in held[first : next_wish if one.saying.lasting else first + 1]:
            facts = one.saying.claims(_view(played, holds, about, first))
            so = None if facts is None else words(one.name, **facts)
            if so != one.heard.text:
                yield f"{one.name}: heard {one.heard.text!r} at {one.heard.at}, at {holds.at} it is {so!r}"
                break


def _view(played: Played, holds: Holds, about: str, place: int) -> View:
    """Return what the office holds, to whom hears of it at ``place``: of what was wished last before."""
    wish = max((wish for wish in played.wishes if wish <= place), default=1)
    return View(holds, about, played.held[0], played.held[wish - 1])


def _untrue_texts(row: Row, played: Played) -> Iterator[str]:
    held = played.held
    for one in _texts(played):
        content = str(one["content"])
        place = next((n for n, holds in enumerate(held) if one in holds.texts), -1)
        so = _as_texted(content, _view(played, held[place], row.about, place))
        if so != content:
            yield f"texted {content!r}, but it is {so!r}"
        if text_at(one, "receiver.phoneNumber") != row.caller:
            yield f"texted somebody else: {content!r}"


def _as_texted(content: str, view: View) -> str | None:
    """Return what a text would say if it told what the office holds; None if it would not be sent at all."""
    found = _text(content)
    facts = TEXTED[_text_name(content)].claims(view)
    if facts is None:
        return None
    if found.part != LATER:
        return words(f"{found.flow}.{found.name}", written=True, **facts)
    operation, outcome = found.name.split(".")
    return write_later(operation, outcome, facts, language=ZH, catalogue=PROJECT.wording)


def _miscounted(row: Row, played: Played) -> Iterator[str]:
    before, end = played.held[0], played.held[-1]
    view, told = _view(played, end, row.about, len(played.held)), tuple(_told(played))
    wanted = sum(one.name in WANTED for one in told) + (len(played.wishes) if row.caller else 0)
    # A wish may be heard of twice, first that it is unsure and then what it came to, and is texted each time.
    at_most = max(wanted, sum(one.saying.texts for one in told))
    if not wanted <= len(end.texts) <= at_most:
        yield f"{len(end.texts)} texts, not {wanted} to {at_most}"
    tickets = int(row.flow in TICKETS and _is_promised(row, told))
    if len(view.new_tickets) != tickets:
        yield f"{len(view.new_tickets)} tickets, not {tickets}"
    if len(end.orders) > (len(played.wishes) if row.flow == "cancel_these" else 0):
        yield f"{len(end.orders)} orders for {len(played.wishes)} wishes"
    ended = Counter(
        text_at(item, "product.id")
        for order in end.orders
        for item in documents_in(order["productOrderItem"])
        if item["state"] == "completed"
    )
    yield from (f"{product} ended {times} times" for product, times in ended.items() if times > 1)
    agreed = {text_at(one, "id") for one in view.paid()} if end.orders else set()
    if [one for one in end.products if text_at(one, "id") not in agreed] != [
        one for one in before.products if text_at(one, "id") not in agreed
    ]:
        yield "a product changed that nobody spoke of"
    if (end.buckets, end.rates) != (before.buckets, before.rates):
        yield "money changed"
