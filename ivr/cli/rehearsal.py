"""What must hold before callers hear a project: no errors, no failing script, coverage as asked for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from ivr.adapters.clock import SystemClock
from ivr.adapters.files import read_files, read_script_files
from ivr.bundle.bundle import Bundle, make_bundle
from ivr.checks.check import check
from ivr.cli.saying import say
from ivr.diagnostics.diagnostic import Diagnostic
from ivr.diagnostics.show import exit_code
from ivr.kept import Kept
from ivr.model.ids import Language
from ivr.scripts.coverage import counts, too_little
from ivr.scripts.playing import Played
from ivr.scripts.suite import Results, play_all, read_suite


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A project as rehearsed: its bundle, None when it has errors; what is wrong; the scripts that fail."""

    bundle: Bundle | None
    sources: Mapping[str, str]
    found: tuple[Diagnostic, ...]
    played: int = 0
    failed: tuple[Played, ...] = ()

    @property
    def is_fit(self) -> bool:
        """Whether callers may hear it."""
        return self.bundle is not None and not self.failed and not exit_code(self.found)


def check_project(project: Path) -> Rehearsed:
    """Return a project as checked; its scripts are not played."""
    return check_read(*read_files(project))


def check_read(
    files: Mapping[str, str], unread: tuple[Diagnostic, ...], kept: Kept | None = None
) -> Rehearsed:
    """Return what was read of a project as checked; ``unread`` tells of files that could not be read.

    ``kept``: what earlier checks of it worked out.
    """
    checked, found = check(files, at=SystemClock().now(), parts=kept)
    whole = (*unread, *found)
    return Rehearsed(None if checked is None or unread else make_bundle(checked), files, whole)


def rehearse(checked: Rehearsed, project: Path, language: Language) -> Rehearsed:
    """Play every call script of ``project`` on what was ``checked``, and count what they take.

    Shows on standard error how far it is. A project with errors comes back as it is.
    """
    bundle = checked.bundle
    if bundle is None:
        return checked
    files, unread = read_script_files(project)
    suite = read_suite(files, bundle)
    results = Results()
    scripts = suite.scripts
    label = say("playing", language, scripts=len(scripts))
    with click.progressbar(scripts, label=label, file=sys.stderr) as shown:
        failed = tuple(one for one in play_all(shown, bundle, results) if one.failures)
    short = too_little(bundle.checked.project, counts(bundle.checked.project, results.taken))
    found = (*checked.found, *unread, *suite.mistakes, *short)
    return Rehearsed(bundle, suite.files, found, len(results.played), failed)
