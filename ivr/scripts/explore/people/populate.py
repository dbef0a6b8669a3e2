"""People call, one after the other, and how they fared is told habit by habit and line by line."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

from ivr.caller.converse import place_call
from ivr.language import kinds
from ivr.model.office import Effect
from ivr.model.outside import AS_DESIGNED
from ivr.model.record import Happened
from ivr.scripts.explore.answering import AnyOffice
from ivr.scripts.explore.calling import Explorer
from ivr.scripts.explore.decisions import Decisions, Lots, Point
from ivr.scripts.explore.network import Network
from ivr.scripts.explore.people.habits import (
    ALWAYS_MEANT,
    FAULTS,
    GOALS,
    HABITS,
    NOTHING_TO_DO,
    PERSON,
    Fault,
    Goal,
    Habit,
)
from ivr.scripts.explore.people.someone import Someone
from ivr.scripts.office import Performed
from ivr.scripts.playing import CALLED, SETTLE_S, USUAL_CALLER
from ivr.scripts.stage import NOON, VOICE_URL, Stage

SICK_OFFICE = 0.1
"""The share of answers that are not the plainest. Our choice: an office on a bad day."""
LEAST_SERVED = 0.95
"""Of those who stay on the line, the least share that must end at their goal or with a person."""
FURTHEST_S = 60.0
"""Longest from wanting a person to being put through. Both sources: the project's goals for people."""


@dataclass(slots=True)
class Group:
    """How those alike fared; ``furthest_s`` is the longest anybody was from a person."""

    name: str
    people: int = 0
    reached: int = 0
    person: int = 0
    gave_up: int = 0
    lost: int = 0
    unintended: int = 0
    furthest_s: float = 0.0


@dataclass(slots=True)
class People:
    """How a population fared. ``differed`` are repeated webhooks that were not answered alike."""

    habits: dict[str, Group] = field(default_factory=dict)
    faults: dict[str, Group] = field(default_factory=dict)
    differed: int = 0
    examples: dict[str, str] = field(default_factory=dict)

    @property
    def served(self) -> float:
        """Return the share of those who stayed that ended at their goal or with a person."""
        groups = self.habits.values()
        stayed = sum(one.people - one.gave_up for one in groups)
        return 1.0 if stayed == 0 else sum(one.reached + one.person for one in groups) / stayed

    @property
    def broken(self) -> tuple[str, ...]:
        """Return which of the promises to people were not kept."""
        found = []
        if any(one.unintended for one in self.habits.values()):
            found.append("a change nobody meant")
        if self.served < LEAST_SERVED:
            found.append(f"only {self.served:.1%} ended at their goal or with a person")
        furthest = max((one.furthest_s for one in self.habits.values()), default=0.0)
        if furthest > FURTHEST_S:
            found.append(f"somebody was {furthest:.0f} s from a person")
        if self.differed:
            found.append(f"{self.differed} repeated webhooks were not answered alike")
        return tuple(found)

    def lines(self) -> Iterator[str]:
        """Yield the table, then what was not kept, with an example."""
        header = ("", "people", "goal", "person", "gave up", "lost", "unintended", "furthest s")
        yield "{:<26}{:>8}{:>8}{:>8}{:>9}{:>6}{:>12}{:>12}".format(*header)
        for group in (*self.habits.values(), *self.faults.values()):
            yield (
                f"{group.name:<26}{group.people:>8}{group.reached:>8}{group.person:>8}{group.gave_up:>9}"
                f"{group.lost:>6}{group.unintended:>12}{group.furthest_s:>12.1f}"
            )
        yield f"{self.served:.1%} of those who stayed ended at their goal or with a person"
        for one in (*self.broken, *(f"{what}: {who}" for what, who in self.examples.items())):
            yield f"✗ {one}"

    def as_json(self) -> dict[str, object]:
        """Return the table as one document."""
        return {
            **{kind: _rows(groups) for kind, groups in (("habits", self.habits), ("lines", self.faults))},
            "served": round(self.served, 4),
            "broken": list(self.broken),
            "examples": self.examples,
        }


def _rows(groups: Mapping[str, Group]) -> list[dict[str, object]]:
    return [asdict(one) for one in groups.values()]


def populate(explorer: Explorer, people: int, seed: int) -> People:
    """Let ``people`` call; the same ``seed`` brings the same ones."""
    fared = People()
    for number in range(people):
        lots = random.Random(f"{seed}:{number}")  # noqa: S311 -- nothing here is a secret
        habit, fault = HABITS[number % len(HABITS)], FAULTS[number // len(HABITS) % len(FAULTS)]
        goal = GOALS[number // (len(HABITS) * len(FAULTS)) % len(GOALS)]
        _call(explorer, Who(number, habit, goal, fault), lots, fared)
    return fared


@dataclass(frozen=True, slots=True)
class Who:
    """One of a population."""

    number: int
    habit: Habit
    goal: Goal
    fault: Fault


def _call(explorer: Explorer, who: Who, lots: random.Random, fared: People) -> None:
    stage = explorer.stage
    line = stage.new_line(USUAL_CALLER, CALLED, who.fault.carrier, at=NOON)
    stage.office.begin(())
    draw = Lots(f"office {lots.random()}")
    decisions = Decisions(beyond=lambda point: _mostly_plain(point, draw, lots))
    office = AnyOffice(stage.bundle.checked.project, stage.time, decisions)
    stage.office.otherwise, stage.set = office, AS_DESIGNED
    network = Network(stage, who.fault.slow_s, who.fault.twice_every)
    someone = Someone(who.habit, who.goal, who.fault, network=network, offers=explorer.offers, lots=lots)
    place_call(line, VOICE_URL, person=someone, sender=network, clock=stage.move_to)
    stage.move_to(line.now + SETTLE_S)
    fared.differed += network.differed
    performed = tuple(stage.office.performed)
    reached, person = _reached(who.goal, performed), _met_person(stage)
    unintended = [one.request.operation for one in performed if _not_meant(who.goal, one, office)]
    furthest_s = _furthest(stage, who)
    for group in (
        fared.habits.setdefault(who.habit.name, Group(who.habit.name)),
        fared.faults.setdefault(who.fault.name, Group(who.fault.name)),
    ):
        group.people += 1
        group.unintended += bool(unintended)
        group.furthest_s = max(group.furthest_s, furthest_s)
        if reached:
            group.reached += 1
        elif person:
            group.person += 1
        elif someone.hung_up:
            group.gave_up += 1
        else:
            group.lost += 1
    _keep_example(fared, who, stage, unintended=bool(unintended), far=furthest_s > FURTHEST_S)


def _keep_example(fared: People, who: Who, stage: Stage, *, unintended: bool, far: bool) -> None:
    call = stage.call()
    ended = "" if call is None else str(call.disposition)
    told = f"number {who.number} ({who.habit.name}, {who.goal.name}, {who.fault.name}) ended {ended}"
    for what in (("unintended",) if unintended else ()) + (("far",) if far else ()):
        fared.examples.setdefault(what, told)


def _mostly_plain(point: Point, draw: Lots, lots: random.Random) -> int:
    return draw(point) if lots.random() < SICK_OFFICE else 0


def _reached(goal: Goal, performed: tuple[Performed, ...]) -> bool:
    """Return whether somebody got what they wanted, or learnt that there is nothing to be had."""
    if any(one.request.operation == goal.needs and one.answer.outcome in goal.outcomes for one in performed):
        return True
    return goal.name != PERSON and any(
        one.request.effect is Effect.READ
        and one.answer.outcome in NOTHING_TO_DO
        and one.request.operation != "who_calls"
        for one in performed
    )


def _met_person(stage: Stage) -> bool:
    """Return whether somebody was put through, or will be called back."""
    log = stage.memory.calls.log(stage.sid)
    person = stage.bundle.checked.project.hotline.person
    return any(note.happened is Happened.ENTERED and note.flow == person for note in log)


def _not_meant(goal: Goal, done: Performed, office: AnyOffice) -> bool:
    """Return whether a change is one nobody wanted, or is about more than was wanted."""
    request = done.request
    if request.effect is Effect.READ or request.operation in ALWAYS_MEANT:
        return False
    if request.operation not in goal.changes:
        return True
    sizes = [len(one) for one in request.arguments.values() if isinstance(one, tuple)]
    return goal.one_item and any(size > 1 for size in sizes) and _most_listed(office) > 1


def _most_listed(office: AnyOffice) -> int:
    answers = (value for one in office.answered for value in one.answer.values.values())
    return max((len(one) for one in answers if isinstance(one, tuple)), default=0)


def _furthest(stage: Stage, who: Who) -> float:
    """Return how long somebody wanted a person before being put through, in seconds.

    From the call's beginning for whoever wants nothing else, else from the last thing that was understood.
    """
    project = stage.bundle.checked.project
    since, furthest = NOON, 0.0
    for note in stage.memory.calls.log(stage.sid):
        if note.happened in (Happened.PRESSED, Happened.SAID, Happened.RECORDED) and who.goal.name != PERSON:
            since = note.at
        elif note.happened is Happened.ENTERED:
            step = project.flows[note.flow].steps[note.step]
            if step.kind is kinds.TRANSFER:
                return max(furthest, (note.at - since).total_seconds())
    return furthest
