"""Check a project: every rule over every file, everything told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

from ivr.checks.asked_again import asked_again
from ivr.checks.asked_keys import asked_keys
from ivr.checks.channels import channels
from ivr.checks.checked import Checked
from ivr.checks.choices import choices
from ivr.checks.contract import contract
from ivr.checks.dead_ends import dead_ends
from ivr.checks.deciding import deciding
from ivr.checks.endings import endings
from ivr.checks.expressions import expressions
from ivr.checks.fields import fields
from ivr.checks.following import WAY_MISSING, waved_through, without_what_follows
from ivr.checks.giving import giving
from ivr.checks.going_on import going_on
from ivr.checks.ground import Ground, ground_of
from ivr.checks.holding import Holding, what_holds
from ivr.checks.holes import holes_filled
from ivr.checks.holidays import holidays
from ivr.checks.idle import idle
from ivr.checks.keys import keys
from ivr.checks.known import Flowing, flow_through
from ivr.checks.languages import languages
from ivr.checks.later import later
from ivr.checks.long_menus import long_menus
from ivr.checks.many_choices import many_choices
from ivr.checks.menus import menus
from ivr.checks.names import names
from ivr.checks.only_ends import only_ends
from ivr.checks.operations import operations
from ivr.checks.outcomes import outcomes
from ivr.checks.person_near import person_near
from ivr.checks.phrases import phrases
from ivr.checks.places import places
from ivr.checks.positions import positions
from ivr.checks.proofs import proofs
from ivr.checks.queues import queues
from ivr.checks.reachable import reachable
from ivr.checks.reached_flows import reached_flows
from ivr.checks.recordings import recordings
from ivr.checks.rounds import rounds
from ivr.checks.secrets_kept import secrets_kept
from ivr.checks.settings import settings
from ivr.checks.spoken_chinese import spoken_chinese
from ivr.checks.texts import texts
from ivr.checks.told_before import told_before
from ivr.checks.undoable import undoable
from ivr.checks.unused_values import unused_values
from ivr.checks.unused_words import unused_words
from ivr.checks.words import words
from ivr.diagnostics.diagnostic import Diagnostic, Severity
from ivr.diagnostics.show import in_order
from ivr.errors import NotPublished
from ivr.heard.seconds import Length, unrendered
from ivr.heard.times import Times, times_of
from ivr.language.reader import HOTLINE, OPERATIONS, read_project
from ivr.language.specs import Project
from ivr.source import Text, read_source

Rule: TypeAlias = Callable[[Ground], Iterator[Diagnostic]]
FlowingRule: TypeAlias = Callable[[Ground, Flowing], Iterator[Diagnostic]]
HoldingRule: TypeAlias = Callable[[Ground, Holding], Iterator[Diagnostic]]
HeardRule: TypeAlias = Callable[[Ground, Times], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    settings,
    languages,
    names,
    places,
    reachable,
    reached_flows,
    asked_again,
    only_ends,
    dead_ends,
    positions,
    endings,
    going_on,
    idle,
    fields,
    deciding,
    menus,
    many_choices,
    keys,
    operations,
    contract,
    outcomes,
    queues,
    words,
    texts,
    choices,
    later,
    asked_keys,
    phrases,
    holidays,
    unused_values,
    unused_words,
    spoken_chinese,
)
"""Rules that look at what is written."""
FLOWING_RULES: tuple[FlowingRule, ...] = (expressions, giving, holes_filled)
"""Rules that need to know which values are known at each step."""
HOLDING_RULES: tuple[HoldingRule, ...] = (
    rounds,
    secrets_kept,
    proofs,
    undoable,
    told_before,
    recordings,
    channels,
)
"""Rules that need to know what holds at each step: what keeps callers safe."""
HEARD_RULES: tuple[HeardRule, ...] = (long_menus, person_near)
"""Rules that need to know how long callers listen."""


def check(
    files: Mapping[str, str], *, at: datetime | None = None, audio: Length = unrendered
) -> tuple[Checked | None, tuple[Diagnostic, ...]]:
    """Return proof that ``files`` (path to text) can be run, and every diagnostic, sorted by place.

    No proof when there is an error. ``at`` is now, for the rule about the end of the calendar, which says
    nothing without it; ``audio`` knows how long sounds are. Never raises, whatever the texts.
    """
    read, mistakes = read_project(files)
    unread = () if read is not None else tuple(file for file in files if not _is_read(file, files[file]))
    project = read or _without(unread, files)
    if OPERATIONS in unread:  # the types it would have held are not unknown, they were not read
        mistakes = tuple(one for one in mistakes if (one.code, one.variant) != ("Y002", "bad_type"))
    found = [*mistakes]
    if project is not None:
        ground = ground_of(project, mistakes, files, unread, at=at)
        flowing, holding = flow_through(ground), what_holds(ground)
        told = [one for rule in RULES for one in rule(ground)]
        told += [one for rule in FLOWING_RULES for one in rule(ground, flowing)]
        told += [one for rule in HOLDING_RULES for one in rule(ground, holding)]
        times = times_of(project, audio, out=ground.out_of, longest=False)
        told += [one for rule in HEARD_RULES for one in rule(ground, times)]
        found += told
    whole = project is not None and not any(
        one.severity is Severity.ERROR
        for one in (*mistakes, *(each for each in found if each.code in WAY_MISSING))
    )
    told_of = in_order(waved_through(without_what_follows(found), files, read=whole))
    if read is None or any(one.severity is Severity.ERROR for one in told_of):
        return None, told_of
    return Checked(read, MappingProxyType(dict(files))), told_of


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
