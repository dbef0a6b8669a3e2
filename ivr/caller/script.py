"""Call scripts for any application: YAML to steps, and steps back to YAML.

The language is that of call scripts (``call``, ``by``, ``from``, ``steps``) with the caller's steps only.
What belongs to this project's own test scripts is refused by name rather than ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import yaml

from ivr.caller.steps import (
    MESSAGE_S,
    HangUp,
    LeaveMessage,
    Numbered,
    Press,
    Say,
    Script,
    Silence,
    Step,
    Transfer,
)
from ivr.errors import IvrError
from ivr.line.asks import Transferred

MAX_CHARACTERS = 256 * 1024
"""Longest script read. Ours: a thousand times a long call."""
_TOP = ("call", "by", "from", "steps")
_OF_OUR_TESTS = frozenset(
    {"language", "at", "switches", "notices", "queues", "backend", "expect", "blocks", "later"}
    | {"hear", "not_hear", "text", "get_text", "again", "wait"}
)
_SECONDS = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)(s|m)?")
_KEYS = re.compile(r"[0-9*#]+")
_NOTHING = frozenset({"", "null", "~", "true"})
_STEP_WORDS = "press, say, silence, leave_message, hang_up, transfer"


class BadScript(IvrError):
    """A script cannot be used: where, what is wrong, and how to mend it."""

    def __init__(self, line: int, what: str, mend: str, *, file: str = "") -> None:
        super().__init__(
            f"{file}:{line}: {what}\n  = help: {mend}" if file else f"line {line}: {what}: {mend}"
        )
        self.line, self.what, self.mend = line, what, mend


def read_script(text: str, *, file: str) -> Script:
    """Return the script in ``text``. Raises ``BadScript`` naming ``file`` and the line."""
    try:
        return _script(_compose(text))
    except BadScript as bad:
        raise BadScript(bad.line, bad.what, bad.mend, file=file) from None


def write_script(steps: Iterable[Step], *, call: str, caller: str) -> str:
    """Return a script that does ``steps`` again, as YAML."""
    body = {"call": call, "from": caller, "steps": [_written(step) for step in steps]}
    return yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=110)


def _compose(text: str) -> yaml.Node:
    if len(text) > MAX_CHARACTERS:
        raise BadScript(1, "the script is too long", f"keep it under {MAX_CHARACTERS} characters")
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"this is not YAML: {error.problem or error.context or 'unreadable'}"
        raise BadScript(mark.line + 1 if mark else 1, what, "check indentation, quotes and colons") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise BadScript(1, f"this is not YAML: {error}", "check it for strange characters") from None
    if node is None:
        raise BadScript(
            1, "the script is empty", "begin with `steps:` and one step a line, such as `- press: 1`"
        )
    return node


def _script(node: yaml.Node) -> Script:
    top = _mapping(node, "a script is a mapping with `steps:`")
    for name, (key, _) in top.items():
        if name in _OF_OUR_TESTS:
            raise BadScript(
                _line(key), f"`{name}` has no meaning against any application", "leave it to `ivr test`"
            )
        if name not in _TOP:
            raise BadScript(_line(key), f"there is no `{name}` in a script", f"it has {', '.join(_TOP)}")
    if "by" in top and _text(top["by"][1]) != "voice":
        raise BadScript(
            _line(top["by"][1]), "only voice calls can be made here", "write `by: voice` or leave it out"
        )
    if "steps" not in top:
        raise BadScript(_line(node), "the script has no `steps:`", "add `steps:` and one step a line")
    listed = top["steps"][1]
    if not isinstance(listed, yaml.SequenceNode):
        raise BadScript(_line(listed), "`steps` is not a list", "begin each step with `- `")
    return Script(
        tuple(Numbered(_step(child), _line(child)) for child in listed.value),
        call=_text(top["call"][1]) if "call" in top else "",
        caller=_text(top["from"][1]) if "from" in top else None,
    )


def _step(node: yaml.Node) -> Step:
    if isinstance(node, yaml.ScalarNode):
        return _made(node.value, node, None, None)
    parts = _mapping(node, f"a step is one of {_STEP_WORDS}")
    after = _seconds(parts.pop("after")[1]) if "after" in parts else None
    if len(parts) != 1:
        raise BadScript(
            _line(node), "a step does one thing", f"name one of {_STEP_WORDS}, and perhaps `after`"
        )
    ((name, (key, value)),) = parts.items()
    return _made(name, key, value, after)


def _made(name: str, key: yaml.Node, value: yaml.Node | None, after_s: float | None) -> Step:
    make = _STEPS.get(name)
    if make is not None:
        return make(key, value, after_s)
    if name in _OF_OUR_TESTS:
        raise BadScript(
            _line(key), f"`{name}` has no meaning against any application", "leave it to `ivr test`"
        )
    raise BadScript(_line(key), f"there is no step `{name}`", f"use one of {_STEP_WORDS}")


def _press(key: yaml.Node, value: yaml.Node | None, after_s: float | None) -> Step:
    keys = _text(value) if value is not None else ""
    if not _KEYS.fullmatch(keys):
        mend = 'write keys among 0-9 * #, with quotes around * and #, such as `press: "#"`'
        raise BadScript(_line(key), f"`press: {keys}` are no keys", mend)
    return Press(keys, after_s)


def _say(key: yaml.Node, value: yaml.Node | None, after_s: float | None) -> Step:
    text = _text(value).strip() if value is not None else ""
    if not text:
        raise BadScript(_line(key), "`say` says nothing", "write the words, or use `silence`")
    return Say(text, after_s)


def _leave_message(_key: yaml.Node, value: yaml.Node | None, after_s: float | None) -> Step:
    bare = value is None or _text(value) in _NOTHING
    return LeaveMessage(MESSAGE_S if value is None or bare else _seconds(value), after_s)


def _silence(key: yaml.Node, value: yaml.Node | None, after_s: float | None) -> Step:
    _takes_nothing("silence", key, value)
    return Silence(after_s)


def _hang_up(key: yaml.Node, value: yaml.Node | None, after_s: float | None) -> Step:
    _takes_nothing("hang_up", key, value)
    return HangUp(after_s)


def _transfer(key: yaml.Node, value: yaml.Node | None, after_s: float | None) -> Step:
    word = _text(value) if value is not None else ""
    try:
        return Transfer(Transferred(word), after_s)
    except ValueError:
        what = f"`transfer: {word}` is nothing a transfer comes to"
        raise BadScript(_line(key), what, "write answered, nobody or failed") from None


_STEPS: dict[str, Callable[[yaml.Node, yaml.Node | None, float | None], Step]] = {
    "press": _press,
    "say": _say,
    "silence": _silence,
    "leave_message": _leave_message,
    "hang_up": _hang_up,
    "transfer": _transfer,
}


def _takes_nothing(name: str, key: yaml.Node, value: yaml.Node | None) -> None:
    if value is not None and _text(value) not in _NOTHING:
        raise BadScript(_line(key), f"`{name}` takes no value", f"write `- {name}`; `after:` says when")


def _seconds(node: yaml.Node) -> float:
    text = _text(node)
    found = _SECONDS.fullmatch(text)
    if found is None:
        raise BadScript(_line(node), f"`{text}` is not a length of time", "write it as `0.8s`, `12s` or `2m`")
    return float(found[1]) * (60 if found[2] == "m" else 1)


def _mapping(node: yaml.Node, otherwise: str) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise BadScript(_line(node), "this is not a mapping", otherwise)
    found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    for key, value in node.value:
        name = _text(key)
        if name in found:
            raise BadScript(_line(key), f"`{name}` is written twice", "keep one of them")
        found[name] = (key, value)
    return found


def _text(node: yaml.Node) -> str:
    """Return a scalar as it is written: ``0012`` keeps its zeros."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    raise BadScript(_line(node), "a single value is expected here", "write text, or quote it")


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _written(step: Step) -> str | dict[str, str]:
    match step:
        case Press(keys):
            written = {"press": keys}
        case Say(text):
            written = {"say": text}
        case LeaveMessage(seconds):
            written = {"leave_message": f"{seconds:g}s"}
        case Transfer(to):
            written = {"transfer": to.value}
        case Silence() | HangUp():
            name = "silence" if isinstance(step, Silence) else "hang_up"
            if step.after_s is None:
                return name
            written = {name: ""}
    return written if step.after_s is None else written | {"after": f"{step.after_s:g}s"}
