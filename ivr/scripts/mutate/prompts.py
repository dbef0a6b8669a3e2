"""Operators on words: other words than were meant, or none at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.diagnostics.diagnostic import problem
from ivr.language import kinds
from ivr.language.kinds import Form
from ivr.scripts.mutate.mutant import Mutant, Site
from ivr.source.nodes import Text
from ivr.wording.catalogue import Prompt
from ivr.wording.templates import Hole, Template, holes

SAY, TEXT = "say", "text"


def prompt_replaced(site: Site) -> Iterator[Mutant]:
    """Yield each prompt said or texted with the next one of the same flow that has the same holes."""
    for named, part in _said(site):
        other = _another(site, named, part)
        if other is None:
            continue
        edits = site.source.replaced(named, other)
        told = problem(
            "T830.prompt_replaced",
            named.span,
            step=site.place,
            prompt=str(named),
            other=other,
            new=site.new_line(edits, named.span),
        )
        yield from site.mutant(edits, told)


def say_dropped(site: Site) -> Iterator[Mutant]:
    """Yield a step without the words it begins with."""
    said = site.step.say
    if said is not None:
        told = problem("T830.say_dropped", said.span, step=site.place, prompt=str(said))
        yield from site.mutant(site.source.without(site.fields, SAY), told)


def text_dropped(site: Site) -> Iterator[Mutant]:
    """Yield a step that texts nothing."""
    texted = site.step.text
    if texted is not None:
        told = problem("T830.text_dropped", texted.span, step=site.place, prompt=str(texted))
        yield from site.mutant(site.source.without(site.fields, TEXT), told)


@dataclass(frozen=True, slots=True)
class _Needs:
    """What a prompt must have to stand in another's place."""

    holes: frozenset[Hole]
    choices: frozenset[str]


def _said(site: Site) -> Iterator[tuple[Text, str]]:
    step = site.step
    if step.say is not None:
        yield step.say, SAY
    if step.subject is not None and step.kind.subject is Form.PROMPT:
        yield step.subject, SAY
    if step.text is not None:
        yield step.text, TEXT


def _another(site: Site, named: Text, part: str) -> str | None:
    """Return the next prompt of the flow, round and round, whose words differ and could be said here."""
    language, flow = site.project.hotline.languages[0], str(site.flow.name)
    meant = site.project.wording.prompt(language, flow, named)
    words = None if meant is None else _template(meant, part)
    if meant is None or words is None:
        return None
    own = site.project.wording.languages[language].prompts.get(flow, {})
    needs = _needs(meant, words) if site.step.kind is kinds.MENU else _Needs(_holes(words), frozenset())
    names = [*own]
    at = names.index(named) if named in own else -1
    for name in (*names[at + 1 :], *names[: max(at, 0)]):
        other = _template(own[name], part)
        if other is None or other == words or _holes(other) != needs.holes:
            continue
        if needs.choices <= frozenset(own[name].choices or ()):
            return name
    return None


def _needs(prompt: Prompt, words: Template) -> _Needs:
    return _Needs(_holes(words), frozenset(str(one) for one in prompt.choices or ()))


def _holes(template: Template) -> frozenset[Hole]:
    return frozenset(holes(template))


def _template(prompt: Prompt, part: str) -> Template | None:
    return prompt.text if part == TEXT else prompt.say
