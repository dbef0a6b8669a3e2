"""The ways out of a step: the single source for checks, machine, coverage, drawings and comparison."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from ivr.language import kinds
from ivr.language.expressions import Expression
from ivr.language.specs import Flow, Project, Step
from ivr.language.types import RecordType, Type
from ivr.source import Text

YES, NO = "1", "2"
"""The keys of every yes/no question; source: contract, section 5."""

BACK, REPEAT, START_OVER = "back", "repeat", "start_over"
_END, _HANG_UP = "end ", "hang_up "


class Why(Enum):
    """What makes a call take a way."""

    CALLER = "the caller answers"
    SYSTEM = "the system goes on or branches"
    OFFICE = "what was asked for comes out so"
    PATIENCE = "patience is over"
    RETURN = "a flow started here is done"


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a step.

    ``name`` is the machine's trigger, such as ``key:1`` or ``on:ok``; ``target`` where it leads, as written;
    ``when`` the condition it needs; ``gives`` the variables it makes known.
    """

    name: str
    target: Text
    why: Why
    when: Expression | None = None
    gives: tuple[tuple[str, Type], ...] = ()


@dataclass(frozen=True, slots=True)
class ToStep:
    """A step of the same flow."""

    step: str


@dataclass(frozen=True, slots=True)
class ToFlow:
    """Another flow, started here."""

    flow: str


@dataclass(frozen=True, slots=True)
class ToEnd:
    """The end of this flow."""

    outcome: str


@dataclass(frozen=True, slots=True)
class ToHangUp:
    """The end of this flow and of the call."""

    outcome: str


@dataclass(frozen=True, slots=True)
class ToBuiltIn:
    """``back``, ``repeat`` or ``start_over``."""

    word: str


Place: TypeAlias = ToStep | ToFlow | ToEnd | ToHangUp | ToBuiltIn


def ways(step: Step, project: Project) -> tuple[Way, ...]:
    """Return every way out of ``step``, in the order they are written; the keys of everywhere come last."""
    match step.kind:
        case kinds.SAY:
            return _named(step, "", "next", Why.SYSTEM)
        case kinds.MENU:
            return (*_menu(step), *_everywhere(step, project), *_patience(step, project))
        case kinds.CONFIRM:
            return (*_confirm(step), *_everywhere(step, project), *_unanswered(step))
        case kinds.DECIDE:
            return tuple(
                Way(f"decide:{number}", branch.target, Why.SYSTEM, branch.when)
                for number, branch in enumerate(step.branches)
            )
        case kinds.DO:
            return _operation(step, project)
        case kinds.TRANSFER:
            return tuple(Way(f"on:{name}", target, Why.OFFICE) for name, target in step.go.items())
        case kinds.FLOW:
            return _flow(step, project)
        case kinds.END:
            return _ending(step, _END)
        case _:
            return _ending(step, _HANG_UP)


def place_of(target: str, flow: Flow, project: Project) -> Place | None:
    """Return where ``target`` leads from a step of ``flow``, or None when there is no such place."""
    if target.startswith(_END):
        return ToEnd(target.removeprefix(_END).strip())
    if target.startswith(_HANG_UP):
        return ToHangUp(target.removeprefix(_HANG_UP).strip())
    if target in flow.steps:
        return ToStep(target)
    if target in (BACK, REPEAT, START_OVER):
        return ToBuiltIn(target)
    return ToFlow(target) if target in project.flows else None


def prompts_of(step: Step) -> tuple[Text, ...]:
    """Return the prompts a caller may hear at ``step`` itself, patience included."""
    asked = (step.subject,) if step.kind in (kinds.MENU, kinds.CONFIRM) else ()
    lines = (*(step.no_input or ()), *(step.no_match or ()))
    named = (step.say, *asked, step.while_waiting, *lines)
    return tuple(prompt for prompt in named if prompt is not None)


def _named(step: Step, written: str, name: str, why: Why) -> tuple[Way, ...]:
    target = step.go.get(written)
    return () if target is None else (Way(name, target, why),)


def _menu(step: Step) -> tuple[Way, ...]:
    keys = tuple(Way(f"key:{one.key}", one.target, Why.CALLER, one.when) for one in step.keys)
    return keys if step.then is None else (*keys, Way("then", step.then, Why.RETURN))


def _confirm(step: Step) -> tuple[Way, ...]:
    return (*_named(step, "yes", "yes", Why.CALLER), *_named(step, "no", "no", Why.CALLER))


def _unanswered(step: Step) -> tuple[Way, ...]:
    target = step.unanswered or step.go.get("no")
    return () if target is None else (Way("unanswered", target, Why.PATIENCE),)


def _everywhere(step: Step, project: Project) -> tuple[Way, ...]:
    own = {str(one.key) for one in step.keys} if step.kind is kinds.MENU else {YES, NO}
    return tuple(
        Way(f"key:{one.key}", one.target, Why.CALLER)
        for one in project.hotline.everywhere
        if one.key not in own
    )


def _patience(step: Step, project: Project) -> tuple[Way, ...]:
    target = step.after_that or project.hotline.patience.after_that
    return () if target is None else (Way("patience_over", target, Why.PATIENCE),)


def _operation(step: Step, project: Project) -> tuple[Way, ...]:
    operation = project.operations.get(step.subject or "")
    found = []
    for name, target in step.go.items():
        outcome = operation.outcome(name) if operation else None
        gives: tuple[tuple[str, Type], ...] = ()
        if step.save is not None and outcome is not None and outcome.gives:
            parts = tuple((str(part), of) for part, of in outcome.gives)
            gives = ((str(step.save), RecordType(f"{step.subject}.{name}", parts)),)
        found.append(Way(f"on:{name}", target, Why.OFFICE, gives=gives))
    return tuple(found)


def _flow(step: Step, project: Project) -> tuple[Way, ...]:
    one = step.go.get("")
    if one is None:
        return tuple(Way(f"on:{name}", target, Why.OFFICE) for name, target in step.go.items())
    called = project.flows.get(step.subject or "")
    outcomes = () if called is None else called.outcomes
    return tuple(Way(f"on:{outcome.name}", one, Why.OFFICE) for outcome in outcomes)


def _ending(step: Step, word: str) -> tuple[Way, ...]:
    if step.subject is None:
        return ()
    return (Way(word.strip(), Text(f"{word}{step.subject}", step.subject.span), Why.SYSTEM),)
