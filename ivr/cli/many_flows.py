"""A hotline of any size, made up to see how the checks grow with it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from statistics import median

import yaml

from ivr.checks.check import check
from ivr.kept import Kept

SMALL, LARGE = 50, 500
"""Flows checked; source: the designers' bench is to check 50 at every keystroke, and 500 at all."""
_ROUNDS = 9
_CHANGED = "flows/flow_7.yaml"
_STEP = "  again: {say: again, tries: 2, out_of_tries: end told, go: more}\n"
_ONE_MORE = (
    "  again: {say: again, tries: 2, out_of_tries: end told, go: once_more}\n"
    "  once_more: {say: again, go: more}\n"
)

_HOTLINE = """\
hotline: "10086"
start: flow_1
languages: [zh-CN, en]
everywhere: {star: back, 9: repeat, 0: {go: agent, said: first_menu}}
patience: {wait: 6s, no_input: [are_you_there], no_match: [not_an_option], after_that: agent}
queues:
  agents: {longest_wait: 60s}
"""
_OPERATIONS = """\
types:
  item: {title: text, price: money}
operations:
  look_up:
    effect: read
    gives: {ok: {left: money, items: list of item}, not_ours: {}}
  end_item:
    effect: destructive
    takes: {items: list of item}
    gives: {ok: {case: text}}
"""
_AGENT = """\
flow: agent
outcomes: {handed_over: done, nobody: trouble}
steps:
  put_through: {transfer: agents, go: {answered: talked, nobody: busy, failed: busy}}
  talked: {hang_up: handed_over}
  busy: {say: all_busy, end: nobody}
"""
_FLOW = """\
flow: flow_%(number)s
about: Says what is left, and ends a service if that is wanted.
outcomes: {told: done, kept: done, ended: open, unavailable: trouble}
steps:
  find:
    do: look_up
    save: found
    go: {ok: which_answer, not_ours: sorry, unavailable: sorry}
  which_answer:
    decide:
      - {when: found.left < 10, go: tell_low}
      - otherwise: more
  tell_low: {say: low, with: {left: found.left}, go: more}
  more:
    menu: more
    keys:
%(keys)s
      5: sure
    then: again
    after_that: end told
  again: {say: again, tries: 2, out_of_tries: end told, go: more}
  sure:
    confirm: sure
    with: {items: found.items, how_many: count(found.items)}
    go: {yes: end_it, no: end kept}
  end_it:
    do: end_item
    with: {items: found.items}
    save: result
    go: {ok: gone, unsure: not_sure, unavailable: sorry}
  gone: {say: gone, with: {case: result.case}, end: ended}
  not_sure: {say: not_sure, end: ended}
  sorry: {say: sorry, end: unavailable}
"""
_WORDS = {
    "zh-CN": """\
low: 您的余额只有{left:money}，请及时充值。
more:
  say: 请选择。
  choices:
%(choices)s
    sure: {say: 停止业务, heard: [停止]}
again: 还需要别的吗？
sure:
  say: 这{how_many:count}项业务将停止：{items:each item_name}。
  yes: 确定停止
  no: {say: 保留业务, heard: [保留]}
gone: 已经停止，编号{case:ticket}。
not_sure: 正在核实，稍后用短信通知您。
""",
    "en": """\
low: "You have only {left:money} left. Please top up soon."
more:
  say: Please choose.
  choices:
%(choices)s
    sure: {say: To stop a service, heard: [stop]}
again: Is there anything else?
sure:
  say: "These {how_many:count} will be stopped: {items:each item_name}."
  "yes": To stop them
  "no": {say: To keep them, heard: [keep]}
gone: They are stopped. Your number is {case:ticket}.
not_sure: We are checking and will text you.
""",
}
_COMMON = {
    "zh-CN": """\
are_you_there: 没有听到您的选择。
not_an_option: 没有这个选项。
sorry: 对不起，现在办不了。
item_name: "{title:text}"
everywhere: {agent: {say: 人工服务, heard: [人工]}}
later:
  end_item: {ok: "【热线】已经停止，编号{case:ticket}。", unavailable: 【热线】没有停止，请再次来电。}
""",
    "en": """\
are_you_there: We did not hear you.
not_an_option: There is no such choice.
sorry: Sorry, that cannot be done now.
item_name: "{title:text}"
everywhere: {agent: {say: a person, heard: [person]}}
later:
  end_item: {ok: "Hotline: stopped, number {case:ticket}.", unavailable: "Hotline: not stopped. Call again."}
""",
}
_BUSY = {"zh-CN": "all_busy: 现在没有空闲的客服人员。\n", "en": "all_busy: Nobody is free.\n"}
_OFFER = {"zh-CN": "第%s类", "en": "For group %s"}


def time_checks() -> tuple[float, float, float, float]:
    """Return CPU seconds: checking 50 flows, only parsing them, checking again with one changed, and 500.

    The first three are the median of some rounds. Nothing collects garbage meanwhile: how often that is done
    depends on what else the process holds.
    """
    check(many_flows(SMALL))
    gc.collect()
    gc.disable()
    try:
        small = [many_flows(SMALL, mark=f"# {number}\n") for number in range(_ROUNDS)]  # unread by now
        cold = median(_cpu_s(check, files) for files in small)
        parsed = median(_cpu_s(_parse, files) for files in small)
        again = median(_again(small[0]))
        return cold, parsed, again, _cpu_s(check, many_flows(LARGE))
    finally:
        gc.enable()


def _again(files: Mapping[str, str]) -> Iterator[float]:
    """Yield the CPU seconds of each check after a change of one flow, as ``ivr serve --watch`` makes it."""
    again = partial(check, parts=Kept())
    again(files)
    again(_changed(files, _ROUNDS))
    for number in range(_ROUNDS):
        yield _cpu_s(again, _changed(files, number))


def _changed(files: Mapping[str, str], number: int) -> Mapping[str, str]:
    """Return ``files`` with one flow changed; every other time it has a step more."""
    text = f"{files[_CHANGED]}# changed {number}\n"
    if number % 2:
        text = text.replace(_STEP, _ONE_MORE)
    return {**files, _CHANGED: text}


def _parse(files: Mapping[str, str]) -> None:
    for text in files.values():
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass


def _cpu_s(work: Callable[[Mapping[str, str]], object], files: Mapping[str, str]) -> float:
    began = time.process_time()
    work(files)
    return time.process_time() - began


def many_flows(number: int, *, mark: str = "") -> Mapping[str, str]:
    """Return the files of a hotline of ``number`` flows of ten steps, each starting two others by keys.

    ``mark`` is a comment in every file, so that they are like no others.
    """
    files = {"flows/hotline.yaml": _HOTLINE, "flows/operations.yaml": _OPERATIONS, "flows/agent.yaml": _AGENT}
    for language, common in _COMMON.items():
        files |= {
            f"prompts/{language}/common.yaml": common,
            f"prompts/{language}/agent.yaml": _BUSY[language],
        }
    for one in range(1, number + 1):
        below = [child for child in (2 * one, 2 * one + 1) if child <= number]
        keys = (
            "\n".join(f"      {key}: flow_{child}" for key, child in enumerate(below, 1)) or "      1: again"
        )
        files[f"flows/flow_{one}.yaml"] = _FLOW % {"number": one, "keys": keys}
        for language, words in _WORDS.items():
            offers = [f"    flow_{child}: {_OFFER[language] % _spelt(child)}" for child in below]
            choices = "\n".join(offers) or f"    again: {_OFFER[language] % _spelt(0)}"
            files[f"prompts/{language}/flow_{one}.yaml"] = words % {"choices": choices}
    return {file: mark + text for file, text in files.items()}


def _spelt(number: int) -> str:
    """Return the digits of ``number`` one by one, as Chinese and English voices both may read them."""
    return "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))
