"""What tests of recognising prompts share: catalogues, plausible values, how words go over the line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from ivr.diagnostics.span import Span
from ivr.model.ids import Language
from ivr.model.money import Money
from ivr.model.values import Record, Value
from ivr.model.verbs import PromptId, Say, Words
from ivr.scripts.recognise import Prompted
from ivr.scripts.spec import Wanted
from ivr.source.nodes import Text
from ivr.twiml.emit import Addresses, emit
from ivr.wording.catalogue import Catalogue, Prompt
from ivr.wording.speech import AUDIO
from ivr.wording.templates import EACH, Template, holes
from tests.language.projects import HOTLINE, project_of

ZH, EN = Language("zh-CN"), Language("en")
TAGS = {ZH: "cmn-CN", EN: "en-US"}
CHINA = ZoneInfo("Asia/Shanghai")
DUE = datetime(2026, 11, 25, 14, 5, tzinfo=CHINA)
PLAUSIBLE: dict[str, Value] = {
    "text": "视频会员 2",
    "phone": "13800138000",
    "port": "10661234",
    "code": "203112",
    "ticket": "202611230042",
    "digits": "100",
    "count": 2,
    "number": 12,
    "money": Money(620),
    "date": DUE.date(),
    "moment": DUE,
    AUDIO: "RE1",
}
SPAN = Span("tests/calls/x.yaml", 1, 1, 1)
ADDRESSES = Addresses("/turn", "/wait", lambda recording: f"/recordings/{recording}")


def wording(zh: str, en: str = "", /, **flows: str) -> Catalogue:
    """The catalogue of ``main``, in one language or two, and of other flows in Chinese."""
    files = {"flows/hotline.yaml": HOTLINE, "prompts/zh-CN/main.yaml": zh}
    files |= {f"prompts/zh-CN/{name}.yaml": text for name, text in flows.items()}
    if en:
        files |= {"flows/hotline.yaml": HOTLINE.replace("[zh-CN]", "[zh-CN, en]"), "prompts/en/main.yaml": en}
    return project_of(files).wording


def text(words: str) -> Text:
    return Text(words, SPAN)


def wanted(prompt: str, /, **values: str) -> Wanted:
    return Wanted(text(prompt), tuple((text(name), text(value)) for name, value in values.items()))


def on_the_line(words: Words, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """What the carrier speaks for ``words``, as it reads a text, each with its language."""
    document = ET.fromstring(emit([Say((words,))], catalogue=catalogue, addresses=ADDRESSES))  # noqa: S314 -- our own document
    return tuple((" ".join((say.text or "").split()), say.attrib["language"]) for say in document.iter("Say"))


def facts(template: Template, catalogue: Catalogue, language: str, flow: str, *, items: int = 2) -> Record:
    """Plausible values for the holes of ``template``."""
    found: dict[str, Value] = {}
    for hole in holes(template):
        if hole.kind != EACH:
            found[hole.name] = PLAUSIBLE[hole.kind]
            continue
        each = catalogue.prompt(language, flow, hole.prompt)
        assert each is not None
        fields: dict[str, Value] = {}
        for one in (each.say, each.text):
            fields |= facts(one or (), catalogue, language, flow)
        found[hole.name] = (Record(fields),) * items
    return Record(found)


def every_prompt(catalogue: Catalogue) -> Iterator[tuple[Language, PromptId, Prompt]]:
    for words in catalogue.languages.values():
        for flow, prompts in words.prompts.items():
            for name, prompt in prompts.items():
                yield words.language, PromptId(flow, name), prompt


def is_among(found: tuple[Prompted, ...], name: PromptId, language: str, part: str) -> bool:
    return any(
        (one.flow, one.name, one.language, one.part) == (name.flow, name.name, language, part)
        for one in found
    )


def only(found: tuple[Prompted, ...]) -> Prompted:
    (one,) = found
    return one


def names(found: tuple[Prompted, ...]) -> list[str]:
    return [one.name for one in found]


TWO_HOLES = wording("two: 从{a:text}，端口{b:text}。")
"""A prompt with two holes, of any words and of digits."""
