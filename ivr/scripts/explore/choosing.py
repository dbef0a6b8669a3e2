"""What a caller may do at a moment, each with how likely it is; the plainest comes first."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from ivr.caller.steps import HangUp, LeaveMessage, Press, Say, Silence
from ivr.caller.steps import Step as Does
from ivr.language import kinds
from ivr.language.specs import Step
from ivr.line.asks import Doing, Opening
from ivr.model.call import Call

KEYS = "1234567890*#"
SOON_S = 0.2
"""How soon somebody who does not listen presses, in seconds. Source: contract, section 5, the double tap."""
CANARY = "730164925817"
"""What callers type where something secret is asked for: nothing else in a call looks like it."""
OTHER_NUMBER = "13900139000"
NONSENSE = "今天天气怎么样"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a caller does in one listening: ``steps``, the first ``soon`` after the words begin."""

    name: str
    weight: float
    steps: tuple[Does, ...]
    soon: bool = False
    secret: str = ""


SILENT = Plan("silence", 3, (Silence(),))
HANG_UP = Plan("hang up", 0.7, (HangUp(),))


def plans(
    opening: Opening, step: Step | None, offered: Sequence[str], phrases: Sequence[str]
) -> tuple[Plan, ...]:
    """Return what a caller may do in the listening that begins with ``opening``."""
    if opening.doing is Doing.RECORDING:
        return tuple(_recording(opening))
    if opening.queued_since is not None or step is None:
        return (SILENT, *_keys(offered, 1), HANG_UP)
    if step.kind is kinds.COLLECT:
        return (SILENT, *_entries(step), HANG_UP)
    return (SILENT, *_choosing(opening, offered, phrases), HANG_UP)


def _keys(offered: Sequence[str], weight: float) -> Iterator[Plan]:
    for key in offered:
        yield Plan(f"press {key}", 6, (Press(key),))
    for key in KEYS:
        if key not in offered:
            yield Plan(f"press {key}", weight, (Press(key),))


def _choosing(opening: Opening, offered: Sequence[str], phrases: Sequence[str]) -> Iterator[Plan]:
    if opening.takes.keys:
        yield from _keys(offered, 0.4)
        for key in offered:
            yield Plan(f"press {key} twice", 0.5, (Press(key * 2),))
        for key in offered[:1]:
            yield Plan(f"press {key} soon", 1.5, (Press(key),), soon=True)
    if opening.takes.speech:
        for phrase in phrases:
            yield Plan(f"say {phrase}", 1, (Say(phrase),))
        if phrases:
            yield Plan(f"say 不要{phrases[0]}", 0.3, (Say(f"不要{phrases[0]}"),))
        yield Plan("say nonsense", 0.3, (Say(NONSENSE),))
    yield Plan("hang up soon", 0.3, (HangUp(),), soon=True)


def _entries(step: Step) -> Iterator[Plan]:
    fewest, most = step.digits or (1, 1)
    end = "" if step.finish is None or fewest == most else {"hash": "#", "star": "*"}[str(step.finish)]
    secret = step.sensitive == "secret"
    whole = ((CANARY if secret else OTHER_NUMBER) * 3)[:most]
    kept = whole if secret else ""
    yield Plan("the whole", 8, (Press(whole + end),), secret=kept)
    yield Plan("the whole soon", 1, (Press(whole + end),), soon=True, secret=kept)
    yield Plan("one too many", 0.7, (Press(whole + end + "1"),), secret=kept)
    yield Plan("zeros", 1, (Press("0" * most + end),))
    yield Plan("too short", 1, (Press("12"[: max(1, fewest - 1)] + end),))
    yield Plan("begun again", 1, (Press(f"1*{whole}{end}"[:most]),))
    for keys in ("*", "**", "*0", "#", "0"):
        yield Plan(f"press {keys}", 0.7, (Press(keys),))


def _recording(opening: Opening) -> Iterator[Plan]:
    end = opening.takes.ends_on[:1] or "#"
    yield SILENT
    for seconds in (0.5, 5.0, 500.0):
        yield Plan(f"speak {seconds:g} s", 1, (LeaveMessage(seconds),))
    yield Plan("speak and end it", 8, (LeaveMessage(5.0), Press(end)))
    yield Plan("speak and hang up", 1.5, (LeaveMessage(5.0), HangUp()))
    yield Plan("end it at once", 1, (Press(end),))
    yield HANG_UP


def state_of(call: Call | None, doing: Doing, person: str | None) -> Hashable:
    """Return what a call is like, as far as it matters for where it can go: little enough to stay finite.

    Where it is, how often it was asked there, which limits are used up.
    """
    if call is None or not call.frames:
        return (doing,)
    asking = call.top.asking
    return (
        doing is Doing.RECORDING,
        within(call, person),
        (asking.asked, asking.cleared, asking.page, asking.told),
        tuple(call.top.tries.items()),
    )


def within(call: Call | None, person: str | None) -> Hashable:
    """Return where a call is in its two innermost flows.

    What leads to a ``person`` is the same wherever it was asked for.
    """
    if call is None or not call.frames:
        return ()
    frames = call.frames[-1:] if call.top.flow == person else call.frames[-2:]
    return tuple((frame.flow, frame.state) for frame in frames)


def place_in(call: Call | None) -> Hashable:
    """Return only where a call is, for choices that matter less."""
    return () if call is None or not call.frames else (call.top.flow, call.top.state)
