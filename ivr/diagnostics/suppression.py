"""``# ok: M202 reason`` on a line: what is known there and may stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ivr.diagnostics.codes import codes
from ivr.diagnostics.diagnostic import Diagnostic, near_names, problem
from ivr.diagnostics.raw_text import comment_of, lines_of
from ivr.diagnostics.span import Span

NEVER = ("S", "Y")
"""Families that no comment can wave through: what keeps callers safe, and files that cannot be read."""

_OK = re.compile(r"\s*ok:\s*(?P<codes>[A-Za-z]\d{3}(?:\s*,\s*[A-Za-z]\d{3})*)?[\s:：,，]*(?P<reason>.*)")
_MAY_CLAIM = re.compile(r"#\s*ok:")


@dataclass(frozen=True, slots=True)
class _Claim:
    span: Span
    code: str


def suppress(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics that no comment waves through, and a Y004 for each comment that does not hold.

    A comment holds for its own line. It may name several codes: ``# ok: M202, M207 because …``.
    """
    listed = tuple(diagnostics)
    claims: dict[tuple[str, int, str], _Claim] = {}
    wrong: list[Diagnostic] = []
    for file, text in sources.items():
        for claim in _claims(file, text):
            if isinstance(claim, Diagnostic):
                wrong.append(claim)
            else:
                claims[file, claim.span.line, claim.code] = claim
    met = {(each.span.file, each.span.line, each.code) for each in listed}
    kept = [each for each in listed if (each.span.file, each.span.line, each.code) not in claims]
    idle = [
        problem("Y004.nothing_here", claim.span, code=claim.code)
        for key, claim in claims.items()
        if key not in met
    ]
    return (*kept, *wrong, *idle)


def _claims(file: str, text: str) -> Iterator[_Claim | Diagnostic]:
    if not _MAY_CLAIM.search(text):
        return
    for number, line in enumerate(lines_of(text), 1):
        comment = comment_of(line)
        match = _OK.match(comment.text) if comment else None
        if comment and match:
            span = Span(file, number, comment.column, len(comment.text.rstrip()) + 1)
            yield from _claim(span, match)


def _claim(span: Span, match: re.Match[str]) -> Iterator[_Claim | Diagnostic]:
    if match["codes"] is None:
        yield problem("Y004.no_code", span)
        return
    for code in re.findall(r"[A-Z]\d{3}", match["codes"].upper()):
        if code not in codes():
            yield problem("Y004.unknown_code", span, near=near_names(code, codes()), code=code)
        elif code.startswith(NEVER):
            yield problem("Y004.never", span, code=code)
        elif not match["reason"].strip():
            yield problem("Y004.without_reason", span, code=code)
        else:
            yield _Claim(span, code)
