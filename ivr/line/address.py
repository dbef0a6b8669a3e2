"""Addresses: how relative ones resolve, and the connection overrides in a fragment (2.6, 5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urldefrag, urlencode, urljoin

from ivr.line.asks import Params, Trouble
from ivr.line.limits import ANSWER_S, MAX_RETRIES, RETRIES

_ALL = "all"


@dataclass(frozen=True, slots=True)
class Overrides:
    """How often and on what a fetch is tried again, and how long it may take."""

    retries: int = RETRIES
    on: frozenset[str] = frozenset({"ct"})
    limit_s: float = ANSWER_S

    def again(self, trouble: Trouble | int) -> bool:
        """Say whether the policy covers a failure, or an HTTP status."""
        match trouble:
            case Trouble.CONNECTION | Trouble.TLS:
                word = "ct"
            case Trouble.TIMEOUT:
                word = "rt"
            case int():
                word = f"{trouble // 100}xx"
            case _:
                return False
        return word in self.on or _ALL in self.on


def resolve(base: str, address: str) -> str:
    """Return ``address`` as a document fetched from ``base`` means it (RFC 3986)."""
    return urljoin(base, address)


def split_overrides(address: str) -> tuple[str, Overrides]:
    """Return an address without its fragment, and the overrides the fragment carries.

    Values out of range count as not given.
    """
    bare, fragment = urldefrag(address)
    given = {name: values[-1] for name, values in parse_qs(fragment).items()}
    retries = _within(given.get("rc"), 0, MAX_RETRIES)
    limit_ms = min(
        _within(given.get(name), 100, round(ANSWER_S * 1000)) or ANSWER_S * 1000 for name in ("rt", "tt")
    )
    words = frozenset(given.get("rp", "").split(",")) & {"4xx", "5xx", "ct", "rt", _ALL}
    usual = Overrides()
    return bare, Overrides(usual.retries if retries is None else retries, words or usual.on, limit_ms / 1000)


def with_query(address: str, params: Params) -> str:
    """Return ``address`` with ``params`` appended to its query string, for a GET (2.2)."""
    if not params:
        return address
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode(params)}"


def _within(text: str | None, low: int, high: int) -> int | None:
    if text is None or not text.isdecimal() or not low <= int(text) <= high:
        return None
    return int(text)
