"""What must hold of every call, each rule a function of its own over the finished call."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ivr.caller.steps import Press
from ivr.engine.advance import LONGEST_CALL, MOST_TURNS
from ivr.engine.asking import HEARD_AFTER
from ivr.language import kinds
from ivr.language.ways import SLOWER, everywhere_keys, pressed
from ivr.line.asks import Doing
from ivr.model.pace import Pace
from ivr.model.record import Happened, Note
from ivr.scripts.explore.destroyed import undone
from ivr.scripts.explore.moment import Explored, Moment

MOST_SILENT_STEPS = 20
"""Steps without words between two sounds. Our choice: a fifth of what the guard lets pass."""
DEAD_AIR_S = 2.0
"""Longest from what a caller does to the next sound. Source: the hotline's contract, section 4."""
PERSON_KEY = "0"
PERSON_FROM_ENTRY = "*0"
_READ = MappingProxyType({"plain": "0123456789", "yi": "零一二三四五六七八九", "yao": "零幺二三四五六七八九"})
_BETWEEN = r"[\s,，、]*"


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that does not hold: its name, where (``flow.step``), when, and facts for the sentence."""

    rule: str
    place: str
    at: float
    facts: Mapping[str, str]


def violations(explored: Explored) -> Iterator[Violation]:
    """Yield what does not hold of a call, rule by rule."""
    for rule, broken in RULES.items():
        for place, at, facts in broken(explored):
            yield Violation(rule, place, at, facts)


Broken = Iterator[tuple[str, float, Mapping[str, str]]]


def nothing_breaks(explored: Explored) -> Broken:
    """Yield an exception of ours, a document the carrier complains of, a guard no caller provoked."""
    end = explored.report.line.now
    for note in explored.log:
        if note.happened is Happened.BROKE and not _went_on_too_long(explored, note):
            reason = str(note.facts["reason"])
            yield f"{note.flow}.{note.step}", explored.seconds(note), {"reason": reason}
            return
    wrong = [one.text for one in explored.logged if one.wrong]
    complaints = [f"{one.code} {one.text}" for one in explored.report.line.complaints]
    ended = [explored.report.ended] if explored.report.ended.startswith("error:") else []
    for reason in (*wrong, *complaints, *ended)[:1]:
        yield _last_place(explored), end, {"reason": reason.splitlines()[0]}


def _went_on_too_long(explored: Explored, note: Note) -> bool:
    turns = explored.call.turn if explored.call is not None else 0
    return turns >= MOST_TURNS or note.at - explored.world.at > LONGEST_CALL


def few_silent_steps(explored: Explored) -> Broken:
    """Yield where a call walks on and on without a word."""
    silent = 0
    for note in explored.log:
        if note.happened is not Happened.ENTERED:
            continue
        step = explored.project.flows[note.flow].steps[note.step]
        silent = 0 if step.kind.asks or step.say is not None else silent + 1
        if silent > MOST_SILENT_STEPS:
            yield f"{note.flow}.{note.step}", explored.seconds(note), {"steps": str(silent)}
            return


def the_call_ends(explored: Explored) -> Broken:
    """Yield where somebody who falls silent is not led to an end."""
    end, place = explored.report.line.now, _last_place(explored)
    if explored.report.ended == "caller" and not explored.hung_up:
        yield place, end, {"how": "never"}
    elif explored.call is None or explored.call.disposition is None:
        yield place, end, {"how": "no disposition"}


def no_secret_gets_out(explored: Explored) -> Broken:
    """Yield where a password is in something heard, texted, stored or logged."""
    if not explored.secrets:
        return
    for secret in explored.secrets:
        forms = [secret.translate(str.maketrans(_READ["plain"], digits)) for digits in _READ.values()]
        found = re.compile("|".join(rf"(?<!\d){_BETWEEN.join(form)}(?!\d)" for form in forms))
        for where, at, text in _everything(explored):
            if found.search(text):
                yield _last_place(explored), at, {"where": where}
                return


def _everything(explored: Explored) -> Iterator[tuple[str, float, str]]:
    for heard in explored.heard:
        yield "heard", heard.at, heard.text
    for sent in explored.texts:
        yield "texted", sent.at, sent.text
    end = explored.report.line.now
    yield "stored", end, explored.stored
    for line in explored.logged:
        yield "logged", end, line.text


def offered_keys_work(explored: Explored) -> Broken:
    """Yield each key that was offered, pressed, and taken for a wrong one."""
    for number, moment, at, key in _pressed(explored):
        if key not in explored.offered(number):
            continue
        notes = explored.notes_of(number)
        if any(one.facts.get("way") == "no_match" for one in notes):
            yield moment.place, at, {"key": key}


def working_keys_are_offered(explored: Explored) -> Broken:
    """Yield each key that leads somewhere unsaid: a question's own in it, those of everywhere in no menu."""
    for number, moment, at, key in _pressed(explored):
        if moment.step is None or moment.did[0][2] is not Doing.LISTENING:
            continue
        notes = explored.notes_of(number)
        if any(one.facts.get("way") == "no_match" for one in notes):
            continue
        if not any(one.happened is Happened.PRESSED and one.facts["understood"] == key for one in notes):
            continue
        everywhere = {pressed(str(one.key)): one for one in everywhere_keys(moment.step, explored.project)}
        said = explored.offered(number)
        if key in everywhere:
            before = explored.moments[: number + 1]  # who was put straight through has met no menu
            met_menu = any(one.step is not None and one.step.kind is kinds.MENU for one in before)
            due = everywhere[key].said and met_menu and key not in explored.offered_before(number)
            if due and not (everywhere[key].target == SLOWER and _slowed(explored, number)):
                yield moment.place, at, {"key": key}
        elif key not in said:
            yield moment.place, at, {"key": key}


def _slowed(explored: Explored, number: int) -> bool:
    """Return whether a step had set the slow pace before a moment: nobody is offered it then."""
    paces = [
        step.pace
        for note in explored.log[: explored.moments[number].notes_from]
        if note.happened is Happened.ENTERED
        and (step := explored.project.flows[note.flow].steps[note.step]).pace is not None
    ]
    return bool(paces) and paces[-1] == Pace.SLOW.value


def a_person_is_near(explored: Explored) -> Broken:
    """Yield where a person is not one key away from a question, or two from an entry."""
    person = explored.project.hotline.person
    if person is None:
        return
    for number, moment in enumerate(explored.moments):
        if moment.step is None or moment.queued or not moment.did:
            continue
        at, did, doing = moment.did[0]
        if not isinstance(did, Press) or doing not in (Doing.LISTENING, Doing.PROMPTING):
            continue
        entry = moment.step.kind is kinds.COLLECT and did.keys == PERSON_FROM_ENTRY
        if not (entry or (moment.asks and did.keys == PERSON_KEY)):
            continue
        notes = explored.notes_of(number)
        if not any(one.happened is Happened.ENTERED and one.flow == person for one in notes):
            yield moment.place, at, {"key": did.keys}


def nothing_is_destroyed_unasked(explored: Explored) -> Broken:
    """Yield what cannot be undone and was not named, heard, and then agreed to by key."""
    yield from undone(explored)


def no_dead_air(explored: Explored) -> Broken:
    """Yield where somebody who has done something waits too long for a sound."""
    if explored.dead_air.longest_s > DEAD_AIR_S:
        seconds = f"{explored.dead_air.longest_s:.1f}"
        yield explored.dead_air.place, explored.dead_air_at, {"seconds": seconds, "limit": f"{DEAD_AIR_S:g}"}


def a_repeat_changes_nothing(explored: Explored) -> Broken:
    """Yield a webhook that, delivered twice, was answered differently or did something twice."""
    for at in explored.not_the_same[:1]:
        yield explored.place_at(at), at, {}


def one_key_for_one_wish(explored: Explored) -> Broken:
    """Yield what was asked for again under a new key while nobody knew what became of it."""
    for trouble in explored.troubles[:1]:
        yield _last_place(explored), explored.report.line.now, {"operation": trouble.operation}


RULES: Mapping[str, Callable[[Explored], Broken]] = MappingProxyType(
    {
        "nothing_breaks": nothing_breaks,
        "few_silent_steps": few_silent_steps,
        "the_call_ends": the_call_ends,
        "no_secret_gets_out": no_secret_gets_out,
        "nothing_is_destroyed_unasked": nothing_is_destroyed_unasked,
        "offered_keys_work": offered_keys_work,
        "working_keys_are_offered": working_keys_are_offered,
        "a_person_is_near": a_person_is_near,
        "no_dead_air": no_dead_air,
        "a_repeat_changes_nothing": a_repeat_changes_nothing,
        "one_key_for_one_wish": one_key_for_one_wish,
    }
)
"""Every rule by its name."""


def _pressed(explored: Explored) -> Iterator[tuple[int, Moment, float, str]]:
    """Yield each single key pressed at a menu or a yes/no question, not before it could be heard."""
    for number, moment in enumerate(explored.moments):
        if not moment.asks or not moment.did:
            continue
        at, did, _ = moment.did[0]
        if isinstance(did, Press) and len(did.keys) == 1 and not _too_soon(moment, at):
            yield number, moment, at, did.keys


def _too_soon(moment: Moment, at: float) -> bool:
    """Return whether a yes to what cannot be undone came before the question can have been heard."""
    told = moment.call is not None and moment.call.top.asking.told
    return told and at - moment.at < HEARD_AFTER.total_seconds()


def _last_place(explored: Explored) -> str:
    return explored.place_at(explored.report.line.now)
