"""The table of docs/turn.md: the longest silence of a call whose office takes its time, on the simulated line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import dropwhile

import pytest

from ivr.caller.converse import place_call
from ivr.caller.person import ScriptedPerson
from ivr.caller.script import read_script
from ivr.line.asks import Failure, Fetch, Purpose, Reply
from ivr.line.carrier import Carrier
from ivr.model.office import UNAVAILABLE, UNSURE, Effect, OfficeAnswer, OfficeRequest
from ivr.scripts.stage import VOICE_URL, Stage
from tests.web.fakes import PASSWORD, usual
from tests.web.inside import BUNDLE, ROOT, Answer

REQUESTS = {
    "who_calls": 2,
    "check_password": 1,
    "get_balance": 1,
    "get_charges": 2,
    "list_paid_services": 2,
    "lodge_complaint": 3,
    "ask_call_back": 3,
}
"""What each operation asks the office for, one after the other (docs/office.md)."""
CALLS: Mapping[str, tuple[str, ...]] = {
    "the balance (1 request)": ("press: 1",),
    "the charges after it (2)": ("press: 1", "press: 2"),
    "password and paid services (1 and 2)": ("press: 2", f"press: {PASSWORD}"),
    "a complaint lodged (3), behind words": ("press: 3", "press: 2", "leave_message: 5s", "press: 1"),
    "a call back asked for (3)": ("press: 0", "transfer: nobody", "press: 1"),
}
PAGE = (ROOT / "docs" / "turn.md").read_text(encoding="utf-8")


def table() -> Iterator[list[str]]:
    lines = dropwhile(lambda line: not line.startswith("| When each of its requests"), PAGE.splitlines())
    for line in lines:
        if not line.startswith("|"):
            return
        if not line.startswith("|--"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


@dataclass
class Silence:
    """Sends a call's requests and adds up what is waited for until something is said."""

    stage: Stage
    longest_s: float = 0.0
    _so_far_s: float = field(default=0.0, init=False)

    def send(self, fetch: Fetch) -> Reply | Failure:
        before = self.stage.time.elapsed()
        reply = self.stage.send(fetch)
        self._so_far_s += self.stage.time.elapsed() - before
        document = isinstance(reply, Reply) and fetch.purpose is Purpose.DOCUMENT
        if document and Answer(200, reply.body, "").said:
            self.longest_s = max(self.longest_s, self._so_far_s)
            self._so_far_s = 0.0
        return reply


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(BUNDLE)


def longest_silence(stage: Stage, steps: tuple[str, ...], takes_s: float) -> float:
    def slowly(request: OfficeRequest, within_s: float) -> OfficeAnswer:
        needed = REQUESTS[request.operation] * takes_s
        stage.time.take(min(needed, within_s))
        if needed <= within_s:
            return usual(request)
        return OfficeAnswer(UNAVAILABLE if request.effect is Effect.READ else UNSURE)

    stage.office.begin(())
    stage.office.otherwise = slowly
    line = stage.new_line("+8613800138000", "10086", Carrier(count_fetch_time=True))
    script = read_script("steps:\n" + "".join(f"  - {step}\n" for step in (*steps, "hang_up")), file="steps")
    silence = Silence(stage)
    person = ScriptedPerson(script.steps)
    report = place_call(line, VOICE_URL, person=person, sender=silence, clock=stage.move_to)
    assert not report.failed, report
    return silence.longest_s


def test_the_silence_before_each_answer_is_as_long_as_the_page_says(stage: Stage) -> None:
    (_, *takes), *rows = table()
    assert [name for name, *_ in rows] == list(CALLS)
    for name, *told in rows:
        found = [longest_silence(stage, CALLS[name], float(each.removesuffix(" s"))) for each in takes]
        assert [f"{seconds:.1f}" for seconds in found] == told, name
        assert max(found) < 2.0
