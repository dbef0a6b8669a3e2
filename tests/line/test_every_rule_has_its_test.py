"""Every rule of reference/twiml.md, sections 2 to 8 and 13, is cited by a test, or says why it cannot be.

A rule's name is its section and a word of ours (``2.6 token``); numbered lists keep their numbers
(``6.3 keys 5``). A test cites rules at the beginning of its docstring: names with commas between them, then
``: …``, ``; …`` or the end. Sections 10 and 15 stand behind the semicolon: they are not part of this table.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
FOLDERS = ("line", "caller", "twiml")
SECTIONS = (
    *(f"2.{place}" for place in range(1, 8)),
    *(f"3.{place}" for place in range(1, 4)),
    *("4", *(f"4.{place}" for place in range(1, 5))),
    *(f"5.{place}" for place in range(1, 5)),
    *(f"6.{place}" for place in range(1, 11)),
    *("7.1", "7.2"),
    *(f"8.{place}" for place in range(1, 5)),
    *(f"13.{place}" for place in range(1, 7)),
)

RULES = Path(__file__).with_name("rules.txt")
"""One rule a line: its name, two spaces or more, and what it is about, in words of ours."""

_NO_OTHER_LEG = "the line has one leg: nobody plays the called side"
_NO_REST = "nothing is asked of the carrier over REST; the stand-in for that has tests of its own"
_RECEIVER = "says how an application is written: tests/web and tests/twiml hold ours to it"
_NO_AUDIO = "no sound travels on the line, only what is said about it"
_ONE_CALLBACK = "a number's address is told the end alone, so there is one callback"
UNSEEN = {
    "2.1 called leg": _NO_OTHER_LEG,
    "2.2 new parameters": _RECEIVER,
    "2.3 others": "optional, and told only of calls this line does not make: forwarded, over SIP, by machine",
    "2.4 outbound": "the line's calls come in",
    "2.6 names and edges": "one machine has one edge, and httpx always names the server",
    "2.7 text cookies": "one text is one conversation; nothing is kept for the next",
    "3.3 advice": _RECEIVER,
    "4.1 rule 5": "the carrier posts JSON for other products only",
    "4.2 either form": _RECEIVER,
    "4.3 traps": _RECEIVER,
    "5.1 inline": _NO_REST,
    "5.2 rule 5": _NO_REST,
    "5.2 called leg": _NO_OTHER_LEG,
    "5.3 inline": _NO_REST,
    "5.4 library": _RECEIVER,
    "6.1 digits": _NO_AUDIO,
    "6.2 kept": "keeping files is allowed, not required: the line fetches them each time",
    "6.3 words": "a script says what is recognised, letter by letter",
    "6.5 ready": "recordings lie with the carrier, and the line has no such host",
    "6.5 sound": _NO_AUDIO,
    "6.8 busy": "a script says answered, nobody or failed",
    "6.8 called leg": _NO_OTHER_LEG,
    "6.9 other results": _NO_REST,
    "6.10 sms callback": "the reference names the attribute and not what it tells",
    "7.1 sip code": _NO_OTHER_LEG,
    "7.1 recording": _NO_REST,
    "7.2 limit": "the simulated caller gives up after an hour (13.1 cap)",
    "8.1 media": "a script writes words",
    "8.1 opt-out": _NO_REST,
    "8.2 reply loop": "needs two applications that text each other",
    "8.3 sending": _NO_REST,
    "8.4 errors": _NO_REST,
    "13.4 ready": "recordings lie with the carrier, and the line has no such host",
    "13.5 out of order": _ONE_CALLBACK,
    "13.5 elsewhere": _NO_REST,
    "13.6 others": "names programs, not rules",
}
_RULE = re.compile(r"(\d+(?:\.\d+)? \S+(?: \S+)*)  +\S.*")
_STARTS_WITH_SECTION = re.compile(r"\d+(\.\d+)? ")


def lines() -> list[str]:
    return RULES.read_text(encoding="utf-8").splitlines()


def named() -> list[str]:
    return [found[1] for line in lines() if (found := _RULE.fullmatch(line)) is not None]


def citations(folder: Path) -> Iterator[tuple[str, str]]:
    """Every test and what it cites."""
    for path in sorted(folder.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
                continue
            head = re.split(r"[:;]|\.(?:\s|$)", ast.get_docstring(node) or "")[0]
            if _STARTS_WITH_SECTION.match(head):
                yield from ((node.name, rule) for rule in head.split(", "))


@cache
def cited() -> frozenset[str]:
    return frozenset(rule for folder in FOLDERS for _, rule in citations(TESTS / folder))


def test_the_table_can_be_read_and_names_nothing_twice() -> None:
    names = named()
    assert len(names) == len(lines())
    assert len(names) == len(set(names))
    assert {name.split(" ")[0] for name in names} == set(SECTIONS)


@pytest.mark.parametrize("rule", [rule for rule in named() if rule not in UNSEEN])
def test_a_rule_that_can_be_observed_is_cited_by_a_test(rule: str) -> None:
    assert rule in cited()


def test_what_cannot_be_observed_is_a_rule_and_nobody_claims_to_observe_it() -> None:
    assert set(UNSEEN) <= set(named())
    assert not set(UNSEEN) & cited()


@pytest.mark.parametrize("folder", ["line", "caller"])
def test_nobody_cites_a_rule_that_is_none(folder: str) -> None:
    assert [(test, rule) for test, rule in citations(TESTS / folder) if rule not in named()] == []


@pytest.mark.parametrize(
    ("docstring", "found"),
    [
        ("2.6 token, 13.5 twice; 15, question 3.", ["2.6 token", "13.5 twice"]),
        ("6.3 keys 1: afterwards the caller, 2.6 or not, is waited for.", ["6.3 keys 1"]),
        ("4 hash.", ["4 hash"]),
        ("Answers 2.6 token.", []),
    ],
)
def test_a_citation_stands_at_the_beginning(tmp_path: Path, docstring: str, found: list[str]) -> None:
    (tmp_path / "test_it.py").write_text(f'def test_it():\n    """{docstring}"""\n', encoding="utf-8")
    assert [rule for _, rule in citations(tmp_path)] == found
