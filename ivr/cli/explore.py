"""``ivr explore``: callers, offices and networks that do anything, and what must hold of every call."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import click

from ivr.bundle.bundle import Bundle
from ivr.cli.settings import read_settings
from ivr.cli.wiring import checked_bundle
from ivr.diagnostics.languages import LANGUAGES, default_language
from ivr.diagnostics.show import Form, show
from ivr.model.ids import Language
from ivr.scripts.explore.as_script import as_script
from ivr.scripts.explore.calling import Explorer, explorer_of
from ivr.scripts.explore.exhaustive import Exhaustive
from ivr.scripts.explore.exploring import SEED, Found, all_ways, never, random_calls
from ivr.scripts.explore.logged import Kept
from ivr.scripts.explore.moment import Explored
from ivr.scripts.explore.people.populate import populate
from ivr.scripts.explore.sentences import sentence
from ivr.scripts.explore.shortest import Failing, shortest
from ivr.scripts.explore.told import told
from ivr.scripts.hearing import Ear
from ivr.scripts.stage import Stage
from ivr.scripts.transcript import as_lines

FAILED = 1
CALLS = 2000
"""Random calls made by default: every way of the project's own flows is taken in about half as many."""
TELL_EVERY_S = 2.0
"""Between two words about how far it is."""


@dataclass(slots=True)
class _Told:
    """How far it is, said on standard error now and then."""

    found: Found
    began: float = field(default_factory=time.perf_counter)
    said: float = 0.0

    def over(self, what: str, calls: Iterable[Explored]) -> Iterator[Explored]:
        """Yield ``calls``, telling how far it is."""
        for explored in calls:
            yield explored
            now = time.perf_counter()
            if now - self.said > TELL_EVERY_S:
                self.said = now
                click.echo(f"{what}: {self.found.calls} calls, {self.found.turns} turns", err=True)


@click.command()
@click.option("--calls", default=CALLS, show_default=True, type=click.IntRange(0), help="Random calls.")
@click.option("--seed", default=SEED, show_default=True, help="What random calls are drawn from.")
@click.option("--exhaustive/--no-exhaustive", default=True, help="Take every choice in every state.")
@click.option("--people", default=0, type=click.IntRange(0), help="Make calls of people with habits instead.")
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Default: Chinese in a Chinese locale.")
@click.pass_context
def explore(  # noqa: PLR0913 -- one per option
    context: click.Context,
    *,
    calls: int,
    seed: int,
    exhaustive: bool,
    people: int,
    json_: bool,
    language: str | None,
) -> None:
    """Make calls nobody wrote down, and hold each to what must hold of every call.

    Exits 1 when one breaks a rule; the shortest such call is printed as it was heard and as a ready script.
    """
    bundle = checked_bundle(read_settings(os.environ).project)
    spoken = Language(language) if language else default_language(os.environ)
    if people:
        context.exit(_people(bundle, people, seed, json_=json_))
    found = Found()
    progress = _Told(found)
    with Kept() as kept:
        explorer = explorer_of(Stage(bundle), kept)
        search = Exhaustive()
        try:
            for explored in progress.over("random", random_calls(explorer, calls, seed)):
                found.add(explored)
            for explored in progress.over("exhaustive", search.calls(explorer) if exhaustive else ()):
                found.add(explored)
        except KeyboardInterrupt:
            click.echo("interrupted: this is what was found so far", err=True)
        spent_s = time.perf_counter() - progress.began
        failing = tuple(shortest(explorer, one) for one in found.worst)
    summary = _summary(found, bundle, search, seed=seed, spent_s=spent_s)
    _print(failing, summary, explorer, bundle, spoken, found=found, json_=json_)
    context.exit(FAILED if failing else 0)


def _summary(
    found: Found, bundle: Bundle, search: Exhaustive, *, seed: int, spent_s: float
) -> Mapping[str, object]:
    project = bundle.checked.project
    out = all_ways(project)
    return {
        "seed": seed,
        "calls": found.calls,
        "turns": found.turns,
        "turns_per_second": round(found.turns / max(spent_s, 0.001)),
        "choices": search.choices,
        "choices_left": search.left,
        "steps_taken": len(found.taken.steps),
        "steps": sum(len(flow.steps) for flow in project.flows.values()),
        "ways_taken": sum(way in found.taken.ways for way in out),
        "ways": len(out),
        "rules_broken": len(found.failing),
    }


def _print(  # noqa: PLR0913 -- what is printed, how, and in which language
    failing: Sequence[Failing],
    summary: Mapping[str, object],
    explorer: Explorer,
    bundle: Bundle,
    language: Language,
    *,
    found: Found,
    json_: bool,
) -> None:
    ear = Ear(explorer.recogniser)
    untaken = tuple(never(bundle.checked.project, found.taken))
    sentences = show(untaken, bundle.checked.files, form=Form.SHORT, language=language)
    if json_:
        document = {
            **summary,
            "failing": [
                {
                    "rule": one.violation.rule,
                    "place": one.violation.place,
                    "sentence": sentence(one.violation, language),
                    "transcript": as_lines(told(one.explored, ear)),
                    "script": as_script(one.explored, one.violation),
                }
                for one in failing
            ],
            "never": sentences.splitlines(),
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    for one in failing:
        click.echo(f"✗ {sentence(one.violation, language)}\n")
        click.echo("\n".join(as_lines(told(one.explored, ear))) + "\n")
        click.echo(as_script(one.explored, one.violation))
    if sentences:
        click.echo(sentences)
    click.echo(
        f"seed {summary['seed']}: {summary['calls']} calls, {summary['turns']} turns, "
        f"{summary['turns_per_second']} turns/s; {summary['choices']} choices taken, "
        f"{summary['choices_left']} left; {summary['steps_taken']} of {summary['steps']} steps, "
        f"{summary['ways_taken']} of {summary['ways']} ways; "
        f"{summary['rules_broken']} broken"
    )


def _people(bundle: Bundle, people: int, seed: int, *, json_: bool) -> int:
    """Let people with habits call; tell how each kind of them fared."""
    with Kept() as kept:
        fared = populate(explorer_of(Stage(bundle), kept), people, seed)
    click.echo(
        json.dumps(fared.as_json(), ensure_ascii=False, indent=1) if json_ else "\n".join(fared.lines())
    )
    return FAILED if fared.broken else 0
