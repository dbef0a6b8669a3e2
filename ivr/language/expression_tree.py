"""The tree of an expression, and where its names come from while a call runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol, TypeAlias

from ivr.model.values import Value


class Scope(Protocol):
    """Where an expression finds its names while a call runs."""

    def value(self, name: str) -> Value:
        """Return the value of a dotted name's first part; the engine guarantees it is there."""

    def today(self) -> date:
        """Return the day it is at the hotline."""

    def day_of(self, moment: datetime) -> date:
        """Return the day ``moment`` falls on at the hotline."""

    def is_open(self, queue: str) -> bool:
        """Return whether people answer ``queue`` now."""


@dataclass(frozen=True, slots=True)
class Name:
    """A dotted name: ``account.left``."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, quoted text, yes or no."""

    value: str | bool | int | Decimal


@dataclass(frozen=True, slots=True)
class Not:
    """``not operand``."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Joined:
    """Operands joined by ``and`` or ``or``."""

    word: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two sides and one of ``< <= > >= == !=``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Summed:
    """Two sides joined by ``+`` or ``-``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Called:
    """A function of the language and its one argument."""

    function: str
    argument: Node


Node: TypeAlias = Name | Constant | Not | Joined | Compared | Summed | Called
Evaluate: TypeAlias = Callable[[Scope], Value]
