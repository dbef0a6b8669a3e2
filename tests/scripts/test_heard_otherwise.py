"""Call scripts on two bundles: what their callers hear otherwise, whatever the scripts say must be heard."""

from __future__ import annotations

import pytest

from ivr.bundle.bundle import Bundle
from ivr.scripts.heard_otherwise import Compared, play_on_both
from ivr.scripts.suite import read_suite
from tests.web.inside import BUNDLE, ROOT, bundle_of

USUAL = (ROOT / "tests/calls/usual.yaml").read_text(encoding="utf-8")
FIGURES = """\
call: A caller has the figures texted
backend:
  get_balance: {ok: {left: 20.50, owed: 0, valid_until: 2026-12-31}}
steps:
  - press: 1
  - hear: left
  - press: 1
  - get_text: figures
  - hang_up
expect: {never: [end_services]}
"""
STAYS = """\
call: A caller says nothing and is given a person
steps:
  - hear: [welcome, services]
  - press: 0
  - hang_up
"""


def compared(script: str, new: Bundle) -> Compared:
    suite = read_suite({"tests/calls/usual.yaml": USUAL, "tests/calls/one.yaml": script}, BUNDLE)
    assert suite.mistakes == ()
    (found,) = play_on_both(suite.scripts, BUNDLE, new)
    return found


def test_on_the_same_bundle_nothing_is_heard_otherwise() -> None:
    found = compared(FIGURES, BUNDLE)
    assert found.is_same
    assert (found.before, found.now) == ((), ())


def test_only_words_that_differ_are_told_and_the_call_goes_on_behind_them() -> None:
    """The script fails on the newer bundle where its caller must hear ``left``, and would hang up there."""
    new = bundle_of(
        {
            "flows/balance.yaml": lambda text: text.replace("account.left < 10", "account.left < 30"),
            "prompts/zh-CN/balance.yaml": lambda text: text.replace("】号码", "】"),
        }
    )
    found = compared(FIGURES, new)
    assert found.stuck is None
    assert [
        ("有效期到" in one, "余额不多" in other) for one, other in zip(found.before, found.now, strict=True)
    ] == [
        (True, True),
        (False, False),
    ]
    assert found.now[1].startswith("【中国移动】1")


def test_another_text_message_is_told_too() -> None:
    new = bundle_of({"prompts/zh-CN/balance.yaml": lambda text: text.replace("】号码", "】")})
    assert ["【中国移动】1" in line for line in compared(FIGURES, new).now] == [True]


@pytest.mark.parametrize(("script", "stuck"), [(FIGURES, True), (STAYS, False)])
def test_what_a_caller_cannot_do_any_more_is_told(script: str, stuck: bool) -> None:
    """Key 1 says goodbye in the newer flows: nobody can ask for the figures."""
    new = bundle_of(
        {
            "flows/main.yaml": lambda text: text.replace("1: balance", "1: goodbye"),
            **{
                f"prompts/{language}/main.yaml": lambda text: text.replace(
                    "    balance: {", "    goodbye: {", 1
                )
                for language in ("zh-CN", "en")
            },
        }
    )
    assert (compared(script, new).stuck is not None) is stuck
