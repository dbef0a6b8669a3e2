"""Every rule, with something broken on purpose that it must find, and the same call whole."""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ivr.adapters.memory.calls import MemoryCalls
from ivr.caller.steps import Press
from ivr.engine import asking, offering, requesting
from ivr.line.asks import Reply
from ivr.model.verbs import Part
from ivr.scripts.explore.answering import AnyOffice
from ivr.scripts.explore.calling import Explorer
from ivr.scripts.explore.invariants import RULES, violations
from ivr.scripts.explore.moment import Explored, Logged
from ivr.scripts.explore.network import Network
from tests.scripts.explore.calls import CANCEL_ALL, broken, call, explorer

PASSWORD = "730164"


@pytest.fixture(scope="module")
def ours() -> Iterator[Explorer]:
    with explorer() as one:
        yield one


def test_a_call_that_goes_well_breaks_no_rule(ours: Explorer) -> None:
    explored = call(ours, *CANCEL_ALL)
    assert [one.request.operation for one in explored.performed].count("end_services") == 1
    assert explored.secrets == (PASSWORD,)
    assert broken(explored) == set()


def test_an_exception_of_ours_is_found(ours: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("left")

    monkeypatch.setattr(AnyOffice, "_answer", fail)
    assert "nothing_breaks" in broken(call(ours, "press 1"))


def test_a_document_the_carrier_complains_of_is_found(
    ours: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    document(monkeypatch, "<Response><Say>你好</Say><Dance/><Hangup/></Response>")
    found = {one.rule: one.facts for one in violations(call(ours))}
    assert "Dance" in found["nothing_breaks"]["reason"]


def test_an_error_in_the_log_is_found(ours: Explorer) -> None:
    whole = call(ours, "press 1")
    assert broken(replace(whole, logged=(Logged("call CA1: cannot", wrong=True),))) == {"nothing_breaks"}
    assert broken(replace(whole, logged=(Logged("call CA1: first", wrong=False),))) == set()


def test_too_many_steps_without_a_word_are_found() -> None:
    long = "".join(
        f"  d{n}: {{decide: [{{when: caller.number == '', go: end done}}, {{otherwise: d{n + 1}}}]}}\n"
        for n in range(25)
    )
    flow = f"flow: main\noutcomes: {{done: done}}\nsteps:\n{long}  d25: {{say: bye, end: done}}\n"
    files = {
        "flows/hotline.yaml": 'hotline: "10086"\nstart: main\nlanguages: [zh-CN]\n',
        "flows/main.yaml": flow,
        "prompts/zh-CN/main.yaml": "bye: 再见。\n",
    }
    with explorer(files) as one:
        assert "few_silent_steps" in broken(call(one))


def test_a_call_that_never_ends_is_found(ours: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    document(monkeypatch, "<Response><Say>请稍候</Say><Redirect>/voice/turn/1</Redirect></Response>")
    assert "the_call_ends" in broken(call(ours))


@pytest.mark.parametrize("where", ["heard", "texted", "stored", "logged"])
def test_a_password_that_gets_out_is_found(ours: Explorer, where: str) -> None:
    whole = call(ours, *CANCEL_ALL)
    assert broken(with_secret(whole, where, f"密码是{PASSWORD}。")) == {"no_secret_gets_out"}
    assert broken(with_secret(whole, where, f"编号1{PASSWORD}。")) == set()


def test_a_password_read_digit_by_digit_is_found(ours: Explorer) -> None:
    whole = call(ours, *CANCEL_ALL)
    for read in ("七三零幺六四", "七三零一六四", "7 3 0 1 6 4"):
        assert broken(with_secret(whole, "heard", read)) == {"no_secret_gets_out"}


def test_a_password_in_our_log_is_found(ours: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = AnyOffice.__call__

    def tell(office: AnyOffice, request: Any, within_s: float) -> Any:
        logging.getLogger("ivr.office").info("asked with %s", dict(request.arguments))
        return answer(office, request, within_s)

    monkeypatch.setattr(AnyOffice, "__call__", tell)
    assert broken(call(ours, *CANCEL_ALL)) == {"no_secret_gets_out"}


def why_destroyed(explored: Explored) -> str:
    found = [one.facts["why"] for one in violations(explored) if one.rule == "nothing_is_destroyed_unasked"]
    return "".join(found)


def test_a_yes_taken_before_the_question_could_be_heard_is_found(
    ours: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = (*CANCEL_ALL[:-1], "press 1 soon")
    assert why_destroyed(call(ours, *soon)) == ""
    monkeypatch.setattr(asking, "HEARD_AFTER", timedelta(0))
    assert "before the question" in why_destroyed(call(ours, *soon))


def test_a_spoken_yes_that_destroys_is_found(ours: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "Speech", type("Nobody", (), {}))
    explored = call(ours, *CANCEL_ALL[:-1], "say 确定停止")
    if not any(one.request.operation == "end_services" for one in explored.performed):
        pytest.skip("the hotline offers no phrase for it")
    assert "did not press" in why_destroyed(explored)


def test_a_question_that_does_not_name_what_is_destroyed_is_found(
    ours: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.wording.speech._item", lambda *_, **__: "一项业务")
    assert "was not named" in why_destroyed(call(ours, *CANCEL_ALL))


def test_a_question_that_names_more_than_is_destroyed_is_found(
    ours: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = requesting.request

    def only_one(walk: Any, operation: Any, arguments: Any) -> None:
        services = arguments.get("services")
        few = arguments if services is None else type(arguments)({"services": services[:1]})
        request(walk, operation, few)

    monkeypatch.setattr("ivr.engine.stepping.request", only_one)
    assert "was named too" in why_destroyed(call(ours, *CANCEL_ALL))


def test_something_destroyed_without_any_question_is_found(ours: Explorer) -> None:
    whole = call(ours, *CANCEL_ALL)
    assert "no yes/no question" in why_destroyed(replace(whole, moments=whole.moments[:-2]))
    assert why_destroyed(replace(whole, moments=())) == "nothing was asked"


def test_an_offered_key_that_does_not_work_is_found(ours: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    choices = offering.choices_of
    monkeypatch.setattr(
        asking, "choices_of", lambda walk, step: [one for one in choices(walk, step) if one.key != "3"]
    )
    found = [one for one in violations(call(ours, "press 3")) if one.rule == "offered_keys_work"]
    assert [(one.place, one.facts["key"]) for one in found] == [("main.services", "3")]


def test_a_key_that_works_and_is_never_said_is_found(ours: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    offers = offering.offers_of
    monkeypatch.setattr(
        asking, "offers_of", lambda walk, step: tuple(one for one in offers(walk, step) if one.key != "3")
    )
    found = [one for one in violations(call(ours, "press 3")) if one.rule == "working_keys_are_offered"]
    assert [(one.place, one.facts["key"]) for one in found] == [("main.services", "3")]


def test_a_key_of_everywhere_that_is_never_said_is_found(
    ours: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "said_everywhere", lambda _walk, _step: ())
    assert broken(call(ours, "press 0")) == {"working_keys_are_offered"}


SENIOR = {"office__who_calls": ("ok", "0", "age 7"), "queue": "failed"}


def test_slower_need_not_be_offered_to_whom_a_step_slowed_for(ours: Explorer) -> None:
    explored = call(ours, "press 2", "press 2", "press #", **SENIOR)
    at = next(number for number, one in enumerate(explored.moments) if one.place == "main.services")
    assert [did.keys for _, did, _ in explored.moments[at].did if isinstance(did, Press)] == ["#"]
    assert "#" not in explored.offered_before(at)
    assert broken(explored) == set()


def test_slower_that_is_never_said_is_found(ours: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "said_everywhere", lambda _walk, _step: ())
    assert broken(call(ours, "press #")) == {"working_keys_are_offered"}


@pytest.mark.parametrize(
    ("acts", "place"), [(("press 0",), "main.services"), (("press 2", "press *0"), "prove_it.ask")]
)
def test_a_person_who_cannot_be_reached_is_found(
    ours: Explorer, monkeypatch: pytest.MonkeyPatch, acts: tuple[str, ...], place: str
) -> None:
    def stay(walk: Any, step: Any, _trigger: str) -> None:
        asking._put(walk, step, Part.AGAIN)

    choose = asking._choose
    monkeypatch.setattr(
        asking,
        "_choose",
        lambda walk, step, trigger: (stay if trigger == "key:0" else choose)(walk, step, trigger),
    )
    found = [one.place for one in violations(call(ours, *acts)) if one.rule == "a_person_is_near"]
    assert found == [place]


def test_silence_after_an_act_is_found(ours: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = {"office__get_balance": "does_not_answer"}
    assert broken(call(ours, "press 1", **slow)) == set()
    monkeypatch.setattr("ivr.turn.turns.ANSWER_BUDGET_S", 60.0)
    monkeypatch.setattr("ivr.turn.turns.DUPLICATE_BUDGET_S", 60.0)
    assert broken(call(ours, "press 1", **slow)) == {"no_dead_air"}


@pytest.mark.parametrize("act", ["press 1", "say 余额"])
def test_whoever_speaks_waits_no_longer_for_a_sound_than_whoever_presses(ours: Explorer, act: str) -> None:
    """The carrier's silence until it takes speech as over is part of the caller's wait."""
    explored = call(ours, act, office__get_balance="does_not_answer")
    assert act in [one.option for one in explored.decided]
    assert broken(explored) == set()


def test_a_repeat_that_is_answered_differently_is_found(
    ours: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert broken(call(ours, "press 1", network="twice")) == set()
    monkeypatch.setattr(MemoryCalls, "turn", lambda *_: None)
    assert "a_repeat_changes_nothing" in broken(call(ours, "press 1", network="twice"))


def test_a_wish_asked_again_under_a_new_key_is_found(ours: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    acts = (*CANCEL_ALL, "press 1", "press 2", "press 1", "press 1")
    unsure = {"office__end_services": ("does_not_answer",) * 9}
    assert broken(call(ours, *acts, **unsure)) == set()
    numbers = itertools.count()
    monkeypatch.setattr(
        requesting, "_key", lambda walk, operation, _: f"{walk.call.sid}:{operation.name}:x:{next(numbers)}"
    )
    assert "one_key_for_one_wish" in broken(call(ours, *acts, **unsure))


def test_every_rule_is_tried_here_and_stands_in_the_manual() -> None:
    page = (Path(__file__).parents[3] / "docs" / "explore.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `(\w+)`", page, re.MULTILINE)) == tuple(RULES)
    here = Path(__file__).read_text(encoding="utf-8")
    assert [rule for rule in RULES if f'"{rule}"' not in here] == []


def document(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Have the hotline answer every webhook with the same document."""
    send: Callable[..., Any] = Network.send

    def same(network: Network, fetch: Any) -> Any:
        reply = send(network, fetch)
        if isinstance(reply, Reply) and reply.status == 200:
            return replace(reply, body=text.encode())
        return reply

    monkeypatch.setattr(Network, "send", same)


def with_secret(explored: Explored, where: str, text: str) -> Explored:
    """Return a call in which ``text`` turns up somewhere."""
    match where:
        case "heard":
            said = [replace(explored.heard[0], text=text), *explored.heard[1:]]
            line = replace(explored.report.line, heard=said)
            return replace(explored, report=replace(explored.report, line=line))
        case "texted":
            first = explored.texts[0]
            return replace(explored, texts=(replace(first, message=replace(first.message, text=text)),))
        case "stored":
            return replace(explored, stored=text)
        case _:
            return replace(explored, logged=(Logged(text, wrong=False),))
