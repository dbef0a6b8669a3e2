"""What a question offers: choices with keys, items of a list five at a time, the keys of everywhere."""

from __future__ import annotations

from ivr.engine.outcome import Answerable
from ivr.engine.walk import COMMON, Walk
from ivr.language import kinds
from ivr.language.specs import Choice, Step
from ivr.language.ways import (
    NEXT_KEY,
    NO,
    PICKS,
    PREVIOUS_KEY,
    SLOWER,
    YES,
    choice_name,
    everywhere_keys,
    place_of,
    pressed,
)
from ivr.model.pace import Pace
from ivr.model.values import Record, Value
from ivr.model.verbs import ItemOffer, Offer, PromptId

EVERYWHERE, PAGING = "everywhere", "paging"
PAGE = len(PICKS)
"""Items of a list offered at a time."""
_WRITTEN = {pressed(word): word for word in ("star", "hash")}


def offers_of(walk: Walk, step: Step) -> tuple[Offer | ItemOffer, ...]:
    """Return what ``step`` offers aloud, in the order it is offered."""
    prompt, language = PromptId(walk.live.flow, str(step.subject)), walk.call.language
    if step.kind is kinds.CONFIRM:
        return Offer(prompt, "yes", YES, language), Offer(prompt, "no", NO, language)
    answers = [
        Offer(prompt, str(one.target), pressed(one.key), language) for one in _offered(walk, step.answers)
    ]
    keys = [
        Offer(prompt, _choice_name(walk, one), pressed(one.key), language)
        for one in _offered(walk, step.keys)
    ]
    return (*_item_offers(walk, step), *answers, *keys)


def choices_of(walk: Walk, step: Step) -> list[Answerable]:
    """Return what the caller may choose now: the step's own choices, then the keys of everywhere."""
    wording, language = walk.program.project.wording, walk.call.language
    answers = {pressed(one.key): str(one.target) for one in step.answers}
    found: list[Answerable] = []
    for offer in offers_of(walk, step):
        heard = wording.heard(offer) if isinstance(offer, Offer) else ()
        found.append(Answerable(offer.key, _trigger(walk, step, offer, answers), heard))
    taken = {one.key for one in found} | {pressed(one.key) for one in (*step.keys, *step.answers)}
    for key in everywhere_keys(step, walk.program.project):
        if pressed(key.key) not in taken:
            offer = Offer(PromptId(COMMON, EVERYWHERE), str(key.target), pressed(key.key), language)
            found.append(Answerable(offer.key, f"key:{key.key}", wording.heard(offer)))
    return found


def listed(walk: Walk, step: Step) -> tuple[Value, ...]:
    """Return the items a menu lets the caller pick from."""
    if step.list is None:
        return ()
    items = step.list.evaluate(walk)
    return items if isinstance(items, tuple) else (items,)


def said_everywhere(walk: Walk, step: Step) -> tuple[Offer, ...]:
    """Return the everywhere keys offered aloud: in the first menu of the call only.

    Nobody who is spoken to slowly already is offered that.
    """
    if step.kind is not kinds.MENU or walk.call.menus != 1:
        return ()
    prompt, language = PromptId(COMMON, EVERYWHERE), walk.call.language
    return tuple(
        Offer(prompt, str(one.target), pressed(one.key), language)
        for one in everywhere_keys(step, walk.program.project)
        if one.said and not (one.target == SLOWER and walk.call.pace is Pace.SLOW)
    )


def _choice_name(walk: Walk, choice: Choice) -> str:
    flow = walk.program.project.flows[walk.live.flow]
    return choice_name(choice.target, place_of(choice.target, flow, walk.program.project))


def _trigger(walk: Walk, step: Step, offer: Offer | ItemOffer, answers: dict[str, str]) -> str:
    """Return what choosing ``offer`` fires; what is kept stands behind an equals sign."""
    if step.kind is kinds.CONFIRM and isinstance(offer, Offer):
        return offer.choice
    if isinstance(offer, ItemOffer):
        return f"answer={walk.live.asking.page * PAGE + int(offer.key) - 1}"
    if offer.prompt.name == PAGING and offer.prompt.flow == COMMON:
        return f"page:{walk.live.asking.page + (1 if offer.choice == 'next' else -1)}"
    if offer.key in answers:
        return f"answer={answers[offer.key]}"
    return f"key:{_WRITTEN.get(offer.key, offer.key)}"


def _offered(walk: Walk, choices: tuple[Choice, ...]) -> list[Choice]:
    return [one for one in choices if one.when is None or bool(one.when.evaluate(walk))]


def _item_offers(walk: Walk, step: Step) -> tuple[Offer | ItemOffer, ...]:
    """Return the page of the list the caller is at: 1 to 5, 8 for the next five, 7 for the previous."""
    if step.list is None or step.each is None:
        return ()
    items, language = listed(walk, step), walk.call.language
    start = walk.live.asking.page * PAGE
    each = PromptId(walk.live.flow, str(step.each))
    found: list[Offer | ItemOffer] = [
        ItemOffer(each, str(number), language, item)
        for number, item in enumerate(items[start : start + PAGE], start=1)
        if isinstance(item, Record)
    ]
    paging = PromptId(COMMON, PAGING)
    if start + PAGE < len(items):
        found.append(Offer(paging, "next", NEXT_KEY, language))
    if start > 0:
        found.append(Offer(paging, "previous", PREVIOUS_KEY, language))
    return tuple(found)
