"""What the web layer is configured with."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class WebConfig:
    """``public_url`` is the address the carrier calls; without ``tokens`` signatures are not checked.

    ``trusts_caller_id``: this carrier stands for the numbers it shows.
    """

    public_url: str
    tokens: tuple[str, ...] = ()
    trusts_caller_id: bool = False

    @property
    def prefix(self) -> str:
        """The path in front of every route, as the carrier sees it."""
        return urlsplit(self.public_url).path.rstrip("/")

    @property
    def origin(self) -> str:
        """The public address without a trailing slash."""
        return self.public_url.rstrip("/")
