"""Steps that only got another name: the older project is given the newer names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from ivr.language.specs import Flow, Project, Step
from ivr.model.ids import Language
from ivr.source.nodes import Text
from ivr.telling.step import tell_step


def with_new_names(old: Project, new: Project, *, language: Language) -> Project:
    """Return ``old`` with steps called as in ``new`` where only their name is another.

    Such steps are told alike but for the names of steps they lead to. Of several that are alike, the first
    that went is taken for the first that came, and so on.
    """
    flows = {
        name: _flow(flow, _renamed(old, new, name, language)) if name in new.flows else flow
        for name, flow in old.flows.items()
    }
    return replace(old, flows=MappingProxyType(flows))


def _renamed(old: Project, new: Project, flow: str, language: Language) -> Mapping[str, str]:
    """Return the newer name of each renamed step of ``flow``, by its older one."""
    before, after = old.flows[flow], new.flows[flow]
    came: dict[tuple[str, ...], list[str]] = {}
    for name in after.steps:
        if name not in before.steps:
            came.setdefault(_look(name, after, new, language), []).append(name)
    found = {}
    for name in before.steps if came else ():
        if name not in after.steps and (alike := came.get(_look(name, before, old, language))):
            found[name] = alike.pop(0)
    return found


def _look(name: str, flow: Flow, project: Project, language: Language) -> tuple[str, ...]:
    """Return how a step is told when no step has a name."""
    step = _step(flow.steps[name], dict.fromkeys(flow.steps, ""))
    return (step.kind.name, *tell_step(step, flow=flow, project=project, language=language))


def _flow(flow: Flow, names: Mapping[str, str]) -> Flow:
    if not names:
        return flow
    steps = {names.get(name, name): _step(step, names) for name, step in flow.steps.items()}
    return replace(flow, steps=MappingProxyType(steps))


def _step(step: Step, names: Mapping[str, str]) -> Step:
    return replace(
        step,
        name=_named(step.name, names),
        go=MappingProxyType({way: _named(target, names) for way, target in step.go.items()}),
        keys=tuple(replace(one, target=_named(one.target, names)) for one in step.keys),
        branches=tuple(replace(one, target=_named(one.target, names)) for one in step.branches),
        then=_optional(step.then, names),
        out_of_tries=_optional(step.out_of_tries, names),
        if_caller_hangs_up=_optional(step.if_caller_hangs_up, names),
        unanswered=_optional(step.unanswered, names),
        after_that=_optional(step.after_that, names),
    )


def _named(target: Text, names: Mapping[str, str]) -> Text:
    return Text(names[target], target.span) if target in names else target


def _optional(target: Text | None, names: Mapping[str, str]) -> Text | None:
    return None if target is None else _named(target, names)
