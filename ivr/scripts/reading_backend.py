"""What the office answers in a script, held against its contract: a script cannot make up an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo

from ivr import shape
from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import problem
from ivr.language.operations import Operation, OperationOutcome
from ivr.language.specs import Project
from ivr.model.office import UNAVAILABLE, UNSURE
from ivr.scripts.checking import operation_named
from ivr.scripts.spec import DOES_NOT_ANSWER, IS_DOWN, Mock, MockAnswer
from ivr.scripts.values import duration, values_of
from ivr.shape import Found
from ivr.source.nodes import Items, Node, Table, Text

AFTER = "after"
_FAULTS = (DOES_NOT_ANSWER, IS_DOWN)
_INSTEAD = {UNAVAILABLE: IS_DOWN, UNSURE: DOES_NOT_ANSWER}


def read_backend(
    node: Node | None, project: Project, found: Found, *, usual: bool = False
) -> tuple[Mock, ...]:
    """Return the answers under ``backend:``, typed by the contract of ``project``."""
    zone = ZoneInfo(project.calendar.time_zone)

    def mock(name: Text, answers: Node) -> Mock | None:
        operation = operation_named(name, project, found)
        if operation is None:
            return None
        reader = _Answers(operation, zone, found)
        listed = isinstance(answers, Items)
        read = tuple(
            reader.answer(one, name) for one in (answers if isinstance(answers, Items) else (answers,))
        )
        if not read:
            found.append(problem("T804.no_answer", answers.span, operation=str(name)))
        kept = tuple(one for one in read if one is not None)
        return Mock(name, kept, listed=listed, usual=usual) if kept else None

    return tuple(one for _, one in shape.mapped(node, "backend", mock, found))


@dataclass(frozen=True, slots=True)
class _Answers:
    """Reads the answers of one operation."""

    operation: Operation
    zone: tzinfo
    found: Found

    def answer(self, node: Node, name: Text) -> MockAnswer | None:
        """Return one answer: an outcome or a fault, perhaps with values, perhaps after a time."""
        if isinstance(node, Table):
            after_s = duration(node.get(AFTER), self.found)
            entries = [(key, value) for key, value in node.entries() if key != AFTER]
            if len(entries) > 1:
                self._several(entries[0][0], entries[1][0])
                return None
            for key, value in entries:
                return self._one(key, value, after_s, node)
        elif isinstance(node, Text) and node != "":
            return self._one(node, None, None, node)
        span = name.span if node == "" else node.span
        self.found.append(problem("T804.no_answer", span, operation=str(name)))
        return None

    def _one(self, word: Text, value: Node | None, after_s: float | None, node: Node) -> MockAnswer | None:
        if word in _FAULTS:
            return self._fault(word, value, after_s, node)
        outcome = self.operation.outcome(word)
        if outcome is None:
            self._unknown(word)
            return None
        fields = self._fields(word, value, outcome)
        if fields is None:
            return None
        values = values_of(fields, outcome.gives, word, self.zone, self.found)
        return MockAnswer(word.span, str(word), values, after_s=after_s or 0.0)

    def _fields(self, word: Text, value: Node | None, outcome: OperationOutcome) -> Table | None:
        if value is None or value == "":
            return Table((), word.span)
        if not isinstance(value, Table) and not outcome.gives:
            self.found.append(problem("T804.takes_nothing", value.span, outcome=str(word)))
            return None
        return shape.table(value, f"`{word}`", self.found)

    def _fault(self, word: Text, value: Node | None, after_s: float | None, node: Node) -> MockAnswer:
        if value is not None and value != "":
            self.found.append(problem("T804.takes_nothing", value.span, outcome=str(word)))
        if word == DOES_NOT_ANSWER and after_s is not None and isinstance(node, Table):
            self.found.append(problem("T804.pointless_after", node.key_span(AFTER)))
        return MockAnswer(word.span, fault=str(word), after_s=after_s or 0.0)

    def _several(self, first: Text, second: Text) -> None:
        self.found.append(problem("T804.two_answers", second.span, first=str(first), second=str(second)))

    def _unknown(self, word: Text) -> None:
        operation = str(self.operation.name)
        if word in _INSTEAD:
            self.found.append(
                problem("T804.not_an_answer", word.span, outcome=str(word), instead=_INSTEAD[str(word)])
            )
            return
        known = (*(one.name for one in self.operation.outcomes), *_FAULTS)
        near, places = near_texts(word, known)
        self.found.append(
            problem(
                "T804.unknown_outcome",
                word.span,
                near=near,
                related=places,
                operation=operation,
                outcome=str(word),
                known=tuple(map(str, known)),
            )
        )
