"""Every code has its three files, and they agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import yaml

from ivr.diagnostics.codes import Sentences, codes, page, sentences, variants, words
from ivr.diagnostics.languages import LANGUAGES
from ivr.diagnostics.tell import holes

CHINESE_LETTER = re.compile("[一-鿿]")
EVERY = [(code, language) for code in codes() for language in LANGUAGES]


def texts(said: Sentences) -> Iterator[str]:
    yield from (said.title, said.label, said.why, said.help)
    yield from (label for _, label in said.related)


def test_there_are_codes_at_all():
    assert {"F001", "B302", "E401", "Y001", "Y002", "Y003", "Y004", "Y005"} <= set(codes())


@pytest.mark.parametrize(("code", "language"), EVERY)
def test_every_variant_of_a_code_has_its_sentences_in_every_language(code, language):
    assert sentences(code, language).keys() == variants(code).keys()
    assert variants(code)


@pytest.mark.parametrize(("code", "language"), EVERY)
def test_sentences_use_the_facts_of_their_variant_all_of_them_and_no_others(code, language):
    for name, said in sentences(code, language).items():
        used = frozenset[str]().union(*(holes(text) for text in texts(said)))
        assert used == {fact for fact, _ in variants(code)[name].facts}, name


@pytest.mark.parametrize("code", codes())
def test_a_second_place_has_a_label_in_every_language(code):
    labels = [
        {name: dict(s.related).keys() for name, s in sentences(code, each).items()} for each in LANGUAGES
    ]
    assert all(each == labels[0] for each in labels)


@pytest.mark.parametrize(("code", "language"), EVERY)
def test_titles_and_labels_are_one_line_without_a_full_stop(code, language):
    for said in sentences(code, language).values():
        for text in texts(said):
            assert "\n" not in text
            assert not text.endswith((".", "。"))


@pytest.mark.parametrize(("code", "language"), EVERY)
def test_a_page_is_complete_and_in_its_language(code, language):
    told = page(code, language)
    assert all(part.strip() for part in (told.finds, told.matters, told.example, told.instead))
    assert told.example != told.instead
    chinese = bool(CHINESE_LETTER.search(told.finds) and CHINESE_LETTER.search(told.matters))
    assert chinese is (language == "zh-CN")


@pytest.mark.parametrize("code", [code for code in codes() if not code.startswith("Y")])
def test_what_a_page_says_to_write_instead_is_yaml(code):
    for language in LANGUAGES:
        assert isinstance(yaml.safe_load(page(code, language).instead), dict)


def test_the_words_round_diagnostics_are_the_same_in_every_language():
    known = [words(language) for language in LANGUAGES]
    assert all(each.keys() == known[0].keys() for each in known)
    for name, said in known[0].items():
        assert all(holes(each[name]) == holes(said) for each in known)


def test_a_code_that_does_not_exist_is_a_mistake_of_ours():
    with pytest.raises(LookupError):
        variants("Q999")
