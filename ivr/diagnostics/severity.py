"""How much a mistake matters."""

from __future__ import annotations

from enum import Enum


class Severity(Enum):
    """An error keeps a bundle from being made; a warning does not."""

    ERROR = "error"
    WARNING = "warning"
