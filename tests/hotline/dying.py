"""A hotline that is killed, and what comes after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.hotline.calling import CANNOT_BE_UNDONE
from tests.hotline.children import Child, Nursery, form
from tests.hotline.office import TheOffice
from tests.hotline.patience import eventually, new_id
from tests.hotline.stored import is_settled, is_sound
from tests.web.inside import Answer

TWELVE, PASSWORD, OWN_SERVICE = "13400134000", "123321", "来电显示"
"""A subscriber with twelve paid services, their password, and what of theirs is not paid content."""


@dataclass
class Scene:
    """One database, the office, and what starts hotlines on them."""

    path: Path
    database: str
    hotlines: Nursery
    office: TheOffice
    sid: str = field(default_factory=lambda: new_id("CA"))
    caller: str = "+8613800138000"

    def start(self, die_at: str | None = None, times: int = 1) -> Child:
        return self.hotlines.start(self.database, self.office.url, die_at=die_at, times=times)

    def arrive(self, child: Child) -> Answer:
        return child.post("/voice", form(self.sid, caller=self.caller, status="ringing"))

    def turn(self, child: Child, number: int, **added: str) -> Answer:
        return child.post(f"/voice/turn/{number}", form(self.sid, caller=self.caller) | added)

    def ask_for_all(self, child: Child) -> None:
        """Call as ``TWELVE``, prove it, ask for all services, and hear the short question: its yes is turn 6."""
        self.arrive(child)
        self.turn(child, 1)
        for number, keys in ((2, "2"), (3, PASSWORD), (4, "1")):
            self.turn(child, number, Digits=keys)
        question = self.turn(child, 5)
        assert any(CANNOT_BE_UNDONE in text for text in question.said)

    def texts(self) -> list[str]:
        return [
            one["content"]
            for one in self.office.texts()
            if any(str(fact["value"]).startswith(self.sid) for fact in one["characteristic"])
        ]

    def is_as_promised(self) -> None:
        assert eventually(lambda: is_settled(self.path), within_s=3.0)
        assert is_sound(self.path)


def died_of(child: Child, ask: Callable[[], Answer]) -> Answer | None:
    """Send what kills ``child``; return the answer if it was sent before."""
    try:
        answer: Answer | None = ask()
    except httpx.HTTPError:
        answer = None
    assert child.is_gone(), "the point was never reached"
    return answer
