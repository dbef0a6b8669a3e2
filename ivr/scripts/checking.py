"""Whether what a script names is there: prompts and their holes, steps, operations, ends of calls.

A script that waits for what cannot come proves nothing, and one that forbids it proves less than nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from zoneinfo import ZoneInfo

from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import near_names, problem
from ivr.errors import BadValue
from ivr.language.operations import Operation
from ivr.language.specs import Project
from ivr.scripts.spec import LATER, Wanted
from ivr.scripts.values import value_for
from ivr.shape import Found
from ivr.source.nodes import Text
from ivr.wording.catalogue import COMMON, LanguageWords, Prompt
from ivr.wording.kinds import LANGUAGES, read
from ivr.wording.templates import Template, holes
from ivr.wording.typed import EXAMPLES

AT_A_STEP = ("hung up at ", "lost at ", "error at ")
"""How a call ends at a step: the caller hung up, patience was over, the hotline's own code had failed."""


def named(name: Text, known: Collection[str], what: str, found: Found) -> bool:
    """Return whether ``name`` is one of ``known``; report it otherwise as ``T802.<what>``."""
    if name in known:
        return True
    near, places = near_texts(name, known)
    found.append(problem(f"T802.{what}", name.span, near=near, related=places, **{what: str(name)}))
    return False


def operation_named(name: Text, project: Project, found: Found) -> Operation | None:
    """Return the operation called ``name``; report it when there is none."""
    known = {one.name: one for one in project.operations.values()}
    return known[name] if named(name, known, "operation", found) else None


def is_step(place: Text, project: Project, found: Found) -> bool:
    """Return whether ``place`` is a step, as ``flow.step``; report it otherwise."""
    known = _steps(project)
    if place in known:
        return True
    found.append(problem("T802.step", place.span, near=near_names(place, known), step=str(place)))
    return False


def is_end(ended: Text, project: Project, found: Found) -> bool:
    """Return whether a call can end as ``ended``: ``flow.outcome``, or at a step; report it otherwise."""
    for how in AT_A_STEP:
        if ended.startswith(how):
            return is_step(
                Text(ended.removeprefix(how), ended.part(len(how), len(ended) - len(how))), project, found
            )
    known = [f"{flow.name}.{one.name}" for flow in project.flows.values() for one in flow.outcomes]
    if ended in known:
        return True
    found.append(problem("T802.ended", ended.span, near=near_names(ended, known), ended=str(ended)))
    return False


def check_wanted(wanted: Wanted, project: Project, found: Found, *, texted: bool) -> None:
    """Report a prompt that is not there or cannot be what is wanted, and holes that do not fit it.

    ``texted``: wanted as a text to the caller's phone, not as words on the line.
    """
    name = wanted.prompt
    prompts = tuple(_prompts(name, project))
    later = tuple(_later(name, project))
    if not prompts and not later:
        known = _names(project, qualified="." in name, texted=texted)
        found.append(problem("T802.prompt", name.span, near=near_names(name, known), prompt=str(name)))
        return
    if later and not texted:
        found.append(problem("T802.only_later", name.span, prompt=str(name)))
        return
    if prompts and not texted and not any(map(_is_heard, prompts)):
        found.append(problem("T802.only_texted", name.span, prompt=str(name)))
        return
    kinds = _kinds((*later, *(one for prompt in prompts for one in _wordings(prompt, texted=texted))))
    for hole, value in wanted.holes:
        _check_hole(name, hole, value, kinds, project, found)


def _check_hole(
    prompt: Text, hole: Text, value: Text, kinds: Mapping[str, set[str]], project: Project, found: Found
) -> None:
    of = sorted(kinds.get(str(hole), ()))
    read_as_words = [kind for kind in of if kind in EXAMPLES]
    if not of:
        near = near_names(hole, kinds)
        found.append(
            problem(
                "T803.unknown_hole",
                hole.span,
                near=near,
                hole=str(hole),
                prompt=str(prompt),
                holes=tuple(kinds),
            )
        )
    elif not read_as_words:
        found.append(problem("T803.not_compared", hole.span, hole=str(hole), kind=of[0]))
    elif not any(_can_be_read(value, kind, project) for kind in read_as_words):
        kind = read_as_words[0]
        found.append(
            problem(
                "T803.wrong_value",
                value.span,
                hole=str(hole),
                given=str(value),
                kind=kind,
                example=EXAMPLES[kind],
            )
        )


def _can_be_read(value: Text, kind: str, project: Project) -> bool:
    try:
        readable = value_for(kind, value, ZoneInfo(project.calendar.time_zone))
        for language in project.wording.languages:
            if language in LANGUAGES:
                read(kind, readable, language=language)
                read(kind, readable, language=language, written=True)
    except BadValue:
        return False
    return True


def _prompts(name: Text, project: Project) -> Iterator[Prompt]:
    """Yield every prompt that ``name`` may mean, in every language."""
    flow, dot, rest = name.partition(".")
    for language, words in project.wording.languages.items():
        if dot and (flow in project.flows or flow in words.prompts):
            prompt = project.wording.prompt(language, flow, rest)
            if prompt is not None:
                yield prompt
        elif not dot:
            yield from (prompts[flow] for prompts in words.prompts.values() if flow in prompts)


def _later(name: Text, project: Project) -> Iterator[Template]:
    if name.startswith(f"{LATER}."):
        known = (words.later.get(name.removeprefix(f"{LATER}.")) for words in _languages(project))
        yield from (template for template in known if template is not None)


def _languages(project: Project) -> tuple[LanguageWords, ...]:
    return tuple(project.wording.languages.values())


def _is_heard(prompt: Prompt) -> bool:
    return prompt.say is not None or prompt.again is not None


def _wordings(prompt: Prompt, *, texted: bool) -> Iterator[Template]:
    """Yield the wordings of ``prompt`` heard, or texted: without ``text`` the words said are texted."""
    wordings = (prompt.text or prompt.say,) if texted else (prompt.say, prompt.again)
    yield from (one for one in wordings if one is not None)


def _kinds(templates: tuple[Template, ...]) -> dict[str, set[str]]:
    """Return the kinds each hole has, by its name."""
    kinds: dict[str, set[str]] = {}
    for template in templates:
        for hole in holes(template):
            kinds.setdefault(hole.name, set()).add(hole.kind)
    return kinds


def _names(project: Project, *, qualified: bool, texted: bool) -> dict[str, None]:
    """Return the names a prompt may be wanted by, as far as they are like what was written."""
    known: dict[str, None] = {}
    for words in _languages(project):
        for flow, prompts in words.prompts.items():
            known |= dict.fromkeys(
                f"{flow}.{name}" if qualified and flow != COMMON else name for name in prompts
            )
        if texted:
            known |= dict.fromkeys(f"{LATER}.{name}" for name in words.later)
    return known


def _steps(project: Project) -> dict[str, None]:
    return {f"{flow.name}.{step}": None for flow in project.flows.values() for step in flow.steps}
