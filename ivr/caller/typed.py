"""The typing person: somebody at a terminal, shown what is heard and asked when it is their turn."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ivr.caller.person import REACTION_S
from ivr.caller.report import heard_line
from ivr.caller.steps import (
    MESSAGE_S,
    HangUp,
    LeaveMessage,
    Press,
    Say,
    Silence,
    Step,
    Transfer,
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
from ivr.line.state import Heard
from ivr.model.speaking import speaking_s

HELP = """\
  0-9 * #       press these keys
  "words        say words; Chinese needs no quotation mark
  s or Enter    say nothing
  m or m 8      leave a message of a few seconds, or of 8, while the line records
  a, n, f       while being connected: somebody answers, nobody does, it fails
  h             hang up
  ?             this list"""
_KEYS = re.compile(r"[0-9*#]+")
_MESSAGE = re.compile(r"m\s*([0-9]{1,4})?")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_TURNS = {
    Doing.LISTENING: "listening",
    Doing.RECORDING: "recording",
    Doing.CONNECTING: "connecting: a, n or f",
    Doing.QUEUED: "in the queue: a or f, Enter waits on",
    Doing.TALKING: "connected: h, or Enter until they hang up",
}
_TRANSFERS = {"a": Transferred.ANSWERED, "n": Transferred.NOBODY, "f": Transferred.FAILED}


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where the person reads and types. ``ask`` returns None at the end of the input."""

    show: Callable[[str], None]
    ask: Callable[[str], str | None]


def read_typed(line: str) -> Step | None:
    """Return the step somebody typed, or None when it is not one."""
    words = line.strip()
    message = _MESSAGE.fullmatch(words)
    if words in {"", "s"}:
        return Silence()
    if words == "h":
        return HangUp()
    if words in _TRANSFERS:
        return Transfer(_TRANSFERS[words])
    if message is not None:
        return LeaveMessage(float(message[1] or MESSAGE_S))
    if _KEYS.fullmatch(words):
        return Press(words)
    if words[0] in '"“' or _CHINESE.search(words):
        spoken = words.strip('"“”').strip()
        return Say(spoken) if spoken else None
    return None


class TypingPerson:
    """Asks at the terminal whenever the line waits for the caller; never interrupts a prompt."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._taken: list[Step] = []
        self._listening = 0
        self._helped = False

    def hear(self, heard: Heard) -> None:
        """Show a sound."""
        self._terminal.show(heard_line(heard))

    def taken(self) -> tuple[Step, ...]:
        """Return the steps done so far, as a script would do them."""
        return tuple(self._taken)

    def trouble(self) -> str | None:
        """Return None: somebody at a terminal sees for themselves."""
        return None

    def act(self, opening: Opening) -> Act | None:
        """Ask what to do, until the answer makes sense here."""
        turn = _TURNS.get(opening.doing)
        if turn is None:
            return None
        if not self._helped:
            self._helped = True
            self._terminal.show("Type ? for help.")
        while True:
            typed = self._terminal.ask(f"[{turn}] ")
            step = HangUp() if typed is None else read_typed(typed)
            if step is None:
                self._terminal.show(HELP)
                continue
            if isinstance(step, Silence) and opening.doing is Doing.CONNECTING:
                step = Transfer(Transferred.ANSWERED)
            refusal = _refusal(step, opening)
            if refusal is None:
                return self._do(step, opening)
            self._terminal.show(refusal)

    def _do(self, step: Step, opening: Opening) -> Act | None:
        again = opening.listening != 0 and opening.listening == self._listening
        self._listening = opening.listening or self._listening
        at = min(opening.start + REACTION_S, opening.until)
        match step:
            case Silence():
                if opening.doing in {Doing.LISTENING, Doing.RECORDING} and not again:
                    self._taken.append(step)
                return None
            case Press(keys):
                self._taken.append(Press(keys, REACTION_S) if again else step)
                return KeysPressed(at, keys)
            case Say(text):
                self._taken.append(step)
                if opening.doing is Doing.RECORDING:
                    return MessageLeft(at, speaking_s(text))
                return Spoken(at, text)
            case LeaveMessage(seconds):
                self._taken.append(step)
                return MessageLeft(at, seconds)
            case HangUp():
                self._taken.append(HangUp(REACTION_S) if again else step)
                return HungUp(at)
            case Transfer(to):
                self._taken.append(step)
                return TransferCame(at, to)


def _refusal(step: Step, opening: Opening) -> str | None:
    """Say why the line cannot take ``step`` now, or None."""
    match step:
        case LeaveMessage() if opening.doing is not Doing.RECORDING:
            return "The line is not recording."
        case Say() if not opening.takes.speech:
            return "The line does not listen to speech now."
        case Press() if opening.doing is Doing.LISTENING and not opening.takes.keys:
            return "The line does not listen for keys now."
        case Transfer() if opening.doing is not Doing.CONNECTING and opening.queued_since is None:
            return "Nobody is being connected now."
        case _:
            return None
