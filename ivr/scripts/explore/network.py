"""The network between line and hotline: knows the last document, may be slow, may deliver twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree as ET

from ivr.line.asks import Failure, Fetch, Purpose, Reply
from ivr.line.state import Heard, Sound
from ivr.scripts.stage import Stage


@dataclass(slots=True)
class Network:
    """Sends what the line asks to a stage. ``slow_s`` is what each request takes on its way.

    ``twice_every``: each so manieth webhook is delivered twice; ``differed`` counts those that were answered
    differently, or led to anything.
    """

    stage: Stage
    slow_s: float = 0.0
    twice_every: int | None = None
    differed: int = 0
    _sent: int = 0
    _document: bytes = b""
    _said: tuple[Heard, ...] | None = field(default=None)

    def send(self, fetch: Fetch) -> Reply | Failure:
        """Answer one request."""
        reply = self.stage.send(fetch)
        if isinstance(reply, Failure):
            return reply
        if fetch.purpose is Purpose.DOCUMENT:
            self._document, self._said = reply.body, None
        if fetch.method == "POST":
            self._sent += 1
            if self.twice_every is not None and self._sent % self.twice_every == 0:
                self.differed += not self.again()
        return replace(reply, elapsed_s=reply.elapsed_s + self.slow_s) if self.slow_s else reply

    def again(self) -> bool:
        """Deliver the last webhook once more; return whether nothing came of it but the same answer."""
        stage = self.stage
        before = len(stage.office.performed), len(stage.texts.sent)
        return stage.again() and before == (len(stage.office.performed), len(stage.texts.sent))

    def said(self) -> Sequence[Heard]:
        """Return what the last document says, heard or not: what somebody knows who has called before."""
        if self._said is None:
            self._said = tuple(_said(self._document))
        return self._said


def _said(document: bytes) -> Sequence[Heard]:
    try:
        root = ET.fromstring(document)  # noqa: S314 -- our own document
    except ET.ParseError:
        return ()
    return tuple(
        Heard(0.0, Sound.SAY, " ".join("".join(say.itertext()).split()), say.get("language", ""))
        for say in root.iter("Say")
    )
