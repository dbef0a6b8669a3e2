"""A project's files on disk, as the text the readers take."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ivr.diagnostics.diagnostic import Diagnostic
from ivr.source.reading import read_file

FOLDERS = ("flows", "prompts")
SCRIPTS = "tests/calls"
"""Where a project keeps its call scripts."""
USUAL = "usual.yaml"
"""What the scripts beside it, and in the folders below, share."""


def read_files(project: Path) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    """Return every YAML file of a project (path to text), and diagnostics for those that cannot be read."""
    return _read(project, (path for folder in FOLDERS for path in sorted((project / folder).rglob("*.yaml"))))


def read_script_files(
    project: Path, paths: Iterable[Path] = ()
) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    """Return the call scripts at ``paths``, files or folders, with whatever they share; by default all.

    What is shared is looked for in every folder from the script up to ``tests/calls``, or to the project.
    """
    chosen: dict[Path, None] = {}
    for path in paths or (project / SCRIPTS,):
        found = (path,) if path.is_file() else sorted(path.rglob("*.yaml"))
        for script in found:
            for folder in _above(script.resolve(), project.resolve()):
                if (folder / USUAL).is_file():
                    chosen[folder / USUAL] = None
            chosen[script.resolve()] = None
    return _read(project, chosen)


def _above(script: Path, project: Path) -> tuple[Path, ...]:
    """Return the folders that may hold what ``script`` shares with others, outermost first."""
    root = project / SCRIPTS
    stop = root if root in script.parents else project
    if stop not in script.parents:
        return (script.parent,)
    return tuple(reversed([one for one in script.parents if one == stop or stop in one.parents]))


def _read(project: Path, paths: Iterable[Path]) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    files: dict[str, str] = {}
    found: list[Diagnostic] = []
    root = project.resolve()
    for path in paths:
        whole = path.resolve()
        shown = whole.relative_to(root).as_posix() if root in whole.parents else path.as_posix()
        text, wrong = read_file(path, shown)
        found.extend(wrong)
        if text is not None:
            files[shown] = text
    return files, tuple(found)
