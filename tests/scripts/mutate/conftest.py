"""A small project of one flow, in which every operator finds something, and two scripts for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pytest

from ivr.bundle.bundle import Bundle, make_bundle
from ivr.checks.check import check
from ivr.scripts.mutate.making import mutants
from ivr.scripts.mutate.mutant import Mutant
from ivr.scripts.playing import Played
from ivr.scripts.suite import Results, play_all, read_suite

MAIN = """\
flow: main
outcomes: {finished: done}
steps:
  choose:
    say: welcome    # once
    menu: choose
    keys:
      1: look_up
      2: {go: story, when: caller.number != ""}
      3: really     # asks first
    no_input: [still_there, hurry]
    no_match:
      - no_such
      - once_more
    at_most: 3
    after_that: end finished
  look_up: {do: get_balance, save: account, go: {ok: which, not_ours: sorry, unavailable: sorry}}
  which:
    decide:
      - {when: account.left < 10, go: low}
      - when: "account.left < 100"
        go: enough
      - otherwise: enough
  low: {say: low, with: {left: account.left}, text: low, go: bye}
  enough:
    say: enough
    text: low
    with: {left: account.left}
    tries: 2
    out_of_tries: bye
    go: bye
  sorry: {say: sorry, end: finished}
  story:
    if_caller_hangs_up: thanks
    record: story
    longest: 60s
    save: words
    go: {recorded: thanks, silent: thanks}
  thanks: {say: thanks, end: finished}
  really:
    confirm: really
    wait: 3s
    go:
      yes: bye
      no: choose
  bye: {say: bye, end: finished}
"""
HOTLINE = """\
hotline: "10086"
start: main
languages: [en]
patience: {wait: 6s, no_input: [still_there], no_match: no_such, after_that: person}
"""
PERSON = """\
flow: person
outcomes: {none: trouble}
steps:
  nobody: {say: nobody, hang_up: none}
"""
OPERATIONS = """\
operations:
  get_balance: {effect: read, gives: {ok: {left: money}, not_ours: {}}}
"""
WORDS = """\
welcome: Hello.
choose:
  say: What is it?
  choices:
    look_up: {say: For your balance, heard: [balance]}
    story: {say: To tell us something, heard: [tell]}
    really: {say: To stop, heard: [stop]}
low: {say: "Only {left:money}.", text: "Left {left:money}."}
enough: {say: "You have {left:money}."}
sorry: We cannot look.
story: {say: Go ahead. We record., tells: [recording]}
thanks: Thank you.
really: Do you want to stop?
bye: Goodbye.
"""
COMMON = """\
still_there: Are you there?
hurry: Please choose.
no_such: No such choice.
once_more: Try again.
nobody: Nobody is here.
"""
FILES: Mapping[str, str] = MappingProxyType(
    {
        "flows/hotline.yaml": HOTLINE,
        "flows/main.yaml": MAIN,
        "flows/operations.yaml": OPERATIONS,
        "flows/person.yaml": PERSON,
        "prompts/en/common.yaml": COMMON,
        "prompts/en/main.yaml": WORDS,
    }
)
LOW = """\
call: A caller with little left hears it and gets it as a text
backend:
  get_balance: {ok: {left: 6.20}}
steps:
  - hear: [welcome, choose]
  - press: 1
  - hear: [{low: {left: 6.20}}, bye]
  - get_text: {low: {left: 6.20}}
expect:
  ended: main.finished
"""
STORY = """\
call: A caller tells a story
steps:
  - press: 2
  - leave_message: 5s
  - hear: thanks
"""
SCRIPTS: Mapping[str, str] = MappingProxyType({"tests/calls/low.yaml": LOW, "tests/calls/story.yaml": STORY})


def bundle_of(files: Mapping[str, str]) -> Bundle:
    """Return the bundle of files that have nothing wrong with them."""
    checked, found = check(files)
    assert checked is not None, found
    return make_bundle(checked)


def with_main(*edits: tuple[str, str]) -> dict[str, str]:
    """Return the project with texts of its flow replaced; each must be there once."""
    text = MAIN
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return {**FILES, "flows/main.yaml": text}


def made(operator: str, files: Mapping[str, str] = FILES) -> list[Mutant]:
    """Return the mutants of one operator."""
    return [one for one in mutants(bundle_of(files).checked) if one.operator == operator]


def lines(mutant: Mutant) -> list[tuple[int, list[str], list[str]]]:
    """Return the changed lines without their indentation."""
    return [
        (one.line, [each.strip() for each in one.old], [each.strip() for each in one.new])
        for one in mutant.changes
    ]


@pytest.fixture(scope="session")
def played() -> Callable[[Mapping[str, str]], list[Played]]:
    """Give what plays scripts on the project; all of them must pass."""

    def play(scripts: Mapping[str, str]) -> list[Played]:
        bundle = bundle_of(FILES)
        suite = read_suite(scripts, bundle)
        assert suite.mistakes == ()
        done = list(play_all(suite.scripts, bundle, Results()))
        assert [one.failures for one in done] == [()] * len(scripts)
        return done

    return play
