"""Addresses: how relative ones resolve, and the connection overrides in a fragment (2.6, 5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urldefrag, urlencode, urljoin

from ivr.line.asks import Params, Trouble
from ivr.line.limits import ANSWER_S, CONNECT_S, MAX_RETRIES, RETRIES

_ALL = "all"
_SHORTEST_MS, _LONGEST_MS, _LONGEST_CONNECT_MS = 100, 15000, 10000  # ranges of rt, tt and ct (2.6)


@dataclass(frozen=True, slots=True)
class Overrides:
    """How often and on what a fetch is tried again, and how long it may take.

    ``read_s`` is for one attempt, ``total_s`` for all of them together.
    """

    retries: int = RETRIES
    on: frozenset[str] = frozenset({"ct"})
    connect_s: float = CONNECT_S
    read_s: float = ANSWER_S
    total_s: float = ANSWER_S

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
    words = frozenset(given.get("rp", "").split(",")) & {"4xx", "5xx", "ct", "rt", _ALL}
    usual = Overrides()
    return bare, Overrides(
        usual.retries if retries is None else retries,
        words or usual.on,
        connect_s=_seconds(given.get("ct"), _LONGEST_CONNECT_MS, usual.connect_s),
        read_s=_seconds(given.get("rt"), _LONGEST_MS, usual.read_s),
        total_s=_seconds(given.get("tt"), _LONGEST_MS, usual.total_s),
    )


def with_query(address: str, params: Params) -> str:
    """Return ``address`` with ``params`` appended to its query string, for a GET (2.2)."""
    if not params:
        return address
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode(params)}"


def _seconds(text: str | None, longest_ms: int, default_s: float) -> float:
    milliseconds = _within(text, _SHORTEST_MS, longest_ms)
    return default_s if milliseconds is None else milliseconds / 1000


def _within(text: str | None, low: int, high: int) -> int | None:
    if text is None or not text.isdecimal() or not low <= int(text) <= high:
        return None
    return int(text)
