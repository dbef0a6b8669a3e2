"""A change is refused by the checks, noticed by a script, or survives; only survivors are told."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest

from ivr.diagnostics.show import Form, show
from ivr.model.ids import Language
from ivr.scripts.mutate import trying
from ivr.scripts.mutate.making import mutants
from ivr.scripts.mutate.mutant import Mutant
from ivr.scripts.mutate.survivors import Outcome, as_document, outcome_of
from ivr.scripts.mutate.trying import Fate, Tried, try_all
from ivr.scripts.playing import Played
from tests.scripts.mutate.conftest import FILES, SCRIPTS, bundle_of, made, with_main

Play = Callable[[Mapping[str, str]], list[Played]]
LOW, STORY = SCRIPTS
WEAK = SCRIPTS[LOW].replace("  - get_text: {low: {left: 6.20}}\n", "")


def fates(made_: list[Mutant], done: list[Played]) -> list[tuple[int, Fate, str]]:
    return [(one.mutant.told.span.line, one.fate, one.by) for one in try_all(made_, bundle_of(FILES), done)]


def test_a_script_that_waits_for_the_text_notices_that_none_comes(played: Play) -> None:
    (of_low, _) = made("text_dropped")
    assert fates([of_low], played({LOW: SCRIPTS[LOW]})) == [(24, Fate.NOTICED, LOW)]


def test_a_script_that_does_not_wait_for_the_text_lets_the_change_survive(played: Play) -> None:
    (of_low, _) = made("text_dropped")
    assert fates([of_low], played({LOW: WEAK})) == [(24, Fate.SURVIVED, "")]


def test_what_no_script_comes_to_survives(played: Play) -> None:
    (_, of_enough) = made("text_dropped")
    assert fates([of_enough], played(SCRIPTS)) == [(27, Fate.SURVIVED, "")]


def test_what_the_checks_refuse_is_not_played(played: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "Stage", None)
    replaced = [one for one in made("prompt_replaced") if one.step == "story"]
    assert fates(replaced, played(SCRIPTS)) == [(35, Fate.REFUSED, "S606")]


def test_only_scripts_that_were_at_the_step_are_played_the_shortest_first(
    played: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    class Passing:
        def __init__(self, stage: object) -> None:
            pass

        def play(self, script: object) -> object:
            seen.append(script.file)  # type: ignore[attr-defined]
            return type("Done", (), {"failures": ()})

    done = played(SCRIPTS)
    monkeypatch.setattr(trying, "Player", Passing)
    monkeypatch.setattr(trying, "Stage", lambda _bundle: None)
    at_story = made("hang_up_dropped")
    fates(at_story, done)
    assert seen == [STORY]
    seen.clear()
    fates(made("patience_cut")[-1:], done)
    turns = {one.script.file: one.turns for one in done}
    assert seen == sorted(turns, key=turns.__getitem__)
    assert len(set(turns.values())) == 2


def test_patience_of_the_whole_hotline_may_be_noticed_by_any_script(played: Play) -> None:
    patient = SCRIPTS[STORY].replace(
        "  - press: 2\n", "  - press: 3\n  - silence\n  - hear: still_there\n  - press: 1\n"
    )
    patient = patient.replace("  - leave_message: 5s\n", "").replace("hear: thanks", "hear: bye")
    of_the_hotline = made("patience_cut")[2]
    assert fates([of_the_hotline], played({STORY: patient})) == [(4, Fate.NOTICED, STORY)]


def test_the_same_mutants_meet_the_same_fates_every_time(played: Play) -> None:
    some = [*made("keys_swapped"), *made("confirm_skipped"), *made("branches_swapped")]
    done = played(SCRIPTS)
    first = fates(some, done)
    assert first == fates(some, list(reversed(done)))
    assert [fate for _, fate, _ in first] == [Fate.NOTICED, Fate.NOTICED, Fate.SURVIVED, Fate.NOTICED]


def test_a_swapped_pair_of_keys_is_noticed_by_whoever_presses_one(played: Play) -> None:
    (low_and_story, _) = made("keys_swapped")
    assert fates([low_and_story], played({LOW: SCRIPTS[LOW]}))[0][1] is Fate.NOTICED


# what is told ---------------------------------------------------------------------------------------


def outcome(files: Mapping[str, str] = FILES) -> Outcome:
    return outcome_of(
        [Tried(one, Fate.SURVIVED) for one in made("text_dropped", files)]
        + [Tried(made("hang_up_dropped", files)[0], Fate.NOTICED, STORY)]
        + [Tried(made("confirm_skipped", files)[0], Fate.REFUSED, "F002")],
        files,
    )


def test_survivors_are_told_at_their_lines() -> None:
    found = outcome()
    assert [(one.code, one.variant, str(one.span)) for one in found.told] == [
        ("T830", "text_dropped", "flows/main.yaml:24:53"),
        ("T830", "text_dropped", "flows/main.yaml:27:11"),
    ]
    assert found.with_a_reason == ()
    assert found.sentence == (
        "4 mutants: 1 refused by the checks, 1 noticed by scripts, 2 survived (0 with a reason)"
    )


def test_a_comment_with_a_reason_waves_the_survivors_of_its_line_through() -> None:
    files = with_main(("text: low, go: bye}", "text: low, go: bye}  # ok: T830 the text is the office's"))
    found = outcome(files)
    assert [one.span.line for one in found.told] == [27]
    assert [one.told.span.line for one in found.with_a_reason] == [24]
    assert found.counted["survived"] == 2
    assert found.counted["with_a_reason"] == 1


def test_a_comment_without_a_reason_waves_nothing_through() -> None:
    files = with_main(("text: low, go: bye}", "text: low, go: bye}  # ok: T830"))
    files["flows/main.yaml"], bare = (
        files["flows/main.yaml"].replace("  # ok: T830", ""),
        files["flows/main.yaml"],
    )
    tried = [Tried(one, Fate.SURVIVED) for one in made("text_dropped", files)]
    found = outcome_of(tried, {**files, "flows/main.yaml": bare})
    assert [one.span.line for one in found.told] == [24, 27]
    assert found.idle == ()


def test_a_comment_where_nothing_survives_is_told_as_idle() -> None:
    files = with_main(("3: really     # asks first", "3: really     # ok: T830 why not"))
    found = outcome(files)
    assert [(one.code, one.span.line) for one in found.idle] == [("Y004", 10)]


def test_comments_about_other_codes_are_no_business_of_mutants() -> None:
    files = with_main(("3: really     # asks first", "3: really     # ok: M200 why not"))
    assert outcome(files).idle == ()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("form", Form)
def test_every_survivor_can_be_told_in_every_form_and_language(form: Form, language: str) -> None:
    told = [one.told for one in mutants(bundle_of(FILES).checked)]
    shown = show(told, FILES, form=form, language=Language(language))
    assert shown.count("T830") >= len(set(told))


def test_a_survivor_shows_the_line_it_makes() -> None:
    (told, *_) = [one.told for one in made("once_only")]
    assert "`at_most: 1`" in show([told], FILES, form=Form.TEXT, language=Language("en"))


def test_the_document_has_the_lines_of_every_survivor() -> None:
    files = with_main(("text: low, go: bye}", "text: low, go: bye}  # ok: T830 the text is the office's"))
    document = json.loads(json.dumps(as_document(outcome(files), files, Language("en"))))
    assert {
        name: document[name] for name in ("mutants", "refused", "noticed", "survived", "with_a_reason")
    } == {
        "mutants": 4,
        "refused": 1,
        "noticed": 1,
        "survived": 2,
        "with_a_reason": 1,
    }
    assert [one["line"] for one in document["diagnostics"]] == [27]
    assert [
        (one["operator"], one["flow"], one["step"], one["with_a_reason"]) for one in document["survivors"]
    ] == [
        ("text_dropped", "main", "low", True),
        ("text_dropped", "main", "enough", False),
    ]
    assert document["survivors"][1]["lines"] == [{"line": 27, "old": ["    text: low"], "new": []}]
