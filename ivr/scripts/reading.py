"""Call scripts from YAML, and what folders of scripts share; everything wrong is told at once.

A script that is wrong in any way is not played: what followed from its mistakes would be told as the
hotline's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from types import MappingProxyType
from zoneinfo import ZoneInfo

from ivr import shape
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.show import in_order
from ivr.errors import BadValue
from ivr.language.specs import Project
from ivr.line.asks import Transferred
from ivr.scripts.checking import named
from ivr.scripts.reading_backend import read_backend
from ivr.scripts.reading_expect import read_expect
from ivr.scripts.reading_steps import StepReader
from ivr.scripts.spec import CLOSED, NOTHING_USUAL, CallScript, Mock, ScriptStep, Usual
from ivr.scripts.values import value_for
from ivr.shape import Found
from ivr.source.nodes import Node, Table, Text
from ivr.source.reading import read_source

FIELDS = (
    "call",
    "by",
    "from",
    "language",
    "at",
    "switches",
    "notices",
    "queues",
    "backend",
    "steps",
    "expect",
    "blocks",
)
USUAL_FIELDS = ("backend", "blocks")
USUAL = "usual.yaml"
"""The file of what the scripts in its folder and below share."""
YEARS = range(2000, 2100)
"""Years a call may arrive in: within them every moment can be told in every time zone."""
_CALLER = re.compile(r"\+?[0-9]{1,15}|[A-Za-z]+")
"""A number as the network shows it (E.164: 15 digits at most), or its word for a withheld one."""


def read_scripts(
    files: Mapping[str, str], *, project: Project
) -> tuple[tuple[CallScript, ...], tuple[Diagnostic, ...]]:
    """Return the scripts in ``files`` (path to text), by path, and everything wrong with them.

    Every ``usual.yaml`` holds for the scripts in its folder and below. Scripts below one that is wrong are
    read for their own mistakes, but not returned.
    """
    shared, found = _shared(files, project)
    scripts = []
    for file, text in sorted(files.items()):
        if PurePosixPath(file).name == USUAL:
            continue
        above = _above(PurePosixPath(file), shared)
        script, wrong = read_script(file, text, project=project, usual=above.usual)
        found += above.without_what_follows(wrong)
        if script is not None and above.is_right:
            scripts.append(script)
    return tuple(scripts), in_order(found)


def read_script(
    file: str, text: str, *, project: Project, usual: Usual = NOTHING_USUAL
) -> tuple[CallScript | None, tuple[Diagnostic, ...]]:
    """Return the script in ``text`` and everything wrong with it, sorted; None if anything is.

    Never raises, whatever the text.
    """
    found: Found = []
    tree = _tree(file, text, found)
    script = None if tree is None else _script(file, tree, project, usual, found)
    return None if found else script, in_order(found)


def read_usual(
    file: str, text: str, *, project: Project, usual: Usual = NOTHING_USUAL
) -> tuple[Usual, tuple[Diagnostic, ...]]:
    """Return what ``text`` shares, over the ``usual`` of the folders above, and everything wrong with it."""
    found: Found = []
    tree = _tree(file, text, found)
    if tree is None:
        return usual, in_order(found)
    shape.only(tree, USUAL_FIELDS, USUAL, found)
    backend = read_backend(tree.get("backend"), project, found, usual=True)
    own = _entries(tree.get("blocks"), "blocks", found)
    merged = Usual(_nearest(usual.backend, backend), _over(usual.blocks, own))
    steps = StepReader(project, merged.blocks, found)
    for name, _ in own:
        steps.block(name)
    return merged, in_order(found)


@dataclass(frozen=True, slots=True)
class _Shared:
    """What a folder shares, those above it included, and whether nothing is wrong with it."""

    usual: Usual = NOTHING_USUAL
    is_right: bool = True

    def without_what_follows(self, wrong: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield ``wrong``, but not that a block is missing if it may be one that could not be read."""
        return (one for one in wrong if self.is_right or (one.code, one.variant) != ("T802", "block"))


def _shared(files: Mapping[str, str], project: Project) -> tuple[dict[PurePosixPath, _Shared], Found]:
    """Return what each folder with a ``usual.yaml`` shares, and everything wrong with those files."""
    shared: dict[PurePosixPath, _Shared] = {}
    found: Found = []
    usual = [file for file in files if PurePosixPath(file).name == USUAL]
    for file in sorted(usual, key=lambda one: len(PurePosixPath(one).parts)):
        folder = PurePosixPath(file).parent
        above = _above(folder, shared)
        read, wrong = read_usual(file, files[file], project=project, usual=above.usual)
        shared[folder] = _Shared(read, above.is_right and not wrong)
        found += above.without_what_follows(wrong)
    return shared, found


def _above(path: PurePosixPath, shared: Mapping[PurePosixPath, _Shared]) -> _Shared:
    """Return what the nearest folder above ``path`` shares."""
    return next((shared[folder] for folder in path.parents if folder in shared), _Shared())


def _nearest(above: tuple[Mock, ...], below: tuple[Mock, ...]) -> tuple[Mock, ...]:
    """Return the answers of both; of two for one operation, the one below."""
    return tuple({str(mock.operation): mock for mock in (*above, *below)}.values())


def _tree(file: str, text: str, found: Found) -> Table | None:
    node, wrong = read_source(file, text)
    found.extend(wrong)
    if isinstance(node, Text) and not node.strip():
        return Table((), node.span)
    return shape.table(node, file, found)


def _script(file: str, tree: Table, project: Project, usual: Usual, found: Found) -> CallScript | None:
    if tree.get("by") == "text":  # what else is wrong would follow from that
        found.append(problem("T807.by_text", tree["by"].span))
        return None
    shape.choice(tree.get("by"), "by", ("voice",), found)
    shape.only(tree, FIELDS, "a call script", found)
    shape.required(tree, ("call", "steps"), "a call script", found)
    call = shape.text(tree.get("call"), "call", found)
    backend = read_backend(tree.get("backend"), project, found)
    together = _nearest(usual.backend, backend)
    queues, closed = _queues(tree.get("queues"), project, found)
    script = CallScript(
        file=file,
        span=tree.span if call is None else call.span,
        call=Text(file, tree.span) if call is None else call,
        steps=_steps(tree, project, usual, found),
        caller=_caller(tree.get("from"), found),
        language=_language(tree.get("language"), project, found),
        at=_at(tree.get("at"), project, found),
        switches=MappingProxyType(dict(_switches(tree.get("switches"), project, found))),
        notices=MappingProxyType(dict(_notices(tree.get("notices"), project, found))),
        queues=queues,
        closed=closed,
        backend=together,
        expect=read_expect(
            tree.get("expect"), project, {str(one.operation) for one in together if one.usual}, found
        ),
    )
    return None if call is None else script


def _over(above: Mapping[str, Node], own: Iterable[tuple[Text, Node]]) -> Mapping[str, Node]:
    """Return blocks by name, ``own`` over those ``above``; the names know their places."""
    return MappingProxyType({**above, **dict[str, Node](own)})


def _steps(tree: Table, project: Project, usual: Usual, found: Found) -> tuple[ScriptStep, ...]:
    """Return the steps of a script; a block of its own that none of them uses is read for its mistakes."""
    own = _entries(tree.get("blocks"), "blocks", found)
    reader = StepReader(project, _over(usual.blocks, own), found)
    steps = reader.steps(tree.get("steps"))
    unused = [name for name, _ in own if name not in reader.used]
    for name in unused:
        found.append(problem("T806.unused", name.span, block=str(name)))
        reader.block(name)
    return steps


def _caller(node: Node | None, found: Found) -> Text | None:
    written = shape.text(node, "from", found)
    if written is not None and not _CALLER.fullmatch(written):
        found.append(problem("T807.no_caller", written.span, given=str(written)))
        return None
    return written


def _language(node: Node | None, project: Project, found: Found) -> Text | None:
    written = shape.text(node, "language", found)
    if written is not None:
        _is_language(written, project, found)
    return written


def _is_language(written: Text, project: Project, found: Found) -> bool:
    return named(written, dict.fromkeys(project.hotline.languages), "language", found)


def _at(node: Node | None, project: Project, found: Found) -> datetime | None:
    written = shape.text(node, "at", found)
    if written is None:
        return None
    try:
        moment = value_for("moment", written, ZoneInfo(project.calendar.time_zone))
    except BadValue:
        moment = None
    if isinstance(moment, datetime) and moment.year in YEARS:
        return moment
    found.append(problem("T807.no_moment", written.span, given=str(written)))
    return None


def _switches(node: Node | None, project: Project, found: Found) -> Iterator[tuple[str, bool]]:
    known = {one.name: one for one in project.switches.values()}
    for name, value in _entries(node, "switches", found):
        position = shape.choice(value, "switches", ("on", "off"), found)
        if named(name, known, "switch", found):
            yield str(name), position == "on"


def _notices(node: Node | None, project: Project, found: Found) -> Iterator[tuple[str, Mapping[str, str]]]:
    known = {one.name: one for one in project.notices.values()}
    for place, value in _entries(node, "notices", found):
        if isinstance(value, Table):
            words = {}
            for language, one in value.entries():
                written = shape.text(one, "a notice", found)
                if _is_language(language, project, found) and written is not None:
                    words[str(language)] = str(written)
        else:
            written = shape.text(value, "a notice", found)
            words = {str(language): str(written) for language in project.hotline.languages}
        if named(place, known, "place", found):
            yield str(place), MappingProxyType(words)


def _queues(
    node: Node | None, project: Project, found: Found
) -> tuple[Mapping[str, Transferred], frozenset[str]]:
    """Return what each queue comes to, and those that are closed: nobody answers them."""
    known = {one.name: one for one in project.hotline.queues.values()}
    results = {**{one.value: one for one in Transferred}, CLOSED: Transferred.NOBODY}
    queues, closed = {}, set()
    for name, value in _entries(node, "queues", found):
        said = shape.choice(value, "queues", tuple(results), found)
        if named(name, known, "queue", found) and said is not None:
            queues[str(name)] = results[str(said)]
            if said == CLOSED:
                closed.add(str(name))
    return MappingProxyType(queues), frozenset(closed)


def _entries(node: Node | None, what: str, found: Found) -> tuple[tuple[Text, Node], ...]:
    fields = shape.table(node, what, found)
    return () if fields is None else fields.entries()
