"""``<Gather>``: listen for keys, speech or both, while prompts inside it play (6.3, 13.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TypeAlias

from ivr.line.element import Element
from ivr.line.limits import AUTO_SPEECH_S, HINT_LENGTH, HINTS, SPEECH_S
from ivr.line.pause import Pause, read_pause
from ivr.line.play import Play, read_play
from ivr.line.reading import Reading, shape
from ivr.line.say import Say, read_say
from ivr.line.state import CarrierFault, Complaint

SHAPE = replace(
    shape(
        "input",
        "action",
        "method",
        "timeout",
        "finishOnKey",
        "numDigits",
        "actionOnEmptyResult",
        "speechTimeout",
        "maxSpeechTime",
        "language",
        "hints",
        "speechModel",
        "profanityFilter",
        "partialResultCallback",
        "partialResultCallbackMethod",
        "bargeIn",
        "enhanced",
        "debug",
        children=("Say", "Play", "Pause"),
    ),
    nesting_code="13320",
)
AUTO_MODELS = (
    "numbers_and_commands",
    "phone_call",
    "experimental_conversations",
    "experimental_utterances",
)
"""Models that can end speech at the first pause (13335)."""
MODELS = (
    "default",
    *AUTO_MODELS,
    "googlev2_long",
    "googlev2_short",
    "googlev2_telephony",
    "googlev2_telephony_short",
    "deepgram_nova-2",
    "deepgram_nova-3",
)
_INPUTS = ("dtmf", "speech", "dtmf speech", "speech dtmf")
_RECOGNISED = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?|multi")
_POSITIVE = (1, None)
_DEFAULT_TIMEOUT_S = 5
_DEFAULT_FINISH = "#"
_DEFAULT_LANGUAGE = "en-US"

Prompt: TypeAlias = Say | Play | Pause


@dataclass(frozen=True, slots=True)
class Gather:
    """What is listened for and how long. ``num_digits`` None: no limit; ``action`` None: this document.

    ``partial`` is told of speech before it is over.
    """

    prompts: tuple[Prompt, ...]
    keys: bool
    speech: bool
    action: str | None
    method: str
    timeout_s: int
    finish_on_key: str
    num_digits: int | None
    action_on_empty_result: bool
    speech_timeout_s: float
    max_speech_s: float
    barge_in: bool
    language: str
    partial: str | None
    partial_method: str


def read_gather(element: Element, complaints: list[Complaint]) -> Gather:
    """Return the verb. Raises ``CarrierFault`` 13338 or 11100."""
    reading = Reading(element, complaints)
    prompts = tuple(_read_prompt(child, complaints) for child in reading.check_shape(SHAPE))
    inputs = reading.choice("input", among=_INPUTS, default="dtmf", code="13326").split()
    timeout_s = reading.whole("timeout", span=_POSITIVE, default=_DEFAULT_TIMEOUT_S, code="13313")
    num_digits = reading.whole("numDigits", span=_POSITIVE, default=0, code="13314")
    _check_recogniser(reading)
    return Gather(
        prompts=prompts,
        keys="dtmf" in inputs,
        speech="speech" in inputs,
        action=reading.address("action"),
        method=reading.method(code="13312"),
        timeout_s=timeout_s,
        finish_on_key=_finish_on_key(reading),
        num_digits=num_digits or None,
        action_on_empty_result=_action_on_empty_result(reading),
        speech_timeout_s=_speech_timeout_s(reading, timeout_s),
        max_speech_s=reading.whole(
            "maxSpeechTime", span=(1, int(SPEECH_S)), default=int(SPEECH_S), code="13328"
        ),
        barge_in=reading.truth("bargeIn", default=True, code="13332"),
        language=reading.text("language") or _DEFAULT_LANGUAGE,
        partial=reading.address("partialResultCallback"),
        partial_method=reading.method("partialResultCallbackMethod", code="13329"),
    )


def _read_prompt(element: Element, complaints: list[Complaint]) -> Prompt:
    match element.tag:
        case "Say":
            return read_say(element, complaints, voice_code="13321", loop_code="13322")
        case "Play":
            return read_play(element, complaints)
        case _:
            return read_pause(element, complaints)


def _finish_on_key(reading: Reading) -> str:
    value = reading.text("finishOnKey")
    if value is None:
        return _DEFAULT_FINISH
    if value == "" or (len(value) == 1 and value in "0123456789#*"):
        return value
    reading.complain("13310", f'finishOnKey="{value}" is not one key')
    return _DEFAULT_FINISH


def _action_on_empty_result(reading: Reading) -> bool:
    value = reading.text("actionOnEmptyResult")
    if value not in {None, "true", "false"}:
        raise CarrierFault("13338", f'<Gather>: actionOnEmptyResult="{value}" is neither true nor false')
    return value == "true"


def _speech_timeout_s(reading: Reading, timeout_s: int) -> float:
    if reading.text("speechTimeout") != "auto":
        return float(reading.whole("speechTimeout", span=_POSITIVE, default=timeout_s, code="13327"))
    model = reading.text("speechModel") or "default"
    if model not in AUTO_MODELS:
        reading.complain("13335", f'speechTimeout="auto" does not go with the speech model {model}')
    return AUTO_SPEECH_S


def _check_recogniser(reading: Reading) -> None:
    reading.choice("speechModel", among=MODELS, default="default", code="13334")
    for name, code in (("profanityFilter", "13333"), ("enhanced", "13334"), ("debug", "12200")):
        reading.truth(name, default=False, code=code)
    hints = [hint for hint in (reading.text("hints") or "").split(",") if hint.strip()]
    if len(hints) > HINTS or any(len(hint.strip()) > HINT_LENGTH for hint in hints):
        reading.complain("13330", f"at most {HINTS} hints of {HINT_LENGTH} characters")
    language = reading.text("language")
    if language is not None and not _RECOGNISED.fullmatch(language):
        reading.complain("13331", f'no recogniser knows the language "{language}"')
