"""What commands and comparisons say is there in Chinese and English, with the same facts."""

from __future__ import annotations

from ivr.bundle.told import _sentences as bundle_sentences
from ivr.cli.saying import said
from ivr.diagnostics.languages import CHINESE, ENGLISH
from ivr.diagnostics.tell import holes


def test_every_sentence_is_there_in_both_languages_with_the_same_facts() -> None:
    for read in (said, bundle_sentences):
        chinese, english = read(CHINESE), read(ENGLISH)
        assert list(chinese) == list(english)
        assert [holes(chinese[key]) for key in english] == [holes(english[key]) for key in english]
