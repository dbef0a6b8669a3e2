"""The steps of a script: what the caller hears and does, in the order it happens."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ivr import shape
from ivr.caller import steps as caller_steps
from ivr.caller.steps import MESSAGE_S
from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import problem
from ivr.diagnostics.span import Span
from ivr.language.specs import Project
from ivr.line.asks import Transferred
from ivr.scripts.checking import is_step, named
from ivr.scripts.reading_prompts import read_wanted
from ivr.scripts.spec import Act, Again, At, GetText, Hear, NotHear, ScriptStep, Wait
from ivr.scripts.values import duration
from ivr.shape import Found
from ivr.source.nodes import Node, Table, Text

MOST_STEPS = 1000
"""Steps of one script, those of its blocks included. Ours: twenty times a long call."""
MOST_NESTED = 10
"""Blocks within blocks. Ours: nobody follows more."""

AFTER = "after"
_ACTS = ("press", "say", "silence", "leave_message", "hang_up", "transfer")
_EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "hear": "hear: welcome",
        "not_hear": "not_hear: welcome",
        "press": "press: 1",
        "say": "say: 我要投诉",
        "silence": "silence",
        "leave_message": "leave_message: 12s",
        "hang_up": "hang_up",
        "transfer": "transfer: answered",
        "get_text": "get_text: figures",
        "at": "at: main.services",
        "again": "again",
        "wait": "wait: 20s",
        "block": "block: name",
    }
)
WORDS = tuple(_EXAMPLES)
_NEED_NO_VALUE = frozenset({"silence", "leave_message", "hang_up", "again"})
_TAKE_NOTHING = frozenset({"silence", "hang_up", "again"})
_KEYS = re.compile(r"[0-9*#]+")
_TEXT = "text"


@dataclass(slots=True)
class StepReader:
    """Reads steps; ``blocks`` are those they may use, by name, and ``used`` those they did use."""

    project: Project
    blocks: Mapping[str, Node]
    found: Found
    used: set[str] = field(default_factory=set)
    _is_too_long: bool = False
    _path: list[str] = field(default_factory=list)
    _read: dict[str, tuple[ScriptStep, ...]] = field(default_factory=dict)

    def steps(self, node: Node | None) -> tuple[ScriptStep, ...]:
        """Return the steps in ``node``, those of blocks in their places."""
        steps: list[ScriptStep] = []
        for item in shape.items(node, "steps", self.found):
            steps += self._step(item)
            if len(steps) > MOST_STEPS:
                if not self._is_too_long:
                    self.found.append(problem("T806.too_many", item.span, limit=MOST_STEPS))
                self._is_too_long = True
                break
        return tuple(steps)

    def block(self, name: Text) -> tuple[ScriptStep, ...]:
        """Return the steps of the block called ``name``; none when it is not there or uses itself."""
        if not named(name, self.blocks, "block", self.found):
            return ()
        self.used.add(str(name))
        if name in self._path:
            path = (*self._path[self._path.index(name) :], str(name))
            self.found.append(problem("T806.uses_itself", name.span, block=str(name), path=path))
            return ()
        if len(self._path) >= MOST_NESTED:
            self.found.append(problem("T806.too_deep", name.span, limit=MOST_NESTED))
            return ()
        if name not in self._read:
            self._path.append(str(name))
            self._read[str(name)] = self.steps(self.blocks[name])
            self._path.pop()
        return self._read[str(name)]

    def _step(self, node: Node) -> tuple[ScriptStep, ...]:
        if isinstance(node, Text) and node:
            return self._named(node, None, None, node.span)
        if not isinstance(node, Table):
            self.found.append(problem("T805.not_a_step", node.span, words=WORDS))
            return ()
        does = [(key, value) for key, value in node.entries() if key != AFTER]
        unknown = [key for key, _ in does if key not in WORDS]
        for key in unknown:
            self._unknown(key)
        if len(does) > 1 and not unknown:
            first, second = does[0][0], does[1][0]
            self.found.append(problem("T805.two_things", second.span, first=str(first), second=str(second)))
        if not does:
            self.found.append(problem("T805.not_a_step", node.span, words=WORDS))
        if len(does) != 1 or unknown:
            return ()
        ((word, value),) = does
        if AFTER in node and word not in _ACTS:
            self.found.append(problem("T805.after", node.key_span(AFTER), step=str(word)))
            return ()
        return self._named(word, value, duration(node.get(AFTER), self.found), _whole(word, value))

    def _named(
        self, word: Text, value: Node | None, after_s: float | None, span: Span
    ) -> tuple[ScriptStep, ...]:
        """Return the step that ``word`` names; its value is there if it needs one."""
        if word not in WORDS:
            self._unknown(word)
            return ()
        given = None if value == "" else value
        if given is None and word not in _NEED_NO_VALUE:
            example = _EXAMPLES[str(word)]
            self.found.append(problem("T805.needs_value", word.span, step=str(word), example=example))
            return ()
        if given is not None and word in _TAKE_NOTHING:
            self.found.append(problem("T805.takes_nothing", given.span, step=str(word)))
            return ()
        if word == "block":
            name = shape.text(given, "a block's name", self.found)
            return () if name is None else self.block(name)
        step = self._act(word, given, after_s, span) if word in _ACTS else self._look(word, given, span)
        return () if step is None else (step,)

    def _act(self, word: Text, value: Node | None, after_s: float | None, span: Span) -> Act | None:
        step = _MADE[str(word)](value, after_s, self.found)
        return None if step is None else Act(span, step)

    def _look(self, word: Text, value: Node | None, span: Span) -> ScriptStep | None:
        match str(word):
            case "hear":
                return Hear(span, read_wanted(value, "hear", self.project, self.found, texted=False))
            case "not_hear":
                return NotHear(span, read_wanted(value, "not_hear", self.project, self.found, texted=False))
            case "get_text":
                return self._get_text(value, span)
            case "at":
                place = shape.text(value, "at", self.found)
                known = place is not None and is_step(place, self.project, self.found)
                return At(span, place) if place is not None and known else None
            case "wait":
                seconds = shape.seconds(value, self.found)
                return None if seconds is None else Wait(span, seconds)
            case _:
                return Again(span)

    def _get_text(self, value: Node | None, span: Span) -> GetText | None:
        wanted = read_wanted(value, "get_text", self.project, self.found, texted=True)
        if len(wanted) > 1:
            self.found.append(problem("T805.one_text", wanted[1].prompt.span))
        return GetText(span, wanted[0]) if len(wanted) == 1 else None

    def _unknown(self, word: Text) -> None:
        if word == _TEXT:
            self.found.append(problem("T805.by_text", word.span))
            return
        near, _ = near_texts(word, (*WORDS, AFTER))
        self.found.append(problem("T805.unknown", word.span, near=near, step=str(word), words=WORDS))


def _whole(word: Text, value: Node) -> Span:
    """Return the place of a step: its word and its value, if they stand on one line."""
    span, end = word.span, value.span
    if end.line != span.line or end.column < span.column:
        return span
    return Span(span.file, span.line, span.column, end.column + end.length - span.column)


def _press(value: Node | None, after_s: float | None, found: Found) -> caller_steps.Step | None:
    keys = shape.text(value, "press", found)
    if keys is None:
        return None
    if not _KEYS.fullmatch(keys):
        found.append(problem("T805.no_keys", keys.span, given=str(keys)))
        return None
    return caller_steps.Press(str(keys), after_s)


def _say(value: Node | None, after_s: float | None, found: Found) -> caller_steps.Step | None:
    words = shape.text(value, "say", found)
    return None if words is None else caller_steps.Say(words.strip(), after_s)


def _silence(_value: Node | None, after_s: float | None, _found: Found) -> caller_steps.Step:
    return caller_steps.Silence(after_s)


def _leave_message(value: Node | None, after_s: float | None, found: Found) -> caller_steps.Step | None:
    seconds = MESSAGE_S if value is None else duration(value, found)
    return None if seconds is None else caller_steps.LeaveMessage(seconds, after_s)


def _hang_up(_value: Node | None, after_s: float | None, _found: Found) -> caller_steps.Step:
    return caller_steps.HangUp(after_s)


def _transfer(value: Node | None, after_s: float | None, found: Found) -> caller_steps.Step | None:
    to = shape.choice(value, "transfer", tuple(one.value for one in Transferred), found)
    return None if to is None else caller_steps.Transfer(Transferred(str(to)), after_s)


_MADE: Mapping[str, Callable[[Node | None, float | None, Found], caller_steps.Step | None]] = (
    MappingProxyType(
        {
            "press": _press,
            "say": _say,
            "silence": _silence,
            "leave_message": _leave_message,
            "hang_up": _hang_up,
            "transfer": _transfer,
        }
    )
)
