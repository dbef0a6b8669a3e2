"""What a broken rule means to a caller, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ivr.model.ids import Language
from ivr.scripts.explore.invariants import Violation

_CHINESE = Language("zh-CN")
_SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "nothing_breaks": (
            "the hotline's own code or document fails, so the caller hears an apology or nothing: {reason}",
            "热线自身的代码或文档出错，来电者只听到道歉或什么都听不到：{reason}",
        ),
        "few_silent_steps": (
            "the call goes through {steps} steps without a word, so the caller hears nothing",
            "通话连续经过{steps}个没有话的步骤，来电者什么都听不到",
        ),
        "the_call_ends": (
            "a caller who does nothing more is never let go ({how})",
            "来电者什么都不做，通话却没有正常结束（{how}）",
        ),
        "no_secret_gets_out": (
            "a password the caller typed can be read where it was {where}",
            "来电者输入的密码泄露出去了（{where}）",
        ),
        "nothing_is_destroyed_unasked": (
            "{operation} is done without a proper yes of the caller: {why}",
            "没有得到来电者的明确同意就执行了{operation}：{why}",
        ),
        "offered_keys_work": (
            "the caller is offered key {key}, presses it, and is told there is no such choice",
            "话里说了可以按{key}键，来电者按了却被告知没有这个选项",
        ),
        "working_keys_are_offered": (
            "key {key} leads somewhere, but no caller is ever told of it",
            "{key}键有用，却从来没有告诉来电者",
        ),
        "a_person_is_near": (
            "the caller presses {key} for a person and is not put on the way to one",
            "来电者按{key}要找人工，却没有转过去",
        ),
        "no_dead_air": (
            "after the caller has done something there is {seconds} s of silence, more than {limit} s",
            "来电者做出动作以后有{seconds}秒没有声音，超过{limit}秒",
        ),
        "a_repeat_changes_nothing": (
            "a webhook that the network delivers twice is answered differently, or does something twice",
            "网络把同一个请求送了两次，两次的回答不一样，或者事情做了两遍",
        ),
        "one_key_for_one_wish": (
            "{operation} is asked for again under a new key while nobody knows of the first: perhaps twice",
            "{operation}的结果还不清楚，就换了新的键再次请求，可能会做两遍",
        ),
    }
)


def sentence(found: Violation, language: Language) -> str:
    """Return what is wrong, where and when, in ``language``."""
    english, chinese = _SENTENCES[found.rule]
    if language == _CHINESE:
        return f"{found.place}（第{found.at:.1f}秒，{found.rule}）：{chinese.format(**found.facts)}。"
    return f"{found.place} ({found.at:.1f} s, {found.rule}): {english.format(**found.facts)}."
