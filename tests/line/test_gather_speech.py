"""reference/twiml.md 6.3, the speech half, and bargeIn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ivr.line.carrier import Carrier
from ivr.line.limits import AUTO_SPEECH_S

if TYPE_CHECKING:
    from conftest import Asked, Ring


def test_speech_is_sent_with_its_confidence(ring: Ring) -> None:
    """6.3 speech end, 2.3 speech, 2.3 confidence, 13.5 confidence."""
    gather = '<Gather input="dtmf speech" action="/next" speechTimeout="2" language="cmn-Hans-CN"/>'
    outcome = ring({"/voice": gather, "/next": "<Hangup/>"}, "- say: 我要投诉")
    assert outcome.requests[1] == ("/next", {"SpeechResult": "我要投诉", "Confidence": "0.9"})
    assert outcome.at[1] == pytest.approx(1 + 4 * 0.25 + 2)
    missing = ring(
        {"/voice": gather, "/next": "<Hangup/>"}, "- say: 我要投诉", carrier=Carrier(confidence=None)
    )
    assert missing.requests[1][1] == {"SpeechResult": "我要投诉"}


def test_speech_barges_in_unless_forbidden(ring: Ring) -> None:
    """6.3 barge-in."""
    inside = "<Say>一二三四五六七八</Say>"
    free = ring(
        {"/voice": f'<Gather input="speech" action="/next">{inside}</Gather>', "/next": "<Hangup/>"},
        "- {say: 好, after: 0.5s}",
    )
    assert free.line.heard[0].cut
    shielded = ring(
        {
            "/voice": f'<Gather input="speech" bargeIn="false" action="/next">{inside}</Gather>',
            "/next": "<Hangup/>",
        },
        "- {say: 好, after: 0.5s}",
    )
    assert not shielded.line.heard[0].cut
    assert shielded.requests[1][1]["SpeechResult"] == "好"
    assert shielded.at[1] > free.at[1]


def test_keys_are_shielded_by_barge_in_only_where_the_carrier_says_so(asked: Asked) -> None:
    """6.3 barge-in; 15, question 6."""
    gather = '<Gather bargeIn="false" numDigits="1" action="/next"><Say>一二三四</Say></Gather>'
    asked_now, _ = asked(gather, "- {press: 1, after: 0.2s}")
    assert asked_now
    asked_never, _ = asked(gather, "- {press: 1, after: 0.2s}", carrier=Carrier(barge_in_shields_keys=True))
    assert asked_never == []


def test_auto_goes_with_the_models_that_can_tell_a_pause(asked: Asked) -> None:
    """6.3 speech auto."""
    gather = '<Gather input="speech" speechTimeout="auto" speechModel="phone_call" action="/next"/>'
    requests, _ = asked(gather, "- say: 好")
    assert requests[0][1]["SpeechResult"] == "好"


@pytest.mark.parametrize("input_", ["dtmf speech", "speech dtmf"])
@pytest.mark.parametrize(("step", "name"), [("press: 1", "Digits"), ("say: 好", "SpeechResult")])
def test_either_can_be_listened_for_in_either_order(asked: Asked, input_: str, step: str, name: str) -> None:
    """6.3 input."""
    gather = f'<Gather input="{input_}" action="/next" numDigits="1"/>'
    requests, _ = asked(gather, f"- {step}")
    assert name in requests[0][1]


def test_speech_alone_takes_no_keys(asked: Asked) -> None:
    """6.3 input."""
    requests, _ = asked('<Gather input="speech" action="/next" numDigits="1"/>', "- {press: 1, after: 1s}")
    assert requests == []


def test_silence_after_speech_lasts_as_long_as_the_timeout_unless_said_otherwise(ring: Ring) -> None:
    """6.3 speech timeout, 6.3 speech end."""
    pages = {"/voice": '<Gather input="speech" timeout="3" action="/next"/>', "/next": "<Hangup/>"}
    assert ring(pages, "- say: 一二三四").at[1] == pytest.approx(1 + 1 + 3)


def test_the_timeout_rules_the_silence_before_speech(ring: Ring) -> None:
    """6.3 both timeouts."""
    gather = '<Gather input="dtmf speech" timeout="3" speechTimeout="9" actionOnEmptyResult="true" action="/next"/>'
    pages = {"/voice": gather, "/next": "<Hangup/>"}
    assert ring(dict(pages)).at[1] == pytest.approx(3)
    assert ring(dict(pages), "- press: 1").at[1] == pytest.approx(1 + 3)
    assert ring(dict(pages), "- say: 一二三四").at[1] == pytest.approx(1 + 1 + 9)


def test_a_key_pressed_after_speech_began_changes_nothing(asked: Asked) -> None:
    """6.3 first kind, 13.3 winner."""
    gather = (
        '<Gather input="dtmf speech" bargeIn="false" numDigits="1" action="/next">'
        "<Say>一二三四五六七八</Say></Gather>"
    )
    requests, _ = asked(gather, '- {say: 好, after: 0.2s}\n- {press: "#", after: 0.2s}')
    assert requests[0][1]["SpeechResult"] == "好"
    assert "Digits" not in requests[0][1]


def test_a_word_said_after_a_key_changes_nothing(asked: Asked) -> None:
    """6.3 first kind, 13.3 winner."""
    gather = '<Gather input="dtmf speech" action="/next" timeout="4"/>'
    requests, _ = asked(gather, "- press: 1\n- {say: 好, after: 1s}")
    assert requests == [("/next", {"Digits": "1", "FinishedOnKey": "", "msg": "Gather End"})]


@pytest.mark.parametrize(("attribute", "seconds"), [("", 60), ('maxSpeechTime="10"', 10)])
def test_speech_is_listened_to_for_a_minute_or_less(ring: Ring, attribute: str, seconds: int) -> None:
    """6.3 speech length, 13.3 speech."""
    gather = f'<Gather input="speech" {attribute} action="/next"/>'
    outcome = ring({"/voice": gather, "/next": "<Hangup/>"}, f"- say: {'好' * 400}")
    assert outcome.at[1] == pytest.approx(1 + seconds)


def test_a_pause_ends_speech_with_auto(ring: Ring) -> None:
    """6.3 speech auto."""
    gather = (
        '<Gather input="speech" timeout="9" speechTimeout="auto" speechModel="phone_call" action="/next"/>'
    )
    outcome = ring({"/voice": gather, "/next": "<Hangup/>"}, "- say: 一二三四")
    assert outcome.at[1] == pytest.approx(1 + 1 + AUTO_SPEECH_S)


@pytest.mark.parametrize("model", ["googlev2_long", "deepgram_nova-3"])
def test_a_specific_model_wants_a_number_of_seconds(ring: Ring, model: str) -> None:
    """6.3 speech auto; 10."""
    assert ring(f'<Gather input="speech" speechTimeout="auto" speechModel="{model}"/>').codes == ["13335"]
    assert ring(f'<Gather input="speech" speechTimeout="2" speechModel="{model}"/>').codes == []


def test_a_language_nobody_recognises_fails_without_a_request(ring: Ring) -> None:
    """6.3 unrecognised; 10."""
    gather = (
        '<Gather input="speech" language="zh-TW" action="/next"><Say>x</Say></Gather><Say>fell through</Say>'
    )
    pages = {"/voice": gather, "/next": "<Hangup/>"}
    assert ring(dict(pages), "- say: 好").codes == []
    outcome = ring(dict(pages), carrier=Carrier(unrecognised=frozenset({"zh-TW"})))
    assert (outcome.codes, outcome.heard, len(outcome.requests)) == (["13342"], ["fell through"], 1)


def test_the_language_of_speech_may_be_told(ring: Ring) -> None:
    """2.3 language."""
    pages = {"/voice": '<Gather input="speech" language="zh" action="/next"/>', "/next": "<Hangup/>"}
    assert "Language" not in ring(dict(pages), "- say: 好").form("/next")
    told = ring(dict(pages), "- say: 好", carrier=Carrier(speech_tells_language=True))
    assert told.form("/next")["Language"] == "zh"


def test_what_is_understood_so_far_is_told_aside(ring: Ring) -> None:
    """6.3 partial, 2.1 callbacks."""
    gather = '<Gather input="speech" action="/next" partialResultCallback="/part" partialResultCallbackMethod="GET"/>'
    outcome = ring({"/voice": gather, "/next": "<Say>ok</Say>", "/part": "<Say>never</Say>"}, "- say: hello")
    hop = outcome.line.requested[1]
    assert (hop.method, "UnstableSpeechResult=hello" in hop.url) == ("GET", True)
    assert (outcome.requests[2][0], outcome.heard) == ("/next", ["ok"])


@pytest.mark.parametrize("hints", ["查, 话费", ",".join(["a" * 100] * 500), "$OOV_CLASS_DIGIT_SEQUENCE"])
def test_these_hints_are_taken(ring: Ring, hints: str) -> None:
    """6.3 recogniser."""
    assert ring(f'<Gather input="speech" hints="{hints}"/>').codes == []


@pytest.mark.parametrize("language", ["cmn-Hans-CN", "cmn-Hant-TW", "yue-Hant-HK", "zh", "zh-TW", "en-US"])
def test_these_languages_are_taken(ring: Ring, language: str) -> None:
    """6.3 recogniser."""
    assert ring(f'<Gather input="speech" language="{language}"/>').codes == []


def test_more_hints_than_five_hundred_are_too_many(ring: Ring) -> None:
    """6.3 recogniser; 10."""
    assert ring(f'<Gather input="speech" hints="{",".join(["a"] * 501)}"/>').codes == ["13330"]
