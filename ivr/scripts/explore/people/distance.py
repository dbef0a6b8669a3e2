"""How far people are from a person: the seconds until they are in a queue for one, whoever they are.

It is measured from any moment of a call, for somebody who from then on does the best thing: presses the key
for a person as soon as keys are taken (in an entry ``*0``, in a recording the key that ends it), again and
again until the call is put through. So it is the words that nobody can interrupt, at most, and then the keys
and the words up to the queue. In a queue it is nothing. What is heard after keys are taken for the last time
does not count: the goodbye.

``Watched`` reads the first part off a call as it went; ``Hurried`` measures the second in a call made again
up to there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from ivr.caller.person import Person
from ivr.caller.steps import HangUp, LeaveMessage, Press, Say, Transfer, describe
from ivr.caller.steps import Step as Did
from ivr.language import kinds
from ivr.line.asks import Act, Doing, HungUp, KeysPressed, MessageLeft, Opening, Spoken, TransferCame
from ivr.line.state import Heard
from ivr.scripts.explore.choosing import SOON_S
from ivr.scripts.explore.invariants import PERSON_FROM_ENTRY, PERSON_KEY
from ivr.scripts.explore.moment import place_of, step_of
from ivr.scripts.stage import Stage

NEVER = float("inf")
"""How far somebody is who is put through to nobody."""
_TAKES = frozenset({Doing.PROMPTING, Doing.LISTENING, Doing.RECORDING})


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the last moment at which something could be done to the next: ``seconds`` of listening.

    ``listening`` numbers what then takes keys, at ``place`` (0: a queue for a person, where the way ends);
    ``alike`` is the same wherever the way from there on is.
    """

    seconds: float
    listening: int
    place: str
    alike: Hashable


class Watched:
    """A ``Person`` who does what ``inner`` does; ``stretches`` and ``did`` tell how the call went."""

    def __init__(self, inner: Person, stage: Stage) -> None:
        self._inner, self._stage = inner, stage
        self._since = 0.0
        self._listening = 0
        self._waits = False
        self.stretches: list[Stretch] = []
        self.did: list[tuple[float, str]] = []

    def hear(self, heard: Heard) -> None:
        """Let ``inner`` hear it."""
        self._inner.hear(heard)

    def taken(self) -> tuple[Did, ...]:
        """Return the steps of ``inner``."""
        return self._inner.taken()

    def trouble(self) -> str | None:
        """Return the trouble of ``inner``."""
        return self._inner.trouble()

    def act(self, opening: Opening) -> Act | None:
        """Return what ``inner`` does within ``opening``."""
        act = self._inner.act(opening)
        if act is not None:
            self.did.append((act.at, describe(_step(act))))
        waits = _waits(opening)
        takes = opening.doing in _TAKES and opening.takes.keys
        if (waits and not self._waits) or (not waits and takes and opening.listening != self._listening):
            self._arrive(opening, waits=waits)
        if waits or takes:
            self._since = opening.until if act is None else act.at
        self._waits = waits
        return act

    def _arrive(self, opening: Opening, *, waits: bool) -> None:
        """Note a stretch that ends where ``opening`` begins."""
        self._listening = opening.listening
        call = self._stage.call()
        place = "" if call is None or not call.frames else place_of(call)
        alike = place, opening.doing is Doing.RECORDING, "" if call is None else call.language
        seconds = max(0.0, opening.start - self._since)
        self.stretches.append(Stretch(seconds, 0 if waits else opening.listening, place, alike))


class Hurried:
    """A ``Person`` who does what ``inner`` does until a listening, and from there wants nothing but a person.

    ``took_s`` is how long it took from there to a queue.
    """

    def __init__(self, inner: Person, stage: Stage, listening: int) -> None:
        self._inner, self._stage, self._from = inner, stage, listening
        self._began: float | None = None
        self._pressed = 0
        self.took_s = NEVER

    def hear(self, heard: Heard) -> None:
        """Let ``inner`` hear it."""
        self._inner.hear(heard)

    def taken(self) -> tuple[Did, ...]:
        """Return no steps: nothing is written down."""
        return ()

    def trouble(self) -> str | None:
        """Return None."""
        return None

    def act(self, opening: Opening) -> Act | None:
        """Return what is done within ``opening``."""
        takes = opening.doing in _TAKES and opening.takes.keys
        if self._began is None and takes and opening.listening == self._from:
            self._began = opening.start
        if self._began is None:
            return self._inner.act(opening)
        if _waits(opening):
            self.took_s = opening.start - self._began
            return HungUp(opening.start)
        if not takes or self._pressed == opening.listening:
            return None
        self._pressed = opening.listening
        return KeysPressed(min(opening.start + SOON_S, opening.until), self._keys(opening))

    def _keys(self, opening: Opening) -> str:
        if opening.doing is Doing.RECORDING:
            return opening.takes.ends_on[:1] or "#"
        step = step_of(self._stage.call(), self._stage.bundle.checked.project)
        return PERSON_FROM_ENTRY if step is not None and step.kind is kinds.COLLECT else PERSON_KEY


class Distances:
    """How far it is from where keys are taken to a person; each such place is measured once."""

    def __init__(self) -> None:
        self._known: dict[Hashable, float] = {}

    def furthest(
        self, stretches: list[Stretch], line: Hashable, measure: Callable[[int], float]
    ) -> tuple[float, str]:
        """Return the furthest somebody was, in seconds, and where the way began.

        ``measure`` makes the call again and hurries from the listening with this number on; ``line`` tells
        lines apart on which that takes differently long.
        """
        found = [(one.seconds + self._to_person(one, line, measure), one.place) for one in stretches]
        return max(found, default=(0.0, ""))

    def _to_person(self, stretch: Stretch, line: Hashable, measure: Callable[[int], float]) -> float:
        if stretch.listening == 0:
            return 0.0
        key = stretch.alike, line
        if key not in self._known:
            self._known[key] = measure(stretch.listening)
        return self._known[key]


def _waits(opening: Opening) -> bool:
    """Return whether the call is in a queue for a person, or a person's phone rings."""
    return opening.queued_since is not None or opening.doing in (Doing.CONNECTING, Doing.TALKING)


def _step(act: Act) -> Did:
    """Return an act as a script's step."""
    match act:
        case KeysPressed(keys=keys):
            return Press(keys)
        case Spoken(text=text):
            return Say(text)
        case MessageLeft(seconds=seconds):
            return LeaveMessage(seconds)
        case TransferCame(to=to):
            return Transfer(to)
        case HungUp():
            return HangUp()
