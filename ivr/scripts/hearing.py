"""What was heard on the line, as prompts, and whether a script's words are among it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivr.line.state import Heard, Sound
from ivr.scripts.recognise import Prompted, Recogniser
from ivr.scripts.spec import Wanted


@dataclass(frozen=True, slots=True)
class Missing:
    """A wanted prompt that is not there; ``other`` is the hole whose value differs: name, expected, heard."""

    wanted: Wanted
    other: tuple[str, str, str] | None = None


@dataclass(slots=True)
class Ear:
    """Recognises what is heard, in the language a script is about (None: any)."""

    recogniser: Recogniser
    language: str | None = None

    def prompts(self, heard: Heard) -> tuple[Prompted, ...]:
        """Return the readings of what was heard, most specific first; music and beeps have none."""
        if heard.kind is not Sound.SAY:
            return ()
        found = self.recogniser.spoken(heard.text, heard.language or None)
        return (
            found if self.language is None else tuple(one for one in found if one.language == self.language)
        )

    def name(self, heard: Heard) -> str:
        """Return what was heard in a word or two: a prompt's name, or the words themselves."""
        if heard.kind is not Sound.SAY:
            return str(heard.kind.value)
        found = self.recogniser.spoken(heard.text, heard.language or None)
        return short(found[0]) if found else f"“{heard.text}”"

    def missing(self, wanted: Sequence[Wanted], heard: Sequence[Heard]) -> Missing | None:
        """Return the first of ``wanted`` that was not heard, in order; None when all were."""
        readings = [self.prompts(one) for one in heard]
        place = 0
        for one in wanted:
            found = next(
                (at for at in range(place, len(readings)) if self._is_among(one, readings[at])), None
            )
            if found is None:
                return Missing(one, self._differs(one, readings[place:]))
            place = found + 1
        return None

    def first_of(self, unwanted: Sequence[Wanted], heard: Sequence[Heard]) -> Wanted | None:
        """Return the first of ``unwanted`` that was heard all the same."""
        return next(
            (one for one in unwanted if any(self._is_among(one, self.prompts(sound)) for sound in heard)),
            None,
        )

    def text_differs(self, wanted: Wanted, text: str) -> Missing | None:
        """Return why a text message is not the wanted one; None when it is."""
        readings = self.recogniser.written(text)
        if self._is_among(wanted, readings):
            return None
        return Missing(wanted, self._differs(wanted, [readings]))

    def text_name(self, text: str) -> str:
        """Return which prompt a text message is, or the words themselves."""
        found = self.recogniser.written(text)
        return short(found[0]) if found else f"“{text}”"

    def _is_among(self, wanted: Wanted, readings: Sequence[Prompted]) -> bool:
        return any(self.recogniser.is_it(one, wanted) for one in readings)

    def _differs(self, wanted: Wanted, readings: Sequence[Sequence[Prompted]]) -> tuple[str, str, str] | None:
        for found in readings:
            for one in found:
                if (other := self.recogniser.mismatch(one, wanted)) is not None:
                    return other
        return None


def short(found: Prompted) -> str:
    """Return a prompt's name as a transcript shows it; an offer names its choice too."""
    kind, _, choice = found.part.partition(":")
    return f"{found.name}/{choice}" if kind == "choice" else found.name
