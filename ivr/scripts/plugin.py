"""Call scripts as tests of pytest: every YAML file under ``tests/calls`` is one item.

Installed with the project (entry point ``pytest11``); needs nothing but pytest's public interface. The
project is the nearest folder above the script that has ``flows/hotline.yaml``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ivr.adapters.files import SCRIPTS, USUAL, read_files, read_script_files
from ivr.bundle.bundle import Bundle, make_bundle
from ivr.checks.check import check
from ivr.diagnostics.diagnostic import Diagnostic
from ivr.diagnostics.languages import default_language
from ivr.diagnostics.show import Form, show
from ivr.language.reader import HOTLINE
from ivr.scripts.playing import Player
from ivr.scripts.stage import Stage
from ivr.scripts.suite import Suite, read_suite
from ivr.scripts.transcript import as_lines


class ScriptFailed(Exception):
    """A script that failed, with everything a reader needs to see why."""


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take call scripts."""
    project = _project_of(file_path)
    if project is None or file_path.name == USUAL or file_path.suffix != ".yaml":
        return None
    return ScriptFile.from_parent(parent, path=file_path)


class ScriptFile(pytest.File):
    """A file with one script."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the script."""
        yield ScriptItem.from_parent(self, name=self.path.stem)


class ScriptItem(pytest.Item):
    """One scripted call."""

    def runtest(self) -> None:
        """Play it; raise ``ScriptFailed`` when it cannot be read or goes another way than it says."""
        project = _project_of(self.path)
        if project is None:
            raise ScriptFailed(f"{self.path} is in no project")
        bundle, player = _prepared(project)
        files, unread = read_script_files(project, (self.path,))
        suite = read_suite(files, bundle)
        _raise_for((*unread, *suite.mistakes), suite)
        for script in suite.scripts:
            played = player.play(script)
            self.add_report_section("call", "transcript", "\n".join(as_lines(played.transcript)))
            _raise_for(played.failures, suite)

    def repr_failure(  # type: ignore[override] # pytest allows a plain string
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> str:
        """Return the failure as ``ivr test`` shows it."""
        if isinstance(excinfo.value, ScriptFailed):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the script is."""
        return self.path, 0, self.name


def _raise_for(found: tuple[Diagnostic, ...], suite: Suite) -> None:
    if found:
        language = default_language(os.environ)
        raise ScriptFailed(show(found, suite.files, form=Form.TEXT, language=language))


@cache
def _prepared(project: Path) -> tuple[Bundle, Player]:
    """Return the project's bundle and a player, made once: checking takes longer than most calls."""
    files, unread = read_files(project)
    checked, found = check(files)
    if checked is None or unread:
        raise ScriptFailed(
            show((*unread, *found), files, form=Form.TEXT, language=default_language(os.environ))
        )
    bundle = make_bundle(checked)
    return bundle, Player(Stage(bundle))


def _project_of(path: Path) -> Path | None:
    """Return the project a script belongs to: it lies in its ``tests/calls``."""
    for folder in path.parents:
        if (folder / HOTLINE).is_file():
            return folder if folder / SCRIPTS in path.parents else None
    return None
