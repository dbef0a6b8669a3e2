"""The project's own names, each with what an editor says about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ivr.diagnostics.visible import clipped
from ivr.language.specs import Project
from ivr.language.types import Basic, ListType, RecordType
from ivr.wording.catalogue import COMMON, Catalogue, Prompt
from ivr.wording.templates import Template

LONGEST_WORDS = 200
"""Characters of a prompt shown beside its name: enough to know it by."""


@dataclass(frozen=True, slots=True)
class Known:
    """Names and what is said of each; ``ways`` are the outcomes each operation can come to."""

    operations: Mapping[str, str] = field(default_factory=dict)
    ways: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    queues: Mapping[str, str] = field(default_factory=dict)
    notices: Mapping[str, str] = field(default_factory=dict)
    switches: Mapping[str, str] = field(default_factory=dict)
    flows: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    prompts: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    hours: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, str] = field(default_factory=dict)


NOTHING_KNOWN = Known()
"""What is known of a project that cannot be read."""


def names_of(project: Project) -> Known:
    """Return the names of ``project``."""
    hotline, flows = project.hotline, project.flows.values()
    return Known(
        operations={
            name: f"{one.effect.value}; {', '.join(one.ways)}" for name, one in project.operations.items()
        },
        ways={name: one.ways for name, one in project.operations.items()},
        queues={
            name: f"{one.longest_wait_s}s" + (f"; {one.hours}" if one.hours else "")
            for name, one in hotline.queues.items()
        },
        notices={name: f"{one.longest_s}s" for name, one in project.notices.items()},
        switches={name: one.means for name, one in project.switches.items()},
        flows={str(flow.name): flow.about for flow in flows},
        steps=_together((str(step), str(flow.name)) for flow in flows for step in flow.steps),
        outcomes=_together(
            (str(one.name), f"{flow.name}: {one.means}") for flow in flows for one in flow.outcomes
        ),
        prompts=_prompts(project.wording),
        languages={str(one): "" for one in hotline.languages},
        hours=dict.fromkeys(project.calendar.hours, ""),
        records=dict(_records(project)),
    )


def _records(project: Project) -> Iterator[tuple[str, str]]:
    """Yield the records that operations take or give, with the names of their parts."""
    for operation in project.operations.values():
        takes = [one.type for one in operation.takes]
        gives = [of for outcome in operation.outcomes for _, of in outcome.gives]
        ahead = [*takes, *gives]
        while ahead:
            match ahead.pop():
                case ListType(of=item):
                    ahead.append(item)
                case RecordType(name=name, parts=parts):
                    yield name, ", ".join(part for part, _ in parts)
                    ahead += [of for _, of in parts]
                case Basic():
                    pass


def _together(pairs: Iterable[tuple[str, str]], joined: str = ", ") -> Mapping[str, str]:
    """Return what is said of each name, together where several say something."""
    found: dict[str, list[str]] = {}
    for name, said in pairs:
        found.setdefault(name, []).append(said)
    return {name: joined.join(dict.fromkeys(each)) for name, each in found.items()}


def _prompts(wording: Catalogue) -> Mapping[str, str]:
    """Return the words of every prompt, in the first language that has it for each flow."""
    read: list[tuple[str, str]] = []
    told: set[tuple[str, str]] = set()
    for words in wording.languages.values():
        for flow, prompts in words.prompts.items():
            for name, prompt in prompts.items():
                if (flow, name) not in told:
                    told.add((flow, name))
                    where = "" if flow == COMMON else f"{flow}: "
                    read.append((name, where + _words(prompt)))
    return _together(read, "\n\n")


def _words(prompt: Prompt) -> str:
    template: Template = prompt.say or prompt.text or ()
    words = "".join(
        part
        if isinstance(part, str)
        else f"{{{part.name}:{part.kind}{f' {part.prompt}' * bool(part.prompt)}}}"
        for part in template
    )
    return clipped(words, LONGEST_WORDS)
