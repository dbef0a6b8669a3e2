"""Checked bundles and the live pointer, stored beside the calls."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import RowMapping, select
from sqlalchemy.dialects.sqlite import insert as upsert

from ivr.adapters.store.database import Database
from ivr.adapters.store.rules import MOST_RELEASES_LISTED
from ivr.adapters.store.tables import bundles, moment, release_notes, releases
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

    def release(
        self, digest: Digest, at: datetime, *, who: str = "", why: str = "", back_to: int | None = None
    ) -> Release:
        """Make a stored bundle the one new calls begin on; keep who did it and why."""
        with self._database.writing() as connection:
            added = connection.execute(releases.insert().values(digest=digest, at=moment(at)))
            number = int((added.inserted_primary_key or (0,))[0])
            note = {"number": number, "who": who, "why": why, "back_to": back_to}
            connection.execute(release_notes.insert().values(note))
        return Release(number, digest, at, who, why, back_to)

    def releases(self) -> tuple[Release, ...]:
        """Return what was live when, newest first."""
        newest = _NOTED.order_by(releases.c.number.desc()).limit(MOST_RELEASES_LISTED)
        with self._database.reading() as connection:
            return tuple(_release(row) for row in connection.execute(newest).mappings())

    def released(self, number: int) -> Release | None:
        """Return a release by its number."""
        with self._database.reading() as connection:
            row = connection.execute(_NOTED.where(releases.c.number == number)).mappings().first()
        return None if row is None else _release(row)


_NOTED = select(releases, release_notes.c.who, release_notes.c.why, release_notes.c.back_to).outerjoin_from(
    releases, release_notes, releases.c.number == release_notes.c.number
)


def _release(row: RowMapping) -> Release:
    """Return a row's release; one made before there were notes has none."""
    return Release(
        row["number"],
        Digest(row["digest"]),
        datetime.fromisoformat(row["at"]),
        row["who"] or "",
        row["why"] or "",
        row["back_to"],
    )
