"""The carrier's voice at the slow pace: what it takes, and nothing a carrier complains about (section 6.1)."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from ivr.model.pace import Pace
from ivr.model.verbs import Redirect, Say
from ivr.twiml.emit import emit
from ivr.twiml.slowly import sentences, takes_prosody
from ivr.wording.catalogue import Catalogue
from tests.twiml.documents import ADDRESSES, CATALOGUE, ZH, complaints, gather, offer, phrase

LONG = "您好。请选择！还要吗？" * 60
"""Longer than one ``Say`` takes."""


def slow(voice: str, *, text: str = "您好。请选择。", pace: Pace = Pace.SLOW) -> str:
    """A document said by ``voice``, in and before a listening."""
    chinese = CATALOGUE.languages["zh-CN"]
    carrier = replace(chinese.carrier, voice=voice, say_language="cmn-CN")
    catalogue = Catalogue({**CATALOGUE.languages, "zh-CN": replace(chinese, carrier=carrier)})
    verbs = (
        Say((phrase("any", ZH, x=text),)),
        gather(phrase("any", ZH, x=text), offer("balance")),
        Redirect(),
    )
    return emit(verbs, catalogue=catalogue, addresses=ADDRESSES, pace=pace)


def said(document: str) -> list[ET.Element]:
    return list(ET.fromstring(document).iter("Say"))  # noqa: S314 -- our own document


@pytest.mark.parametrize(
    "voice", ["Polly.Zhiyu", "Polly.Zhiyu-Neural", "Google.cmn-CN-Standard-A", "Google.cmn-CN-Wavenet-D"]
)
@pytest.mark.parametrize("text", ["您好。请选择。", LONG])
def test_a_voice_that_takes_prosody_is_told_its_rate(voice: str, text: str) -> None:
    document = slow(voice, text=text)
    for one in said(document):
        assert one.text is None
        assert [(child.tag, child.attrib) for child in one] == [("prosody", {"rate": "88%"})]
    assert "".join("".join(one.itertext()) for one in said(document)) == f"{text}{text}查询余额，请按一。"
    assert complaints(document) == []


@pytest.mark.parametrize(
    "voice", ["Google.cmn-CN-Chirp3-HD-Kore", "Polly.Zhiyu-Generative", "AWS.Polly.Zhiyu-Neural", "man", ""]
)
def test_another_voice_says_each_sentence_by_itself(voice: str) -> None:
    texts = [(one.text, len(one)) for one in said(slow(voice))]
    assert texts == [("您好。", 0), ("请选择。", 0)] * 2 + [("查询余额，请按一。", 0)]
    assert not takes_prosody(voice)


def test_slow_sentences_in_a_voice_that_is_there_are_nothing_to_complain_about() -> None:
    assert complaints(slow("Google.cmn-CN-Chirp3-HD-Kore", text=LONG)) == []


def test_at_the_usual_pace_nothing_is_different() -> None:
    assert [(one.text, len(one)) for one in said(slow("Polly.Zhiyu", pace=Pace.USUAL))] == [
        ("您好。请选择。", 0),
        ("您好。请选择。", 0),
        ("查询余额，请按一。", 0),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hello. Press one! Or two", ("Hello.", "Press one!", "Or two")),
        ("It is 20.5 yuan.", ("It is 20.5 yuan.",)),
        ("您好。请按一；", ("您好。", "请按一；")),
        ("没有句号", ("没有句号",)),
    ],
)
def test_sentences_end_where_people_pause(text: str, parts: tuple[str, ...]) -> None:
    assert sentences(text) == parts
