"""What is written in a picture: prompts in short, and ways as a designer would call them."""

from __future__ import annotations

from dataclasses import replace

from ivr.drawing.view import View
from ivr.language.specs import Flow, Step
from ivr.language.ways import (
    NEXT_KEY,
    NO,
    PICKS,
    PREVIOUS_KEY,
    YES,
    Way,
    choice_name,
    place_of,
    pressed,
)
from ivr.model.verbs import Offer, PromptId
from ivr.wording.catalogue import COMMON
from ivr.wording.templates import Hole, Template


def heard_at(step: Step, flow: Flow, view: View) -> str:
    """Return what a caller hears when ``step`` is entered, without what it offers; ``""`` is nothing."""
    asked = step.subject if step.kind.asks else None
    prompts = (
        view.project.wording.prompt(view.prompts_in, str(flow.name), str(name))
        for name in (step.say, asked)
        if name is not None
    )
    return " ".join(_plain(prompt.say) for prompt in prompts if prompt is not None and prompt.say is not None)


def label(way: Way, step: Step, flow: Flow, view: View) -> tuple[str, ...]:
    """Return what is written on ``way``, line by line; nothing where the next step simply follows."""
    prompt = PromptId(str(flow.name), str(step.subject))
    name, _, rest = way.name.partition(":")
    match name:
        case "key":
            words = choice_name(way.target, place_of(way.target, flow, view.project))
            only = () if way.when is None else (view.say("only_if", when=way.when.text),)
            return (_offered(prompt, words, pressed(rest), view), *only)
        case "answer":
            return (*_answers(step, prompt, view), *_picks(step, view))
        case "yes" | "no":
            return (_offered(prompt, name, YES if name == "yes" else NO, view),)
        case "given":
            return (view.say("given", how_many=_digits(step)),)
        case "out_of_tries":
            return (view.say("out_of_tries", how_many=step.tries),)
        case "decide":
            return (view.say("otherwise"),) if way.when is None else (way.when.text,)
        case "on":
            return (rest,)
        case "then" | "recorded" | "silent" | "unanswered" | "patience_over" | "hung_up":
            return (view.say(name),)
        case _:
            return ()


def everywhere(view: View) -> str:
    """Return the keys that work everywhere and what they do; ``""`` when there are none."""
    prompt = PromptId(COMMON, "everywhere")
    keys = [
        _offered(prompt, str(one.target), pressed(one.key), view) for one in view.project.hotline.everywhere
    ]
    return view.say("everywhere", keys=" · ".join(keys)) if keys else ""


def _answers(step: Step, prompt: PromptId, view: View) -> tuple[str, ...]:
    return tuple(_offered(prompt, str(one.target), pressed(one.key), view) for one in step.answers)


def _picks(step: Step, view: View) -> tuple[str, ...]:
    if step.list is None:
        return ()
    return (
        view.say("pick", keys=f"{PICKS[0]}-{PICKS[-1]}"),
        view.say("pages", next=NEXT_KEY, previous=PREVIOUS_KEY),
    )


def _offered(prompt: PromptId, choice: str, key: str, view: View) -> str:
    """Return ``key`` and the words of a choice, in the language they are spoken in."""
    wording = view.project.wording
    offer = Offer(prompt, choice, key, view.prompts_in)
    words = wording.choice(offer)
    if words is not None and words.spoken_in is not None:
        words = wording.choice(replace(offer, language=words.spoken_in))
    return f"{key} {choice if words is None else _plain(words.say)}"


def _digits(step: Step) -> str:
    least, most = step.digits or (0, 0)
    return str(least) if least == most else f"{least}-{most}"


def _plain(template: Template) -> str:
    """Return a wording with the names of its holes in braces."""
    return "".join(f"{{{part.name}}}" if isinstance(part, Hole) else part for part in template)
