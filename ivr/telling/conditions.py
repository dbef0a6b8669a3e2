"""An expression in words: ``switch.storm`` is *the switch `storm` is on*."""

from __future__ import annotations

from typing import assert_never

from ivr.language.expression_tree import Called, Compared, Constant, Joined, Name, Node, Not, Summed
from ivr.telling.about import About, sentences

_COMPARED = {
    "<": "if_below",
    "<=": "if_at_most",
    ">": "if_above",
    ">=": "if_at_least",
    "==": "if_equal",
    "!=": "if_not_equal",
}
_KNOWN_NAMES = {
    ("caller", "number"): "name_caller_number",
    ("subscriber", "number"): "name_subscriber_number",
    ("subscriber", "proven"): "name_proven",
    ("called",): "name_called",
    ("channel",): "name_channel",
    ("language",): "name_language",
}
_WITHHELD = {("caller", "number"): "unknown_caller", ("subscriber", "number"): "unknown_subscriber"}
_CHANNELS = ("voice", "sms")


def condition(node: Node, about: About) -> str:
    """Return what holds when ``node`` is *yes*, as a clause."""
    match node:
        case Name() | Called():
            return _truth(node, about, negated=False)
        case Not(operand=Name() | Called() as operand):
            return _truth(operand, about, negated=True)
        case Not(operand=operand):
            return about.say("if_not", condition=_within(operand, about))
        case Joined(word=word, operands=operands):
            *before, last = (_within(operand, about) for operand in operands)
            joined = before[0]
            for one in (*before[1:], last):
                joined = about.say(f"if_{word}", before=joined, last=one)
            return joined
        case Compared():
            return _compared(node, about)
        case Constant() | Summed():
            return about.say("if_true", value=value(node, about))
        case _:
            assert_never(node)


def value(node: Node, about: About) -> str:
    """Return ``node`` as something that can be compared or handed on."""
    match node:
        case Name(parts=parts):
            known = _KNOWN_NAMES.get(parts)
            return about.say("named", name=".".join(parts)) if known is None else about.say(known)
        case Constant(value=bool() as truth):
            return about.say("value_yes" if truth else "value_no")
        case Constant(value=str() as text):
            return about.say("value_text", value=text)
        case Constant(value=number):
            return about.say("value_number", value=str(number))
        case Summed(operator=operator, left=left, right=right):
            sums = {"left": value(left, about), "right": value(right, about)}
            return about.say("value_plus" if operator == "+" else "value_minus", **sums)
        case Called(function="count", argument=argument):
            return about.say("value_count", value=value(argument, about))
        case Called(function="days_until", argument=argument):
            return about.say("value_days", value=value(argument, about))
        case Not() | Joined() | Compared() | Called():
            return condition(node, about)
        case _:
            assert_never(node)


def language_name(name: str, about: About) -> str:
    """Return what the language ``name`` is called."""
    return sentences(about.language).get(f"language_{name.replace('-', '_')}", name)


def _within(node: Node, about: About) -> str:
    """Return a part of a longer condition, in brackets where it would be read wrongly without."""
    told = condition(node, about)
    return about.say("in_brackets", words=told) if isinstance(node, Joined) else told


def _truth(node: Name | Called, about: About, *, negated: bool) -> str:
    start = "if_not" if negated else "if"
    match node:
        case Name(parts=("subscriber", "proven")):
            return about.say(f"{start}_proven")
        case Name(parts=("switch", switch)):
            return about.say(f"{start}_switch", switch=switch)
        case Called(function="open", argument=Constant(value=queue)):
            return about.say(f"{start}_open", queue=str(queue))
        case _:
            return about.say(f"{start}_true", value=value(node, about))


def _compared(node: Compared, about: About) -> str:
    """Return a comparison; those every hotline makes have a clause of their own."""
    if node.operator in ("==", "!="):
        start = "if" if node.operator == "==" else "if_not"
        match node.left, node.right:
            case Name(parts=parts), Constant(value="") if parts in _WITHHELD:
                return about.say(f"{start}_{_WITHHELD[parts]}")
            case Name(parts=("language",)), Constant(value=str() as other):
                return about.say(f"{start}_language", language=language_name(other, about))
            case Name(parts=("channel",)), Constant(value=str() as channel) if channel in _CHANNELS:
                return about.say(f"{start}_{channel}")
            case _:
                pass
    match node:
        case Compared("<", Called("days_until", argument), Constant(0)):
            return about.say("if_passed", value=value(argument, about))
        case Compared(">=", Called("days_until", argument), Constant(0)):
            return about.say("if_not_passed", value=value(argument, about))
        case _:
            sides = {"left": value(node.left, about), "right": value(node.right, about)}
            return about.say(_COMPARED[node.operator], **sides)
