"""A flow as a picture: its steps as boxes, and every way ``ways(step)`` names as a line on an arrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import assert_never

from ivr.drawing.picture import Arrow, Box, Line, Picture, Shape
from ivr.drawing.view import View
from ivr.drawing.words import everywhere, heard_at, label
from ivr.language import kinds
from ivr.language.specs import Flow, Project, Step
from ivr.language.ways import (
    Place,
    ToBuiltIn,
    ToEnd,
    ToFlow,
    ToHangUp,
    ToStep,
    Way,
    Why,
    ends_alike,
    everywhere_keys,
    place_of,
    ways,
)

START = "start:"
_OUTSIDE, _ALIKE = ">", "="
_FAILURES = frozenset({"out_of_tries", "silent", "on:unavailable", "on:unsure", "on:nobody", "on:failed"})
_SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        kinds.DECIDE.name: Shape.DECIDE,
        kinds.DO.name: Shape.WORK,
        kinds.TRANSFER.name: Shape.WORK,
        kinds.FLOW.name: Shape.FLOW,
        kinds.END.name: Shape.END,
        kinds.HANG_UP.name: Shape.END,
    }
)
_SILENT_KINDS = (kinds.SAY, kinds.DECIDE)
"""Kinds whose shape says all there is to say of what they do."""


def picture_of(flow: Flow, view: View) -> Picture:
    """Return the picture of ``flow``; keys of everywhere are a note, as arrows they would hide the rest."""
    boxes = [Box(START, Shape.START, "", told=view.say("begins"))]
    arrows = [Arrow(START, flow.first)]
    for step in flow.steps.values():
        found = _arrows(step, flow, view)
        boxes += (_box(step, flow, view), *_outside(found, flow, view))
        arrows += found
    note = everywhere(view) if any(step.kind.asks for step in flow.steps.values()) else ""
    notes = tuple(line for line in (flow.about, note) if line)
    return Picture(str(flow.name), view.language, tuple(boxes), tuple(arrows), notes)


def drawn_ways(step: Step, project: Project) -> Iterator[Way]:
    """Yield the ways out of ``step`` without the keys of everywhere."""
    keys = {f"key:{one.key}" for one in everywhere_keys(step, project)}
    return (way for way in ways(step, project) if way.name not in keys)


def is_light(way: Way, step: Step, project: Project) -> bool:
    """Return whether ``way`` is one of silence, wrong keys, hanging up or failure."""
    if way.why in (Why.PATIENCE, Why.HANG_UP) or way.name in _FAILURES:
        return True
    called = project.flows.get(step.subject or "") if step.kind is kinds.FLOW else None
    outcome = called.outcome(way.name.removeprefix("on:")) if called is not None else None
    return outcome is not None and outcome.means == "trouble"


def _box(step: Step, flow: Flow, view: View) -> Box:
    name, does, words = str(step.name), _does(step), heard_at(step, flow, view)
    is_end = step.kind in (kinds.END, kinds.HANG_UP)
    untaken = is_end and any(view.never_taken(flow, step, way) for way in ways(step, view.project))
    return Box(
        name,
        _shape(step),
        name,
        does=does,
        words=words,
        told=" · ".join(part for part in (name, *does, words) if part),
        flow=str(step.subject) if step.kind is kinds.FLOW else None,
        never=untaken or view.never_entered(flow, step),
    )


def _shape(step: Step) -> Shape:
    return _SHAPES.get(step.kind.name, Shape.ASK if step.kind.asks else Shape.SAY)


def _does(step: Step) -> tuple[str, ...]:
    """Return what the step does besides speaking, as its lines in the flow say it."""
    own = step.kind.name if step.kind.asks else f"{step.kind.name} {step.subject}"
    lines = (
        None if step.kind in _SILENT_KINDS else own,
        step.text and f"text {step.text}",
        step.language and f"language {step.language}",
        step.pace and f"pace {step.pace}",
        step.subscriber and f"subscriber {step.subscriber.text}",
    )
    return tuple(line for line in lines if line)


def _arrows(step: Step, flow: Flow, view: View) -> tuple[Arrow, ...]:
    """Return an arrow to each place ``step`` leads to, with the lines of each way there; none from an end."""
    if step.kind in (kinds.END, kinds.HANG_UP):
        return ()
    ends: dict[str, list[Way]] = {}
    for way in drawn_ways(step, view.project):
        ends.setdefault(_end(way, step, flow, view.project), []).append(way)
    return tuple(
        Arrow(
            str(step.name),
            end,
            tuple(
                Line(text, view.never_taken(flow, step, way))
                for way in found
                for text in label(way, step, flow, view) or ("",)
            ),
            light=all(is_light(way, step, view.project) for way in found),
        )
        for end, found in ends.items()
    )


def _end(way: Way, step: Step, flow: Flow, project: Project) -> str:
    """Return the name of the box ``way`` leads to; places outside the flow stand beside each step."""
    if step.kind is kinds.FLOW and ends_alike(step, way.name.removeprefix("on:")):
        return f"{step.name}{_OUTSIDE}{_ALIKE}"
    match place_of(way.target, flow, project):
        case ToStep(step=name):
            return name
        case _:
            return f"{step.name}{_OUTSIDE}{way.target}"


def _outside(arrows: tuple[Arrow, ...], flow: Flow, view: View) -> Iterator[Box]:
    """Yield the boxes for what is no step of this flow."""
    for arrow in arrows:
        _, outside, target = arrow.end.partition(_OUTSIDE)
        if outside and target == _ALIKE:
            alike = view.say("ends_alike")
            yield Box(arrow.end, Shape.END, alike, told=alike, light=arrow.light, never=arrow.never)
        elif outside:
            yield _place(arrow, target, place_of(target, flow, view.project))


def _place(arrow: Arrow, target: str, place: Place | None) -> Box:
    shape, flow = Shape.PLACE, None
    match place:
        case ToFlow(flow=name):
            shape, flow = Shape.FLOW, name
        case ToEnd() | ToHangUp():
            shape = Shape.END
        case ToBuiltIn() | ToStep() | None:
            pass
        case _:
            assert_never(place)
    return Box(arrow.end, shape, target, told=target, flow=flow, light=arrow.light, never=arrow.never)
