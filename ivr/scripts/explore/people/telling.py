"""How a population fared, in the reader's language: a table, each promise that was not kept, and a call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ivr.diagnostics.languages import CHINESE
from ivr.diagnostics.visible import width
from ivr.model.ids import Language
from ivr.scripts.explore.people.distance import NEVER
from ivr.scripts.explore.people.populate import FURTHEST_S, LEAST_SERVED, Example, Group, People
from ivr.scripts.transcript import as_lines

PROMISES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "unintended": ("a change was made that nobody meant", "办理了来电者并不想办的业务"),
        "lost": (
            "only {served:.1%} ended at their goal or with a person, less than {least:.0%}",
            "只有{served:.1%}的来电者办成了事或转到了人工，不到{least:.0%}",
        ),
        "far": (
            "somebody was {furthest} s from a person, more than {limit:.0f} s",
            "有来电者离人工还有{furthest}秒，超过{limit:.0f}秒",
        ),
        "differed": (
            "{differed} webhooks that the network repeated were not answered alike",
            "网络重复送来的请求有{differed}个得到了不同的回答",
        ),
    }
)
"""What is said when a promise to people was not kept: English, Chinese."""
_COLUMNS = (
    ("", ""),
    ("people", "人数"),
    ("goal", "办成"),
    ("person", "人工"),
    ("gave up", "放弃"),
    ("lost", "未成"),
    ("unintended", "误办"),
    ("furthest s", "最远(秒)"),
    ("waited s", "等待(秒)"),
)
_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "plain": "普通",
        "slow": "动作慢",
        "impatient": "性急",
        "double-tapping": "连按两次",
        "wrong keys": "按错键",
        "silent": "不出声",
        "hanging up": "中途挂机",
        "speaking": "用说的",
        "good line": "线路正常",
        "drops keys": "丢按键",
        "keeps keys pressed early": "留存提前的按键",
        "delivers webhooks twice": "请求送两次",
        "slow network": "网络慢",
        "balance": "查余额",
        "cancel one": "取消一项",
        "cancel all": "全部取消",
        "complain": "投诉",
        "a person": "找人工",
    }
)
"""What the names in ``habits`` are in Chinese."""
_FIRST, _OTHERS = 24, 12


def as_table(fared: People, language: Language) -> Iterator[str]:
    """Yield how each group fared, and the share that was served."""
    chinese = language == CHINESE
    yield _row([column[chinese] for column in _COLUMNS])
    for group in (*fared.habits.values(), *fared.faults.values()):
        yield _row([_named(group.name, language), *_cells(group)])
    served = f"{fared.served:.1%}"
    yield (
        f"没有放弃的来电者中，{served}办成了事或转到了人工"
        if chinese
        else f"{served} of those who stayed ended at their goal or with a person"
    )


def promises(fared: People, language: Language) -> Iterator[tuple[str, str]]:
    """Yield the name of each promise that was not kept, and a sentence."""
    for name in fared.broken:
        yield (
            name,
            PROMISES[name][language == CHINESE].format(
                served=fared.served,
                least=LEAST_SERVED,
                furthest=_seconds(fared.furthest_s),
                limit=FURTHEST_S,
                differed=fared.differed,
            ),
        )


def as_example(example: Example, language: Language) -> Iterator[str]:
    """Yield who called and how it ended, then the call as it was heard."""
    who = example.who
    habit, goal, fault = (_named(one, language) for one in (who.habit.name, who.goal.name, who.fault.name))
    if language == CHINESE:
        place = f"，在{example.place}" if example.place else ""
        yield f"例如第{who.number}位（{habit}，{goal}，{fault}）{place}，结局：{example.ended}"
    else:
        place = f" at {example.place}" if example.place else ""
        yield f"such as number {who.number} ({habit}, {goal}, {fault}){place}, which ended {example.ended}"
    yield from as_lines(example.lines)


def _cells(group: Group) -> list[str]:
    counts = (group.people, group.reached, group.person, group.gave_up, group.lost, group.unintended)
    return [*map(str, counts), _seconds(group.furthest_s), _seconds(group.waited_s)]


def _seconds(seconds: float) -> str:
    return "∞" if seconds == NEVER else f"{seconds:.1f}"


def _named(name: str, language: Language) -> str:
    return _NAMES.get(name, name) if language == CHINESE else name


def _row(cells: list[str]) -> str:
    first, *others = cells
    return (
        first + " " * (_FIRST - width(first)) + "".join(" " * (_OTHERS - width(one)) + one for one in others)
    )
