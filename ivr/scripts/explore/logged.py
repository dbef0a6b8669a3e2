"""What our own code writes into its log while explored calls are made."""

from __future__ import annotations

import logging
from typing import Self

from ivr.scripts.explore.moment import Logged

_NAME = "ivr"


class Kept(logging.Handler):
    """Keeps every record of ours; nothing is printed while it is open."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._records: list[logging.LogRecord] = []
        self._before: tuple[int, bool] | None = None

    def __enter__(self) -> Self:
        logger = logging.getLogger(_NAME)
        self._before = logger.level, logger.propagate
        logger.addHandler(self)
        logger.setLevel(logging.DEBUG)
        logger.propagate = False
        return self

    def __exit__(self, *_error: object) -> None:
        logger = logging.getLogger(_NAME)
        logger.removeHandler(self)
        if self._before is not None:
            logger.level, logger.propagate = self._before

    def emit(self, record: logging.LogRecord) -> None:
        """Keep ``record``."""
        self._records.append(record)

    def taken(self) -> tuple[Logged, ...]:
        """Return what was logged since the last time."""
        found = tuple(
            Logged(self.format(one), one.levelno >= logging.ERROR or one.exc_info is not None)
            for one in self._records
        )
        self._records.clear()
        return found
