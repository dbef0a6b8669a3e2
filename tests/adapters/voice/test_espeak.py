"""A voice that cannot lose, mix up or half-write what it is given, whatever happens to its process."""

from __future__ import annotations

import io
import os
import signal
import sys
import wave
from itertools import product
from pathlib import Path

import pytest

from ivr.adapters.voice.espeak import EspeakVoice
from ivr.adapters.voice.telephone import telephone
from ivr.errors import CannotSpeak, NoVoice
from ivr.model.pace import Pace
from ivr.speech.clip import USUAL, Shape
from ivr.speech.faults import faults_of, foreign
from ivr.speech.spelling import spell
from ivr.speech.wav import Sound

MANDARIN, ENGLISH = USUAL["zh-CN"], USUAL["en"]


def seconds(audio: bytes) -> float:
    with wave.open(io.BytesIO(audio)) as read:
        return read.getnframes() / read.getframerate()


def spoken(voice: EspeakVoice, text: str = "您好") -> bytes:
    return voice.render(text, voice=MANDARIN.voice, rate_wpm=MANDARIN.rate_wpm)


def worker(folder: Path, body: str) -> tuple[str, ...]:
    """Return the command of a process that does ``body`` for every job, in place of the engine's own."""
    script = folder / "worker.py"
    script.write_text(
        "import json, os, sys, time\nfrom pathlib import Path\n"
        'print(json.dumps({"done": True, "voices": ["sit/cmn"]}), flush=True)\n'
        f"for line in sys.stdin:\n    job = json.loads(line)\n    {body}\n",
        encoding="utf-8",
    )
    return sys.executable, str(script)


DOES_IT = 'Path(job["file"]).write_bytes(b"sound"); print(json.dumps({"done": True}), flush=True)'


def test_the_same_words_are_the_same_bytes_whatever_was_spoken_in_between(voice: EspeakVoice) -> None:
    first = spoken(voice, "您的话费余额为")
    for text in ("再见。", "二十元", "没有取消，请重新输入。"):
        spoken(voice, text)
        voice.render("twenty yuan", voice=ENGLISH.voice, rate_wpm=ENGLISH.rate_wpm)
    assert spoken(voice, "您的话费余额为") == first
    with EspeakVoice() as another:
        assert spoken(another, "您的话费余额为") == first


def test_no_prompt_is_lost_however_many_there_are(voice: EspeakVoice) -> None:
    lengths = [seconds(spoken(voice, "请按" + "一二三四五六七八九"[:count])) for count in range(1, 10)] * 2
    assert all(length > 0.8 for length in lengths)
    assert sorted(set(lengths)) == lengths[:9]


def test_an_unknown_voice_is_an_error_that_names_those_there_are(voice: EspeakVoice) -> None:
    with pytest.raises(NoVoice, match="there is no voice 'cmm'; there are cmn, cmn-latn-pinyin"):
        voice.render("您好", voice="cmm", rate_wpm=170)
    with pytest.raises(NoVoice):
        voice.render("您好", voice="cmn+nobody", rate_wpm=170)
    assert spoken(voice)


def test_a_variant_of_a_voice_sounds_different(voice: EspeakVoice) -> None:
    assert voice.render("您好", voice="cmn+f2", rate_wpm=170) != spoken(voice)


@pytest.mark.parametrize("text", ["", "您" * 10_000, "\x01\x02", "您\x00好", "。"])
def test_what_no_engine_should_be_given_is_refused_and_the_next_is_spoken(
    voice: EspeakVoice, text: str
) -> None:
    with pytest.raises(CannotSpeak):
        spoken(voice, text)
    assert seconds(spoken(voice)) > 0.5


def test_a_killed_process_costs_nothing_but_its_start(voice: EspeakVoice) -> None:
    before = spoken(voice)
    assert voice.process_id is not None
    os.kill(voice.process_id, signal.SIGKILL)
    assert spoken(voice) == before


def test_a_process_that_dies_in_the_middle_is_tried_once_more(tmp_path: Path) -> None:
    mark = tmp_path / "died"
    body = f"died = Path({str(mark)!r}); first = not died.exists(); died.touch(); first and os._exit(3); {DOES_IT}"
    with EspeakVoice(worker(tmp_path, body)) as voice:
        assert spoken(voice) == b"sound"


def test_a_process_that_always_dies_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    body = 'Path(job["file"]).write_bytes(b"half"); os._exit(3)'
    with EspeakVoice(worker(tmp_path, body)) as voice:
        with pytest.raises(CannotSpeak, match="ended by itself, 2 times"):
            spoken(voice)
        worker(tmp_path, DOES_IT)
        assert spoken(voice) == b"sound"


def test_a_process_that_hangs_is_ended_and_the_next_job_is_done(tmp_path: Path) -> None:
    with EspeakVoice(worker(tmp_path, "time.sleep(60)"), within_s=0.3) as voice:
        with pytest.raises(CannotSpeak, match=r"did not answer within 0\.3 s, 2 times"):
            spoken(voice)
        assert voice.process_id is None


def test_an_engine_that_is_confused_is_replaced(tmp_path: Path) -> None:
    mark = tmp_path / "confused"
    tells = 'print(json.dumps({"confused": "made no sound"}), flush=True)'
    body = f"first = not Path({str(mark)!r}).exists(); Path({str(mark)!r}).touch()\n    if first: {tells}\n    else: {DOES_IT}"
    with EspeakVoice(worker(tmp_path, body)) as voice:
        assert spoken(voice) == b"sound"


def test_a_voice_that_cannot_start_says_why(tmp_path: Path) -> None:
    script = tmp_path / "worker.py"
    script.write_text('print(\'{"wrong": "OSError: no such library"}\', flush=True)', encoding="utf-8")
    with EspeakVoice((sys.executable, str(script))) as voice, pytest.raises(NoVoice, match="no such library"):
        spoken(voice)


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("双倍返还", "X'ua35n"),
        ("重听", "ts.h'ong35"),
        ("银行代收", "X'A35N"),
        ("重新输入", "ts.hong35"),
        ("您的话费余额为", "w'ei35"),
        ("欠费一分", "j'i51_| f'@55n"),
        ("都保留", "t'ou55"),
        ("收费误差", "ts.h'A55"),
    ],
)
def test_heteronyms_are_read_as_people_say_them(voice: EspeakVoice, text: str, sounds: str) -> None:
    heard = voice.phonemes(spell(text, "zh-CN"), voice=MANDARIN.voice)
    assert sounds in heard


def test_a_mandarin_voice_falls_into_english_at_latin_letters_and_that_is_seen(voice: EspeakVoice) -> None:
    assert foreign(voice.phonemes("视频hello会员", voice=MANDARIN.voice))
    assert not foreign(voice.phonemes(spell("VIP会员一点五G，99%", "zh-CN"), voice=MANDARIN.voice))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("您好，欢迎致电中国移动。", "zh-CN"),
        ("二十元", "zh-CN"),
        ("二", "zh-CN"),
        ("一千零一元零五分", "zh-CN"),
        ("Hello, and welcome to China Mobile.", "en"),
        ("oh", "en"),
        ("two thousand and twenty-six", "en"),
    ],
)
def test_what_is_rendered_has_the_form_and_length_of_telephone_speech(
    voice: EspeakVoice, text: str, language: str
) -> None:
    manner = USUAL[language]
    spelt = spell(text, language)
    for shape, pace in product(Shape, Pace):
        rate = manner.rate(pace)
        sound = Sound(telephone(voice.render(spelt, voice=manner.voice, rate_wpm=rate), shape))
        assert list(faults_of(sound, spelt, language=language, shape=shape, rate_wpm=rate)) == []
