"""Publishing each checked edit while a designer works: what ``ivr serve --watch`` runs beside the server.

A process of its own, so that the server's workers are forked from one without threads; it ends when its
standard input does. Call scripts are not played: whoever designs hears for themselves, and ``ivr publish``
plays them before real callers hear anything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
from watchfiles import Change, watch

from ivr.adapters.clock import SystemClock
from ivr.adapters.files import FOLDERS, read_files
from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.database import Database
from ivr.bundle.bundle import Bundle, digest_of
from ivr.cli.beside import beside, until_stdin_closes
from ivr.cli.operators import who
from ivr.cli.rehearsal import check_read
from ivr.cli.releases import SHOWN
from ivr.cli.rendering import Rendering
from ivr.cli.saying import say
from ivr.cli.settings import read_settings
from ivr.diagnostics.languages import default_language
from ivr.diagnostics.show import Form, show
from ivr.errors import CannotSave
from ivr.kept import Kept
from ivr.language.specs import Project
from ivr.model.ids import Digest, Language
from ivr.ports import BundleStore, Clock

LOOK_AGAIN_MS = 2000
"""How often the files are read although nothing was told: a folder made anew, or on a network, is not noticed
otherwise. Ours: reading them takes some milliseconds."""
QUIET_MS = 50
"""How long nothing may have been written before an edit is taken as over. Ours: editors write in one go."""


class Watch:
    """What is known of a project's files while they are watched."""

    def __init__(
        self,
        project: Path,
        bundles: BundleStore,
        clock: Clock,
        language: Language,
        render: Callable[[Project], str | None] = lambda _project: None,
    ) -> None:
        self._project = project
        self._bundles = bundles
        self._clock = clock
        self._language = language
        self._render = render
        self._kept = Kept()
        self._seen: tuple[Digest, int] | None = None

    def look(self) -> str | None:
        """Publish the files if they changed and are without errors; return what to tell, if anything."""
        files, unread = read_files(self._project)
        now = digest_of(files), len(unread)
        if now == self._seen:
            return None
        rehearsed = check_read(files, unread, self._kept)
        try:
            told = self._publish(rehearsed.bundle) if rehearsed.bundle is not None else self._broken()
        except CannotSave as error:  # it is looked at again, so nothing is remembered as seen
            return say("watched_cannot_save", self._language, reason=error)
        self._seen = now
        found = show(rehearsed.found, files, form=Form.TEXT, language=self._language)
        return f"{found}\n{told}" if rehearsed.found else told

    def _publish(self, bundle: Bundle) -> str:
        """Give new words their sound, then let the next caller hear them; return what to tell."""
        digest, shown = bundle.digest, bundle.digest[:SHOWN]
        if self._bundles.live() == digest:
            return say("watched_as_live", self._language, digest=shown)
        rendered = self._render(bundle.checked.project)
        self._bundles.keep(digest, bundle.checked.files)
        why = say("why_watched", self._language)
        release = self._bundles.release(digest, self._clock.now(), who=who(None, self._language), why=why)
        published = say("watched_published", self._language, number=release.number, digest=shown)
        return published if rendered is None else f"{rendered}\n{published}"

    def _broken(self) -> str:
        live = self._bundles.live() or ""
        return say("watched_broken", self._language, digest=live[:SHOWN])


@contextmanager
def watching() -> Iterator[None]:
    """Watch the project of the environment's settings in a process of its own, which ends with this one."""
    with beside("ivr.cli.watching"):
        yield


def main() -> None:
    """Watch until standard input closes."""
    settings, language = read_settings(os.environ), default_language(os.environ)
    stop = until_stdin_closes()
    folders = [settings.project / name for name in FOLDERS if (settings.project / name).is_dir()]
    with closing(Database(settings.database_url)) as database, Rendering(settings, language) as rendering:
        one = Watch(settings.project, SqlBundles(database), SystemClock(), language, rendering.project)
        click.echo(say("watching", language), err=True)
        _tell(one.look())
        for _ in watch(
            *folders,
            watch_filter=_is_yaml,
            step=QUIET_MS,
            stop_event=stop,
            rust_timeout=LOOK_AGAIN_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
        ):
            _tell(one.look())


def _tell(told: str | None) -> None:
    if told is not None:
        click.echo(told, err=True)


def _is_yaml(_change: Change, path: str) -> bool:
    return path.endswith(".yaml")


if __name__ == "__main__":
    main()
