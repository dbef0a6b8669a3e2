"""What has no sound is said by the carrier, and the names in it are asked for; no request waits for a voice."""

from __future__ import annotations

from datetime import UTC, datetime

from ivr.model.call import Call
from ivr.model.events import Channel
from ivr.model.ids import CallSid, Digest, Language
from ivr.model.money import Money
from ivr.model.pace import Pace
from ivr.model.stored import Joint
from ivr.model.values import Record
from ivr.model.verbs import Gather, ItemOffer, Phrase, PromptId, Redirect, Say
from ivr.ports import Playable
from ivr.web.config import WebConfig
from ivr.web.documents import Documents
from tests.web.inside import ORIGIN, OWN

ZH = Language("zh-CN")
CALL = Call(CallSid("CA1"), Digest("d"), datetime(2026, 11, 25, tzinfo=UTC), None, "10086", Channel.VOICE, ZH)
OFFERED = "手机报，每月五元，请按一。"


class Sounds:
    """``Audio`` with the sounds of ``texts`` and no others; what is asked for is kept."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self.asked: set[tuple[str, str]] = set()

    def find(self, text: str, language: Language, pace: Pace = Pace.USUAL) -> Digest | Joint | None:
        return Digest("0" * 64) if text in self.texts else None

    def ask_for(self, words: str, language: Language) -> None:
        self.asked.add((words, language))

    def playable(self, digest: str) -> Playable | None:
        raise AssertionError(digest)

    def join(self, joint: Joint) -> Playable | None:
        raise AssertionError(joint)


def service(name: str) -> Record:
    return Record({"id": "S1", "name": name, "provider": "云视", "port": "10665678", "price": Money(500)})


def emitted(audio: Sounds, *words: Phrase | ItemOffer) -> str:
    verbs = (Say(words[:1]), Gather(words[1:], 6, 1, "", (), ZH), Redirect())
    return Documents(WebConfig(ORIGIN), b"key", audio).emit(OWN, verbs, CALL).document


def listed(*names: str) -> Phrase:
    services = tuple(service(name) for name in names)
    facts = Record({"services": services, "how_many": len(names), "monthly": Money(500)})
    return Phrase(PromptId("cancel_services", "your_services"), ZH, facts=facts)


def offered(name: str) -> ItemOffer:
    return ItemOffer(PromptId("cancel_services", "one_service"), "1", ZH, service(name))


def test_the_names_in_what_is_missing_are_asked_for_and_nothing_else_of_it() -> None:
    audio = Sounds()
    emitted(audio, listed("视频会员", "彩铃"), offered("手机报"))
    assert audio.asked == {("视频会员", ZH), ("彩铃", ZH), ("手机报", ZH)}


def test_what_has_a_sound_asks_for_nothing() -> None:
    audio = Sounds(OFFERED)
    document = emitted(audio, listed("视频会员"), offered("手机报"))
    assert ("手机报", ZH) not in audio.asked
    assert "请按一" not in document
    assert "视频会员" in document
