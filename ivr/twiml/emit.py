"""Verbs into a TwiML document. The only place where XML is made, and the library makes it.

A ``Gather`` never falls through: its action, time-out, finishing key and ``actionOnEmptyResult`` are always
written, and a ``Redirect`` always follows, so silence is an event like any other on every TwiML carrier.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never
from xml.etree import ElementTree as ET

from twilio.twiml import TwiML
from twilio.twiml.voice_response import VoiceResponse

from ivr.model import verbs
from ivr.model.pace import Pace
from ivr.model.verbs import Offer, Verb, Words
from ivr.twiml.limits import HINT_CHARACTERS, HINTS, SAY_CHARACTERS, SPEECH_TIMEOUT_S
from ivr.twiml.slowly import SLOW_RATE, sentences, takes_prosody
from ivr.wording.catalogue import CarrierVoice, Catalogue
from ivr.wording.speech import Recorded, Utterance, spoken

CONTENT_TYPE = "text/xml; charset=utf-8"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_NOT_XML = re.compile("[^\\t\\n\\r -\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Whatever is no character of XML 1.0 (its production 2)."""
_CUTS = ("。！？；.!?;", "，、, ")
"""Where a long text is cut: behind a sentence, else behind a part of one."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the carrier goes on: ``turn`` and ``wait`` of the next turn.

    ``recording`` gives the address a recording of the caller's is played from, ``audio`` the one words are
    played from, None when there is no sound of them and the carrier's voice says them.
    """

    turn: str
    wait: str
    recording: Callable[[str], str]
    audio: Callable[[Utterance], str | None] = lambda _said: None


def emit(said: Iterable[Verb], *, catalogue: Catalogue, addresses: Addresses, pace: Pace = Pace.USUAL) -> str:
    """Return the document for ``said``; the carrier's voice says at ``pace`` what has no sound."""
    document = VoiceResponse()
    for verb in said:
        _verb(document, verb, catalogue, addresses, pace)
    return _written(document)


def redirect_to(address: str) -> str:
    """Return a document that only sends the carrier to ``address``."""
    document = VoiceResponse()
    document.redirect(address, method="POST")
    return _written(document)


def wait_and_return_to(address: str, *, seconds: int) -> str:
    """Return a document that waits, while an answer is awaited, and comes back."""
    document = VoiceResponse()
    document.pause(length=seconds)
    document.redirect(address, method="POST")
    return _written(document)


def _written(document: VoiceResponse) -> str:
    """Return the document as ``str(document)`` does, without encoding it in between, which costs as much."""
    return _DECLARATION + ET.tostring(document.xml(), encoding="unicode")


def clean(text: str) -> str:
    """Return ``text`` without anything XML 1.0 cannot hold; the library passes such characters through.

    A control character that reached a document would cost the caller the call (error 12100).
    """
    return _NOT_XML.sub("", text)


def _verb(  # noqa: C901 -- one case per verb
    document: VoiceResponse, verb: Verb, catalogue: Catalogue, addresses: Addresses, pace: Pace
) -> None:
    match verb:
        case verbs.Say(words=words):
            _speak(document, words, catalogue, addresses, pace)
        case verbs.Gather():
            _gather(document, verb, catalogue, addresses, pace)
        case verbs.Record():
            document.record(
                action=addresses.turn,
                method="POST",
                max_length=verb.longest_s,
                timeout=verb.silence_s,
                finish_on_key=verb.finish_on_key,
                play_beep=True,
            )
        case verbs.Dial(number=number, timeout_s=timeout_s):
            document.dial(clean(number), action=addresses.turn, method="POST", timeout=timeout_s)
        case verbs.Enqueue(queue=queue):
            document.enqueue(
                queue,
                action=addresses.turn,
                method="POST",
                wait_url=addresses.wait,
                wait_url_method="POST",
            )
        case verbs.Leave():
            document.leave()
        case verbs.Pause(seconds=seconds):
            document.pause(length=seconds)
        case verbs.Redirect():
            document.redirect(addresses.turn, method="POST")
        case verbs.HangUp():
            document.hangup()
        case verbs.Reject():
            document.reject(reason="busy")
        case _:
            assert_never(verb)


def _gather(
    document: VoiceResponse, verb: verbs.Gather, catalogue: Catalogue, addresses: Addresses, pace: Pace
) -> None:
    hints = _hints(verb.hints, catalogue)
    speech = (
        {
            "language": clean(catalogue.languages[verb.language].carrier.listen_language),
            "hints": hints,
            "speech_timeout": str(SPEECH_TIMEOUT_S),
        }
        if hints
        else {}
    )
    gather = document.gather(
        input="dtmf speech" if hints else "dtmf",
        action=addresses.turn,
        method="POST",
        timeout=verb.timeout_s,
        num_digits=verb.num_digits,
        finish_on_key=verb.finish_on_key,
        action_on_empty_result=True,
        **speech,
    )
    _speak(gather, verb.words, catalogue, addresses, pace)


def _hints(offers: tuple[Offer, ...], catalogue: Catalogue) -> str:
    phrases = dict.fromkeys(
        clean(phrase).replace(",", " ")[:HINT_CHARACTERS]
        for offer in offers
        for phrase in catalogue.heard(offer)
    )
    return ",".join(list(phrases)[:HINTS])


def _speak(
    element: TwiML, words: tuple[Words, ...], catalogue: Catalogue, addresses: Addresses, pace: Pace
) -> None:
    for heard in (piece for one in words for piece in spoken(one, catalogue)):
        if isinstance(heard, Recorded):
            element.play(addresses.recording(heard.recording))
            continue
        text = clean(heard.text).strip()
        played = addresses.audio(Utterance(text, heard.language)) if text else None
        if played is not None:
            element.play(played)
            continue
        carrier = catalogue.languages[heard.language].carrier
        for piece in _pieces(text):
            _say(element, piece, carrier, pace)


def _say(element: TwiML, text: str, carrier: CarrierVoice, pace: Pace) -> None:
    manner = {"voice": clean(carrier.voice), "language": clean(carrier.say_language)}
    if pace is Pace.USUAL:
        element.say(text, **manner)
    elif takes_prosody(carrier.voice):
        element.say(**manner).prosody(text, rate=SLOW_RATE)
    else:
        for sentence in sentences(text):
            element.say(sentence, **manner)


def _pieces(text: str) -> Iterator[str]:
    """Yield ``text`` in pieces one ``Say`` can hold, cut behind a sentence where there is one."""
    while len(text) > SAY_CHARACTERS:
        ends = (max(text.rfind(mark, 0, SAY_CHARACTERS) for mark in marks) + 1 for marks in _CUTS)
        cut = next(filter(None, ends), SAY_CHARACTERS)
        yield text[:cut]
        text = text[cut:].lstrip()
    if text:
        yield text
