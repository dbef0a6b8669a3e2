"""What is drawn, for whom: the project, the language, and what no call script took."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from ivr.diagnostics.tell import fill
from ivr.language.specs import Flow, Project, Step
from ivr.language.ways import Way
from ivr.model.ids import Language


@dataclass(frozen=True, slots=True)
class Never:
    """What no script took, as the coverage report names it: ``flow.step`` and ``flow.step way``."""

    steps: Collection[str] = frozenset()
    ways: Collection[str] = frozenset()


NOTHING_NEVER = Never()


@cache
def sentences(language: Language) -> Mapping[str, str]:
    """Return the words of the pictures themselves in ``language``, by key."""
    text = (files("ivr.drawing") / "sentences" / f"{language}.yaml").read_text(encoding="utf-8")
    entries: dict[str, str] = yaml.load(text, Loader=yaml.CSafeLoader)
    return MappingProxyType(entries)


@dataclass(frozen=True, slots=True)
class View:
    """A project seen by a reader of ``language``, which is one authors are spoken to in."""

    project: Project
    language: Language
    never: Never = NOTHING_NEVER

    @property
    def prompts_in(self) -> Language:
        """The language of the prompts shown: the reader's where the project speaks it, else its first."""
        if self.language in self.project.wording.languages:
            return self.language
        return Language(str(self.project.hotline.languages[0]))

    def say(self, key: str, /, **facts: object) -> str:
        """Return a sentence with its ``{holes}`` filled."""
        return fill(sentences(self.language)[key], {name: str(fact) for name, fact in facts.items()})

    def never_entered(self, flow: Flow, step: Step) -> bool:
        """Return whether no script came to ``step``."""
        return f"{flow.name}.{step.name}" in self.never.steps

    def never_taken(self, flow: Flow, step: Step, way: Way) -> bool:
        """Return whether no script went ``way``."""
        return f"{flow.name}.{step.name} {way.name}" in self.never.ways
