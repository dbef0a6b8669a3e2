"""One way out of a step, in one sentence."""

from __future__ import annotations

from ivr.engine.patience import terms_of
from ivr.language import kinds
from ivr.language.specs import Flow, Project, Step
from ivr.language.ways import (
    NO,
    YES,
    ToBuiltIn,
    ToEnd,
    ToFlow,
    ToHangUp,
    ToStep,
    Way,
    choice_name,
    ends_alike,
    everywhere_keys,
    place_of,
)
from ivr.model.ids import Language
from ivr.model.office import NOT_OURS, UNAVAILABLE, UNSURE, Effect
from ivr.model.verbs import Offer, PromptId
from ivr.telling.about import About
from ivr.telling.conditions import condition
from ivr.telling.quoting import choice_words, everywhere_offer


def tell_way(way: Way, step: Step, *, flow: Flow, project: Project, language: Language) -> str:
    """Return what makes a call take ``way`` out of ``step``, and where it leads, as a whole sentence."""
    return sentence_of(way, step, About(flow, project, language))


def sentence_of(way: Way, step: Step, about: About) -> str:
    """Return the sentence of ``way``; see ``tell_way``."""
    leads = leads_to(str(way.target), about)
    name, _, detail = way.name.partition(":")
    match name:
        case "key":
            return _key(way, step, about)
        case "answer":
            return about.say("picked" if step.list is not None else "kept_answer", leads=leads)
        case "yes" | "no":
            return _yes_or_no(name, step, leads, about)
        case "patience_over" | "unanswered":
            return _patience_over(step, leads, about)
        case "decide":
            return _branch(int(detail), step, leads, about)
        case "on":
            return _on(detail, way, step, about)
        case "out_of_tries":
            return about.say(name, times=about.times(step.tries or 1), leads=leads)
        case "end" | "hang_up":
            return about.say(name, outcome=str(step.subject), means=means(str(step.subject), about))
        case _:  # the way's name says it all: next, then, given, recorded, silent, hung_up
            return about.say(name, leads=leads)


def leads_to(target: str, about: About, **key: str) -> str:
    """Return where ``target`` leads, as a clause; with ``key``, as a clause about that key."""
    to = "key_to" if key else "to"
    match place_of(target, about.flow, about.project):
        case ToStep(step=place):
            return about.say(f"{to}_step", place=place, **key)
        case ToFlow(flow=place):
            return about.say(f"{to}_flow", place=place, **key)
        case ToEnd(outcome=place):
            return about.say(f"{to}_end", place=place, **key)
        case ToHangUp(outcome=place):
            return about.say(f"{to}_hang_up", place=place, **key)
        case ToBuiltIn(word=word):
            return about.say(f"{to}_{word}", **key)
        case None:
            return about.say(f"{to}_step", place=target, **key)


def tell_outcomes(names: tuple[str, ...], way: Way, step: Step, about: About) -> str:
    """Return the sentence for the outcomes ``names`` of a called flow, which all lead where ``way`` does."""
    outcomes = about.several([about.named(name) for name in names], joined="or")
    called = str(step.subject)
    if ends_alike(step, names[0]):
        return about.say("on_flow_alike", flow=called, outcomes=outcomes)
    return about.say("on_flow", flow=called, outcomes=outcomes, leads=leads_to(str(way.target), about))


def is_everywhere(way: Way, step: Step, project: Project) -> bool:
    """Return whether ``way`` is one of the keys that work everywhere."""
    return way.name in {f"key:{one.key}" for one in everywhere_keys(step, project)}


def means(outcome: str, about: About) -> str:
    """Return what the class of an outcome of this flow means."""
    spec = about.flow.outcome(outcome)
    return about.say("class_done" if spec is None else f"class_{spec.means}")


def _key(way: Way, step: Step, about: About) -> str:
    key = way.name.removeprefix("key:")
    own = next((one for one in step.keys if one.key == key), None)
    if own is None:
        offer = everywhere_offer(str(way.target), key, about)
    else:
        prompt = PromptId(str(about.flow.name), str(step.subject))
        place = place_of(own.target, about.flow, about.project)
        offer = Offer(prompt, choice_name(own.target, place), key, about.prompts_in)
    facts = {"key": about.key(key), "leads": leads_to(str(way.target), about)}
    sentence = "key"
    if (words := choice_words(offer, about)) is not None:
        sentence += "_named"
        facts["words"] = about.quoted(words)
    if way.when is not None:
        sentence += "_when"
        facts["when"] = condition(way.when.tree, about)
    return about.say(sentence, **facts)


def _yes_or_no(name: str, step: Step, leads: str, about: About) -> str:
    key = YES if name == "yes" else NO
    offer = Offer(PromptId(str(about.flow.name), str(step.subject)), name, key, about.prompts_in)
    return about.say(
        f"said_{name}", key=key, words=about.quoted(choice_words(offer, about) or name), leads=leads
    )


def _patience_over(step: Step, leads: str, about: About) -> str:
    terms = terms_of(step, about.project.hotline.patience)
    if terms.no_input:
        return about.say("patience_over", times=about.times(terms.at_most), leads=leads)
    sentence = "patience_over_silence" if terms.no_match else "patience_over_at_once"
    return about.say(sentence, wait=about.seconds(terms.wait_s), leads=leads)


def _branch(number: int, step: Step, leads: str, about: About) -> str:
    when = step.branches[number].when
    if when is None:
        return about.say("decide_last" if number else "decide_only", leads=leads)
    sentence = "decide_next" if number else "decide_first"
    return about.say(sentence, when=condition(when.tree, about), leads=leads)


def _on(outcome: str, way: Way, step: Step, about: About) -> str:
    """Return the sentence for what a flow, a transfer or the office came to."""
    leads = leads_to(str(way.target), about)
    match step.kind:
        case kinds.FLOW:
            return tell_outcomes((outcome,), way, step, about)
        case kinds.TRANSFER:
            return about.say(f"on_{outcome}", leads=leads)
        case _:
            return about.say(_office(outcome, step, about), outcome=outcome, leads=leads)


def _office(outcome: str, step: Step, about: About) -> str:
    """Return the name of the sentence for an outcome of an operation."""
    operation = about.project.operations.get(str(step.subject))
    if outcome == UNAVAILABLE and operation is not None:
        if operation.effect is Effect.READ:
            return "on_unavailable_read"
        return "on_unavailable_owed" if operation.owed else "on_unavailable"
    return {UNSURE: "on_unsure", NOT_OURS: "on_not_ours"}.get(outcome, "on_answer")
