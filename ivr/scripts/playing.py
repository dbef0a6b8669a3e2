"""One script played on a stage, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ivr.caller.converse import CallReport, place_call
from ivr.diagnostics.diagnostic import Diagnostic
from ivr.line.carrier import Carrier
from ivr.model.outside import Outside
from ivr.model.record import Note
from ivr.model.values import Record
from ivr.scripts.expecting import unmet
from ivr.scripts.hearing import Ear
from ivr.scripts.recognise import Recogniser
from ivr.scripts.spec import CallScript
from ivr.scripts.stage import VOICE_URL, Stage
from ivr.scripts.tester import Tester
from ivr.scripts.transcript import Line as TranscriptLine
from ivr.scripts.transcript import transcript

USUAL_CALLER = "+8613800138000"
"""Who calls when a script names nobody: the first subscriber of the stub (contract, section 6)."""
CALLED = "10086"
SETTLE_S = 3.0
"""How long after a call what is owed may take to be with the office or the phone (contract, section 4)."""
_CARRIER = Carrier(count_fetch_time=True)


@dataclass(frozen=True, slots=True)
class Played:
    """A script that was played: why it failed, if it did, and what happened, for transcript and coverage."""

    script: CallScript
    failures: tuple[Diagnostic, ...]
    report: CallReport
    transcript: tuple[TranscriptLine, ...]
    log: tuple[Note, ...]

    @property
    def turns(self) -> int:
        """How many webhooks the call took."""
        return len(self.report.line.requested)


class Player:
    """Plays scripts, one after the other, on one stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        project = stage.bundle.checked.project
        self._recogniser = Recogniser(project.wording, zone=ZoneInfo(project.calendar.time_zone))

    def play(self, script: CallScript) -> Played:
        """Make the call of ``script`` and return what came of it."""
        stage, ear = self._stage, Ear(self._recogniser, script.language)
        line = stage.new_line(_as_dialled(script.caller), CALLED, _CARRIER, at=script.at)
        stage.office.begin(script.backend)
        stage.set = Outside(
            Record(dict(script.switches)),
            Record({place: Record(dict(words)) for place, words in script.notices.items()}),
            script.closed,
        )
        tester = Tester(script, stage, ear)
        report = place_call(line, VOICE_URL, person=tester, sender=stage, clock=stage.move_to)
        stage.move_to(line.now + SETTLE_S)
        tester.finish()
        failures = (
            (tester.failure,)
            if tester.failure is not None
            else tuple(unmet(script, stage, line=line, ear=ear, dead_air=tester.dead_air))
        )
        told = transcript(tester, stage, ear)
        return Played(script, failures, report, told, stage.memory.calls.log(stage.sid))


def _as_dialled(caller: str | None) -> str:
    """Return a number as the network shows it."""
    if caller is None:
        return USUAL_CALLER
    return f"+86{caller}" if caller.isdecimal() and len(caller) == 11 else str(caller)
