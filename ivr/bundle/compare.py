"""What callers will notice between two projects: flows, steps, words, settings.

A step is compared by what is told of it, which says of each way what makes a call take it and where it leads:
the same sentence means that callers notice no difference. A step that only got another name is no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import TypeVar

from ivr.bundle.merged import in_newer_words
from ivr.bundle.renamed import with_new_names
from ivr.diagnostics.span import Span
from ivr.language.specs import Flow, Project
from ivr.model.ids import Language
from ivr.telling.step import tell_step
from ivr.wording.catalogue import ChoiceWords, LanguageWords
from ivr.wording.templates import EACH, Hole, Template

T = TypeVar("T")

_VOICE = "carrier"
_NAMES = ("key", "name")
"""Fields that name what they stand in."""


@dataclass(frozen=True, slots=True)
class FlowChange:
    """A flow that ``came``, or went."""

    flow: str
    came: bool


@dataclass(frozen=True, slots=True)
class StepChange:
    """What is told of steps that differ in the same way: sentences that went and that came.

    ``came`` None is a step of both projects; True one that is new, False one that is gone.
    """

    steps: tuple[str, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    came: bool | None = None


@dataclass(frozen=True, slots=True)
class WordsChange:
    """Other words of ``part`` of a prompt, named ``flow.prompt``; None where there were or are none."""

    language: str
    prompt: str
    part: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class SettingChange:
    """Another value of something that belongs to no flow, such as ``hotline.queues.agents.hours``."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything callers will notice."""

    flows: tuple[FlowChange, ...] = ()
    steps: tuple[StepChange, ...] = ()
    words: tuple[WordsChange, ...] = ()
    settings: tuple[SettingChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.flows or self.steps or self.words or self.settings)


def compare(old: Project, new: Project, *, language: Language) -> Comparison:
    """Return what callers notice when ``new`` takes the place of ``old``; steps are told in ``language``."""
    before = with_new_names(in_newer_words(old, new), new, language=language)
    flows = (
        *(FlowChange(str(name), came=False) for name in old.flows if name not in new.flows),
        *(FlowChange(str(name), came=True) for name in new.flows if name not in old.flows),
    )
    both = [name for name in new.flows if name in old.flows]
    steps = [
        one for name in both for one in _steps(before.flows[name], before, new.flows[name], new, language)
    ]
    return Comparison(flows, _together(steps), tuple(_words(old, new)), tuple(_settings(old, new)))


def _steps(old: Flow, before: Project, new: Flow, after: Project, language: Language) -> Iterator[StepChange]:
    for name, step in old.steps.items():
        told = tell_step(step, flow=old, project=before, language=language)
        if name not in new.steps:
            yield StepChange((f"{old.name}.{name}",), told, (), came=False)
            continue
        now = tell_step(new.steps[name], flow=new, project=after, language=language)
        gone, came = Counter(told) - Counter(now), Counter(now) - Counter(told)
        if gone or came:
            yield StepChange(
                (f"{old.name}.{name}",),
                tuple(one for one in told if one in gone),
                tuple(one for one in now if one in came),
            )
    for name, step in new.steps.items():
        if name not in old.steps:
            now = tell_step(step, flow=new, project=after, language=language)
            yield StepChange((f"{new.name}.{name}",), (), now, came=True)


def _together(changes: list[StepChange]) -> tuple[StepChange, ...]:
    """Tell of steps that change in the very same way once."""
    by_change: dict[tuple[tuple[str, ...], tuple[str, ...], bool | None], list[str]] = {}
    for one in changes:
        by_change.setdefault((one.gone, one.new, one.came), []).extend(one.steps)
    return tuple(StepChange(tuple(steps), *change) for change, steps in by_change.items())


# words --------------------------------------------------------------------------------------------


def _words(old: Project, new: Project) -> Iterator[WordsChange]:
    for language in dict.fromkeys((*new.wording.languages, *old.wording.languages)):
        before = _all_words(old.wording.languages.get(language))
        after = _all_words(new.wording.languages.get(language))
        changes = tuple(_changed(before, after))
        moved = Counter(text[0] for _, text in changes if text[1] is None)
        moved &= Counter(text[1] for _, text in changes if text[0] is None)
        for (prompt, part), text in changes:
            if None in text and moved[text[0] or text[1]]:
                continue  # the same words under another name: steps tell where they are heard
            yield WordsChange(str(language), prompt, part, *text)


def _all_words(words: LanguageWords | None) -> Mapping[tuple[str, str], str]:
    """Return every wording of a language as it is written, by prompt and part."""
    found: dict[tuple[str, str], str | None] = {}
    if words is None:
        return {}
    for flow, prompts in words.prompts.items():
        for prompt in prompts.values():
            name = f"{flow}.{prompt.name}"
            for part in ("say", "again", "text"):
                found[name, part] = _written(getattr(prompt, part))
            named = {**(prompt.choices or {}), "yes": prompt.yes, "no": prompt.no}
            for choice, said in named.items():
                found.update({(name, part): text for part, text in _choice(choice, said)})
    for choice, said in {"yes": words.yes, "no": words.no, **words.everywhere}.items():
        found.update({("common", part): text for part, text in _choice(choice, said)})
    for group, templates in (("joining", words.joining), ("later", words.later)):
        found.update({(group, name): _written(one) for name, one in templates.items()})
    found.update({("keys", name): one for name, one in words.keys.items()})
    found.update({(_VOICE, name): one for name, one in _flat(words.carrier)})
    return {(prompt, str(part)): str(text) for (prompt, part), text in found.items() if text is not None}


def _choice(name: str, words: ChoiceWords | None) -> Iterator[tuple[str, str | None]]:
    if words is None:
        return
    yield name, _written(words.say)
    yield f"{name}.heard", ", ".join(words.heard) or None
    yield f"{name}.in", words.spoken_in


def _written(template: Template | None) -> str | None:
    """Return a wording as its author wrote it."""
    if template is None:
        return None
    return "".join(one if isinstance(one, str) else _hole(one) for one in template)


def _hole(hole: Hole) -> str:
    return f"{{{hole.name}:{hole.kind}{f' {hole.prompt}' if hole.kind == EACH else ''}}}"


# settings -----------------------------------------------------------------------------------------


def _settings(old: Project, new: Project) -> Iterator[SettingChange]:
    for name, text in _changed(dict(_all_settings(old)), dict(_all_settings(new))):
        yield SettingChange(name, *text)


def _all_settings(project: Project) -> Iterator[tuple[str, str]]:
    """Yield every setting that belongs to no flow as text, by a name such as ``hotline.patience.wait_s``."""
    for area in ("hotline", "operations", "switches", "notices", "calendar"):
        for name, text in _flat(getattr(project, area), area):
            if not name.startswith("hotline.coverage"):  # which callers notice nothing of
                yield name, text


def _flat(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield what stands in ``value``, part by part; places in files, and names once more, are left out."""
    if value is None or isinstance(value, Span):
        return
    if is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            if one.name not in _NAMES:
                yield from _flat(getattr(value, one.name), f"{name}.{one.name}".lstrip("."))
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _flat(part, f"{name}.{key}")
    elif isinstance(value, tuple) and any(is_dataclass(part) or isinstance(part, tuple) for part in value):
        for number, part in enumerate(value, start=1):
            named = next((getattr(part, one) for one in _NAMES if hasattr(part, one)), number)
            yield from _flat(part, f"{name}.{named}")
    elif isinstance(value, tuple | frozenset):
        listed = value if isinstance(value, tuple) else sorted(value, key=str)
        yield name, ", ".join(_text(one) for one in listed)
    else:
        yield name, _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value.value) if isinstance(value, Enum) else str(value)


def _changed(old: Mapping[T, str], new: Mapping[T, str]) -> Iterator[tuple[T, tuple[str | None, str | None]]]:
    """Yield what differs, in the newer order; what is gone comes last."""
    for name in dict.fromkeys((*new, *old)):
        if old.get(name) != new.get(name):
            yield name, (old.get(name), new.get(name))
