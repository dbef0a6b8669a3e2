from __future__ import annotations

from datetime import UTC, timedelta, timezone
from decimal import Decimal

from hypothesis import strategies as st

from ivr.model.call import Call, Counters, Frame, Waiting
from ivr.model.events import Channel
from ivr.model.ids import CallSid, Digest, Language, Msisdn
from ivr.model.money import Money
from ivr.model.values import Record, Value

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
frames = st.builds(
    Frame,
    words,
    words,
    records,
    st.builds(Counters, counts, counts, counts, counts),
    st.lists(words, max_size=3).map(tuple),
)
calls = st.builds(
    Call,
    sid=st.from_regex(r"[A-Za-z0-9:_.\-]{1,20}", fullmatch=True).map(CallSid),
    bundle=words.map(Digest),
    started=moments,
    caller=st.none() | st.just(Msisdn("13800138000")),
    called=words,
    channel=st.sampled_from(Channel),
    language=words.map(Language),
    frames=st.lists(frames, max_size=3).map(tuple),
    turn=counts,
    waiting=st.none() | st.builds(Waiting, words, words),
    attempts=st.dictionaries(words, counts, max_size=2).map(Record),
    menus=counts,
    errors=counts,
    lost=st.none() | words,
    broken=st.none() | words,
    disposition=st.none() | words,
    ended=st.none() | moments,
)


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
