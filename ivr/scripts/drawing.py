"""A flow as a picture, in mermaid text: steps by the shape of their kind, ways as arrows.

What no script took is red. Drawn from ``ways(step)``, the source the machine is built from, so the picture
cannot say anything else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ivr.language import kinds
from ivr.language.specs import Flow, Project, Step
from ivr.language.ways import (
    ToBuiltIn,
    ToEnd,
    ToFlow,
    ToHangUp,
    ToStep,
    Way,
    Why,
    everywhere_keys,
    place_of,
    ways,
)

_DIAMOND, _DOUBLE, _HEXAGON, _ROUND, _BOX = (
    ('{"', '"}'),
    ('[["', '"]]'),
    ('{{"', '"}}'),
    ('(["', '"])'),
    ('["', '"]'),
)
_SHAPES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        kinds.DECIDE.name: _DIAMOND,
        kinds.DO.name: _DOUBLE,
        kinds.TRANSFER.name: _DOUBLE,
        kinds.FLOW.name: _DOUBLE,
        kinds.MENU.name: _HEXAGON,
        kinds.COLLECT.name: _HEXAGON,
        kinds.CONFIRM.name: _HEXAGON,
        kinds.RECORD.name: _HEXAGON,
    }
)
_LIGHT = frozenset({Why.PATIENCE, Why.HANG_UP})
_FAILURES = frozenset({"on:unavailable", "on:unsure", "out_of_tries", "silent"})
NEVER = "stroke:#c00,stroke-width:2px,stroke-dasharray:5 3"
"""How what no script took is drawn."""


@dataclass(frozen=True, slots=True)
class Never:
    """What no script took, as the coverage report names it: ``flow.step`` and ``flow.step way``."""

    steps: Collection[str] = frozenset()
    ways: Collection[str] = frozenset()


NOTHING_NEVER = Never()


def draw(flow: Flow, project: Project, *, never: Never = NOTHING_NEVER) -> str:
    """Return ``flow`` as a mermaid flowchart; keys of everywhere are left out, they would hide the rest."""
    nodes: dict[str, str] = {}
    lines = ["flowchart TD"]
    for step in flow.steps.values():
        name = _node(nodes, f"step:{step.name}")
        opened, closed = _SHAPES.get(step.kind.name, _BOX)
        lines.append(f"  {name}{opened}{_plain(str(step.name))}{closed}")
    arrows: list[str] = []
    red: list[int] = []
    for step in flow.steps.values():
        for way in _drawn(step, project):
            target, shown = _target(way, flow, project)
            if target not in nodes:
                lines.append(f"  {_node(nodes, target)}{_ROUND[0]}{_plain(shown)}{_ROUND[1]}")
            if f"{flow.name}.{step.name} {way.name}" in never.ways:
                red.append(len(arrows))
            arrows.append(
                f"  {nodes[f'step:{step.name}']} {_arrow(way)}|{_plain(_label(way))}| {nodes[target]}"
            )
    lines += arrows
    missed = [
        nodes[f"step:{step.name}"]
        for step in flow.steps.values()
        if f"{flow.name}.{step.name}" in never.steps
    ]
    if missed:
        lines += [f"  classDef never {NEVER}", f"  class {','.join(missed)} never"]
    if red:
        lines.append(f"  linkStyle {','.join(map(str, red))} {NEVER}")
    return "\n".join(lines) + "\n"


def _drawn(step: Step, project: Project) -> Iterator[Way]:
    everywhere = {f"key:{one.key}" for one in everywhere_keys(step, project)}
    return (way for way in ways(step, project) if way.name not in everywhere)


def _node(nodes: dict[str, str], name: str) -> str:
    return nodes.setdefault(name, f"n{len(nodes)}")


def _arrow(way: Way) -> str:
    return "-.->" if way.why in _LIGHT or way.name in _FAILURES else "-->"


def _label(way: Way) -> str:
    return way.name.removeprefix("key:").removeprefix("on:")


def _target(way: Way, flow: Flow, project: Project) -> tuple[str, str]:
    """Return the name of the node a way leads to, and what is written on it."""
    match place_of(way.target, flow, project):
        case ToStep(step=step):
            return f"step:{step}", step
        case ToFlow(flow=name):
            return f"flow:{name}", f"→ {name}"
        case ToEnd(outcome=outcome):
            return f"end:{outcome}", outcome
        case ToHangUp(outcome=outcome):
            return f"hang_up:{outcome}", f"{outcome} ☎"
        case ToBuiltIn(word=word):
            return f"built_in:{word}", word
        case None:
            return f"nowhere:{way.target}", str(way.target)


def _plain(text: str) -> str:
    """Return ``text`` as it may stand in a label: mermaid reads quotes and brackets as its own."""
    return "".join(c if c.isalnum() or c in " _-.:→☎" else f"#{ord(c)};" for c in text)
