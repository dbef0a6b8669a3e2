"""People call, one after the other, and how they fared is counted habit by habit and line by line."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from ivr.caller.converse import CallReport, place_call
from ivr.caller.person import Person
from ivr.model.outside import AS_DESIGNED
from ivr.scripts.explore.answering import AnyOffice
from ivr.scripts.explore.calling import Explorer
from ivr.scripts.explore.decisions import Decisions, Lots, Point
from ivr.scripts.explore.network import Network
from ivr.scripts.explore.people.distance import Distances, Hurried, Watched
from ivr.scripts.explore.people.habits import FAULTS, GOALS, HABITS, Fault, Goal, Habit
from ivr.scripts.explore.people.outcome import met_person, not_meant, reached, waited
from ivr.scripts.explore.people.someone import Someone
from ivr.scripts.explore.told import in_order
from ivr.scripts.hearing import Ear
from ivr.scripts.playing import CALLED, SETTLE_S, USUAL_CALLER
from ivr.scripts.stage import NOON, VOICE_URL
from ivr.scripts.transcript import Line

SICK_OFFICE = 0.1
"""The share of answers that are not the plainest. Our choice: an office on a bad day."""
LEAST_SERVED = 0.95
"""Of those who stay on the line, the least share that must end at their goal or with a person."""
FURTHEST_S = 60.0
"""The furthest anybody may be from a person, in seconds. Both sources: the project's goals for people."""


@dataclass(frozen=True, slots=True)
class Who:
    """One of a population."""

    number: int
    habit: Habit
    goal: Goal
    fault: Fault


@dataclass(frozen=True, slots=True)
class Example:
    """A call in which a promise was not kept; ``place`` is where, if it was anywhere in particular."""

    who: Who
    ended: str
    place: str
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Group:
    """How those alike fared.

    ``furthest_s`` is the furthest anybody was from a person (``people.distance``), from ``furthest_at`` on;
    ``waited_s`` the longest between the last thing the hotline understood and a person, whatever they did.
    """

    name: str
    people: int = 0
    reached: int = 0
    person: int = 0
    gave_up: int = 0
    lost: int = 0
    unintended: int = 0
    furthest_s: float = 0.0
    furthest_at: str = ""
    waited_s: float = 0.0


@dataclass(slots=True)
class People:
    """How a population fared. ``differed`` are repeated webhooks that were not answered alike."""

    habits: dict[str, Group] = field(default_factory=dict)
    faults: dict[str, Group] = field(default_factory=dict)
    differed: int = 0
    turns: int = 0
    examples: dict[str, Example] = field(default_factory=dict)

    @property
    def called(self) -> int:
        """Return how many have called."""
        return sum(one.people for one in self.habits.values())

    @property
    def served(self) -> float:
        """Return the share of those who stayed that ended at their goal or with a person."""
        groups = self.habits.values()
        stayed = sum(one.people - one.gave_up for one in groups)
        return 1.0 if stayed == 0 else sum(one.reached + one.person for one in groups) / stayed

    @property
    def furthest_s(self) -> float:
        """Return the furthest anybody was from a person."""
        return max((one.furthest_s for one in self.habits.values()), default=0.0)

    @property
    def broken(self) -> tuple[str, ...]:
        """Return which of the promises to people were not kept: keys of ``telling.PROMISES``."""
        kept = {
            "unintended": all(one.unintended == 0 for one in self.habits.values()),
            "lost": self.served >= LEAST_SERVED,
            "far": self.furthest_s <= FURTHEST_S,
            "differed": self.differed == 0,
        }
        return tuple(name for name, holds in kept.items() if not holds)

    def groups(self) -> dict[str, list[dict[str, object]]]:
        """Return the table, as JSON has it; who is never put through is null seconds away."""
        return {
            kind: [_row(one) for one in groups.values()]
            for kind, groups in (("habits", self.habits), ("lines", self.faults))
        }


def _row(group: Group) -> dict[str, object]:
    row = asdict(group)
    for name in ("furthest_s", "waited_s"):
        row[name] = None if row[name] == float("inf") else round(row[name], 1)
    return row


def populate(explorer: Explorer, people: int, seed: int, fared: People) -> Iterator[Who]:
    """Let ``people`` call, and add how each fared to ``fared``; the same ``seed`` brings the same ones."""
    distances = Distances()
    ear = Ear(explorer.recogniser)
    for number in range(people):
        habit, fault = HABITS[number % len(HABITS)], FAULTS[number // len(HABITS) % len(FAULTS)]
        goal = GOALS[number // (len(HABITS) * len(FAULTS)) % len(GOALS)]
        who = Who(number, habit, goal, fault)
        _Call(explorer, who, seed).count(fared, distances, ear)
        yield who


class _Call:
    """One call of one of the people; it can be made again, and be another's from some moment on."""

    def __init__(self, explorer: Explorer, who: Who, seed: int) -> None:
        self._explorer, self._stage, self.who = explorer, explorer.stage, who
        self._lots = random.Random(f"{seed}:{who.number}")  # noqa: S311 -- nothing here is a secret
        self._seed = seed

    def count(self, fared: People, distances: Distances, ear: Ear) -> None:
        """Make the call and add how it went."""
        stage, who = self._stage, self.who
        someone, network, office = self._begin()
        watched = Watched(someone, stage)
        report = self._place(watched, network)
        performed = tuple(stage.office.performed)
        got_it, person, waited_s = reached(who.goal, performed), met_person(stage), waited(stage, who.goal)
        unintended = any(not_meant(who.goal, one, office) for one in performed)
        call = stage.call()
        ended = "" if call is None else str(call.disposition)
        lines = in_order(ear, report.line.heard, watched.did, performed, stage.texts.sent)
        furthest_s, where = distances.furthest(watched.stretches, who.fault.slow_s, self._hurry)
        lost = not (got_it or person or someone.hung_up)
        fared.differed += network.differed
        fared.turns += len(report.line.requested)
        for group in (
            fared.habits.setdefault(who.habit.name, Group(who.habit.name)),
            fared.faults.setdefault(who.fault.name, Group(who.fault.name)),
        ):
            group.people += 1
            group.unintended += unintended
            group.furthest_s, group.furthest_at = max(
                (group.furthest_s, group.furthest_at), (furthest_s, where)
            )
            group.waited_s = max(group.waited_s, waited_s)
            group.reached += got_it
            group.person += person and not got_it
            group.gave_up += someone.hung_up and not (got_it or person)
            group.lost += lost
        broken = {
            "unintended": unintended,
            "lost": lost,
            "far": furthest_s > FURTHEST_S,
            "differed": network.differed > 0,
        }
        for name in (name for name, is_broken in broken.items() if is_broken):
            place = where if name == "far" else ""
            fared.examples.setdefault(name, Example(who, ended, place, lines))

    def _begin(self) -> tuple[Someone, Network, AnyOffice]:
        stage, lots = self._stage, self._lots
        stage.office.begin(())
        draw = Lots(f"office {lots.random()}")
        decisions = Decisions(beyond=lambda point: _mostly_plain(point, draw, lots))
        office = AnyOffice(stage.bundle.checked.project, stage.time, decisions)
        stage.office.otherwise, stage.set = office, AS_DESIGNED
        who, offers = self.who, self._explorer.offers
        network = Network(stage, who.fault.slow_s, who.fault.twice_every)
        return (
            Someone(who.habit, who.goal, who.fault, network=network, offers=offers, lots=lots),
            network,
            office,
        )

    def _place(self, person: Person, network: Network) -> CallReport:
        stage = self._stage
        line = stage.new_line(USUAL_CALLER, CALLED, self.who.fault.carrier, at=NOON)
        report = place_call(line, VOICE_URL, person=person, sender=network, clock=stage.move_to)
        stage.move_to(line.now + SETTLE_S)
        return report

    def _hurry(self, listening: int) -> float:
        """Return how long it takes from a listening of this call to a queue, for who wants nothing else."""
        again = _Call(self._explorer, self.who, self._seed)
        someone, network, _ = again._begin()
        hurried = Hurried(someone, self._stage, listening)
        again._place(hurried, network)
        return hurried.took_s


def _mostly_plain(point: Point, draw: Lots, lots: random.Random) -> int:
    return draw(point) if lots.random() < SICK_OFFICE else 0
