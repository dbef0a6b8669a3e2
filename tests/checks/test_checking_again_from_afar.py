"""What an edit means for a flow that starts what starts the edited one, or is started so: it is looked at again.

``outer`` starts ``middle``, which starts ``inner``; each case edits one of them, and another is told about.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ivr.checks.check import check
from ivr.kept import Kept

Files = Mapping[str, str]

HOTLINE = """\
hotline: "10086"
start: outer
languages: [en]
everywhere: {star: back}
listening: {menu: 60s}
patience: {wait: 6s, no_input: [are_you_there], no_match: [not_an_option], after_that: agent}
queues: {agents: {longest_wait: 60s}}
"""
OPERATIONS = """\
operations:
  check_pin:
    effect: read
    takes: {pin: secret digits}
    gives: {ok: {}, not_ours: {}}
    proves: {ok: subscriber}
  look_up: {effect: read, needs: proof, gives: {ok: {}, not_ours: {}}}
"""
AGENT = """\
flow: agent
outcomes: {handed_over: done, nobody: trouble}
steps:
  put_through: {transfer: agents, go: {answered: talked, nobody: busy, failed: busy}}
  talked: {hang_up: handed_over}
  busy: {say: busy, end: nobody}
"""
COMMON = """\
are_you_there: Are you there?
not_an_option: There is no such choice.
busy: Nobody is free.
hello: Hello.
recorded: {say: We record what you say., tells: [recording]}
sure: Are you sure?
number: Please enter your number.
tell_us: Please tell us.
services: {say: Please choose., choices: {agent: to a person, run: to go on, look: to look}}
"""


def flow(name: str, *steps: str, takes: str = "") -> Files:
    head = f"flow: {name}\n{takes}outcomes: {{fine: done}}\nsteps:\n"
    return {f"flows/{name}.yaml": head + "".join(f"  {step}\n" for step in steps)}


def hotline(*flows: Files, **common: str) -> dict[str, str]:
    files = {
        "flows/hotline.yaml": HOTLINE,
        "flows/operations.yaml": OPERATIONS,
        "flows/agent.yaml": AGENT,
        "prompts/en/common.yaml": COMMON,
    }
    for one in flows:
        files |= one
    return files


OUTER = flow("outer", "run: {flow: middle, go: bye}", "bye: {say: hello, end: fine}")
MIDDLE = flow("middle", "run: {flow: inner, go: end fine}")
INNER = flow("inner", "only: {say: hello, end: fine}")
RECORDS = (
    "tell_us:",
    "  record: tell_us",
    "  longest: 60s",
    "  save: words",
    "  go: {recorded: end fine, silent: end fine}",
)
ASKS = ("ask:", "  confirm: sure", "  go: {yes: end fine, no: end fine}")
EITHER_WAY = (
    "only: {decide: [{when: caller.number == subscriber.number, go: more}, {otherwise: rest}]}",
    "rest: {say: hello, end: fine}",
)
ROUND = flow("outer", "run: {flow: middle, go: run}")
BOUNDED = flow(
    "outer",
    "again: {say: hello, tries: 2, out_of_tries: end fine, go: run}",
    "run: {flow: middle, go: again}",
)
PROVES = flow(
    "outer",
    "enter: {collect: number, digits: 6, sensitive: secret, save: pin, go: check}",
    "check: {do: check_pin, with: {pin: pin}, go: {ok: ask, not_ours: end fine, unavailable: end fine}}",
    "ask:",
    "  menu: services",
    "  keys: {1: look}",
    "  after_that: middle",
    "look: {do: look_up, go: {ok: end fine, not_ours: end fine, unavailable: end fine}}",
)
OF_ANOTHER = (
    "which: {collect: number, digits: 11, save: number, tries: 2, out_of_tries: end fine, go: then}",
    "then: {subscriber: number, say: hello, end: fine}",
)
OFFERS = flow(
    "outer",
    "run: {flow: middle, go: services}",
    "services:",
    "  menu: services",
    "  keys: {1: agent, 2: run}",
    "  then: end fine",
)

BOTH = f"short: Short.\nlong: {'Longer and longer. ' * 50}\n"
NOT_INTERRUPTED = ("services:", "  menu: offer", "  barge_in: no", "  keys: {1: agent}", "  then: end fine")
STARTS_BY_KEY = ("services:", "  menu: offer", "  keys: {1: inner}", "  then: end fine")
PUTS_THROUGH = (
    "put_through: {transfer: agents, go: {answered: over, nobody: over, failed: over}}",
    "over: {hang_up: fine}",
)
OFFER = "offer: {say: %s, choices: {agent: to a person}}\n"

CASES: Mapping[str, tuple[Files, Files, str, str]] = {
    "it does not come back any more": (
        hotline(OUTER, MIDDLE, INNER),
        flow("inner", "only: {say: hello, hang_up: fine}"),
        "F002",
        "flows/outer.yaml",
    ),
    "whoever comes was not told that they are recorded": (
        hotline(
            flow("outer", "first: {say: recorded, go: run}", "run: {flow: middle, go: end fine}"),
            MIDDLE,
            flow("inner", *RECORDS),
        ),
        flow("outer", "first: {say: hello, go: run}", "run: {flow: middle, go: end fine}"),
        "S606",
        "flows/inner.yaml",
    ),
    "whoever comes back was not told that they are recorded": (
        hotline(
            flow("outer", "run: {flow: middle, go: tell_us}", *RECORDS),
            MIDDLE,
            flow("inner", "only: {say: recorded, end: fine}"),
        ),
        INNER,
        "S606",
        "flows/outer.yaml",
    ),
    "nothing is asked any more on the way round": (
        hotline(ROUND, MIDDLE, flow("inner", *ASKS)),
        INNER,
        "F009",
        "flows/outer.yaml",
    ),
    "it starts the first one, whose tries begin anew": (
        hotline(BOUNDED, MIDDLE, flow("inner", *EITHER_WAY, "more: {say: hello, end: fine}")),
        flow("inner", *EITHER_WAY, "more: {flow: outer, go: end fine}"),
        "F009",
        "flows/middle.yaml",
    ),
    "whoever goes back from it may come from another number": (
        hotline(PROVES, MIDDLE, flow("inner", *ASKS), flow("elsewhere", *OF_ANOTHER)),
        flow("inner", *OF_ANOTHER),
        "S602",
        "flows/outer.yaml",
    ),
    "it takes long, so that a person is offered late": (
        hotline(OFFERS, MIDDLE, flow("inner", "only: {say: long, end: fine}"))
        | {"prompts/en/inner.yaml": "long: Short.\n"},
        {"prompts/en/inner.yaml": BOTH},
        "M212",
        "flows/hotline.yaml",
    ),
    "it begins with something long, so that a person is offered late": (
        hotline(OFFERS, MIDDLE, flow("inner", "only: {say: short, end: fine}"))
        | {"prompts/en/inner.yaml": BOTH},
        flow("inner", "first: {say: long, go: only}", "only: {say: short, end: fine}"),
        "M212",
        "flows/hotline.yaml",
    ),
    "the words that have to be heard before a person have become long": (
        hotline(flow("outer", *NOT_INTERRUPTED)) | {"prompts/en/outer.yaml": OFFER % "Short."},
        {"prompts/en/outer.yaml": OFFER % ("Longer and longer. " * 30)},
        "M212",
        "flows/outer.yaml",
    ),
    "the flow of a key begins with something long, so that a person is far": (
        hotline(flow("outer", *STARTS_BY_KEY), flow("inner", *PUTS_THROUGH))
        | {"prompts/en/outer.yaml": "offer: {say: Hello., choices: {inner: to a person}}\n"}
        | {"prompts/en/inner.yaml": BOTH},
        flow("inner", "first: {say: long, go: put_through}", *PUTS_THROUGH),
        "M212",
        "flows/outer.yaml",
    ),
    "there are no words for what it says": (
        hotline(OUTER, MIDDLE, flow("inner", "only: {say: short, end: fine}"))
        | {"prompts/en/inner.yaml": BOTH},
        {"prompts/en/inner.yaml": "others: Others.\n"},
        "P101",
        "flows/inner.yaml",
    ),
    "its words do not tell any more that callers are recorded": (
        hotline(
            flow("outer", "run: {flow: middle, go: tell_us}", *RECORDS),
            MIDDLE,
            flow("inner", "only: {say: only, end: fine}"),
        )
        | {"prompts/en/inner.yaml": "only: {say: We record., tells: [recording]}\n"},
        {"prompts/en/inner.yaml": "only: {say: We record.}\n"},
        "S606",
        "flows/outer.yaml",
    ),
    "the flow it is started by is gone": (
        hotline(OUTER, MIDDLE, INNER),
        flow("middle", "only: {say: hello, end: fine}"),
        "F011",
        "flows/inner.yaml",
    ),
}


def told(files: Files, kept: Kept | None = None) -> list[tuple[str, str, str]]:
    return [(one.code, one.span.file, repr(one)) for one in check(files, parts=kept)[1]]


@pytest.mark.parametrize(("before", "edit", "code", "where"), CASES.values(), ids=CASES)
def test_a_flow_is_looked_at_again_when_something_far_away_means_something_else_for_it(
    before: Files, edit: Files, code: str, where: str
) -> None:
    kept, after = Kept(), {**before, **edit}
    wanted = (code, where)
    assert wanted not in [one[:2] for one in told(before, kept)]
    found = told(after, kept)
    assert wanted in [one[:2] for one in found]
    assert where not in edit
    assert found == told(after)
    assert told(before, kept) == told(before)


def test_what_is_not_known_any_more_is_not_told_any_more() -> None:
    kept = Kept()
    lacking = hotline(OUTER, flow("middle", "run: {flow: inner, go: {fine: end fine}}"), INNER)
    lacking["flows/inner.yaml"] = lacking["flows/inner.yaml"].replace(
        "{fine: done}", "{fine: done, or: done}"
    )
    assert ("F004", "flows/inner.yaml") in [one[:2] for one in told(lacking, kept)]
    namesake = lacking | {"flows/later.yaml": INNER["flows/inner.yaml"]}
    assert told(namesake, kept) == told(namesake)
    assert told(lacking, kept) == told(lacking)


def test_a_flow_that_is_missing_is_not_missed_while_its_file_cannot_be_read() -> None:
    kept, files = Kept(), hotline(OUTER, MIDDLE)
    assert ("F001", "flows/middle.yaml") in [one[:2] for one in told(files, kept)]
    half_written = files | {"flows/inner.yaml": "flow: inner\nsteps: ["}
    assert ("F001", "flows/middle.yaml") not in [one[:2] for one in told(half_written, kept)]
    assert told(half_written, kept) == told(half_written)
    assert told(files, kept) == told(files)
