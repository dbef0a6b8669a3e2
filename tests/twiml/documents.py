"""Documents for tests: a few words, and what the strict line thinks of a document."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

from ivr.diagnostics.span import Span
from ivr.line.asks import Reply
from ivr.line.documents import read_document
from ivr.line.state import Complaint
from ivr.model.ids import Language
from ivr.model.values import Record
from ivr.model.verbs import Gather, Offer, Phrase, PromptId, Redirect, Say, Verb
from ivr.source.nodes import Text
from ivr.twiml.emit import CONTENT_TYPE, Addresses, emit
from ivr.wording.catalogue import Catalogue, Prompt
from tests.language.projects import HOTLINE, project_of

ADDRESSES = Addresses("/voice/turn/3", "/voice/wait/3", lambda recording: f"/recording/{recording}")
PHRASES, MORE = (
    "[" + ", ".join(f"phrase {number}" for number in numbers) + "]"
    for numbers in (range(300), range(300, 600))
)
"""Together more than a Gather takes, each no longer than a list may be."""
WORDS = {
    "flows/hotline.yaml": HOTLINE.replace("[zh-CN]", "[zh-CN, en]"),
    "prompts/zh-CN/main.yaml": "hello: 您好\nask:\n  say: 请选择\n  choices:\n"
    "    balance: {say: 查询余额, heard: [余额, '话费, 查']}\n    english: {in: en}\n    silent: {say: '{x:text}'}\n"
    f"    many: {{say: 很多, heard: {PHRASES}}}\n    more: {{say: 更多, heard: {MORE}}}\n    long: {{say: {'长' * 150}}}\n"
    "any: '{x:text}'\nback: '您说{words:audio}对吗'\nodd: \"a\\x01b\\e\"\n",
    "prompts/en/main.yaml": "hello: Hello\nask:\n  say: Choose\n  choices: {english: English}\nany: '{x:text}'\n",
}
CATALOGUE: Catalogue = project_of(WORDS).wording
ZH, EN = Language("zh-CN"), Language("en")


def phrase(name: str, language: Language = ZH, **facts: str) -> Phrase:
    return Phrase(PromptId("main", name), language, facts=Record(facts))


def offer(choice: str, key: str = "1") -> Offer:
    return Offer(PromptId("main", "ask"), choice, key, ZH)


def document(*said: Verb, addresses: Addresses = ADDRESSES) -> str:
    return emit(said, catalogue=CATALOGUE, addresses=addresses)


def root(*said: Verb) -> ET.Element:
    return ET.fromstring(document(*said))  # noqa: S314 -- our own document


def gather(
    *words: Phrase | Offer, hints: tuple[Offer, ...] = (), digits: int | None = 1, language: Language = ZH
) -> Gather:
    return Gather(words, 6, digits, "", hints, language)


def complaints(text: str) -> list[Complaint]:
    """What the strict line has to say about a document."""
    found: list[Complaint] = []
    read_document("http://app.example/voice", Reply(200, text.encode(), CONTENT_TYPE), found)
    return found


def said(text: str) -> str:
    """The document of a prompt whose wording is ``text``, as it stands."""
    prompt = Prompt(Text("raw", Span("x", 1, 1)), (text,))
    english = replace(CATALOGUE.languages["en"], prompts={"main": {"raw": prompt}})
    spoken = (Say((phrase("raw", EN),)), gather(phrase("raw", EN), language=EN), Redirect())
    return emit(spoken, catalogue=Catalogue({"en": english}), addresses=ADDRESSES)
