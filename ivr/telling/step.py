"""One step in sentences: what is heard, what is asked of the office, where each way leads."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.engine.asking import SHORTEST_S
from ivr.engine.patience import terms_of
from ivr.language import kinds
from ivr.language.destroying import destroyed_by
from ivr.language.specs import Argument, Flow, Project, Step
from ivr.language.ways import NEXT_KEY, PREVIOUS_KEY, Way, ends_alike, ways
from ivr.model.ids import Language
from ivr.model.office import Effect
from ivr.model.verbs import Offer, Part, PromptId
from ivr.telling.about import About
from ivr.telling.conditions import language_name, value
from ivr.telling.quoting import choice_words, prompt_words
from ivr.telling.way import is_everywhere, leads_to, sentence_of, tell_outcomes

_PATIENCE = ("patience_over", "unanswered")
_FIRST, _NEXT = "first", "next"


def tell_step(step: Step, *, flow: Flow, project: Project, language: Language) -> tuple[str, ...]:
    """Return the sentences of ``step``, in the order in which they matter to a caller."""
    return sentences_of(step, About(flow, project, language))


def sentences_of(step: Step, about: About) -> tuple[str, ...]:
    """Return the sentences of ``step``; see ``tell_step``."""
    told = (*_before(step, about), *_of_kind(step, about), *_ways(step, about))
    return tuple(about.closed(sentence) for sentence in told)


def _before(step: Step, about: About) -> Iterator[str]:
    """Yield what happens on entering the step, whatever its kind."""
    if step.language is not None:
        yield about.say("language", language=language_name(str(step.language), about))
    if step.pace is not None:
        yield about.say(f"pace_{step.pace}")
    if step.subscriber is not None:
        yield about.say("subscriber", value=value(step.subscriber.tree, about))
    if step.say is not None:
        yield from _heard("heard", str(step.say), about)
    if step.text is not None:
        yield about.say("texted", words=_words(str(step.text), about, Part.TEXT))


def _heard(sentence: str, name: str, about: About) -> Iterator[str]:
    """Yield the words of a prompt, and that they are heard to the end where they tell something."""
    yield about.say(sentence, words=_words(name, about))
    prompt = about.project.wording.prompt(about.prompts_in, str(about.flow.name), name)
    if prompt is not None and prompt.tells:
        yield about.say("heard_whole")


def _words(name: str, about: About, part: Part = Part.SAY) -> str:
    words = prompt_words(name, about, part)
    return about.named(name) if words is None else about.quoted(words)


def _of_kind(step: Step, about: About) -> Iterator[str]:
    match step.kind:
        case kinds.MENU | kinds.COLLECT | kinds.CONFIRM | kinds.RECORD:
            yield from _asked(step, about)
        case kinds.DO:
            yield from _do(step, about)
        case kinds.TRANSFER:
            yield from _transfer(step, about)
        case kinds.FLOW:
            yield _flow(step, about)
        case kinds.NOTICE:
            yield about.say("notice", notice=str(step.subject))
        case _:
            return


def _asked(step: Step, about: About) -> Iterator[str]:
    yield from _heard("asked", str(step.subject), about)
    if not step.barge_in:
        yield about.say("heard_whole")
    again = prompt_words(str(step.subject), about, Part.AGAIN)
    if again is not None:
        yield about.say("asked_again", words=about.quoted(again))
    if destroyed := destroyed_by(step, about.flow, about.project):
        names = about.several([about.named(str(one.name)) for one in destroyed])
        yield about.say("cannot_be_undone", operations=names)
    match step.kind:
        case kinds.MENU:
            yield from _answers(step, about)
        case kinds.COLLECT:
            yield about.say("collect", digits=_digits(step, about))
            if step.finish is not None:
                yield about.say("finish", key=about.key(str(step.finish)))
        case kinds.RECORD:
            yield about.say(
                "record",
                longest=about.seconds(step.longest_s or 0),
                shortest=about.seconds(SHORTEST_S if step.shortest_s is None else step.shortest_s),
                key=about.key(str(step.finish or "hash")),
            )
        case _:
            pass
    if step.sensitive is not None:
        yield about.say(str(step.sensitive))


def _answers(step: Step, about: About) -> Iterator[str]:
    prompt = PromptId(str(about.flow.name), str(step.subject))
    for one in step.answers:
        key, meaning = str(one.key), str(one.target)
        words = choice_words(Offer(prompt, meaning, key, about.prompts_in), about)
        facts = {"key": about.key(key), "meaning": meaning}
        if words is None:
            yield about.say("answer", **facts)
        else:
            yield about.say("answer_named", words=about.quoted(words), **facts)
    if step.list is not None:
        yield about.say(
            "picks",
            list=value(step.list.tree, about),
            words=_words(str(step.each), about),
            next=NEXT_KEY,
            previous=PREVIOUS_KEY,
        )


def _digits(step: Step, about: About) -> str:
    fewest, most = step.digits or (1, 1)
    if fewest != most:
        return about.say("digits_range", low=str(fewest), high=str(most))
    return about.say("digits_one") if most == 1 else about.say("digits_many", count=str(most))


def _do(step: Step, about: About) -> Iterator[str]:
    operation = about.project.operations.get(str(step.subject))
    effect = Effect.READ if operation is None else operation.effect
    yield about.say(f"do_{effect.value}", operation=_with("do", step, about))
    if step.say is not None:
        yield about.say("do_meanwhile")


def _flow(step: Step, about: About) -> str:
    called = about.project.flows.get(str(step.subject))
    what = _with("do", step, about)
    if called is None or not called.about:
        return about.say("flow", flow=what)
    return about.say("flow_about", flow=what, about=called.about)


def _with(sentence: str, step: Step, about: About) -> str:
    """Return what is called and what it is given; one that is given nothing is only named."""
    if not step.arguments:
        return about.named(str(step.subject))
    values = about.several([_argument(one, about) for one in step.arguments])
    return about.say(f"{sentence}_with", operation=str(step.subject), values=values)


def _argument(argument: Argument, about: About) -> str:
    name, told = str(argument.name), value(argument.value.tree, about)
    return told if told == about.named(name) else about.say("named_as", name=name, value=told)


def _transfer(step: Step, about: About) -> Iterator[str]:
    queue = about.project.hotline.queues.get(str(step.subject))
    if queue is not None:
        longest = about.seconds(queue.longest_wait_s)
        sentence = "transfer" if queue.dial is None else "transfer_dial"
        yield about.say(sentence, queue=str(step.subject), longest=longest)
    if step.arguments:
        values = about.several([_argument(one, about) for one in step.arguments])
        yield about.say("transfer_with", values=values)
    if step.while_waiting is not None:
        yield about.say("while_waiting", words=_words(str(step.while_waiting), about))
    if queue is not None and queue.call_back_after_s is not None and kinds.CALL_BACK in step.go:
        yield about.say("offers_call_back", wait=about.seconds(queue.call_back_after_s))


def _ways(step: Step, about: About) -> Iterator[str]:
    """Yield a sentence for each way; what is the same at every question, and patience, come after them."""
    everyone = ways(step, about.project)
    everywhere = tuple(way for way in everyone if is_everywhere(way, step, about.project))
    later = {way.name: way for way in everyone if way.name in (*_PATIENCE, "out_of_tries", "hung_up")}
    own = [way for way in everyone if way not in everywhere and way.name not in later]
    if step.kind is kinds.FLOW:
        yield from _outcomes(own, step, about)
    else:
        yield from (sentence_of(way, step, about) for way in own)
    if everywhere:
        yield _everywhere(everywhere, about)
    for name in _PATIENCE:
        if name in later:
            yield from _patience(step, about)
            yield sentence_of(later[name], step, about)
    for name in ("out_of_tries", "hung_up"):
        if name in later:
            yield sentence_of(later[name], step, about)


def _outcomes(own: list[Way], step: Step, about: About) -> Iterator[str]:
    """Yield the outcomes of a called flow, those that lead to the same place in one sentence."""
    by_place: dict[str, list[Way]] = {}
    for way in own:
        alike = ends_alike(step, way.name.removeprefix("on:"))
        by_place.setdefault("" if alike else str(way.target), []).append(way)
    for same in by_place.values():
        names = tuple(way.name.removeprefix("on:") for way in same)
        yield tell_outcomes(names, same[0], step, about)


def _everywhere(everywhere: tuple[Way, ...], about: About) -> str:
    keys = [
        leads_to(str(way.target), about, key=about.key(way.name.removeprefix("key:"))) for way in everywhere
    ]
    return about.say("everywhere", keys=about.say("between_clauses").join(keys))


def _patience(step: Step, about: About) -> Iterator[str]:
    """Yield what is said after each silence and each wrong key, before patience is over."""
    terms = terms_of(step, about.project.hotline.patience)
    asked = max(terms.at_most - 1, 0)
    wrong = "entry" if step.kind is kinds.COLLECT else "mismatch"
    for lines, told in ((terms.no_input[:asked], "silence"), (terms.no_match[:asked], wrong)):
        for number, line in enumerate(lines):
            which = _NEXT if number else _FIRST
            words = _words(str(line), about)
            yield about.say(f"{told}_{which}", wait=about.seconds(terms.wait_s), words=words)
