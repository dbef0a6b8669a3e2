"""What is heard before a caller gets what they wanted."""

from __future__ import annotations

import pytest

from ivr.heard.times import Goal, heard_times
from tests.heard.hotlines import asked, goals, hotline, one_second_a_character
from tests.language.projects import project_of, shipped

BYE = "bye: {say: b, end: told}\n"
BYE_WORDS = "b: bbb\n"


def test_a_goal_is_as_near_as_its_shortest_way_and_as_far_as_its_longest() -> None:
    steps = (
        "first: {menu: ask, keys: {1: short, 2: long}}\nshort: {say: s, go: bye}\nlong: {say: l, go: bye}\n"
        + BYE
    )
    words = "ask: {say: q, choices: {short: a, long: bb}}\ns: s\nl: llllllllll\n" + BYE_WORDS
    assert goals(hotline(steps, words)) == {"main.told": (3 + 1 + 3, 6 + 10 + 3)}


def test_nothing_is_heard_twice() -> None:
    steps = "first: {menu: ask, keys: {1: news, 2: bye}}\nnews: {say: n, go: first}\n" + BYE
    words = "ask: {say: q, choices: {news: a, bye: b}}\nn: nnnnnnnn\n" + BYE_WORDS
    assert goals(hotline(steps, words))["main.told"] == (8, 8)


def test_of_several_ways_that_lead_back_the_longest_counts_once() -> None:
    steps = """\
first: {menu: ask, keys: {1: short, 2: long}}
short: {say: s, go: again}
long: {say: l, go: again}
again: {menu: again, keys: {1: short, 2: long}, no_input: [], after_that: end told}
"""
    words = "ask: {say: q, choices: {short: a, long: a}}\nagain: {say: q, choices: {short: a, long: a}}\ns: s\nl: llllllllll\n"
    assert goals(hotline(steps, words))["main.told"] == (3 + 1, 5 + 10)


def test_where_silence_is_an_answer_nobody_has_to_listen() -> None:
    steps = (
        "tell: {say: t, go: more}\nmore: {menu: more, keys: {1: tell}, no_input: [], after_that: end told}\n"
    )
    words = "t: tttt\nmore: {say: mmmmmmmm, choices: {tell: a}}\n"
    assert goals(hotline(steps, words))["main.told"] == (4, 4)


def test_silence_and_wrong_keys_are_no_way_to_a_goal() -> None:
    steps = "ask: {confirm: ask, unanswered: bye, go: {yes: far, no: far}}\nfar: {say: f, go: bye}\n" + BYE
    words = "ask: {say: q, yes: j, no: n}\nf: ffffffffffff\n" + BYE_WORDS
    assert goals(hotline(steps, words))["main.told"] == (3 + 12 + 3, 5 + 12 + 3)


FLOW = "flow: inner\noutcomes: {ended: done, other: trouble}\nsteps:\n"


def test_what_is_heard_in_another_flow_counts_on_the_way_through_it() -> None:
    steps = "first: {say: a, flow: inner, go: {ended: bye, other: bye}}\n" + BYE
    inner = FLOW + "  ask: {collect: number, digits: 6, save: number, go: end ended}\n"
    project = hotline(steps, "a: aa\n" + BYE_WORDS, inner=inner, inner_words="number: nnnn\n")
    assert goals(project) == {"main.told": (2 + 4 + 3, 2 + 4 + 3), "inner.ended": (6, 6)}


def test_after_a_flow_started_by_a_key_the_call_goes_on_at_then() -> None:
    steps = "first: {menu: ask, keys: {1: inner}, then: bye}\n" + BYE
    inner = FLOW + "  tell: {say: tell, end: ended}\n"
    words = "ask: {say: q, choices: {inner: a}}\n" + BYE_WORDS
    project = hotline(steps, words, inner=inner, inner_words="tell: tttttt\n")
    assert goals(project)["inner.ended"] == (3 + 6, 3 + 6)
    assert goals(project)["main.told"] == (3 + 6 + 3, 3 + 6 + 3)


def test_flows_that_start_one_another_come_to_an_end() -> None:
    steps = "first: {menu: ask, keys: {1: inner, 2: bye}, then: first}\n" + BYE
    inner = FLOW + "  ask: {menu: ask, keys: {1: main, 2: end ended}, then: ask}\n"
    words = "ask: {say: q, choices: {inner: a, bye: a}}\n" + BYE_WORDS
    inner_words = "ask: {say: q, choices: {main: a, ended: a}}\n"
    found = goals(hotline(steps, words, inner=inner, inner_words=inner_words))
    assert found["main.told"] == (5 + 3, 5 + 3)
    assert found["inner.ended"][0] == 3 + 5


def test_a_caller_of_another_language_hears_the_first_one_until_it_can_be_changed() -> None:
    steps = "first: {menu: ask, keys: {1: bye, 2: english}}\nenglish: {language: en, go: first}\n" + BYE
    words = "ask: {say: qqqqq, choices: {bye: a, english: {in: en}}}\n" + BYE_WORDS
    english = "ask: {say: q, choices: {bye: aa, english: eeee}}\nb: b\n"
    project = hotline(steps, words, english=english)
    assert goals(project)["main.told"] == (7 + 3, 7 + 3)
    assert asked(project, "first", "en").begins_s == 7 + 5
    assert goals(project, "en")["main.told"] == (12 + 1 + 3 + 1, 12 + 1 + 3 + 1)


def test_the_balance_is_told_within_fifteen_seconds_of_the_call_and_by_one_key() -> None:
    found = heard_times(project_of(shipped()), "zh-CN")
    assert found[Goal("balance", "told")].shortest_s < 15


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_what_callers_come_for_is_reached_in_every_language(language: str) -> None:
    found = {str(goal) for goal in heard_times(project_of(shipped()), language)}
    assert found >= {"balance.told", "cancel_services.cancelled", "complaint.told", "other_services.told"}


def test_built_audio_counts_instead_of_the_estimate() -> None:
    project = hotline(BYE, BYE_WORDS)
    goal = Goal("main", "told")
    assert heard_times(project, "zh-CN", one_second_a_character)[goal].shortest_s == 3
    assert heard_times(project, "zh-CN")[goal].shortest_s == pytest.approx(3 * 0.07)


def test_who_needs_too_many_tries_is_on_no_way_to_a_goal() -> None:
    steps = "ask: {collect: a, digits: 6, save: n, tries: 2, out_of_tries: end told, go: tell}\ntell: {say: t, end: told}\n"
    assert goals(hotline(steps, "a: aa\nt: ttt\n"))["main.told"] == (5, 5)


def test_who_says_nothing_into_a_recording_is_on_no_way_to_a_goal() -> None:
    steps = "tell: {record: a, longest: 9s, save: w, go: {recorded: more, silent: end told}}\nmore: {say: t, end: told}\n"
    assert goals(hotline(steps, "a: {say: aa, tells: [recording]}\nt: ttt\n"))["main.told"] == (5, 5)


def test_a_long_way_counts_where_a_short_one_leads_to_the_same_step() -> None:
    steps = "first: {menu: ask, keys: {1: bye, 2: a}}\na: {say: l, go: b}\nb: {say: l, go: bye}\n" + BYE
    words = "ask: {say: q, choices: {bye: x, a: x}}\nl: llll\n" + BYE_WORDS
    assert goals(hotline(steps, words))["main.told"] == (3 + 3, 5 + 8 + 3)


def test_the_last_of_several_answers_is_the_longest_to_wait_for() -> None:
    steps = "first: {menu: ask, answers: {1: a, 2: b, 3: c}, save: kind, go: bye}\n" + BYE
    words = "ask: {say: q, choices: {a: a, b: b, c: c}}\n" + BYE_WORDS
    assert goals(hotline(steps, words))["main.told"] == (3 + 3, 7 + 3)


def test_a_flow_that_is_done_only_after_the_one_that_started_it_is_reached_too() -> None:
    steps = "first: {menu: ask, keys: {1: inner, 2: bye}, then: first}\n" + BYE
    inner = FLOW + "  ask: {menu: ask, keys: {1: main}, then: end ended}\n"
    words = "ask: {say: q, choices: {inner: a, bye: a}}\n" + BYE_WORDS
    found = goals(hotline(steps, words, inner=inner, inner_words="ask: {say: q, choices: {main: a}}\n"))
    assert found["inner.ended"][0] == 3 + 3 + 5 + 3


def test_what_only_a_flow_of_a_ring_leads_to_is_reached_and_heard_once() -> None:
    steps = (
        "first: {menu: ask, keys: {1: inner, 2: bye}, then: far}\nfar: {say: l, flow: last, go: {told: bye}}\n"
        + BYE
    )
    inner = FLOW + "  ask: {menu: ask, keys: {1: main}, then: end ended}\n"
    last = "flow: last\noutcomes: {told: done}\nsteps:\n  say: {say: n, end: told}\n"
    words = "ask: {say: q, choices: {inner: a, bye: a}}\nl: llll\n" + BYE_WORDS
    inner_words = "ask: {say: q, choices: {main: a}}\n"
    found = goals(hotline(steps, words, inner=inner, inner_words=inner_words, last=last, last_words="n: n\n"))
    assert found["last.told"] == (3 + 3 + 8 + 4 + 1, 3 + 3 + 8 + 4 + 1)
    assert found["main.told"] == (8, 3 + 3 + 8 + 4 + 1 + 3)


def test_what_comes_to_nothing_is_no_goal() -> None:
    steps = "first: {flow: inner, go: {other: bye, ended: bye}}\n" + BYE
    found = goals(
        hotline(steps, BYE_WORDS, inner=FLOW + "  tell: {say: tell, end: other}\n", inner_words="tell: t\n")
    )
    assert set(found) == {"main.told"}
