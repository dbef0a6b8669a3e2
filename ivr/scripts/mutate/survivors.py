"""What trying mutants came to: how many, and a sentence for each that nothing noticed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ivr.diagnostics.diagnostic import Diagnostic
from ivr.diagnostics.show import Form, in_order, show
from ivr.diagnostics.suppression import suppress
from ivr.model.ids import Language
from ivr.scripts.mutate.mutant import CODE, Mutant
from ivr.scripts.mutate.trying import Fate, Tried


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every mutant that was tried. ``told`` are the survivors no comment waves through, as T830.

    ``with_a_reason`` are those that one does; ``idle`` comments wave nothing through any more (Y004).
    """

    tried: tuple[Tried, ...]
    told: tuple[Diagnostic, ...]
    with_a_reason: tuple[Mutant, ...]
    idle: tuple[Diagnostic, ...]

    def count(self, fate: Fate) -> int:
        """Return how many met ``fate``."""
        return sum(one.fate is fate for one in self.tried)

    @property
    def counted(self) -> Mapping[str, int]:
        """How many were made, refused, noticed, survived, and survived with a reason."""
        return {
            "mutants": len(self.tried),
            "refused": self.count(Fate.REFUSED),
            "noticed": self.count(Fate.NOTICED),
            "survived": self.count(Fate.SURVIVED),
            "with_a_reason": len(self.with_a_reason),
        }

    @property
    def sentence(self) -> str:
        """The counts in one line."""
        return (
            "{mutants} mutants: {refused} refused by the checks, {noticed} noticed by scripts, "
            "{survived} survived ({with_a_reason} with a reason)"
        ).format_map(self.counted)


def outcome_of(tried: Iterable[Tried], files: Mapping[str, str]) -> Outcome:
    """Return what ``tried`` comes to; a comment ``# ok: T830 reason`` in ``files`` holds for its line."""
    listed = tuple(tried)
    survived = {one.mutant.told: one.mutant for one in listed if one.fate is Fate.SURVIVED}
    kept = suppress(survived, files)
    idle = (one for one in kept if one.variant == "nothing_here" and dict(one.facts)["code"] == CODE)
    return Outcome(
        listed,
        in_order(one for one in kept if one in survived),
        tuple(mutant for one, mutant in survived.items() if one not in kept),
        in_order(idle),
    )


def as_document(outcome: Outcome, files: Mapping[str, str], language: Language) -> dict[str, object]:
    """Return ``outcome`` as JSON takes it: counts, diagnostics, and the lines of each survivor."""
    told = (*outcome.told, *outcome.idle)
    return {
        **outcome.counted,
        "diagnostics": json.loads(show(told, files, form=Form.JSON, language=language))["diagnostics"],
        "survivors": [
            {
                "operator": one.mutant.operator,
                "file": one.mutant.source.file,
                "flow": one.mutant.flow,
                "step": one.mutant.step,
                "with_a_reason": one.mutant in outcome.with_a_reason,
                "lines": [
                    {"line": change.line, "old": change.old, "new": change.new}
                    for change in one.mutant.changes
                ],
            }
            for one in outcome.tried
            if one.fate is Fate.SURVIVED
        ],
    }
