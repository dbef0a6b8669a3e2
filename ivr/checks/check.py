"""Check a project: every rule over every file, everything told at once."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ivr.checks.checked import Checked
from ivr.diagnostics.diagnostic import Diagnostic, Severity
from ivr.errors import NotPublished
from ivr.language.reader import read_project


def check(files: Mapping[str, str]) -> tuple[Checked | None, tuple[Diagnostic, ...]]:
    """Return proof that ``files`` (path to text) can be run, and every diagnostic.

    No proof when there is an error. Never raises, whatever the texts.
    """
    project, found = read_project(files)
    errors = [one for one in found if one.severity is Severity.ERROR]
    if project is None or errors:
        return None, tuple(found)
    return Checked(project, MappingProxyType(dict(files))), tuple(found)


def accept(files: Mapping[str, str]) -> Checked:
    """Return proof for the files of a stored bundle: they were checked when it was published.

    A newer rule must not end the calls that run on an older bundle. Raises ``NotPublished`` when the files
    cannot even be read.
    """
    project, _ = read_project(files)
    if project is None:
        raise NotPublished("the stored bundle cannot be read")
    return Checked(project, MappingProxyType(dict(files)))
