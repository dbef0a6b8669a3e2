"""``ivr explore``: callers, offices and networks that do anything, and what must hold of every call."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import click

from ivr.cli.saying import language_option, say
from ivr.cli.settings import read_settings
from ivr.cli.wiring import checked_bundle
from ivr.diagnostics.languages import default_language
from ivr.diagnostics.show import Form, show
from ivr.model.ids import Language
from ivr.scripts.explore.as_script import as_script
from ivr.scripts.explore.calling import Explorer, explorer_of
from ivr.scripts.explore.exhaustive import Exhaustive
from ivr.scripts.explore.exploring import SEED, Found, all_ways, never, random_calls
from ivr.scripts.explore.logged import Kept
from ivr.scripts.explore.people.populate import People, populate
from ivr.scripts.explore.people.telling import as_example, as_table, promises
from ivr.scripts.explore.sentences import sentence
from ivr.scripts.explore.shortest import Failing, shortest
from ivr.scripts.explore.told import told
from ivr.scripts.hearing import Ear
from ivr.scripts.stage import Stage
from ivr.scripts.transcript import as_lines

FAILED = 1
CALLS = 2000
"""Random calls made by default: every way of the project's own flows is taken in about half as many."""
TELL_EVERY_S = 5.0
"""Between two words about how far it is."""


T = TypeVar("T")


@dataclass(slots=True)
class _Progress:
    """How far it is, said on standard error now and then; ``interrupted`` once somebody has had enough."""

    language: Language
    began: float = field(default_factory=time.perf_counter)
    said: float = 0.0
    interrupted: bool = False

    def run(self, made: Iterable[T], take: Callable[[T], None], so_far: Callable[[], str]) -> None:
        """Take one after the other of what is ``made``, telling ``so_far``, until somebody interrupts."""
        if self.interrupted:
            return
        try:
            for one in made:
                take(one)
                now = time.perf_counter()
                if now - self.said > TELL_EVERY_S:
                    self.said = now
                    click.echo(so_far(), err=True)
        except KeyboardInterrupt:
            self.interrupted = True
            click.echo(say("not_to_the_end", self.language), err=True)

    def so_far(self, what: str, calls: int, turns: int) -> str:
        """Return how far it is with ``what``, a sentence's key."""
        return say("explored_so_far", self.language, what=say(what, self.language), calls=calls, turns=turns)

    def rate(self, turns: int) -> int:
        """Return how many of ``turns`` were made a second."""
        return round(turns / max(time.perf_counter() - self.began, 0.001))


@click.command()
@click.option("--calls", default=CALLS, show_default=True, type=click.IntRange(0), help="Random calls.")
@click.option("--seed", default=SEED, show_default=True, help="What random calls are drawn from.")
@click.option("--exhaustive/--no-exhaustive", default=True, help="Take every choice in every state.")
@click.option("--people", default=0, type=click.IntRange(0), help="Make calls of people with habits instead.")
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@language_option
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
    Ctrl-C ends the search and prints what was seen until then; that is not the whole, so it exits 1 too.
    """
    bundle = checked_bundle(read_settings(os.environ).project)
    progress = _Progress(Language(language) if language else default_language(os.environ))
    with Kept() as kept:
        explorer = explorer_of(Stage(bundle), kept)
        if people:
            failed = _people(explorer, people, seed, progress, json_=json_)
        else:
            failed = _calls(explorer, calls, seed, progress, exhaustive=exhaustive, json_=json_)
    context.exit(FAILED if failed or progress.interrupted else 0)


def _calls(
    explorer: Explorer,
    calls: int,
    seed: int,
    progress: _Progress,
    *,
    exhaustive: bool,
    json_: bool,
) -> bool:
    """Make random calls and exhaustive ones, tell what broke; return whether anything did."""
    found = Found()
    search = Exhaustive()

    def by_lot() -> str:
        return progress.so_far("by_lot", found.calls, found.turns)

    def every_choice() -> str:
        far = say("choices_so_far", progress.language, choices=search.choices, left=search.left)
        return progress.so_far("every_choice", found.calls, found.turns) + far

    progress.run(random_calls(explorer, calls, seed), found.add, by_lot)
    if exhaustive:
        progress.run(search.calls(explorer), found.add, every_choice)
    summary = _summary(found, explorer, progress, search, seed)
    failing = _shortened(explorer, found, progress)
    show_all = _print_json if json_ else _print
    show_all(failing, summary, explorer, found, progress.language)
    return bool(failing)


def _shortened(explorer: Explorer, found: Found, progress: _Progress) -> tuple[Failing, ...]:
    """Return what broke, as short as it can be; as it was met, once somebody has had enough."""
    worst, short = found.worst, list[Failing]()
    if worst and not progress.interrupted:
        click.echo(say("shortening", progress.language, failing=len(worst)), err=True)
    told_of = say("shortening", progress.language, failing=len(worst))
    progress.run((shortest(explorer, one) for one in worst), short.append, lambda: told_of)
    return (*short, *worst[len(short) :])


def _summary(
    found: Found, explorer: Explorer, progress: _Progress, search: Exhaustive, seed: int
) -> dict[str, object]:
    project = explorer.stage.bundle.checked.project
    out = all_ways(project)
    return {
        "seed": seed,
        "interrupted": progress.interrupted,
        "calls": found.calls,
        "turns": found.turns,
        "turns_per_second": progress.rate(found.turns),
        "choices": search.choices,
        "choices_left": search.left,
        "steps_taken": len(found.taken.steps),
        "steps": sum(len(flow.steps) for flow in project.flows.values()),
        "ways_taken": sum(way in found.taken.ways for way in out),
        "ways": len(out),
        "rules_broken": len(found.failing),
    }


def _print_json(
    failing: Sequence[Failing],
    summary: Mapping[str, object],
    explorer: Explorer,
    found: Found,
    language: Language,
) -> None:
    ear = Ear(explorer.recogniser)
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
        "never": _never(explorer, found, language).splitlines(),
    }
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))


def _print(
    failing: Sequence[Failing],
    summary: Mapping[str, object],
    explorer: Explorer,
    found: Found,
    language: Language,
) -> None:
    ear = Ear(explorer.recogniser)
    for one in failing:
        click.echo(f"✗ {sentence(one.violation, language)}\n")
        click.echo("\n".join(as_lines(told(one.explored, ear))) + "\n")
        click.echo(as_script(one.explored, one.violation))
    never_taken = _never(explorer, found, language)
    if never_taken:
        click.echo(never_taken)
    names = {"rate": "turns_per_second", "left": "choices_left", "steps": "steps_taken", "ways": "ways_taken"}
    names |= {"all_steps": "steps", "all_ways": "ways", "broken": "rules_broken"}
    names |= {name: name for name in ("seed", "calls", "turns", "choices")}
    click.echo(say("explored", language, **{hole: summary[name] for hole, name in names.items()}))


def _never(explorer: Explorer, found: Found, language: Language) -> str:
    checked = explorer.stage.bundle.checked
    untaken = tuple(never(checked.project, found.taken))
    return show(untaken, checked.files, form=Form.SHORT, language=language)


def _people(explorer: Explorer, people: int, seed: int, progress: _Progress, *, json_: bool) -> bool:
    """Let people with habits call, tell how each kind of them fared; return whether a promise was broken."""
    fared = People()
    progress.run(
        populate(explorer, people, seed, fared),
        lambda _who: None,
        lambda: progress.so_far("people_calling", fared.called, fared.turns),
    )
    rate = progress.rate(fared.turns)
    broken = dict(promises(fared, progress.language))
    if json_:
        document = {
            "seed": seed,
            "interrupted": progress.interrupted,
            "calls": fared.called,
            "turns": fared.turns,
            "turns_per_second": rate,
            **fared.groups(),
            "served": round(fared.served, 4),
            "broken": [{"promise": name, "sentence": said} for name, said in broken.items()],
            "examples": {
                name: list(as_example(one, progress.language)) for name, one in fared.examples.items()
            },
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return bool(broken)
    for name, said in broken.items():
        click.echo(f"✗ {said}")
        if name in fared.examples:
            click.echo("\n".join(as_example(fared.examples[name], progress.language)) + "\n")
    click.echo("\n".join(as_table(fared, progress.language)))
    figures = {"calls": fared.called, "turns": fared.turns, "rate": rate, "broken": len(broken)}
    click.echo(say("populated", progress.language, seed=seed, **figures))
    return bool(broken)
