"""Every word a caller may hear or read, by language, flow and prompt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.model.ids import Language
from ivr.model.verbs import Offer
from ivr.source.nodes import Text
from ivr.wording.templates import Template

COMMON = "common"
"""The file of words several flows say; a name is looked up in the flow's own file, then here."""


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """How a choice is offered and what a caller may say for it.

    ``heard`` are ``Text`` that know their place, unless they are nobody's. ``spoken_in`` names another
    language whose words, pattern and voice are used for this one choice.
    """

    name: Text
    say: Template
    heard: tuple[str, ...] = ()
    spoken_in: Language | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt in one language; a part that was not written is None."""

    name: Text
    say: Template | None = None
    again: Template | None = None
    text: Template | None = None
    choices: Mapping[str, ChoiceWords] | None = None
    yes: ChoiceWords | None = None
    no: ChoiceWords | None = None
    tells: frozenset[str] = frozenset()

    def choice(self, name: str) -> ChoiceWords | None:
        """Return the words of the choice called ``name``."""
        return (self.choices or {}).get(name)


@dataclass(frozen=True, slots=True)
class CarrierVoice:
    """How the carrier is told to speak and listen in a language."""

    say_language: str
    voice: str
    listen_language: str


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """Everything said in one language; ``prompts`` by flow, then name, ``common`` among the flows.

    ``later`` is texted when the truth about a request is known after the call, by ``operation.outcome``.
    """

    language: Language
    prompts: Mapping[str, Mapping[str, Prompt]]
    yes: ChoiceWords
    no: ChoiceWords
    everywhere: Mapping[str, ChoiceWords]
    joining: Mapping[str, Template]
    keys: Mapping[str, str]
    carrier: CarrierVoice
    later: Mapping[str, Template]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of a project, the engine's own included."""

    languages: Mapping[str, LanguageWords]

    def prompt(self, language: str, flow: str, name: str) -> Prompt | None:
        """Return a prompt of ``flow``, or the common one of that name."""
        words = self.languages.get(language)
        if words is None:
            return None
        own = words.prompts.get(flow, {}).get(name)
        return own or words.prompts.get(COMMON, {}).get(name)

    def choice(self, offer: Offer) -> ChoiceWords | None:
        """Return the words of an offered choice, in the language of the call."""
        words = self.languages.get(offer.language)
        if words is None:
            return None
        if (offer.prompt.flow, offer.prompt.name) == (COMMON, "everywhere"):
            return words.everywhere.get(offer.choice)
        prompt = self.prompt(offer.language, offer.prompt.flow, offer.prompt.name)
        own = prompt.choice(offer.choice) if prompt else None  # a menu may lead to a step called `yes`
        match offer.choice:
            case "yes":
                return own or (prompt and prompt.yes) or words.yes
            case "no":
                return own or (prompt and prompt.no) or words.no
            case _:
                return own

    def heard(self, offer: Offer) -> tuple[str, ...]:
        """Return the phrases that mean a choice; the words it is offered with are among them."""
        choice = self.choice(offer)
        if choice is None:
            return ()
        aloud: ChoiceWords | None = choice
        if choice.spoken_in is not None:
            aloud = self.choice(Offer(offer.prompt, offer.choice, offer.key, choice.spoken_in))
        offered = tuple(part for part in (aloud or choice).say if isinstance(part, str))
        if len(offered) == 1:  # as it was written, with its place
            return (*choice.heard, *offered)
        return (*choice.heard, "".join(offered)) if offered else choice.heard
