"""Several processes of the voice are one voice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread

import pytest

from ivr.adapters.voice.espeak import engine_name
from ivr.adapters.voice.several import SeveralVoices
from ivr.errors import NoVoice
from tests.speech.sounds import Process


def test_as_many_jobs_are_done_at_once_as_there_are_processes() -> None:
    made: list[Process] = []
    meet = Barrier(3)
    with SeveralVoices(3, lambda: Process(made, meet)) as voice, ThreadPoolExecutor(3) as jobs:
        done = jobs.map(lambda text: voice.render(text, voice="cmn", rate_wpm=170), "一二三")
        assert len(list(done)) == 3
    assert [len(one.tones.rendered) for one in made] == [1, 1, 1]
    assert all(one.closed for one in made)


def test_one_job_after_another_needs_one_process() -> None:
    made: list[Process] = []
    with SeveralVoices(3, lambda: Process(made)) as voice:
        for text in "一二三":
            voice.render(text, voice="cmn", rate_wpm=170)
    assert sorted(len(one.tones.rendered) for one in made) == [0, 0, 3]


def test_several_have_the_name_and_the_phonemes_of_one() -> None:
    with SeveralVoices(2, lambda: Process([])) as voice:
        assert voice.phonemes("您", voice="cmn") == "您"
        assert voice.name == engine_name()


def test_a_job_that_fails_gives_its_process_back() -> None:
    made: list[Process] = []
    with SeveralVoices(1, lambda: Process(made)) as voice:
        with pytest.raises(NoVoice):
            voice.render("一", voice="nobody", rate_wpm=170)
        again = Thread(target=lambda: voice.render("一", voice="cmn", rate_wpm=170), daemon=True)
        again.start()
        again.join(10)
        assert made[0].tones.rendered == ["一"]
