"""What a caller may do at a moment, each with how likely it is; the plainest comes first."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ivr.caller.steps import HangUp, LeaveMessage, Press, Say, Silence
from ivr.caller.steps import Step as Does
from ivr.language import kinds
from ivr.language.specs import Step
from ivr.line.asks import Doing, Opening
from ivr.model.call import Call

CALLER = "caller"
"""The stream of what callers do."""
KEYS = "1234567890*#"
REMEMBERED = 1024
"""Sets of possibilities that are kept. Our choice: a project has some hundred."""
SOON_S = 0.2
"""How soon somebody who does not listen presses, in seconds. Source: contract, section 5, the double tap."""
CANARY = "730164925817"
"""What callers type where something secret is asked for: nothing else in a call looks like it."""
OTHER_NUMBER = "13900139000"
NONSENSE = "今天天气怎么样"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a caller does in one listening: ``steps``, the first ``soon`` after the words begin.

    ``tells``: it is an answer, so that it may make a difference what else a call is like.
    """

    name: str
    weight: float
    steps: tuple[Does, ...]
    soon: bool = False
    secret: str = ""
    tells: bool = False


SILENT = Plan("silence", 3, (Silence(),), tells=True)
HANG_UP = Plan("hang up", 0.7, (HangUp(),))


@dataclass(frozen=True, slots=True)
class Possible:
    """What may be done at a moment: the ``plans``, and what a decision between them needs."""

    plans: tuple[Plan, ...]
    names: tuple[str, ...]
    weights: tuple[float, ...]
    telling: tuple[str, ...]


def possible(
    opening: Opening, step: Step | None, offered: tuple[str, ...], phrases: tuple[str, ...]
) -> Possible:
    """Return what a caller may do in the listening that begins with ``opening``."""
    if opening.doing is Doing.RECORDING:
        return _recording(opening.takes.ends_on[:1] or "#")
    if opening.queued_since is not None or step is None:
        return _waiting(offered)
    if step.kind is kinds.COLLECT:
        finish = None if step.finish is None else str(step.finish)
        return _entering(step.digits or (1, 1), finish, secret=step.sensitive == "secret")
    return _choosing(offered if opening.takes.keys else None, phrases if opening.takes.speech else None)


def _of(plans: Iterable[Plan]) -> Possible:
    all_ = tuple(plans)
    telling = tuple(one.name for one in all_ if one.tells)
    return Possible(all_, tuple(one.name for one in all_), tuple(one.weight for one in all_), telling)


@lru_cache(REMEMBERED)
def _waiting(offered: tuple[str, ...]) -> Possible:
    return _of((SILENT, *_keys(offered, 1), HANG_UP))


@lru_cache(REMEMBERED)
def _choosing(offered: tuple[str, ...] | None, phrases: tuple[str, ...] | None) -> Possible:
    pressed = () if offered is None else _pressing(offered)
    said = () if phrases is None else _saying(phrases)
    return _of((SILENT, *pressed, *said, Plan("hang up soon", 0.3, (HangUp(),), soon=True), HANG_UP))


def _keys(offered: tuple[str, ...], weight: float) -> Iterator[Plan]:
    for key in offered:
        yield Plan(f"press {key}", 6, (Press(key),), tells=True)
    others = [key for key in KEYS if key not in offered]
    for key in others:
        yield Plan(f"press {key}", weight, (Press(key),), tells=key == others[0])


def _pressing(offered: tuple[str, ...]) -> Iterator[Plan]:
    yield from _keys(offered, 0.4)
    for key in offered:
        yield Plan(f"press {key} twice", 0.5, (Press(key * 2),))
    for key in offered[:1]:
        yield Plan(f"press {key} soon", 1.5, (Press(key),), soon=True)


def _saying(phrases: tuple[str, ...]) -> Iterator[Plan]:
    for phrase in phrases:
        yield Plan(f"say {phrase}", 1, (Say(phrase),), tells=True)
    if phrases:
        yield Plan(f"say 不要{phrases[0]}", 0.3, (Say(f"不要{phrases[0]}"),))
    yield Plan("say nonsense", 0.3, (Say(NONSENSE),))


@lru_cache(REMEMBERED)
def _entering(digits: tuple[int, int], finish: str | None, *, secret: bool) -> Possible:
    fewest, most = digits
    end = "" if finish is None or fewest == most else {"hash": "#", "star": "*"}[finish]
    whole = ((CANARY if secret else OTHER_NUMBER) * 3)[:most]
    kept = whole if secret else ""
    return _of(
        (
            SILENT,
            Plan("the whole", 8, (Press(whole + end),), secret=kept, tells=True),
            Plan("the whole soon", 1, (Press(whole + end),), soon=True, secret=kept),
            Plan("one too many", 0.7, (Press(whole + end + "1"),), secret=kept),
            Plan("zeros", 1, (Press("0" * most + end),)),
            Plan("too short", 1, (Press("12"[: max(1, fewest - 1)] + end),), tells=True),
            Plan("begun again", 1, (Press(f"1*{whole}{end}"[:most]),)),
            *(Plan(f"press {k}", 0.7, (Press(k),), tells=k == "*") for k in ("*", "**", "*0", "#", "0")),
            HANG_UP,
        )
    )


@lru_cache(REMEMBERED)
def _recording(end: str) -> Possible:
    return _of(
        (
            SILENT,
            *(Plan(f"speak {length:g} s", 1, (LeaveMessage(length),)) for length in (0.5, 5.0, 500.0)),
            Plan("speak and end it", 8, (LeaveMessage(5.0), Press(end)), tells=True),
            Plan("speak and hang up", 1.5, (LeaveMessage(5.0), HangUp())),
            Plan("end it at once", 1, (Press(end),)),
            HANG_UP,
        )
    )


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
