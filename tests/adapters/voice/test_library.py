"""A running hotline finds sounds by their words, joins what it is asked for, and takes no path from anybody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ivr.adapters.voice import library as module
from ivr.adapters.voice.built import JOINED
from ivr.adapters.voice.library import Library
from ivr.model.ids import Digest, Language
from ivr.model.pace import Pace
from ivr.model.stored import Joint
from ivr.speech.clip import Shape, Wanted
from ivr.speech.wav import read_wav
from tests.speech.sounds import built_in

ZH, EN = Language("zh-CN"), Language("en")
HELLO = Wanted("您好。", ZH, Shape.WHOLE, "main.welcome")
LEFT = Wanted("您的余额为", ZH, Shape.PIECE, "balance.left")
PIECES = tuple(Wanted(f"{n}元", ZH, Shape.PIECE, "(values)") for n in "一二三")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setattr(module, "LOOK_S", 0.0)
    built_in(tmp_path, (HELLO, LEFT, *PIECES))
    return Library(tmp_path)


def joint(library: Library, text: str) -> Joint:
    found = library.find(text, ZH)
    assert isinstance(found, Joint)
    return found


def test_a_sentence_that_was_built_is_there(library: Library) -> None:
    digest = library.find("您好。", ZH)
    assert isinstance(digest, str)
    sound = library.playable(digest)
    assert sound is not None
    assert sound.language == ZH
    assert read_wav(sound.path.read_bytes()).seconds == library.seconds("您好。", ZH)


def test_one_with_a_value_is_joined_when_asked_for(library: Library) -> None:
    found = joint(library, "您的余额为二元。")
    assert library.playable(found.digest) is None
    sound = library.join(found)
    assert sound is not None
    assert (sound, sound.language) == (library.playable(found.digest), ZH)
    assert read_wav(sound.path.read_bytes()).seconds == pytest.approx(7 * 0.2 + 0.025 + 0.2)


def test_a_slow_call_hears_slow_sounds_and_joins_slow_pieces(library: Library, tmp_path: Path) -> None:
    usual, joined = library.find("您好。", ZH), joint(library, "您的余额为，二元。")
    built_in(tmp_path, [replace(one, pace=pace) for pace in Pace for one in (HELLO, LEFT, *PIECES)])
    assert library.find("您好。", ZH) == usual
    assert library.find("您好。", ZH, Pace.SLOW) != usual
    slow = library.find("您的余额为，二元。", ZH, Pace.SLOW)
    assert isinstance(slow, Joint)
    assert slow.digest != joined.digest
    sound = library.join(slow)
    assert sound is not None
    assert read_wav(sound.path.read_bytes()).seconds == pytest.approx(
        (7 * 0.2 + 0.22) * 170 / 150 + 0.2, abs=0.002
    )


def test_what_has_no_slow_sound_yet_is_heard_at_the_usual_pace(library: Library) -> None:
    assert library.find("您好。", ZH, Pace.SLOW) == library.find("您好。", ZH)
    assert library.find("您的余额为二元。", ZH, Pace.SLOW) == joint(library, "您的余额为二元。")
    assert library.find("您的余额为四元。", ZH, Pace.SLOW) is None


def test_words_without_a_sound_are_not_found(library: Library) -> None:
    assert library.find("您的余额为四元。", ZH) is None
    assert library.find("您好。", EN) is None
    assert library.seconds("您的余额为四元。", ZH) is None


def test_a_new_build_is_noticed_while_running(library: Library, tmp_path: Path) -> None:
    assert library.find("您的余额为四元。", ZH) is None
    built_in(tmp_path, (HELLO, LEFT, Wanted("四元", ZH, Shape.PIECE, "(values)")))
    assert isinstance(library.find("您的余额为四元。", ZH), Joint)


def test_words_that_were_missing_are_looked_for_at_once(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_S", 3600.0)
    assert library.find("再见。", ZH) is None
    built_in(tmp_path, (HELLO, Wanted("再见。", ZH, Shape.WHOLE, "main.goodbye")))
    assert library.find("再见。", ZH) is not None


def test_before_anything_is_built_nothing_is_found(tmp_path: Path) -> None:
    library = Library(tmp_path / "nowhere")
    assert library.find("您好。", ZH) is None
    assert library.playable("0" * 64) is None
    (tmp_path / "index.json").write_text("{", encoding="utf-8")
    assert Library(tmp_path).find("您好。", ZH) is None


@pytest.mark.parametrize("name", ["", "..", "../index", "index.json", "A" * 64, "0" * 63, "0" * 65, "%2e%2e"])
def test_only_a_digest_is_a_name(library: Library, name: str) -> None:
    assert library.playable(name) is None


def test_a_recipe_that_is_not_what_it_says_is_not_joined(library: Library) -> None:
    one, other = joint(library, "您的余额为二元。"), joint(library, "您的余额为三元。")
    assert library.join(Joint(one.digest, other.recipe)) is None
    assert library.join(Joint(one.digest, "no recipe")) is None


def test_a_piece_that_is_gone_is_a_sound_that_is_not_there(library: Library) -> None:
    found = joint(library, "您的余额为二元。")
    piece = library.find("您的余额为", ZH)
    assert isinstance(piece, Joint)
    for path in (library._folder / "clips").iterdir():
        path.unlink()
    assert library.join(found) is None
    assert not list((library._folder / JOINED).rglob("*"))


def test_joined_sounds_are_bounded_and_joined_again_when_gone(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_JOINED", 2)
    monkeypatch.setattr(module, "SWEPT_EVERY", 1)
    found = [joint(library, f"您的余额为{n}元。") for n in "一二三"]
    for one in found:
        assert library.join(one) is not None
    assert len([one for one in found if library.playable(one.digest)]) == 2
    assert all(library.join(one) for one in found)


def test_digest_names_do_not_depend_on_the_process(library: Library, tmp_path: Path) -> None:
    assert joint(library, "您的余额为二元。") == joint(Library(tmp_path), "您的余额为二元。")
    assert Digest(joint(library, "您的余额为二元。").digest) != joint(library, "您的余额为三元。").digest
