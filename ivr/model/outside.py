"""What holds outside a call, as it sees it at its next step: switches, notices, queues that are closed."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.model.values import NOTHING, Record


@dataclass(frozen=True, slots=True)
class Outside:
    """``switches``: name to yes or no, for those that are turned; ``notices``: place to text by language.

    ``closed``: queues nobody answers now, whatever their hours say.
    """

    switches: Record = NOTHING
    notices: Record = NOTHING
    closed: frozenset[str] = frozenset()


AS_DESIGNED = Outside()
"""Nothing turned, nothing up, every queue open at its hours."""
