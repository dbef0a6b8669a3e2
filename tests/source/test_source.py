"""YAML text becomes located text, exactly as written."""

from __future__ import annotations

import pytest

from ivr.diagnostics.span import Span
from ivr.source.nodes import Items, Table, Text
from ivr.source.reading import read_file, read_source

FLOW = """\
# a comment
flow: 余额
outcomes: {told: done, 没查到: trouble}
steps:
  第一步:
    menu: services
    keys:
      "0000": 转人工
      1: {go: tell, when: 'channel == "sms"'}
    no_input: [a, 乙, "c"]
    after_that:
  tell:
    decide:
      - when: account.left < 10
        go: low
      - otherwise: left
  words:
    say: |
      您好：请稍候
      # not a comment
    again: >-
      a
      b
    long: one
      two
""" + "".join(f"  step_{number}: {{say: 第{number}句, go: step_{number + 1}}}\n" for number in range(26, 101))


@pytest.fixture(scope="module")
def flow():
    node, diagnostics = read_source("flows/余额.yaml", FLOW)
    assert diagnostics == ()
    assert isinstance(node, Table)
    return node


def under(span):
    """Return the characters at ``span``."""
    line = FLOW.split("\n")[span.line - 1]
    return line[span.column - 1 : span.column - 1 + span.length]


def every_text(node):
    match node:
        case Text():
            yield node
        case Items():
            for item in node:
                yield from every_text(item)
        case Table():
            for key, value in node.entries():
                yield key
                yield from every_text(value)


def test_every_text_of_one_line_stands_where_its_span_says(flow):
    seen = 0
    for text in every_text(flow):
        if text and "\n" not in text and text not in ("a b", "one two"):
            shown = under(text.span)
            assert (shown[1:-1] if text.quoted else shown) == text
            seen += 1
    assert seen > 300


def test_places_of_chinese_keys_and_nested_values_count_characters_from_one(flow):
    step = flow["steps"]["第一步"]
    assert flow["steps"].key_span("第一步") == Span("flows/余额.yaml", 5, 3, 3)
    assert flow["outcomes"].key_span("没查到") == Span("flows/余额.yaml", 3, 24, 3)
    assert step["keys"].key_span("0000") == Span("flows/余额.yaml", 8, 7, 6)
    assert step["keys"]["0000"].span == Span("flows/余额.yaml", 8, 15, 3)
    assert step["keys"]["1"]["when"].span == Span("flows/余额.yaml", 9, 27, 18)
    assert step["no_input"][1].span == Span("flows/余额.yaml", 10, 19, 1)
    assert flow["steps"]["tell"]["decide"][1]["otherwise"].span == Span("flows/余额.yaml", 16, 20, 4)
    assert flow["steps"]["step_100"]["go"].span == Span("flows/余额.yaml", 100, 30, 8)


def test_tables_and_lists_stand_where_they_begin(flow):
    step = flow["steps"]["第一步"]
    assert under(flow["outcomes"].span) == "{told: done, 没查到: trouble}"
    assert under(step["no_input"].span) == '[a, 乙, "c"]'
    assert (flow["steps"].span.line, flow["steps"].span.column) == (5, 3)
    assert (flow["steps"]["tell"]["decide"].span.line, flow["steps"]["tell"]["decide"].span.column) == (14, 7)


def test_keys_keep_the_order_written(flow):
    assert list(flow) == ["flow", "outcomes", "steps"]
    assert list(flow["outcomes"]) == ["told", "没查到"]
    assert [key.span.line for key in flow] == [2, 3, 4]


def test_a_table_is_a_mapping_that_cannot_be_changed(flow):
    assert flow["outcomes"] == {"told": "done", "没查到": "trouble"}
    assert "flow" in flow
    assert flow.get("nothing") is None
    assert len(flow) == 3
    with pytest.raises(TypeError):
        flow["flow"] = "other"
    with pytest.raises(KeyError):
        flow.key_span("nothing")


@pytest.mark.parametrize(
    "written",
    ["0000", "12:30", "no", "yes", "010", "1e3", "0x1F", "null", "~", "2026-12-31", "-12.30", "1_000", ".5"],
)
def test_a_scalar_stays_the_text_it_is(written):
    node, diagnostics = read_source("f.yaml", f"a: {written}\n{written}: b\n")
    assert diagnostics == ()
    assert node == {"a": written, written: "b"}


def test_nothing_after_a_colon_is_an_empty_text_that_knows_its_place():
    node, diagnostics = read_source("f.yaml", "a:\nb: {c: , d}\n")
    assert diagnostics == ()
    assert node == {"a": "", "b": {"c": "", "d": ""}}
    assert node["a"].span == Span("f.yaml", 1, 3)


@pytest.mark.parametrize("text", ["", "# nothing\n", "\ufeff", "---\n"])
def test_a_file_of_nothing_is_an_empty_text(text):
    node, diagnostics = read_source("f.yaml", text)
    assert isinstance(node, Text)
    assert (node, diagnostics) == ("", ())
    assert node.span.line >= 1


def test_quotes_are_remembered_because_expressions_care():
    node, _ = read_source("f.yaml", "a: yes\nb: \"yes\"\nc: 'yes'\nd: |\n  yes\n'e': x\n")
    assert [node[key].quoted for key in "abcd"] == [False, True, True, True]
    assert [key.quoted for key in node] == [False, False, False, False, True]


def test_a_part_of_a_text_has_a_place_of_its_own():
    node, _ = read_source("f.yaml", 'left: 您还有{left:money}\nowed: "欠费 {owed:money}"\nesc: "a\\tb {c}"\n')
    assert node["left"].part(3, 12) == Span("f.yaml", 1, 10, 12)
    assert node["owed"].part(3, 12) == Span("f.yaml", 2, 11, 12)
    assert node["esc"].part(4, 3) == node["esc"].span


def test_windows_line_ends_change_no_place():
    node, diagnostics = read_source("f.yaml", "a: b\r\nc:\r\n  d: e\r\n")
    assert diagnostics == ()
    assert node["c"]["d"].span == Span("f.yaml", 3, 6, 1)


def test_a_file_is_read_without_its_byte_order_mark(tmp_path):
    path = tmp_path / "main.yaml"
    path.write_bytes(b"\xef\xbb\xbfflow: main\n")
    assert read_file(path, "flows/main.yaml") == ("flow: main\n", ())


@pytest.mark.parametrize(
    ("data", "variant", "place"),
    [
        ("flow: 余额".encode("gb18030"), "not_utf8", (1, 7)),
        (b"a: b\nc: \xe4\xbd\xa0\xff", "not_utf8", (2, 5)),
        ("flow: main".encode("utf-16"), "not_utf8", (1, 1)),
    ],
)
def test_a_file_that_is_not_utf_8_is_told_where_it_stops_being(tmp_path, data, variant, place):
    path = tmp_path / "main.yaml"
    path.write_bytes(data)
    text, (told,) = read_file(path, "flows/main.yaml")
    assert text is None
    assert (told.code, told.variant, told.span.file) == ("Y005", variant, "flows/main.yaml")
    assert (told.span.line, told.span.column) == place


def test_a_file_that_is_missing_or_a_folder_is_told(tmp_path):
    _, (missing,) = read_file(tmp_path / "nothing.yaml", "flows/nothing.yaml")
    _, (folder,) = read_file(tmp_path, "flows")
    assert (missing.code, missing.variant, folder.variant) == ("Y005", "missing", "not_a_file")


def test_a_file_that_is_too_big_is_not_read(tmp_path):
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a" * (1024 * 1024))
    text, (told,) = read_file(path, "big.yaml")
    assert text is None
    assert (told.code, told.variant) == ("Y001", "too_big")
