from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import pytest

from ivr.engine.program import Program
from ivr.model.ids import Msisdn
from tests.engine.phone import MORNING, OWN_NUMBER, Answers, Given, Phone, compiled
from tests.language.projects import shipped

SETTINGS = """\
hotline: "10086"
start: main
languages: [zh-CN, en]
everywhere:
  star: back
  9: repeat
  0: {go: agent, said: first_menu}
patience:
  wait: 6s
  no_input: [are_you_there, take_your_time]
  no_match: [not_an_option, try_once_more]
  at_most: 3
  after_that: agent
queues: {agents: {longest_wait: 60s}}
"""
AGENT = """\
flow: agent
outcomes: {handed_over: done, nobody: trouble}
steps:
  put_through:
    say: putting_you_through
    transfer: agents
    while_waiting: please_wait
    go: {answered: talked, nobody: all_busy, failed: all_busy}
  talked: {hang_up: handed_over}
  all_busy: {say: all_busy, end: nobody}
"""
Dialling = Callable[..., Phone]


@pytest.fixture(scope="session")
def hotline() -> Program:
    """The flows this project ships."""
    return compiled(shipped())


@pytest.fixture
def phones() -> Iterator[list[Phone]]:
    """The phones of a test; an answer that was configured and never asked for fails it."""
    made: list[Phone] = []
    yield made
    for phone in made:
        unused = phone.office.keys() - phone.used
        assert not unused, f"never asked: {', '.join(sorted(unused))}"


@pytest.fixture
def dial(phones: list[Phone], hotline: Program) -> Dialling:
    """Call the shipped hotline."""

    def ring(
        office: Answers,
        *,
        caller: Msisdn | None = OWN_NUMBER,
        vouched: bool = False,
        now: datetime = MORNING,
        turned: Mapping[str, bool] | None = None,
        notices: Mapping[str, dict[str, str]] | None = None,
    ) -> Phone:
        made = Phone(hotline, _table(office), caller, now, vouched, dict(turned or {}), dict(notices or {}))
        phones.append(made)
        return made.ring()

    return ring


@pytest.fixture
def dial_tiny(phones: list[Phone]) -> Dialling:
    """Call a hotline of a few lines: ``main`` is its first flow, the others stand in ``flows``."""

    def ring(
        main: str,
        office: Answers | None = None,
        *,
        operations: str = "",
        settings: str = SETTINGS,
        flows: Mapping[str, str] | None = None,
        prompts: Mapping[str, str] | None = None,
        caller: Msisdn | None = OWN_NUMBER,
        vouched: bool = False,
        switches: str = "",
        calendar: str = "",
        now: datetime = MORNING,
        turned: Mapping[str, bool] | None = None,
        notices: Mapping[str, dict[str, str]] | None = None,
    ) -> Phone:
        files = {
            "flows/hotline.yaml": settings,
            "flows/main.yaml": f"flow: main\noutcomes: {{finished: done, failed: trouble}}\nsteps:\n{main}",
            "flows/agent.yaml": AGENT,
        }
        files |= {f"flows/{name}.yaml": text for name, text in (flows or {}).items()}
        files |= {f"prompts/{path}.yaml": text for path, text in (prompts or {}).items()}
        if operations:
            whole = operations.startswith("types:")
            files["flows/operations.yaml"] = operations if whole else f"operations:\n{operations}"
        if switches:
            files["flows/switches.yaml"] = switches
        if calendar:
            files["flows/calendar.yaml"] = calendar
        made = Phone(
            compiled(files),
            _table(office or {}),
            caller,
            now,
            vouched,
            dict(turned or {}),
            dict(notices or {}),
        )
        phones.append(made)
        return made.ring()

    return ring


def _table(office: Answers) -> dict[str, list[Given]]:
    return {name: list(given) if isinstance(given, list) else [given] for name, given in office.items()}
