"""The back office's contract: what each operation takes, how it can come out, what it does to the world."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.language.types import Type
from ivr.model.office import UNAVAILABLE, UNSURE, Effect
from ivr.source.nodes import Text

TIMEOUT_S = 8.0
"""How long an operation may take unless its contract says less; source: architecture design, section 4."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value an operation takes."""

    name: Text
    type: Type
    optional: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class OperationOutcome:
    """One way an operation can come out, and the values that come with it."""

    name: Text
    gives: tuple[tuple[Text, Type], ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """Something asked of the back office.

    ``about_call``: needs no subscriber. ``needs``: ``proof``, ``proof_of_others`` or empty. ``proves``: the
    outcomes after which the subscriber is proven. ``owed``: done later even after *unavailable*.
    ``needs_told``: what the caller must have been told before.
    """

    name: Text
    effect: Effect
    about_call: bool
    takes: tuple[Parameter, ...]
    outcomes: tuple[OperationOutcome, ...]
    needs: str
    proves: frozenset[str]
    owed: bool
    timeout_s: float
    needs_told: tuple[Text, ...] = ()

    def outcome(self, name: str) -> OperationOutcome | None:
        """Return the declared outcome called ``name``."""
        return next((one for one in self.outcomes if one.name == name), None)

    @property
    def ways(self) -> tuple[str, ...]:
        """Every outcome a flow must handle: the declared ones, *unavailable*, and *unsure* for a change."""
        added = (UNAVAILABLE,) if self.effect is Effect.READ else (UNSURE, UNAVAILABLE)
        return (*(str(one.name) for one in self.outcomes), *added)
