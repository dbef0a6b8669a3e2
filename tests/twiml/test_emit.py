"""Documents obey the carrier's written rules; the section of ``reference/twiml.md`` stands with each.

Tests look at XML in this folder only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from ivr.model import verbs
from ivr.model.verbs import Offer, Phrase, Redirect, Say, Verb
from ivr.twiml.emit import CONTENT_TYPE, Addresses, redirect_to, wait_and_return_to
from ivr.twiml.limits import HINT_CHARACTERS, HINTS
from tests.twiml.documents import complaints, document, gather, offer, phrase, root


def attributes(*words: Phrase | Offer, hints: tuple[Offer, ...] = ()) -> Mapping[str, str]:
    found = root(gather(*words, hints=hints), Redirect()).find("Gather")
    assert found is not None
    return found.attrib


EVERY_VERB: tuple[Verb, ...] = (
    Say((phrase("hello"),)),
    gather(phrase("hello"), offer("balance"), hints=(offer("balance"),)),
    Redirect(),
    Say((phrase("back", words="RE1"),)),
    verbs.Record(longest_s=120, silence_s=5, finish_on_key="#"),
    verbs.Dial("+8610086", 20),
    verbs.Enqueue("agents"),
    verbs.Leave(),
    verbs.Pause(2),
    verbs.HangUp(),
    verbs.Reject(),
)


def test_a_gather_says_everything_a_carrier_could_guess_differently() -> None:
    """Section 11, rule 2: action, method, timeout and finishOnKey are always explicit."""
    assert attributes(phrase("hello")) == {
        "action": "/voice/turn/3",
        "actionOnEmptyResult": "true",
        "finishOnKey": "",
        "input": "dtmf",
        "method": "POST",
        "numDigits": "1",
        "timeout": "6",
    }


def test_silence_is_asked_for_like_any_other_answer() -> None:
    """Section 6.3, keys 8: with ``actionOnEmptyResult`` no input requests the action."""
    assert attributes()["actionOnEmptyResult"] == "true"


def test_no_key_ends_an_entry_by_itself() -> None:
    """Section 6.3, keys 5 and 7: with ``finishOnKey=""`` a lone # is ordinary input, not a fall-through."""
    assert attributes()["finishOnKey"] == ""


def test_without_a_number_of_digits_none_is_written() -> None:
    """Section 6.3: ``numDigits`` is a whole number from 1 on, or absent."""
    found = root(gather(digits=None)).find("Gather")
    assert found is not None
    assert "numDigits" not in found.attrib


def test_a_gather_holds_only_what_may_be_nested() -> None:
    """Section 6.3: Say, Play and Pause only (13320 otherwise)."""
    (listening,) = root(gather(phrase("hello"), offer("balance")))
    assert {child.tag for child in listening} == {"Say"}


def test_speech_is_listened_for_only_where_there_are_phrases() -> None:
    """Section 6.3, speech: ``speechTimeout`` is a positive whole number, for ``auto`` fails with some models."""
    found = attributes(hints=(offer("balance"),))
    assert found["input"] == "dtmf speech"
    assert found["speechTimeout"] == "1"
    assert found["hints"] == "余额,话费  查,查询余额"
    assert "hints" not in attributes()


def test_speech_is_heard_in_the_recognisers_own_code() -> None:
    """Section 6.3, speech: Chinese recogniser codes are not those of Say."""
    assert attributes(hints=(offer("balance"),))["language"] == "cmn-Hans-CN"


def test_hints_stay_within_the_carriers_limits() -> None:
    """Section 6.3: at most 500 hints of 100 characters."""
    hints = attributes(hints=(offer("long"), offer("many"), offer("more")))["hints"].split(",")
    assert len(hints) == HINTS
    assert max(map(len, hints)) == HINT_CHARACTERS
    assert complaints(document(gather(hints=(offer("long"), offer("many"), offer("more"))), Redirect())) == []


def test_a_redirect_follows_with_an_address() -> None:
    """Sections 6.6 and 11, rule 3: never empty, by POST."""
    (listening, after) = root(gather(), Redirect())
    assert (listening.tag, after.tag, after.text, after.attrib) == (
        "Gather",
        "Redirect",
        "/voice/turn/3",
        {"method": "POST"},
    )


@pytest.mark.parametrize(
    "text", [redirect_to("/voice/turn/1"), wait_and_return_to("/voice/turn/1", seconds=1)]
)
def test_a_document_that_only_goes_on_says_where(text: str) -> None:
    assert '<Redirect method="POST">/voice/turn/1</Redirect>' in text
    assert complaints(text) == []


def test_waiting_is_a_pause_before_the_redirect() -> None:
    """Section 6.4."""
    assert '<Pause length="2" />' in wait_and_return_to("/x", seconds=2)


def test_a_queue_has_an_address_to_wait_at_and_one_to_go_on_at() -> None:
    """Section 6.9: without ``waitUrl`` the carrier plays its own music; without ``action`` nothing is told."""
    (queue,) = root(verbs.Enqueue("agents"))
    assert (queue.tag, queue.text) == ("Enqueue", "agents")
    assert queue.attrib == {
        "action": "/voice/turn/3",
        "method": "POST",
        "waitUrl": "/voice/wait/3",
        "waitUrlMethod": "POST",
    }


def test_a_recording_says_when_it_ends_and_where_to_go_on() -> None:
    """Section 6.5: without ``action`` the carrier requests the same document again, and again after that."""
    (record,) = root(verbs.Record(longest_s=120, silence_s=5, finish_on_key="#"))
    assert (record.tag, record.attrib) == (
        "Record",
        {
            "action": "/voice/turn/3",
            "method": "POST",
            "maxLength": "120",
            "timeout": "5",
            "finishOnKey": "#",
            "playBeep": "true",
        },
    )


def test_what_a_caller_said_is_played_from_an_address_of_ours_between_the_words() -> None:
    before, recording, after = root(Say((phrase("back", words="RE1"),)))
    assert [(one.tag, one.text) for one in (before, recording, after)] == [
        ("Say", "您说"), ("Play", "/recording/RE1"), ("Say", "对吗"),
    ]  # fmt: skip


def test_what_a_caller_said_may_be_played_while_listening() -> None:
    """Section 6.3: Say, Play and Pause may be nested."""
    (listening, _) = root(gather(phrase("back", words="RE1")), Redirect())
    assert [child.tag for child in listening] == ["Say", "Play", "Say"]


def test_a_number_is_dialled_for_a_while_and_the_result_told() -> None:
    """Section 6.8: a Dial has no default action."""
    (dial,) = root(verbs.Dial("+8610086", 20))
    assert (dial.text, dial.attrib) == (
        "+8610086",
        {"action": "/voice/turn/3", "method": "POST", "timeout": "20"},
    )


def test_leaving_pausing_hanging_up_and_refusing_are_the_verbs_of_that_name() -> None:
    """Sections 6.4, 6.7 and 6.9."""
    found = root(verbs.Leave(), verbs.Pause(3), verbs.HangUp(), verbs.Reject())
    assert [(one.tag, one.attrib) for one in found] == [
        ("Leave", {}), ("Pause", {"length": "3"}), ("Hangup", {}), ("Reject", {"reason": "busy"}),
    ]  # fmt: skip


def test_only_verbs_every_carrier_has_are_written() -> None:
    """Section 11, rule 1, the two a queue needs, and the two of recordings."""
    tags = {one.tag for one in root(*EVERY_VERB).iter()} - {"Response"}
    everyday = {"Say", "Gather", "Redirect", "Dial", "Pause", "Hangup", "Reject"}
    assert tags == everyday | {"Enqueue", "Leave", "Record", "Play"}


def test_every_verb_is_taken_by_the_strict_line_without_a_word() -> None:
    """Section 5.1: an unknown attribute or a wrong nesting is a warning, and the part is skipped."""
    assert complaints(document(*EVERY_VERB)) == []


def test_a_document_is_xml_in_utf_8() -> None:
    """Sections 3.2 and 5.4."""
    assert document(Say((phrase("hello"),))).startswith('<?xml version="1.0" encoding="UTF-8"?><Response>')
    assert CONTENT_TYPE == "text/xml; charset=utf-8"


def test_every_address_carries_the_prefix_of_the_public_url() -> None:
    """Section 5.3: root-relative addresses resolve against the host, so a prefix must be written."""
    addresses = Addresses(
        "/ivr/voice/turn/1", "/ivr/voice/wait/1", lambda recording: f"/ivr/voice/{recording}"
    )
    text = document(*EVERY_VERB, addresses=addresses)
    found = re.findall(r'(?:action|waitUrl)="([^"]*)"|<Redirect[^>]*>([^<]*)<|<Play>([^<]*)<', text)
    assert len(found) == 7
    assert all(address.startswith("/ivr/voice/") for group in found for address in group if address)
