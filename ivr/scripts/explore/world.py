"""The world an explored call comes into: who calls, when, and what operators have turned and put up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from ivr.language.specs import Project
from ivr.model.outside import Outside
from ivr.model.values import Record
from ivr.scripts.explore.decisions import Decisions
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
    """What a call comes into. ``at`` is when it arrives, ``caller`` the number as the network shows it."""

    caller: str
    at: datetime
    switches: tuple[tuple[str, bool], ...]
    notices: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    @property
    def outside(self) -> Outside:
        """Return what is turned and put up."""
        return Outside(
            Record(dict(self.switches)),
            Record({place: Record(dict(words)) for place, words in self.notices}),
        )


def a_world(decisions: Decisions, project: Project) -> World:
    """Return a world that ``project`` knows."""
    caller = decisions.pick("world:caller", tuple(CALLERS), (12, 3, 1, 1))
    hour = decisions.pick("world:hour", tuple(HOURS), (12, 1, 1, 1))
    switches = []
    for name, switch in project.switches.items():
        turned = decisions.pick(f"world:switch {name}", ("as designed", "turned"), (6, 1))
        if turned == "turned":
            switches.append((str(name), not switch.default))
    notices = []
    for place in project.notices:
        if decisions.pick(f"world:notice {place}", ("nothing", "up"), (6, 1)) == "up":
            words = tuple((str(one), NOTICE.get(one, NOTICE["en"])) for one in project.hotline.languages)
            notices.append((str(place), words))
    return World(CALLERS[caller], HOURS[hour], tuple(switches), tuple(notices))
