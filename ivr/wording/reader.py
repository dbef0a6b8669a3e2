"""Prompt files into the catalogue: ``prompts/<language>/<flow>.yaml`` and ``common.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

from ivr import shape
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.span import Span
from ivr.model.ids import Language
from ivr.shape import Found
from ivr.source.nodes import Node, Table, Text
from ivr.source.reading import MOST_KEPT, read_source
from ivr.wording.catalogue import COMMON, CarrierVoice, Catalogue, ChoiceWords, LanguageWords, Prompt
from ivr.wording.templates import Template, parse_template

PROMPT_FIELDS = ("say", "again", "text", "audio", "choices", "yes", "no", "tells")
CHOICE_FIELDS = ("say", "heard", "in")
OWN_LANGUAGES = ("zh-CN", "en")
"""Languages the engine ships sentences for."""


@dataclass(slots=True)
class _Reading:
    """What has been read of one language so far."""

    language: Language
    prompts: dict[str, Prompt] = field(default_factory=dict)
    yes: ChoiceWords | None = None
    no: ChoiceWords | None = None
    everywhere: dict[str, ChoiceWords] = field(default_factory=dict)
    joining: dict[str, Template] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    later: dict[str, Template] = field(default_factory=dict)
    carrier: CarrierVoice = field(default_factory=lambda: CarrierVoice("", "", ""))


def read_wording(
    files: Iterable[tuple[str, str, str, str]], languages: Iterable[str]
) -> tuple[Catalogue, tuple[Diagnostic, ...]]:
    """Return the catalogue of ``files`` (language, flow, file, text) over the engine's own sentences.

    A language without a file of the project is left out: that it has no words is a check's finding.
    """
    found: Found = []
    project = tuple(files)
    read: dict[str, LanguageWords] = {}
    for language in languages:
        theirs = [(flow, file, text) for of, flow, file, text in project if of == language]
        if language not in OWN_LANGUAGES or not theirs:
            continue
        common, wrong = _for_all(
            str(language), tuple((file, text) for flow, file, text in theirs if flow == COMMON)
        )
        found.extend(wrong)
        prompts = dict(common.prompts)
        for flow, file, text in theirs:
            if flow != COMMON:
                words = _of_flow(common, file, text, found)
                prompts[flow] = words if flow not in prompts else {**prompts[flow], **words}
        read[language] = replace(common, prompts=MappingProxyType(prompts))
    return Catalogue(MappingProxyType(read)), tuple(found)


def own_wording() -> Catalogue:
    """Return the engine's own sentences alone: the last resort when a project's cannot be had."""
    return Catalogue(MappingProxyType({language: _for_all(language, ())[0] for language in OWN_LANGUAGES}))


@lru_cache(maxsize=MOST_KEPT)
def _for_all(
    language: str, files: tuple[tuple[str, str], ...]
) -> tuple[LanguageWords, tuple[Diagnostic, ...]]:
    """Return what is said in a language whatever the flow: the engine's own sentences, under ``files``."""
    found: Found = []
    reading = _Reading(Language(language))
    for tree in (_own(language), *(_tree(*one) for one in files)):
        _common(reading, tree, found)
    return _finished(reading), tuple(found)


@cache
def _own(language: str) -> Table:
    file = resources.files("ivr.wording") / "own" / f"{language}.yaml"
    tree, wrong = read_source(f"ivr/wording/own/{language}.yaml", file.read_text(encoding="utf-8"))
    if wrong or not isinstance(tree, Table):
        raise AssertionError(f"the engine's own sentences cannot be read: {wrong}")
    return tree


def _common(reading: _Reading, tree: Table, found: Found) -> None:
    for key, node in shape.entries(tree, COMMON, found):
        match str(key):
            case "yes":
                reading.yes = _choice(key, node, found) or reading.yes
            case "no":
                reading.no = _choice(key, node, found) or reading.no
            case "everywhere":
                reading.everywhere.update(_choices(node, "everywhere", found))
            case "joining":
                reading.joining.update(_templates(node, found))
            case "keys":
                names = shape.mapped(
                    node, "keys", lambda _, value: shape.text(value, "a key's name", found), found
                )
                reading.keys.update({str(name): str(value) for name, value in names})
            case "carrier":
                reading.carrier = _carrier(node, found) or reading.carrier
            case "later":
                reading.later.update(_later(node, found))
            case _:
                _add(reading.prompts, key, node, found)


def _of_flow(common: LanguageWords, file: str, text: str, found: Found) -> Mapping[str, Prompt]:
    prompts, wrong = _prompts(file, text)
    found.extend(wrong)
    everyones = common.prompts[COMMON]
    for key, prompt in prompts.items():
        if key in everyones and not everyones[key].name.span.file.startswith("ivr/"):
            found.append(problem("P110.two_places", prompt.name.span, name=key))
    return prompts


@lru_cache(maxsize=MOST_KEPT)
def _prompts(file: str, text: str) -> tuple[Mapping[str, Prompt], tuple[Diagnostic, ...]]:
    prompts: dict[str, Prompt] = {}
    found: Found = []
    for key, node in shape.entries(_tree(file, text), file, found):
        _add(prompts, key, node, found)
    return MappingProxyType(prompts), tuple(found)


def _tree(file: str, text: str) -> Table:
    """Return the content of a file that could be read."""
    node, _ = read_source(file, text)
    return node if isinstance(node, Table) else Table((), Span(file, 1, 1))


def _add(prompts: dict[str, Prompt], key: Text, node: Node, found: Found) -> None:
    prompt = _prompt(key, node, found)
    if prompt is not None:
        prompts[str(key)] = prompt


def _prompt(key: Text, node: Node, found: Found) -> Prompt | None:
    if isinstance(node, Text):
        say = _template(node, found)
        return None if say is None else Prompt(key, say)
    fields = shape.table(node, "a prompt", found)
    if fields is None:
        return None
    shape.only(fields, PROMPT_FIELDS, "a prompt", found)
    return Prompt(
        name=key,
        say=_template(fields.get("say"), found),
        again=_template(fields.get("again"), found),
        text=_template(fields.get("text"), found),
        choices=MappingProxyType(_choices(fields.get("choices"), "choices", found)),
        yes=_choice_at(fields, "yes", found),
        no=_choice_at(fields, "no", found),
        tells=frozenset(str(word) for word in shape.texts(fields.get("tells"), "tells", found)),
    )


def _template(node: Node | None, found: Found) -> Template | None:
    wording = shape.text(node, "a prompt's wording", found)
    if wording is None:
        return None
    read = parse_template(wording)
    if isinstance(read, Diagnostic):
        found.append(read)
        return None
    return read


def _templates(node: Node, found: Found) -> dict[str, Template]:
    read = shape.mapped(node, "joining", lambda _, value: _template(value, found), found)
    return {str(name): template for name, template in read}


def _later(node: Node, found: Found) -> dict[str, Template]:
    """Return the words for what turns out after the call, by ``operation.outcome``."""
    read = shape.mapped(node, "later", lambda _, value: _templates(value, found), found)
    return {f"{operation}.{name}": words for operation, each in read for name, words in each.items()}


def _choices(node: Node | None, what: str, found: Found) -> dict[str, ChoiceWords]:
    read = shape.mapped(node, what, lambda key, value: _choice(key, value, found), found)
    return {str(name): choice for name, choice in read}


def _choice_at(fields: Table, name: str, found: Found) -> ChoiceWords | None:
    if name not in fields:
        return None
    return _choice(Text(name, fields.key_span(name)), fields[name], found)


def _choice(key: Text, node: Node, found: Found) -> ChoiceWords | None:
    if isinstance(node, Text):
        say = _template(node, found)
        return None if say is None else ChoiceWords(key, say)
    fields = shape.table(node, "a choice", found)
    if fields is None:
        return None
    shape.only(fields, CHOICE_FIELDS, "a choice", found)
    spoken_in = shape.choice(fields.get("in"), "in", OWN_LANGUAGES, found)
    heard = shape.texts(fields.get("heard"), "heard", found)
    return ChoiceWords(
        name=key,
        say=_template(fields.get("say"), found) or (),
        heard=heard,
        spoken_in=None if spoken_in is None else Language(spoken_in),
    )


def _carrier(node: Node, found: Found) -> CarrierVoice | None:
    fields = shape.table(node, "carrier", found)
    wanted = ("say", "voice", "listen")
    if fields is None or not shape.required(fields, wanted, "carrier", found):
        return None
    say, voice, listen = (shape.text(fields[name], name, found) for name in wanted)
    if say is None or voice is None or listen is None:
        return None
    return CarrierVoice(str(say), str(voice), str(listen))


def _finished(reading: _Reading) -> LanguageWords:
    if reading.yes is None or reading.no is None:
        raise AssertionError("the engine's own sentences lack yes or no")
    return LanguageWords(
        language=reading.language,
        prompts=MappingProxyType({COMMON: MappingProxyType(reading.prompts)}),
        yes=reading.yes,
        no=reading.no,
        everywhere=MappingProxyType(reading.everywhere),
        joining=MappingProxyType(reading.joining),
        keys=MappingProxyType(reading.keys),
        carrier=reading.carrier,
        later=MappingProxyType(reading.later),
    )
