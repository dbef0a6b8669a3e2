"""How far a caller is from a person."""

from __future__ import annotations

from ivr.heard.person import Distance
from tests.heard.hotlines import SETTINGS, asked, hotline, timed

ASK = "first: {menu: ask, keys: {1: bye}}\nbye: {end: told}\n"
WORDS = "ask: {say: qqq, choices: {bye: a}}\n"
NO_ZERO = SETTINGS.replace(", 0: {go: agent, said: first_menu}", "")


def test_the_key_for_a_person_works_before_the_question_is_over() -> None:
    assert asked(hotline(ASK, WORDS), "first").person == Distance(5, 1)


def test_while_digits_are_asked_for_the_star_goes_before_the_key_for_a_person() -> None:
    steps = "ask: {collect: ask, digits: 6, save: number, go: bye}\nbye: {end: told}\n"
    assert asked(hotline(steps, "ask: qqqq\n"), "ask").person == Distance(5, 2)


def test_words_that_tell_something_have_to_be_heard_first() -> None:
    told = WORDS.replace("say: qqq", "say: qqq, tells: [price]")
    assert asked(hotline(ASK, told), "first").person == Distance(3 + 5, 1)


def test_words_that_no_key_interrupts_have_to_be_heard_with_all_that_is_offered() -> None:
    steps = ASK.replace("{menu: ask,", "{menu: ask, barge_in: no,")
    assert asked(hotline(steps, WORDS), "first").person == Distance(3 + 2 + 5, 1)


def test_before_a_recording_everything_has_to_be_heard_and_the_recording_ended() -> None:
    steps = """\
tell: {record: tell, longest: 60s, save: words, go: {recorded: right, silent: bye}}
right: {confirm: right, go: {yes: bye, no: tell}}
bye: {end: told}
"""
    words = "tell: {say: tttttt, tells: [recording]}\nright: {say: r, yes: j, no: n}\n"
    assert asked(hotline(steps, words), "tell").person == Distance(6 + 5, 2)


def test_without_a_key_of_everywhere_the_way_leads_through_the_menus() -> None:
    steps = """\
first: {menu: ask, keys: {1: inner, 2: agent}, then: first}
"""
    inner = "flow: inner\noutcomes: {ended: done}\nsteps:\n  ask: {confirm: ask, go: {yes: end ended, no: end ended}}\n"
    project = hotline(
        steps,
        "ask: {say: q, choices: {inner: a, agent: b}}\n",
        settings=NO_ZERO.replace("star: back, ", ""),
        inner=inner,
        inner_words="ask: {say: q, yes: j, no: n}\n",
    )
    assert asked(project, "inner.ask").person == Distance(5, 2)


def test_who_can_go_back_to_a_question_with_a_person_is_not_out_of_reach() -> None:
    steps = "first: {menu: ask, keys: {1: second, 2: agent}, then: bye}\nsecond: {menu: more, keys: {1: bye}}\nbye: {end: told}\n"
    words = "ask: {say: q, choices: {second: a, agent: b}}\nmore: {say: m, choices: {bye: a}}\n"
    settings = NO_ZERO.replace("after_that: agent", "after_that: bye")
    assert asked(hotline(steps, words, settings=settings), "second").person == Distance(5, 2)
    gone = settings.replace("star: back, ", "")
    assert asked(hotline(steps, words, settings=gone), "second").person is None


def test_a_person_is_offered_when_the_key_has_been_said_in_the_first_menu() -> None:
    steps = "hello: {say: h, go: first}\n" + ASK
    offer = timed(hotline(steps, WORDS + "h: hh\n")).offers["zh-CN"]
    assert (offer.option.key, offer.offered_s, offer.reached_s) == ("0", 2 + 3 + 2 + 5, 12 + 1 + 5)


def test_where_the_system_puts_some_through_a_person_is_not_offered() -> None:
    steps = 'who: {decide: [{when: caller.number == "", go: agent_now}, {otherwise: first}]}\nagent_now: {flow: agent, go: bye}\n'
    quiet = SETTINGS.replace("{go: agent, said: first_menu}", "agent")
    found = timed(hotline(steps + ASK, WORDS, settings=quiet))
    assert found.person
    assert found.offers == {}


def test_of_a_flow_that_asks_before_it_puts_through_the_yes_is_the_offer() -> None:
    steps = "first: {menu: ask, keys: {1: inner}, then: bye}\nbye: {end: told}\n"
    inner = """\
flow: inner
outcomes: {ended: done}
steps:
  ask: {confirm: ask, go: {yes: through, no: end ended}}
  through: {transfer: agents, go: {answered: end ended, nobody: end ended, failed: end ended}}
"""
    quiet = SETTINGS.replace("{go: agent, said: first_menu}", "agent")
    words = "ask: {say: q, choices: {inner: a}}\n"
    found = timed(
        hotline(steps, words, settings=quiet, inner=inner, inner_words="ask: {say: q, yes: j, no: n}\n")
    )
    offer = found.offers["zh-CN"]
    assert (offer.asked.node.step, offer.option.key, offer.offered_s) == ("ask", "1", 3 + 3)


def test_a_hotline_without_a_queue_has_no_people() -> None:
    settings = 'hotline: "10086"\nstart: main\nlanguages: [zh-CN]\n'
    assert not timed(hotline(ASK, WORDS, settings=settings)).person


def test_words_about_what_cannot_be_undone_have_to_be_heard_first() -> None:
    contract = """\
types: {item: {name: text}}
operations: {stop: {effect: destructive, takes: {items: list of item}, gives: {ok: {}}}}
"""
    steps = """\
ask: {confirm: ask, go: {yes: stop, no: bye}}
stop: {do: stop, go: {ok: bye, unsure: bye, unavailable: bye}}
bye: {end: told}
"""
    words = "ask: {say: qqqqqq, yes: jj, no: nn}\n"
    assert asked(hotline(steps, words, operations=contract), "ask").person == Distance(6 + 5, 1)


def test_who_can_start_over_is_as_near_as_at_the_start() -> None:
    steps = "first: {menu: ask, keys: {1: second, 2: agent}, then: bye}\nsecond: {menu: more, keys: {1: bye}}\nbye: {end: told}\n"
    words = "ask: {say: q, choices: {second: a, agent: b}}\nmore: {say: m, choices: {bye: a}}\n"
    settings = SETTINGS.replace("star: back, 9: repeat, 0: {go: agent, said: first_menu}", "8: start_over")
    settings = settings.replace("after_that: agent", "after_that: bye")
    assert asked(hotline(steps, words, settings=settings), "second").person == Distance(5, 2)


def test_the_earliest_offer_counts_wherever_it_is_written() -> None:
    steps = "later: {menu: ask, keys: {1: agent}, then: bye}\nbye: {end: told}\n"
    before = "first: {menu: first, keys: {1: later, 2: agent}, then: bye}\n" + steps
    words = "ask: {say: q, choices: {agent: b}}\nfirst: {say: q, choices: {later: a, agent: b}}\n"
    quiet = SETTINGS.replace("{go: agent, said: first_menu}", "agent")
    found = timed(hotline(before, words, settings=quiet)).offers["zh-CN"]
    assert (found.asked.node.step, found.offered_s) == ("first", 5)
    slow = words.replace(
        "{say: q, choices: {later: a, agent: b}}", "{say: q, choices: {later: a, agent: bbbbbbbbb}}"
    )
    assert timed(hotline(before, slow, settings=quiet)).offers["zh-CN"].asked.node.step == "later"
