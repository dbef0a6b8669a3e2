"""reference/twiml.md 6.1, 13.1 and the Say rows of 10."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ivr.line.say import speaking_s

if TYPE_CHECKING:
    from conftest import Ring


def test_the_words_are_heard_in_their_language(ring: Ring) -> None:
    outcome = ring('<Say language="cmn-CN">您好</Say><Say>Hello</Say><Say voice="Polly.Zhiyu">再见</Say>')
    assert [(sound.text, sound.language) for sound in outcome.line.heard] == [
        ("您好", "cmn-CN"),
        ("Hello", "en-US"),
        ("再见", "cmn-CN"),
    ]
    assert outcome.codes == []
    assert outcome.ended == "exhausted"


def test_a_google_voice_speaks_the_language_it_is_named_after(ring: Ring) -> None:
    outcome = ring('<Say voice="Google.cmn-CN-Wavenet-A">您好</Say>')
    assert outcome.line.heard[0].language == "cmn-CN"
    assert outcome.codes == []


def test_words_take_time_by_their_script() -> None:  # 13.1
    assert speaking_s("您好") == pytest.approx(0.5)
    assert speaking_s("ab c") == pytest.approx(0.21)


def test_the_next_verb_starts_when_the_words_are_over(ring: Ring) -> None:
    heard = ring('<Say loop="3">您好</Say><Say>x</Say>').line.heard
    assert heard[1].at == pytest.approx(1.5)


def test_whitespace_and_markup_inside_are_not_read(ring: Ring) -> None:  # 5.1, SSML in 6.1
    said = '<Say voice="Polly.Zhiyu">\n  查<break time="1s"/>询 <sub alias="一百">100</sub> <say-as interpret-as="digits">12</say-as>\n</Say>'
    outcome = ring(said)
    assert outcome.heard == ["查询 一百 12"]
    assert outcome.codes == []


def test_hanging_up_cuts_the_words_without_a_request(ring: Ring) -> None:  # 7.2
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
def test_what_is_wrong_is_a_warning(ring: Ring, say: str, code: str) -> None:  # 5.1, 10
    assert ring(say).codes == [code]


def test_five_hundred_han_characters_fit(ring: Ring) -> None:  # 6.1: nine encoded characters each
    assert ring(f"<Say>{'长' * 500}</Say>").codes == []
