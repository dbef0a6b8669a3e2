"""What a ``<Gather>`` does: who speaks first, when an entry is over, what is sent (6.3, 13.3)."""

from __future__ import annotations

from ivr.line.address import resolve
from ivr.line.asks import Act, Doing, HungUp, KeysPressed, Params, Running, Spoken, Takes, TransferCame
from ivr.line.carrier import EmptyDigits, FinishKeyAlone
from ivr.line.fetching import notify
from ivr.line.gather import Gather
from ivr.line.pause import Pause
from ivr.line.play import Audio, Play, begin_audio, load_audio
from ivr.line.say import Say, silent
from ivr.line.state import (
    Goto,
    Interrupted,
    Line,
    Next,
    Result,
    Sound,
    begin_sound,
    complain,
    cut_sound,
    start_listening,
    stop_listening,
)
from ivr.line.waiting import attend
from ivr.model.speaking import speaking_s

_MESSAGE = ("msg", "Gather End")
"""Sent with keys on real requests, though undocumented (2.5)."""


def run_gather(line: Line, gather: Gather, base: str) -> Running[Result]:
    """Play the prompts, listen, and return where the call goes."""
    if gather.speech and gather.language in line.carrier.unrecognised:
        complain(line, "13342", f"<Gather>: nobody here recognises {gather.language}")
        return Next()
    prompts = yield from _prepared(line, gather, base)
    start_listening(line)
    act: Act | None = None
    for ready in prompts:
        act = yield from _during(line, gather, ready, held=act)
        if act is not None and not isinstance(act, Spoken):
            break
        if isinstance(act, Spoken) and gather.barge_in:
            break
    if act is None:
        act = yield from _accepted(line, gather, Doing.LISTENING, until=line.now + gather.timeout_s)
    result = yield from _finish(line, gather, act, base)
    stop_listening(line)
    return result


def _prepared(line: Line, gather: Gather, base: str) -> Running[list[Say | Pause | Audio]]:
    """Fetch all files before the first starts (6.2)."""
    prompts: list[Say | Pause | Audio] = []
    for prompt in gather.prompts:
        match prompt:
            case Play():
                prompts += [(yield from load_audio(line, prompt, base, nested=True))]
            case Say() if silent(line, prompt):
                pass
            case _:
                prompts += [prompt]
    return prompts


def _during(
    line: Line, gather: Gather, prompt: Say | Pause | Audio, *, held: Act | None
) -> Running[Act | None]:
    """Play one prompt until it ends or is cut; return the act that counts, or the one already ``held``."""
    place: int | None = None
    match prompt:
        case Say():
            place = begin_sound(line, Sound.SAY, text=prompt.text, language=prompt.language)
            length_s = speaking_s(prompt.text) * prompt.loop
        case Audio():
            place = begin_audio(line, prompt)
            length_s = prompt.seconds
        case Pause():
            length_s = float(prompt.length_s)
    end = line.now + length_s
    act = yield from _accepted(line, gather, Doing.PROMPTING, until=end, deaf=held is not None)
    if isinstance(act, Spoken) and not gather.barge_in:  # speech has won, but the prompt goes on (13.3)
        held = act
        act = yield from _accepted(line, gather, Doing.PROMPTING, until=end, deaf=True)
    if act is not None and place is not None:
        cut_sound(line, place)
    return act or held


def _accepted(
    line: Line, gather: Gather, doing: Doing, *, until: float, deaf: bool = False
) -> Running[Act | None]:
    """Return the first act this Gather takes, or None at ``until``. ``deaf``: hanging up only."""
    shielded = doing is Doing.PROMPTING and not gather.barge_in and line.carrier.barge_in_shields_keys
    takes = Takes(keys=gather.keys and not deaf and not shielded, speech=gather.speech and not deaf)
    while True:
        act = yield from attend(line, doing, until=until, takes=takes, listening=line.listening)
        match act:
            case None | HungUp() | TransferCame():
                return act
            case KeysPressed() if takes.keys:
                return act
            case Spoken() if takes.speech:
                return act
            case _:
                pass  # not listened for


def _finish(line: Line, gather: Gather, act: Act | None, base: str) -> Running[Result]:
    match act:
        case HungUp():
            return _gone(line, gather, act, base, digits="")
        case TransferCame():
            return Interrupted(act)
        case Spoken():
            return (yield from _speech(line, gather, act.text, base))
        case KeysPressed():
            return (yield from _keys(line, gather, act.keys, base))
        case _:
            return _empty(line, gather, base, key="")


def _speech(line: Line, gather: Gather, text: str, base: str) -> Running[Result]:
    """Listen to the end: the silence after the words, or as long as may be spoken (13.3)."""
    speaking = speaking_s(text)
    if speaking < gather.max_speech_s:
        line.now += speaking + gather.speech_timeout_s
    else:
        line.now += gather.max_speech_s
    if gather.partial is not None:
        partial = (("UnstableSpeechResult", text),)
        yield from notify(line, Goto(resolve(base, gather.partial), gather.partial_method, partial))
    heard: list[tuple[str, str]] = [("SpeechResult", text)]
    if line.carrier.confidence is not None:
        heard.append(("Confidence", line.carrier.confidence))
    if line.carrier.speech_tells_language:
        heard.append(("Language", gather.language))
    return _submit(gather, base, tuple(heard))


def _keys(line: Line, gather: Gather, key: str, base: str) -> Running[Result]:
    digits = ""
    while True:
        if not _ends(line, gather, key, digits):
            digits += "" if key == gather.finish_on_key else key
            if len(digits) != gather.num_digits:
                act = yield from _next_key(line, gather)
                if isinstance(act, KeysPressed):
                    key = act.keys
                    continue
                return _waited(line, gather, act, base, digits=digits)
            key = ""
        return _submit(gather, base, _digits(digits, key)) if digits else _empty(line, gather, base, key=key)


def _ends(line: Line, gather: Gather, key: str, digits: str) -> bool:
    """Say whether ``key`` is the ending key, and may end an entry of these digits (6.3, 4 and 5)."""
    if not gather.finish_on_key or key != gather.finish_on_key:
        return False
    return digits != "" or line.carrier.finish_key_alone is FinishKeyAlone.END


def _waited(
    line: Line, gather: Gather, act: HungUp | TransferCame | None, base: str, *, digits: str
) -> Result:
    match act:
        case HungUp():
            return _gone(line, gather, act, base, digits=digits)
        case TransferCame():
            return Interrupted(act)
        case None:
            return (
                _submit(gather, base, _digits(digits, "")) if digits else _empty(line, gather, base, key="")
            )


def _next_key(line: Line, gather: Gather) -> Running[KeysPressed | HungUp | TransferCame | None]:
    """Wait for a key; each one restarts the clock, and after a key speech is ignored (6.3)."""
    until = line.now + gather.timeout_s
    while True:
        act = yield from attend(
            line, Doing.LISTENING, until=until, takes=Takes(keys=True), listening=line.listening
        )
        if act is None or isinstance(act, KeysPressed | HungUp | TransferCame):
            return act


def _digits(digits: str, finished_on: str) -> Params:
    return (("Digits", digits), ("FinishedOnKey", finished_on), _MESSAGE)


def _submit(gather: Gather, base: str, params: Params) -> Goto:
    return Goto(base if gather.action is None else resolve(base, gather.action), gather.method, params)


def _empty(line: Line, gather: Gather, base: str, *, key: str) -> Result:
    if not gather.action_on_empty_result:
        return Next()
    omitted = line.carrier.empty_result_digits is EmptyDigits.OMITTED or not gather.keys
    return _submit(gather, base, _digits("", key)[1 if omitted else 0 :])


def _gone(line: Line, gather: Gather, act: HungUp, base: str, *, digits: str) -> Interrupted:
    calls = line.carrier.gather_hangup_calls_action
    return Interrupted(act, _submit(gather, base, _digits(digits, "")) if calls else None)
