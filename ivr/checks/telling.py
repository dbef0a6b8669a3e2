"""Which words there are that a caller can be told, and must be told."""

from __future__ import annotations

from ivr.language.specs import Project

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
