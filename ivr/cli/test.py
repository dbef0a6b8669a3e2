"""``ivr test``: call scripts, with coverage."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from ivr.adapters.files import read_script_files
from ivr.bundle.bundle import Bundle
from ivr.cli.settings import read_settings
from ivr.cli.wiring import checked_bundle
from ivr.diagnostics.diagnostic import Diagnostic
from ivr.diagnostics.languages import LANGUAGES, default_language
from ivr.diagnostics.show import Form, exit_code, show
from ivr.language.specs import Project
from ivr.model.ids import Language
from ivr.scripts.coverage import counts, never_taken, too_little, unexplained
from ivr.scripts.mutate.making import mutants
from ivr.scripts.mutate.survivors import Outcome, as_document, outcome_of
from ivr.scripts.mutate.trying import try_all
from ivr.scripts.playing import Played
from ivr.scripts.suite import Results, Suite, play_all, read_suite
from ivr.scripts.transcript import as_lines

FAILED = 1


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--cover", is_flag=True, help="Tell which steps, ways and prompts no script takes.")
@click.option(
    "--mutate", is_flag=True, help="Then change the flows a little and list what no script notices."
)
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Default: Chinese in a Chinese locale.")
@click.pass_context
def test(
    context: click.Context,
    *,
    paths: tuple[Path, ...],
    cover: bool,
    mutate: bool,
    json_: bool,
    language: str | None,
) -> None:
    """Play the call scripts at PATHS, files or folders; by default all in tests/calls.

    Exits 1 when a script cannot be read or fails, or when all of them together take less than hotline.yaml
    asks for under ``coverage:``, or when a change to the flows goes unnoticed without a reason. Changes are
    tried only when all scripts pass.
    """
    project = read_settings(os.environ).project
    spoken = Language(language) if language else default_language(os.environ)
    bundle = checked_bundle(project)
    files, unread = read_script_files(project, paths)
    suite = read_suite(files, bundle)
    results = Results()
    began = time.perf_counter()
    for played in play_all(suite.scripts, bundle, results):
        _tell(played, suite, spoken, err=json_)
    spent_s = time.perf_counter() - began
    mistakes = (*unread, *suite.mistakes)
    whole = not paths
    short = _coverage(bundle.checked.project, results) if whole else ()
    never = _never(bundle, results) if cover else ()
    failed = bool(results.failed or exit_code((*mistakes, *short)))
    mutated = _mutate(bundle, results) if mutate and not failed else None
    if json_:
        extra: dict[str, object] = {"cover": _covered(bundle.checked.project, results)} if cover else {}
        if mutated is not None:
            extra["mutate"] = as_document(mutated, suite.files, spoken)
        _print_json(suite, results, (*mistakes, *short), spoken, extra=extra)
    else:
        _say((*mistakes, *short), suite, spoken, Form.TEXT)
        _say(never, suite, spoken, Form.SHORT)
        _sum_up(results, bundle.checked.project, spent_s, cover=cover)
        if mutated is not None:
            _say((*mutated.told, *mutated.idle), suite, spoken, Form.TEXT)
            click.echo(mutated.sentence)
    context.exit(FAILED if failed or (mutated is not None and mutated.told) else 0)


def _mutate(bundle: Bundle, results: Results) -> Outcome:
    made = mutants(bundle.checked)
    tried = try_all(made, bundle, results.played)
    with click.progressbar(tried, length=len(made), label=f"{len(made)} mutants", file=sys.stderr) as shown:
        return outcome_of(shown, bundle.checked.files)


def _coverage(project: Project, results: Results) -> tuple[Diagnostic, ...]:
    return tuple(too_little(project, counts(project, results.taken)))


def _never(bundle: Bundle, results: Results) -> tuple[Diagnostic, ...]:
    return unexplained(never_taken(bundle.checked.project, results.taken), bundle.checked.files)


def _tell(played: Played, suite: Suite, language: Language, *, err: bool) -> None:
    mark = "✗" if played.failures else "✓"
    click.echo(f"{mark} {played.script.file}  {played.script.call}", err=err)
    if played.failures:
        click.echo("\n".join(as_lines(played.transcript)), err=err)
        click.echo(show(played.failures, suite.files, form=Form.TEXT, language=language), err=err)


def _say(found: Sequence[Diagnostic], suite: Suite, language: Language, form: Form) -> None:
    text = show(found, suite.files, form=form, language=language)
    if text:
        click.echo(text)


def _sum_up(results: Results, project: Project, spent_s: float, *, cover: bool) -> None:
    played, turns = len(results.played), results.turns
    click.echo(f"{played - results.failed} passed, {results.failed} failed; {turns} turns in {spent_s:.1f} s")
    if cover:
        for name, count in counts(project, results.taken).items():
            click.echo(f"{count.taken:5} of {count.of:<5} {name}")


def _covered(project: Project, results: Results) -> object:
    return {
        name: {"taken": count.taken, "of": count.of, "never": count.never}
        for name, count in counts(project, results.taken).items()
    }


def _print_json(
    suite: Suite,
    results: Results,
    mistakes: Sequence[Diagnostic],
    language: Language,
    *,
    extra: Mapping[str, object],
) -> None:
    def shown(found: Sequence[Diagnostic]) -> object:
        return json.loads(show(found, suite.files, form=Form.JSON, language=language))["diagnostics"]

    document: dict[str, object] = {
        "scripts": [
            {
                "file": one.script.file,
                "call": str(one.script.call),
                "passed": not one.failures,
                "failures": shown(one.failures),
                "transcript": as_lines(one.transcript),
            }
            for one in results.played
        ],
        "diagnostics": shown(mistakes),
        "passed": len(results.played) - results.failed,
        "failed": results.failed,
        "turns": results.turns,
        **extra,
    }
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))
