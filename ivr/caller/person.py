"""The scripted person: decides in each opening of the line what comes next.

* Without ``after``, a step comes ``REACTION_S`` after the line starts listening: a Gather waiting after its
  prompts, or a recording. Each listening takes one step; the next step waits for the next listening, but for
  what goes on in the same recording: after a message the caller may press a key that ends it, or hang up.
* With ``after``, the time counts from when the line first speaks or listens after the step before (for
  ``leave_message``, from when the recording starts; for ``hang_up``, from whatever the line does).
  A conversation counts as speaking. A key pressed, or a word said, while a prompt outside a Gather plays is
  gone: the line does not hear it.
* ``silence`` lets one listening end by itself.
* ``transfer`` says what the next Dial or queue comes to. Where no step says so, it comes to
  ``usual_transfer``; without that somebody answers, in a queue only after ``QUEUE_BUSY_S`` while the script
  still has other steps, which may be meant for it. Nobody in a queue means that it is waited in for as long
  as the application likes.
* A step the line cannot take (a message where nothing records) is impossible: the person hangs up, and
  ``trouble`` says why. After the last step the person says nothing more until the call ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from ivr.caller.steps import (
    HangUp,
    LeaveMessage,
    Numbered,
    Press,
    Say,
    Silence,
    Step,
    Transfer,
    describe,
)
from ivr.line.asks import (
    Act,
    Doing,
    HungUp,
    KeysPressed,
    MessageLeft,
    Opening,
    Spoken,
    TransferCame,
    Transferred,
)
from ivr.line.limits import KEY_GAP_S
from ivr.line.state import Heard
from ivr.model.speaking import speaking_s

REACTION_S = 1.0
"""How long a person takes to react, in seconds (contract.md, section 2)."""
RING_S = 3.0
"""How long a Dial rings before somebody answers, in seconds. Ours: one ring."""
QUEUE_S = 20.0
"""How long a queue takes when the script has no steps left, in seconds. Ours."""
QUEUE_BUSY_S = 60.0
"""How long a queue takes while the script still has steps other than ``transfer``, in seconds. Ours."""

_WAITS_FOR_CALLER = frozenset({Doing.LISTENING, Doing.RECORDING})
_SPEAKS = frozenset({Doing.SPEAKING, Doing.PROMPTING, Doing.LISTENING, Doing.RECORDING, Doing.TALKING})
_CONNECTS = frozenset({Doing.CONNECTING, Doing.TALKING})


class Person(Protocol):
    """Somebody on the line."""

    def hear(self, heard: Heard) -> None:
        """Take note of a sound that starts."""

    def act(self, opening: Opening) -> Act | None:
        """Return what is done within an opening, or None."""

    def taken(self) -> tuple[Step, ...]:
        """Return the steps done so far."""

    def trouble(self) -> str | None:
        """Return why the call did not go as the person meant it to, or None."""


@dataclass(slots=True)
class _Since:
    """When things began that the next step counts from."""

    anything: float | None = None
    speaking: float | None = None
    recording: float | None = None
    listening: dict[int, float] = field(default_factory=dict)
    connecting: float | None = None


class ScriptedPerson:
    """Does the steps of a script, one after the other. ``usual_transfer`` may be set at any time."""

    def __init__(self, steps: tuple[Numbered, ...]) -> None:
        self.usual_transfer: Transferred | None = None
        self._steps = steps
        self._place = 0
        self._since = _Since()
        self._used = 0  # the number of the listening the last step was for
        self._message_end: float | None = None
        self._unserved: float | None = None  # the queue in which nobody comes
        self._trouble: str | None = None

    def hear(self, heard: Heard) -> None:
        """Take no notice: a script knows what it does."""

    def taken(self) -> tuple[Step, ...]:
        """Return the steps done so far."""
        return tuple(numbered.step for numbered in self._steps[: self._place])

    def trouble(self) -> str | None:
        """Return the impossible step, or the first one there was no time for."""
        if self._trouble is None and self._place < len(self._steps):
            return f"{self._where()}: the call was over before it"
        return self._trouble

    def act(self, opening: Opening) -> Act | None:
        """Return what the script does within ``opening``."""
        self._note(opening)
        step = self._steps[self._place].step if self._place < len(self._steps) else None
        why = None if step is None else _impossible(step, opening, used=self._used)
        if why is not None:
            self._trouble = f"{self._where()}: {why}"
            return HungUp(opening.start)
        due = None if step is None else self._due(step, opening)
        answered = None if isinstance(step, Transfer) else self._answered(opening, step)
        if answered is not None and answered <= opening.until and (due is None or answered < due):
            return TransferCame(max(answered, opening.start), self.usual_transfer or Transferred.ANSWERED)
        if step is None or due is None or due > opening.until:
            return None
        return self._do(step, opening, max(due, opening.start))

    def _where(self) -> str:
        numbered = self._steps[self._place]
        return f"line {numbered.line}, step {self._place + 1} ({describe(numbered.step)})"

    def _note(self, opening: Opening) -> None:
        since, start = self._since, opening.start
        since.anything = start if since.anything is None else since.anything
        if opening.doing in _SPEAKS and since.speaking is None:
            since.speaking = start
        if opening.doing in _WAITS_FOR_CALLER:
            since.listening.setdefault(opening.listening, start)
        if opening.doing is not Doing.RECORDING:
            since.recording = None
        elif since.recording is None:
            since.recording = start
        if opening.doing is not Doing.CONNECTING:
            since.connecting = None
        elif since.connecting is None:
            since.connecting = start

    def _due(self, step: Step, opening: Opening) -> float | None:
        """Return when ``step`` comes, as far as ``opening`` tells; None: not in this one."""
        since = self._since
        match step:
            case Transfer(_, after_s):
                begun = opening.queued_since if since.connecting is None else since.connecting
                usual = RING_S if since.connecting is not None else QUEUE_S
                return None if begun is None else begun + (usual if after_s is None else after_s)
            case LeaveMessage(_, after_s):
                wait_s = REACTION_S if after_s is None else after_s
                return None if since.recording is None else since.recording + wait_s
            case HangUp(after_s) if after_s is not None and since.anything is not None:
                return since.anything + after_s
            case Press(_, after_s) | Say(_, after_s) if after_s is not None:
                return None if since.speaking is None else since.speaking + after_s
            case Silence(after_s):
                if opening.doing not in _WAITS_FOR_CALLER or opening.listening == self._used:
                    return None
                earliest = (
                    opening.start if after_s is None or since.speaking is None else since.speaking + after_s
                )
                return opening.until if earliest <= opening.until else None
            case _:
                return self._usual(step, opening)

    def _usual(self, step: Step, opening: Opening) -> float | None:
        """Return when a step without ``after`` comes."""
        if opening.doing is Doing.RECORDING and self._message_end is not None:
            ends_it = isinstance(step, HangUp) or (
                isinstance(step, Press) and step.keys[0] in opening.takes.ends_on
            )
            return self._message_end + REACTION_S if ends_it else None
        if opening.doing in _WAITS_FOR_CALLER:
            if opening.listening == self._used:
                return None
            return self._since.listening[opening.listening] + REACTION_S
        if not isinstance(step, HangUp):
            return None
        if opening.queued_since is not None:
            return opening.queued_since + REACTION_S
        return opening.start + REACTION_S if opening.doing in _CONNECTS else None

    def _answered(self, opening: Opening, step: Step | None) -> float | None:
        if self._since.connecting is not None:
            return self._since.connecting + RING_S
        queued = opening.queued_since
        if queued is None or queued == self._unserved or self.usual_transfer is Transferred.NOBODY:
            return None
        return queued + (QUEUE_S if step is None or self.usual_transfer is not None else QUEUE_BUSY_S)

    def _do(self, step: Step, opening: Opening, at: float) -> Act | None:
        self._place += 1
        self._used = opening.listening or self._used
        self._since = _Since(listening=self._since.listening, connecting=self._since.connecting)
        self._message_end = None
        match step:
            case Press(keys):
                if opening.doing is Doing.RECORDING and keys[0] not in opening.takes.ends_on:
                    self._message_end = at + KEY_GAP_S * len(keys)
                return KeysPressed(at, keys)
            case Say(text) if opening.doing is Doing.RECORDING:
                return self._message(at, speaking_s(text))
            case Say(text):
                return Spoken(at, text)
            case LeaveMessage(seconds):
                return self._message(at, seconds)
            case HangUp():
                return HungUp(at)
            case Transfer(to):
                if to is Transferred.NOBODY:
                    self._unserved = opening.queued_since
                return TransferCame(at, to)
            case Silence():
                return None

    def _message(self, at: float, seconds: float) -> Act:
        self._message_end = at + seconds
        return MessageLeft(at, seconds)


def _impossible(step: Step, opening: Opening, *, used: int) -> str | None:
    """Say why a line that waits for the caller cannot take ``step``, or None."""
    if opening.listening == used or step.after_s is not None:
        return None
    if opening.doing is Doing.RECORDING:
        return "the line records" if isinstance(step, Transfer) and opening.queued_since is None else None
    if opening.doing is not Doing.LISTENING:
        return None
    match step:
        case Press() if not opening.takes.keys:
            return "the line listens for speech only"
        case Say() if not opening.takes.speech:
            return "the line listens for keys only"
        case LeaveMessage():
            return "the line is not recording"
        case Transfer() if opening.queued_since is None:
            return "the line is not connecting the caller to anybody"
        case _:
            return None
