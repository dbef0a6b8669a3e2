"""What a caller does, step by step, as call scripts spell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ivr.line.asks import Transferred


@dataclass(frozen=True, slots=True)
class Press:
    """Press keys. ``after_s`` in all steps: seconds from when the line starts listening or speaking."""

    keys: str
    after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """Say words."""

    text: str
    after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """Let one Gather or Record wait in vain."""

    after_s: float | None = None


@dataclass(frozen=True, slots=True)
class LeaveMessage:
    """Speak into a recording."""

    seconds: float
    after_s: float | None = None


@dataclass(frozen=True, slots=True)
class HangUp:
    """Put the phone down."""

    after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """What the next Dial or queue comes to."""

    to: Transferred
    after_s: float | None = None


Step: TypeAlias = Press | Say | Silence | LeaveMessage | HangUp | Transfer

MESSAGE_S = 5.0
"""Length of a message when the script names none, in seconds. Ours: a short sentence."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A step with its line in the script."""

    step: Step
    line: int


@dataclass(frozen=True, slots=True)
class Script:
    """A caller's script: what the call shows, who calls, and the steps."""

    steps: tuple[Numbered, ...]
    call: str = ""
    caller: str | None = None


def describe(step: Step) -> str:
    """Return a step as its script line reads."""
    match step:
        case Press(keys):
            words = f"press: {keys}"
        case Say(text):
            words = f"say: {text}"
        case Silence():
            words = "silence"
        case LeaveMessage(seconds):
            words = f"leave_message: {seconds:g}s"
        case HangUp():
            words = "hang_up"
        case Transfer(to):
            words = f"transfer: {to.value}"
    return words if step.after_s is None else f"{words}, after: {step.after_s:g}s"
