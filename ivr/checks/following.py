"""What merely follows from another mistake, and what no comment can wave through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ivr.diagnostics.diagnostic import Diagnostic, Severity, problem
from ivr.diagnostics.span import Span
from ivr.diagnostics.suppression import suppress

WAY_MISSING = frozenset({"F001", "B302", "B303", "F005", "F006"})
"""Codes of a way that is missing or leads wrong: what it was meant to lead to is reached by nothing else."""
WRONG_VALUE = frozenset({"E401", "E402", "E404", "B305"})
"""Codes of a value that is not what was meant: what it was to name or to keep secret is not known."""
FOLLOWS: Mapping[str, frozenset[str]] = {
    "F002.unreachable": WAY_MISSING | {"F008", "F009", "M200"},
    "F003.dead_end": WAY_MISSING | {"F004", "F009"},
    "F010.for_ever": frozenset({"F003", "F008"}),
    "F004.never_ends_with": WAY_MISSING | {"F004"},
    "S601.not_secret": WRONG_VALUE,
    "S604.not_named": WRONG_VALUE,
}
"""What follows, and the codes of what it may follow from in the same file."""
OF_THE_WHOLE, TOO_LONG = "M212", "M207"
"""How far a person is from everywhere can be said only while nothing is wrong, and no question too long."""
TOLD_ELSEWHERE = ("T", "B309", "M207", "M212")
"""What only call scripts tell, or only some months of the year, or only by the sounds that are built here.

A comment on it has its work at other times.
"""
ONCE_A_PLACE: Mapping[str, str] = {"M201": "keys", "M208": "keys", "M206": "phrases", "M211": "phrases"}
"""Codes told once of a place, however many questions have the words there, and what they are about."""
LETS_A_CALL_BE = frozenset({"F002", "F003", "F013", "F014", "M201", "M203", "M204", "M206", "M208", "M209"})
"""Errors with which a call still runs; an author may know better, and say so in a comment."""


def each_once(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return ``found`` with only the first of what is wrong with the same words in several flows."""
    told: set[tuple[str | None, Span]] = set()
    kept = []
    for one in found:
        words = (ONCE_A_PLACE.get(one.code), one.span)
        if words[0] is None or words not in told:
            kept.append(one)
            told.add(words)
    return tuple(kept)


def without_what_follows(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return ``found`` without what mending something else in it would mend too."""
    listed = tuple(found)
    codes: dict[str, set[str]] = {}
    for one in listed:
        if one.severity is Severity.ERROR:
            codes.setdefault(one.span.file, set()).add(one.code)
    return tuple(
        one
        for one in listed
        if not FOLLOWS.get(f"{one.code}.{one.variant}", frozenset()) & codes.get(one.span.file, set())
    )


def waved_through(
    found: Iterable[Diagnostic], files: Mapping[str, str], *, read: bool
) -> tuple[Diagnostic, ...]:
    """Return ``found`` without what comments wave through.

    What would break a call stays, whatever a comment says. ``read``: every file was read as it was written;
    otherwise a comment that has nothing to wave through may have had.
    """
    listed = tuple(found)
    kept = tuple(one for one in suppress(listed, files) if not _has_its_work_elsewhere(one))
    still_told = set(kept)
    held = [
        one
        for one in listed
        if one not in still_told and one.severity is Severity.ERROR and one.code not in LETS_A_CALL_BE
    ]
    refused = [problem("Y004.never", one.span, code=one.code) for one in held]
    if held or any(one.severity is Severity.ERROR or one.code == TOO_LONG for one in kept):
        kept = tuple(one for one in kept if one.code != OF_THE_WHOLE)
    if not read:
        kept = tuple(one for one in kept if (one.code, one.variant) != ("Y004", "nothing_here"))
    return (*kept, *held, *refused)


def _has_its_work_elsewhere(found: Diagnostic) -> bool:
    """Return whether ``found`` tells that a comment waves nothing through which is not looked for here."""
    is_idle = (found.code, found.variant) == ("Y004", "nothing_here")
    return is_idle and str(dict(found.facts)["code"]).startswith(TOLD_ELSEWHERE)
