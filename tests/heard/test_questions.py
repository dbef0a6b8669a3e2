"""What is heard before each option of a question."""

from __future__ import annotations

from tests.heard.hotlines import SETTINGS, asked, hotline, options

MENU = "first: {menu: ask, keys: {1: bye, 2: bye2}}\nbye: {end: told}\nbye2: {end: told}\n"
WORDS = "ask: {say: qqq, choices: {bye: a, bye2: bb}}\n"
NOBODY_SAID = SETTINGS.replace("{go: agent, said: first_menu}", "agent")


def test_an_option_is_heard_when_its_key_has_been_said() -> None:
    one = asked(hotline(MENU, WORDS, settings=NOBODY_SAID), "first")
    assert options(one) == {"1": (2, 5), "2": (3, 8)}
    assert one.question.longest_s == 8


def test_the_first_menu_of_a_call_offers_a_person_too_and_a_later_one_does_not() -> None:
    two = MENU.replace("1: bye,", "1: second,") + "second: {menu: again, keys: {1: bye}}\n"
    words = WORDS.replace("bye: a", "second: a") + "again: {say: q, choices: {bye: a}}\n"
    project = hotline(two, words)
    assert options(asked(project, "first"))["0"] == (5, 13)
    assert "0" not in options(asked(project, "second"))


def test_a_flow_that_only_says_something_leaves_the_next_menu_the_first() -> None:
    steps = "news: {flow: news, go: {told: first}}\n" + MENU
    news = "flow: news\noutcomes: {told: done}\nsteps:\n  say: {say: n, end: told}\n"
    assert "0" in options(asked(hotline(steps, WORDS, news=news, news_words="n: n\n"), "first"))


def test_a_menu_after_a_flow_that_asked_from_a_menu_is_not_the_first() -> None:
    steps = "news: {flow: news, go: {told: first}}\n" + MENU
    news = "flow: news\noutcomes: {told: done}\nsteps:\n  which: {menu: n, keys: {1: end told}}\n"
    project = hotline(steps, WORDS, news=news, news_words="n: {say: n, choices: {told: t}}\n")
    assert "0" in options(asked(project, "news.which"))
    assert "0" not in options(asked(project, "first"))


def test_a_question_asked_again_in_longer_words_takes_as_long_as_those() -> None:
    words = WORDS.replace("say: qqq", "say: qqq, again: qqqqqq")
    assert asked(hotline(MENU, words, settings=NOBODY_SAID), "first").question.longest_s == 11


LIST = """\
look: {do: look, save: found, go: {ok: pick, not_ours: bye, unavailable: bye}}
pick: {menu: pick, list: found.items, each: item, save: picked, go: bye}
bye: {end: told}
"""
CONTRACT = """\
types: {item: {name: text}}
operations: {look: {effect: read, gives: {ok: {items: list of item}, not_ours: {}}}}
"""


def test_of_a_list_a_full_page_is_offered_and_the_next_one() -> None:
    project = hotline(LIST, "pick: qq\nitem: '{name:text}'\n", operations=CONTRACT, settings=NOBODY_SAID)
    one = asked(project, "pick")
    assert options(one) == {
        "1": (5, 7), "2": (5, 12), "3": (5, 17), "4": (5, 22), "5": (5, 27), "8": (3, 30),
    }  # fmt: skip
    assert one.question.longest_s == 33  # a page in the middle offers the one before as well


def test_a_list_read_aloud_is_one_item_at_the_shortest_and_five_and_the_rest_at_the_longest() -> None:
    steps = (
        LIST.replace("ok: pick", "ok: tell")
        + "tell: {confirm: tell, with: {items: found.items}, go: {yes: bye, no: bye}}\n"
    )
    words = "pick: q\ntell: {say: 'q{items:each item}', yes: j, no: n}\nitem: '{name:text}'\n"
    words_heard = asked(hotline(steps, words, operations=CONTRACT), "tell").question.words
    assert (words_heard.shortest_s, words_heard.longest_s) == (1 + 4, 1 + 5 * 4 + 4 + 1)


def test_a_recording_played_back_counts_as_usual_ones_do() -> None:
    steps = """\
tell: {record: say, longest: 60s, save: words, go: {recorded: right, silent: bye}}
right: {confirm: right, with: {words: words}, go: {yes: bye, no: tell}}
bye: {end: told}
"""
    words = "say: {say: s, tells: [recording]}\nright: {say: 'r{words:audio}', yes: j, no: n}\n"
    assert asked(hotline(steps, words), "right").question.words.longest_s == 13


NEWS = "flow: news\noutcomes: {told: done}\nsteps:\n  say: {say: n, end: told}\n"


def test_a_flow_heard_before_and_after_the_first_menu_makes_only_one_menu_the_first() -> None:
    steps = """\
news: {flow: news, go: {told: first}}
first: {menu: ask, keys: {1: more_news, 2: bye2}}
more_news: {flow: news, go: {told: second}}
second: {menu: again, keys: {1: bye2}}
bye2: {end: told}
"""
    words = "ask: {say: q, choices: {more_news: a, bye2: b}}\nagain: {say: q, choices: {bye2: b}}\n"
    project = hotline(steps, words, news=NEWS, news_words="n: n\n")
    assert "0" in options(asked(project, "first"))
    assert "0" not in options(asked(project, "second"))


def test_either_of_two_menus_can_be_the_first_after_the_same_flow() -> None:
    steps = """\
who: {decide: [{when: caller.number == "", go: a}, {otherwise: b}]}
a: {flow: news, go: {told: one}}
b: {flow: news, go: {told: two}}
one: {menu: ask, keys: {1: end told}}
two: {menu: ask, keys: {1: end told}}
"""
    project = hotline(steps, "ask: {say: q, choices: {told: t}}\n", news=NEWS, news_words="n: n\n")
    assert "0" in options(asked(project, "one"))
    assert "0" in options(asked(project, "two"))
