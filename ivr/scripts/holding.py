"""Whether what a script says at one place of the call has come true."""

from __future__ import annotations

from collections.abc import Sequence

from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.span import Span
from ivr.line.state import Heard
from ivr.scripts.dead_air import NOWHERE
from ivr.scripts.hearing import Ear, Missing
from ivr.scripts.spec import Again, At, GetText, Hear, NotHear, ScriptStep, Wanted
from ivr.scripts.stage import Stage


class Holding:
    """Looks at one call on ``stage``; texts are read once, in the order they came."""

    def __init__(self, stage: Stage, ear: Ear) -> None:
        self._stage, self._ear = stage, ear
        self._read = 0

    def broken(self, step: ScriptStep, heard: Sequence[Heard]) -> Diagnostic | None:
        """Return why ``step`` has not come true, given what was heard since the caller did something."""
        match step:
            case Hear(wanted=wanted):
                missing = self._ear.missing(wanted, heard)
                return None if missing is None else self._not_heard(missing, heard)
            case NotHear(wanted=wanted):
                return self._not_to_be_heard(wanted, heard)
            case GetText(wanted=wanted):
                return self._get_text(wanted)
            case At(place=expected) if expected != self.place:
                return problem("T820.elsewhere", expected.span, expected=str(expected), place=self.place)
            case Again(span=span):
                return self._again(span)
            case _:
                return None

    @property
    def place(self) -> str:
        """Where the call is."""
        return self._stage.place() or NOWHERE

    def _not_to_be_heard(self, wanted: Sequence[Wanted], heard: Sequence[Heard]) -> Diagnostic | None:
        first = self._ear.first_of(wanted, heard)
        if first is None:
            return None
        return problem("T820.heard", first.prompt.span, prompt=str(first.prompt), place=self.place)

    def _not_heard(self, missing: Missing, heard: Sequence[Heard]) -> Diagnostic:
        prompt = missing.wanted.prompt
        if missing.other is not None:
            return self._other_value(missing.wanted, missing.other)
        names = tuple(self._ear.name(one) for one in heard)
        if not names:
            return problem("T820.silence", prompt.span, prompt=str(prompt), place=self.place)
        return problem("T820.not_heard", prompt.span, prompt=str(prompt), heard=names, place=self.place)

    def _other_value(self, wanted: Wanted, other: tuple[str, str, str]) -> Diagnostic:
        hole, expected, heard = other
        return problem(
            "T820.other_value",
            wanted.prompt.span,
            prompt=str(wanted.prompt),
            hole=hole,
            expected=expected,
            heard=heard,
            place=self.place,
        )

    def _get_text(self, wanted: Wanted) -> Diagnostic | None:
        sent = self._stage.texts.sent
        if self._read >= len(sent):
            return problem("T820.no_text", wanted.prompt.span, prompt=str(wanted.prompt), place=self.place)
        text = sent[self._read].text
        self._read += 1
        missing = self._ear.text_differs(wanted, text)
        if missing is None:
            return None
        if missing.other is not None:
            return self._other_value(wanted, missing.other)
        name = self._ear.text_name(text)
        return problem("T820.other_text", wanted.prompt.span, prompt=str(wanted.prompt), text=name)

    def _again(self, span: Span) -> Diagnostic | None:
        """Repeat the last webhook: the same bytes, and the office is asked nothing, nobody is texted."""
        stage = self._stage
        before = len(stage.office.performed), len(stage.texts.sent)
        same = stage.again() and before == (len(stage.office.performed), len(stage.texts.sent))
        return None if same else problem("T820.not_the_same", span, place=self.place)
