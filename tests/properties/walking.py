"""Random calls: what a caller, a person and an office may do next, and the moves it leads to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from ivr.engine.advance import advance, begin
from ivr.engine.move import Move
from ivr.engine.program import AtStep, Program
from ivr.language import kinds
from ivr.language.specs import Step
from ivr.language.types import Basic, ListType, RecordType, Type
from ivr.model import verbs
from ivr.model.call import Call
from ivr.model.events import (
    Arrived,
    Broke,
    CallBackWanted,
    Digits,
    Event,
    GoneForGood,
    HungUp,
    Recorded,
    Returned,
    Silence,
    Speech,
    StillWaiting,
    TransferEnded,
    TransferResult,
)
from ivr.model.ids import CallSid, Msisdn
from ivr.model.money import Money
from ivr.model.office import OfficeAnswer
from ivr.model.outside import AS_DESIGNED, Outside
from ivr.model.snapshot import call_from_json, call_to_json
from ivr.model.values import Record, Value
from ivr.twiml.emit import Addresses, emit
from tests.engine.phone import MORNING, compiled
from tests.language.projects import shipped
from tests.model.anything import without_secrets
from tests.properties.acts import (
    OTHER_NUMBER,
    PLAIN,
    SECRET,
    Act,
    Fitting,
    Office,
    Person,
    Press,
    Say,
    Setting,
    Simply,
    Speak,
    Stale,
)
from tests.properties.wide import WIDE

TEXTS = ("手机报", "VIP 10元包", "<b>&\"'", "a" * 400, "😀", "1", "")

PROGRAMS: Mapping[str, Program] = {"shipped": compiled(shipped()), "wide": compiled(WIDE)}
programs = st.sampled_from(sorted(PROGRAMS))


# the office


def a_value(name: str, of: Type, office: Office) -> Value:
    """A value of the type, different for different answers."""
    match of:
        case RecordType(parts=parts):
            return Record({part: a_value(part, inner, office) for part, inner in parts})
        case ListType(of=item):
            return tuple(
                a_value(name, item, Office(office.pick, number, office.broken))
                for number in range(office.items)
            )
        case Basic():
            return _basic(name, of, office)


def _basic(name: str, of: Basic, office: Office) -> Value:
    some = office.items
    match of:
        case Basic.TEXT:
            return "202611230042" if name == "ticket" else TEXTS[some % len(TEXTS)]
        case Basic.DIGITS:
            return "1066" + "1234567"[: some + 1]
        case Basic.PHONE:
            return OTHER_NUMBER
        case Basic.NUMBER:
            return 60 + some if name == "age" else Decimal(some)
        case Basic.MONEY:
            return Money(0 if name == "owed" and some % 2 else some * 300)
        case Basic.DATE:
            return date(2026, 11, 20) + timedelta(days=2 * some)
        case Basic.MOMENT:
            return MORNING + timedelta(days=some - 3)
        case Basic.YESNO:
            return some == 7
        case Basic.AUDIO:
            return "RE9"


def answer(program: Program, operation: str, office: Office) -> OfficeAnswer:
    contract = program.project.operations[operation]
    outcome = contract.ways[office.pick % len(contract.ways)]
    if office.broken:
        return OfficeAnswer("new" if office.items % 2 else outcome, Record({"odd": 1}))
    declared = contract.outcome(outcome)
    gives = declared.gives if declared else ()
    return OfficeAnswer(outcome, Record({str(name): a_value(str(name), of, office) for name, of in gives}))


# one call


def start(program: Program, setting: Setting = PLAIN) -> Move:
    caller = None if setting.withheld else Msisdn("13800138000")
    arrived = Arrived(MORNING, CallSid("CA1"), caller, "10086", vouched=setting.vouched)
    return begin(program, arrived, outside=setting.outside)


def offered(move: Move) -> list[str]:
    """The keys a document offers aloud."""
    words = [one for verb in move.verbs if isinstance(verb, verbs.Say | verbs.Gather) for one in verb.words]
    return [one.key for one in words if isinstance(one, verbs.Offer | verbs.ItemOffer)]


def is_kept(program: Program, before: Call, event: Event | None) -> bool:
    """Whether ``event`` is a recording somebody spoke into where one was asked for."""
    step = step_of(program, before)
    if not isinstance(event, Recorded) or step is None or step.kind is not kinds.RECORD:
        return False
    if before.is_over:
        return before.owes_hang_up and event.lasted_s > 0
    return event.lasted_s >= (step.shortest_s or 1) or (event.hung_up and event.lasted_s > 0)


def step_of(program: Program, call: Call) -> Step | None:
    """The step a call is at."""
    landing = program.landing(call.top.flow, call.top.state)
    return landing.step if isinstance(landing, AtStep) else None


def _what_fits(program: Program, move: Move, act: Fitting) -> Act:
    if move.call.waiting is not None:
        return act.office
    step = step_of(program, move.call)
    if move.call.is_over or step is None:
        return Simply("gone")
    if step.kind is kinds.TRANSFER:
        return Simply("call_back") if act.nth == 6 else Person(act.result)
    if step.kind is kinds.RECORD:
        return Speak((30, 12, 5, 2, 1.5, 0.5, 0)[act.nth], hangs_up=act.nth in (2, 5))
    if step.kind is kinds.COLLECT and step.digits is not None:
        return _typed(step, step.digits[1], act)
    keys = offered(move)
    return Press(keys[act.nth % len(keys)], soon=act.nth == 6) if keys else Simply("silence")


def _typed(step: Step, length: int, act: Fitting) -> Act:
    if act.nth > 4:
        return Press(("**", "*0")[act.nth - 5])
    entry = SECRET if step.sensitive == "secret" else OTHER_NUMBER
    return Press((entry * 3)[:length])


def event_of(  # noqa: C901, PLR0912 -- one case per kind of act
    program: Program, move: Move, act: Act
) -> Event:
    """The event an act is, after this move; a second passes with each turn."""
    if isinstance(act, Fitting):
        act = _what_fits(program, move, act)
    call = move.call
    now = call.started + timedelta(seconds=call.turn)
    waiting = call.waiting
    match act:
        case Press(keys=keys, soon=soon):
            return Digits(now - timedelta(seconds=0.5) if soon else now, keys)
        case Say(text=text):
            return Speech(now, text)
        case Speak(seconds=seconds, hangs_up=hangs_up):
            return Recorded(now, f"RE{call.turn}", seconds, hangs_up)
        case Person(result=result):
            return TransferEnded(now, result)
        case Office() if waiting is not None:
            return Returned(now, waiting.key, answer(program, waiting.operation, act))
        case Office() | Stale():
            return Returned(now, "CA1:look:0:9", OfficeAnswer("ok"))
        case Simply(what="hang_up"):
            return HungUp(now)
        case Simply(what="gone"):
            return GoneForGood(now)
        case Simply(what="call_back"):
            return CallBackWanted(now)
        case Simply(what="still" | "first" as what) if waiting is not None:
            return StillWaiting(now, what == "first")
        case Simply(what="break"):
            return Broke(now, "KeyError")
        case Simply(what="wait"):
            return Silence(now + timedelta(minutes=31))
        case _:
            return Silence(now)


def next_move(program: Program, move: Move, act: Act, *, outside: Outside = AS_DESIGNED) -> Move:
    """Advance as a turn does: the call comes from the store, and the turn after it is the next."""
    return _advance(program, move, event_of(program, move, act), outside)


def _advance(program: Program, move: Move, event: Event, outside: Outside) -> Move:
    stored = call_from_json(json.loads(json.dumps(call_to_json(move.call))))
    assert stored == without_secrets(move.call)
    return advance(program, stored.with_turn(move.call.turn + 1), event, outside=outside)


def moves(program: Program, acts: list[Act], setting: Setting = PLAIN) -> Iterator[Move]:
    return (move for _, move in events(program, acts, setting))


def events(
    program: Program, acts: list[Act], setting: Setting = PLAIN
) -> Iterator[tuple[Event | None, Move]]:
    """Each move of a call with the event that led to it."""
    move = start(program, setting)
    yield None, move
    for act in acts:
        event = event_of(program, move, act)
        move = _advance(program, move, event, setting.outside)
        yield event, move


def to_the_end(
    program: Program, move: Move, office: list[Office], setting: Setting, *, most: int
) -> Iterator[tuple[Event | None, Move]]:
    """What comes next when the caller does nothing any more, until all is over that was owed."""
    for turn in range(most):
        call = move.call
        if call.is_over and call.waiting is None and not call.owes_hang_up:
            return
        act = silent_act(program, call, office[turn % len(office)])
        event = event_of(program, move, act)
        move = _advance(program, move, event, setting.outside)
        yield event, move


def silent_act(program: Program, call: Call, office: Office) -> Act:
    """What comes next when the caller does nothing any more: nobody is free, the office answers somehow."""
    if call.waiting is not None:
        return office
    if call.is_over:
        return Simply("gone")
    step = step_of(program, call)
    return (
        Person(TransferResult.NOBODY)
        if step is not None and step.kind is kinds.TRANSFER
        else Simply("silence")
    )


# what the carrier is sent

ADDRESSES = Addresses("/voice/turn/1", "/voice/wait/1", lambda recording: f"/voice/recording/{recording}")


def document(program: Program, said: tuple[verbs.Verb, ...]) -> str:
    return emit(said, catalogue=program.project.wording, addresses=ADDRESSES)
