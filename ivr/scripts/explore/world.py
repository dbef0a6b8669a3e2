"""The world an explored call comes into: who calls, when, and what operators have turned and put up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from ivr.language.specs import Project
from ivr.model.outside import Outside
from ivr.model.values import Record
from ivr.scripts.explore.decisions import Around, Decisions, Point
from ivr.scripts.playing import USUAL_CALLER
from ivr.scripts.stage import NOON

CALLERS = MappingProxyType(
    {"usual": USUAL_CALLER, "withheld": "anonymous", "foreign": "+447700900123", "other": "+8613900139000"}
)
"""Numbers as the network shows them, by what is special about them."""
HOURS = MappingProxyType(
    {
        "noon": NOON,
        "night": datetime(2026, 3, 3, 19, 30, tzinfo=UTC),
        "holiday": datetime(2026, 2, 17, 2, 0, tzinfo=UTC),
        "new year": datetime(2026, 12, 31, 15, 59, 58, tzinfo=UTC),
    }
)
"""Moments calls arrive at: half past three at night, Spring Festival, two seconds before midnight."""
NOTICE = MappingProxyType({"zh-CN": "今晚系统<升级>&维护。", "en": 'Work "tonight" & <tomorrow>.'})
"""Words operators put up, with the characters markup is made of."""


@dataclass(frozen=True, slots=True)
class World:
    """What a call comes into. ``at`` is when it arrives, ``caller`` the number as the network shows it.

    ``kinds`` tells by name what of it a flow can ask for.
    """

    caller: str
    at: datetime
    switches: tuple[tuple[str, bool], ...]
    notices: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    kinds: Around = ()

    @property
    def outside(self) -> Outside:
        """Return what is turned and put up."""
        return Outside(
            Record(dict(self.switches)),
            Record({place: Record(dict(words)) for place, words in self.notices}),
        )


def a_world(decisions: Decisions, project: Project) -> World:
    """Return a world that ``project`` knows."""
    draw = _Draw(decisions)
    kinds = [("caller", draw.one("caller", CALLERS, (12, 3, 1, 1)))]
    kinds.append(("hour", draw.one("hour", HOURS, (12, 1, 1, 1))))
    switches = []
    for name, switch in project.switches.items():
        turned = draw.one(f"switch {name}", ("as designed", "turned"), (6, 1))
        kinds.append((f"switch {name}", turned))
        if turned == "turned":
            switches.append((str(name), not switch.default))
    notices = []
    for place in project.notices:
        if draw.one(f"notice {place}", ("nothing", "up"), (6, 1)) == "up":
            words = tuple((str(one), NOTICE.get(one, NOTICE["en"])) for one in project.hotline.languages)
            notices.append((str(place), words))
    (_, caller), (_, hour), *_ = kinds
    return World(CALLERS[caller], HOURS[hour], tuple(switches), tuple(notices), tuple(kinds))


class _Draw:
    """What a world is drawn by; ``odd`` once anything special was."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions
        self._odd = False

    def one(self, what: str, among: Iterable[str], weights: tuple[float, ...]) -> str:
        """Return one of these names."""
        names = tuple(among)
        point = Point(f"world:{what}", names, weights, ("world", self._odd), odd=self._odd)
        number = self._decisions.choose(point)
        self._odd = self._odd or number > 0
        return names[number]
