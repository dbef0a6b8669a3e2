"""What operators have turned and put up, as a call sees it at its next step."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.model.values import NOTHING, Record


@dataclass(frozen=True, slots=True)
class Outside:
    """``switches``: name to yes or no, for those that are turned; ``notices``: place to text by language."""

    switches: Record = NOTHING
    notices: Record = NOTHING


AS_DESIGNED = Outside()
"""Nothing turned, nothing up."""
