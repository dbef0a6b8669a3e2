"""Whatever stands in a script, it is told, never raised."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.diagnostics.languages import LANGUAGES
from ivr.diagnostics.show import Form, show
from ivr.scripts.reading import read_scripts
from tests.checks.project import BASE
from tests.scripts.reading import PROJECT
from tests.scripts.test_checking import CODES, cases

SCRIPTS = [
    case[part] for code in CODES for case in cases(code) for part in ("script", "usual") if part in case
]
WORDS = sorted({word for text in SCRIPTS for word in text.split()})


def told(text: str) -> None:
    """Read ``text`` as a script and as what a folder shares, and show what is wrong in every form."""
    for name in ("a.yaml", "usual.yaml"):
        files = {name: text, "z.yaml": "call: A call\nsteps: [hang_up]"}
        scripts, found = read_scripts(files, project=PROJECT)
        assert found or scripts
        for language in LANGUAGES:
            show(found, {**BASE, **files}, form=Form.TEXT, language=language)


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_told_and_never_raises(text):
    told(text)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    words = draw(st.sampled_from(SCRIPTS)).split(" ")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(words) - 1))
        words[at] = draw(st.sampled_from(WORDS))
    return " ".join(words)


@settings(max_examples=150, deadline=None)
@given(damaged())
def test_damaged_scripts_are_told_and_never_raise(text):
    told(text)


any_tree = st.recursive(
    st.sampled_from(["", "ok", "after", "low", "1", "2s", "begin", "main.services", "9" * 5000]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["hear", "press", "after", "ok", "low", "left", "block", "begin", "items"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(
                ["call", "by", "from", "at", "language", "steps", "expect", "backend", "blocks"], any_tree
            ),
            **{
                name: any_tree.map(lambda one, key=key: {key: one})
                for name, key in (
                    ("switches", "storm"),
                    ("queues", "agents"),
                    ("notices", "news"),
                )
            },
        },
    )
)
def test_whatever_stands_where_it_is_told_and_never_raises(tree):
    told(yaml.safe_dump(tree, allow_unicode=True))


HOSTILE = {
    "a chain of blocks": "call: A\nsteps: [{block: b0}]\nblocks:\n"
    + "".join(f"  b{n}: [{{block: b{n + 1}}}]\n" for n in range(1000)),
    "blocks that double": "call: A\nsteps: [{block: b0}]\nblocks:\n"
    + "".join(f"  b{n}: [{{block: b{n + 1}}}, {{block: b{n + 1}}}]\n" for n in range(9))
    + "  b9: ["
    + "silence, " * 900
    + "silence]\n",
    "deep nesting": "call: A\nsteps: " + "[" * 200 + "]" * 200,
    "very many names": "call: A\nsteps:\n" + "".join(f"  - hear: wellcome{n}\n" for n in range(500)),
    "a long number": f"call: A\nat: {'9' * 5000}\nfrom: {'9' * 5000}\nsteps: [{{press: {'9' * 5000}}}, {{wait: {'9' * 5000}s}}]",
    "surrogates": "call: \ud800\nsteps: [hang_up]",
    "a null": "call: a\x00\nsteps: [hang_up]",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_scripts_are_told_and_never_raise(name):
    told(HOSTILE[name])
