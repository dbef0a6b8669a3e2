"""Explored calls one after the other: counted, held to every rule, the first break of each kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ivr.diagnostics.diagnostic import Diagnostic
from ivr.language.specs import Project
from ivr.language.ways import ways
from ivr.scripts.coverage import Taken, steps_and_ways
from ivr.scripts.explore.calling import Explorer
from ivr.scripts.explore.decisions import Decisions, Lots
from ivr.scripts.explore.invariants import violations
from ivr.scripts.explore.moment import Explored
from ivr.scripts.explore.shortest import Failing

SEED = 10086
"""What random calls are drawn from unless somebody says otherwise: the same calls each time."""
MOST_FAILING = 10
"""Breaks told of. Our choice: whoever has ten to mend need not read more."""


@dataclass(slots=True)
class Found:
    """What explored calls came to so far. ``failing`` are the shortest met of each rule and place."""

    calls: int = 0
    turns: int = 0
    taken: Taken = field(default_factory=Taken)
    failing: dict[tuple[str, str], Failing] = field(default_factory=dict)

    def add(self, explored: Explored) -> None:
        """Count a call and hold it to every rule."""
        self.calls += 1
        self.turns += explored.turns
        self.taken.add_log(explored.log)
        for one in violations(explored):
            known = self.failing.get((one.rule, one.place))
            if known is None or len(explored.decided) < len(known.explored.decided):
                self.failing[one.rule, one.place] = Failing(explored, one)

    @property
    def worst(self) -> tuple[Failing, ...]:
        """Return the breaks to tell of: one of each rule before a second of any."""
        rules: dict[str, int] = {}
        ranked = []
        for number, failing in enumerate(self.failing.values()):
            rule = failing.violation.rule
            rules[rule] = rules.get(rule, 0) + 1
            ranked.append((rules[rule], number, failing))
        return tuple(failing for _, _, failing in sorted(ranked, key=lambda one: one[:2])[:MOST_FAILING])


def random_calls(explorer: Explorer, calls: int, seed: int) -> Iterator[Explored]:
    """Yield calls drawn by lot; the nth call of a seed is the same however many there are."""
    for number in range(calls):
        yield explorer.call(Decisions(beyond=Lots(f"{seed}:{number}")))


def never(project: Project, taken: Taken) -> Iterable[Diagnostic]:
    """Yield a sentence for each step and way no explored call took; of a step never reached, no ways."""
    return steps_and_ways(project, taken, ways)


def all_ways(project: Project) -> tuple[tuple[str, str, str], ...]:
    """Return every way out of every step, hang-ups and the keys of everywhere among them."""
    return tuple(
        (str(flow.name), str(step.name), way.name)
        for flow in project.flows.values()
        for step in flow.steps.values()
        for way in ways(step, project)
    )
