"""reference/twiml.md 6.10, Sms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Ring


def test_without_action_the_next_verb_follows(ring: Ring) -> None:
    """6.10 sms."""
    outcome = ring("<Sms>余额</Sms><Say>已发送</Say>")
    assert (outcome.heard, outcome.codes) == (["已发送"], [])


def test_with_action_its_fate_is_told(ring: Ring) -> None:
    """6.10 sms, 2.3 sms, 5.2 rule 2."""
    outcome = ring({"/voice": '<Sms action="/next">余额</Sms><Say>never</Say>', "/next": "<Hangup/>"})
    assert outcome.requests[1][1]["SmsStatus"] == "sent"
    assert outcome.requests[1][1]["SmsSid"].startswith("SM")
    assert outcome.heard == []


@pytest.mark.parametrize("sms", ["<Sms/>", f"<Sms>{'a' * 1601}</Sms>"])
def test_a_text_nobody_can_send_is_a_warning(ring: Ring, sms: str) -> None:
    """6.10 sms; 10."""
    assert ring(sms).codes == ["14103"]
