"""Whatever the documents and whatever the caller does, a call ends, its clock never runs back (13.1)."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.caller.converse import place_call
from ivr.caller.person import ScriptedPerson
from ivr.caller.steps import HangUp, LeaveMessage, Numbered, Press, Say, Silence, Transfer
from ivr.line.asks import Failure, Fetch, Reply, Transferred, Trouble
from ivr.line.carrier import (
    Carrier,
    EmptyDigits,
    EmptyRecording,
    EmptyRedirect,
    FinishKeyAlone,
    TypeAhead,
    UnknownElement,
)
from ivr.line.limits import CLOCK_CAP_S, FETCH_CAP
from ivr.line.state import Line, Parties

PATHS = ("/voice", "/a", "/b", "/wait")
SPOKEN = (
    "<Say voice='man' language='zh-CN'>您好</Say>",
    "<Say>一二三四</Say>",
    "<Pause length='2'/>",
    "<Play digits='1w2'/>",
    "<Say loop='0'>好</Say>",
)
path = st.sampled_from(PATHS)
truth = st.sampled_from(("true", "false"))
prompts = st.lists(st.sampled_from(SPOKEN), max_size=2).map("".join)
verbs = st.one_of(
    st.sampled_from(
        (*SPOKEN, "<Hangup/>", "<Reject/>", "<Leave/>", "<Speak/>", "<Play>/gone</Play>", "<Redirect/>")
    ),
    st.builds(
        '<Gather input="{}" action="{}" numDigits="{}" bargeIn="{}" actionOnEmptyResult="{}">{}</Gather>'.format,
        st.sampled_from(("dtmf", "speech", "dtmf speech")),
        path,
        st.integers(1, 3),
        truth,
        truth,
        prompts,
    ),
    st.builds(
        '<Record action="{}" timeout="{}" finishOnKey="{}"/>'.format,
        path,
        st.integers(0, 5),
        st.sampled_from(("#", "", "1234567890*#")),
    ),
    st.builds('<Dial action="{}" hangupOnStar="{}">10010</Dial>'.format, path, truth),
    st.builds('<Dial hangupOnStar="{}">10010</Dial>'.format, truth),
    st.builds(
        '<Enqueue action="{}" waitUrl="{}">q</Enqueue>'.format, path, st.sampled_from(("/wait", "", "/a"))
    ),
    st.just("<Enqueue>q</Enqueue>"),
    st.builds("<Redirect>{}</Redirect>".format, path),
)
pages = st.one_of(
    st.lists(verbs, max_size=3).map(
        lambda found: Reply(200, f"<Response>{''.join(found)}</Response>".encode(), "text/xml")
    ),
    st.sampled_from((Reply(404), Reply(307, location="/a"), Failure(Trouble.CONNECTION, "refused"))),
)
after = st.none() | st.floats(0, 20, allow_nan=False)
steps = st.one_of(
    st.builds(Press, st.text("0123456789*#", min_size=1, max_size=4), after),
    st.builds(Say, st.sampled_from(("好", "一二三四五")), after),
    st.builds(Silence, after),
    st.builds(LeaveMessage, st.floats(0, 100, allow_nan=False), after),
    st.builds(HangUp, after),
    st.builds(Transfer, st.sampled_from(Transferred), after),
)
carriers = st.builds(
    Carrier,
    type_ahead=st.sampled_from(TypeAhead),
    finish_key_alone=st.sampled_from(FinishKeyAlone),
    empty_result_digits=st.sampled_from(EmptyDigits),
    empty_recording=st.sampled_from(EmptyRecording),
    unknown_element=st.sampled_from(UnknownElement),
    gather_hangup_calls_action=st.booleans(),
    dial_hangup_calls_action=st.booleans(),
    status_before_record_action=st.booleans(),
    barge_in_shields_keys=st.booleans(),
    silent_recording_digits=st.sampled_from(EmptyDigits),
    empty_redirect=st.sampled_from(EmptyRedirect),
    redirect_moves_base=st.booleans(),
    wrong_voice_is_silent=st.booleans(),
    unrecognised=st.sampled_from((frozenset(), frozenset({"en-US"}))),
    queue_full=st.booleans(),
)
ENDINGS = ("hangup", "exhausted", "rejected", "caller", "transferred:", "error:")


class Pages:
    def __init__(self, found: dict[str, Reply | Failure]) -> None:
        self._found = found
        self.times: list[float] = []

    def send(self, fetch: Fetch) -> Reply | Failure:
        self.times.append(fetch.at)
        return self._found.get(fetch.url.split("?")[0].removeprefix("http://app.example"), Reply(404))


@settings(max_examples=150, deadline=None)
@given(
    found=st.fixed_dictionaries(dict.fromkeys(PATHS, pages)),
    doing=st.lists(steps, max_size=5),
    carrier=carriers,
    fallback=st.none() | st.just("http://app.example/b"),
)
def test_a_call_ends_and_its_clock_never_runs_back(
    found: dict[str, Reply | Failure], doing: list[Press], carrier: Carrier, fallback: str | None
) -> None:
    """13.1 clock."""

    def make() -> tuple[Line, str, list[float]]:
        counter = itertools.count()
        sender = Pages(found)
        line = Line(
            Parties("CA1", "AC1", "+8613800138000", "10086"),
            lambda prefix: f"{prefix}{next(counter)}",
            datetime(2026, 1, 1, tzinfo=UTC),
            carrier,
            fallback_url=fallback,
            status_url="http://app.example/status",
        )
        person = ScriptedPerson(tuple(Numbered(step, 1) for step in doing))
        return (
            line,
            place_call(line, "http://app.example/voice", person=person, sender=sender).ended,
            sender.times,
        )

    line, ended, times = make()
    assert ended.startswith(ENDINGS)
    assert times == sorted(times)
    assert [sound.at for sound in line.heard] == sorted(sound.at for sound in line.heard)
    assert line.now <= CLOCK_CAP_S + 60
    assert len(line.requested) <= (FETCH_CAP + 10) * 11
    again, ended_again, _ = make()
    assert (again.requested, again.heard, ended_again) == (line.requested, line.heard, ended)
