"""A diagnostic in words: its sentences with the facts put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from ivr.diagnostics.codes import Kind, sentences, variants, words
from ivr.diagnostics.diagnostic import NEAR, Diagnostic, Fact
from ivr.diagnostics.span import Span
from ivr.diagnostics.visible import clipped, visible
from ivr.model.ids import Language

LONGEST_FACT = 60
"""Characters of a fact put into a sentence: a title stays one line, whatever the author wrote."""
_ARROW = " → "
_HOLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Told:
    """One diagnostic in one language."""

    title: str
    label: str
    why: str
    help: str
    related: tuple[tuple[Span, str], ...]


def tell(diagnostic: Diagnostic, language: Language) -> Told:
    """Return what ``diagnostic`` says in ``language``; with near names, they are the help."""
    said = sentences(diagnostic.code, language)[diagnostic.variant]
    kinds = dict(variants(diagnostic.code)[diagnostic.variant].facts)
    facts = {name: _fact(fact, kinds[name], language) for name, fact in diagnostic.facts}
    labels = dict(said.related)
    return Told(
        fill(said.title, facts),
        fill(said.label, facts),
        fill(said.why, facts),
        _near(diagnostic, language) if diagnostic.near else fill(said.help, facts),
        tuple(
            (place.span, fill(labels[place.label_key], facts))
            for place in diagnostic.related
            if place.label_key != NEAR
        ),
    )


def fill(template: str, facts: Mapping[str, str]) -> str:
    """Return ``template`` with each ``{hole}`` replaced; raise ``KeyError`` for one that has no fact."""
    return _HOLE.sub(lambda hole: facts[hole[1]], template)


def holes(template: str) -> frozenset[str]:
    """Return the names of the facts that ``template`` needs."""
    return frozenset(_HOLE.findall(template))


def _fact(fact: Fact, kind: Kind, language: Language) -> str:
    if isinstance(fact, tuple):
        between = _ARROW if kind is Kind.PATH else words(language)["between"]
        return between.join(clipped(visible(part), LONGEST_FACT) for part in fact)
    return clipped(visible(str(fact)), LONGEST_FACT)


def _near(diagnostic: Diagnostic, language: Language) -> str:
    said = words(language)
    places = (place.span for place in diagnostic.related if place.label_key == NEAR)
    names = [
        f"`{visible(name)}`" + (f" ({place.file}:{place.line})" if place else "")
        for name, place in zip_longest(diagnostic.near, places)
        if name
    ]
    several = said["between"].join(names[:-1])
    return fill(said["near"], {"names": several + said["or"] + names[-1] if several else names[-1]})
