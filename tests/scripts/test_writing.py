"""A call that was played is written as a script that passes again, without the digits nobody may see."""

from __future__ import annotations

from bisect import bisect
from itertools import takewhile
from pathlib import Path

import pytest

from ivr.adapters.files import read_script_files
from ivr.caller.steps import Press
from ivr.scripts.other_digits import OtherDigits
from ivr.scripts.playing import SETTLE_S, Player
from ivr.scripts.recognise import Recogniser
from ivr.scripts.spec import LATER, Act, Again, CallScript, GetText, Hear, ScriptStep, Wait, Wanted
from ivr.scripts.stage import NOON, Stage
from ivr.scripts.suite import read_suite
from ivr.scripts.writing import write_call
from tests.scripts.conftest import script_of
from tests.web.inside import BUNDLE, ROOT, bundle_of

FILES, _ = read_script_files(ROOT, ())
SCRIPTS = read_suite(FILES, BUNDLE).scripts
ALIKE = {
    "kept": "nothing_changed",
    "later.ask_call_back.ok": "promised",
    "later.end_services.partly": "some_gone",
    "later.lodge_complaint.duplicate": "before",
    "later.lodge_complaint.ok": "lodged",
}
"""Prompts with the same words: nobody can tell which of the two was heard."""
NOT_THE_OFFICES = frozenset({"number"})
"""Holes whose values come from the caller, who may not be written down."""
RECOGNISER = Recogniser(BUNDLE.checked.project.wording)


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(BUNDLE)


def between_acts(script: CallScript) -> list[tuple[ScriptStep, ...]]:
    """Return the steps of a script, cut before each act."""
    cut: list[list[ScriptStep]] = [[]]
    for step in script.steps:
        if isinstance(step, Act):
            cut.append([])
        cut[-1].append(step)
    return [tuple(steps) for steps in cut]


def named(wanted: Wanted) -> tuple[str, frozenset[str]]:
    """Return a prompt without its flow, and the holes whose values are looked at."""
    prompt = str(wanted.prompt)
    bare = prompt if prompt.startswith(LATER) else prompt.rpartition(".")[2]
    return ALIKE.get(bare, bare), frozenset(str(hole) for hole, _ in wanted.holes) - NOT_THE_OFFICES


def heard(steps: tuple[ScriptStep, ...]) -> list[tuple[str, frozenset[str]]]:
    return [named(one) for step in steps if isinstance(step, Hear) for one in step.wanted]


def got(script: CallScript) -> list[tuple[str, frozenset[str]]]:
    return [named(step.wanted) for step in script.steps if isinstance(step, GetText)]


def beside(steps: tuple[ScriptStep, ...]) -> list[object]:
    """Return what happens besides what the caller does: repeated webhooks, and how long is waited."""
    return [
        step.seconds if isinstance(step, Wait) else "again"
        for step in steps
        if isinstance(step, Wait | Again)
    ]


def is_no_wait(step: ScriptStep) -> bool:
    return not isinstance(step, Wait)


def done(steps: tuple[ScriptStep, ...]) -> list[object]:
    """Return what the caller does; of digits that may be others, how many there are."""
    acts = [step.step for step in steps if isinstance(step, Act)]
    return [
        Press("?" * len(one.keys), one.after_s) if isinstance(one, Press) and len(one.keys) > 1 else one
        for one in acts
    ]


def holds(of: tuple[str, frozenset[str]], among: list[tuple[str, frozenset[str]]]) -> bool:
    """Return whether ``among`` has the prompt of ``of`` with at least its values."""
    return any(name == of[0] and holes >= of[1] for name, holes in among)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: Path(one.file).stem)
def test_what_was_played_and_written_passes_again_and_looks_at_as_much(
    stage: Stage, script: CallScript
) -> None:
    played = Player(stage).play(script)
    assert played.failures == ()
    texts, asked = list(stage.texts.sent), [one.request.operation for one in stage.office.performed]
    sent, ended = [round(one.at, 3) for one in stage.texts.sent], stage.call()
    written = script_of(write_call(played, stage, RECOGNISER))
    again = Player(stage).play(written)
    assert again.failures == ()
    assert [one for one in again.transcript if one.who == "heard"] == [
        one for one in played.transcript if one.who == "heard"
    ]
    same = ("caller", "language", "at", "switches", "notices", "queues", "closed")
    there, here = ([getattr(one, name) for name in same] for one in (script, written))
    assert here == [None if value == NOON else value for value in there]
    theirs, ours = between_acts(script), between_acts(written)
    assert len(ours) == len(theirs)
    for wanted, steps in zip(theirs, ours, strict=True):
        assert [one for one in heard(wanted) if not holds(one, heard(steps))] == []
        assert beside(steps) == beside(wanted)
        assert done(steps) == done(wanted)
    acted = [round(one.at, 3) for one in played.transcript if one.who == "caller"]
    assert [bisect(acted, at) for at in sorted(sent)] == [
        number for number, steps in enumerate(ours) for step in steps if isinstance(step, GetText)
    ]
    if any(isinstance(step, Wait) for step in ours[-1]):
        until, at_once = played.report.line.now + SETTLE_S, list(takewhile(is_no_wait, ours[-1]))
        assert sum(isinstance(step, GetText) for step in at_once) == sum(
            acted[-1] <= one < until for one in sent
        )
    assert [one for one in got(script) if not holds(one, got(written))] == []
    assert len(got(written)) == len(texts)
    assert written.expect is not None
    assert written.expect.backend is not None
    assert ended is not None
    assert written.expect.ended == ended.disposition
    assert [str(one.operation) for one in written.expect.backend] == asked


def written_of(stage: Stage, steps: str) -> str:
    """Return the script written of a call in which a balance is asked for; ``steps`` are what the caller does."""
    played = Player(stage).play(
        script_of(
            f"""\
            call: Whose balance
            backend:
              who_calls: {{ok: {{age: 35, needs_person: no}}}}
              get_balance: {{ok: {{left: 20.50, owed: 0, valid_until: 2026-12-31}}}}
              check_password: ok
            steps: [{steps}]
            """
        )
    )
    return write_call(played, stage, RECOGNISER)


def pressed(written: str) -> list[str]:
    return [
        one.step.keys
        for one in script_of(written).steps
        if isinstance(one, Act) and isinstance(one.step, Press)
    ]


def test_a_number_and_its_password_are_not_written(stage: Stage) -> None:
    written = written_of(
        stage, "{press: 1}, {press: 3}, {press: 13712345678}, {press: 975318, after: 2s}, hang_up"
    )
    assert "13712345678" not in written
    assert "975318" not in written
    assert "{press: 246810, after: 2s}" in written
    choices, (number, password) = pressed(written)[:2], pressed(written)[2:]
    assert choices == ["1", "3"]
    assert (number[:3], len(number), password) == ("137", 11, "246810")


def test_digits_that_are_nobodys_are_written_as_they_were() -> None:
    stage = Stage(
        bundle_of({"flows/balance.yaml": lambda text: text.replace("    sensitive: personal\n", "")})
    )
    written = written_of(stage, "{press: 1}, {press: 3}, {press: 13712345678}, hang_up")
    assert pressed(written) == ["1", "3", "13712345678"]


def test_what_is_typed_on_after_a_choice_may_be_a_password(stage: Stage) -> None:
    written = written_of(stage, "{press: 1}, {press: 3975318}, hang_up")
    assert pressed(written) == ["1", "3246810"]


def test_digits_that_were_hidden_once_are_hidden_wherever_they_come_again(stage: Stage) -> None:
    written = written_of(
        stage,
        "{press: 1}, {press: 3}, {press: 13712345678}, {press: 975318}, {press: 3}, {press: 13712345678}, hang_up",
    )
    keys = pressed(written)
    assert "13712345678" not in keys
    assert keys[2] == keys[-1]


def test_the_same_digits_become_the_same_others_of_that_length() -> None:
    others = OtherDigits()
    first, second = others.of("975318"), others.of("111111")
    assert first != second
    assert others.of("97*975318") == f"{others.of('97')}*{first}"
    number = others.of("13900139000")
    assert number.startswith("139")
    assert number != "13900139000"
    assert others.of("*0") == "*0"
    assert (len(first), len(others.of("1234567890"))) == (6, 10)
