"""What people really type, and where they are told."""

from __future__ import annotations

import pytest

from ivr.diagnostics.show import Form, show
from ivr.source.nodes import Table
from ivr.source.reading import read_source


def told(text):
    return [
        (f"{each.code}.{each.variant}", each.span.line, each.span.column)
        for each in read_source("f.yaml", text)[1]
    ]


@pytest.mark.parametrize(
    ("text", "variant", "line", "column"),
    [
        ("a:\n\tb: c", "Y001.tab", 2, 1),
        ("a:\n  \tb: c", "Y001.tab", 2, 3),
        ("a: {\n\tb: c}", "Y001.tab", 2, 1),
        ("a:\n  b: c\n\t\n", "Y001.tab", 3, 1),
        ("a: b\n　c: d", "Y001.wide_space", 2, 1),
        ("flow：main\nsteps:\n", "Y001.full_width", 1, 5),
        ("steps:\n  a:\n    say：w\n    go: b", "Y001.full_width", 3, 8),
        ("steps:\n  a:\n    say：w\n", "Y001.full_width", 3, 8),
        ("steps:\n  余额不足：\n    say: w\n", "Y001.full_width", 2, 7),
        ("{yes: a，no: b}", "Y001.full_width", 1, 8),
        ("a: [是，好]", "Y001.full_width", 1, 6),
        ("a: {say：w}", "Y001.full_width", 1, 8),
        ("１: b", "Y001.full_width", 1, 1),
        ("“0000”: a", "Y001.curly_quotes", 1, 1),
        ("a: “b”", "Y001.curly_quotes", 1, 4),
        ("keys:\n  *: back", "Y001.star", 2, 3),
        ("keys: {*: back}", "Y001.star", 1, 8),
        ("say: note: this", "Y001.second_colon", 1, 10),
        ("a: 'x\nb: c\n", "Y001.unclosed_quote", 1, 4),
        ("a: 'x\nb: 'c'\n", "Y001.unclosed_quote", 1, 4),
        ("a: [b, c\nd: e\n", "Y001.unclosed_bracket", 1, 4),
        ("a: {b: c\n", "Y001.unclosed_bracket", 1, 4),
        ("a: [b]]", "Y001.stray_bracket", 1, 7),
        ("a: }", "Y001.stray_bracket", 1, 4),
        ("a: 'it's'", "Y001.after_quote", 1, 8),
        ('a: "\\q"', "Y001.bad_escape", 1, 5),
        ("a: b\nc d\ne: f", "Y001.no_colon", 2, 1),
        ("a:\n  go:b\n", "Y001.no_space", 2, 5),
        ("a: {go:b}", "Y001.no_space", 1, 7),
        ("a:\n  b: 1\n c: 2", "Y001.indent", 3, 2),
        ("a: 1\n  b: 2", "Y001.indent", 2, 3),
        ("a: `b`", "Y001.reserved", 1, 4),
        ("a: @b", "Y001.reserved", 1, 4),
        ("a: - b", "Y001.dash", 1, 4),
        ("a: &x b", "Y001.anchor", 1, 4),
        ("a: *x", "Y001.alias", 1, 4),
        ("a: !!int 3", "Y001.tag", 1, 4),
        ("a: !!python/object/apply:os.system [ls]", "Y001.tag", 1, 4),
        ("a: ! b", "Y001.tag", 1, 4),
        ("<<: {a: b}", "Y001.merge_key", 1, 1),
        ("? [a]\n: b", "Y001.key_not_text", 1, 3),
        ("{a: b}: c", "Y001.key_not_text", 1, 1),
        ("a: b\n---\nc: d", "Y001.second_document", 2, 1),
        ("%YAML 1.2\n---\na: b", "Y001.directive", 1, 1),
        ("%YAML 3.0\n---\na: b", "Y001.directive", 1, 1),
        ("keys:\n  1: a\n  #: b\n", "Y003.hash_key", 3, 3),
        ("keys: {1: a, #: b}\nc: d\n", "Y003.hash_key", 1, 14),
        ("say: 请按 #号键", "Y003.words_cut", 1, 9),
        ("a: b\x07", "Y005.control_character", 1, 5),
        ("a: b\x85c", "Y005.control_character", 1, 5),
        ("a: \ud800", "Y005.control_character", 1, 4),
        ("a:\n  b\u200bc: d", "Y005.hidden_character", 2, 4),
    ],
)
def test_a_mistake_is_told_once_at_its_own_place(text, variant, line, column):
    assert told(text) == [(variant, line, column)]


@pytest.mark.parametrize(
    "text",
    [
        "say: 您好：请按1，或者说“人工”。",
        "say: 【中国移动】余额：20元",
        "say: |\n  #: a\n  \tb\n  go：c\n",
        'say: "a\n  #: b"\n',
        "heard: [是, 好]",
        "say: see http://example.test",
        "at: 12:30",
        'keys: {"#": a, "*": b}',
        "a: b  # ok: M202 because\n",
        "a: b #注释",
        "right: 您说的是：{words:audio}",
    ],
)
def test_the_same_signs_inside_a_sentence_are_no_mistake(text):
    node, diagnostics = read_source("f.yaml", text)
    assert diagnostics == ()
    assert isinstance(node, Table)


def test_a_key_written_twice_is_told_at_the_second_with_the_first_shown():
    node, (duplicate,) = read_source("f.yaml", "keys:\n  1: a\n  2: b\n  1: c\n")
    assert (duplicate.variant, dict(duplicate.facts)) == ("duplicate", {"key": "1"})
    assert duplicate.span.line == 4
    assert duplicate.related[0].span.line == 2
    assert node == {"keys": {"1": "a", "2": "b"}}


def test_several_mistakes_are_told_at_once():
    assert told("a: &x b\nc: d\nc: !t e\nf: g\u200b\n") == [
        ("Y005.hidden_character", 4, 5),
        ("Y001.anchor", 1, 4),
        ("Y001.duplicate", 3, 1),
        ("Y001.tag", 3, 4),
    ]


def test_what_was_not_meant_as_it_reads_gives_no_tree_so_that_nothing_follows_from_it():
    assert read_source("f.yaml", "a:\n  go：b\n")[0] is None
    assert read_source("f.yaml", "a: *x\n")[0] is None
    assert read_source("f.yaml", "a: &x b\n")[0] == {"a": "b"}


def test_a_full_width_colon_is_told_with_its_line_in_chinese():
    text = "flow: main\nsteps：\n  a: {say: b}\n"
    _, diagnostics = read_source("flows/main.yaml", text)
    assert (
        show(diagnostics, {"flows/main.yaml": text}, form=Form.TEXT, language="zh-CN")
        == """\
错误[Y001]：`：` 是全角符号，YAML 不认识
 --> flows/main.yaml:2:6
  |
1 | flow: main
2 | steps：
  |      ^^ 这里应是 `:`
  |
  = 影响：YAML 把它当成词的一部分，来电者永远得不到这里写的内容
  = 改法：改成半角的 `:`；如果它是句子的一部分，给整句加上英文双引号
  = 详见：ivr explain Y001

1 个错误"""
    )
