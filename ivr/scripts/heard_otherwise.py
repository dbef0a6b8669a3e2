"""Call scripts played on two bundles: what their callers hear and are texted, before and now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ivr.bundle.bundle import Bundle
from ivr.diagnostics.diagnostic import Diagnostic
from ivr.scripts.playing import Played, Player
from ivr.scripts.spec import Act, Again, CallScript, Wait
from ivr.scripts.stage import Stage

_WORDS = ("heard", "text")
_CUT = " …"
_CANNOT = ("cannot", "over_before")
"""How a script fails whose caller cannot do what it says."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A script on two bundles. ``before`` and ``now`` hold only what differs, in order.

    ``stuck``: what the caller of the script cannot do any more, where they could before.
    """

    script: CallScript
    before: tuple[str, ...]
    now: tuple[str, ...]
    stuck: Diagnostic | None = None

    @property
    def is_same(self) -> bool:
        """Whether the caller hears and is texted the same words, and gets as far."""
        return not self.before and not self.now and self.stuck is None


def play_on_both(scripts: Iterable[CallScript], old: Bundle, new: Bundle) -> Iterator[Compared]:
    """Yield each script as played on both bundles.

    Only what the caller does is played: what the script says must be heard would stop the call at the first
    difference.
    """
    before, now = Player(Stage(old)), Player(Stage(new))
    for script in scripts:
        bare = _only_acts(script)
        yield _compared(script, before.play(bare), now.play(bare))


def _only_acts(script: CallScript) -> CallScript:
    steps = tuple(one for one in script.steps if isinstance(one, Act | Again | Wait))
    return replace(script, steps=steps, expect=None, language=None)


def _compared(script: CallScript, old: Played, new: Played) -> Compared:
    heard, hears = _heard(old), _heard(new)
    gone: list[str] = []
    came: list[str] = []
    for what, at, until, from_, to in SequenceMatcher(None, heard, hears, autojunk=False).get_opcodes():
        if what != "equal":
            gone += heard[at:until]
            came += hears[from_:to]
    stuck = next(iter(_stuck(new)), None) if not any(_stuck(old)) else None
    return Compared(script, tuple(gone), tuple(came), stuck)


def _heard(played: Played) -> list[str]:
    """Return the words heard and texted; a sound without words is named."""
    return [one.words.removesuffix(_CUT) or one.name for one in played.transcript if one.who in _WORDS]


def _stuck(played: Played) -> Iterator[Diagnostic]:
    return (one for one in played.failures if one.variant in _CANNOT)
