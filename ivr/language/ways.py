"""The ways out of a step: the single source for checks, machine, coverage, drawings and comparison."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from ivr.language import kinds
from ivr.language.expressions import Expression
from ivr.language.specs import Everywhere, Flow, Project, Step
from ivr.language.types import Basic, RecordType, Type
from ivr.source.nodes import Text

YES, NO = "1", "2"
"""The keys of every yes/no question; source: contract, section 5."""

PICKS = ("1", "2", "3", "4", "5")
"""The keys of the items of a list, five at a time; source: flow-language design, section 2, rule 3."""
NEXT_KEY, PREVIOUS_KEY = "8", "7"
"""Keys to the next five and the previous five; same rule."""

_SIGNS = {"star": "*", "hash": "#"}

BACK, REPEAT, SLOWER, START_OVER = "back", "repeat", "slower", "start_over"
BUILT_IN = (BACK, REPEAT, SLOWER, START_OVER)
"""Places that are in every hotline."""
_END, _HANG_UP = "end ", "hang_up "


class Why(Enum):
    """What makes a call take a way."""

    CALLER = "the caller answers"
    SYSTEM = "the system goes on or branches"
    OFFICE = "what was asked for comes out so"
    PATIENCE = "patience is over"
    RETURN = "a flow started here is done"
    HANG_UP = "the caller hangs up"


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
    """``back``, ``repeat``, ``slower`` or ``start_over``."""

    word: str


Place: TypeAlias = ToStep | ToFlow | ToEnd | ToHangUp | ToBuiltIn


def ways(step: Step, project: Project) -> tuple[Way, ...]:
    """Return every way out of ``step``, in the order they are written; the keys of everywhere come last."""
    return (*_tries(step), *_of_kind(step, project), *_hanging_up(step))


def _of_kind(step: Step, project: Project) -> tuple[Way, ...]:  # noqa: C901 -- one case per kind of step
    match step.kind:
        case kinds.SAY | kinds.NOTICE:
            return _named(step, "", "next", Why.SYSTEM)
        case kinds.MENU:
            return (*_menu(step), *_everywhere(step, project), *_patience(step, project))
        case kinds.COLLECT:
            return (*_collect(step), *_everywhere(step, project), *_patience(step, project))
        case kinds.CONFIRM:
            return (*_confirm(step), *_everywhere(step, project), *_unanswered(step))
        case kinds.DECIDE:
            return tuple(
                Way(f"decide:{number}", branch.target, Why.SYSTEM, branch.when)
                for number, branch in enumerate(step.branches)
            )
        case kinds.DO:
            return _operation(step, project)
        case kinds.RECORD:
            return _record(step)
        case kinds.TRANSFER:
            return tuple(Way(f"on:{name}", target, Why.OFFICE) for name, target in step.go.items())
        case kinds.FLOW:
            return _flow(step, project)
        case kinds.END:
            return _ending(step, _END)
        case _:
            return _ending(step, _HANG_UP)


def answers_offered(step: Step) -> bool:
    """Return whether a menu keeps an answer or a pick, besides leading somewhere."""
    return bool(step.answers) or step.list is not None


def ends_alike(step: Step, outcome: str) -> bool:
    """Return whether ``others: end`` ends this flow as the called one ended, giving what that gave."""
    rest = step.go.get("") or step.go.get(kinds.OTHERS)
    return outcome not in step.go and rest == _END.strip()


def everywhere_keys(step: Step, project: Project) -> tuple[Everywhere, ...]:
    """Return the keys of everywhere that work at ``step``.

    In a ``collect`` digits are data: only the star works, and the person after it. A list keeps its keys for
    itself, also on a page where one of them is not offered.
    """
    if step.kind is kinds.COLLECT:
        wanted = ("star", "0")
        return tuple(one for one in project.hotline.everywhere if one.key in wanted)
    own = {str(one.key) for one in (*step.keys, *step.answers)} if step.kind is kinds.MENU else {YES, NO}
    if step.list is not None:
        own |= {*PICKS, NEXT_KEY, PREVIOUS_KEY}
    return tuple(one for one in project.hotline.everywhere if one.key not in own)


def place_of(target: str, flow: Flow, project: Project) -> Place | None:
    """Return where ``target`` leads from a step of ``flow``, or None when there is no such place."""
    if target.startswith(_END):
        return ToEnd(target.removeprefix(_END).strip())
    if target.startswith(_HANG_UP):
        return ToHangUp(target.removeprefix(_HANG_UP).strip())
    if target in flow.steps:
        return ToStep(target)
    if target in BUILT_IN:
        return ToBuiltIn(target)
    return ToFlow(target) if target in project.flows else None


def pressed(written: str) -> str:
    """Return the key a caller presses for one as authors write it: ``star`` is ``*``."""
    return _SIGNS.get(written, written)


def choice_name(target: str, place: Place | None) -> str:
    """Return the name a choice's words are listed under: the step, the flow or the outcome it leads to."""
    match place:
        case ToStep(step=name) | ToFlow(flow=name) | ToEnd(outcome=name):
            return name
        case _:
            return str(target)


def _named(step: Step, written: str, name: str, why: Why) -> tuple[Way, ...]:
    target = step.go.get(written)
    return () if target is None else (Way(name, target, why),)


def _menu(step: Step) -> tuple[Way, ...]:
    keys = tuple(Way(f"key:{one.key}", one.target, Why.CALLER, one.when) for one in step.keys)
    answer = step.go.get("")
    kept = () if answer is None or not answers_offered(step) else (Way("answer", answer, Why.CALLER),)
    if kept and step.save is not None and step.answers:
        kept = (Way("answer", kept[0].target, Why.CALLER, gives=((str(step.save), Basic.TEXT),)),)
    then = () if step.then is None else (Way("then", step.then, Why.RETURN),)
    return (*keys, *kept, *then)


def _collect(step: Step) -> tuple[Way, ...]:
    target = step.go.get("")
    if target is None or step.save is None:
        return ()
    return (Way("given", target, Why.CALLER, gives=((str(step.save), Basic.DIGITS),)),)


def _record(step: Step) -> tuple[Way, ...]:
    gives: tuple[tuple[str, Type], ...] = () if step.save is None else ((str(step.save), Basic.AUDIO),)
    found = []
    for name in ("recorded", "silent"):
        target = step.go.get(name)
        if target is not None:
            found.append(Way(name, target, Why.CALLER, gives=gives if name == "recorded" else ()))
    return tuple(found)


def _tries(step: Step) -> tuple[Way, ...]:
    return () if step.out_of_tries is None else (Way("out_of_tries", step.out_of_tries, Why.SYSTEM),)


def _hanging_up(step: Step) -> tuple[Way, ...]:
    target = step.if_caller_hangs_up
    return () if target is None else (Way("hung_up", target, Why.HANG_UP),)


def _confirm(step: Step) -> tuple[Way, ...]:
    return (*_named(step, "yes", "yes", Why.CALLER), *_named(step, "no", "no", Why.CALLER))


def _unanswered(step: Step) -> tuple[Way, ...]:
    target = step.unanswered or step.go.get("no")
    return () if target is None else (Way("unanswered", target, Why.PATIENCE),)


def _everywhere(step: Step, project: Project) -> tuple[Way, ...]:
    return tuple(Way(f"key:{one.key}", one.target, Why.CALLER) for one in everywhere_keys(step, project))


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
    """Return a way for each outcome of the called flow: its own line, the one place for all, or `others`."""
    called = project.flows.get(step.subject or "")
    written = {name: target for name, target in step.go.items() if name not in ("", kinds.OTHERS)}
    rest = step.go.get("") or step.go.get(kinds.OTHERS)
    outcomes = () if called is None else called.outcomes
    names = [str(outcome.name) for outcome in outcomes if rest is not None and outcome.name not in written]
    found = []
    for name in (*written, *names):
        target = written.get(name) or rest
        outcome = None if called is None else called.outcome(name)
        if target is None:
            continue
        gives: tuple[tuple[str, Type], ...] = ()
        parts = () if outcome is None else tuple((str(part), of) for part, of in outcome.gives)
        if step.save is not None and parts:
            gives = ((str(step.save), RecordType(f"{step.subject}.{name}", parts)),)
        if ends_alike(step, name):
            target, gives = Text(f"{_END}{name}", target.span), (*gives, *parts)
        found.append(Way(f"on:{name}", target, Why.OFFICE, gives=gives))
    return tuple(found)


def _ending(step: Step, word: str) -> tuple[Way, ...]:
    if step.subject is None:
        return ()
    return (Way(word.strip(), Text(f"{word}{step.subject}", step.subject.span), Why.SYSTEM),)
