"""reference/twiml.md 6.9, 5.2, 7.2."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ivr.line.asks import Reply
from ivr.line.carrier import Carrier
from ivr.line.limits import TALK_S

if TYPE_CHECKING:
    from conftest import Ring

ENQUEUE = '<Enqueue action="/next" waitUrl="/wait">agents</Enqueue>'


def pages(wait: str | list[str], **more: str) -> dict[str, str | list[str]]:
    return {"/voice": ENQUEUE, "/next": "<Hangup/>", "/wait": wait} | {
        f"/{name}": page for name, page in more.items()
    }


def test_the_wait_document_is_told_the_place_and_heard_again_and_again(ring: Ring) -> None:
    """6.9 wait, 6.9 restart, 5.2 rule 4, 2.3 wait, 2.1 wait."""
    outcome = ring(pages("<Say>请稍候</Say><Pause length='9'/>"), "- {transfer: answered, after: 15s}")
    assert outcome.heard == ["请稍候", "请稍候"]
    path, first = outcome.requests[1]
    assert path == "/wait"
    assert (first["QueuePosition"], first["QueueTime"], first["CurrentQueueSize"]) == ("1", "0", "1")
    assert set(first) == {
        "QueuePosition", "QueueSid", "QueueTime", "AvgQueueTime", "CurrentQueueSize", "MaxQueueSize",
    }  # fmt: skip
    assert outcome.requests[2][1]["QueueTime"] == "9"


def test_an_answered_queue_is_a_transfer(ring: Ring) -> None:
    """6.9 bridged, 2.3 enqueue."""
    outcome = ring(pages("<Say>请稍候</Say>"), "- {transfer: answered, after: 2s}")
    path, params = outcome.requests[-1]
    assert (path, params["QueueResult"], params["QueueTime"]) == ("/next", "bridged", "2")
    assert outcome.ended == "transferred:agents"


def test_somebody_answers_where_the_script_says_nothing(ring: Ring) -> None:
    """6.9 music."""
    outcome = ring("<Enqueue>agents</Enqueue>")
    assert (outcome.ended, outcome.heard) == ("transferred:agents", [])


def test_a_failed_queue_is_an_error_to_the_action(ring: Ring) -> None:
    """6.9 result."""
    outcome = ring(pages("<Say>请稍候</Say>"), "- transfer: failed")
    assert outcome.requests[-1][1]["QueueResult"] == "error"
    assert outcome.ended == "hangup"


def test_nobody_leaves_the_caller_to_the_wait_document(ring: Ring) -> None:
    """6.9 leave, 6.9 result."""
    wait = ["<Pause length='30'/>", "<Pause length='30'/>", "<Leave/>"]
    outcome = ring(pages(wait), "- transfer: nobody")
    path, params = outcome.requests[-1]
    assert (path, params["QueueResult"], params["QueueTime"]) == ("/next", "leave", "60")
    assert (outcome.ended, outcome.trouble) == ("hangup", None)


def test_leave_without_action_goes_on_after_it(ring: Ring) -> None:
    """6.9 leave."""
    outcome = ring(
        {
            "/voice": '<Enqueue waitUrl="/wait">agents</Enqueue><Say>back</Say>',
            "/wait": "<Say>a</Say><Leave/>",
        },
        "- transfer: nobody",
    )
    assert outcome.heard == ["a", "back"]


def test_keys_reach_a_gather_of_the_wait_document(ring: Ring) -> None:
    """6.9 wait verbs."""
    wait = '<Gather numDigits="1" action="/key"><Say>按一留言</Say></Gather><Pause length="9"/>'
    outcome = ring(pages(wait, key="<Leave/>"), "- press: 1")
    assert [path for path, _ in outcome.requests] == ["/voice", "/wait", "/key", "/next"]
    assert outcome.requests[2][1]["Digits"] == "1"
    assert outcome.requests[3][1]["QueueResult"] == "leave"


def test_an_answer_cuts_the_wait_document(ring: Ring) -> None:
    """6.9 bridged."""
    outcome = ring(pages("<Say>一二三四五六七八九十</Say>"), "- {transfer: answered, after: 1s}")
    assert outcome.line.heard[0].cut


@pytest.mark.parametrize("wait", ["<Say>请稍候</Say><Pause length='9'/>", "<Gather timeout='9'/>"])
def test_hanging_up_in_the_queue_is_told_to_the_action(ring: Ring, wait: str) -> None:
    """7.2 queue, 2.4 completed, 6.9 result."""
    outcome = ring(pages(wait), "- hang_up")
    assert outcome.ended == "caller"
    assert outcome.form("/next")["QueueResult"] == "hangup"
    assert outcome.form("/next")["CallStatus"] == "completed"


def test_hangup_in_the_wait_document_ends_the_call(ring: Ring) -> None:
    """6.9 wait verbs."""
    assert ring(pages("<Hangup/>")).ended == "hangup"


def test_silence_can_be_waited_with(ring: Ring) -> None:
    """6.9 silence."""
    outcome = ring('<Enqueue waitUrl="">agents</Enqueue>')
    assert ([path for path, _ in outcome.requests], outcome.ended) == (["/voice"], "transferred:agents")


def test_a_verb_that_may_not_stand_in_a_wait_document_is_a_warning(ring: Ring) -> None:
    """6.9 wait verbs."""
    outcome = ring(pages("<Record/><Say>请稍候</Say>"), "- {transfer: answered, after: 0.5s}")
    assert outcome.codes == ["12200"]


def test_an_empty_wait_document_is_a_loop(ring: Ring) -> None:
    """6.9 restart, 13.1 standstill."""
    outcome = ring(pages(""))
    assert (outcome.ended, outcome.codes) == ("caller", ["loop"])


def test_a_wait_document_that_fails_goes_to_the_fallback(ring: Ring) -> None:
    """2.6 fallback."""
    outcome = ring(
        {"/voice": ENQUEUE, "/fallback": "<Say>sorry</Say>"}, fallback="http://app.example/fallback"
    )
    assert (outcome.heard, outcome.ended) == (["sorry"], "exhausted")


@pytest.mark.parametrize(
    ("enqueue", "code"),
    [
        ("<Enqueue/>", "14206"),
        (f"<Enqueue>{'q' * 65}</Enqueue>", "14206"),
        ('<Enqueue method="PUT">agents</Enqueue>', "14202"),
        ('<Enqueue waitUrl="/w" waitUrlMethod="PUT">agents</Enqueue>', "14204"),
        ('<Enqueue maxQueueSize="0">agents</Enqueue>', "14205"),
    ],
)
def test_a_bad_attribute_is_an_error(ring: Ring, enqueue: str, code: str) -> None:
    """6.9 name; 10."""
    assert ring(enqueue).ended == f"error:{code}"


def test_an_unknown_attribute_is_a_warning(ring: Ring) -> None:
    """5.1 unknown."""
    assert ring('<Enqueue wait="/w">agents</Enqueue>').codes == ["12200"]


@pytest.mark.parametrize(
    ("attributes", "method"),
    [("", "POST"), ('waitUrlMethod="GET"', "GET"), ('waitUrlMethod="post"', "POST")],
)
def test_the_wait_document_is_posted_to_unless_asked_otherwise(
    ring: Ring, attributes: str, method: str
) -> None:
    """6.9 wait method."""
    enqueue = f'<Enqueue waitUrl="/wait" {attributes}>agents</Enqueue>'
    outcome = ring({"/voice": enqueue, "/wait": "<Leave/>"})
    assert outcome.line.requested[1].method == method


@pytest.mark.parametrize(("attributes", "size"), [("", "1000"), ('maxQueueSize="7"', "7")])
def test_a_queue_has_a_thousand_places_unless_said_otherwise(ring: Ring, attributes: str, size: str) -> None:
    """6.9 size."""
    enqueue = f'<Enqueue waitUrl="/wait" {attributes}>agents</Enqueue>'
    assert ring({"/voice": enqueue, "/wait": "<Leave/>"}).requests[1][1]["MaxQueueSize"] == size


def test_a_full_queue_is_told_without_ever_having_queued(ring: Ring) -> None:
    """6.9 full, 6.9 not queued; 10."""
    outcome = ring(pages("<Say>never</Say>"), carrier=Carrier(queue_full=True))
    assert outcome.requests[1:] == [("/next", {"QueueResult": "queue-full"})]
    assert (outcome.codes, outcome.heard) == (["14207"], [])
    without = ring("<Enqueue>agents</Enqueue><Say>x</Say>", carrier=Carrier(queue_full=True))
    assert without.heard == ["x"]


def test_a_name_has_one_to_sixty_four_characters(ring: Ring) -> None:
    """6.9 name."""
    assert ring(f"<Enqueue>{'队' * 64}</Enqueue>").codes == []
    assert ring('<Enqueue workflowSid="WW1"><Task>{}</Task></Enqueue>').codes == []


def test_the_wait_address_may_be_music(ring: Ring) -> None:
    """6.9 wait, 6.9 restart."""
    outcome = ring(
        pages("") | {"/wait": Reply(200, b"ID3", "audio/mpeg")}, "- {transfer: answered, after: 7s}"
    )
    assert outcome.heard == ["http://app.example/wait"] * 3
    assert outcome.ended == "transferred:agents"


def test_a_wait_document_can_lead_to_another(ring: Ring) -> None:
    """6.9 wait verbs, 2.3 wait."""
    outcome = ring(pages("<Pause length='3'/><Redirect>/more</Redirect>", more="<Leave/>"))
    path, params = outcome.requests[2]
    assert (path, params["QueueTime"]) == ("/more", "3")


def test_the_queue_is_known_by_its_id_from_first_to_last(ring: Ring) -> None:
    """2.3 enqueue, 6.9 action."""
    outcome = ring(pages("<Pause length='3'/><Leave/>"))
    assert outcome.requests[1][1]["QueueSid"] == outcome.requests[2][1]["QueueSid"]
    assert outcome.requests[2][1]["QueueTime"] == "3"


def test_a_bridge_is_told_when_it_is_over(ring: Ring) -> None:
    """6.9 bridged."""
    outcome = ring(pages("<Pause length='9'/>"), "- {transfer: answered, after: 2s}")
    assert outcome.at[-1] == pytest.approx(2 + TALK_S)
