"""Which words there are that a caller can be told, and must be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from ivr.language.kinds import Form
from ivr.language.specs import Project, Step
from ivr.parts import Parts
from ivr.source.nodes import Text

RECORDING = "recording"
"""What a caller must have been told before every record; flow-language design, section 2, rule 8."""


def words_told(project: Project) -> frozenset[str]:
    """Return every word that a prompt tells, or that something needs to be told."""
    told = {
        word
        for words in project.wording.languages.values()
        for prompts in words.prompts.values()
        for prompt in prompts.values()
        for word in prompt.tells
    }
    needed = (
        *(one.needs_told for one in project.operations.values()),
        *(one.needs_told for one in project.hotline.queues.values()),
        *(step.needs_told for flow in project.flows.values() for step in flow.steps.values()),
    )
    return frozenset({RECORDING, *told, *(str(word) for words in needed for word in words)})


def tells(
    project: Project, every: frozenset[str], is_hurt: Callable[[str, str], bool], parts: Parts
) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return, by flow and step, the words that hearing what the step says tells, whatever the language.

    Steps that tell nothing are not in it. ``every`` is told where nobody knows what would have been said;
    ``is_hurt`` says so of a language and a flow.
    """
    work = partial(_in_flow, project, every, is_hurt)
    return {name: parts.part("tells", name, partial(work, name)) for name in project.flows}


def _in_flow(
    project: Project, every: frozenset[str], is_hurt: Callable[[str, str], bool], flow: str
) -> Mapping[str, frozenset[str]]:
    found = {}
    for name, step in project.flows[flow].steps.items():
        told = frozenset[str]().union(*(_told(project, flow, one, every, is_hurt) for one in _said(step)))
        if told:
            found[name] = told
    return found


def _said(step: Step) -> tuple[Text, ...]:
    asked = step.subject if step.kind.asks and step.kind.subject is Form.PROMPT else None
    return tuple(one for one in (step.say, asked) if one is not None)


def _told(
    project: Project, flow: str, prompt: Text, every: frozenset[str], is_hurt: Callable[[str, str], bool]
) -> frozenset[str]:
    wording = project.wording
    each = [
        words.tells
        for language in wording.languages
        if not is_hurt(language, flow) and (words := wording.prompt(language, flow, prompt)) is not None
    ]
    if each:
        return each[0].intersection(*each[1:])
    return every if wording.languages else frozenset()
