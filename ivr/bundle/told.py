"""What callers will notice, in sentences: the templates are data, one file per language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from ivr.bundle.compare import Comparison, FlowChange, SettingChange, StepChange, WordsChange
from ivr.bundle.times import ALIKE_S, TimeChange
from ivr.diagnostics.tell import fill
from ivr.heard.seconds import Stretch
from ivr.language.specs import Project
from ivr.model.ids import Language

_FOLDER = files("ivr.bundle") / "sentences"
STEPS_NAMED = 3
"""Steps named of those that change in the very same way; the others are counted."""


@dataclass(frozen=True, slots=True)
class Told:
    """One difference: a sentence, what of it is gone and what is new, and whom or what it is about."""

    sentence: str
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def tell_flow_change(change: FlowChange, old: Project, new: Project, language: Language) -> Told:
    """Return what is told of a flow that came or went."""
    flow = (new if change.came else old).flows[change.flow]
    return Told(
        _say("flow_new" if change.came else "flow_gone", language, flow=change.flow, about=flow.about).strip()
    )


def tell_step_change(change: StepChange, language: Language) -> Told:
    """Return what is told of steps that changed, came or went."""
    names = _say("between", language).join(f"`{one}`" for one in change.steps[:STEPS_NAMED])
    more = len(change.steps) - STEPS_NAMED
    if more > 0:
        names = _say("and_more", language, names=names, more=more)
    key = "step_changed" if change.came is None else ("step_new" if change.came else "step_gone")
    return Told(_say(key, language, steps=names), change.gone, change.new)


def tell_words_change(change: WordsChange, language: Language) -> Told:
    """Return what is told of other words."""
    key = "words_new" if change.old is None else ("words_gone" if change.new is None else "words_changed")
    part = "" if change.part == "say" else f" {change.part}"
    return Told(
        _say(key, language, prompt=f"{change.prompt}{part}", spoken=change.language),
        () if change.old is None else (change.old,),
        () if change.new is None else (change.new,),
    )


def tell_setting_change(change: SettingChange, language: Language) -> Told:
    """Return what is told of another setting."""
    if change.old is None:
        return Told(_say("setting_new", language, name=change.name, new=change.new))
    if change.new is None:
        return Told(_say("setting_gone", language, name=change.name, old=change.old))
    return Told(_say("setting_changed", language, name=change.name, old=change.old, new=change.new))


def tell_times(changes: Iterable[TimeChange], language: Language) -> tuple[Told, ...]:
    """Return what is told of goals that take longer or shorter to reach; those alike together."""
    alike: dict[tuple[str, str], list[str]] = {}
    for one in changes:
        alike.setdefault((one.language, _by(one, language)), []).append(_goal(one, language))
    return tuple(
        Told(_say("times", language, spoken=spoken, by=by), lines=tuple(goals))
        for (spoken, by), goals in alike.items()
    )


def _by(change: TimeChange, language: Language) -> str:
    """Return how much later or sooner a goal is reached."""
    if change.old is None or change.new is None:
        return _say("reached_no_more" if change.new is None else "reached_now", language)
    least = change.new.shortest_s - change.old.shortest_s
    most = change.new.longest_s - change.old.longest_s
    if abs(least - most) < ALIKE_S:
        return _differs(least, language)
    return _say(
        "soonest_and_latest", language, least=_differs(least, language), most=_differs(most, language)
    )


def _goal(change: TimeChange, language: Language) -> str:
    """Return a goal with how long callers listen before it, now and before."""
    now = None if change.new is None else _span(change.new, language)
    before = None if change.old is None else _span(change.old, language)
    key = "goal_gone" if now is None else ("goal_new" if before is None else "goal")
    return _say(key, language, goal=change.goal, now=now, before=before)


def tell_comparison(
    comparison: Comparison, old: Project, new: Project, language: Language
) -> tuple[Told, ...]:
    """Return everything callers will notice, flows first, then steps, words and settings."""
    return (
        *(tell_flow_change(one, old, new, language) for one in comparison.flows),
        *(tell_step_change(one, language) for one in comparison.steps),
        *(tell_words_change(one, language) for one in comparison.words),
        *(tell_setting_change(one, language) for one in comparison.settings),
    )


def _differs(seconds: float, language: Language) -> str:
    if f"{abs(round(seconds, 3)):.1f}" == "0.0":
        return _say("as_before", language)
    return _say("later" if seconds > 0 else "sooner", language, seconds=f"{abs(round(seconds, 3)):.1f}")


def _span(stretch: Stretch, language: Language) -> str:
    shortest, longest = f"{stretch.shortest_s:.1f}", f"{stretch.longest_s:.1f}"
    key = "seconds" if shortest == longest else "seconds_to"
    return _say(key, language, shortest=shortest, longest=longest)


def _say(key: str, language: Language, **facts: object) -> str:
    return fill(_sentences(language)[key], {name: str(fact) for name, fact in facts.items()})


@cache
def _sentences(language: Language) -> Mapping[str, str]:
    text = (_FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    read: dict[str, str] = yaml.load(text, Loader=yaml.CSafeLoader)
    return MappingProxyType(read)
