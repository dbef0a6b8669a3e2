"""What a caller, a person, an office and a network may do, at random."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from hypothesis import strategies as st

from ivr.model.events import TransferResult
from ivr.model.outside import AS_DESIGNED, Outside
from ivr.model.values import Record

SECRET = "864209"
"""What callers type where they are asked for something secret; nothing else here looks like it."""
OTHER_NUMBER = "13900139000"


@dataclass(frozen=True, slots=True)
class Press:
    """Keys; ``soon``: before anything could have been heard."""

    keys: str
    soon: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    text: str


@dataclass(frozen=True, slots=True)
class Speak:
    """Into a recording, whether one is being made or not."""

    seconds: float
    hangs_up: bool = False


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


Act = Press | Say | Speak | Person | Office | Stale | Simply | Fitting


@dataclass(frozen=True, slots=True)
class Setting:
    """Who calls, and what operators have turned."""

    withheld: bool = False
    vouched: bool = False
    outside: Outside = field(default=AS_DESIGNED)


PLAIN = Setting()
outsides = st.builds(
    lambda storm, password, up: Outside(
        Record({"storm": storm, "ask_password": password}),
        Record({"opening": Record({"zh-CN": "今晚<升级>", "en": "Tonight"})} if up else {}),
    ),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
settings_of_a_call = st.builds(Setting, st.booleans(), st.booleans(), outsides)

presses = st.one_of(
    st.builds(Press, st.sampled_from("0123456789*#"), st.booleans()),
    st.text("0123456789*#", max_size=3).map(Press),
    st.sampled_from([SECRET, OTHER_NUMBER, "13800138000", "01234567890", "12*", "**", "*0"]).map(Press),
)
sayings = st.one_of(
    st.sampled_from(
        ["余额", "不要余额", "人工", "返回", "好", "是", "不", "确定停止", "保留业务", "english", ""]
    ),
    st.text(max_size=12),
).map(Say)
speaking = st.builds(Speak, st.sampled_from([0.0, 0.4, 1.9, 2.0, 30.0]), st.booleans())
offices = st.builds(
    Office,
    st.sampled_from([0, 0, 0, 0, 1, 2, 3, 4]),
    st.integers(0, 7),
    st.sampled_from([False] * 7 + [True]),
)
fitting = st.builds(Fitting, st.integers(0, 6), offices, st.sampled_from(TransferResult))
answers = st.one_of(fitting, fitting, fitting, presses, sayings, speaking, st.just(Simply("silence")))
LATE = ["silence", "hang_up", "still", "first", "gone", "call_back"]
harmless = st.one_of(
    *[fitting] * 6,
    answers,
    offices,
    st.sampled_from(TransferResult).map(Person),
    st.sampled_from(LATE).map(Simply),
    st.just(Stale()),
)
"""What callers and networks do; our own code does not break and nobody stays for half an hour."""
anything = st.one_of(harmless, harmless, harmless, st.sampled_from(["break", "wait"]).map(Simply))


def long_call(seed: int, *, length: int = 30, breaks: bool = False) -> list[Act]:
    """Acts that mostly fit, so that a call gets somewhere; small examples alone seldom do."""
    rng = random.Random(seed)
    late = [*LATE, "silence", "silence", *(("break", "wait") if breaks else ())]

    def act() -> Act:
        office = Office(rng.choice([0, 0, 0, 0, 1, 2, 3, 4]), rng.randrange(8), rng.random() < 1 / 16)
        others: tuple[Act, ...] = (
            Press(rng.choice("0123456789*#"), soon=rng.random() < 1 / 2),
            Say(rng.choice(["余额", "人工", "好", "不", "english"])),
            Speak(rng.choice([0, 0.4, 30]), hangs_up=rng.random() < 1 / 2),
            Person(rng.choice(list(TransferResult))),
            Simply(rng.choice(late)),
            Stale(),
            office,
        )
        return (
            rng.choice(others)
            if rng.random() < 1 / 8
            else Fitting(rng.randrange(7), office, rng.choice(list(TransferResult)))
        )

    return [act() for _ in range(length)]


acts = st.one_of(
    st.lists(anything, max_size=25), st.integers(0, 2**32).map(lambda seed: long_call(seed, breaks=True))
)
harmless_acts = st.one_of(st.lists(harmless, max_size=25), st.integers(0, 2**32).map(long_call))
some_acts = st.one_of(
    st.lists(harmless, max_size=20), st.integers(0, 2**32).map(lambda seed: long_call(seed, length=20))
)
