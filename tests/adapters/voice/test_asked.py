"""Words a running hotline misses are rendered by somebody else, and heard by the callers after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.adapters.voice import asked as module
from ivr.adapters.voice.adding import Adding
from ivr.adapters.voice.asked import ASKED, OFFICE, render_asked
from ivr.adapters.voice.build import plan_build
from ivr.adapters.voice.espeak import engine_name
from ivr.adapters.voice.library import Library
from ivr.adapters.voice.several import SeveralVoices
from ivr.model.ids import Language
from ivr.model.pace import Pace
from ivr.model.stored import Joint
from ivr.speech.clip import USUAL, Shape, Wanted
from tests.speech.sounds import Process, ToneVoice

ZH = Language("zh-CN")
MONTHLY, SENTENCE = "每月五元", "手机报，每月五元。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder in which one piece is built at both paces."""
    pieces = [Wanted(MONTHLY, ZH, Shape.PIECE, "x", pace) for pace in Pace]
    building = plan_build(pieces, folder=tmp_path, recorded=tmp_path, engine=engine_name(), manners=USUAL)
    list(building.steps(ToneVoice))
    building.finish()
    return tmp_path


@pytest.fixture
def adding(folder: Path) -> Iterator[Adding]:
    with Adding(folder, folder, lambda: SeveralVoices(1, lambda: Process([]))) as one:
        yield one


def waiting(folder: Path) -> int:
    return len(list((folder / ASKED).glob("*")))


def test_a_name_that_was_missed_is_a_piece_for_the_next_caller_at_both_paces(
    folder: Path, adding: Adding
) -> None:
    library = Library(folder)
    assert library.find(SENTENCE, ZH) is None
    library.ask_for("手机报", ZH)
    assert library.find(SENTENCE, ZH) is None
    assert render_asked(folder, adding) == 2
    found = [library.find(SENTENCE, ZH, pace) for pace in Pace]
    assert all(isinstance(one, Joint) for one in found)
    assert found[0] != found[1]
    assert waiting(folder) == 0
    assert render_asked(folder, adding) == 0


def test_the_same_words_are_asked_for_once_by_any_number_of_processes(folder: Path) -> None:
    one, other = Library(folder), Library(folder)
    for library in (one, one, other):
        library.ask_for("手机报", ZH)
    assert waiting(folder) == 1


def test_words_that_have_a_piece_already_are_not_asked_for(folder: Path) -> None:
    Library(folder).ask_for(MONTHLY, ZH)
    assert waiting(folder) == 0


def test_words_no_voice_can_say_are_let_go(folder: Path, adding: Adding) -> None:
    library = Library(folder)
    library.ask_for("Netflix会员", ZH)
    assert render_asked(folder, adding) == 0
    library.ask_for("Netflix会员", ZH)
    assert waiting(folder) == 0


def test_what_is_asked_for_is_bounded(folder: Path, adding: Adding, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ASKED", 2)
    monkeypatch.setattr(module, "MOST_KEPT", 4)
    library = Library(folder)
    for words in ("手机报", "彩铃", "视频"):
        library.ask_for(words, ZH)
    assert waiting(folder) == 2
    assert render_asked(folder, adding) == 4
    library.ask_for("来电提醒", ZH)
    assert render_asked(folder, adding) == 0
    assert waiting(folder) == 0
    index = Library(folder).index
    assert index is not None
    assert sum(one.wanted.place == OFFICE for one in index.clips) == 4


def test_where_nothing_is_built_nothing_is_asked_for_or_rendered(tmp_path: Path, adding: Adding) -> None:
    empty = tmp_path / "empty"
    Library(empty).ask_for("手机报", ZH)
    assert waiting(empty) == 0
    assert render_asked(empty, adding) == 0


def test_what_is_no_request_is_thrown_away(folder: Path, adding: Adding) -> None:
    (folder / ASKED).mkdir()
    for name, text in (("a", "{"), ("b", "[]"), ("c", '{"words": "x"}')):
        (folder / ASKED / f"{name}.json").write_text(text, encoding="utf-8")
    assert render_asked(folder, adding) == 0
    assert waiting(folder) == 0
