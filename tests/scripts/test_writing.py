"""A call that was played is written as a script that passes again, without the digits nobody may see."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.adapters.files import read_script_files
from ivr.scripts.other_digits import OtherDigits
from ivr.scripts.playing import Player
from ivr.scripts.recognise import Recogniser
from ivr.scripts.spec import LATER, Act, CallScript, GetText, Hear, ScriptStep, Wanted
from ivr.scripts.stage import NOON, Stage
from ivr.scripts.suite import read_suite
from ivr.scripts.writing import write_call
from tests.scripts.conftest import script_of
from tests.web.inside import BUNDLE, ROOT

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
    ended = stage.call()
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
    assert [one for one in got(script) if not holds(one, got(written))] == []
    assert len(got(written)) == len(texts)
    assert written.expect is not None
    assert written.expect.backend is not None
    assert ended is not None
    assert written.expect.ended == ended.disposition
    assert [str(one.operation) for one in written.expect.backend] == asked


def test_a_password_is_not_written(stage: Stage) -> None:
    played = Player(stage).play(
        script_of(
            "call: A password\nbackend: {who_calls: {ok: {age: 35, needs_person: no}}, check_password: ok,"
            " list_paid_services: none}\nsteps:\n  - press: 2\n  - press: 975318\n  - press: 2\n"
        )
    )
    written = write_call(played, stage, RECOGNISER)
    assert "975318" not in written
    assert "press: 246810" in written


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
