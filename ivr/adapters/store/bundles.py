"""Checked bundles and the live pointer, stored beside the calls."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert as upsert

from ivr.adapters.store.database import Database
from ivr.adapters.store.rules import MOST_RELEASES_LISTED
from ivr.adapters.store.tables import bundles, moment, releases
from ivr.model.ids import Digest
from ivr.model.stored import Release


class SqlBundles:
    """``BundleStore`` on one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, digest: Digest, files: Mapping[str, str]) -> None:
        """Store a bundle's files under its digest."""
        row = {"digest": digest, "files": json.dumps(dict(files), ensure_ascii=False, sort_keys=True)}
        with self._database.writing() as connection:
            connection.execute(upsert(bundles).values(row).on_conflict_do_nothing())

    def files(self, digest: Digest) -> Mapping[str, str] | None:
        """Return the files of a stored bundle."""
        with self._database.reading() as connection:
            text = connection.execute(select(bundles.c.files).where(bundles.c.digest == digest)).scalar()
        if text is None:
            return None
        files: dict[str, str] = json.loads(text)
        return files

    def live(self) -> Digest | None:
        """Return the bundle new calls begin on."""
        newest = select(releases.c.digest).order_by(releases.c.number.desc()).limit(1)
        with self._database.reading() as connection:
            digest = connection.execute(newest).scalar()
        return None if digest is None else Digest(digest)

    def release(self, digest: Digest, at: datetime) -> Release:
        """Make a stored bundle the one new calls begin on."""
        with self._database.writing() as connection:
            added = connection.execute(releases.insert().values(digest=digest, at=moment(at)))
        (number,) = added.inserted_primary_key or (0,)
        return Release(int(number), digest, at)

    def releases(self) -> tuple[Release, ...]:
        """Return what was live when, newest first."""
        newest = select(releases).order_by(releases.c.number.desc()).limit(MOST_RELEASES_LISTED)
        with self._database.reading() as connection:
            return tuple(
                Release(row["number"], Digest(row["digest"]), datetime.fromisoformat(row["at"]))
                for row in connection.execute(newest).mappings()
            )
