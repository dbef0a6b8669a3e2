"""All the scripts of a project: read, played one after the other, counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from ivr.bundle.bundle import Bundle
from ivr.diagnostics.diagnostic import Diagnostic
from ivr.line.state import Sound
from ivr.scripts.coverage import Taken
from ivr.scripts.playing import Played, Player
from ivr.scripts.reading import read_scripts
from ivr.scripts.recognise import Recogniser
from ivr.scripts.spec import LATER, CallScript
from ivr.scripts.stage import Stage
from ivr.wording.catalogue import COMMON


@dataclass(frozen=True, slots=True)
class Suite:
    """Scripts that can be played, what is wrong with the others, and the text of all, for showing places."""

    scripts: tuple[CallScript, ...]
    mistakes: tuple[Diagnostic, ...]
    files: Mapping[str, str]


def read_suite(files: Mapping[str, str], bundle: Bundle) -> Suite:
    """Return the scripts in ``files`` (path to text), checked against what is in ``bundle``."""
    scripts, mistakes = read_scripts(files, project=bundle.checked.project)
    return Suite(scripts, mistakes, {**bundle.checked.files, **files})


@dataclass(slots=True)
class Results:
    """What playing scripts came to so far."""

    played: list[Played] = field(default_factory=list)
    taken: Taken = field(default_factory=Taken)

    @property
    def failed(self) -> int:
        """How many scripts failed."""
        return sum(bool(one.failures) for one in self.played)

    @property
    def turns(self) -> int:
        """How many webhooks were answered."""
        return sum(one.turns for one in self.played)


def play_all(scripts: Iterable[CallScript], bundle: Bundle, results: Results) -> Iterator[Played]:
    """Play ``scripts`` on one stage, adding each to ``results`` before it is yielded."""
    player = Player(Stage(bundle))
    project = bundle.checked.project
    recogniser = Recogniser(project.wording, zone=ZoneInfo(project.calendar.time_zone))
    for script in scripts:
        played = player.play(script)
        results.played.append(played)
        results.taken.add_log(played.log)
        results.taken.prompts |= prompts_of(played, recogniser)
        yield played


def prompts_of(played: Played, recogniser: Recogniser) -> set[tuple[str, str, str]]:
    """Return the prompts a call made heard or texted, as ``(language, flow, prompt)``.

    Of prompts with the same words, those of flows the call was in.
    """
    been = {note.flow for note in played.log} | {COMMON, LATER}
    sounds = (one for one in played.report.line.heard if one.kind is Sound.SAY)
    heard = (recogniser.spoken(one.text, one.language or None) for one in sounds)
    texts = (recogniser.written(one.words) for one in played.transcript if one.who == "text")
    seen = [one for readings in (*heard, *texts) for one in readings]
    within = [each for one in seen for each in recogniser.listed(one)]
    return {(one.language, one.flow, one.name) for one in (*seen, *within) if one.flow in been}
