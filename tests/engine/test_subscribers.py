"""Whom the call is about, and what proves it (flow-language design, section 2, rule 7)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivr.errors import CannotCompile
from tests.engine.conftest import SETTINGS
from tests.engine.phone import Phone

Dialling = Callable[..., Phone]
OWN, OTHER = "13800138000", "13900139000"
CONTRACT = """\
  check: {effect: read, takes: {password: secret digits}, gives: {ok: {}, refused: {}, not_ours: {}}, proves: {ok: subscriber}}
  look: {effect: read, gives: {ok: {}, not_ours: {}}}
  look_proven: {effect: read, needs: proof, gives: {ok: {}, not_ours: {}}}
  look_others: {effect: read, needs: proof_of_others, gives: {ok: {}, not_ours: {}}}
  change: {effect: write, gives: {ok: {}}}
  report: {effect: write, about: call, gives: {ok: {}}}
"""
OFFICE = {"look": "ok"}
PROVE = """\
flow: prove
outcomes: {proven: done, refused: trouble}
steps:
  known: {decide: [{when: subscriber.proven, go: end proven}, {otherwise: ask}]}
  ask: {collect: password, digits: 6, save: password, sensitive: secret, go: check}
  check: {do: check, with: {password: password}, go: {ok: end proven, refused: end refused, not_ours: end refused, unavailable: end refused}}
"""
OTHERS = """\
flow: others
outcomes: {told: done, refused: trouble}
steps:
  which: {collect: which, digits: 11, save: number, go: prove_it}
  prove_it: {subscriber: number, flow: prove, go: {proven: look, refused: end refused}}
  look: {do: look_others, go: {ok: tell, not_ours: tell, unavailable: tell}}
  tell: {menu: tell, with: {number: subscriber.number, proven: subscriber.proven}, keys: {1: end told, 2: which}}
"""
MAIN = """\
  ask: {menu: ask, with: {number: subscriber.number, proven: subscriber.proven}, keys: {1: others, 2: look, 3: own}, then: ask}
  look: {do: look, go: {ok: ask, not_ours: ask, unavailable: ask}}
  own: {flow: prove, go: ask}
"""
FLOWS = {"prove": PROVE, "others": OTHERS}


def call(dial_tiny: Dialling, office: dict[str, object], **how: object) -> Phone:
    return dial_tiny(MAIN, office, operations=CONTRACT, flows=FLOWS, **how)


def asked(phone: Phone) -> list[tuple[str, str | None]]:
    return [(request.operation, request.subscriber) for request in phone.requests]


def test_a_call_is_about_the_callers_own_number_and_nothing_is_proven(dial_tiny: Dialling) -> None:
    phone = call(dial_tiny, {"look": "ok"})
    assert phone.facts == {"number": OWN, "proven": False}
    phone.press("2")
    assert asked(phone) == [("look", OWN)]


def test_a_step_changes_whom_the_flow_is_about(dial_tiny: Dialling) -> None:
    phone = call(dial_tiny, {"check": "ok", "look_others": "ok"}).press("1", OTHER, "246810")
    assert asked(phone) == [("check", OTHER), ("look_others", OTHER)]
    assert phone.facts == {"number": OTHER, "proven": True}


def test_after_the_flow_the_call_is_about_the_own_number_again_and_unproven(dial_tiny: Dialling) -> None:
    phone = call(dial_tiny, {"check": "ok", "look_others": "ok", "look": "ok"})
    phone.press("1", OTHER, "246810", "1")
    assert phone.facts == {"number": OWN, "proven": False}
    phone.press("2")
    assert asked(phone)[-1] == ("look", OWN)


def test_changing_whom_it_is_about_drops_the_proof(dial_tiny: Dialling) -> None:
    phone = call(dial_tiny, {"check": "ok", "look_others": "ok"}).press("3", "246810")
    assert phone.facts == {"number": OWN, "proven": True}
    assert phone.press("1", OTHER).at == "prove.ask"  # the other number's password is asked for
    phone.press("135790", "2", OWN)
    assert phone.at == "prove.ask"  # and one's own again, for every proof was dropped


def test_back_out_of_another_number_is_back_to_ones_own_and_unproven(dial_tiny: Dialling) -> None:
    phone = call(dial_tiny, {"check": "ok", "look_others": "ok"})
    phone.press("1", OTHER, "246810", "2", "**")
    assert phone.at in {"main.ask", "others.tell"}
    while phone.at != "main.ask":
        phone.press("*")
    assert phone.facts == {"number": OWN, "proven": False}


def test_back_does_not_go_to_a_question_about_another_number(dial_tiny: Dialling) -> None:
    """Its answers may need a proof that was dropped when the number changed."""
    main = (
        "  ask: {menu: ask, with: {number: subscriber.number}, keys: {1: look, 2: which}}\n"
        "  which: {collect: which, digits: 11, save: number, go: prove_it}\n"
        "  prove_it: {subscriber: number, flow: prove, go: look}\n"
        "  look: {do: look_others, go: {ok: ask, not_ours: ask, unavailable: ask}}\n"
    )
    phone = dial_tiny(main, {"look_others": "ok"}, operations=CONTRACT, flows=FLOWS).press("1", "2", OTHER)
    assert phone.at == "prove.ask"
    phone.press("**")
    assert phone.at == "prove.ask"
    assert phone.press("**").at == "prove.ask"


def test_a_refused_password_proves_nothing(dial_tiny: Dialling) -> None:
    phone = call(dial_tiny, {"check": "refused"}).press("3", "246810")
    assert phone.facts == {"number": OWN, "proven": False}


def test_a_proof_stays_for_the_call(dial_tiny: Dialling) -> None:
    phone = call(dial_tiny, {"check": "ok"}).press("3", "246810", "3")
    assert phone.at == "main.ask"
    assert phone.asked == ["check"]


def test_starting_over_keeps_the_proof(dial_tiny: Dialling) -> None:
    phone = call(dial_tiny, {"check": "ok"}, settings=SETTINGS.replace("9: repeat", "8: start_over"))
    phone.press("3", "246810", "8")
    assert phone.facts == {"number": OWN, "proven": True}


# a number the network vouches for


def test_a_caller_the_network_vouches_for_has_proven_their_own_number(dial_tiny: Dialling) -> None:
    phone = call(dial_tiny, {"look_others": "ok", "check": "ok"}, vouched=True)
    assert phone.facts == {"number": OWN, "proven": True}
    assert phone.press("3").at == "main.ask"
    assert phone.press("1", OTHER).at == "prove.ask"  # but no other
    phone.press("246810", "1")
    assert phone.facts == {"number": OWN, "proven": True}


def test_nobody_can_vouch_for_a_withheld_number(dial_tiny: Dialling) -> None:
    assert call(dial_tiny, {}, vouched=True, caller=None).facts == {"number": "", "proven": False}


# needs


def needing(operation: str) -> str:
    return (
        "  ask: {menu: ask, keys: {1: look, 2: prove, 3: other}, then: ask}\n"
        f"  look: {{do: {operation}, go: {{ok: ask, not_ours: ask, unavailable: ask}}}}\n"
        f"  other: {{subscriber: '\"{OTHER}\"', go: look}}\n"
    )


def test_what_needs_a_proof_is_never_asked_without_one(dial_tiny: Dialling) -> None:
    """The checks see to it; a bug of theirs must not open anybody's account."""
    phone = dial_tiny(
        needing("look_proven"), {"check": "ok", "look_proven": "ok"}, operations=CONTRACT, flows=FLOWS
    )
    with pytest.raises(CannotCompile, match="proof"):
        phone.press("1")
    phone.press("2", "246810", "1")
    assert phone.asked == ["check", "look_proven"]
    with pytest.raises(CannotCompile):
        phone.press("3")


def test_what_needs_a_proof_of_others_needs_none_of_the_caller(dial_tiny: Dialling) -> None:
    phone = dial_tiny(needing("look_others"), {"look_others": "ok"}, operations=CONTRACT, flows=FLOWS).press(
        "1"
    )
    assert asked(phone) == [("look_others", OWN)]
    with pytest.raises(CannotCompile):
        phone.press("3")


# withheld numbers


def test_a_withheld_number_can_ask_about_a_number_it_proves(dial_tiny: Dialling) -> None:
    phone = call(dial_tiny, {"check": "ok", "look_others": "ok"}, caller=None)
    assert phone.press("2").at == "main.ask"
    assert phone.asked == []
    phone.press("1", OTHER, "246810")
    assert asked(phone) == [("check", OTHER), ("look_others", OTHER)]
    assert phone.press("1").facts == {"number": "", "proven": False}


@pytest.mark.parametrize(("operation", "outcome"), [("look", "not_ours"), ("change", "unavailable")])
def test_about_a_withheld_number_the_office_is_not_asked(
    dial_tiny: Dialling, operation: str, outcome: str
) -> None:
    more = "not_ours: end failed, " if operation == "look" else "unsure: end failed, "
    main = f"  ask: {{do: {operation}, go: {{ok: end finished, {more}unavailable: end failed}}}}\n"
    phone = dial_tiny(main, operations=CONTRACT, caller=None)
    assert (phone.asked, phone.ended) == ([], "main.failed")
    assert f"main.ask on:{outcome}" in phone.taken


def test_a_number_that_is_none_is_no_subscriber(dial_tiny: Dialling) -> None:
    """Eleven digits that are no mainland mobile: nobody's account is looked up."""
    phone = call(dial_tiny, {}).press("1", "01234567890")
    assert phone.at == "prove.ask"
    assert phone.press("246810").facts == {"number": OWN, "proven": False}
    assert phone.asked == []


def test_what_is_about_the_call_is_about_the_caller_whatever_the_flow_is_about(dial_tiny: Dialling) -> None:
    main = (
        f"  other: {{subscriber: '\"{OTHER}\"', go: report}}\n"
        "  report: {do: report, go: {ok: end finished, unsure: end failed, unavailable: end failed}}\n"
    )
    phone = dial_tiny(main, {"report": "ok"}, operations=CONTRACT)
    assert asked(phone) == [("report", OWN)]


# texts


TEXTING = (
    "  tell: {say: tell, text: figures, with: {n: 1}, go: more}\n  more: {menu: more, keys: {1: tell}}\n"
)


def test_a_text_goes_to_the_callers_own_phone_whoever_the_call_is_about(dial_tiny: Dialling) -> None:
    phone = dial_tiny(f"  other: {{subscriber: '\"{OTHER}\"', go: tell}}\n{TEXTING}")
    assert [(text.to, str(text.phrase.prompt)) for text in phone.texts] == [(OWN, "main.figures")]


def test_nothing_is_texted_to_a_withheld_number(dial_tiny: Dialling) -> None:
    phone = dial_tiny(TEXTING, caller=None)
    assert phone.texts == []
    assert phone.heard == ["main.tell", "main.more"]
