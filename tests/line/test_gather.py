"""reference/twiml.md 6.3, 13.3 and the Gather rows of 10."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ivr.line.carrier import Carrier, EmptyDigits, FinishKeyAlone, TypeAhead
from ivr.line.limits import KEY_GAP_S

if TYPE_CHECKING:
    from conftest import Asked, Ring


def test_num_digits_keys_are_submitted_at_once(ring: Ring) -> None:
    """6.3 keys 3, 6.3 digits, 2.3 gather, 2.5 gather, 13.3 submit."""
    outcome = ring({"/voice": '<Gather action="/next" numDigits="3"/>', "/next": "<Hangup/>"}, "- press: 300")
    assert outcome.requests[1] == ("/next", {"Digits": "300", "FinishedOnKey": "", "msg": "Gather End"})
    assert outcome.at[1] == pytest.approx(1 + 2 * KEY_GAP_S)
    assert outcome.ended == "hangup"


def test_the_finish_key_submits_and_is_not_among_the_digits(asked: Asked) -> None:
    """6.3 keys 4, 6.3 finish key, 2.5 finished on key."""
    requests, _ = asked('<Gather action="/next"/>', '- press: "12#"')
    assert requests == [("/next", {"Digits": "12", "FinishedOnKey": "#", "msg": "Gather End"})]


def test_the_timeout_submits_the_keys_there_are(ring: Ring) -> None:
    """6.3 keys 6, 6.3 keys 2, 2.5 finished on key."""
    outcome = ring({"/voice": '<Gather action="/next" timeout="4"/>', "/next": "<Hangup/>"}, "- press: 12")
    assert outcome.requests[1][1]["Digits"] == "12"
    assert outcome.at[1] == pytest.approx(1 + KEY_GAP_S + 4)


def test_each_key_restarts_the_clock(asked: Asked) -> None:
    """6.3 keys 2."""
    steps = "- press: 1\n- {press: 2, after: 4.9s}"
    requests, _ = asked('<Gather action="/next" numDigits="2" timeout="5"/>', steps)
    assert requests[0][1]["Digits"] == "12"
    requests, _ = asked('<Gather action="/next" numDigits="2" timeout="5"/>', "- press: 1")
    assert requests[0][1]["Digits"] == "1"


def test_no_key_goes_to_the_next_verb_without_a_request(asked: Asked) -> None:
    """6.3 keys 8, 6.3 keys 6."""
    requests, heard = asked('<Gather action="/next"/>', "- silence")
    assert requests == []
    assert heard == ["fell through"]


def test_an_empty_result_is_requested_when_asked_for(asked: Asked) -> None:
    """6.3 keys 8, 6.3 empty result; 15, question 5."""
    gather = '<Gather action="/next" actionOnEmptyResult="true"/>'
    requests, _ = asked(gather, "- silence")
    assert requests == [("/next", {"Digits": "", "FinishedOnKey": "", "msg": "Gather End"})]
    requests, _ = asked(gather, "- silence", carrier=Carrier(empty_result_digits=EmptyDigits.OMITTED))
    assert "Digits" not in requests[0][1]


def test_the_finish_key_alone_is_no_input(asked: Asked) -> None:
    """6.3 keys 5."""
    requests, heard = asked('<Gather action="/next" timeout="9"/>', '- press: "#"')
    assert requests == []
    assert heard == ["fell through"]


def test_the_finish_key_alone_ends_the_wait_or_is_ignored(ring: Ring) -> None:
    """6.3 keys 5; 15, question 2."""
    gather = '<Gather action="/next" actionOnEmptyResult="true" timeout="9"/>'
    pages = {"/voice": gather, "/next": "<Hangup/>"}
    now = ring(dict(pages), '- press: "#"')
    assert (now.at[1], now.requests[1][1]["FinishedOnKey"]) == (1.0, "#")
    later = ring(dict(pages), '- press: "#"', carrier=Carrier(finish_key_alone=FinishKeyAlone.IGNORE))
    assert (later.at[1], later.requests[1][1]["FinishedOnKey"]) == (10.0, "")


def test_an_empty_finish_on_key_makes_hash_and_star_ordinary(asked: Asked) -> None:
    """6.3 keys 7."""
    requests, _ = asked('<Gather action="/next" finishOnKey="" numDigits="3"/>', '- press: "1#*"')
    assert requests[0][1]["Digits"] == "1#*"


def test_another_finish_key_can_be_chosen(asked: Asked) -> None:
    """6.3 finish key."""
    requests, _ = asked('<Gather action="/next" finishOnKey="*"/>', '- press: "1#*"')
    assert requests[0][1] == {"Digits": "1#", "FinishedOnKey": "*", "msg": "Gather End"}


def test_a_key_cuts_the_prompts_inside(ring: Ring) -> None:
    """6.3 keys 1."""
    gather = '<Gather action="/next" numDigits="1"><Say>一二三四五六七八</Say><Say>never</Say></Gather>'
    outcome = ring({"/voice": gather, "/next": "<Hangup/>"}, "- {press: 1, after: 0.2s}")
    assert outcome.heard == ["一二三四五六七八"]
    assert outcome.line.heard[0].cut
    assert outcome.at[1] == pytest.approx(0.2)


def test_the_clock_starts_when_the_prompts_are_over(ring: Ring) -> None:
    """6.3 keys 2, 6.3 timeout, 6.4 nested."""
    gather = (
        '<Gather action="/next" timeout="3" actionOnEmptyResult="true"><Say>一二三四</Say><Pause/></Gather>'
    )
    outcome = ring({"/voice": gather, "/next": "<Hangup/>"})
    assert outcome.at[1] == pytest.approx(1 + 1 + 3)
    assert not outcome.line.heard[0].cut


def test_keys_during_a_prompt_outside_are_discarded(asked: Asked) -> None:
    """6.3 type-ahead; 15, question 4."""
    gather = '<Say>一二三四</Say><Gather action="/next" numDigits="1"/>'
    requests, heard = asked(gather, "- {press: 1, after: 0.2s}")
    assert requests == []
    assert heard == ["一二三四", "fell through"]
    kept, _ = asked(gather, "- {press: 1, after: 0.2s}", carrier=Carrier(type_ahead=TypeAhead.BUFFER))
    assert kept[0][1]["Digits"] == "1"


def test_keys_left_over_after_num_digits_are_discarded(ring: Ring) -> None:
    """6.3 type-ahead; 15, question 4."""
    pages = {
        "/voice": '<Gather action="/next" numDigits="1"/>',
        "/next": '<Gather action="/last" numDigits="1"/>',
        "/last": "<Hangup/>",
    }
    assert [path for path, _ in ring(dict(pages), "- press: 12").requests] == ["/voice", "/next"]
    kept = ring(dict(pages), "- press: 12", carrier=Carrier(type_ahead=TypeAhead.BUFFER))
    assert kept.requests[2] == ("/last", {"Digits": "2", "FinishedOnKey": "", "msg": "Gather End"})


def test_without_action_the_current_document_is_posted_to(ring: Ring) -> None:
    """6.3 action, 5.3 own address."""
    pages = {
        "/voice": '<Redirect method="GET">/menu?step=2</Redirect>',
        "/menu": ['<Gather numDigits="1"/>', "<Hangup/>"],
    }
    sent = ring(pages, "- press: 7").line.requested[2]
    assert sent.method == "POST"
    assert sent.url.startswith("http://app.example/menu?step=2")


@pytest.mark.parametrize("steps", ["- {hang_up: , after: 0.1s}", "- hang_up"])
def test_a_hang_up_makes_no_request(ring: Ring, steps: str) -> None:
    """7.2 gather, 6.3 hang-up."""
    outcome = ring(
        {"/voice": '<Gather action="/next"><Say>一二三四</Say></Gather>', "/next": "<Hangup/>"}, steps
    )
    assert outcome.ended == "caller"
    assert len(outcome.requests) == 1


def test_a_hang_up_in_mid_entry_may_call_the_action(ring: Ring) -> None:
    """6.3 hang-up; 15, question 3."""
    steps = "- press: 12\n- {hang_up: , after: 1s}"
    pages = {"/voice": '<Gather action="/next"/>', "/next": "<Hangup/>"}
    assert len(ring(dict(pages), steps).requests) == 1
    outcome = ring(dict(pages), steps, carrier=Carrier(gather_hangup_calls_action=True))
    assert outcome.form("/next")["CallStatus"] == "completed"
    assert outcome.form("/next")["Digits"] == "12"


@pytest.mark.parametrize(
    ("gather", "code"),
    [
        ('<Gather finishOnKey="##"/>', "13310"),
        ('<Gather method="PUT"/>', "13312"),
        ('<Gather timeout="0"/>', "13313"),
        ('<Gather timeout="auto"/>', "13313"),
        ('<Gather numDigits="0"/>', "13314"),
        ("<Gather><Record/></Gather>", "13320"),
        ('<Gather><Say voice="nobody">x</Say></Gather>', "13321"),
        ('<Gather><Say loop="x">x</Say></Gather>', "13322"),
        ("<Gather input=\"['dtmf', 'speech']\"/>", "13326"),
        ('<Gather input="speech" speechTimeout="0"/>', "13327"),
        ('<Gather input="speech" maxSpeechTime="61"/>', "13328"),
        ('<Gather partialResultCallback="/p" partialResultCallbackMethod="PUT"/>', "13329"),
        (f'<Gather hints="{"长" * 101}"/>', "13330"),
        ('<Gather language="Chinese"/>', "13331"),
        ('<Gather bargeIn="no"/>', "13332"),
        ('<Gather profanityFilter="no"/>', "13333"),
        ('<Gather speechModel="mine"/>', "13334"),
        ('<Gather input="speech" speechTimeout="auto"/>', "13335"),
        ('<Gather num_digits="1"/>', "12200"),
        ("<Gather>listen</Gather>", "12200"),
    ],
)
def test_what_is_wrong_is_a_warning_and_the_default_counts(ring: Ring, gather: str, code: str) -> None:
    """5.1 bad value, 6.3 nested, 6.3 recogniser, 6.3 speech auto; 10."""
    outcome = ring(gather)
    assert outcome.codes == [code]
    assert outcome.ended == "exhausted"


def test_a_bad_action_on_empty_result_is_an_error(ring: Ring) -> None:
    """6.3 empty result; 10."""
    assert ring('<Gather actionOnEmptyResult="yes"/>').ended == "error:13338"


def test_the_first_key_stops_all_that_is_still_to_be_said(ring: Ring) -> None:
    """6.3 keys 1: afterwards the caller is simply waited for."""
    gather = '<Gather action="/next" numDigits="2" timeout="4"><Say>一二三四</Say><Say>never</Say></Gather>'
    outcome = ring({"/voice": gather, "/next": "<Hangup/>"}, "- {press: 1, after: 0.5s}")
    assert outcome.heard == ["一二三四"]
    assert outcome.requests[1][1] == {"Digits": "1", "FinishedOnKey": "", "msg": "Gather End"}
    assert outcome.at[1] == pytest.approx(0.5 + 4)


@pytest.mark.parametrize("input_", ["", 'input="dtmf"'])
def test_keys_alone_are_listened_for_unless_said_otherwise(ring: Ring, input_: str) -> None:
    """6.3 input."""
    outcome = ring(
        {"/voice": f'<Gather {input_} action="/next" timeout="3"/>', "/next": "<Hangup/>"},
        "- {say: 好, after: 1s}",
    )
    assert (len(outcome.requests), outcome.codes) == (1, [])


def test_an_answer_can_be_asked_for_by_get(ring: Ring) -> None:
    """6.3 method, 2.2 get."""
    pages = {"/voice": '<Gather action="/next?a=1" method="GET" numDigits="1"/>', "/next": "<Hangup/>"}
    sent = ring(pages, "- press: 7").line.requested[1]
    assert (sent.method, "?a=1&" in sent.url, "&Digits=7&" in sent.url) == ("GET", True, True)


def test_five_seconds_are_waited_and_hash_ends_unless_said_otherwise(ring: Ring) -> None:
    """6.3 timeout, 6.3 finish key."""
    pages = {"/voice": '<Gather action="/next"/>', "/next": "<Hangup/>"}
    assert ring("<Gather/>").line.now == 5.0
    assert ring(dict(pages), "- press: 1").at[1] == pytest.approx(1 + 5)
    assert ring(dict(pages), '- press: "1*#"').requests[1][1]["Digits"] == "1*"


def test_any_number_of_keys_is_taken_unless_said_otherwise(asked: Asked) -> None:
    """6.3 digits."""
    requests, _ = asked('<Gather action="/next"/>', '- press: "123456789012345678901234567890#"')
    assert len(requests[0][1]["Digits"]) == 30


def test_an_empty_result_without_action_asks_the_document_again(ring: Ring) -> None:
    """6.3 keys 8, 6.3 action."""
    pages = {"/voice": ['<Gather actionOnEmptyResult="true"/>', "<Hangup/>"]}
    outcome = ring(pages, "- silence")
    assert outcome.requests[1] == ("/voice", {"Digits": "", "FinishedOnKey": "", "msg": "Gather End"})


@pytest.mark.parametrize("nested", ["Gather", "Record", "Dial", "Redirect", "Hangup", "Enqueue"])
def test_no_other_verb_stands_inside(ring: Ring, nested: str) -> None:
    """6.3 nested, 6.5 nesting; 10."""
    outcome = ring(f"<Gather><{nested}/><Say>x</Say></Gather>")
    assert (outcome.codes, outcome.heard) == (["13320"], ["x"])
