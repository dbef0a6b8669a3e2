"""``<Say>``: text read aloud (6.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from ivr.line.asks import Doing, Running
from ivr.line.element import Element, spoken_text, walk, written_length
from ivr.line.limits import LOOP_CAP, SAY_BASIC, SAY_ENCODED, SAY_GOOGLE, SAY_POLLY
from ivr.line.reading import SCHEMA, Reading, shape
from ivr.line.state import Complaint, Interrupted, Line, Next, Result, Sound, begin_sound, cut_sound
from ivr.line.waiting import sit_through
from ivr.model.speaking import speaking_s

SSML = {
    "break": ("strength", "time"),
    "emphasis": ("level",),
    "lang": ("xml:lang",),
    "p": (),
    "phoneme": ("alphabet", "ph"),
    "prosody": ("volume", "rate", "pitch"),
    "s": (),
    "say-as": ("interpret-as", "format", "role"),
    "sub": ("alias",),
    "w": ("role",),
}
SHAPE = shape("voice", "language", "loop", children=tuple(SSML), text=True)
BASIC_VOICES = ("man", "woman", "alice")
_NAMED_VOICE = re.compile(
    r"(Polly\.[A-Z][A-Za-z]+(-Neural|-Generative)?|Google\.[a-z]{2,3}-[A-Z]{2}-[A-Za-z0-9\-]+)"
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_CHINESE = re.compile(r"(zh|cmn|yue)\b")
_DEFAULT_LANGUAGE = "en-US"
_VOICES_WITH_A_LANGUAGE = {"Polly.Zhiyu": "cmn-CN", "Polly.Hiujin": "yue-HK"}


@dataclass(frozen=True, slots=True)
class Say:
    """Text, and the language it is read in; ``mismatched`` when the voice does not speak it."""

    text: str
    language: str
    loop: int = 1
    mismatched: bool = False


def read_say(
    element: Element, complaints: list[Complaint], *, voice_code: str = "13511", loop_code: str = "13510"
) -> Say:
    """Return the verb; inside a Gather, voice and loop have codes of their own (13321, 13322)."""
    reading = Reading(element, complaints)
    reading.check_shape(SHAPE)
    _check_ssml(reading)
    voice = _voice(reading, voice_code)
    loop = reading.whole("loop", span=(0, None), default=1, code=loop_code) or LOOP_CAP
    text = spoken_text(element)
    if not text:
        reading.complain("13520", "there is nothing to say")
    _check_length(reading, voice, text)
    language, mismatched = _language(reading, voice)
    return Say(text, language, min(loop, LOOP_CAP), mismatched)


def silent(line: Line, say: Say) -> bool:
    """Say whether this carrier fails to speak it: no voice of its has that language (6.1)."""
    return say.mismatched and line.carrier.wrong_voice_is_silent


def run_say(line: Line, say: Say) -> Running[Result]:
    """Let the caller hear it; keys pressed meanwhile reach nobody."""
    if silent(line, say):
        return Next()
    place = begin_sound(line, Sound.SAY, text=say.text, language=say.language)
    until = line.now + speaking_s(say.text) * say.loop
    interruption = yield from sit_through(line, Doing.SPEAKING, until=until)
    if interruption is None:
        return Next()
    cut_sound(line, place)
    return Interrupted(interruption)


def _voice(reading: Reading, code: str) -> str | None:
    voice = reading.text("voice")
    if voice is None or voice in BASIC_VOICES or _NAMED_VOICE.fullmatch(voice):
        return voice
    reading.complain(code, f'there is no voice "{voice}"')
    return None


def _language(reading: Reading, voice: str | None) -> tuple[str, bool]:
    """Return the language, and whether the voice is one of another."""
    own = _DEFAULT_LANGUAGE
    if voice is not None and voice.startswith("Google."):
        own = "-".join(voice.removeprefix("Google.").split("-")[:2])
    elif voice is not None:
        own = _VOICES_WITH_A_LANGUAGE.get(voice.split("-")[0], own)
    language = reading.text("language")
    if language is None:
        return own, False
    if not _LANGUAGE.fullmatch(language):
        reading.complain("13512", f'there is no language "{language}"')
        return own, False
    spoken_by_none = voice in {"man", "woman"} and _CHINESE.match(language) is not None
    spoken_by_another = voice is not None and "." in voice and own not in {_DEFAULT_LANGUAGE, language}
    mismatched = spoken_by_none or spoken_by_another
    if mismatched:
        reading.complain("13512", f"the voice {voice} does not speak {language}")
    return language, mismatched


def _check_length(reading: Reading, voice: str | None, text: str) -> None:
    length, longest = len(text), SAY_BASIC
    if voice is not None and voice.startswith("Polly."):
        longest = SAY_POLLY
    elif voice is not None and voice.startswith("Google."):
        length, longest = written_length(reading.element), SAY_GOOGLE  # tags and spaces count (6.1)
    if length > longest or len(quote(text, safe="")) > SAY_ENCODED:
        reading.complain("13521", f"{length} characters are too many for one Say")


def _check_ssml(reading: Reading) -> None:
    direct = {id(child) for child in reading.element.children}  # those were complained about already
    for piece in walk(reading.element):
        if not isinstance(piece, Element):
            continue
        known = SSML.get(piece.tag)
        if known is None:
            if id(piece) not in direct:
                reading.complain(SCHEMA, f"<{piece.tag}> may not stand in it")
        elif piece.attributes.keys() - set(known):
            reading.complain(SCHEMA, f"<{piece.tag}> has an attribute it should not have")
