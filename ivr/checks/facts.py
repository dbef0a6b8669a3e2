"""What holds on every path to a step, and what each way out of it adds and takes away.

Names of facts are text. Those that speak of one flow's own run (``LOCAL``) are worth nothing outside it;
the others go along into the flows it starts and come back from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from ivr.checks.ground import Ground
from ivr.checks.leads import Leads
from ivr.language import kinds
from ivr.language.expressions import Compared, Constant, Expression, Joined, Name, Node, Not
from ivr.language.specs import Flow, Step
from ivr.language.ways import ToBuiltIn, Way, Why
from ivr.model.office import UNAVAILABLE, Effect

Facts: TypeAlias = frozenset[str]

NOTHING: Facts = frozenset()
ASKED_HERE = "asked here"
"""The caller answered a question of this flow, with no change since: *back* leads there."""
ASKED_BELOW = "asked below"
"""The flow was started where *back* has a question to go to; leaving it leads there."""
OWN = "own"
"""The call is about the caller's own number."""
PROOF = "proof"
"""The subscriber is proven."""
EITHER = "own or proof"
"""One of the two; a fact of its own, for paths with either meet."""
ABOUT = frozenset({OWN, PROOF, EITHER})
SAME = "same subscriber"
"""This flow has not changed whom it is about: what it proves holds for whoever started it."""
LINE = "line"
"""Somebody is there to hear."""
VOICE = "voice"
"""It is a call, not a conversation by text."""
CONFIRMED = "confirmed"
"""The last thing the caller did was to say *yes* to a question, and nothing was done since."""
_MOST_KEPT = 4096
"""Sets of facts kept with what they come to; a project has a few hundred."""
_HEARD, _TOLD, _SAFE, _FRESH = "heard:", "told:", "safe:", "fresh:"
_LOCAL = frozenset({ASKED_HERE, ASKED_BELOW, SAME, CONFIRMED})


def heard(word: str) -> str:
    """Return the fact that whoever is on the line has been told ``word``."""
    return f"{_HEARD}{word}"


def told(word: str) -> str:
    """Return the fact that the caller has been told ``word``, on the line or not any more."""
    return f"{_TOLD}{word}"


def safe(name: str) -> str:
    """Return the fact that no recording waits under ``name`` for being given to an operation."""
    return f"{_SAFE}{name}"


def fresh(name: str) -> str:
    """Return the fact that the secret ``name`` was collected in this very turn."""
    return f"{_FRESH}{name}"


@lru_cache(maxsize=_MOST_KEPT)
def crossing(facts: Facts) -> Facts:
    """Return those facts that hold in other flows as well."""
    return frozenset(fact for fact in facts if fact not in _LOCAL and not fact.startswith((_SAFE, _FRESH)))


def at_first(flow: Flow) -> Facts:
    """Return what holds at the beginning of any run of ``flow``."""
    by_voice = () if "sms" in flow.channels else (VOICE,)
    unsaved = (safe(str(step.save)) for step in flow.steps.values() if step.kind is kinds.RECORD)
    return frozenset({SAME, *by_voice, *unsaved})


def every_fact(ground: Ground) -> Facts:
    """Return every fact that can hold in other flows too."""
    words = ground.words_told
    return ABOUT | {LINE, VOICE} | {heard(one) for one in words} | {told(one) for one in words}


def on_entering(step: Step, facts: Facts) -> Facts:
    """Return what holds once ``step`` has said whom it is about; what was asked before was about another."""
    return facts if step.subscriber is None else facts - ABOUT - {SAME, CONFIRMED, ASKED_HERE}


def at_work(ground: Ground, flow: Flow, step: Step, facts: Facts) -> Facts:
    """Return what holds when the words of ``step`` have been put and its kind begins."""
    facts = on_entering(step, facts)
    if step.say is not None or step.kind is kinds.NOTICE:
        facts = without_fresh(facts)
    for word in ground.tells[flow.name].get(step.name, NOTHING):
        facts |= {heard(word), told(word)} if LINE in facts else {heard(word)}
    return facts


def after_way(ground: Ground, flow: Flow, leads: Leads, facts: Facts, ready: Facts) -> Facts:
    """Return what holds after ``leads.way`` of a step entered with ``facts``, but for flows it started.

    ``ready`` is what holds when the kind of the step begins.
    """
    step, way = leads.step, leads.way
    if way.name == "out_of_tries":  # taken instead of the step
        return facts
    if way.why is Why.HANG_UP:
        return _hung_up(ground, flow, step, facts)
    known = _known_by(step, way)
    facts = ready | known if known else ready
    if step.kind.asks:
        return _answered(leads, facts)
    if step.kind is kinds.DO:
        return _done(ground, step, way, facts)
    if step.kind in (kinds.TRANSFER, kinds.FLOW):
        return _after_something(facts) | (_handed_on(step) if step.kind is kinds.FLOW else NOTHING)
    return facts


@lru_cache(maxsize=_MOST_KEPT)
def without_fresh(facts: Facts) -> Facts:
    """Return what still holds in a later turn."""
    return frozenset(fact for fact in facts if not fact.startswith(_FRESH))


@lru_cache(maxsize=_MOST_KEPT)
def _after_something(facts: Facts) -> Facts:
    """Return what still holds when something was done or answered, of what only holds right before that."""
    return without_fresh(facts) - {CONFIRMED}


def without_proof(facts: Facts) -> Facts:
    """Return what still holds after a flow that was about another number."""
    return facts - {PROOF} if OWN in facts else facts - {PROOF, EITHER}


def _hung_up(ground: Ground, flow: Flow, step: Step, facts: Facts) -> Facts:
    """Return what holds after a hang-up: what only matters to somebody on the line holds for nobody."""
    facts = without_fresh(on_entering(step, facts)) - {LINE}
    nobody = {
        CONFIRMED,
        VOICE,
        *(safe(str(one.save)) for one in flow.steps.values() if one.kind is kinds.RECORD),
    }
    return facts | nobody | {heard(word) for word in ground.words_told}


def _answered(leads: Leads, facts: Facts) -> Facts:
    step, way = leads.step, leads.way
    facts = _after_something(facts)
    if way.name == "silent":
        return facts
    answered = way.why is Why.CALLER and not isinstance(leads.place, ToBuiltIn)
    if answered is not (ASKED_HERE in facts):  # the flow of a key empties it
        facts ^= {ASKED_HERE}
    if step.kind is kinds.CONFIRM and way.name == "yes":
        return facts | {CONFIRMED}
    if step.kind is kinds.COLLECT and way.name == "given" and step.sensitive == "secret":
        return facts | {fresh(str(step.save))}
    if step.kind is kinds.RECORD and way.name == "recorded":
        return facts - {safe(str(step.save))}
    return facts


def _done(ground: Ground, step: Step, way: Way, facts: Facts) -> Facts:
    facts = _after_something(facts) | _handed_on(step)
    operation = ground.operation(step)
    if operation is None:
        return facts
    outcome = way.name.removeprefix("on:")
    proves = operation.proves and (outcome in operation.proves or outcome not in operation.ways)
    if proves:  # an outcome there is not may have been meant for one that proves; it is told there
        facts |= {PROOF, EITHER}
    reads = operation.effect is Effect.READ or outcome == UNAVAILABLE
    return facts if reads else facts - {ASKED_HERE}


def _handed_on(step: Step) -> Facts:
    """Return that what ``step`` is given does not wait any more."""
    return frozenset(safe(name.parts[0]) for one in step.arguments for name in one.value.names)


def _known_by(step: Step, way: Way) -> Facts:
    """Return what the condition of ``way`` tells, and that those before it did not hold."""
    if way.when is None and step.kind is not kinds.DECIDE:
        return NOTHING
    found = NOTHING if way.when is None else _if_so(way.when.tree)
    if step.kind is not kinds.DECIDE:
        return found
    taken = int(way.name.removeprefix("decide:"))
    before: Iterable[Expression | None] = (one.when for one in step.branches[:taken])
    return found.union(*(_if_not(when.tree) for when in before if when is not None))


def _if_so(node: Node) -> Facts:
    """Return what holds where the condition ``node`` is true."""
    match node:
        case Name(parts=("subscriber", "proven")):
            return frozenset({PROOF, EITHER})
        case Not(operand=operand):
            return _if_not(operand)
        case Joined(word="and", operands=parts):
            return NOTHING.union(*(_if_so(part) for part in parts))
        case Joined(operands=(first, *rest)):
            return _if_so(first).intersection(*(_if_so(part) for part in rest))
        case Compared(operator="==", left=left, right=Constant(value=bool() as truth)):
            return _if_so(left) if truth else _if_not(left)
        case Compared(operator="==" | "!=" as operator) if _of_both_numbers(node):
            return frozenset({OWN, EITHER}) if operator == "==" else NOTHING
        case Compared(operator="==" | "!=") if (channel := _of_channel(node)) is not None:
            return frozenset({VOICE}) if (node.operator == "==") == (channel == "voice") else NOTHING
        case _:
            return NOTHING


def _if_not(node: Node) -> Facts:
    """Return what holds where the condition ``node`` is false."""
    match node:
        case Not(operand=operand):
            return _if_so(operand)
        case Joined(word="or", operands=parts):
            return NOTHING.union(*(_if_not(part) for part in parts))
        case Joined(operands=(first, *rest)):
            return _if_not(first).intersection(*(_if_not(part) for part in rest))
        case Compared(operator="!=") if _of_both_numbers(node):
            return frozenset({OWN, EITHER})
        case Compared(operator="==" | "!=") if (channel := _of_channel(node)) is not None:
            return frozenset({VOICE}) if (node.operator == "==") != (channel == "voice") else NOTHING
        case _:
            return NOTHING


def _of_both_numbers(node: Compared) -> bool:
    numbers = {part.parts for part in (node.left, node.right) if isinstance(part, Name)}
    return numbers == {("subscriber", "number"), ("caller", "number")}


def _of_channel(node: Compared) -> str | None:
    """Return the channel that ``node`` asks about, if it does."""
    match (node.left, node.right):
        case (Name(parts=("channel",)), Constant(value=str() as word)) | (
            Constant(value=str() as word),
            Name(parts=("channel",)),
        ):
            return word if word in ("voice", "sms") else None
        case _:
            return None
