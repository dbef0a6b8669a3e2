"""Asking a question, and what an answer leads to."""

from __future__ import annotations

from dataclasses import replace

from ivr.engine.outcome import Answerable, Ignored, Match, NoInput, NoMatch, judge
from ivr.engine.patience import MOST_REPEATS, AskAgain, Terms, after_failure, terms_of
from ivr.engine.program import BuiltIn
from ivr.engine.walk import Walk
from ivr.language import kinds
from ivr.language.specs import Choice, Step
from ivr.language.ways import NO, REPEAT, YES, ToEnd, ToFlow, ToStep, place_of
from ivr.model.events import Digits, Silence, Speech
from ivr.model.record import Happened
from ivr.model.verbs import Gather, Offer, Part, Phrase, PromptId, Redirect, Say

COMMON = "common"
EVERYWHERE = "everywhere"


def ask_question(walk: Walk, step: Step) -> None:
    """Ask ``step`` for the first time since it was entered."""
    if step.kind is kinds.MENU:
        walk.call = replace(walk.call, menus=walk.call.menus + 1)
    walk.live.counters = replace(walk.live.counters, asked=1)
    _listen(walk, step, Part.SAY)


def answer(walk: Walk, step: Step, event: Digits | Silence | Speech) -> None:
    """Take what the caller did at ``step``: a way, the question again, or the end of patience."""
    outcome = judge(event, _answerables(walk, step))
    match outcome:
        case Match(trigger=trigger, understood=understood):
            happened = Happened.SAID if isinstance(event, Speech) else Happened.PRESSED
            walk.note(happened, walk.live.state, understood=understood)
            _choose(walk, step, trigger)
        case Ignored():
            _listen(walk, step, Part.AGAIN)
        case NoInput():
            walk.note(Happened.SILENT, walk.live.state)
            _fail(walk, step, outcome)
        case NoMatch():
            _fail(walk, step, outcome)


def _choose(walk: Walk, step: Step, trigger: str) -> None:
    """Go the way the caller chose; the question is what *back* leads to afterwards."""
    live, counters = walk.live, walk.live.counters
    if not walk.fire(trigger):  # its condition does not hold any more
        _fail(walk, step, NoMatch())
        return
    landing = walk.program.landing(live.flow, live.state)
    if landing == BuiltIn(REPEAT):
        live.state = str(step.name)
        live.counters = replace(counters, repeats=counters.repeats + 1)
        if live.counters.repeats > MOST_REPEATS:
            _fail(walk, step, NoMatch())
        else:
            _listen(walk, step, Part.SAY)
        return
    walk.call = replace(walk.call, lost=None)
    if not isinstance(landing, BuiltIn):
        live.behind.append(str(step.name))


def _fail(walk: Walk, step: Step, outcome: NoInput | NoMatch) -> None:
    if isinstance(outcome, NoMatch):
        walk.took(str(step.name), "no_match")
    terms = _terms(walk, step)
    again = after_failure(outcome, walk.live.counters, terms)
    if isinstance(again, AskAgain):
        walk.live.counters = again.counters
        walk.say(again.line, walk.facts(step))
        _listen(walk, step, Part.AGAIN)
        return
    if not (isinstance(outcome, NoInput) and terms.silence_is_an_answer):
        walk.call = replace(walk.call, lost=f"lost at {walk.live.flow}.{step.name}")
    walk.fire("unanswered" if step.kind is kinds.CONFIRM else "patience_over")


def _terms(walk: Walk, step: Step) -> Terms:
    return terms_of(step, walk.program.project.hotline.patience)


def _listen(walk: Walk, step: Step, part: Part) -> None:
    """Put the question: its words, what it offers, and the listening."""
    live, language = walk.live, walk.call.language
    question = Phrase(PromptId(live.flow, str(step.subject)), language, part, walk.facts(step))
    offers = _offers(walk, step)
    words = (*walk.words, question, *offers, *_said_everywhere(walk, step))
    keys = [choice.key for choice in _answerables(walk, step)]
    longest = max((len(key) for key in keys), default=1)
    gather = Gather(
        words=words if step.barge_in else (),
        timeout_s=_terms(walk, step).wait_s,
        num_digits=longest,
        finish_on_key="",
        hints=tuple(offers),
        language=language,
    )
    walk.words = []
    walk.verbs = [gather, Redirect()] if step.barge_in else [Say(words), gather, Redirect()]
    walk.done = True


def _offers(walk: Walk, step: Step) -> list[Offer]:
    prompt = PromptId(walk.live.flow, str(step.subject))
    language = walk.call.language
    if step.kind is kinds.CONFIRM:
        return [Offer(prompt, "yes", YES, language), Offer(prompt, "no", NO, language)]
    return [
        Offer(prompt, choice_name(walk, choice), pressed(choice.key), language)
        for choice in _offered(walk, step)
    ]


def _offered(walk: Walk, step: Step) -> list[Choice]:
    return [one for one in step.keys if one.when is None or bool(one.when.evaluate(walk))]


def choice_name(walk: Walk, choice: Choice) -> str:
    """Return the name a choice's words are listed under: the step, the flow or the outcome it leads to."""
    flow = walk.program.project.flows[walk.live.flow]
    match place_of(choice.target, flow, walk.program.project):
        case ToStep(step=name) | ToFlow(flow=name) | ToEnd(outcome=name):
            return name
        case _:
            return str(choice.target)


def _said_everywhere(walk: Walk, step: Step) -> tuple[Offer, ...]:
    """Return the everywhere keys offered aloud: in the first menu of the call only."""
    if step.kind is not kinds.MENU or walk.call.menus != 1:
        return ()
    own = {str(one.key) for one in step.keys}
    return tuple(
        Offer(PromptId(COMMON, EVERYWHERE), str(one.target), pressed(one.key), walk.call.language)
        for one in walk.program.project.hotline.everywhere
        if one.said and one.key not in own
    )


def _answerables(walk: Walk, step: Step) -> list[Answerable]:
    """Return what the caller may choose now: the step's own choices, then the keys of everywhere."""
    wording = walk.program.project.wording
    own: list[Answerable] = []
    for offer in _offers(walk, step):
        trigger = offer.choice if step.kind is kinds.CONFIRM else f"key:{_written(offer.key)}"
        own.append(Answerable(offer.key, trigger, wording.heard(offer)))
    taken = {one.key for one in own} | {pressed(one.key) for one in step.keys}
    for key in walk.program.project.hotline.everywhere:
        if pressed(key.key) not in taken:
            offer = Offer(PromptId(COMMON, EVERYWHERE), str(key.target), pressed(key.key), walk.call.language)
            own.append(Answerable(offer.key, f"key:{key.key}", wording.heard(offer)))
    return own


_WRITTEN = {"*": "star", "#": "hash"}


def pressed(written: str) -> str:
    """Return the key a caller presses for one as authors write it: ``star`` is ``*``."""
    return {word: key for key, word in _WRITTEN.items()}.get(written, written)


def _written(key: str) -> str:
    return _WRITTEN.get(key, key)
