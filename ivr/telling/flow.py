"""A whole flow in sentences, and the page they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.language.expression_tree import Name
from ivr.language.specs import Flow, Project, Step
from ivr.language.types import type_name
from ivr.model.ids import Language
from ivr.telling.about import About
from ivr.telling.quoting import choice_words, everywhere_offer
from ivr.telling.step import sentences_of

_SWITCH = "switch"


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One step and its sentences."""

    name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldFlow:
    """A flow: its name and purpose, what is so of the whole, and its steps in the order they are written."""

    name: str
    title: str
    facts: tuple[str, ...]
    steps: tuple[ToldStep, ...]


def tell_flow(flow: Flow, *, project: Project, language: Language) -> ToldFlow:
    """Return ``flow`` told in ``language``."""
    about = About(flow, project, language)
    steps = tuple(ToldStep(str(step.name), sentences_of(step, about)) for step in flow.steps.values())
    return ToldFlow(str(flow.name), _title(about), tuple(_facts(about)), steps)


def page_of(told: ToldFlow) -> str:
    """Return ``told`` as text: a heading, what is so of the whole, and each step with its sentences."""
    parts = ["\n".join((told.title, *(f"  {fact}" for fact in told.facts)))]
    parts += ["\n".join((step.name, *(f"  - {one}" for one in step.sentences))) for step in told.steps]
    return "\n\n".join(parts) + "\n"


def _title(about: About) -> str:
    flow = about.flow
    return about.say("title", flow=str(flow.name), about=flow.about) if flow.about else str(flow.name)


def _facts(about: About) -> Iterator[str]:
    flow, project = about.flow, about.project
    if project.hotline.start == flow.name:
        yield about.say("begins_calls", number=project.hotline.number)
        yield from _offered_first(about)
    if flow.channels != {"voice"}:
        yield about.say("channels", channels=about.several(_channels(about)))
    if flow.takes:
        values = [about.say("named_as", name=str(name), value=type_name(of)) for name, of in flow.takes]
        yield about.say("takes", values=about.several(values))
    yield about.say("ends", outcomes=_outcomes(about))
    for name in _switches(flow):
        if (switch := project.switches.get(name)) is not None:
            yield about.closed(about.say("switch", switch=name, means=switch.means))


def _offered_first(about: About) -> Iterator[str]:
    """Yield the keys of everywhere that are offered aloud in the first menu of a call."""
    for one in about.project.hotline.everywhere:
        offer = everywhere_offer(str(one.target), str(one.key), about)
        if one.said and (words := choice_words(offer, about)) is not None:
            yield about.say("offered_first", key=about.key(str(one.key)), words=about.quoted(words))


def _channels(about: About) -> list[str]:
    return [about.say(f"channel_{one}") for one in ("voice", "sms") if one in about.flow.channels]


def _outcomes(about: About) -> str:
    """Return how the flow can end, those of one class together."""
    by_class: dict[str, list[str]] = {}
    for outcome in about.flow.outcomes:
        by_class.setdefault(outcome.means, []).append(about.named(str(outcome.name)))
    return about.say("between_clauses").join(
        about.say("ends_class", names=about.several(names, joined="or"), means=about.say(f"class_{means}"))
        for means, names in by_class.items()
    )


def _switches(flow: Flow) -> tuple[str, ...]:
    """Return the switches the flow looks at."""
    read = (name for step in flow.steps.values() for name in _names(step))
    return tuple(
        dict.fromkeys(one.parts[1] for one in read if one.parts[0] == _SWITCH and len(one.parts) > 1)
    )


def _names(step: Step) -> Iterator[Name]:
    conditions = (*(one.when for one in step.branches), *(one.when for one in step.keys))
    for expression in (*conditions, *(one.value for one in step.arguments), step.list, step.subscriber):
        if expression is not None:
            yield from expression.names
