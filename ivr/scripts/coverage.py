"""What scripts have taken of a project: its steps, the ways out of them, and its prompts in each language.

Three counts, never one. Ways are those of ``ways(step)`` without the keys of everywhere and without hang-ups,
which belong to explored calls. What was never taken is told as diagnostics (T801), at the line it stands on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.suppression import suppress
from ivr.language.specs import Flow, Project, Step
from ivr.language.ways import Way, Why, everywhere_keys, ways
from ivr.model.record import Happened, Note
from ivr.wording.catalogue import Prompt

STEPS, WAYS, PROMPTS = "steps", "ways", "prompts"
CODE = "T801"
OWN = "prompts/"
"""Where a project's own prompts stand; the engine's sentences are not counted."""


@dataclass(slots=True)
class Taken:
    """What calls have taken: ``(flow, step)``, ``(flow, step, way)`` and ``(language, flow, prompt)``."""

    steps: set[tuple[str, str]] = field(default_factory=set)
    ways: set[tuple[str, str, str]] = field(default_factory=set)
    prompts: set[tuple[str, str, str]] = field(default_factory=set)

    def add_log(self, log: Iterable[Note]) -> None:
        """Add what the event log of a call tells."""
        for note in log:
            if note.happened is Happened.ENTERED:
                self.steps.add((note.flow, note.step))
            elif note.happened is Happened.WAY:
                self.ways.add((note.flow, note.step, str(note.facts["way"])))


@dataclass(frozen=True, slots=True)
class Count:
    """How many were taken of how many; ``never`` names the others."""

    taken: int
    of: int
    never: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Return the share taken, rounded down: a hundred means all."""
        return 100 if self.of == 0 else self.taken * 100 // self.of


def counts(project: Project, taken: Taken) -> Mapping[str, Count]:
    """Return the counts: ``steps``, ``ways``, and ``prompts`` of each language (``prompts zh-CN``)."""
    steps = {
        f"{flow.name}.{step.name}": (flow.name, step.name) in taken.steps for flow, step in _steps(project)
    }
    out = {
        f"{flow.name}.{step.name} {way.name}": (flow.name, step.name, way.name) in taken.ways
        for flow, step in _steps(project)
        for way in counted_ways(step, project)
    }
    found = {STEPS: _count(steps), WAYS: _count(out)}
    for language in project.wording.languages:
        said = {
            f"{flow}.{prompt.name}": (language, flow, str(prompt.name)) in taken.prompts
            for flow, prompt in _prompts(project, language)
        }
        found[f"{PROMPTS} {language}"] = _count(said)
    return found


def counted_ways(step: Step, project: Project) -> tuple[Way, ...]:
    """Return the ways out of ``step`` that scripts are to take."""
    everywhere = {f"key:{one.key}" for one in everywhere_keys(step, project)}
    return tuple(
        way for way in ways(step, project) if way.why is not Why.HANG_UP and way.name not in everywhere
    )


def never_taken(project: Project, taken: Taken) -> Iterator[Diagnostic]:
    """Yield a sentence for each step, way and prompt no script takes; of a step never reached, no ways."""
    yield from steps_and_ways(project, taken, counted_ways)
    for language in project.wording.languages:
        for name, prompt in _prompts(project, language):
            if (language, name, str(prompt.name)) not in taken.prompts:
                yield problem(
                    "T801.prompt", prompt.name.span, prompt=f"{name}.{prompt.name}", language=str(language)
                )


def unexplained(never: Iterable[Diagnostic], files: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Return ``never`` without what a comment ``# ok: T801 reason`` explains at its line in ``files``.

    A comment that explains nothing any more is told instead (Y004).
    """
    listed = tuple(never)
    return tuple(
        one
        for one in suppress(listed, files)
        if one in listed or (one.variant == "nothing_here" and dict(one.facts)["code"] == CODE)
    )


def steps_and_ways(
    project: Project, taken: Taken, ways_of: Callable[[Step, Project], tuple[Way, ...]]
) -> Iterator[Diagnostic]:
    """Yield a sentence for each step not taken, and for each of the ways that count at those that were."""
    for flow, step in _steps(project):
        if (flow.name, step.name) not in taken.steps:
            yield problem("T801.step", step.name.span, flow=str(flow.name), step=str(step.name))
            continue
        for way in ways_of(step, project):
            if (flow.name, step.name, way.name) not in taken.ways:
                yield problem(
                    "T801.way",
                    way.target.span,
                    flow=str(flow.name),
                    step=str(step.name),
                    way=way.name,
                    target=str(way.target),
                )


def too_little(project: Project, found: Mapping[str, Count]) -> Iterator[Diagnostic]:
    """Yield what is below the least a project asks for under ``coverage:`` in its settings."""
    for name, least in project.hotline.coverage:
        for counted, count in found.items():
            if counted.split()[0] == name and count.percent < least:
                yield problem(
                    "T801.too_little",
                    name.span,
                    what=counted,
                    taken=count.taken,
                    of=count.of,
                    percent=count.percent,
                    least=least,
                )


def _count(found: Mapping[str, bool]) -> Count:
    return Count(sum(found.values()), len(found), tuple(name for name, taken in found.items() if not taken))


def _steps(project: Project) -> Iterator[tuple[Flow, Step]]:
    for flow in project.flows.values():
        for step in flow.steps.values():
            yield flow, step


def _prompts(project: Project, language: str) -> Iterator[tuple[str, Prompt]]:
    for flow, prompts in project.wording.languages[language].prompts.items():
        for prompt in prompts.values():
            if prompt.name.span.file.startswith(OWN):
                yield flow, prompt
