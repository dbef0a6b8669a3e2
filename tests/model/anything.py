from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta, timezone
from decimal import Decimal

from hypothesis import strategies as st

from ivr.model.call import Asking, Call, Frame, Waiting
from ivr.model.events import Channel
from ivr.model.ids import CallSid, Digest, Language, Msisdn
from ivr.model.money import Money
from ivr.model.pace import Pace
from ivr.model.values import Record, Secret, Value

zones = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30))])
plain = st.one_of(
    st.text(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False),
    st.integers(-(10**15), 10**15).map(Money),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=zones),
)
values: st.SearchStrategy[Value] = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=5), inner, max_size=3).map(Record),
    ),
    max_leaves=8,
)
records = st.dictionaries(st.text(max_size=5), values, max_size=4).map(Record)
moments = st.datetimes(timezones=st.just(UTC))
words = st.text(max_size=8)
counts = st.integers(0, 100)
numbers = st.none() | st.sampled_from([Msisdn("13800138000"), Msisdn("13900139000")])
secrets = st.dictionaries(st.text(max_size=5), st.text(max_size=6).map(Secret), max_size=2)
askings = st.builds(
    Asking,
    asked=counts,
    silences=counts,
    mismatches=counts,
    repeats=counts,
    cleared=counts,
    page=counts,
    told=st.booleans(),
    since=st.none() | moments,
)
frames = st.builds(
    Frame,
    flow=words,
    state=words,
    values=st.builds(lambda named, hidden: Record({**named, **hidden}), records, secrets),
    asking=askings,
    behind=st.lists(words, max_size=3).map(tuple),
    subscriber=numbers,
    tries=st.dictionaries(words, counts, max_size=2).map(Record),
    on_hang_up=st.none() | words,
)
calls = st.builds(
    Call,
    sid=st.from_regex(r"[A-Za-z0-9:_.\-]{1,20}", fullmatch=True).map(CallSid),
    bundle=words.map(Digest),
    started=moments,
    caller=numbers,
    called=words,
    channel=st.sampled_from(Channel),
    language=words.map(Language),
    frames=st.lists(frames, max_size=3).map(tuple),
    turn=counts,
    vouched=st.booleans(),
    account=words,
    proven=numbers,
    told=st.frozensets(words, max_size=3),
    unsure=st.frozensets(words, max_size=2),
    call_back=st.booleans(),
    owes_hang_up=st.booleans(),
    pace=st.sampled_from(Pace),
    waiting=st.none() | st.builds(Waiting, words, words),
    attempts=st.dictionaries(words, counts, max_size=2).map(Record),
    menus=counts,
    errors=counts,
    lost=st.none() | words,
    broken=st.none() | words,
    disposition=st.none() | words,
    ended=st.none() | moments,
)


def without_secrets(call: Call) -> Call:
    """The call as it comes back from storage: every secret is there and empty."""
    return replace(
        call, frames=tuple(replace(frame, values=Record(_emptied(frame.values))) for frame in call.frames)
    )


def _emptied(values: Record) -> dict[str, Value]:
    return {name: _empty(value) for name, value in values.items()}


def _empty(value: Value) -> Value:
    match value:
        case Secret():
            return Secret("")
        case Record():
            return Record(_emptied(value))
        case tuple():
            return tuple(_empty(part) for part in value)
        case _:
            return value


def same(one: Value, other: Value) -> bool:
    """Equal, and of the same types throughout: True is not 1, and 1 is not Decimal(1)."""
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Record) and isinstance(other, Record):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one.as_tuple() == other.as_tuple()
    return one == other
