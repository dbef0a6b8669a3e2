"""What callers notice between two projects, and what they do not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ivr.bundle.compare import Comparison, SettingChange, compare
from ivr.bundle.times import TimeChange, compare_times
from ivr.bundle.told import tell_comparison, tell_times
from ivr.checks.check import accept
from ivr.diagnostics.languages import LANGUAGES
from ivr.language.specs import Project
from ivr.model.ids import Language
from tests.checks.project import BASE, edited

EN, ZH = Language("en"), Language("zh-CN")
Edits = Mapping[str, Mapping[str, str]]


def project(edits: Edits | None = None, *, drop: tuple[str, ...] = ()) -> Project:
    return accept(edited(edits or {}, drop)).project


OLD = accept(BASE).project


def noticed(edits: Edits, *, drop: tuple[str, ...] = ()) -> Comparison:
    return compare(OLD, project(edits, drop=drop), language=EN)


def in_both(file: str, **change: tuple[str, str]) -> dict[str, dict[str, str]]:
    """Return edits to the prompts of both languages; a change's name is the language's, ``zh`` or ``en``."""
    folders = {"zh": "zh-CN", "en": "en"}
    return {f"prompts/{folders[name]}/{file}": dict([one]) for name, one in change.items()}


def test_nothing_changed_is_nothing_noticed() -> None:
    assert noticed({}) == Comparison()
    assert not noticed({})
    assert list(compare_times(OLD, OLD)) == []


@pytest.mark.parametrize(
    "edits",
    [
        {"flows/main.yaml": {"flow: main\n": "# the first flow\nflow: main\n"}},
        {"flows/main.yaml": {"2: goodbye}": "2: goodbye }"}},
        {"flows/hotline.yaml": {"start: main": "coverage: {steps: 10}\nstart: main"}},
    ],
    ids=["a comment", "a space", "coverage"],
)
def test_what_no_caller_can_hear_is_no_difference(edits: Edits) -> None:
    assert not noticed(edits)


def test_a_step_that_got_another_name_is_no_difference() -> None:
    found = noticed(
        {
            "flows/main.yaml": {
                "go: {lodged: have_it,": "go: {lodged: kept_it,",
                "  have_it: {say": "  kept_it: {say",
            }
        }
    )
    assert not found


def test_steps_that_are_alike_may_all_get_other_names() -> None:
    found = noticed(
        {
            "flows/main.yaml": {
                "  so_long: {say": "  bye: {say",
                "  goodbye: {say": "  bye_bye: {say",
                "being_checked: so_long}": "being_checked: bye}",
                "with: {case: given.case}, go: so_long}": "with: {case: given.case}, go: bye}",
                "{flow: bills, go: so_long}": "{flow: bills, go: bye}",
                "2: goodbye}": "2: bye_bye}",
                "after_that: goodbye": "after_that: bye_bye",
            },
            **{
                f"prompts/{language}/main.yaml": {"    goodbye:": "    bye_bye:"}
                for language in ("zh-CN", "en")
            },
        }
    )
    assert not found


def test_a_menu_s_choice_that_got_another_name_is_no_difference() -> None:
    prompts = {
        f"prompts/{language}/main.yaml": {"    my_bills:": "    all_bills:"} for language in ("zh-CN", "en")
    }
    assert not noticed(
        {"flows/main.yaml": {"6: my_bills": "6: all_bills", "  my_bills: {": "  all_bills: {"}, **prompts}
    )


def test_a_prompt_that_got_another_name_is_no_difference() -> None:
    prompts = {f"prompts/{language}/balance.yaml": {"low:": "not_much:"} for language in ("zh-CN", "en")}
    assert not noticed({"flows/balance.yaml": {"{say: low,": "{say: not_much,"}, **prompts})


def test_a_key_that_leads_elsewhere_is_noticed_at_its_menu_and_nowhere_else() -> None:
    found = noticed(
        {"flows/main.yaml": {"keys: {1: services, 2: goodbye}": "keys: {1: services, 2: so_long}"}}
    )
    (change,) = found.steps
    assert (change.steps, change.came) == (("main.anything_else",), None)
    assert ["`goodbye`" in line for line in change.gone] == [True]
    assert ["`so_long`" in line for line in change.new] == [True]
    assert found == Comparison(steps=found.steps)


def test_other_words_are_told_per_language_and_not_again_at_the_step() -> None:
    found = noticed({"prompts/en/balance.yaml": {"low:": "low: Only\n# low:"}})
    (change,) = found.words
    assert (change.language, change.prompt, change.part, change.new) == ("en", "balance.low", "say", "Only")
    assert not found.steps


def test_a_step_that_is_new_and_one_that_is_gone_are_told_with_what_they_say() -> None:
    found = noticed(
        {
            "flows/main.yaml": {
                "  have_it: {say: have_it, with: {case: given.case}, go: so_long}": (
                    "  have_it: {say: have_it, with: {case: given.case}, go: are_you_sure}\n"
                    "  are_you_sure: {confirm: welcome, go: {yes: so_long, no: so_long}}"
                ),
                '3: {go: english, when: language != "en"}': "",
                "  english: {language: en, go: services}\n": "",
            }
        }
    )
    came = {change.steps: change.came for change in found.steps}
    assert came[("main.are_you_sure",)] is True
    assert came[("main.english",)] is False
    assert all(
        change.new if change.came else change.gone for change in found.steps if change.came is not None
    )


def test_a_flow_that_is_gone_is_told_once() -> None:
    found = noticed(
        {"flows/main.yaml": {"      2: cancel\n": ""}},
        drop=("flows/cancel", "prompts/zh-CN/cancel", "prompts/en/cancel"),
    )
    assert [(one.flow, one.came) for one in found.flows] == [("cancel", False)]
    assert all(not step.startswith("cancel.") for one in found.steps for step in one.steps)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        (
            {"flows/hotline.yaml": {"longest_wait: 60s": "longest_wait: 45s"}},
            SettingChange("hotline.queues.agents.longest_wait_s", "60", "45"),
        ),
        (
            {"flows/hotline.yaml": {"wait: 6s": "wait: 5s"}},
            SettingChange("hotline.patience.wait_s", "6", "5"),
        ),
        (
            {"flows/switches.yaml": {"longest: 12h": "longest: 12h, default: yes"}},
            SettingChange("switches.storm.default", "no", "yes"),
        ),
        (
            {"flows/calendar.yaml": {"time_zone: Asia/Shanghai": "time_zone: Asia/Urumqi"}},
            SettingChange("calendar.time_zone", "Asia/Shanghai", "Asia/Urumqi"),
        ),
    ],
    ids=["queue", "patience", "switch", "calendar"],
)
def test_a_setting_is_told_once_and_not_at_every_question(edits: Edits, expected: SettingChange) -> None:
    assert noticed(edits) == Comparison(settings=(expected,))


def test_steps_that_change_in_the_same_way_are_told_together() -> None:
    found = noticed(
        {
            "flows/balance.yaml": {
                "ok: which_answer, not_ours: sorry,": "ok: which_answer, not_ours: end told,"
            },
            "flows/bills.yaml": {"{ok: which, not_ours: sorry,": "{ok: which, not_ours: end told,"},
        }
    )
    (change,) = found.steps
    assert change.steps == ("balance.look_up", "bills.find")


def test_a_longer_sentence_makes_the_goals_behind_it_later_and_no_others() -> None:
    longer = project({"prompts/en/balance.yaml": {"low:": "low: {}\n# low:".format("This goes on. " * 9)}})
    changes = list(compare_times(OLD, longer))
    assert {(one.language, one.goal) for one in changes} >= {("en", "balance.told")}
    assert all(one.language == "en" for one in changes)
    assert "cancel.kept" not in {one.goal for one in changes}
    told = next(one for one in changes if one.goal == "balance.told")
    assert told.old is not None
    assert told.new is not None
    assert told.new.longest_s > told.old.longest_s
    assert told.new.shortest_s == pytest.approx(told.old.shortest_s, abs=5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_difference_has_its_sentence_in_both_languages(language: Language) -> None:
    new = project(
        {
            "flows/main.yaml": {
                "      2: cancel\n": "",
                "keys: {1: services, 2: goodbye}": "keys: {1: services, 2: last}",
                "  goodbye: {say: goodbye, end: finished}": (
                    "  goodbye: {say: goodbye, end: finished}\n  last: {confirm: welcome, go: {yes: goodbye, no: goodbye}}"
                ),
            },
            "flows/hotline.yaml": {"wait: 6s": "wait: 5s"},
            "prompts/en/balance.yaml": {"low:": "low: Only\n# low:"},
        },
        drop=("flows/cancel",),
    )
    for old, other in ((OLD, new), (new, OLD)):
        changes = compare(old, other, language=language)
        told = tell_comparison(changes, old, other, language)
        assert len(told) == len((*changes.flows, *changes.steps, *changes.words, *changes.settings))
        told += tell_times(compare_times(old, other), language)
        assert all(one.sentence and "{" not in one.sentence for one in told)


def test_a_goal_reached_sooner_later_or_no_more_is_told_so() -> None:
    shorter = project({"prompts/en/balance.yaml": {"low:": "low: Low.\n# low:"}})
    assert any(
        "sooner" in one.sentence or "as before" in one.sentence
        for one in tell_times(compare_times(OLD, shorter), EN)
    )
    gone = TimeChange("en", "x.y", next(compare_times(OLD, shorter)).old, None)
    (told,) = tell_times([gone], EN)
    assert "no more" in told.sentence
    assert tell_times([gone], ZH)[0].sentence != told.sentence
