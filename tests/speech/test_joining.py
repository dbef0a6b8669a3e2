"""A sentence with values in it is one sound, joined from the fewest pieces, with a pause where one is written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.errors import BadValue
from ivr.model.ids import Digest, Language
from ivr.model.money import MOST_YUAN, Money
from ivr.model.pace import Pace
from ivr.speech.joining import JOINT_MS, Gap, Piece, Pieces, joined, joint, read_recipe, recipe
from ivr.speech.spelling import PAUSES
from ivr.speech.vocabulary import vocabulary
from ivr.speech.wav import read_wav, silence
from ivr.wording.kinds import LANGUAGES, read
from ivr.wording.readings import DataSize, DataUnit, Duration, DurationUnit

ZH = Language("zh-CN")
VOCABULARY = {language: Pieces(vocabulary(language)) for language in LANGUAGES}
J = Gap(JOINT_MS)


def parts(text: str, *pieces: str) -> tuple[Piece | Gap, ...] | None:
    return joint(text, Pieces(pieces))


def test_the_fewest_pieces_win() -> None:
    pieces = ("您的余额为", "二十", "二十元", "元", "五角", "五", "角")
    assert parts("您的余额为二十元五角", *pieces) == (
        Piece("您的余额为"),
        J,
        Piece("二十元"),
        J,
        Piece("五角"),
    )


def test_a_comma_is_a_pause_and_the_end_is_none() -> None:
    comma, list_comma = Gap(PAUSES["，"]), Gap(PAUSES["、"])
    assert parts("「一，二、三。", "一", "二", "三") is None
    assert parts("，一，二、三。", "一", "二", "三") == (
        Piece("一"),
        comma,
        Piece("二"),
        list_comma,
        Piece("三"),
    )


def test_of_two_pauses_the_longer_is_heard() -> None:
    assert parts("a. , b", "a", "b") == (Piece("a"), Gap(PAUSES["."]), Piece("b"))


def test_a_piece_may_hold_a_pause_of_its_own() -> None:
    assert parts("已经记录，编号一。", "已经记录，编号", "一", "编号") == (
        Piece("已经记录，编号"),
        J,
        Piece("一"),
    )


def test_a_word_nobody_rendered_leaves_the_sentence_to_the_carrier() -> None:
    assert parts("您订了视频会员。", "您订了") is None
    assert parts("。", "一") is None
    assert parts("", "一") is None
    assert parts("一" * 601, "一") is None


def test_latin_words_are_never_cut() -> None:
    assert parts("often", "of", "ten") is None
    assert parts("twenty-one", "twenty", "one") is None
    assert parts("twenty one", "twenty", "one") == (Piece("twenty"), J, Piece("one"))


EARLIEST, LATEST = datetime(2000, 1, 1), datetime(2099, 12, 31)  # noqa: DTZ001 -- hypothesis adds the zone
moments = st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC))
VALUES = {
    "money": st.integers(-MOST_YUAN * 100, MOST_YUAN * 100).map(Money),
    "number": st.integers(-(10**12), 10**12) | st.decimals(0, 10**6, places=2),
    "count": st.integers(0, 10**6),
    "ordinal": st.integers(1, 10**4),
    "percent": st.decimals(0, 200, places=1) | st.just(Decimal(100)),
    "ticket": st.text("0123456789", min_size=12, max_size=12),
    "phone": st.text("0123456789", min_size=11, max_size=11) | st.just("138****8000"),
    "code": st.text("0123456789", min_size=6, max_size=6),
    "port": st.text("0123456789", min_size=4, max_size=12),
    "digits": st.text("0123456789", min_size=1, max_size=12),
    "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    "month": moments,
    "time": moments,
    "moment": moments,
    "duration": st.builds(Duration, st.integers(0, 1000), st.sampled_from(DurationUnit)),
    "data": st.builds(DataSize, st.decimals(0, 999, places=2), st.sampled_from(DataUnit)),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", VALUES)
def test_whatever_is_read_aloud_can_be_joined(kind: str, language: str) -> None:
    @settings(max_examples=25, deadline=timedelta(seconds=2))
    @given(VALUES[kind])
    def every(value: object) -> None:
        words = read(kind, value, language=language)  # type: ignore[arg-type] # made for this kind
        found = joint(words, VOCABULARY[language])
        assert found is not None, words
        heard = "".join(one.words for one in found if isinstance(one, Piece))
        assert list(filter(str.isalnum, heard)) == list(filter(str.isalnum, words))

    every()


def test_large_pieces_are_taken_where_there_are_some() -> None:
    found = joint(read("money", Money(2050), language="zh-CN"), VOCABULARY["zh-CN"])
    assert found == (Piece("二十元"), J, Piece("五角"))


def test_at_the_slow_pace_the_pauses_between_pieces_are_longer() -> None:
    names = {"一": Digest("1" * 64), "二": Digest("2" * 64)}
    made = recipe((Piece("一"), Gap(220), Piece("二")), names, "一，二", ZH, Pace.SLOW)
    assert made.parts == ("1" * 64, 249, "2" * 64)


def test_a_recipe_is_named_by_all_it_is_made_of_and_can_be_stored() -> None:
    names = {"一": Digest("1" * 64), "二": Digest("2" * 64)}
    made = recipe((Piece("一"), Gap(220), Piece("二")), names, "一，二", ZH)
    assert read_recipe(made.text()) == made
    others = (
        recipe((Piece("一"), Gap(230), Piece("二")), names, "一，二", ZH),
        recipe((Piece("二"), Gap(220), Piece("一")), names, "一，二", ZH),
        recipe((Piece("一"), Gap(220), Piece("二")), names, "一、二", ZH),
    )
    assert len({made.digest, *(one.digest for one in others)}) == 4


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"parts": 3, "words": "", "language": ""}', "null"])
def test_what_is_no_recipe_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        read_recipe(text)


def test_a_joined_sound_is_its_pieces_its_gaps_and_a_tail() -> None:
    names = {"一": Digest("1" * 64), "二": Digest("2" * 64)}
    sounds = {names["一"]: b"\1\0" * 800, names["二"]: b"\2\0" * 400}
    made = recipe((Piece("一"), Gap(250), Piece("二")), names, "一，二", ZH)
    pcm = sounds[names["一"]] + silence(250) + sounds[names["二"]] + silence(200)
    assert read_wav(joined(made, sounds.__getitem__)).pcm == pcm
