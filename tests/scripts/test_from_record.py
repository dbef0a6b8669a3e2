"""What the store keeps of a call is enough for a script that passes: real store, real command."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli.main import main
from ivr.scripts.playing import Player
from tests.scripts.conftest import script_of
from tests.web.handset import Handset
from tests.web.inside import BUNDLE, ROOT, SID, Inside


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
