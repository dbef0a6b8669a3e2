"""How words are spelt for an engine: no figures, no signs, one language, heteronyms settled.

An engine given anything else guesses: espeak-ng drops the 零 of 1001, reads % in English, and falls into
English at the first Latin letter (``reference/domain-10086.md``, section 6.1).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from ivr.errors import BadValue
from ivr.source.nodes import Node, Table, Text
from ivr.source.reading import read_source
from ivr.wording import english as en
from ivr.wording import mandarin as zh
from ivr.wording.kinds import ENGLISH, MANDARIN

MOST_CHARACTERS = 1000
"""Longest text given to an engine. Ours: four minutes of speech; the project's longest sentence is 800."""
MOST_LETTERS = 6
"""Longest run of capitals spelt letter by letter in Mandarin, as in VIP; a longer one is a foreign word."""
PAUSES: Mapping[str, int] = {
    **dict.fromkeys("。！？；：.!?;:…", 350),
    **dict.fromkeys("，（）()—《》“”", 220),
    ",": 180,
    "、": 150,
}
"""Signs that are heard as a pause, in ms. Ours, by ear of espeak's own: a full stop about twice a comma."""
_QUIET = " -'’·"
_AFTER_NO_NUMBER = "(?<![零一二三四五六七八九十百千万第])"
"""A coin of 一分 is not the end of 十一分."""
_FIGURES = re.compile(r"(?P<percent>\d+(?:\.\d+)?)%|(?P<decimal>\d+\.\d+)|(?P<digits>\d+)")
_ENGLISH_SIGN = "'’-"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and letters an engine needs spelt otherwise."""

    words: Mapping[str, str]
    letters: Mapping[str, str]


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language; one that needs none has an empty one."""
    name = f"{language}.yaml"
    file = resources.files("ivr.speech") / "lexicon" / name
    if language != MANDARIN:
        return Lexicon({}, {})
    tree, wrong = read_source(f"ivr/speech/lexicon/{name}", file.read_text(encoding="utf-8"))
    if wrong or not isinstance(tree, Table):
        raise AssertionError(f"the lexicon cannot be read: {wrong}")
    return Lexicon(_pairs(tree.get("words")), _pairs(tree.get("letters")))


def spell(text: str, language: str) -> str:
    """Return ``text`` as an engine is given it; raise ``BadValue`` when it cannot be read in ``language``."""
    refuse_unspeakable(text)
    plain = "".join(_half_width(sign) for sign in text.strip())
    match language:
        case "zh-CN":
            spelt = _mandarin(plain)
        case "en":
            spelt = _english(plain)
        case _:
            raise BadValue(f"nothing is spoken in {language!r}; languages are {MANDARIN}, {ENGLISH}")
    return spelt


def refuse_unspeakable(text: str) -> None:
    """Raise ``BadValue`` for what no engine should be given: too much, nothing, control characters."""
    if len(text) > MOST_CHARACTERS:
        raise BadValue(
            f"{len(text)} characters are more than the {MOST_CHARACTERS} that are spoken in one go"
        )
    for sign in text:
        if unicodedata.category(sign).startswith("C"):
            raise BadValue(f"U+{ord(sign):04X} is a control character, which nobody can say")
    if not any(unicodedata.category(sign)[0] in "LN" for sign in text):
        raise BadValue("there are no words in it")


def _mandarin(text: str) -> str:
    known = lexicon(MANDARIN)
    words = "|".join(
        _AFTER_NO_NUMBER + re.escape(word) for word in sorted(known.words, key=len, reverse=True)
    )
    figured = _FIGURES.sub(_mandarin_figures, text)

    def token(found: re.Match[str]) -> str:
        run = found[0]
        if run in known.words:
            return known.words[run]
        if run.isupper() and len(run) <= MOST_LETTERS:
            return "".join(known.letters[letter] for letter in run)
        raise BadValue(f"{run} is not Mandarin; English needs a sentence of its own")

    for sign in re.sub(r"[A-Za-z]+", "", figured):
        if not (_is_han(sign) or sign in PAUSES or sign in _QUIET):
            raise BadValue(f"{sign} cannot be read in Mandarin")
    return re.sub(f"{words}|[A-Za-z]+", token, figured)


def _english(text: str) -> str:
    spelt = en.text(_FIGURES.sub(_english_figures, text))
    for sign in spelt:
        latin = sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN")
        if not (latin or sign in PAUSES or sign in _QUIET):
            raise BadValue(f"{sign} cannot be read in English")
    return spelt


def _mandarin_figures(found: re.Match[str]) -> str:
    if found["percent"]:
        return zh.percent(Decimal(found["percent"]))
    return zh.number(Decimal(found["decimal"])) if found["decimal"] else zh.digits(_ascii(found["digits"]))


def _english_figures(found: re.Match[str]) -> str:
    if found["percent"]:
        return en.percent(Decimal(found["percent"]))
    return en.number(Decimal(found["decimal"])) if found["decimal"] else found[0]


def _ascii(digits: str) -> str:
    return "".join(str(int(digit)) for digit in digits)


def _half_width(sign: str) -> str:
    """Return a full-width letter, figure or per cent as its common form; everything else as it is."""
    common = unicodedata.normalize("NFKC", sign) if "！" <= sign <= "～" else sign
    return common if common.isalnum() or common == "%" else sign


def _is_han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U0003ffff"


def _pairs(node: Node | None) -> Mapping[str, str]:
    entries = node.entries() if isinstance(node, Table) else ()
    return {str(name): str(value) for name, value in entries if isinstance(value, Text)}
