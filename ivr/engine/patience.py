"""What silence and wrong keys lead to: a line and the question again, or the end of patience."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ivr.engine.outcome import NoInput, NoMatch
from ivr.language.specs import Patience, Step
from ivr.model.call import Asking

MOST_REPEATS = 3
"""How often *repeat* is answered before it counts as a wrong key; flow-language design, rule 20."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The patience that holds at one step: its own where written, else the hotline's."""

    wait_s: int
    no_input: tuple[str, ...]
    no_match: tuple[str, ...]
    at_most: int

    @property
    def silence_is_an_answer(self) -> bool:
        """Whether the author wrote that a silence is not a failure here."""
        return not self.no_input


def terms_of(step: Step, patience: Patience) -> Terms:
    """Return the terms that hold at ``step``."""
    return Terms(
        wait_s=patience.wait_s if step.wait_s is None else step.wait_s,
        no_input=patience.no_input if step.no_input is None else step.no_input,
        no_match=patience.no_match if step.no_match is None else step.no_match,
        at_most=patience.at_most if step.at_most is None else step.at_most,
    )


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Say ``line``, then the question again, with these asking."""

    line: str
    asking: Asking


def after_failure(outcome: NoInput | NoMatch, asking: Asking, terms: Terms) -> AskAgain | None:
    """Return how to go on after a silence or a wrong key, or None when patience is over.

    Each silence uses the next line of ``no_input``, each wrong key the next of ``no_match``; the question is
    asked ``at_most`` times in all.
    """
    if isinstance(outcome, NoInput):
        used, lines = asking.silences, terms.no_input
        asking = replace(asking, silences=used + 1)
    else:
        used, lines = asking.mismatches, terms.no_match
        asking = replace(asking, mismatches=used + 1)
    if used >= len(lines) or asking.asked >= terms.at_most:
        return None
    return AskAgain(lines[used], replace(asking, asked=asking.asked + 1))
