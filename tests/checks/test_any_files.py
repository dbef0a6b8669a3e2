"""Whatever the files, checking tells or proves, and never raises."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.checks.check import check
from ivr.diagnostics.languages import LANGUAGES
from ivr.diagnostics.show import Form, show
from ivr.engine.machine import compile_program
from ivr.model.ids import Digest
from tests.checks.damage import line_damage
from tests.checks.project import BASE, OURS

EXAMPLES = 40
"""Damaged projects tried in each run: each is checked whole, which under coverage takes up to a second."""

damages = st.lists(
    st.tuples(st.integers(0, 100), st.one_of(line_damage(), st.just(lambda _: ""))), min_size=1, max_size=4
)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from((OURS, BASE)), damages)
def test_damaged_files_are_told_or_run_and_never_raise(project, made):
    files = dict(project)
    for number, damage in made:
        name = sorted(files)[number % len(files)]
        files[name] = damage(files[name])
    checked, found = check(files)
    for language in LANGUAGES:
        show(found, files, form=Form.TEXT, language=language)
    assert checked is not None or found
    if checked is not None:
        compile_program(checked, Digest("0" * 64))


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.dictionaries(st.sampled_from([*OURS, "flows/x.yaml", "prompts/fr/x.yaml", ""]), st.text(max_size=300))
)
def test_any_text_may_stand_in_any_file(files):
    checked, found = check({**OURS, **files})
    assert checked is not None or found


def test_without_any_file_the_settings_are_missed():
    checked, found = check({})
    assert checked is None
    assert [one.variant for one in found] == ["missing_file"]
