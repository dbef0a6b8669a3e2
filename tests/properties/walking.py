"""Random calls: what a caller, a person and an office may do next, and the moves it leads to."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from ivr.engine.advance import advance, begin
from ivr.engine.move import Move
from ivr.engine.program import AtStep, Program
from ivr.language import kinds
from ivr.model import verbs
from ivr.model.call import Call, call_from_json, call_to_json
from ivr.model.events import (
    Arrived,
    Broke,
    Digits,
    Event,
    HungUp,
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
from ivr.model.values import Record, Value
from tests.engine.phone import MORNING, compiled
from tests.language.projects import shipped

WIDE = {
    "flows/hotline.yaml": 'hotline: "10086"\nstart: front\nlanguages: [zh-CN, en]\n'
    "everywhere: {star: back, 9: repeat, 8: start_over, 0: {go: person, said: first_menu}}\n"
    "patience: {no_input: [one], no_match: [two, one], at_most: 3, after_that: person}\n"
    'queues: {agents: {}, desk: {dial: "+8610086"}}\n',
    "flows/operations.yaml": "types: {item: {name: text, price: money}}\noperations:\n"
    "  look: {effect: read, gives: {ok: {items: list of item, until: date}, none: {}, not_ours: {}}}\n"
    "  change: {effect: write, takes: {n: number}, gives: {ok: {ticket: digits}, refused: {}}}\n"
    "  lodge: {effect: write, about: call, gives: {ok: {due: moment}}}\n",
    "flows/front.yaml": "flow: front\noutcomes: {done: done, left: open}\nsteps:\n"
    "  hello: {say: hello, do: lodge, save: case, go: {ok: due, unsure: ask, unavailable: ask}}\n"
    "  due: {say: due, with: {due: case.due}, go: ask}\n"
    "  ask:\n    menu: ask\n    keys: {1: items, 2: {go: english, when: language != 'en'}, 3: desk, 12: sure, hash: end left}\n"
    "    then: more\n"
    "  english: {language: en, go: ask}\n"
    "  desk: {say: one, transfer: desk, while_waiting: two, go: {answered: talked, nobody: ask, failed: sure}}\n"
    "  talked: {hang_up: done}\n"
    "  more: {menu: more, keys: {1: ask, 2: end done}, no_input: [], after_that: end done}\n"
    "  sure: {confirm: sure, unanswered: sub, barge_in: no, go: {yes: sub, no: start_over}}\n"
    "  sub: {flow: items, go: {told: more, none: ask}}\n",
    "flows/items.yaml": "flow: items\noutcomes: {told: done, none: trouble}\nsteps:\n"
    "  look: {say: one, do: look, save: found, go: {ok: tell, none: end none, not_ours: end none, unavailable: end none}}\n"
    "  tell: {say: tell, with: {items: found.items, until: found.until}, text: tell, go: how}\n"
    "  how:\n    decide:\n    - {when: count(found.items) > 1, go: keep}\n    - otherwise: end told\n"
    "  keep: {confirm: keep, with: {n: count(found.items)}, go: {yes: change, no: end told}}\n"
    "  change:\n    do: change\n    with: {n: count(found.items) + days_until(found.until)}\n    save: got\n"
    "    go: {ok: ticket, refused: keep, unsure: two, unavailable: two}\n"
    "  ticket: {say: ticket, with: {ticket: got.ticket}, end: told}\n"
    "  two: {say: two, end: told}\n",
    "flows/person.yaml": "flow: person\noutcomes: {nobody: trouble, done: done}\nsteps:\n"
    "  try: {transfer: agents, go: {answered: talked, nobody: call_back, failed: call_back}}\n"
    "  call_back: {confirm: call_back, go: {yes: end done, no: end nobody}}\n"
    "  talked: {hang_up: done}\n",
}


def _prompts(language: str) -> dict[str, str]:
    word = {"zh-CN": "好", "en": "well"}[language]
    front = f"hello: {word}\ndue: '{{due:moment}}'\nmore: {{say: {word}, choices: {{ask: {word}, done: {word}b}}}}\nsure: {word}\n"
    front += f"ask: {{say: {word}, again: {word}, choices: {{items: {{say: {word}1, heard: [余额]}}, english: English, "
    front += f"desk: {word}3, sure: {word}4, left: {word}5}}}}\n"
    items = "tell: '{items:each item}{until:date}'\nitem: '{name:text}{price:money}'\nkeep: '{n:count}'\n"
    items += "ticket: '{ticket:digits}'\n"
    common = f"one: {word}\ntwo: {word}\neverywhere: {{person: {{say: {word}, heard: [人工]}}, back: 返回, repeat: 重听, "
    common += "start_over: 重来}\n"
    texts = {"front": front, "items": items, "person": f"call_back: {word}\n", "common": common}
    return {f"prompts/{language}/{name}.yaml": text for name, text in texts.items()}


PROGRAMS: Mapping[str, Program] = {
    "shipped": compiled(shipped()),
    "wide": compiled(WIDE | _prompts("zh-CN") | _prompts("en")),
}
programs = st.sampled_from(sorted(PROGRAMS))


@dataclass(frozen=True, slots=True)
class Press:
    keys: str


@dataclass(frozen=True, slots=True)
class Say:
    text: str


@dataclass(frozen=True, slots=True)
class Person:
    result: TransferResult


@dataclass(frozen=True, slots=True)
class Office:
    """An answer: which of the contract's outcomes, and how many items; or one outside it."""

    pick: int
    items: int
    broken: bool


@dataclass(frozen=True, slots=True)
class Stale:
    """The answer to a question of before."""


@dataclass(frozen=True, slots=True)
class Simply:
    what: str


@dataclass(frozen=True, slots=True)
class Fitting:
    """What fits: an answer of the office or a person who is asked, or the nth key offered just now."""

    nth: int
    office: Office
    result: TransferResult


Act = Press | Say | Person | Office | Stale | Simply | Fitting

presses = st.one_of(
    st.sampled_from("0123456789*#").map(Press), st.text("0123456789*#", max_size=3).map(Press)
)
sayings = st.one_of(
    st.sampled_from(["余额", "不要余额", "人工", "返回", "好", "是", "不", "english", ""]),
    st.text(max_size=12),
).map(Say)
offices = st.builds(
    Office, st.sampled_from([0, 0, 0, 0, 1, 2, 3]), st.integers(0, 7), st.sampled_from([False] * 7 + [True])
)
fitting = st.builds(Fitting, st.integers(0, 6), offices, st.sampled_from(TransferResult))
answers = st.one_of(fitting, fitting, fitting, presses, sayings, st.just(Simply("silence")))
anything = st.one_of(
    fitting,
    fitting,
    fitting,
    fitting,
    fitting,
    fitting,
    answers,
    offices,
    st.sampled_from(TransferResult).map(Person),
    st.sampled_from(["silence", "hang_up", "still", "first", "break", "wait"]).map(Simply),
    st.just(Stale()),
)


def long_call(seed: int) -> list[Act]:
    """Thirty acts that mostly fit, so that a call gets somewhere; small examples alone seldom do."""
    rng = random.Random(seed)

    def act() -> Act:
        office = Office(rng.choice([0, 0, 0, 0, 1, 2, 3]), rng.randrange(8), rng.random() < 1 / 16)
        others: tuple[Act, ...] = (
            Press(rng.choice("0123456789*#")),
            Say(rng.choice(["余额", "人工", "好", "不", "english"])),
            Person(rng.choice(list(TransferResult))),
            Simply(rng.choice(["silence", "silence", "still", "first", "break", "wait", "hang_up"])),
            Stale(),
            office,
        )
        return (
            rng.choice(others)
            if rng.random() < 1 / 8
            else Fitting(rng.randrange(7), office, rng.choice(list(TransferResult)))
        )

    return [act() for _ in range(30)]


acts = st.one_of(st.lists(anything, max_size=25), st.integers(0, 2**32).map(long_call))


def answer(program: Program, operation: str, office: Office) -> OfficeAnswer:
    contract = program.project.operations[operation]
    outcome = contract.ways[office.pick % len(contract.ways)]
    if office.broken:
        return OfficeAnswer("new" if office.items % 2 else outcome, Record({"odd": 1}))
    items = tuple(Record({"name": "业务", "price": Money(number)}) for number in range(office.items))
    given: dict[str, Value] = {
        "items": items, "until": date(2026, 12, 31), "ticket": "123456789012", "due": MORNING, "age": 60 + office.items,
        "needs_person": False, "left": Money(office.items * 300), "owed": Money(office.pick), "valid_until": date(2027, 1, 1),
        "so_far": Money(5),
    }  # fmt: skip
    declared = contract.outcome(outcome)
    return OfficeAnswer(
        outcome, Record({str(name): given[str(name)] for name, _ in (declared.gives if declared else ())})
    )


def start(program: Program, *, withheld: bool = False) -> Move:
    caller = None if withheld else Msisdn("13800138000")
    return begin(program, Arrived(MORNING, CallSid("CA1"), caller, "10086"))


def offered(move: Move) -> list[str]:
    """The keys a document offers aloud."""
    words = [one for verb in move.verbs if isinstance(verb, verbs.Say | verbs.Gather) for one in verb.words]
    return [one.key for one in words if isinstance(one, verbs.Offer)]


def _what_fits(program: Program, move: Move, act: Fitting) -> Act:
    if move.call.waiting is not None:
        return act.office
    landing = program.landing(move.call.top.flow, move.call.top.state)
    if isinstance(landing, AtStep) and landing.step.kind is kinds.TRANSFER:
        return Person(act.result)
    keys = offered(move)
    return Press(keys[act.nth % len(keys)]) if keys else Simply("silence")


def event_of(  # noqa: C901 -- one case per kind of act
    program: Program, move: Move, act: Act
) -> Event:
    """The event an act is, after this move; a second passes with each turn."""
    if isinstance(act, Fitting):
        act = _what_fits(program, move, act)
    call = move.call
    now = call.started + timedelta(seconds=call.turn)
    waiting = call.waiting
    match act:
        case Press(keys=keys):
            return Digits(now, keys)
        case Say(text=text):
            return Speech(now, text)
        case Person(result=result):
            return TransferEnded(now, result)
        case Office() if waiting is not None:
            return Returned(now, waiting.key, answer(program, waiting.operation, act))
        case Office() | Stale():
            return Returned(now, "CA1:look:0:9", OfficeAnswer("ok"))
        case Simply(what="hang_up"):
            return HungUp(now)
        case Simply(what="still" | "first" as what):
            return StillWaiting(now, what == "first")
        case Simply(what="break"):
            return Broke(now, "KeyError")
        case Simply(what="wait"):
            return Silence(now + timedelta(minutes=31))
        case _:
            return Silence(now)


def next_move(program: Program, move: Move, act: Act) -> Move:
    """Advance as a turn does: the call comes from the store, and the turn after it is the next."""
    stored = call_from_json(json.loads(json.dumps(call_to_json(move.call))))
    assert stored == move.call
    return advance(program, stored.with_turn(move.call.turn + 1), event_of(program, move, act))


def moves(program: Program, acts: list[Act], *, withheld: bool = False) -> Iterator[Move]:
    move = start(program, withheld=withheld)
    yield move
    for act in acts:
        move = next_move(program, move, act)
        yield move


def silent_act(program: Program, call: Call, office: Office) -> Act:
    """What comes next when the caller does nothing any more: nobody is free, the office answers somehow."""
    if call.waiting is not None:
        return office
    landing = program.landing(call.top.flow, call.top.state)
    if isinstance(landing, AtStep) and landing.step.kind is kinds.TRANSFER:
        return Person(TransferResult.NOBODY)
    return Simply("silence")
