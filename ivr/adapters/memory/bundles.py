"""Checked bundles and the live pointer in memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from threading import RLock

from ivr.adapters.store.rules import MOST_RELEASES_LISTED
from ivr.model.ids import Digest
from ivr.model.stored import Release


class MemoryBundles:
    """``BundleStore`` in one process. Any number of threads may use it."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._files: dict[Digest, dict[str, str]] = {}
        self._releases: list[Release] = []

    def keep(self, digest: Digest, files: Mapping[str, str]) -> None:
        """Store a bundle's files under its digest."""
        with self._lock:
            if digest not in self._files:
                self._files[digest] = dict(sorted(files.items()))

    def files(self, digest: Digest) -> Mapping[str, str] | None:
        """Return the files of a stored bundle."""
        files = self._files.get(digest)
        return None if files is None else dict(files)

    def live(self) -> Digest | None:
        """Return the bundle new calls begin on."""
        return self._releases[-1].digest if self._releases else None

    def release(
        self, digest: Digest, at: datetime, *, who: str = "", why: str = "", back_to: int | None = None
    ) -> Release:
        """Make a stored bundle the one new calls begin on; keep who did it and why."""
        with self._lock:
            release = Release(len(self._releases) + 1, digest, at, who, why, back_to)
            self._releases.append(release)
            return release

    def released(self, number: int) -> Release | None:
        """Return a release by its number."""
        with self._lock:
            return self._releases[number - 1] if 0 < number <= len(self._releases) else None

    def releases(self) -> tuple[Release, ...]:
        """Return what was live when, newest first."""
        with self._lock:
            return tuple(islice(reversed(self._releases), MOST_RELEASES_LISTED))
