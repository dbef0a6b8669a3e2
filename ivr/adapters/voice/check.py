"""Whether what was built is heard as it was meant: every sound looked at, every text's phonemes asked for."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.adapters.voice.build import Building, Planned, Trouble
from ivr.adapters.voice.built import clip_path, read_index
from ivr.errors import BadValue, CannotSpeak, NoVoice
from ivr.model.pace import Pace
from ivr.ports import Voice
from ivr.speech.faults import Fault, Found, faults_of, foreign
from ivr.speech.wav import read_wav


def check_built(building: Building, voice: Voice) -> Iterator[tuple[Planned, tuple[Trouble, ...]]]:
    """Yield every planned sound with its faults; raise ``NoVoice`` when a voice is not there.

    What cannot be planned at all is among the troubles of ``building``.
    """
    index = read_index(building.folder)
    known = frozenset(one.digest for one in index.clips) if index else frozenset()
    for one in building.planned:
        found = [*_sound(building, one, was_built=one.digest in known), *_phonemes(building, one, voice)]
        yield one, tuple(Trouble(one.wanted, each, one.recording) for each in found)


def _sound(building: Building, one: Planned, *, was_built: bool) -> Iterator[Found]:
    path = clip_path(building.folder, one.digest)
    if path is None or not path.is_file() or not was_built:
        yield Found(Fault.LOST if was_built else Fault.NOT_BUILT)
        return
    try:
        sound = read_wav(path.read_bytes())
    except BadValue as wrong:
        yield Found(Fault.FORM, str(wrong))
        return
    if one.recording is None:
        language, rate = one.wanted.language, building.manners[one.wanted.language].rate(one.wanted.pace)
        yield from faults_of(sound, one.spelt, language=language, shape=one.wanted.shape, rate_wpm=rate)


def _phonemes(building: Building, one: Planned, voice: Voice) -> Iterator[Found]:
    if one.recording is not None or one.wanted.pace is not Pace.USUAL:  # the phonemes of a text have no pace
        return
    try:
        sounds = voice.phonemes(one.spelt, voice=building.manners[one.wanted.language].voice)
    except NoVoice:
        raise
    except CannotSpeak as wrong:
        yield Found(Fault.UNSPOKEN, str(wrong))
        return
    if languages := foreign(sounds):
        yield Found(Fault.FOREIGN, languages)
