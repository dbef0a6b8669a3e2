"""Each operator changes what it is named for, in the author's own lines, and nothing else."""

from __future__ import annotations

import pytest

from ivr.checks.check import check
from ivr.diagnostics.tell import LONGEST_FACT
from ivr.scripts.mutate.making import mutants
from ivr.source.nodes import Table
from ivr.source.reading import read_source
from tests.checks.project import OURS
from tests.scripts.mutate.conftest import FILES, WORDS, bundle_of, lines, made, with_main

LOOK_UP = "look_up: {do: get_balance, save: account, go: {ok: which, not_ours: sorry, unavailable: sorry}}"
LOW = "low: {say: low, with: {left: account.left}, text: low, go: bye}"
SETTINGS = "patience: {wait: 6s, no_input: [still_there], no_match: no_such, after_that: person}"
EXPECTED = {
    "keys_swapped": [
        [
            (8, ["1: look_up"], ["1: story"]),
            (
                9,
                ['2: {go: story, when: caller.number != ""}'],
                ['2: {go: look_up, when: caller.number != ""}'],
            ),
        ],
        [
            (
                9,
                ['2: {go: story, when: caller.number != ""}'],
                ['2: {go: really, when: caller.number != ""}'],
            ),
            (10, ["3: really     # asks first"], ["3: story     # asks first"]),
        ],
    ],
    "confirm_skipped": [
        [
            (41, ["confirm: really"], ["say: really"]),
            (42, ["wait: 3s"], []),
            (44, ["yes: bye", "no: choose"], ["bye"]),
        ]
    ],
    "outcome_elsewhere": [
        [(17, [LOOK_UP], [LOOK_UP.replace("ok: which", "ok: sorry")])],
        [(17, [LOOK_UP], [LOOK_UP.replace("not_ours: sorry", "not_ours: which")])],
        [(17, [LOOK_UP], [LOOK_UP.replace("unavailable: sorry", "unavailable: which")])],
        [
            (
                20,
                ["- {when: account.left < 10, go: low}"],
                ["- {when: account.left < 10, go: enough}"],
            )
        ],
        [(22, ["go: enough"], ["go: low"])],
        [(23, ["- otherwise: enough"], ["- otherwise: low"])],
        [(44, ["yes: bye"], ["yes: choose"])],
        [(45, ["no: choose"], ["no: bye"])],
    ],
    "branches_swapped": [
        [
            (
                20,
                ["- {when: account.left < 10, go: low}"],
                ['- when: "account.left < 100"', "go: enough"],
            ),
            (
                21,
                ['- when: "account.left < 100"', "go: enough"],
                ["- {when: account.left < 10, go: low}"],
            ),
        ]
    ],
    "when_negated": [
        [
            (
                9,
                ['2: {go: story, when: caller.number != ""}'],
                ['2: {go: story, when: not (caller.number != "")}'],
            )
        ],
        [
            (
                20,
                ["- {when: account.left < 10, go: low}"],
                ["- {when: not (account.left < 10), go: low}"],
            )
        ],
        [(21, ['- when: "account.left < 100"'], ['- when: "not (account.left < 100)"'])],
    ],
    "prompt_replaced": [
        [(5, ["say: welcome    # once"], ["say: choose    # once"])],
        [(24, [LOW], [LOW.replace("say: low", "say: enough")])],
        [(26, ["say: enough"], ["say: low"])],
        [(32, ["sorry: {say: sorry, end: finished}"], ["sorry: {say: story, end: finished}"])],
        [(35, ["record: story"], ["record: thanks"])],
        [(39, ["thanks: {say: thanks, end: finished}"], ["thanks: {say: really, end: finished}"])],
        [(41, ["confirm: really"], ["confirm: bye"])],
        [(46, ["bye: {say: bye, end: finished}"], ["bye: {say: welcome, end: finished}"])],
    ],
    "say_dropped": [
        [(5, ["say: welcome    # once"], [])],
        [(24, [LOW], [LOW.replace("say: low, ", "")])],
        [(26, ["say: enough"], [])],
        [(32, ["sorry: {say: sorry, end: finished}"], ["sorry: {end: finished}"])],
        [(39, ["thanks: {say: thanks, end: finished}"], ["thanks: {end: finished}"])],
        [(46, ["bye: {say: bye, end: finished}"], ["bye: {end: finished}"])],
        [(4, ["nobody: {say: nobody, hang_up: none}"], ["nobody: {hang_up: none}"])],
    ],
    "text_dropped": [
        [(24, [LOW], [LOW.replace("text: low, ", "")])],
        [(27, ["text: low"], [])],
    ],
    "patience_cut": [
        [(11, ["no_input: [still_there, hurry]"], ["no_input: [still_there]"])],
        [(14, ["- once_more"], [])],
        [(4, [SETTINGS], [SETTINGS.replace("[still_there]", "[]")])],
        [(4, [SETTINGS], [SETTINGS.replace("no_such", "[]")])],
    ],
    "once_only": [[(15, ["at_most: 3"], ["at_most: 1"])], [(29, ["tries: 2"], ["tries: 1"])]],
    "hang_up_dropped": [[(34, ["if_caller_hangs_up: thanks"], [])]],
}


@pytest.mark.parametrize("operator", EXPECTED)
def test_an_operator_changes_the_lines_it_is_named_for(operator: str) -> None:
    assert [lines(one) for one in made(operator)] == EXPECTED[operator]


def test_there_is_no_operator_but_those() -> None:
    assert {one.operator for one in mutants(bundle_of(FILES).checked)} == set(EXPECTED)


def test_mutants_come_in_the_same_order_every_time() -> None:
    files = dict(sorted(FILES.items(), reverse=True))
    one, other = ([m.told for m in mutants(bundle_of(each).checked)] for each in (FILES, files))
    assert one == other


def test_only_the_changed_lines_differ_between_a_file_and_its_mutant() -> None:
    for mutant in mutants(bundle_of(FILES).checked):
        new = mutant.source.text.splitlines()
        for change in reversed(mutant.changes):
            assert new[change.line - 1 : change.line - 1 + len(change.old)] == list(change.old)
            new[change.line - 1 : change.line - 1 + len(change.old)] = change.new
        assert new == mutant.text.splitlines()
        assert new != mutant.source.text.splitlines()


def test_every_mutant_of_our_own_flows_is_a_file_that_can_be_read() -> None:
    checked, _ = check(OURS)
    assert checked is not None
    all_of_them = mutants(checked)
    assert len(all_of_them) > 200
    for mutant in all_of_them:
        tree, found = read_source(mutant.source.file, mutant.text)
        assert isinstance(tree, Table), mutant.told
        assert found == (), mutant.told


def test_a_step_that_may_be_entered_once_has_no_fewer_tries() -> None:
    assert "tries" not in {
        dict(one.told.facts)["field"] for one in made("once_only", with_main(("tries: 2", "tries: 1")))
    }


def test_keys_that_lead_to_the_same_place_are_not_swapped() -> None:
    files = with_main(
        ('2: {go: story, when: caller.number != ""}', "2: look_up"),
        ("3: really     # asks first", "3: story"),
        ("silent: thanks", "silent: really"),
    )
    assert [lines(one) for one in made("keys_swapped", files)] == [
        [(9, ["2: look_up"], ["2: story"]), (10, ["3: story"], ["3: look_up"])]
    ]


def test_an_outcome_without_another_place_to_lead_to_is_left_alone() -> None:
    """``recorded`` and ``silent`` of the story both lead to the thanks."""
    assert not [one for one in made("outcome_elsewhere") if one.step == "story"]


def test_others_end_is_no_place_for_an_outcome() -> None:
    checked, _ = check(OURS)
    assert checked is not None
    ours = [one for one in mutants(checked) if one.operator == "outcome_elsewhere"]
    assert "end" not in {dict(one.told.facts)["other"] for one in ours}


def test_a_change_in_two_lines_tells_both_places() -> None:
    (one, other) = made("keys_swapped")
    assert [place.span.line for place in one.told.related] == [9]
    assert [place.span.line for place in other.told.related] == [10]


def test_a_change_in_one_line_tells_one_place() -> None:
    files = with_main(
        (
            '    keys:\n      1: look_up\n      2: {go: story, when: caller.number != ""}\n      3: really     # asks first\n',
            "    keys: {1: look_up, 2: story, 3: really}\n",
        )
    )
    assert [one.told.related for one in made("keys_swapped", files)] == [(), ()]
    assert lines(made("keys_swapped", files)[0]) == [
        (7, ["keys: {1: look_up, 2: story, 3: really}"], ["keys: {1: story, 2: look_up, 3: really}"])
    ]


def test_a_long_line_is_told_round_its_change() -> None:
    told = [str(dict(one.told.facts)["new"]) for one in made("outcome_elsewhere")][:3]
    assert all(len(one) <= LONGEST_FACT for one in told)
    wanted = ("ok: sorry, not_ours: sorry", "ok: which, not_ours: which", "unavailable: which}}")
    assert [part in one for part, one in zip(wanted, told, strict=True)] == [True] * 3
    assert [one[0] for one in told] == ["…"] * 3
    assert told[0].endswith("…")


def test_an_outcome_leads_to_the_next_one_round_and_round() -> None:
    ours = made("outcome_elsewhere", with_main(("unavailable: sorry", "unavailable: bye")))
    facts = [dict(one.told.facts) for one in ours if one.step == "look_up"]
    assert [(one["outcome"], one["other"]) for one in facts] == [
        ("ok", "sorry"),
        ("not_ours", "bye"),
        ("unavailable", "which"),
    ]


def test_meanings_of_answers_are_swapped_as_targets_of_keys_are() -> None:
    ours = made("keys_swapped", OURS)
    assert [lines(one)[0][2] for one in ours if one.step == "about_what"] == [
        [f"answers: {{{answers}}}"]
        for answers in (
            "1: network, 2: charges, 3: staff, 4: something_else",
            "1: charges, 2: staff, 3: network, 4: something_else",
            "1: charges, 2: network, 3: something_else, 4: staff",
        )
    ]


def test_a_prompt_with_the_same_words_is_no_other_prompt() -> None:
    files = {**FILES, "prompts/en/main.yaml": WORDS.replace("What is it?", "Hello.")}
    assert dict(made("prompt_replaced", files)[0].told.facts)["other"] == "sorry"


def test_the_number_of_askings_may_stand_in_the_settings() -> None:
    settings = FILES["flows/hotline.yaml"].replace("wait: 6s", "wait: 6s, at_most: 4")
    of_the_hotline = made("once_only", {**FILES, "flows/hotline.yaml": settings})[-1]
    assert of_the_hotline.source.file == "flows/hotline.yaml"
    assert (of_the_hotline.flow, of_the_hotline.step) == ("", "")


def test_a_mutant_knows_its_step() -> None:
    assert [(one.flow, one.step) for one in made("once_only")] == [("main", "choose"), ("main", "enough")]
    assert [one.step for one in made("patience_cut")] == ["choose", "choose", "", ""]


def test_a_confirm_that_says_something_first_is_not_made_a_step_that_says_two_things() -> None:
    assert (
        made("confirm_skipped", with_main(("    confirm: really", "    say: sorry\n    confirm: really")))
        == []
    )
