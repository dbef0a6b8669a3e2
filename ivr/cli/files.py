"""A project's files on disk, as the text the reader takes."""

from __future__ import annotations

from pathlib import Path

from ivr.diagnostics.diagnostic import Diagnostic
from ivr.source import read_file

FOLDERS = ("flows", "prompts")


def read_files(project: Path) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    """Return every YAML file of a project (path to text), and diagnostics for those that cannot be read."""
    files: dict[str, str] = {}
    found: list[Diagnostic] = []
    for folder in FOLDERS:
        for path in sorted((project / folder).rglob("*.yaml")):
            shown = path.relative_to(project).as_posix()
            text, wrong = read_file(path, shown)
            found.extend(wrong)
            if text is not None:
                files[shown] = text
    return files, tuple(found)
