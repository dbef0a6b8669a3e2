"""Asking a question, and what an answer leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ivr.engine.entries import Cleared, Given, Left, Person, judge_entry
from ivr.engine.offering import choices_of, listed, offers_of, said_everywhere
from ivr.engine.outcome import Ignored, Match, NoInput, NoMatch, judge
from ivr.engine.patience import MOST_REPEATS, AskAgain, Terms, after_failure, terms_of
from ivr.engine.program import BuiltIn
from ivr.engine.walk import Walk
from ivr.language import kinds
from ivr.language.destroying import destroyed_by
from ivr.language.specs import Step
from ivr.language.ways import BACK, REPEAT, SLOWER, pressed
from ivr.model.events import Digits, Recorded, Silence, Speech
from ivr.model.pace import Pace
from ivr.model.record import Happened
from ivr.model.values import Secret
from ivr.model.verbs import RECORD_SILENCE_S, Gather, Offer, Part, Record, Redirect, Say, Verb, Words

HEARD_AFTER = timedelta(seconds=0.7)
"""A yes that comes sooner than this after the short question was sent cannot have heard it; contract, 5."""
SHORTEST_S = 1
"""A recording with less speech than this is silence, unless the step says otherwise."""


def ask_question(walk: Walk, step: Step) -> None:
    """Ask ``step`` for the first time since it was entered; without a line the call ends at a question."""
    if not walk.line:
        walk.done = True
        return
    if step.kind is kinds.MENU and not offers_of(walk, step):
        walk.fire("patience_over")  # a list of nothing: nobody could answer
        return
    if step.kind is kinds.MENU:
        walk.call = replace(walk.call, menus=walk.call.menus + 1)
    walk.live.asking = replace(walk.live.asking, asked=1)
    _put(walk, step, Part.SAY)


def ask_short(walk: Walk, step: Step) -> None:
    """Put the short question after the words about something that cannot be undone were heard."""
    walk.live.asking = replace(walk.live.asking, since=walk.at)
    _listen(walk, step, offers_of(walk, step), interruptible=True)


def is_told_first(walk: Walk, step: Step) -> bool:
    """Return whether the words of ``step`` are a document of their own: its *yes* cannot be undone."""
    flow = walk.program.project.flows[walk.live.flow]
    return bool(destroyed_by(step, flow, walk.program.project))


def answer(walk: Walk, step: Step, event: Digits | Silence | Speech) -> None:
    """Take what the caller did at ``step``: a way, the question again, or the end of patience."""
    asking = walk.live.asking
    if asking.told and asking.since is None:
        ask_short(walk, step)
        return
    if step.kind is kinds.COLLECT:
        _take_entry(walk, step, event)
        return
    outcome = judge(event, choices_of(walk, step))
    if asking.told and isinstance(outcome, Match) and outcome.trigger == "yes":
        if isinstance(event, Speech):  # what destroys is agreed to by key only
            outcome = NoMatch()
        elif asking.since is None or walk.at - asking.since < HEARD_AFTER:
            ask_short(walk, step)
            return
    match outcome:
        case Match(trigger=trigger, understood=understood):
            happened = Happened.SAID if isinstance(event, Speech) else Happened.PRESSED
            walk.note(happened, walk.live.state, understood=understood)
            _choose(walk, step, trigger)
        case Ignored():
            _put(walk, step, Part.AGAIN)
        case NoInput():
            walk.note(Happened.SILENT, walk.live.state)
            _fail(walk, step, outcome)
        case NoMatch():
            _fail(walk, step, outcome)


def hear_recording(walk: Walk, step: Step, event: Recorded) -> None:
    """Take the recording made at ``step``; too little speech is silence."""
    shortest = SHORTEST_S if step.shortest_s is None else step.shortest_s
    spoken_s = spoken_in(event, walk.call.pace)
    if event.recording is None or spoken_s < shortest:
        walk.note(Happened.SILENT, walk.live.state)
        walk.fire("silent")
        return
    walk.note(Happened.RECORDED, walk.live.state, seconds=round(spoken_s))
    walk.live.values[str(step.save)] = event.recording
    walk.answers_again()
    walk.live.behind.append(str(step.name))
    walk.fire("recorded")


def spoken_in(event: Recorded, pace: Pace) -> float:
    """Return the seconds of speech in a recording made at ``pace``."""
    return event.spoken_s(pace.waits(RECORD_SILENCE_S))


def _take_entry(walk: Walk, step: Step, event: Digits | Silence | Speech) -> None:
    live = walk.live
    match judge_entry(event, step, live.asking):
        case Given(digits=digits):
            secret = step.sensitive == "secret"
            walk.note(Happened.PRESSED, live.state, keys=0 if step.sensitive else digits)
            live.values[str(step.save)] = Secret(digits) if secret else digits
            walk.answers_again()
            live.behind.append(str(step.name))
            walk.fire("given")
        case Cleared():
            live.asking = replace(live.asking, cleared=live.asking.cleared + 1)
            _put(walk, step, Part.AGAIN)
        case Left():
            _everywhere(walk, step, "star")
        case Person():
            _everywhere(walk, step, "0")
        case NoInput():
            walk.note(Happened.SILENT, live.state)
            _fail(walk, step, NoInput())
        case NoMatch():
            _fail(walk, step, NoMatch())


def _everywhere(walk: Walk, step: Step, key: str) -> None:
    """Take a key of everywhere from within an entry; one this hotline does not have is no match."""
    known = {str(one.key) for one in walk.program.project.hotline.everywhere}
    if key in known:
        walk.note(Happened.PRESSED, walk.live.state, understood=pressed(key))
        _choose(walk, step, f"key:{key}")
    else:
        _fail(walk, step, NoMatch())


def _choose(walk: Walk, step: Step, trigger: str) -> None:
    """Go the way the caller chose; the question is what *back* leads to afterwards."""
    live = walk.live
    if trigger.startswith("page:"):
        walk.answers_again()
        live.asking = replace(live.asking, page=int(trigger.removeprefix("page:")), asked=1)
        _put(walk, step, Part.AGAIN)
        return
    kept = trigger.partition("=")
    if kept[1]:  # an answer or a pick, kept under the step's name for it
        _keep(walk, step, kept[2])
        trigger = kept[0]
    if not walk.fire(trigger):  # its condition does not hold any more
        _fail(walk, step, NoMatch())
        return
    landing = walk.program.landing(live.flow, live.state)
    walk.answers_again()
    if landing == BuiltIn(SLOWER) and walk.call.pace is not Pace.SLOW:
        walk.go_at(Pace.SLOW)
        live.state = str(step.name)
        _put(walk, step, Part.SAY)
        return
    if landing in (BuiltIn(REPEAT), BuiltIn(SLOWER)):  # whoever is spoken to slowly already hears it again
        _repeat(walk, step)
        return
    if landing != BuiltIn(BACK):
        live.behind.append(str(step.name))


def _keep(walk: Walk, step: Step, chosen: str) -> None:
    """Keep the meaning of an answer, or the item of a list by its number."""
    items = listed(walk, step)
    walk.live.values[str(step.save)] = (
        items[int(chosen)] if step.list is not None and chosen.isdecimal() else chosen
    )


def _repeat(walk: Walk, step: Step) -> None:
    """Say the question again; three times, then that counts as a wrong key."""
    live = walk.live
    live.state = str(step.name)
    live.asking = replace(live.asking, repeats=live.asking.repeats + 1)
    if live.asking.repeats > MOST_REPEATS:
        _fail(walk, step, NoMatch())
    else:
        _put(walk, step, Part.SAY)


def _fail(walk: Walk, step: Step, outcome: NoInput | NoMatch) -> None:
    if isinstance(outcome, NoMatch):
        walk.took(str(step.name), "no_match")
    terms = _terms(walk, step)
    again = after_failure(outcome, walk.live.asking, terms)
    if isinstance(again, AskAgain):
        walk.live.asking = again.asking
        walk.say(again.line, walk.facts(step))
        _put(walk, step, Part.AGAIN)
        return
    if not (isinstance(outcome, NoInput) and terms.silence_is_an_answer):
        walk.call = replace(walk.call, lost=f"lost at {walk.live.flow}.{step.name}")
    walk.fire("unanswered" if step.kind is kinds.CONFIRM else "patience_over")


def _terms(walk: Walk, step: Step) -> Terms:
    return terms_of(step, walk.program.project.hotline.patience)


def _put(walk: Walk, step: Step, part: Part) -> None:
    """Put the question: its words, what it offers, and the listening."""
    question = walk.phrase(str(step.subject), walk.facts(step), part)
    if step.kind is kinds.RECORD:
        walk.words.append(question)
        silence = walk.call.pace.waits(RECORD_SILENCE_S)
        finish = pressed(str(step.finish or "hash"))
        walk.stop(Record(longest_s=step.longest_s or 0, silence_s=silence, finish_on_key=finish), Redirect())
        return
    if is_told_first(walk, step):
        walk.words.append(question)
        walk.live.asking = replace(walk.live.asking, told=True, since=None)
        walk.stop(Redirect())
        return
    offers = offers_of(walk, step)
    _listen(walk, step, (question, *offers, *said_everywhere(walk, step)), interruptible=step.barge_in)


def _listen(walk: Walk, step: Step, words: tuple[Words, ...], *, interruptible: bool) -> None:
    """Say what was collected and ``words``, and listen; words that tell something cannot be interrupted."""
    said = (*walk.words, *words)
    telling = [number for number, one in enumerate(said) if walk.tells(one)]
    first = len(said) if not interruptible else (telling[-1] + 1 if telling else 0)
    digits = step.digits
    longest = (
        digits[1]
        if digits is not None
        else max((len(choice.key) for choice in choices_of(walk, step)), default=1)
    )
    gather = Gather(
        words=said[first:],
        timeout_s=walk.call.pace.waits(_terms(walk, step).wait_s),
        num_digits=longest,
        finish_on_key="" if step.finish is None else pressed(str(step.finish)),
        hints=tuple(one for one in words if isinstance(one, Offer)),
        language=walk.call.language,
    )
    before: tuple[Verb, ...] = (Say(said[:first]),) if first else ()
    walk.words = []
    walk.verbs = [*before, gather, Redirect()]
    walk.done = True
