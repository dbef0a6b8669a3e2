"""Check a project: every rule over every file, everything told at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from types import MappingProxyType

from ivr.checks.checked import Checked
from ivr.checks.following import WAY_MISSING, each_once, waved_through, without_what_follows
from ivr.checks.ground import Ground, ground_of
from ivr.checks.holding import what_holds
from ivr.checks.known import flow_through
from ivr.checks.rules import FLOWING, HEARD, HOLDING, OF_A_FLOW, OF_THE_WHOLE, ROUNDS
from ivr.diagnostics.diagnostic import Diagnostic, Severity
from ivr.diagnostics.show import in_order
from ivr.errors import NotPublished
from ivr.heard.seconds import Length, unrendered
from ivr.heard.times import times_of
from ivr.language.reader import HOTLINE, OPERATIONS, read_project
from ivr.language.specs import Project
from ivr.parts import Afresh, Parts
from ivr.source.nodes import Text
from ivr.source.reading import read_source


def check(
    files: Mapping[str, str],
    *,
    at: datetime | None = None,
    audio: Length = unrendered,
    parts: Parts | None = None,
) -> tuple[Checked | None, tuple[Diagnostic, ...]]:
    """Return proof that ``files`` (path to text) can be run, and every diagnostic, sorted by place.

    No proof when there is an error. ``at`` is now, for the rule about the end of the calendar, which says
    nothing without it; ``audio`` knows how long sounds are, and says the same as long as ``parts`` are kept.
    ``parts``: a ``Kept`` that was given to earlier checks, too; what it comes to is the same. Never raises,
    whatever the texts.
    """
    read, mistakes = read_project(files)
    unread = () if read is not None else tuple(file for file in files if not _is_read(file, files[file]))
    project = read or _without(unread, files)
    if OPERATIONS in unread:  # the types it would have held are not unknown, they were not read
        mistakes = tuple(one for one in mistakes if (one.code, one.variant) != ("Y002", "bad_type"))
    found = [*mistakes]
    if project is not None:
        ground = ground_of(project, mistakes, files, unread, at=at, parts=parts or Afresh())
        found += _found_on(ground, audio)
    whole = project is not None and not any(
        one.severity is Severity.ERROR
        for one in (*mistakes, *(each for each in found if each.code in WAY_MISSING))
    )
    told_of = in_order(waved_through(without_what_follows(each_once(found)), files, read=whole))
    if read is None or any(one.severity is Severity.ERROR for one in told_of):
        return None, told_of
    return Checked(read, MappingProxyType(dict(files))), told_of


def _found_on(ground: Ground, audio: Length) -> list[Diagnostic]:
    """Return what the rules find."""
    flowing, holding = flow_through(ground), what_holds(ground)

    def of_flows(names: tuple[str, ...]) -> tuple[Diagnostic, ...]:
        about = ground.about(names)
        return (
            *(one for rule in OF_A_FLOW for one in rule(about)),
            *(one for rule in FLOWING for one in rule(about, flowing)),
            *(one for rule in HOLDING for one in rule(about, holding)),
        )

    found: list[Diagnostic] = []
    for names in ground.parts.together(tuple(ground.project.flows)):
        found += ground.parts.part("of flows", names, partial(of_flows, names))
    found += (one for rule in OF_THE_WHOLE for one in rule(ground))
    found += ROUNDS(ground, holding)
    times = times_of(ground.project, audio, out=ground.out_of, longest=False, parts=ground.parts)
    found += (one for rule in HEARD for one in rule(ground, times))
    return found


def accept(files: Mapping[str, str]) -> Checked:
    """Return proof for the files of a stored bundle: they were checked when it was published.

    A newer rule must not end the calls that run on an older bundle. Raises ``NotPublished`` when the files
    cannot even be read.
    """
    project, _ = read_project(files)
    if project is None:
        raise NotPublished("the stored bundle cannot be read")
    return Checked(project, MappingProxyType(dict(files)))


def _is_read(file: str, text: str) -> bool:
    node, _ = read_source(file, text)
    return node is not None and (not isinstance(node, Text) or not node.strip())


def _without(unread: tuple[str, ...], files: Mapping[str, str]) -> Project | None:
    """Return what the other files hold when some could not be read; None without the settings."""
    if not unread or HOTLINE in unread or HOTLINE not in files:
        return None
    project, _ = read_project({file: text for file, text in files.items() if file not in unread})
    return project
