"""What the store keeps of a call is enough for a script that passes: real store and command, then many calls."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.adapters.files import read_script_files
from ivr.cli.main import main
from ivr.model.record import Happened, Note
from ivr.scripts.from_record import Kept, write_record
from ivr.scripts.playing import Player
from ivr.scripts.spec import CallScript
from ivr.scripts.stage import Stage
from ivr.scripts.suite import read_suite
from tests.scripts.conftest import script_of
from tests.web.handset import Handset
from tests.web.inside import BUNDLE, ROOT, SID, Inside

FILES, _ = read_script_files(ROOT, ())
SCRIPTS = read_suite(FILES, BUNDLE).scripts
_NUMBER = re.compile(r"(?<!\d)1\d{10}(?!\d)")


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inside:
    path = tmp_path / "ivr.db"
    monkeypatch.setenv("IVR_PROJECT", str(ROOT))
    monkeypatch.setenv("IVR_DATABASE_URL", f"sqlite:///{path}")
    hotline = Inside(path)
    hotline.publish(BUNDLE)
    return hotline


def written(inside: Inside) -> str:
    inside.settle_down()
    inside.close()
    result = CliRunner().invoke(main, ["calls", "--script", SID])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_balance_looked_up_is_a_script_that_passes(inside: Inside, player: Player) -> None:
    Handset(inside).call().press("1", "1").silent().hang_up()
    text = written(inside)
    assert not text.startswith("#")
    assert "ended: hung up at " in text
    assert player.play(script_of(text)).failures == ()


def test_a_password_of_a_real_call_is_other_digits(inside: Inside, player: Player) -> None:
    Handset(inside).call().press("2", "975318").hang_up()
    text = written(inside)
    assert "975318" not in text
    assert "check_password" in text
    assert player.play(script_of(text)).failures == ()


def test_a_call_nobody_made_has_no_script(inside: Inside) -> None:
    inside.close()
    result = CliRunner().invoke(main, ["calls", "--script", "CA1"])
    assert result.exit_code == 2
    assert "there is no call CA1" in result.stderr


def test_a_call_made_here_is_saved_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, player: Player
) -> None:
    monkeypatch.setenv("IVR_PROJECT", str(ROOT))
    steps, saved = tmp_path / "steps.yaml", tmp_path / "saved.yaml"
    steps.write_text("steps:\n  - press: 1\n  - hang_up\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["call", "--script", str(steps), "--save", str(saved)])
    assert result.exit_code == 0, result.output
    text = saved.read_text(encoding="utf-8")
    assert "get_balance: {ok: " in text
    assert player.play(script_of(text)).failures == ()


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(BUNDLE)


def kept(stage: Stage) -> Kept:
    """Return what the store has of the call that was played last."""
    calls, call = stage.memory.calls, stage.call()
    assert call is not None
    keys = dict.fromkeys(one.request.key for one in stage.office.performed)
    owed = [one for one in map(calls.obligation, keys) if one is not None]
    return Kept(call, calls.log(stage.sid), tuple(owed), stage.set)


def requests(stage: Stage) -> list[str]:
    """Return what the office was asked, each request once however often it had to be repeated."""
    return list({one.request.key: one.request.operation for one in stage.office.performed}.values())


def texted(stage: Stage) -> list[str]:
    """Return the texts that were sent; a number that was typed is not stored, and is another one played again."""
    return [_NUMBER.sub("(number)", one.text) for one in stage.texts.sent]


def course(log: Sequence[Note]) -> list[tuple[object, ...]]:
    """Return how a call went, note by note, without what was pressed and when; not when within a recording."""
    kept = [one for one in log if one.happened is not Happened.RECORDED]
    return [(one.happened, one.flow, one.step, one.facts.get("way")) for one in kept]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: Path(one.file).stem)
def test_a_call_goes_as_its_records_say_when_it_is_played_from_them(stage: Stage, script: CallScript) -> None:
    played = Player(stage).play(script)
    ended, texts = stage.call(), texted(stage)
    asked = requests(stage)
    told = write_record(kept(stage), BUNDLE, title=str(script.call))
    assert told.differs is None
    written = script_of(told.text)
    again = Player(stage).play(written)
    assert again.failures == ()
    assert course(again.log) == course(played.log)
    call = stage.call()
    assert call is not None
    assert ended is not None
    assert call.disposition == ended.disposition
    assert texted(stage) == texts
    assert requests(stage) == asked
    assert (written.switches, written.notices) == (script.switches, script.notices)


def test_a_number_that_was_not_stored_is_another_number_and_a_password_other_digits(stage: Stage) -> None:
    Player(stage).play(
        script_of(
            """\
            call: Another number's balance
            backend:
              who_calls: {ok: {age: 35, needs_person: no}}
              get_balance: {ok: {left: 20.50, owed: 0, valid_until: 2026-12-31}}
              check_password: ok
            steps: [{press: 1}, {press: 3}, {press: 13712345678}, {press: 975318}, hang_up]
            """
        )
    )
    told = write_record(kept(stage), BUNDLE, title="Another number's balance")
    assert told.differs is None
    assert "13712345678" not in told.text
    assert "975318" not in told.text
    assert "press: 139" in told.text


def test_a_call_that_goes_another_way_when_played_says_where(stage: Stage) -> None:
    player = Player(stage)
    player.play(
        script_of(
            """\
            call: The balance
            backend:
              who_calls: {ok: {age: 35, needs_person: no}}
              get_balance: {ok: {left: 20.50, owed: 0, valid_until: 2026-12-31}}
            steps: [{press: 1}, hang_up]
            """
        )
    )
    call = kept(stage)
    lost = Kept(call.call, call.log, tuple(one for one in call.owed if "get_balance" not in one.key))
    assert write_record(lost, BUNDLE, title="The balance").differs == "balance.which_answer"
