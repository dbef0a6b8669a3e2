"""One explored call on the stage: the whole hotline answers, whatever caller, office and network do."""

from __future__ import annotations

import pickle
from dataclasses import dataclass

from ivr.caller.converse import place_call
from ivr.line.carrier import Carrier
from ivr.model.call import Call
from ivr.scripts.explore.answering import AnyOffice
from ivr.scripts.explore.anyone import Anyone
from ivr.scripts.explore.choosing import within
from ivr.scripts.explore.decisions import Around, Decisions
from ivr.scripts.explore.logged import Kept
from ivr.scripts.explore.moment import Explored
from ivr.scripts.explore.network import Network
from ivr.scripts.explore.offers import Offers
from ivr.scripts.explore.world import World, a_world
from ivr.scripts.playing import CALLED, SETTLE_S
from ivr.scripts.recognise import Recogniser
from ivr.scripts.stage import VOICE_URL, Stage

CARRIER = Carrier(count_fetch_time=True)


@dataclass(slots=True)
class Explorer:
    """Makes explored calls, one after the other, on one stage; ``kept`` is the open log."""

    stage: Stage
    recogniser: Recogniser
    offers: Offers
    kept: Kept

    def call(self, decisions: Decisions) -> Explored:
        """Make the call ``decisions`` lead to and return everything about it."""
        stage, project = self.stage, self.stage.bundle.checked.project
        self.kept.taken()
        world = a_world(decisions, project)
        line = stage.new_line(world.caller, CALLED, CARRIER, at=world.at)
        stage.office.begin(())
        office = AnyOffice(
            project,
            stage.time,
            decisions,
            where=lambda: within(stage.call(), project.hotline.person),
            spoken=lambda: language_of(stage.call()),
        )
        stage.office.otherwise = office
        stage.set = world.outside
        decisions.around = lambda: around(world, stage.call())
        network = Network(stage)
        person = Anyone(decisions, network, self.offers, line)
        report = place_call(line, VOICE_URL, person=person, sender=network, clock=stage.move_to)
        stage.move_to(line.now + SETTLE_S)
        return Explored(
            project=project,
            decided=tuple(decisions.taken),
            world=world,
            moments=tuple(person.moments),
            answered=tuple(office.answered),
            queues=tuple(person.queues),
            report=report,
            hung_up=person.hung_up,
            call=stage.call(),
            log=stage.memory.calls.log(stage.sid),
            performed=tuple(stage.office.performed),
            texts=tuple(stage.texts.sent),
            troubles=tuple(stage.office.troubles),
            logged=self.kept.taken(),
            stored=_stored(stage) if person.secrets else "",
            secrets=tuple(dict.fromkeys(person.secrets)),
            not_the_same=tuple(person.not_the_same),
            dead_air=person.dead_air,
            dead_air_at=person.dead_air_at,
            offers=self.offers,
        )


def explorer_of(stage: Stage, kept: Kept) -> Explorer:
    """Return what makes calls on ``stage``."""
    wording = stage.bundle.checked.project.wording
    recogniser = Recogniser(wording)
    return Explorer(stage, recogniser, Offers(wording, recogniser), kept)


def around(world: World, call: Call | None) -> Around:
    """Return what a call happens in: what a flow can ask for besides what the caller does in it."""
    return (*world.kinds, ("language", language_of(call)))


def language_of(call: Call | None) -> str:
    """Return the language a call is held in, empty before it has begun."""
    return "" if call is None else call.language


def _stored(stage: Stage) -> str:
    """Return everything the store keeps of calls, as one text, also what no method of it gives out."""
    return pickle.dumps(stage.memory.calls).decode("utf-8", "replace")
