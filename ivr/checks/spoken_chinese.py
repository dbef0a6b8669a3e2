"""P109: digits and Latin letters in Chinese that is read aloud; the voice makes other words of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.source.nodes import Node, Table, Text
from ivr.source.reading import read_source

_FOLDER = "prompts/zh-CN/"
_COMMON = f"{_FOLDER}common.yaml"
_HOLE = re.compile(r"\{[^{}]*\}")
_UNREADABLE = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ%％]+(?:[.．:：/-][0-9０-９]+)*[%％]?")
_NOT_SPOKEN = frozenset({"carrier", "later"})
"""Sections of common.yaml that no voice reads."""
_OFFERED = frozenset({"yes", "no"})
_SPOKEN_PARTS = ("say", "again", "yes", "no", "choices")


def spoken_chinese(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the first such word of each spoken wording, at its place."""
    for file in ground.files:
        if file.startswith(_FOLDER):
            yield from ground.part(_of_file, file)


def _of_file(ground: Ground, file: str) -> tuple[Diagnostic, ...]:
    if file in ground.hurt:
        return ()
    tree, _ = read_source(file, ground.files[file])
    return tuple(_told(tree)) if isinstance(tree, Table) else ()


def _told(tree: Table) -> Iterator[Diagnostic]:
    for text in _spoken(tree):
        masked = _HOLE.sub(lambda hole: "，" * len(hole[0]), text)
        found = _UNREADABLE.search(masked)
        if found is not None:
            at = text.part(found.start(), len(found[0]))
            variant = "P109.letters" if found[0][0].isalpha() else "P109.digits"
            yield problem(variant, at, word=found[0])


def _spoken(tree: Table) -> Iterator[Text]:
    for name, node in tree.entries():
        if tree.span.file == _COMMON and name in _NOT_SPOKEN:
            continue
        if tree.span.file == _COMMON and name in ("everywhere", "joining", "keys"):
            for each in node.values() if isinstance(node, Table) else ():
                yield from _choice(each)
        elif tree.span.file == _COMMON and name in _OFFERED:
            yield from _choice(node)
        else:
            yield from _prompt(node)


def _prompt(node: Node) -> Iterator[Text]:
    if isinstance(node, Text):
        yield node
    for part in _SPOKEN_PARTS if isinstance(node, Table) else ():
        inner = node.get(part) if isinstance(node, Table) else None
        if part == "choices":
            for each in inner.values() if isinstance(inner, Table) else ():
                yield from _choice(each)
        elif inner is not None:
            yield from _choice(inner)


def _choice(node: Node) -> Iterator[Text]:
    """Yield the words of a choice or a plain line."""
    said = node.get("say") if isinstance(node, Table) else node
    if isinstance(said, Text):
        yield said
