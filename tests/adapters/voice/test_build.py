"""What is said is built once, recordings come first, and nothing is ever half there."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ivr.adapters.voice.build import KEPT_S, Building, plan_build
from ivr.adapters.voice.built import Index, clip_path, read_index, whole_sound
from ivr.adapters.voice.check import check_built
from ivr.errors import NoVoice
from ivr.model.ids import Language
from ivr.model.pace import Pace
from ivr.speech.clip import USUAL, Manner, Shape, Wanted
from ivr.speech.faults import Fault
from ivr.speech.wav import PEAK
from tests.speech.sounds import ToneVoice

ZH, EN = Language("zh-CN"), Language("en")
HELLO = Wanted("您好。", ZH, Shape.WHOLE, "main.welcome")
TWENTY = Wanted("二十元", ZH, Shape.PIECE, "(values)")
BYE = Wanted("Goodbye.", EN, Shape.WHOLE, "main.goodbye")
ALL = (HELLO, TWENTY, BYE)


def planned(folder: Path, wanted: Sequence[Wanted] = ALL, **changed: Manner) -> Building:
    manners = {**USUAL, **{name.replace("_", "-"): manner for name, manner in changed.items()}}
    return plan_build(
        wanted, folder=folder / "audio", recorded=folder / "recorded", engine="tones", manners=manners
    )


def build(folder: Path, wanted: Sequence[Wanted] = ALL, *, voice: ToneVoice | None = None) -> Index:
    building = planned(folder, wanted)
    one = voice or ToneVoice()
    for _ in building.steps(lambda: one):
        pass
    assert not building.troubles
    return building.finish()


def recording(
    folder: Path, wanted: Wanted, *, peak: float = 0.5, kind: str = "wav", rate: int = 44100
) -> Path:
    samples = np.sin(np.arange(rate) / 20) * peak
    path = folder / "recorded" / wanted.language / f"{wanted.name} take 2.{kind}"
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.column_stack([samples, samples]), rate)
    return path


def faults(folder: Path) -> list[tuple[str, Fault]]:
    building = planned(folder)
    found = [*building.troubles, *(one for _, each in check_built(building, ToneVoice()) for one in each)]
    return [("" if one.wanted is None else one.wanted.text, one.found.fault) for one in found]


def test_a_second_build_renders_nothing(tmp_path: Path) -> None:
    voice = ToneVoice()
    first = build(tmp_path, voice=voice)
    assert voice.rendered == ["您好。", "二十元", "Goodbye."]
    stamp = (tmp_path / "audio" / "index.json").stat().st_mtime_ns
    assert build(tmp_path, voice=voice).clips == first.clips
    assert len(voice.rendered) == 3
    assert (tmp_path / "audio" / "index.json").stat().st_mtime_ns == stamp


def test_only_what_changed_is_rendered_again(tmp_path: Path) -> None:
    build(tmp_path)
    voice = ToneVoice()
    build(tmp_path, (HELLO, TWENTY, Wanted("See you.", EN, Shape.WHOLE, "main.goodbye")), voice=voice)
    assert voice.rendered == ["See you."]


def test_another_voice_or_pace_is_another_sound(tmp_path: Path) -> None:
    build(tmp_path)
    slower = planned(tmp_path, zh_CN=Manner.of("cmn", 150))
    assert [one.wanted for one in slower.missing] == [HELLO, TWENTY]
    other = planned(tmp_path, en=Manner.of("en-gb", 160))
    assert [one.wanted for one in other.missing] == [BYE]


def test_slow_words_are_rendered_at_the_slow_rate_and_checked_by_it(tmp_path: Path) -> None:
    slow = tuple(replace(one, pace=Pace.SLOW) for one in ALL)
    voice = ToneVoice()
    index = build(tmp_path, (*ALL, *slow), voice=voice)
    assert voice.rates == [170, 170, 160, 150, 150, 141]
    assert len({one.digest for one in index.clips}) == 6
    stored = read_index(tmp_path / "audio")
    assert stored is not None
    assert [one.wanted for one in stored.clips] == [one.wanted for one in index.clips] == [*ALL, *slow]
    assert [found for _, found in check_built(planned(tmp_path, (*ALL, *slow)), voice) if found] == []


def test_a_voice_that_has_one_rate_is_rendered_once(tmp_path: Path) -> None:
    both = (HELLO, replace(HELLO, pace=Pace.SLOW))
    building = planned(tmp_path, both, zh_CN=Manner("cmn", 170, 170))
    assert [one.wanted for one in building.missing] == [replace(HELLO, pace=Pace.SLOW)]
    list(building.steps(ToneVoice))
    assert len({one.digest for one in building.finish().clips}) == 1


def test_a_recording_is_heard_at_the_slow_pace_too_until_there_is_a_slow_one(tmp_path: Path) -> None:
    slow = replace(HELLO, pace=Pace.SLOW)
    recording(tmp_path, HELLO)
    first = build(tmp_path, (HELLO, slow))
    assert [one.recorded for one in first.clips] == [True, True]
    assert first.clips[0].digest == first.clips[1].digest
    recording(tmp_path, slow, peak=0.4)
    second = build(tmp_path, (HELLO, slow))
    assert second.clips[0] == first.clips[0]
    assert second.clips[1].digest != first.clips[1].digest


def test_what_was_built_before_there_were_paces_is_at_the_usual_one(tmp_path: Path) -> None:
    build(tmp_path)
    path = tmp_path / "audio" / "index.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    stored["manners"] = {language: one[:2] for language, one in stored["manners"].items()}
    stored["clips"] = [row[:7] for row in stored["clips"]]
    path.write_text(json.dumps(stored), encoding="utf-8")
    index = read_index(tmp_path / "audio")
    assert index is not None
    assert index.manners == USUAL
    assert [one.wanted for one in index.clips] == list(ALL)
    voice = ToneVoice()
    build(tmp_path, voice=voice)
    assert voice.rendered == []


@pytest.mark.parametrize("at_once", [1, 3])
def test_several_processes_make_what_one_makes(tmp_path: Path, at_once: int) -> None:
    wanted = [Wanted(f"{n}天", ZH, Shape.PIECE, "x") for n in "一二三四五六七八九十"]
    building = planned(tmp_path, wanted)
    voice = ToneVoice()
    made = [one.wanted for one in building.steps(lambda: voice, at_once=at_once)]
    assert made == wanted
    assert sorted(voice.rendered) == sorted(one.text for one in wanted)


def test_a_file_cut_short_is_made_again(tmp_path: Path) -> None:
    index = build(tmp_path)
    path = clip_path(tmp_path / "audio", index.clips[0].digest)
    assert path is not None
    path.write_bytes(path.read_bytes()[:1000])
    voice = ToneVoice()
    build(tmp_path, voice=voice)
    assert voice.rendered == ["您好。"]
    assert whole_sound(path) is not None


def test_one_sentence_that_cannot_be_spoken_does_not_stop_the_others(tmp_path: Path) -> None:
    building = planned(tmp_path, (*ALL, Wanted("看hello", ZH, Shape.WHOLE, "main.odd")))
    voice = ToneVoice(stumbles_at="二十")
    for _ in building.steps(lambda: voice):
        pass
    told = {(one.wanted.text if one.wanted else "", one.found.fault) for one in building.troubles}
    assert told == {("看hello", Fault.UNSPOKEN), ("二十元", Fault.UNSPOKEN)}
    assert {one.wanted for one in building.finish().clips} == {HELLO, BYE}


def test_a_voice_that_is_not_there_ends_the_build_at_once_and_the_old_one_stays(tmp_path: Path) -> None:
    build(tmp_path)
    building = planned(tmp_path, zh_CN=Manner.of("nobody", 170))
    with pytest.raises(NoVoice):
        list(building.steps(ToneVoice))
    index = read_index(tmp_path / "audio")
    assert index is not None
    assert len(index.clips) == 3


def test_a_voice_that_fails_at_everything_is_given_up(tmp_path: Path) -> None:
    building = planned(tmp_path, [Wanted(f"{n}天", ZH, Shape.PIECE, "x") for n in range(1, 9)])
    voice = ToneVoice(stumbles_at="天")
    with pytest.raises(NoVoice, match="it stumbled"):
        list(building.steps(lambda: voice))
    assert len(building.troubles) < 3


@pytest.mark.parametrize("kind", ["wav", "flac", "ogg"])
def test_a_recording_comes_before_rendering_and_is_made_fit_for_the_line(tmp_path: Path, kind: str) -> None:
    recording(tmp_path, HELLO, kind=kind)
    voice = ToneVoice()
    index = build(tmp_path, voice=voice)
    assert voice.rendered == ["二十元", "Goodbye."]
    (one,) = (clip for clip in index.clips if clip.recorded)
    path = clip_path(tmp_path / "audio", one.digest)
    assert path is not None
    sound = whole_sound(path)
    assert sound is not None
    assert sound.peak == PEAK
    assert 1.15 < sound.seconds < 1.25  # one second of it, and the tail


def test_a_new_take_of_a_recording_is_a_new_sound(tmp_path: Path) -> None:
    recording(tmp_path, HELLO)
    first = build(tmp_path)
    recording(tmp_path, HELLO, peak=0.4, rate=22050)
    second = build(tmp_path)
    assert first.clips[0].digest != second.clips[0].digest
    assert first.clips[1:] == second.clips[1:]


def test_a_recording_nobody_can_hear_or_follow_is_told_and_the_sentence_is_rendered(tmp_path: Path) -> None:
    recording(tmp_path, HELLO, peak=0.01)
    recording(tmp_path, BYE, peak=4.0)
    stray = tmp_path / "recorded" / "zh-CN" / "deadbeef.wav"
    stray.write_bytes(b"no audio")
    recording(tmp_path, TWENTY).write_bytes(b"no audio")
    building = planned(tmp_path)
    told = {(one.file.name[:8] if one.file else "", one.found.fault) for one in building.troubles}
    assert told == {
        (HELLO.name, Fault.QUIET_RECORDING),
        (BYE.name, Fault.CLIPPED_RECORDING),
        (TWENTY.name, Fault.FORM),
        ("deadbeef", Fault.UNKNOWN_RECORDING),
    }
    assert [one.recording for one in building.planned] == [None, None, None]


def test_what_is_said_no_more_stays_for_calls_that_still_ask_and_then_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = build(tmp_path)
    path = clip_path(tmp_path / "audio", index.clips[2].digest)
    assert path is not None
    now = time.time()
    os.utime(path, (now - 2 * KEPT_S, now - 2 * KEPT_S))  # rendered long ago, and said until today
    fewer = build(tmp_path, (HELLO, TWENTY))
    assert [one.wanted for one in fewer.clips] == [HELLO, TWENTY, BYE]
    assert [one.wanted for one in fewer.clips if one.until is None] == [HELLO, TWENTY]
    assert build(tmp_path, (HELLO, TWENTY)).clips == fewer.clips
    assert path.is_file()
    monkeypatch.setattr(time, "time", lambda: now + KEPT_S + 60)
    assert [one.wanted for one in build(tmp_path, (HELLO, TWENTY)).clips] == [HELLO, TWENTY]
    assert not path.is_file()


def test_what_is_said_again_is_not_on_its_way_out_any_more(tmp_path: Path) -> None:
    first = build(tmp_path)
    build(tmp_path, (HELLO, TWENTY))
    voice = ToneVoice()
    assert build(tmp_path, voice=voice).clips == first.clips
    assert voice.rendered == []


def test_lost_and_wrong_sounds_are_found(tmp_path: Path) -> None:
    index = build(tmp_path)
    assert faults(tmp_path) == []
    hello, twenty, bye = (clip_path(tmp_path / "audio", one.digest) for one in index.clips)
    assert hello is not None
    assert twenty is not None
    assert bye is not None
    hello.unlink()
    file = io.BytesIO()
    soundfile.write(file, np.zeros(2000), 22050, format="WAV", subtype="PCM_16")
    twenty.write_bytes(file.getvalue())
    assert faults(tmp_path) == [("您好。", Fault.LOST), ("二十元", Fault.FORM)]


def test_what_was_never_built_and_what_sounds_foreign_is_found(tmp_path: Path) -> None:
    build(tmp_path, (HELLO, TWENTY))
    assert faults(tmp_path) == [("Goodbye.", Fault.NOT_BUILT)]
    odd = planned(tmp_path, (Wanted("哈罗。", ZH, Shape.WHOLE, "main.odd"),))
    ((_, found),) = check_built(odd, ToneVoice())
    assert [one.found.fault for one in found] == [Fault.NOT_BUILT, Fault.FOREIGN]
