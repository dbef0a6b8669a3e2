"""One mistake of an author: its code and variant, its place, its facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from ivr.diagnostics.codes import Fact, Kind, variants
from ivr.diagnostics.severity import Severity
from ivr.diagnostics.span import Span

__all__ = ["NEAR", "Diagnostic", "Fact", "Related", "Severity", "near_names", "problem"]

NEAR = "near"
"""The label key of a related place that says where a near name stands, in the order of the near names."""
MOST_NEAR = 3
"""Near names offered at most; source: architecture section 6."""
MOST_NEAR_LENGTH = 80
"""Names longer than this are not compared: the comparison is quadratic and nobody mistypes a page."""
_LIKE_ENOUGH = 0.6
"""Share of letters in common from which a Latin name is near; difflib's own default."""
_LIKE_ENOUGH_WIDE = 0.5
"""The same for Chinese, where one character of a word of two is a likely slip (帐户, 账户)."""


@dataclass(frozen=True, slots=True)
class Related:
    """A second place involved; ``label_key`` names its sentence in the variant's ``related``, or is NEAR."""

    span: Span
    label_key: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake; made by ``problem`` only, which sees to it that the facts are those its sentences need."""

    code: str
    variant: str
    span: Span
    facts: tuple[tuple[str, Fact], ...]
    near: tuple[str, ...]
    related: tuple[Related, ...]

    @property
    def severity(self) -> Severity:
        """How much it matters, from the entry of its code."""
        return variants(self.code)[self.variant].severity


def problem(
    code: str, span: Span, /, *, near: tuple[str, ...] = (), related: tuple[Related, ...] = (), **facts: Fact
) -> Diagnostic:
    """Return the diagnostic ``code`` (``F001.unknown_place``) at ``span``.

    Raises ``LookupError`` for an unknown code or variant and ``TypeError`` when the facts are not those its
    entry lists, each of its kind: both are mistakes in a rule, not an author's.
    """
    family, _, variant = code.partition(".")
    wanted = dict(variants(family)[variant].facts)
    if wanted.keys() != facts.keys():
        raise TypeError(f"{code} takes {sorted(wanted)}, not {sorted(facts)}")
    for name, kind in wanted.items():
        if not _is_kind(facts[name], kind):
            raise TypeError(f"{code} takes {name} as {kind.value}, not {facts[name]!r}")
    return Diagnostic(family, variant, span, tuple((name, facts[name]) for name in wanted), near, related)


def near_names(word: str, known: Iterable[str], *, limit: int = MOST_NEAR) -> tuple[str, ...]:
    """Return the names of ``known`` that ``word`` may have been meant as, nearest first; often none."""
    if not word or len(word) > MOST_NEAR_LENGTH:
        return ()
    by_folded = {name.casefold(): name for name in known if name != word and len(name) <= MOST_NEAR_LENGTH}
    cutoff = _LIKE_ENOUGH if word.isascii() else _LIKE_ENOUGH_WIDE
    found = get_close_matches(word.casefold(), by_folded, n=limit, cutoff=cutoff)
    return tuple(by_folded[name] for name in found)


def _is_kind(fact: Fact, kind: Kind) -> bool:
    match kind:
        case Kind.TEXT:
            return isinstance(fact, str)
        case Kind.NUMBER:
            return isinstance(fact, int) and not isinstance(fact, bool)
        case Kind.LIST | Kind.PATH:
            return isinstance(fact, tuple) and all(isinstance(part, str) for part in fact)
