"""P108: words that nothing says.

What lacks words may be what they were meant for; then that alone is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache

from ivr.checks.ground import Ground
from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.span import Span
from ivr.language import kinds
from ivr.language.reader import OPERATIONS
from ivr.language.specs import Flow
from ivr.language.ways import choice_name, place_of
from ivr.model.office import UNSURE, Effect
from ivr.source.nodes import Node, Table, Text
from ivr.source.reading import read_source
from ivr.wording.catalogue import COMMON, LanguageWords, Prompt
from ivr.wording.reader import own_wording
from ivr.wording.templates import EACH, holes

_SECTIONS = ("everywhere", "later")


def unused_words(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the words no caller would ever hear: most were meant for something that is called otherwise."""
    flows, languages = ground.project.flows, ground.project.wording.languages
    if any(not ground.is_whole(flow) for flow in flows.values()):
        return  # what was written there may use any of them
    yield from _no_flow(ground)
    for language in languages:
        for name in flows:
            yield from ground.part(_of_flow, f"{language}/{name}")
    if ground.lost_flows or any(ground.part(_lacks_words, name) for name in flows):
        return
    for language, words in languages.items():
        if not ground.is_hurt_language(language, COMMON):
            each = (ground.part(_used, f"{language}/{name}") for name in flows)
            yield from _common(ground, words, frozenset[str]().union(*each))


def _said(ground: Ground, flow: str) -> frozenset[str]:
    within = ground.project.flows[flow]
    return frozenset(
        str(use.prompt) for step in within.steps.values() for use in ground.uses_of(within, step)
    )


def _used(ground: Ground, words: str) -> frozenset[str]:
    """Return the prompts that are used of ``language/flow``, those that read items included."""
    language, _, flow = words.partition("/")
    return _with_items(ground.project.wording.languages[language], flow, ground.part(_said, flow))


def _lacks_words(ground: Ground, flow: str) -> bool:
    """Return whether a prompt that ``flow`` uses, or a part of one, is missing in a language."""
    for language, words in ground.project.wording.languages.items():
        there = words.prompts.get(flow, {}).keys() | words.prompts.get(COMMON, {}).keys()
        if not ground.part(_used, f"{language}/{flow}") <= there:
            return True
    return False


def _with_items(words: LanguageWords, flow: str, used: AbstractSet[str]) -> frozenset[str]:
    """Return ``used`` and the prompts that read the items of their lists."""
    seen, pending = set(used), list(used)
    while pending:
        name = pending.pop()
        prompt = words.prompts.get(flow, {}).get(name) or words.prompts.get(COMMON, {}).get(name)
        for inner in () if prompt is None else _items(prompt):
            if inner not in seen:
                seen.add(inner)
                pending.append(inner)
    return frozenset(seen)


def _items(prompt: Prompt) -> Iterator[str]:
    for template in (prompt.say, prompt.again, prompt.text):
        for part in template or ():
            if not isinstance(part, str) and part.kind == EACH:
                yield part.prompt


def _unused(prompts: Iterable[Prompt], used: AbstractSet[str]) -> Iterator[Prompt]:
    return (one for one in prompts if str(one.name) not in used)


def _of_flow(ground: Ground, words: str) -> tuple[Diagnostic, ...]:
    """Return the prompts of ``language/flow`` that nothing says, and the choices that no question offers."""
    language, _, name = words.partition("/")
    within = ground.project.wording.languages[language]
    if name not in within.prompts or ground.is_hurt_language(language, name):
        return ()
    flow, used = ground.project.flows[name], ground.part(_used, words)
    unused = () if ground.part(_lacks_words, name) else _unused(within.prompts[name].values(), used)
    return (
        *_no_choice(ground, within, flow, used),
        *(problem("P108.unused", prompt.name.span, prompt=str(prompt.name), flow=name) for prompt in unused),
    )


def _no_choice(
    ground: Ground, words: LanguageWords, flow: Flow, used: AbstractSet[str]
) -> Iterator[Diagnostic]:
    """Yield the choices that no question of ``flow`` offers."""
    offered: dict[str, set[str]] = {}
    for step in flow.steps.values():
        if step.kind is kinds.MENU and step.subject is not None:
            names = offered.setdefault(str(step.subject), set())
            names |= {
                choice_name(one.target, place_of(one.target, flow, ground.project)) for one in step.keys
            }
            names |= {str(one.target) for one in step.answers}
        elif step.kind is kinds.CONFIRM and step.subject is not None:
            offered.setdefault(str(step.subject), set()).update(("yes", "no"))
    for prompt in words.prompts[str(flow.name)].values():
        names, choices = offered.get(str(prompt.name), set()), prompt.choices or {}
        empty = str(prompt.name) in offered and not names
        if str(prompt.name) not in used or empty or names - choices.keys() - {"yes", "no"}:
            continue  # told as a whole, or beside a choice without words, P105, or a menu without any, M200
        for choice in choices.values():
            if str(choice.name) not in names:
                yield problem(
                    "P108.no_choice", choice.name.span, choice=str(choice.name), prompt=str(prompt.name)
                )


def _common(ground: Ground, words: LanguageWords, used: AbstractSet[str]) -> Iterator[Diagnostic]:
    later = {
        hole.prompt for template in words.later.values() for hole in holes(template) if hole.kind == EACH
    }
    engine = _engine_names(str(words.language))
    ours = (one for one in words.prompts[COMMON].values() if one.name.span.file in ground.files)
    for prompt in _unused(ours, _with_items(words, COMMON, used | later | engine)):
        yield problem("P108.unused_common", prompt.name.span, prompt=str(prompt.name))
    for section in _SECTIONS:
        yield from _section(ground, words, section)


def _section(ground: Ground, words: LanguageWords, section: str) -> Iterator[Diagnostic]:
    """Yield the words of ``everywhere`` for no key, and those of ``later`` for what cannot turn out."""
    file = f"prompts/{words.language}/{COMMON}.yaml"
    tree, _ = read_source(file, ground.files.get(file, ""))
    node = tree.get(section) if isinstance(tree, Table) else None
    if not isinstance(node, Table):
        return
    if section == "everywhere":
        keys = ground.project.hotline.everywhere
        targets = {str(one.target) for one in keys}
        unsaid = any(one.said and one.target not in node for one in keys)  # P105 tells what has no words
        for name in () if unsaid or not ground.hotline_is_whole else node:
            if name not in targets:
                near, _ = near_texts(name, targets)
                yield problem("P108.no_key", name.span, near=near, choice=str(name))
    elif OPERATIONS not in ground.hurt:
        for name, inner in node.entries():
            yield from _later(ground, name, inner, node)


def _later(ground: Ground, name: Text, each: Node, later: Table) -> Iterator[Diagnostic]:
    operations = ground.project.operations
    operation = operations.get(str(name))
    if operation is None:
        changing = (one for one in operations.values() if one.effect is not Effect.READ or one.owed)
        if all(str(one.name) in later for one in changing):  # else P111 tells what it was meant for
            near, _ = near_texts(name, operations)
            yield problem("P108.no_operation", name.span, near=near, operation=str(name))
        return
    outcomes = [one for one in operation.ways if one != UNSURE]
    if not isinstance(each, Table) or set(outcomes) - {str(one) for one in each}:
        return  # P111 tells what has no words
    for outcome in each:
        if outcome not in outcomes:
            yield problem("P108.no_outcome", outcome.span, operation=str(name), outcome=str(outcome))


def _no_flow(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the files of words for no flow, and for no language of this hotline."""
    flows, languages = ground.project.flows, ground.project.hotline.languages
    if ground.lost_flows or not ground.hotline_is_whole:
        return
    for file in ground.files:
        folder, language, name = (*file.split("/", 2), "", "")[:3]
        flow = name.removesuffix(".yaml")
        if folder != "prompts" or not name.endswith(".yaml"):
            continue
        at = Span(file, 1, 1)
        if language not in languages:
            near, _ = near_texts(language, languages)
            yield problem("P108.no_language", at, near=near, language=language)
        elif flow != COMMON and flow not in flows:
            near, related = near_texts(flow, (one.name for one in flows.values()))
            yield problem("P108.no_flow", at, near=near, related=related, flow=flow)


@cache
def _engine_names(language: str) -> frozenset[str]:
    """Return the prompts the engine says by itself."""
    words = own_wording().languages.get(language)
    return frozenset() if words is None else frozenset(words.prompts[COMMON])
