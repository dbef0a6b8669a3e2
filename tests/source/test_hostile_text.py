"""Whatever the text, reading it ends, and says why."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivr.diagnostics.languages import LANGUAGES
from ivr.diagnostics.raw_text import lines_of
from ivr.diagnostics.show import Form, show
from ivr.source.reading import MOST_BYTES, read_source
from ivr.source.tree import MOST_LEVELS

LAUGHS = 'a: &a ["lol", "lol"]\n' + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(9)
)
ALIASES = "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9) if n else 'x'}]\n" for n in range(9))
MERGES = "m0: &m0 {a: b}\n" + "".join(
    f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}\n" for n in range(1, 8)
)


def variants(text):
    node, diagnostics = read_source("f.yaml", text)
    assert node is None
    return {f"{each.code}.{each.variant}" for each in diagnostics}


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        (LAUGHS, "Y001.alias"),
        (ALIASES[:430], "Y001.alias"),
        (MERGES, "Y001.merge_key"),
        ("[" * 250_000, "Y001.too_deep"),
        ("{" * 250_000, "Y001.too_deep"),
        ("a: " + "[" * 250_000, "Y001.too_deep"),
        ("- " * 100_000, "Y001.too_deep"),
        ("{a: " * 60_000, "Y001.too_deep"),
        ("? " * 100_000, "Y001.key_not_text"),
        ("a: b\n" * (1024 * 1024 // 5), "Y001.too_big"),
        ("你" * (MOST_BYTES // 3 + 1), "Y001.too_big"),
        ("a: b\n" * 50_000, "Y001.duplicate"),
        ("\ta: b\n" * 40_000, "Y001.tab"),
        ("a: !!python/object/apply:os.system [x]\n*: y", "Y001.tag"),
        ("'" + "a" * 200_000, "Y001.unclosed_quote"),
        ("\x00" * 200_000, "Y005.control_character"),
        ("- &a\n" * 50_000, "Y001.anchor"),
        ("%TAG ! tag:x,2000:\n" * 10_000, "Y001.directive"),
    ],
)
def test_a_file_made_to_hurt_is_refused_with_a_reason(text, variant):
    assert variant in variants(text)


def test_one_cause_is_not_told_a_thousand_times():
    assert len(read_source("f.yaml", "a: b\n" * 50_000)[1]) <= 41


def nested(levels):
    return "\n".join(f"{'  ' * level}a:" for level in range(levels)) + " b\n"


def test_as_many_levels_as_allowed_are_read_and_one_more_is_refused():
    assert read_source("f.yaml", nested(MOST_LEVELS))[1] == ()
    _, (told,) = read_source("f.yaml", nested(MOST_LEVELS + 1))
    assert (told.variant, told.span.line) == ("too_deep", MOST_LEVELS + 1)


def test_a_file_of_the_largest_size_allowed_is_read():
    text = "a: " + "b" * (MOST_BYTES - 4) + "\n"
    assert read_source("f.yaml", text)[1] == ()
    assert read_source("f.yaml", text + " ")[1][0].variant == "too_big"


YAML_LIKE = st.lists(
    st.sampled_from(
        [
            *"abc019 \n\t:：#*&!|>-?%@`'\"\\[]{},，“”．　<~\r\x00\x07\x85\u200b\ufeff\u2028\ud800余额",
            *(
                "\n  ",
                "\n    ",
                ": ",
                "- ",
                "# ok: M202 x",
                "#: ",
                "<<: ",
                "---\n",
                "...\n",
                "say: ",
                "%YAML 1.1\n",
                "|2\n",
                "\r\n",
            ),
        ]
    ),
    max_size=60,
).map("".join)


@example("{---\n．")  # a sign found in the second line of a folded key
@given(st.one_of(YAML_LIKE, st.text(max_size=200)))
def test_reading_never_raises_whatever_is_wrong_has_a_place_in_the_text_and_can_be_shown(text):
    node, diagnostics = read_source("f.yaml", text)
    assert node is not None or diagnostics
    lines = lines_of(text.removeprefix("\ufeff"))
    for each in diagnostics:
        assert 1 <= each.span.line <= len(lines)
        assert 1 <= each.span.column <= len(lines[each.span.line - 1]) + 1
        assert each.span.length >= 1
    for language in LANGUAGES:
        assert show(diagnostics, {"f.yaml": text}, form=Form.TEXT, language=language).encode()
