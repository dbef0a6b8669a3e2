"""What is being told of, and in which language; the sentences and their small words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from ivr.diagnostics.tell import fill
from ivr.language.specs import Flow, Project
from ivr.model.ids import Language

_ENDS = (".", "!", "?", "…", "。", "！", "？")
_QUOTE = "”"
_NAME = re.compile("`[^`\n]*`")
_WIDE = re.compile("[一-鿿]")
_GAP = re.compile("(?<=[一-鿿]) (?=[一-鿿])")


@cache
def sentences(language: Language) -> Mapping[str, str]:
    """Return every sentence of ``language`` by its name; raise ``LookupError`` for a language without."""
    file = files("ivr.telling") / "sentences" / f"{language}.yaml"
    if not file.is_file():
        raise LookupError(f"flows are not told in {language}")
    entries: dict[str, str] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return MappingProxyType(entries)


@dataclass(frozen=True, slots=True)
class About:
    """A flow of a project, told in ``language``."""

    flow: Flow
    project: Project
    language: Language

    @property
    def prompts_in(self) -> Language:
        """The language of the prompts quoted: the reader's where the project speaks it, else its first."""
        if self.language in self.project.wording.languages:
            return self.language
        return Language(str(self.project.hotline.languages[0]))

    def say(self, name: str, /, **facts: str) -> str:
        """Return the sentence or word ``name`` with its holes filled."""
        return _spaced(fill(sentences(self.language)[name], facts))

    def named(self, name: str) -> str:
        """Return a name as authors write it."""
        return self.say("named", name=name)

    def quoted(self, words: str) -> str:
        """Return ``words`` in quotation marks."""
        return self.say("quoted", words=words)

    def closed(self, sentence: str) -> str:
        """Return ``sentence`` with a full stop, unless the words quoted at its end have one."""
        ended = sentence.removesuffix(_QUOTE).endswith(_ENDS)
        return sentence if ended else sentence + self.say("stop")

    def several(self, words: Sequence[str], *, joined: str = "and") -> str:
        """Return an enumeration: *a, b and c*; ``joined`` is ``and`` or ``or``."""
        *before, last = words
        return last if not before else self.say(joined, before=self.say("comma").join(before), last=last)

    def seconds(self, count: int) -> str:
        """Return a number of seconds in words."""
        return self.say("second") if count == 1 else self.say("seconds", count=str(count))

    def times(self, count: int) -> str:
        """Return how often, in words."""
        known = {1: "once", 2: "twice"}
        return self.say(known[count]) if count in known else self.say("times", count=str(count))

    def key(self, written: str) -> str:
        """Return what a key is called; ``star`` and ``hash`` are written as words."""
        return self.say(f"key_{written}") if written in ("star", "hash") else written


def _spaced(sentence: str) -> str:
    """Return ``sentence`` with a space between Chinese and a name, and none between Chinese and Chinese.

    What fills a hole may begin with either, so the sentences themselves cannot know.
    """

    def apart(name: re.Match[str]) -> str:
        before = " " if _WIDE.fullmatch(sentence[name.start() - 1 : name.start()]) else ""
        after = " " if _WIDE.fullmatch(sentence[name.end() : name.end() + 1]) else ""
        return before + name[0] + after

    return _GAP.sub("", _NAME.sub(apart, sentence))
