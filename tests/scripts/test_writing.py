"""A call that was played is written as a script that passes again, without the digits nobody may see."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.adapters.files import read_script_files
from ivr.scripts.other_digits import OtherDigits
from ivr.scripts.playing import Player
from ivr.scripts.recognise import Recogniser
from ivr.scripts.spec import CallScript
from ivr.scripts.stage import Stage
from ivr.scripts.suite import read_suite
from ivr.scripts.writing import write_call
from tests.scripts.conftest import script_of
from tests.web.inside import BUNDLE, ROOT

FILES, _ = read_script_files(ROOT, ())
SCRIPTS = read_suite(FILES, BUNDLE).scripts
RECOGNISER = Recogniser(BUNDLE.checked.project.wording)


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(BUNDLE)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: Path(one.file).stem)
def test_what_was_played_and_written_passes_again(stage: Stage, script: CallScript) -> None:
    played = Player(stage).play(script)
    assert played.failures == ()
    written = write_call(played, stage, RECOGNISER)
    again = Player(stage).play(script_of(written))
    assert again.failures == ()
    assert [one.words for one in again.transcript if one.who == "heard"] == [
        one.words for one in played.transcript if one.who == "heard"
    ]


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
