"""M201 and M208: words that ask for a key which the menu does not have, or where nobody listens for one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.checks.ground import Ground
from ivr.checks.uses import Gets, Use
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.diagnostics.span import Span
from ivr.language import kinds
from ivr.language.specs import Flow, Project, Step
from ivr.language.ways import (
    NEXT_KEY,
    NO,
    PICKS,
    PREVIOUS_KEY,
    YES,
    ToFlow,
    ToStep,
    Why,
    everywhere_keys,
    pressed,
)
from ivr.model.verbs import Part
from ivr.source.nodes import Text
from ivr.wording.catalogue import COMMON, Prompt
from ivr.wording.templates import Template

_CHINESE = dict(zip("零一二三四五六七八九幺〇０１２３４５６７８９", "0123456789100123456789", strict=True))
_ENGLISH = dict(
    zip("zero one two three four five six seven eight nine".split(), "0123456789", strict=True)  # noqa: SIM905 -- read aloud
)
_OTHER = {"井": "#", "#": "#", "＃": "#", "hash": "#", "pound": "#"} | {
    "星": "*", "米": "*", "*": "*", "＊": "*", "star": "*", "asterisk": "*",
}  # fmt: skip
_ASKED: Mapping[str, re.Pattern[str]] = {
    # What follows a numeral tells whether a key is meant: 按一下, 按三次, 按两个月 are none.
    "zh-CN": re.compile(
        r"按(?:一下|下)?(?:数字)?(?P<key>\d+|[零〇幺一二三四五六七八九](?![下次个年月日天项种般样遍步点块元分秒零〇一二三四五六七八九十百千万])"
        r"|[井星米#＃*＊](?=号|字|键|$|[^\w]))"
    ),
    "en": re.compile(
        r"\b(?:press|dial|hit|push)\s+(?:the\s+)?(?:number\s+|key\s+)?"
        r"(?P<key>\d+|[#*]|(?:zero|one|two|three|four|five|six|seven|eight|nine|hash|pound|star|asterisk)\b(?!\s+of\b))",
        re.IGNORECASE,
    ),
}
"""How a sentence asks for a key, by language. Written keys such as ``star`` are the engine's business."""
_WORTH_A_LOOK = re.compile("按|press|dial|hit|push", re.IGNORECASE)
_DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class _Asked:
    key: str
    at: Span


def asked_keys(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the keys a caller is asked to press in vain, each where it is said."""
    for flow in ground.told_flows():
        asking = _asking_in(ground, flow)
        for step in ground.steps(flow) if asking else ():
            for use in ground.uses_of(flow, step):
                if any(id(one.prompt) in asking for one in use.worded):
                    yield from _of_use(ground, flow, step, use)


def _of_use(ground: Ground, flow: Flow, step: Step, use: Use) -> Iterator[Diagnostic]:
    listened_for = _listened_for(ground, flow, step, use)
    for asked in _asked_by(step, use):
        if asked.key not in listened_for:
            yield _in_vain(step, asked)


def _asking_in(ground: Ground, flow: Flow) -> frozenset[int]:
    """Return which prompts that ``flow`` can say ask for a key, by identity."""
    languages = ground.project.wording.languages
    files = [f"{language}/{name}" for language in languages for name in (flow.name, COMMON)]
    return frozenset[int]().union(*(ground.part(_asking, one) for one in files))


def _asking(ground: Ground, words: str) -> frozenset[int]:
    language, _, flow = words.partition("/")
    prompts = ground.project.wording.languages[language].prompts.get(flow, {})
    return frozenset(
        id(prompt) for prompt in prompts.values() if any(_asked(one) for one in _templates(prompt))
    )


def _in_vain(step: Step, asked: _Asked) -> Diagnostic:
    related = (Related(step.name.span, "step"),)
    variant = "M201.no_such_key" if step.kind.asks else "M208.not_listening"
    return problem(variant, asked.at, related=related, key=asked.key, step=str(step.name))


def _asked_by(step: Step, use: Use) -> Iterator[_Asked]:
    """Yield every key that ``use`` asks for, in every language, the words of its choices included."""
    for one in use.worded:
        if Part.TEXT in use.parts or one.prompt is None:
            continue
        templates = _templates(one.prompt) if use.prompt is step.subject else one.templates
        for template in templates:
            yield from _asked(template)


def _templates(prompt: Prompt) -> Iterator[Template]:
    """Yield everything ``prompt`` says."""
    choices = (*(prompt.choices or {}).values(), prompt.yes, prompt.no)
    yield from (one for one in (prompt.say, prompt.again) if one is not None)
    yield from (one.say for one in choices if one is not None and one.spoken_in is None)


def _asked(template: Template) -> tuple[_Asked, ...]:
    return tuple(asked for part in template if isinstance(part, Text) for asked in _asked_in(part))


def _asked_in(part: Text) -> Iterator[_Asked]:
    if not _WORTH_A_LOOK.search(part):
        return
    language = next((one for one in _ASKED if part.span.file.startswith(f"prompts/{one}/")), None)
    for found in () if language is None else _ASKED[language].finditer(part):
        word = found["key"].casefold()
        key = _OTHER.get(word) or _ENGLISH.get(word) or "".join(_CHINESE.get(one, one) for one in word)
        yield _Asked(key, part.part(found.start(), found.end() - found.start()))


def _listened_for(ground: Ground, flow: Flow, step: Step, use: Use) -> frozenset[str]:
    """Return the keys a caller may press when the words of ``use`` have been said."""
    if step.kind is kinds.TRANSFER and use.gets is Gets.NOTHING:  # said while waiting in the queue
        queue = ground.project.hotline.queues.get(str(step.subject))
        return frozenset({YES}) if queue is None or queue.call_back_after_s is not None else frozenset()
    if step.kind.asks:
        return _keys_of(step, ground.project)
    found: frozenset[str] = frozenset()
    seen, pending = {(str(flow.name), str(step.name))}, [(flow, step)]
    while pending:
        where, one = pending.pop()
        if one.kind.asks:
            found |= _keys_of(one, ground.project)
            continue
        for place in _words_go_on(ground, where, one):
            if place not in seen:
                seen.add(place)
                there = ground.project.flows[place[0]]
                pending.append((there, there.steps[place[1]]))
    return found


def _words_go_on(ground: Ground, flow: Flow, step: Step) -> Iterator[tuple[str, str]]:
    """Yield the steps whose words are heard in one with those of ``step``."""
    if step.kind is kinds.FLOW and step.subject in ground.project.flows:
        called = ground.project.flows[str(step.subject)]
        yield str(called.name), called.first
    if step.kind not in (kinds.SAY, kinds.NOTICE, kinds.DECIDE):
        return
    for leads in ground.leads_of(flow, step):
        match leads.place:
            case ToStep(step=name) if leads.way.why is Why.SYSTEM:
                yield str(flow.name), name
            case ToFlow(flow=name):
                yield name, ground.project.flows[name].first
            case _:
                pass


def _keys_of(step: Step, project: Project) -> frozenset[str]:
    """Return the keys that do something at a question, as they are pressed."""
    keys = {pressed(one.key) for one in (*step.keys, *step.answers)}
    keys |= {pressed(one.key) for one in everywhere_keys(step, project)}
    if step.kind is kinds.CONFIRM:
        keys |= {YES, NO}
    if step.list is not None:
        keys |= {*PICKS, NEXT_KEY, PREVIOUS_KEY}
    if step.kind is kinds.RECORD:
        keys.add(pressed(step.finish or "hash"))
    if step.kind is kinds.COLLECT and step.finish is not None:
        keys.add(pressed(step.finish))
    if step.kind is kinds.COLLECT and step.digits is not None and step.digits[0] == 1:
        keys |= _DIGITS
    return frozenset(keys)
