"""An explored call as a script that ``ivr test`` plays, and that fails there for the same reason.

What the script language cannot say (a password in the log, a key nobody is told of) is left as a comment.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.caller.steps import HangUp, Transfer
from ivr.diagnostics.span import Span
from ivr.language import kinds
from ivr.language.specs import Project
from ivr.line.asks import Transferred
from ivr.model.ids import Language
from ivr.scripts.explore.invariants import Violation
from ivr.scripts.explore.moment import Explored
from ivr.scripts.explore.sentences import sentence
from ivr.scripts.spec import CallScript, Mock, MockAnswer
from ivr.scripts.writing import write_step, write_top
from ivr.scripts.writing_backend import flow, write_backend
from ivr.source.nodes import Text

_ENGLISH = Language("en")
_NOWHERE = Span("", 1, 1)


def as_script(explored: Explored, found: Violation) -> str:
    """Return ``explored`` up to where ``found`` shows, as the text of a call script."""
    project, world = explored.project, explored.world
    top = CallScript(
        file="",
        span=_NOWHERE,
        call=Text(f"{found.rule} at {found.place}", _NOWHERE),
        steps=(),
        caller=Text(world.caller, _NOWHERE),
        at=world.at,
        switches=dict(world.switches),
        notices={place: dict(words) for place, words in world.notices},
        queues={queue: Transferred(to) for queue, to in explored.queues},
    )
    lines = [
        f"# {sentence(found, _ENGLISH)}",
        *write_top(top, project),
        *write_backend(tuple(_mocks(explored)), project),
        "steps:",
        *(f"  - {step}" for step in tuple(_steps(explored, found)) or ("silence",)),
        *(f"expect: {flow(expect)}" for expect in (_expect(found),) if expect),
    ]
    return "\n".join(lines) + "\n"


def _mocks(explored: Explored) -> Iterator[Mock]:
    """Yield the answers of each operation, one for each request."""
    answers: dict[str, list[MockAnswer]] = {}
    for one in explored.answered:
        answers.setdefault(one.operation, []).append(one.answer)
    for name, given in answers.items():
        yield Mock(Text(name, _NOWHERE), tuple(given), listed=True)


def _steps(explored: Explored, found: Violation) -> Iterator[str]:
    """Yield what the caller did until the rule was broken, and what shows that it was."""
    last = None
    for moment in explored.moments:
        for at, step, _ in moment.did:
            if at > found.at + 0.01:
                break
            if not isinstance(step, Transfer):  # what came of a queue stands at the top
                yield write_step(step)
            last = moment
        if moment.at in explored.not_the_same:
            yield "again"
    if last is None:
        return
    match found.rule:
        case "offered_keys_work" if last.step is not None:
            no_match = last.step.no_match or explored.project.hotline.patience.no_match
            yield f"not_hear: {flow([str(one) for one in no_match])}"
            yield write_step(HangUp())
        case "a_person_is_near":
            yield from _transfers(explored.project)
            yield write_step(HangUp())
        case _:
            return


def _transfers(project: Project) -> Iterator[str]:
    """Yield that the call is where people are put through."""
    to = project.flows.get(str(project.hotline.person))
    steps = () if to is None else to.steps.values()
    at = next((f"{to.name}.{step.name}" for step in steps if to and step.kind is kinds.TRANSFER), None)
    if at is not None:
        yield f"at: {at}"


def _expect(found: Violation) -> dict[str, object]:
    match found.rule:
        case "no_dead_air":
            return {"dead_air": f"{found.facts['limit']}s"}
        case "nothing_is_destroyed_unasked":
            return {"never": [found.facts["operation"]]}
        case _:
            return {}
