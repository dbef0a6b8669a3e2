"""New words get their sound before a caller can hear them, in the process that brings them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime

import click

from ivr.adapters.voice.adding import Adding
from ivr.adapters.voice.build import RECORDED
from ivr.adapters.voice.several import SeveralVoices
from ivr.cli.saying import say
from ivr.cli.settings import Settings
from ivr.errors import NoVoice
from ivr.language.specs import Project
from ivr.model.ids import Language
from ivr.model.values import Record
from ivr.model.verbs import Phrase, PromptId
from ivr.speech.clip import Shape, Wanted
from ivr.speech.wanted import paces, wanted
from ivr.wording.catalogue import COMMON
from ivr.wording.speech import Utterance, spoken


class Rendering(AbstractContextManager["Rendering"]):
    """Renders what a release or a notice says anew, where sounds were built and are played.

    What cannot be rendered is no reason to stop: the carrier's voice says it.
    """

    def __init__(
        self, settings: Settings, language: Language, *, make: Callable[[], SeveralVoices] = SeveralVoices
    ) -> None:
        self._plays = settings.plays
        self._language = language
        self._adding = Adding(settings.audio, settings.project / "prompts" / RECORDED, make)

    def __exit__(self, *_error: object) -> None:
        """End the voice's processes."""
        self._adding.close()

    def project(self, project: Project) -> str | None:
        """Render what ``project`` says; return what to tell, None when there was nothing to do."""
        return self._told(lambda: self._adding.replace(wanted(project)))

    def notice(self, place: str, texts: Mapping[str, str], project: Project, until: datetime) -> str | None:
        """Render a notice, words by language, to be kept until it goes; return what to tell, if anything."""
        needed = tuple(
            Wanted(heard.text.strip(), heard.language, Shape.WHOLE, f"{COMMON}.notice {place}", pace)
            for pace in paces(project)
            for heard in _notice(texts, project)
        )
        return self._told(lambda: self._adding.add(needed, until=until.timestamp()))

    def _told(self, render: Callable[[], int]) -> str | None:
        if not self._plays:
            return None
        began = time.perf_counter()
        try:
            made = render()
        except (NoVoice, OSError) as error:
            return say("not_rendered", self._language, reason=error)
        took = f"{time.perf_counter() - began:.1f}"
        return say("rendered", self._language, count=made, took=took) if made else None


def tell(told: str | None) -> None:
    """Say on standard error what was rendered, if anything was."""
    if told is not None:
        click.echo(told, err=True)


def _notice(texts: Mapping[str, str], project: Project) -> tuple[Utterance, ...]:
    """Return what callers hear of a notice, in each language there are words in."""
    phrases = (
        Phrase(PromptId(COMMON, "notice"), Language(language), facts=Record({"text": text}))
        for language, text in texts.items()
        if language in project.wording.languages
    )
    heard = (one for phrase in phrases for one in spoken(phrase, project.wording))
    return tuple(one for one in heard if isinstance(one, Utterance))
