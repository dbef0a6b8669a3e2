"""What is said stays within the carrier's limits, and nothing XML cannot hold reaches a document.

The section of ``reference/twiml.md`` stands with each.
"""

from __future__ import annotations

import re
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.model import verbs
from ivr.model.verbs import Say
from ivr.twiml.emit import clean, emit
from tests.language.projects import project_of
from tests.twiml.documents import (
    ADDRESSES,
    EN,
    WORDS,
    complaints,
    gather,
    offer,
    phrase,
    root,
    said,
)

# what is said


def test_words_are_said_in_the_carriers_voice_and_code() -> None:
    """Section 6.1: voice and language must match, and Say codes are not those of Gather."""
    heard = root(Say((phrase("hello"), phrase("hello", EN))))
    assert [(one.text, one.attrib) for one in heard] == [
        ("您好", {"language": "cmn-CN", "voice": "Polly.Zhiyu"}),
        ("Hello", {"language": "en-US", "voice": "Polly.Joanna"}),
    ]


def test_a_choice_in_another_language_is_a_clip_of_its_own() -> None:
    heard = root(Say((offer("balance"), offer("english", "5"))))
    assert [(one.text, one.get("language")) for one in heard] == [
        ("查询余额，请按一。", "cmn-CN"),
        ("For English, press five.", "en-US"),
    ]


def test_a_text_without_a_word_is_not_said() -> None:
    """Section 10: an empty Say is warning 13520."""
    assert len(root(Say((phrase("any", x=" \n\x01"),)))) == 0


def pieces(text: str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(said(text)).findall("Say")]  # noqa: S314 -- our own document


def test_a_long_text_is_cut_behind_a_sentence() -> None:
    """Section 6.1: at most 4,500 characters once URL-encoded, nine to a Han character."""
    sentence = "您的话费余额为二十元，有效期到明年。"
    found = pieces(sentence * 40)
    assert all(piece.endswith("。") for piece in found)
    assert "".join(found) == sentence * 40
    assert max(map(len, found)) < 450


def test_a_sentence_is_preferred_to_a_comma() -> None:
    found = pieces("一" * 200 + "。" + "二" * 100 + "，" + "三" * 300)
    assert [len(piece) for piece in found][:2] == [201, 101]


@pytest.mark.parametrize("character", ["一", "a", "𠀀", "😀", "&"])
def test_a_text_without_a_sentence_is_cut_all_the_same(character: str) -> None:
    found = pieces(character * 2000)
    assert "".join(found) == character * 2000
    assert all(len(piece) < 450 and len(quote(piece, safe="")) <= 4500 for piece in found)
    assert complaints(said(character * 2000)) == []


# what may never reach a document


def test_control_characters_an_author_escaped_are_left_out() -> None:
    """Section 5.1: one would make the document unparseable (12100)."""
    assert [one.text for one in root(Say((phrase("odd"),)))] == ["ab"]


ANY = st.text(st.characters(), max_size=60)


@given(ANY)
def test_any_text_becomes_xml_and_comes_out_cleaned(text: str) -> None:
    """Section 5.1."""
    assert " ".join("".join(pieces(text)).split()) == " ".join(clean(text).split())


@given(ANY)
def test_any_text_is_taken_by_the_strict_line(text: str) -> None:
    assert complaints(said(text)) == []


@given(ANY)
def test_cleaning_takes_only_what_xml_cannot_hold(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", cleaned)
    assert "".join(c for c in text if c in cleaned) == cleaned


@pytest.mark.parametrize("number", ["+86\x0110086", "\ud800"])
def test_a_number_or_a_voice_an_author_wrote_wrong_cannot_break_the_document(number: str) -> None:
    assert root(verbs.Dial(number, 20)).find("Dial") is not None
    carrier = 'carrier: {say: "a\\x01", voice: "b\\x01", listen: "c\\x01"}\n'
    odd = project_of({**WORDS, "prompts/zh-CN/common.yaml": carrier}).wording
    listening = (gather(phrase("hello"), hints=(offer("balance"),)),)
    assert ET.fromstring(emit(listening, catalogue=odd, addresses=ADDRESSES)).find("Gather") is not None  # noqa: S314 -- our own document
