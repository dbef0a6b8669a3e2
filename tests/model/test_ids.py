from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.errors import BadValue
from ivr.model.ids import CALL_SID_LENGTH, call_sid, msisdn


@pytest.mark.parametrize("text", ["+8613800138000", "8613800138000", "13800138000", " 8613800138000 "])
def test_a_number_is_the_same_however_it_arrives(text: str) -> None:
    assert msisdn(text) == "13800138000"


@pytest.mark.parametrize(
    "text",
    ["anonymous", "unknown", "", "restricted", "+86", "10086", "client:anna", "sip:1@example.org", "02161234567",
     "12800138000", "1380013800", "138001380000", "１３８００１３８０００", "+85261234567"],
)  # fmt: skip
def test_words_landlines_and_foreign_numbers_are_nobody_we_know(text: str) -> None:
    assert msisdn(text) is None


@pytest.mark.parametrize("text", ["+13105551234", "+13800138000"])
def test_a_north_american_number_is_not_taken_for_a_mainland_mobile(text: str) -> None:
    """+1 310 … is Los Angeles: its caller must not hear what the subscriber 13105551234 has left."""
    assert msisdn(text) is None


@given(st.text())
def test_whatever_the_text_a_number_is_eleven_digits_or_nobody(text: str) -> None:
    found = msisdn(text)
    assert found is None or (len(found) == 11 and found.isascii() and found.isdecimal())


@pytest.mark.parametrize("text", ["CA" + "0" * 32, "v3:abc-DEF_1.2", "x", "a" * CALL_SID_LENGTH])
def test_call_ids_of_any_carrier_are_taken(text: str) -> None:
    assert call_sid(text) == text


@pytest.mark.parametrize("text", ["", "a b", "a\n", "a/b", "电话", "a" * (CALL_SID_LENGTH + 1)])
def test_what_can_be_no_call_id_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        call_sid(text)
