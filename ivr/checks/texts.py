"""P106: a text message in words that were written to be heard."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem


def texts(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the texts that have no wording of their own in some language."""
    wording = ground.project.wording
    for flow, step in ground.every_step():
        if step.text is None:
            continue
        found = (
            (language, wording.prompt(language, str(flow.name), step.text)) for language in wording.languages
        )
        spoken = [
            (language, prompt)
            for language, prompt in found
            if prompt is not None and prompt.text is None and prompt.say is not None
        ]
        if spoken:
            yield problem(
                "P106.spoken_words",
                step.text.span,
                related=(Related(spoken[0][1].name.span, "prompt"),),
                prompt=str(step.text),
                languages=tuple(language for language, _ in spoken),
            )
