"""What every rule stands on: the project, and which parts of it were not read as they were written.

A rule says nothing about what a file that did not load would have held: one slip is told once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from ivr.checks.leads import ByStep, Leads, leads_in
from ivr.checks.telling import tells, words_told
from ivr.checks.uses import Use, uses_in
from ivr.diagnostics.diagnostic import Diagnostic, Severity
from ivr.language import kinds
from ivr.language.operations import Operation
from ivr.language.reader import HOTLINE, NOT_FLOWS, OPERATIONS
from ivr.language.specs import Flow, Project, Step
from ivr.language.ways import Place, Way
from ivr.parts import Afresh, Parts
from ivr.source.nodes import Table, Text
from ivr.source.reading import read_source
from ivr.wording.catalogue import COMMON, Catalogue

T = TypeVar("T")

_FLOW_NAME = re.compile(r"^flow:\s*(\w+)", re.MULTILINE)
_OF_A_FLOW = re.compile(rf"flows/|prompts/[^/]*/(?!{COMMON}\b)").match
"""Finds the files of one flow: its steps, and its words in a language."""
_LOSES_NOTHING = frozenset({"P110"})
"""Codes of the readers beside which everything that was written is there."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A project and what is uncertain about it.

    ``hurt``: files with a mistake the readers found. ``lost_flows``: names of flows that could not be read.
    ``lost_steps``: by file, the steps that hold such a mistake. ``leads``: the ways, by flow and step.
    ``taken``: the ways a call takes, by flow and step; a hang-up is one wherever it may find the call.
    ``comes_back``: by flow, the outcomes it comes back with; one reached only by ``hang_up`` is not.
    ``uses``: the prompts used, by flow and step. ``words_told``: every word a caller can or must be told.
    ``tells``: the words that a step tells by what it says, by flow and step. ``parts`` does the work, or
    keeps it. ``told``: the flows whose mistakes are to be told, None for all. ``at``: now; None: rules about
    time say nothing.
    """

    project: Project
    files: Mapping[str, str]
    hurt: Collection[str]
    lost_flows: Collection[str]
    lost_steps: Mapping[str, frozenset[str]]
    leads: Mapping[str, ByStep]
    taken: Mapping[str, ByStep]
    comes_back: Mapping[str, frozenset[str]]
    words_told: frozenset[str]
    uses: Mapping[str, Mapping[str, tuple[Use, ...]]]
    tells: Mapping[str, Mapping[str, frozenset[str]]]
    parts: Parts
    told: tuple[str, ...] | None = None
    at: datetime | None = None

    @property
    def hotline_is_whole(self) -> bool:
        """Whether the settings hold everything that was written."""
        return HOTLINE not in self.hurt

    def is_whole(self, flow: Flow) -> bool:
        """Return whether ``flow`` holds everything that was written."""
        return flow.file not in self.hurt

    def has_lost(self, flow: Flow, step: str) -> bool:
        """Return whether ``flow`` was written with a step of that name that could not be read as written."""
        return step in self.lost_steps.get(flow.file, frozenset())

    def steps(self, flow: Flow) -> Iterator[Step]:
        """Yield the steps of ``flow`` that were read as written."""
        lost = self.lost_steps.get(flow.file, frozenset())
        return (step for name, step in flow.steps.items() if name not in lost)

    def told_flows(self) -> Iterable[Flow]:
        """Return the flows whose mistakes are to be told."""
        flows = self.project.flows
        return flows.values() if self.told is None else [flows[name] for name in self.told]

    def part(self, work: Callable[[Ground, str], T], of: str) -> T:
        """Return ``work`` done on the flow or file ``of``; kept from the last check if it may be."""
        return self.parts.part(work, of, partial(work, self, of))

    def about(self, flows: tuple[str, ...]) -> Ground:
        """Return the ground on which only the mistakes of ``flows`` are told, whatever the time."""
        return replace(self, told=flows, at=None)

    def with_leads(self, leads: Mapping[str, ByStep]) -> Ground:
        """Return the ground with other ways; nothing that was kept holds there."""
        return replace(self, leads=leads, parts=Afresh())

    def every_step(self) -> Iterator[tuple[Flow, Step]]:
        """Yield every step to be told about that was read as written."""
        return ((flow, step) for flow in self.told_flows() for step in self.steps(flow))

    def uses_of(self, flow: Flow, step: Step) -> tuple[Use, ...]:
        """Return every prompt that ``step`` says or texts, those of its patience included."""
        return self.uses[flow.name][step.name]

    def leads_of(self, flow: Flow, step: Step) -> tuple[Leads, ...]:
        """Return the ways out of ``step``."""
        return self.leads[flow.name][step.name]

    def out_of(self, flow: str, step: str) -> Iterator[tuple[Way, Place | None]]:
        """Yield the ways out of a step and where each leads, by names."""
        return ((one.way, one.place) for one in self.leads[flow][step])

    def taken_from(self, flow: Flow, step: Step) -> tuple[Leads, ...]:
        """Return the ways a call takes from ``step``, hang-ups that an earlier step provides for included."""
        return self.taken[flow.name][step.name]

    def ways_of(self, flow: Flow) -> Iterator[Leads]:
        """Yield the ways out of every step of ``flow``."""
        return (one for leads in self.leads[flow.name].values() for one in leads)

    def own_ways(self, flow: Flow) -> Iterator[Leads]:
        """Yield the ways written in ``flow`` itself, out of steps that were read as written.

        Those that hotline.yaml adds to every question are told there, once.
        """
        return (
            one
            for step in self.steps(flow)
            for one in self.leads_of(flow, step)
            if one.way.target.span.file == flow.file
        )

    def operation(self, step: Step) -> Operation | None:
        """Return what a ``do`` asks for; None when there is no telling."""
        if step.kind is not kinds.DO or OPERATIONS in self.hurt:
            return None
        return self.project.operations.get(step.subject or "")

    def called(self, name: str | None) -> Flow | None:
        """Return a flow as it was written; None when there is no telling."""
        flow = self.project.flows.get(name or "")
        return flow if flow is not None and self.is_whole(flow) else None

    def is_hurt_language(self, language: str, flow: str) -> bool:
        """Return whether words of ``flow`` in ``language`` may be missing because a file was not read."""
        return _is_hurt(self.hurt, language, flow)


def _is_hurt(hurt: Collection[str], language: str, flow: str) -> bool:
    return f"prompts/{language}/{flow}.yaml" in hurt or f"prompts/{language}/{COMMON}.yaml" in hurt


def ground_of(
    project: Project,
    found: Iterable[Diagnostic],
    files: Mapping[str, str],
    unread: Iterable[str],
    *,
    at: datetime | None = None,
    parts: Parts | None = None,
) -> Ground:
    """Return the ground for ``project`` as read from ``files`` with the mistakes ``found``.

    ``unread`` are files that gave nothing at all. ``parts``: what keeps parts of the work, None for nobody.
    """
    mistakes = [one for one in found if one.severity is Severity.ERROR and one.code not in _LOSES_NOTHING]
    hurt = frozenset({one.span.file for one in mistakes} | _named_alike(mistakes) | set(unread))
    read = {flow.file: str(flow.name) for flow in project.flows.values()}
    lost: set[str] = set()
    alike = _named_alike(mistakes)
    for file, text in files.items():
        if not file.startswith("flows/") or file in NOT_FLOWS or (file in read and file not in alike):
            continue
        name = _flow_name(file, text)
        lost.update((file.removeprefix("flows/").removesuffix(".yaml"), str(name)))
    lost_steps = {file: _lost_steps(file, files[file], mistakes) for file in hurt if file in read}
    words = words_told(project)
    parts = parts or Afresh()
    parts.begin((_for_all(files), tuple(project.wording.languages), words))
    project = _noted(project, parts)
    hurt_files = parts.noted("hurt", dict.fromkeys(hurt))
    every_leads = leads_in(project, hurt_files, parts)
    return Ground(
        project=project,
        files=parts.noted("files", dict(files), by_value=True),
        hurt=hurt_files,
        lost_flows=parts.noted("lost flows", dict.fromkeys(sorted(lost))),
        lost_steps=parts.noted("lost steps", lost_steps, by_value=True),
        leads=every_leads.possible,
        taken=every_leads.taken,
        comes_back=every_leads.back,
        words_told=words,
        uses=parts.noted("uses", uses_in(project, parts)),
        tells=parts.noted("tells", tells(project, words, partial(_is_hurt, hurt_files), parts)),
        parts=parts,
        at=at,
    )


def _for_all(files: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the files that are not about one flow: settings, operations, common words."""
    return tuple((file, text) for file, text in files.items() if file in NOT_FLOWS or not _OF_A_FLOW(file))


def _noted(project: Project, parts: Parts) -> Project:
    """Return ``project`` as rules ask it; what is left of it comes from files that are not about one flow."""
    languages = {
        name: replace(words, prompts=parts.noted(f"prompts {name}", words.prompts))
        for name, words in project.wording.languages.items()
    }
    return replace(project, flows=parts.noted("flows", project.flows), wording=Catalogue(languages))


def _named_alike(mistakes: Iterable[Diagnostic]) -> set[str]:
    """Return the files whose flow has the name of another one: which of the two was meant is not known."""
    alike = [one for one in mistakes if one.code == "F014"]
    return {place.file for one in alike for place in (one.span, *(other.span for other in one.related))}


def _flow_name(file: str, text: str) -> str:
    tree, _ = read_source(file, text)
    if isinstance(tree, Table) and isinstance(name := tree.get("flow"), Text):
        return name
    found = _FLOW_NAME.search(text)
    return found[1] if found else ""


def _lost_steps(file: str, text: str, mistakes: Iterable[Diagnostic]) -> frozenset[str]:
    """Return the steps of ``file`` between whose first and last line a mistake stands."""
    tree, _ = read_source(file, text)
    steps = tree.get("steps") if isinstance(tree, Table) else None
    if not isinstance(steps, Table):
        return frozenset()
    wrong = [one.span.line for one in mistakes if one.span.file == file]
    names = tuple(name for name, _ in steps.entries())
    ends = (*(name.span.line for name in names[1:]), len(text) + 1)
    alike = file in _named_alike(mistakes)
    return frozenset(
        str(name)
        for name, end in zip(names, ends, strict=True)
        if alike or any(name.span.line <= line < max(end, name.span.line + 1) for line in wrong)
    )
