"""The reader never raises, whatever the texts."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.language.reader import read_project
from tests.language.projects import shipped

SHIPPED = shipped()
SCRAPS = st.sampled_from(
    ["", " ", "\n", ":", "- ", "{", "}", "[", "]", '"', "'", "#", "yes", "0", "end", "go:", "when:", "menu: ", "*x", "&x",
     "!!a", "：", "\t", "\0", "\ud800", "{left:money}", "{", "back", "decide:", "9" * 300]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    file=st.sampled_from(sorted(SHIPPED)),
    seed=st.integers(0, 2**32),
    scraps=st.lists(SCRAPS, min_size=1, max_size=4),
)
def test_the_reader_never_raises_whatever_became_of_a_file(file: str, seed: int, scraps: list[str]) -> None:
    rng, text = random.Random(seed), SHIPPED[file]
    for scrap in scraps:
        at = rng.randrange(len(text) + 1)
        text = text[:at] + scrap + text[at + rng.randrange(12) :]
    project, found = read_project({**SHIPPED, file: text})
    assert project is not None or found


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*SHIPPED, "flows/x.yaml", "prompts/en/x.yaml", "x", "prompts/"]), st.text()
    )
)
def test_the_reader_never_raises_whatever_the_files(files: dict[str, str]) -> None:
    read_project(files)
