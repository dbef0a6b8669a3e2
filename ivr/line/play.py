"""``<Play>``: an audio file, or keypad tones (6.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ivr.line.address import resolve
from ivr.line.asks import Doing, Purpose, Reply, Running
from ivr.line.element import Element
from ivr.line.fetching import request
from ivr.line.limits import AUDIO_BYTES, LOOP_CAP, TONE_PAUSE_S, TONE_S, UNKNOWN_AUDIO_S
from ivr.line.media import AUDIO_TYPES, content_type
from ivr.line.reading import Reading, check_address, shape
from ivr.line.state import (
    CarrierFault,
    Complaint,
    Goto,
    Interrupted,
    Line,
    Next,
    Result,
    Sound,
    begin_sound,
    cut_sound,
)
from ivr.line.waiting import sit_through
from ivr.line.wav import read_wav

SHAPE = shape("loop", "digits", text=True)
_TONES = re.compile(r"[0-9*#w]+")
_BAD_TYPE, _BAD_NESTED_TYPE = "13420", "13325"


@dataclass(frozen=True, slots=True)
class Play:
    """An address, or ``tones`` when there is none."""

    url: str
    tones: str = ""
    loop: int = 1


@dataclass(frozen=True, slots=True)
class Audio:
    """Audio ready to be heard: its length, and what it says about itself."""

    url: str
    seconds: float
    words: str = ""
    language: str = ""


def read_play(element: Element, complaints: list[Complaint]) -> Play:
    """Return the verb. Raises ``CarrierFault`` 11100 for an address that is none."""
    reading = Reading(element, complaints)
    reading.check_shape(SHAPE)
    loop = min(reading.whole("loop", span=(0, None), default=1, code="13410") or LOOP_CAP, LOOP_CAP)
    tones = reading.text("digits") or ""
    if tones and not _TONES.fullmatch(tones):
        reading.complain("13430", f'"{tones}" are not keypad tones')
        tones = ""
    url = element.own_text
    if not url and not tones:
        raise CarrierFault("11100", "<Play> has no address")
    return Play(check_address(url), tones, loop)


def load_audio(line: Line, play: Play, base: str, *, nested: bool = False) -> Running[Audio]:
    """Fetch what is to be heard. Raises ``CarrierFault`` when it cannot be fetched or is no audio."""
    if play.tones:
        seconds = sum(TONE_PAUSE_S if tone == "w" else TONE_S for tone in play.tones)
        return Audio("", seconds * play.loop, play.tones)
    url, reply = yield from request(line, Goto(resolve(base, play.url), "GET"), Purpose.AUDIO)
    audio = judge_audio(url, reply, code=_BAD_NESTED_TYPE if nested else _BAD_TYPE)
    return Audio(url, audio.seconds * play.loop, audio.words, audio.language)


def judge_audio(url: str, reply: Reply, *, code: str = _BAD_TYPE) -> Audio:
    """Return the audio in a reply. Raises ``CarrierFault`` with ``code`` for a type that is none."""
    kind, _ = content_type(reply.content_type)
    if kind not in AUDIO_TYPES:
        raise CarrierFault(code, f"{url} is {kind or 'of no type'}, which cannot be played")
    if len(reply.body) > AUDIO_BYTES:
        raise CarrierFault(code, f"{url} is too large")
    wav = read_wav(reply.body)
    seconds, words = (UNKNOWN_AUDIO_S, "") if wav is None else (wav.seconds, wav.words)
    return Audio(url, seconds, words, reply.content_language or "")


def begin_audio(line: Line, audio: Audio) -> int:
    """Note that ``audio`` starts; return its place in what is heard."""
    return begin_sound(line, Sound.PLAY, text=audio.words, language=audio.language, url=audio.url)


def run_audio(line: Line, audio: Audio) -> Running[Result]:
    """Let the caller hear it; keys pressed meanwhile reach nobody."""
    place = begin_audio(line, audio)
    interruption = yield from sit_through(line, Doing.SPEAKING, until=line.now + audio.seconds)
    if interruption is None:
        return Next()
    cut_sound(line, place)
    return Interrupted(interruption)


def run_play(line: Line, play: Play, base: str) -> Running[Result]:
    """Fetch and play."""
    audio = yield from load_audio(line, play, base)
    return (yield from run_audio(line, audio))
