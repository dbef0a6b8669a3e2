"""What carriers do differently, or what nobody has settled: switches of the simulated one.

The defaults are this carrier's documented or likeliest behaviour. Each switch names the section of
``reference/twiml.md`` that leaves it open (marked [I] or [M] there, or listed in its section 15).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class TypeAhead(Enum):
    """What becomes of keys nobody was waiting for (6.3 "Type-ahead"; 15, question 4)."""

    DISCARD = "discard"
    BUFFER = "buffer"


class FinishKeyAlone(Enum):
    """Whether ``finishOnKey`` with no digits ends the wait at once (6.3 rule 5; 15, question 2)."""

    END = "end"
    IGNORE = "ignore"


class EmptyDigits(Enum):
    """``Digits`` where no key was pressed (6.3 rule 8, 6.5; 15, question 5)."""

    EMPTY = "empty"
    OMITTED = "omitted"


class EmptyRecording(Enum):
    """What an empty recording leads to (6.5 "Empty recording"; 15, question 1)."""

    ACTION = "action"
    FALLTHROUGH = "fallthrough"


class UnknownElement(Enum):
    """What an unknown element does besides the warning (5.1; 15, question 8)."""

    SKIP = "skip"
    ABORT = "abort"


class EmptyRedirect(Enum):
    """What a Redirect without an address does (6.6)."""

    ERROR = "error"
    NEXT = "next"


class MessageAction(Enum):
    """What ``action`` of a Message is for (8.2; 15, question 10)."""

    CALLBACK = "callback"
    CONTINUE = "continue"


@dataclass(frozen=True, slots=True)
class Carrier:
    """How this carrier decides what the documentation leaves open."""

    type_ahead: TypeAhead = TypeAhead.DISCARD
    finish_key_alone: FinishKeyAlone = FinishKeyAlone.END
    empty_result_digits: EmptyDigits = EmptyDigits.EMPTY
    silent_recording_digits: EmptyDigits = EmptyDigits.OMITTED  # 6.5; 15, question 5
    empty_recording: EmptyRecording = EmptyRecording.ACTION
    empty_redirect: EmptyRedirect = EmptyRedirect.ERROR
    unknown_element: UnknownElement = UnknownElement.SKIP
    gather_hangup_calls_action: bool = False  # 6.3 "Hang-up during Gather"; 15, question 3
    dial_hangup_calls_action: bool = True  # 6.8, last but one rule; 15, question 14
    status_before_record_action: bool = False  # 7.2: either may arrive first
    barge_in_shields_keys: bool = False  # 15, question 6
    get_base_keeps_parameters: bool = True  # 5.3; 15, question 7
    redirect_moves_base: bool = True  # 5.3: the base after an HTTP redirect; 15, question 7
    wrong_voice_is_silent: bool = False  # 6.1: a voice and a language that do not match may fail the Say
    unrecognised: frozenset[str] = frozenset()  # 6.3: languages the recogniser does not know (13342)
    speech_tells_language: bool = False  # 2.3: ``Language`` with speech
    stir_verstat: str | None = None  # 2.3: whether the caller's number is vouched for
    queue_full: bool = False  # 6.9: whether there is no place left in any queue
    message_action: MessageAction = MessageAction.CALLBACK
    signs_audio: bool = False  # 6.2; 15, question 13
    keeps_cookies: bool = True  # 2.7; 15, question 15: within a call, or not at all
    confidence: str | None = "0.9"  # 2.3: may be missing
    count_fetch_time: bool = False  # the line's clock also runs while the application thinks
