"""The table of times for people: a block for each flow, a column for each language of the hotline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, TypeAlias

from ivr.diagnostics.visible import clipped, visible, width
from ivr.heard.seconds import Stretch
from ivr.heard.sentences import sentence
from ivr.heard.times import Asked, Times
from ivr.language.specs import Listening
from ivr.model.ids import Language

LONGEST_NAME = 40
"""Characters of a name shown: a row stays one line, whatever the author wrote."""
_NUMBER = 7
"""Columns of a number of seconds and its mark."""
_NOTHING, _BEYOND, _WITHIN = "– ", "!", " "


class Row(NamedTuple):
    """A label, and a cell for each language."""

    label: str
    cells: Sequence[str]


_Questions: TypeAlias = Mapping[str, Asked]
"""One question, by language; a language in which nobody hears it is left out."""


@dataclass(frozen=True, slots=True)
class _Shown:
    times: Times
    limits: Listening
    language: Language

    def say(self, name: str, **facts: str) -> str:
        return sentence(name, self.language, **facts)

    def row(self, label: str, questions: _Questions, cell: Callable[[Asked], str]) -> Row:
        found = (questions.get(language) for language in self.times.languages)
        return Row(label, [_NOTHING if one is None else cell(one) for one in found])


def as_text(times: Times, limits: Listening, language: Language) -> str:
    """Return the table in ``language``, without a last line break; what is beyond ``limits`` is marked."""
    shown = _Shown(times, limits, language)
    blocks = [list(block) for block in (_person(shown), *_flows(shown), _goals(shown))]
    rows = [row for block in blocks for row in block]
    label = max((width(row.label) for row in rows), default=0)
    columns = [max((width(row.cells[at]) for row in rows), default=0) for at in range(len(times.languages))]
    lines = [shown.say("what"), shown.say("how")]
    for block in blocks:
        lines += ["", *(_line(row, label, columns) for row in block)] if block else []
    return "\n".join(lines)


def _line(row: Row, label: int, columns: Sequence[int]) -> str:
    cells = (_right(cell, column) for cell, column in zip(row.cells, columns, strict=True))
    return "  ".join((row.label + " " * (label - width(row.label)), *cells)).rstrip()


def _person(shown: _Shown) -> Iterator[Row]:
    """Yield the rows about the first offer of a person."""
    times = shown.times
    if times.person:
        offers = [times.offers.get(language) for language in times.languages]
        limit = shown.limits.person_s
        yield Row(shown.say("person"), [f"{language}{_WITHIN}" for language in times.languages])
        offered = [_NOTHING if one is None else _seconds(one.offered_s, limit) for one in offers]
        yield Row(f"  {shown.say('offered')}", offered)
        reached = [_NOTHING if one is None else _seconds(one.reached_s) for one in offers]
        yield Row(f"  {shown.say('reached')}", reached)


def _flows(shown: _Shown) -> Iterator[Iterator[Row]]:
    """Yield the rows of each flow that asks something."""
    for flow, asked in groupby(shown.times.asked, key=lambda one: one.node.flow):
        yield _flow(shown, flow, tuple(asked))


def _flow(shown: _Shown, flow: str, asked: Sequence[Asked]) -> Iterator[Row]:
    takes, by = shown.say("takes") + _WITHIN, shown.say("by") + _WITHIN
    yield Row(_name(flow), [f"{language}: {_two(takes, by)}" for language in shown.times.languages])
    for _, questions in groupby(asked, key=lambda one: one.node.step):
        yield from _question(shown, {one.node.language: one for one in questions})


def _question(shown: _Shown, questions: _Questions) -> Iterator[Row]:
    """Yield the rows of one question: its words, each option, and how far a person is."""
    fullest = max(questions.values(), key=lambda one: len(one.question.options))
    label = f"  {_name(fullest.node.step)}"
    yield shown.row(label, questions, lambda one: _two(_seconds(one.question.words.longest_s), ""))
    for option in fullest.question.options:
        cells = _of_option(option.key, shown.limits)
        yield shown.row(f"    {option.key}  {_name(option.name)}", questions, cells)
    if fullest.question.options:
        label = f"    {shown.say('all')}"
        yield shown.row(label, questions, lambda one: _seconds(one.question.longest_s, shown.limits.menu_s))
    if shown.times.person:
        yield shown.row(f"    {shown.say('to_a_person')}", questions, lambda one: _away(one, shown))


def _of_option(key: str, limits: Listening) -> Callable[[Asked], str]:
    def cell(asked: Asked) -> str:
        found = next((one for one in asked.question.options if one.key == key), None)
        if found is None:
            return _NOTHING
        return _two(_seconds(found.takes_s, limits.option_s), _seconds(found.heard_s.longest_s))

    return cell


def _away(asked: Asked, shown: _Shown) -> str:
    if asked.person is None:
        return shown.say("out_of_reach") + _BEYOND
    name = "one_key_away" if asked.person.keys == 1 else "away"
    beyond = _mark(asked.person.takes_s, shown.limits.person_s)
    return shown.say(name, seconds=f"{asked.person.heard_s:.1f}", keys=str(asked.person.keys)) + beyond


def _goals(shown: _Shown) -> Iterator[Row]:
    """Yield the rows of the goals, by flow."""
    times = shown.times
    by_language = [times.goals[language] for language in times.languages]
    goals = dict.fromkeys(goal for found in by_language for goal in found)
    if goals:
        yield Row(shown.say("goals"), [f"{language}{_WITHIN}" for language in times.languages])
    for goal in goals:
        yield Row(f"  {_name(str(goal))}", [_stretch(found.get(goal)) for found in by_language])


def _stretch(stretch: Stretch | None) -> str:
    if stretch is None:
        return _NOTHING
    shortest, longest = f"{stretch.shortest_s:.1f}", f"{stretch.longest_s:.1f}"
    return (shortest if shortest == longest else f"{shortest} – {longest}") + _WITHIN


def _two(left: str, right: str) -> str:
    return f"{_right(left, _NUMBER)} {_right(right, _NUMBER)}"


def _seconds(seconds: float, limit: int | None = None) -> str:
    return f"{seconds:.1f}" + (_WITHIN if limit is None else _mark(seconds, limit))


def _mark(seconds: float, limit: int) -> str:
    return _BEYOND if round(seconds, 1) > limit else _WITHIN


def _right(text: str, columns: int) -> str:
    return " " * (columns - width(text)) + text


def _name(written: str) -> str:
    return clipped(visible(written), LONGEST_NAME)
