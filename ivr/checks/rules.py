"""Every rule: what is told of one flow at a time, and what of the project as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from ivr.checks.asked_again import asked_again
from ivr.checks.asked_keys import asked_keys
from ivr.checks.channels import channels, channels_of_entries
from ivr.checks.choices import choices, choices_everywhere
from ivr.checks.contract import contract, contract_of_settings
from ivr.checks.dead_ends import dead_ends
from ivr.checks.deciding import deciding
from ivr.checks.endings import endings
from ivr.checks.expressions import expressions
from ivr.checks.fields import fields
from ivr.checks.giving import giving
from ivr.checks.going_on import going_on
from ivr.checks.ground import Ground
from ivr.checks.holding import Holding
from ivr.checks.holes import holes_filled, holes_nobody_fills
from ivr.checks.holidays import holidays
from ivr.checks.idle import idle
from ivr.checks.keys import keys, keys_everywhere
from ivr.checks.known import Flowing
from ivr.checks.languages import languages, languages_changed
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
from ivr.checks.queues import hours, queues
from ivr.checks.reachable import reachable
from ivr.checks.reached_flows import reached_flows
from ivr.checks.recordings import recordings
from ivr.checks.rounds import rounds
from ivr.checks.secrets_kept import secrets_kept
from ivr.checks.settings import settings
from ivr.checks.spoken_chinese import spoken_chinese
from ivr.checks.texts import texts
from ivr.checks.told_before import told_before
from ivr.checks.undoable import after_hang_up, undoable
from ivr.checks.unused_values import unused_values
from ivr.checks.unused_words import unused_words
from ivr.checks.words import words
from ivr.diagnostics.diagnostic import Diagnostic
from ivr.heard.times import Times

Rule: TypeAlias = Callable[[Ground], Iterator[Diagnostic]]
FlowingRule: TypeAlias = Callable[[Ground, Flowing], Iterator[Diagnostic]]
HoldingRule: TypeAlias = Callable[[Ground, Holding], Iterator[Diagnostic]]
HeardRule: TypeAlias = Callable[[Ground, Times], Iterator[Diagnostic]]

OF_A_FLOW: tuple[Rule, ...] = (
    languages_changed,
    names,
    places,
    reachable,
    only_ends,
    dead_ends,
    endings,
    going_on,
    idle,
    fields,
    deciding,
    menus,
    many_choices,
    keys,
    contract,
    outcomes,
    queues,
    words,
    texts,
    choices,
    asked_keys,
    phrases,
    unused_values,
)
"""Rules that look at what is written, flow by flow: they tell of ``told_flows`` and of nothing else."""
FLOWING: tuple[FlowingRule, ...] = (expressions, giving, holes_filled)
"""Such rules that need to know which values are known at each step."""
HOLDING: tuple[HoldingRule, ...] = (
    secrets_kept,
    proofs,
    undoable,
    told_before,
    recordings,
    channels,
)
"""Such rules that need to know what holds at each step: most of what keeps callers safe."""
OF_THE_WHOLE: tuple[Rule, ...] = (
    settings,
    languages,
    reached_flows,
    asked_again,
    positions,
    keys_everywhere,
    operations,
    contract_of_settings,
    hours,
    choices_everywhere,
    later,
    holidays,
    unused_words,
    spoken_chinese,
    holes_nobody_fills,
    channels_of_entries,
    after_hang_up,
)
"""Rules about the settings, and those that need every flow at once."""
ROUNDS: HoldingRule = rounds
"""The one of these that needs to know what holds."""
HEARD: tuple[HeardRule, ...] = (long_menus, person_near)
"""Rules that need to know how long callers listen."""
