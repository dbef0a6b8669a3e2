"""The whole hotline as a picture: a box for each flow, an arrow where a step of one leads to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ivr.drawing.flow import START, drawn_ways, is_light
from ivr.drawing.picture import Arrow, Box, Line, Picture, Shape
from ivr.drawing.view import View
from ivr.drawing.words import everywhere, label
from ivr.language import kinds
from ivr.language.specs import Flow, Step
from ivr.language.ways import ToFlow, place_of

_LINES = 4
"""Lines on an arrow at most; then how many more there are."""


@dataclass(frozen=True, slots=True)
class _Lead:
    """A way from one flow to another and what is written on it."""

    start: str
    end: str
    lines: tuple[Line, ...]
    light: bool


def picture_of_hotline(view: View) -> Picture:
    """Return the picture of the whole hotline; flows that only keys of everywhere lead to stand in it too."""
    project = view.project
    begins = Box(START, Shape.START, project.hotline.number, told=view.say("begins"))
    leads: dict[tuple[str, str], list[_Lead]] = {}
    for flow in project.flows.values():
        for lead in _leads(flow, view):
            leads.setdefault((lead.start, lead.end), []).append(lead)
    return Picture(
        f"{project.hotline.number} · {view.say('whole')}",
        view.language,
        (begins, *(_box(flow, view) for flow in project.flows.values())),
        (
            Arrow(START, str(project.hotline.start)),
            *_texted(view),
            *(_arrow(found, view) for found in leads.values()),
        ),
        tuple(note for note in (everywhere(view),) if note),
        whole=True,
    )


def _box(flow: Flow, view: View) -> Box:
    steps = flow.steps.values()
    return Box(
        str(flow.name),
        Shape.FLOW,
        str(flow.name),
        words=flow.about,
        told=f"{flow.name} · {flow.about}",
        flow=str(flow.name),
        never=all(view.never_entered(flow, step) for step in steps),
    )


def _leads(flow: Flow, view: View) -> Iterator[_Lead]:
    for step in flow.steps.values():
        if step.kind is kinds.FLOW:
            never = view.never_entered(flow, step)
            yield _Lead(str(flow.name), str(step.subject), (Line(str(step.name), never),), light=False)
        yield from _started(step, flow, view)


def _started(step: Step, flow: Flow, view: View) -> Iterator[_Lead]:
    """Yield the flows ``step`` starts by a key or when patience is over."""
    for way in drawn_ways(step, view.project):
        match place_of(way.target, flow, view.project):
            case ToFlow(flow=name):
                never = view.never_taken(flow, step, way)
                lines = tuple(Line(text, never) for text in label(way, step, flow, view))
                yield _Lead(str(flow.name), name, lines, light=is_light(way, step, view.project))
            case _:
                pass


def _texted(view: View) -> Iterator[Arrow]:
    """Yield an arrow for each flow a text starts, with the texts that do."""
    texts: dict[str, list[str]] = {}
    for text, flow in view.project.hotline.sms:
        texts.setdefault(str(flow), []).append(str(text))
    for name, words in texts.items():
        if name != view.project.hotline.start:
            yield Arrow(START, name, (Line(view.say("by_text", words=", ".join(words))),))


def _arrow(leads: Sequence[_Lead], view: View) -> Arrow:
    """Return the one arrow for all that leads from one flow to another; the same line stands on it once."""
    lines: dict[str, bool] = {}
    for lead in leads:
        for line in lead.lines:
            lines[line.text] = line.never and lines.get(line.text, True)
    shown = [Line(text, never) for text, never in lines.items()]
    if len(shown) > _LINES:
        rest = shown[_LINES - 1 :]
        more = Line(view.say("more", how_many=len(rest)), all(line.never for line in rest))
        shown = [*shown[: _LINES - 1], more]
    return Arrow(leads[0].start, leads[0].end, tuple(shown), light=all(lead.light for lead in leads))
