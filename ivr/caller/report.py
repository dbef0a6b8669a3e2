"""A finished call as the JSON of ``ivr call --json``, and as lines to read."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.caller.converse import CallReport
from ivr.line.asks import Params
from ivr.line.state import Heard


def as_json(report: CallReport) -> dict[str, object]:
    """Return the document of contract.md, section 2."""
    line = report.line
    return {
        "call": line.parties.call_sid,
        "ended": report.ended,
        "heard": [
            {
                "at": heard.at,
                "kind": heard.kind.value,
                "text": heard.text,
                "language": heard.language,
                "url": heard.url,
                "cut": heard.cut,
            }
            for heard in line.heard
        ],
        "requests": [
            {"at": sent.at, "method": sent.method, "url": sent.url, "params": dict(sent.params)}
            for sent in line.requested
        ],
        "warnings": [{"code": found.code, "text": found.text} for found in line.complaints],
    }


def as_lines(report: CallReport, *, heard: bool = True) -> Iterator[str]:
    """Yield the call in the order of its clock, then what is wrong with it.

    ``heard`` False leaves out what somebody at a terminal has seen already.
    """
    line = report.line
    happened = [(sound.at, 1, heard_line(sound)) for sound in line.heard if heard]
    happened += [
        (sent.at, 0, f"{sent.at:7.1f}  -> {sent.method} {sent.url} {_shown(sent.params)}".rstrip())
        for sent in line.requested
    ]
    for _, _, text in sorted(happened, key=lambda entry: entry[:2]):
        yield text
    yield f"ended: {report.ended}"
    for found in line.complaints:
        yield f"warning {found.code}: {found.text}"


def heard_line(heard: Heard) -> str:
    """Return one sound as a line: when, what, in which language."""
    words = heard.text or heard.url or heard.kind.value
    language = f" [{heard.language}]" if heard.language else ""
    return f"{heard.at:7.1f}  {words}{language}{' (cut)' if heard.cut else ''}"


def _shown(params: Params) -> str:
    return " ".join(f"{name}={value}" for name, value in params)
