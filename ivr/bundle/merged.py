"""An older project as it would read with the words and manners of a newer one.

What changed in the words, in everywhere keys or in the usual patience is told once, by itself. A step is
compared without it: both sides are told in the newer words, with what only the older one said kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from ivr.language.specs import Project
from ivr.wording.catalogue import Catalogue, ChoiceWords, LanguageWords, Prompt

T = TypeVar("T")


def in_newer_words(old: Project, new: Project) -> Project:
    """Return ``old`` with the words, the everywhere keys and the patience of ``new``."""
    hotline = replace(
        old.hotline,
        everywhere=new.hotline.everywhere,
        patience=new.hotline.patience,
        queues=_over(old.hotline.queues, new.hotline.queues),
        languages=new.hotline.languages,
    )
    languages = {
        name: _language(old.wording.languages.get(name), words)
        for name, words in new.wording.languages.items()
    }
    return replace(
        old,
        hotline=hotline,
        wording=Catalogue(MappingProxyType(languages)),
        operations=_over(old.operations, new.operations),
        switches=_over(old.switches, new.switches),
    )


def _language(old: LanguageWords | None, new: LanguageWords) -> LanguageWords:
    if old is None:
        return new
    flows = {**old.prompts, **new.prompts}
    prompts = {flow: _prompts(old.prompts.get(flow, {}), new.prompts.get(flow, {})) for flow in flows}
    return replace(new, prompts=MappingProxyType(prompts))


def _prompts(old: Mapping[str, Prompt], new: Mapping[str, Prompt]) -> Mapping[str, Prompt]:
    """Return the prompts of both; one that is in both has the newer words and the choices of both."""
    found = {**old, **new}
    for name in old.keys() & new.keys():
        choices: dict[str, ChoiceWords] = {**(old[name].choices or {}), **(new[name].choices or {})}
        found[name] = replace(new[name], choices=MappingProxyType(choices) if choices else None)
    return MappingProxyType(found)


def _over(old: Mapping[str, T], new: Mapping[str, T]) -> Mapping[str, T]:
    return MappingProxyType({**old, **new})
