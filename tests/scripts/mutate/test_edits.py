"""Edits of the text of a file, at places its tree knows."""

from __future__ import annotations

import pytest

from ivr.scripts.mutate.edits import Change, Edit, Source
from ivr.source.nodes import Items, Table, Text
from ivr.source.reading import read_source


def tree_of(text: str) -> tuple[Source, Table]:
    tree, found = read_source("flows/a.yaml", text)
    assert isinstance(tree, Table)
    assert found == ()
    return Source("flows/a.yaml", text), tree


def without(text: str, *names: str) -> str:
    source, tree = tree_of(text)
    step = tree["step"]
    assert isinstance(step, Table)
    return source.applied(edit for name in names for edit in source.without(step, name))


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        ("step: {a: 1, b: 2, c: 3}\n", ["a"], "step: {b: 2, c: 3}\n"),
        ("step: {a: 1, b: 2, c: 3}\n", ["b"], "step: {a: 1, c: 3}\n"),
        ("step: {a: 1, b: 2, c: 3}\n", ["c"], "step: {a: 1, b: 2}\n"),
        ("step: {a: 1}\n", ["a"], "step: {}\n"),
        ("step: {a: 1, b: [x, y],\n       c: 3}\n", ["b"], "step: {a: 1, c: 3}\n"),
        ("step:\n  a: 1  # one\n  b: 2\n", ["a"], "step:\n  b: 2\n"),
        ("step:\n  a: 1\n  b:\n    - x\n    - y\n  c: 3\n", ["b"], "step:\n  a: 1\n  c: 3\n"),
        ("step:\n  a: 1\n  b: [x,\n    y]   # ] no\n  c: 3", ["b"], "step:\n  a: 1\n  c: 3"),
        ("step:\n  a: 1\n  b: 2", ["b"], "step:\n  a: 1\n"),
        ("step:\r\n  a: 1\r\n  b: 2\r\n", ["a"], "step:\r\n  b: 2\r\n"),
    ],
)
def test_an_entry_is_left_out_with_what_belongs_to_it(text: str, names: list[str], left: str) -> None:
    assert without(text, *names) == left


def test_entries_beside_each_other_can_be_left_out_together() -> None:
    tree, _ = read_source("flows/a.yaml", without("step: {a: 1, b: 2, c: 3}\n", "b", "c"))
    assert isinstance(tree, Table)
    assert dict(tree) == {"step": Table([(Text("a", tree.span), Text("1", tree.span))], tree.span)}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("list: [a, b]\n", "list: [a]\n"),
        ("list: [a]\n", "list: []\n"),
        ("list: [a,  # first\n  b]  # last\n", "list: [a]  # last\n"),
        ("list: a\n", "list: []\n"),
        ('list: "a"\n', "list: []\n"),
        ("list:\n  - a\n  - b  # second\nnext: c\n", "list:\n  - a\nnext: c\n"),
        ("list:\n  - a\nnext: c\n", "list:\n  []\nnext: c\n"),
        ("list: []\n", "list: []\n"),
    ],
)
def test_a_list_becomes_one_shorter(text: str, left: str) -> None:
    source, tree = tree_of(text)
    assert source.applied(source.shorter(tree["list"])) == left


def test_a_text_over_several_lines_is_left_alone() -> None:
    source, tree = tree_of("a: |\n  one\n  two\nb: x y\n  z\nc: [p, q\n  r]\n")
    for name in ("a", "b"):
        assert source.whole(tree[name]) is None
        assert source.replaced(tree[name], "new") == ()
        assert source.without(tree, name) == ()
    assert source.shorter(tree["c"]) == ()
    assert source.swapped(tree["a"], tree["c"]) == ()


def test_two_texts_change_places_with_their_quotes() -> None:
    source, tree = tree_of("a: \"one\"\nb: 'two' # 2\n")
    assert source.applied(source.swapped(tree["a"], tree["b"])) == "a: 'two'\nb: \"one\" # 2\n"


def test_what_is_put_round_a_text_stays_within_its_quotes() -> None:
    source, tree = tree_of('a: "one"\nb: two\n')
    for name, left in (("a", 'a: "(one)"\nb: two\n'), ("b", 'a: "one"\nb: (two)\n')):
        node = tree[name]
        assert isinstance(node, Text)
        assert source.applied(source.wrapped(node, "(", ")")) == left


def test_a_bracketed_list_ends_at_its_bracket_not_at_one_in_a_comment() -> None:
    source, tree = tree_of("a: [x,   # ]\n  y   # ]\n  ]\n")
    assert isinstance(tree["a"], Items)
    assert source.written(tree["a"]) == "[x,   # ]\n  y   # ]\n  ]"


def test_an_edit_within_another_is_made_once() -> None:
    source, _ = tree_of("a: 12345\n")
    assert source.applied((Edit(3, 8), Edit(4, 6))) == "a: \n"


def test_changes_far_apart_are_told_apart_and_those_in_one_line_together() -> None:
    source, _ = tree_of("a: 1\nb: 2\nc: 3, 4\n")
    edits = (Edit(3, 4, "9"), Edit(13, 14, "8"), Edit(16, 17, "7"))
    assert source.changes(edits) == (
        Change(1, ("a: 1",), ("a: 9",)),
        Change(3, ("c: 3, 4",), ("c: 8, 7",)),
    )
