"""Which yes leads to what cannot be undone (flow-language design, section 2, rule 5)."""

from __future__ import annotations

import pytest

from ivr.language.destroying import destroyed_by
from tests.language.projects import project_of, shipped

CONTRACT = (
    "operations:\n  look: {effect: read, gives: {ok: {}}}\n  change: {effect: write, gives: {ok: {}}}\n"
    "  wipe: {effect: destructive, gives: {ok: {}}}\n  burn: {effect: destructive, gives: {ok: {}}}\n"
)
DO = "{{do: {}, go: {{ok: end_it, unsure: end_it, unavailable: {}}}}}"
STEPS = {
    "wipe": DO.format("wipe", "end_it"),
    "burn": DO.format("burn", "end_it"),
    "change": DO.format("change", "wipe"),
    "say_it": "{say: x, go: wipe}",
    "choose": "{decide: [{when: yes, go: wipe}, {otherwise: burn}]}",
    "ask": "{menu: x, keys: {1: wipe}}",
    "collect": "{collect: x, digits: 6, save: n, go: wipe}",
    "sub": "{flow: other, go: end_it}",
    "round": "{say: x, go: round_again}",
    "round_again": "{say: x, go: round}",
    "end_it": "{end: done}",
}
OTHER = "flow: other\noutcomes: {done: done}\nsteps:\n  say_it: {say: x, go: do_it}\n  do_it: " + DO.format(
    "wipe", "end_it"
)
OTHER += "\n  end_it: {end: done}\n"


def destroyed(yes: str) -> set[str]:
    steps = "".join(f"  {name}: {text}\n" for name, text in STEPS.items())
    main = f"flow: main\noutcomes: {{done: done}}\nsteps:\n  sure: {{confirm: x, go: {{yes: {yes}, no: end_it}}}}\n{steps}"
    project = project_of(
        {"flows/main.yaml": main, "flows/other.yaml": OTHER, "flows/operations.yaml": CONTRACT}
    )
    flow = project.flows["main"]
    return {str(one.name) for one in destroyed_by(flow.steps["sure"], flow, project)}


@pytest.mark.parametrize(
    ("yes", "what"),
    [
        ("wipe", {"wipe"}),
        ("say_it", {"wipe"}),
        ("choose", {"wipe", "burn"}),
        ("sub", {"wipe"}),
        ("change", set()),  # another request comes before it
        ("ask", set()),  # and so does another question
        ("collect", set()),
        ("round", set()),
        ("end_it", set()),
        ("end done", set()),
        ("back", set()),
    ],
)
def test_what_a_yes_destroys_with_no_question_in_between(yes: str, what: set[str]) -> None:
    assert destroyed(yes) == what


def test_only_a_yes_destroys() -> None:
    project = project_of(
        {
            "flows/main.yaml": f"flow: main\noutcomes: {{done: done}}\nsteps:\n  ask: {STEPS['ask']}\n  wipe: {STEPS['wipe']}\n  end_it: {STEPS['end_it']}\n",
            "flows/operations.yaml": CONTRACT,
        }
    )
    flow = project.flows["main"]
    assert all(destroyed_by(step, flow, project) == () for step in flow.steps.values())


def test_of_what_is_shipped_only_cancelling_destroys() -> None:
    project = project_of(shipped())
    found = {
        f"{flow.name}.{step.name}"
        for flow in project.flows.values()
        for step in flow.steps.values()
        if destroyed_by(step, flow, project)
    }
    assert found == {"cancel_these.sure"}
