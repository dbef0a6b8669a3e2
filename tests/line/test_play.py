"""reference/twiml.md 6.2, 3.2 and the Play rows of 10."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from ivr.line.asks import Purpose, Reply
from ivr.line.carrier import Carrier
from ivr.line.limits import UNKNOWN_AUDIO_S
from ivr.line.media import AUDIO_TYPES
from ivr.line.wav import read_wav

if TYPE_CHECKING:
    from conftest import Ring

Sound = Callable[..., Reply]


def test_a_file_is_heard_for_as_long_as_its_header_says(ring: Ring, sound: Sound) -> None:
    """6.2 file, 13.1 durations, 5.1 whitespace."""
    outcome = ring({"/voice": "<Play>\n /a.wav\n</Play><Say>x</Say>", "/a.wav": sound(2.5)})
    assert outcome.line.heard[0].url == "http://app.example/a.wav"
    assert outcome.line.heard[1].at == pytest.approx(2.5)


def test_the_fetch_is_a_plain_get_that_is_not_listed(ring: Ring, sound: Sound) -> None:
    """6.2 plain get."""
    outcome = ring({"/voice": "<Play>a.wav</Play>", "/a.wav": sound(1)})
    fetch = outcome.application.fetched[1]
    assert (fetch.method, fetch.params, fetch.purpose) == ("GET", (), Purpose.AUDIO)
    assert len(outcome.requests) == 1


def test_words_and_language_of_a_file_are_reported_when_it_tells_them(ring: Ring, sound: Sound) -> None:
    outcome = ring({"/voice": "<Play>/a.wav</Play>", "/a.wav": sound(1, words="您好。", language="zh-CN")})
    assert (outcome.line.heard[0].text, outcome.line.heard[0].language) == ("您好。", "zh-CN")


def test_a_file_that_is_not_wav_has_a_usual_length(ring: Ring) -> None:
    """13.1 durations."""
    outcome = ring({"/voice": "<Play>/a.mp3</Play>", "/a.mp3": Reply(200, b"ID3", "audio/mpeg")})
    assert outcome.line.now == pytest.approx(UNKNOWN_AUDIO_S)


def test_loops_and_tones_take_their_time(ring: Ring, sound: Sound) -> None:
    """6.2 loop, 6.2 tones."""
    assert ring({"/voice": '<Play loop="3">/a.wav</Play>', "/a.wav": sound(2)}).line.now == pytest.approx(6)
    assert ring('<Play digits="12w"/>').line.now == pytest.approx(1)


def test_files_in_a_gather_are_fetched_before_the_first_starts(ring: Ring, sound: Sound) -> None:
    """6.2 all at once."""
    gather = "<Gather><Play>/a.wav</Play><Play>/b.wav</Play></Gather>"
    outcome = ring({"/voice": gather, "/a.wav": sound(1), "/b.wav": sound(1)})
    assert [fetch.at for fetch in outcome.application.fetched] == [0, 0, 0]
    assert outcome.line.heard[1].at == pytest.approx(1)


@pytest.mark.parametrize(("page", "code"), [("/gone.wav", "11200"), ("/voice", "13420")])
def test_what_cannot_be_played_is_an_error(ring: Ring, page: str, code: str) -> None:
    """6.2 wrong type, 6.2 no document; 10."""
    assert ring(f"<Play>{page}</Play>").ended == f"error:{code}"


def test_the_wrong_type_inside_a_gather_has_its_own_code(ring: Ring) -> None:
    """6.2 wrong type; 10."""
    assert ring("<Gather><Play>/voice</Play></Gather>").ended == "error:13325"


def test_a_failed_file_asks_the_fallback(ring: Ring) -> None:
    """2.6 fallback."""
    pages = {"/voice": "<Say>x</Say><Play>/gone.wav</Play>", "/fallback": "<Say>sorry</Say>"}
    outcome = ring(pages, fallback="http://app.example/fallback")
    assert outcome.heard == ["x", "sorry"]
    assert outcome.requests[1] == (
        "/fallback",
        {"ErrorCode": "11200", "ErrorUrl": "http://app.example/voice"},
    )


@pytest.mark.parametrize(
    ("play", "codes"),
    [
        ('<Play loop="x">/a.wav</Play>', ["13410"]),
        ('<Play digits="1-2">/a.wav</Play>', ["13430"]),
        ('<Play volume="1">/a.wav</Play>', ["12200"]),
    ],
)
def test_what_is_wrong_is_a_warning(ring: Ring, sound: Sound, play: str, codes: list[str]) -> None:
    """6.2 loop, 6.2 tones, 5.1 bad value; 10."""
    assert ring({"/voice": play, "/a.wav": sound(1)}).codes == codes


def test_no_address_is_an_error(ring: Ring) -> None:
    """6.2 file."""
    assert ring("<Play/>").ended == "error:11100"


def test_hanging_up_cuts_the_file(ring: Ring, sound: Sound) -> None:
    """7.2 prompts."""
    outcome = ring({"/voice": "<Play>/a.wav</Play>", "/a.wav": sound(9)}, "- {hang_up: , after: 2s}")
    assert (outcome.ended, outcome.line.heard[0].cut, outcome.line.now) == ("caller", True, 2.0)


def test_a_document_that_is_audio_is_played_and_the_call_ends(ring: Ring, sound: Sound) -> None:
    """3.2 audio."""
    outcome = ring({"/voice": sound(4)})
    assert (outcome.ended, outcome.line.now) == ("hangup", 4.0)


@pytest.mark.parametrize("body", [b"", b"RIFF", b"RIFF\0\0\0\0WAVE", b"RIFF\0\0\0\0WAVEfmt \xff\xff\xff\xff"])
def test_a_broken_header_is_no_wav_file(body: bytes) -> None:
    assert read_wav(body) is None


def test_a_header_that_claims_more_than_there_is_counts_as_far_as_it_goes(sound: Sound) -> None:
    body = sound(2).body.replace(b"data\x80>\0\0", b"data\xff\xff\xff\xff")
    found = read_wav(body)
    assert found is not None
    assert found.seconds == pytest.approx(2)


@pytest.mark.parametrize("kind", sorted(AUDIO_TYPES))
def test_these_types_are_played(ring: Ring, kind: str) -> None:
    """6.2 types."""
    assert ring({"/voice": "<Play>/a</Play>", "/a": Reply(200, b"x", f"{kind}; rate=8000")}).codes == []


@pytest.mark.parametrize("kind", ["audio/ogg", "application/octet-stream", "text/xml", None])
def test_no_other_type_is(ring: Ring, kind: str | None) -> None:
    """6.2 wrong type, 6.2 no document; 10."""
    pages = {"/voice": "<Play>/a</Play>", "/a": Reply(200, b"<Response><Hangup/></Response>", kind)}
    assert ring(pages).ended == "error:13420"


def test_played_endlessly_means_a_thousand_times(ring: Ring, sound: Sound) -> None:
    """6.2 endless."""
    assert ring({"/voice": '<Play loop="0">/a</Play>', "/a": sound(0.1)}).line.now == pytest.approx(100)


def test_tones_pause_for_a_small_w_only(ring: Ring) -> None:
    """6.2 tones; 10."""
    assert ring('<Play digits="1w#*"/>').codes == []
    assert ring({"/voice": '<Play digits="1W">/a</Play>', "/a": Reply(200, b"x", "audio/mpeg")}).codes == [
        "13430"
    ]


@pytest.mark.parametrize("signs", [False, True])
def test_a_carrier_may_sign_what_it_plays(ring: Ring, sound: Sound, signs: bool) -> None:
    """6.2 unsigned; 15, question 13."""
    pages = {"/voice": "<Play>/a</Play>", "/a": sound(1)}
    fetched = ring(pages, carrier=Carrier(signs_audio=signs)).application.fetched
    assert [fetch.signed for fetch in fetched] == [True, signs]
