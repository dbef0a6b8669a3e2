"""Proof that a project was checked. Compiling takes nothing else, so an unchecked flow reaches no caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.language.specs import Project


@dataclass(frozen=True, slots=True)
class Checked:
    """A project without errors and the files it was read from; made by ``check`` and ``accept`` only."""

    project: Project
    files: Mapping[str, str]
