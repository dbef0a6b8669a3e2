"""What people are like on the phone, what they want, and what their lines do: tables, to be added to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ivr.line.carrier import Carrier, TypeAhead


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody answers; shares are of questions, from 0 to 1.

    ``reacts_s`` is how long after a question they answer; None: ``SOON`` after it begins, without listening.
    """

    name: str
    reacts_s: float | None = 1.0
    silent: float = 0.0
    wrong: float = 0.0
    twice: float = 0.0
    hangs_up: float = 0.0
    speaks: float = 0.0


SOON_S = 0.6
"""When somebody who knows the menu presses: after the first word."""
HABITS = (
    Habit("plain"),
    Habit("slow", reacts_s=5.2, silent=0.15),
    Habit("impatient", reacts_s=None),
    Habit("double-tapping", twice=0.8),
    Habit("wrong keys", wrong=0.25),
    Habit("silent", silent=0.5),
    Habit("hanging up", hangs_up=0.1),
    Habit("speaking", speaks=0.9),
)


@dataclass(frozen=True, slots=True)
class Goal:
    """What somebody wants: the choices that lead there (``prompt.choice``), and the operations it takes.

    ``needs`` must have been answered with one of ``outcomes`` for the goal to be reached; ``changes`` are the
    only changes meant, ``one_item``: about one thing. ``records``: it takes words of their own.
    """

    name: str
    choices: frozenset[str]
    needs: str
    outcomes: frozenset[str]
    changes: frozenset[str] = frozenset()
    one_item: bool = False
    records: bool = False


_OK = frozenset({"ok", "partly", "duplicate", "refused", "unsure"})
"""Answers that settle a matter: done, done already, not allowed, or promised to be told later."""
PERSON = "a person"
_CANCELS, _COMPLAINS = frozenset({"end_services"}), frozenset({"lodge_complaint"})
_BALANCE = frozenset({"services.balance"})
_CANCEL_ONE = frozenset({"services.cancel_services", "offer.which", "one_service.item", "sure.yes"})
_CANCEL_ALL = frozenset({"services.cancel_services", "offer.all", "sure.yes"})
_COMPLAIN = frozenset({"services.complaint", "about_what.charges", "right.yes"})
GOALS = (
    Goal("balance", _BALANCE, "get_balance", frozenset({"ok"})),
    Goal("cancel one", _CANCEL_ONE, "end_services", _OK, _CANCELS, one_item=True),
    Goal("cancel all", _CANCEL_ALL, "end_services", _OK, _CANCELS),
    Goal("complain", _COMPLAIN, "lodge_complaint", _OK, _COMPLAINS, records=True),
    Goal(PERSON, frozenset({"call_you_back.yes"}), "", frozenset()),
)
NOTHING_TO_DO = frozenset({"none", "not_ours"})
"""Answers after which there is nothing left to want."""
ALWAYS_MEANT = frozenset({"ask_call_back"})
"""Changes nobody minds: whoever is asked whether we may call back and says nothing gets a call too many."""


_CARRIER = Carrier(count_fetch_time=True)


@dataclass(frozen=True, slots=True)
class Fault:
    """What a line does: the share of keys it drops, its carrier, its network."""

    name: str
    drops: float = 0.0
    carrier: Carrier = _CARRIER
    twice_every: int | None = None
    slow_s: float = 0.0


FAULTS = (
    Fault("good line"),
    Fault("drops keys", drops=0.1),
    Fault("keeps keys pressed early", carrier=replace(_CARRIER, type_ahead=TypeAhead.BUFFER)),
    Fault("delivers webhooks twice", twice_every=3),
    Fault("slow network", slow_s=0.8),
)
