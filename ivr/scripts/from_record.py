"""A call script from the records of a real call: what was stored is played again, and written as it goes.

The event log says what the caller did and which way the call went, the obligations what the office answered.
Neither holds a secret; what was typed at a sensitive step becomes other digits. What nobody stored is made
up: a key that was wrong is some key that is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivr.bundle.bundle import Bundle
from ivr.caller.steps import Step
from ivr.diagnostics.span import Span
from ivr.language.specs import Project
from ivr.line.asks import Transferred
from ivr.model.call import Call
from ivr.model.outside import AS_DESIGNED, Outside
from ivr.model.record import Happened, Note
from ivr.model.stored import Obligation
from ivr.model.values import Record, Value
from ivr.scripts.playing import Player
from ivr.scripts.recognise import Recogniser
from ivr.scripts.recorded_acts import acts_of, let_questions_pass, queues_of
from ivr.scripts.recorded_office import mocks_of
from ivr.scripts.spec import Act, CallScript, ScriptStep, Wait
from ivr.scripts.stage import Stage
from ivr.scripts.writing import write_call
from ivr.source.nodes import Text

WITHHELD = "anonymous"
"""How the network shows a number that is withheld (contract, section 5)."""
TRUTH_S = 600
"""How long a script waits for what was only known after the call, in seconds. Ours: many tries."""
MOST_SILENCES = 12
"""Times a caller in a queue may let a question pass, which nobody stores. Ours: a queue of half an hour."""
_COURSE = frozenset({Happened.ENTERED, Happened.PRESSED, Happened.SAID, Happened.SILENT})
"""What must be as it was for a call to have gone the same way."""
_NOWHERE = Span("", 1, 1)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store keeps of a call that is over; ``outside`` is what operators had turned when it began."""

    call: Call
    log: tuple[Note, ...]
    owed: tuple[Obligation, ...]
    outside: Outside = AS_DESIGNED


@dataclass(frozen=True, slots=True)
class Written:
    """A script; ``differs`` is where the call goes another way when played again, None if it does not."""

    text: str
    differs: str | None = None


def write_record(kept: Kept, bundle: Bundle, *, title: str, acts: Sequence[Step] | None = None) -> Written:
    """Return the script of the call ``kept``, which ran on ``bundle``.

    ``acts`` is what the caller did, where that is known better than from the event log.
    """
    project, stage = bundle.checked.project, Stage(bundle)
    recogniser = Recogniser(project.wording)
    written: list[Written] = []
    for silences in range(MOST_SILENCES if acts is None and let_questions_pass(kept.log) else 1):
        done = tuple(acts_of(kept.log, project, silences=silences)) if acts is None else tuple(acts)
        played = Player(stage).play(_script(kept, project, done, title))
        differs = _differs(kept, stage, played.log)
        written.append(Written(write_call(played, stage, recogniser), differs))
        if differs is None:
            return written[-1]
    return written[0]


def _script(kept: Kept, project: Project, acts: Sequence[Step], title: str) -> CallScript:
    """Return a script that does ``acts`` in the world of the call, and looks at nothing."""
    backend, is_late = mocks_of(kept.log, kept.owed, project)
    steps: list[ScriptStep] = [Act(_NOWHERE, step) for step in acts]
    if is_late:
        steps.append(Wait(_NOWHERE, TRUTH_S))
    return CallScript(
        file="",
        span=_NOWHERE,
        call=Text(title, _NOWHERE),
        steps=tuple(steps),
        caller=_caller(kept.call),
        at=kept.call.started.replace(microsecond=0),
        switches={name: value is True for name, value in kept.outside.switches.items()},
        notices={place: _words(words) for place, words in kept.outside.notices.items()},
        queues={**queues_of(kept.log), **dict.fromkeys(kept.outside.closed, Transferred.NOBODY)},
        closed=kept.outside.closed,
        backend=backend,
    )


def _differs(kept: Kept, stage: Stage, log: Sequence[Note]) -> str | None:
    """Return the first step, or the end, at which the call that was played leaves the one that was kept."""
    been, goes = _course(kept.log), _course(log)
    for was, now in zip(been, goes, strict=False):
        if was != now:
            return was[1]
    if kept.call.disposition is None:
        return None  # the hotline was not told of the end: what comes of it is not kept
    if len(been) != len(goes):
        return [*been, *goes][min(len(been), len(goes)) - 1][1]
    call = stage.call()
    ended = None if call is None else call.disposition
    return None if ended == kept.call.disposition else str(kept.call.disposition)


def _course(log: Sequence[Note]) -> list[tuple[Happened, str]]:
    """Return where a call came and what was done there, without what was pressed and when."""
    return [(one.happened, f"{one.flow}.{one.step}") for one in log if one.happened in _COURSE]


def _caller(call: Call) -> Text:
    return Text(WITHHELD if call.caller is None else f"+86{call.caller}", _NOWHERE)


def _words(words: Value) -> dict[str, str]:
    return {language: str(text) for language, text in words.items()} if isinstance(words, Record) else {}
