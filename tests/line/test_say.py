"""reference/twiml.md 6.1, 13.1 and the Say rows of 10."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ivr.line.carrier import Carrier
from ivr.model.speaking import speaking_s

if TYPE_CHECKING:
    from conftest import Ring


def test_the_words_are_heard_in_their_language(ring: Ring) -> None:
    """6.1 language."""
    outcome = ring('<Say language="cmn-CN">您好</Say><Say>Hello</Say><Say voice="Polly.Zhiyu">再见</Say>')
    assert [(sound.text, sound.language) for sound in outcome.line.heard] == [
        ("您好", "cmn-CN"),
        ("Hello", "en-US"),
        ("再见", "cmn-CN"),
    ]
    assert outcome.codes == []
    assert outcome.ended == "exhausted"


def test_a_google_voice_speaks_the_language_it_is_named_after(ring: Ring) -> None:
    """6.1 language."""
    outcome = ring('<Say voice="Google.cmn-CN-Wavenet-A">您好</Say>')
    assert outcome.line.heard[0].language == "cmn-CN"
    assert outcome.codes == []


def test_words_take_time_by_their_script() -> None:
    """13.1 durations."""
    assert speaking_s("您好") == pytest.approx(0.5)
    assert speaking_s("ab c") == pytest.approx(0.21)


def test_the_next_verb_starts_when_the_words_are_over(ring: Ring) -> None:
    """6.1 loop, 5.2 rule 1."""
    heard = ring('<Say loop="3">您好</Say><Say>x</Say>').line.heard
    assert heard[1].at == pytest.approx(1.5)


def test_whitespace_and_markup_inside_are_not_read(ring: Ring) -> None:
    """6.1 markup, 5.1 whitespace."""
    said = '<Say voice="Polly.Zhiyu">\n  查<break time="1s"/>询 <sub alias="一百">100</sub> <say-as interpret-as="digits">12</say-as>\n</Say>'
    outcome = ring(said)
    assert outcome.heard == ["查询 一百 12"]
    assert outcome.codes == []


def test_hanging_up_cuts_the_words_without_a_request(ring: Ring) -> None:
    """7.2 prompts."""
    outcome = ring("<Say>一二三四五六七八</Say><Redirect>/next</Redirect>", "- {hang_up: , after: 0.5s}")
    assert outcome.ended == "caller"
    assert outcome.line.heard[0].cut
    assert len(outcome.requests) == 1
    assert outcome.line.now == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("say", "code"),
    [
        ('<Say loop="-1">x</Say>', "13510"),
        ('<Say voice="Polly">x</Say>', "13511"),
        ('<Say language="Chinese">x</Say>', "13512"),
        ('<Say voice="man" language="cmn-CN">您好</Say>', "13512"),
        ('<Say voice="Polly.Zhiyu" language="en-US">Hello</Say>', "13512"),
        ("<Say/>", "13520"),
        (f"<Say>{'长' * 501}</Say>", "13521"),
        (f'<Say voice="Polly.Zhiyu">{"a" * 3001}</Say>', "13521"),
        ("<Say>x<Pause/></Say>", "12200"),
        ("<Say><p><b>x</b></p></Say>", "12200"),
        ('<Say><break length="1s"/>x</Say>', "12200"),
        ('<Say Language="cmn-CN">x</Say>', "12200"),
    ],
)
def test_what_is_wrong_is_a_warning(ring: Ring, say: str, code: str) -> None:
    """6.1 voice, 6.1 pairs, 6.1 lengths, 6.1 markup, 6.1 nesting, 5.1 unknown; 10."""
    assert ring(say).codes == [code]


def test_five_hundred_han_characters_fit(ring: Ring) -> None:
    """6.1 han."""
    assert ring(f"<Say>{'长' * 500}</Say>").codes == []


@pytest.mark.parametrize(
    ("voice", "language"),
    [
        ("Polly.Zhiyu", "cmn-CN"),
        ("Polly.Zhiyu-Neural", "cmn-CN"),
        ("Google.cmn-CN-Standard-A", "cmn-CN"),
        ("Google.cmn-CN-Wavenet-D", "cmn-CN"),
        ("Google.cmn-CN-Chirp3-HD-Kore", "cmn-CN"),
        ("Google.cmn-TW-Wavenet-C", "cmn-TW"),
        ("Google.yue-HK-Standard-B", "yue-HK"),
        ("Polly.Hiujin-Neural", "yue-HK"),
        ("alice", "zh-CN"),
    ],
)
def test_these_voices_speak_chinese(ring: Ring, voice: str, language: str) -> None:
    """6.1 chinese, 6.1 voice."""
    outcome = ring(f'<Say voice="{voice}" language="{language}">您好</Say>')
    assert (outcome.codes, outcome.line.heard[0].language) == ([], language)


@pytest.mark.parametrize(
    ("voice", "language"),
    [("man", "cmn-CN"), ("woman", "zh-CN"), ("Polly.Zhiyu", "yue-HK"), ("Google.cmn-CN-Wavenet-A", "cmn-TW")],
)
def test_a_voice_of_another_language_may_say_nothing_at_all(ring: Ring, voice: str, language: str) -> None:
    """6.1 pairs; 10."""
    say = f'<Say voice="{voice}" language="{language}">您好</Say>'
    assert (ring(say).codes, ring(say).heard) == (["13512"], ["您好"])
    mute = Carrier(wrong_voice_is_silent=True)
    assert ring(say, carrier=mute).heard == []
    assert ring(f"<Gather>{say}<Say>x</Say></Gather>", carrier=mute).heard == ["x"]
    assert ring(say, carrier=mute).codes == ["13512"]


def test_said_endlessly_means_a_thousand_times(ring: Ring) -> None:
    """6.1 endless."""
    assert ring('<Say loop="0">好</Say>').line.now == pytest.approx(250)
    assert ring('<Say loop="1001">好</Say>').line.now == pytest.approx(250)


@pytest.mark.parametrize(
    ("voice", "inside", "fits"),
    [
        ("man", "a" * 4096, True),
        ("man", "a" * 4097, False),
        ("Polly.Joanna", "a" * 2999 + "<break/>a", True),
        ("Polly.Joanna", "a" * 3001, False),
        ("Google.en-US-Standard-C", "a" * 4000 + " \n" * 248 + "<p/>", True),
        ("Google.en-US-Standard-C", "a" * 4000 + " \n" * 498 + "<p/>", True),
        ("Google.en-US-Standard-C", "a" * 4000 + " \n" * 499 + "<p/>", False),
        ("Google.en-US-Standard-C", "a" * 4401 + '<prosody rate="slow">a</prosody>' * 20, False),
        ("Google.en-US-Standard-C", "a" * 4501, False),
    ],
)
def test_each_kind_of_voice_has_its_own_longest_text(ring: Ring, voice: str, inside: str, fits: bool) -> None:
    """6.1 lengths: with Google's, tags and space count; encoded, 4500 for all of them."""
    assert ring(f'<Say voice="{voice}">{inside}</Say>').codes == ([] if fits else ["13521"])


def test_five_hundred_and_one_han_characters_are_too_many(ring: Ring) -> None:
    """6.1 han."""
    assert ring(f"<Say>{'长' * 501}</Say>").codes == ["13521"]


@pytest.mark.parametrize(
    "markup",
    [
        '<break strength="weak" time="1s"/>x',
        "<emphasis>x</emphasis>",
        '<lang xml:lang="en-US">x</lang>',
        "<p><s>x</s></p>",
        '<phoneme alphabet="x-amazon-pinyin" ph="ni3">x</phoneme>',
        '<prosody volume="loud" rate="slow" pitch="low">x</prosody>',
        '<say-as interpret-as="digits" format="x">x</say-as>',
        '<sub alias="x">10086</sub>',
        "<w>x</w>",
    ],
)
def test_this_markup_may_stand_inside(ring: Ring, markup: str) -> None:
    """6.1 markup."""
    outcome = ring(f'<Say voice="Polly.Zhiyu">{markup}</Say>')
    assert (outcome.heard, outcome.codes) == (["x"], [])


def test_no_wrapper_stands_around_markup(ring: Ring) -> None:
    """6.1 markup, 6.1 nesting."""
    assert ring("<Say><speak>x</speak></Say>").codes == ["12200"]
    assert ring("<Say>x<Pause/></Say>").codes == ["12200"]
