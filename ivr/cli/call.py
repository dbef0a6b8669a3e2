"""``ivr call``: the simulated caller, on this project or on any TwiML application."""

from __future__ import annotations

import json
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypedDict, cast
from urllib.parse import urlsplit

import click

from ivr.caller.converse import CallReport, place_call
from ivr.caller.person import Person, ScriptedPerson
from ivr.caller.report import as_json, as_lines
from ivr.caller.script import BadScript, read_script, write_script
from ivr.caller.steps import Script, Step
from ivr.caller.transport import Transport, in_process, over_network
from ivr.caller.typed import Terminal, TypingPerson
from ivr.line.carrier import Carrier
from ivr.line.state import Line, Parties
from ivr.model.ids import msisdn

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


DEFAULT_CALLER = "13800138000"
"""Who calls when nobody is named: the first subscriber of the stub (contract.md, section 6)."""
FAILED = 1
_COUNTRY = "+86"


Write: TypeAlias = Callable[[str, Sequence[Step], str], str]
"""Writes a whole call script of a call that was made here, from its id, the caller's steps and a title."""


class Opened(NamedTuple):
    """An application to call in this process; ``write`` is there if it is this project."""

    app: WSGIApplication
    voice_url: str
    token: str | None
    write: Write | None = None


class Wiring(TypedDict, total=False):
    """What the command line's root puts into ``ctx.obj`` for this command.

    ``open_project`` yields the WSGI application, its voice address and its auth token. ``tell_time`` is told
    the line's time in seconds before each request, so that the project's clock can follow; ``new_id`` makes
    an id from its two-letter prefix.
    """

    open_project: Callable[[], AbstractContextManager[Opened | tuple[WSGIApplication, str, str | None]]]
    tell_time: Callable[[float], None]
    new_id: Callable[[str], str]


@click.command()
@click.option("--url", help="Voice address of any TwiML application; without it, this project in process.")
@click.option("--from", "caller", help=f"Who calls; {DEFAULT_CALLER} if neither this nor the script says.")
@click.option("--to", "called", default="10086", show_default=True, help="Which number is called.")
@click.option(
    "--script", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A caller's script."
)
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@click.option(
    "--save", type=click.Path(dir_okay=False, path_type=Path), help="Write what was done as a script."
)
@click.option("--token", help="Sign the requests with this auth token.")
@click.option("--status", "status_url", help="Where to report the end of the call.")
@click.option("--fallback", "fallback_url", help="Where to turn when the application fails.")
@click.option("--real-time", is_flag=True, help="Let the line's clock run as fast as the real one.")
@click.pass_context
def call(  # noqa: PLR0913 -- click passes one argument per option
    ctx: click.Context,
    *,
    url: str | None,
    caller: str | None,
    called: str,
    script: Path | None,
    json_: bool,
    save: Path | None,
    token: str | None,
    status_url: str | None,
    fallback_url: str | None,
    real_time: bool,
) -> None:
    """Call a TwiML application, typing or from a script.

    Exits 1 when the call failed: an error or warning of the carrier's, or a script that could not be
    finished; 2 for a script that cannot be read.
    """
    told = None if script is None else _read(script)
    shown = caller or (told.caller if told is not None else None) or DEFAULT_CALLER
    person: Person = TypingPerson(_terminal(to_stderr=json_)) if told is None else ScriptedPerson(told.steps)
    new_id = _wired(ctx).get("new_id", _new_id)
    line = Line(
        Parties(new_id("CA"), new_id("AC"), _as_dialled(shown), called),
        new_id,
        datetime.now(UTC),
        Carrier(count_fetch_time=real_time),
        fallback_url=_checked(fallback_url, "--fallback"),
        status_url=_checked(status_url, "--status"),
    )
    with _far_end(ctx, _checked(url, "--url"), token) as (transport, voice_url, write):
        clock = _real_time() if real_time else _wired(ctx).get("tell_time")
        report = place_call(line, voice_url, person=person, sender=transport, clock=clock)
        if save is not None:
            name = told.call if told is not None and told.call else f"A call to {called}"
            sid, taken = line.parties.call_sid, person.taken()
            text = write(sid, taken, name) if write else write_script(taken, call=name, caller=shown)
            save.write_text(text, encoding="utf-8")
    _print(report, json_=json_, seen=told is None)
    if report.failed:
        ctx.exit(FAILED)


def _read(path: Path) -> Script:
    try:
        return read_script(path.read_text(encoding="utf-8"), file=str(path))
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path}: this is not UTF-8 text ({error.reason}); save it as UTF-8") from None
    except BadScript as bad:
        raise click.UsageError(str(bad)) from None


def _wired(ctx: click.Context) -> Wiring:
    return cast("Wiring", ctx.obj) if isinstance(ctx.obj, dict) else Wiring()


@contextmanager
def _far_end(
    ctx: click.Context, url: str | None, token: str | None
) -> Iterator[tuple[Transport, str, Write | None]]:
    """Yield what carries the requests, the address to call, and what writes a whole script of the call."""
    if url is not None:
        with closing(over_network(token=token)) as transport:
            yield transport, url, None
        return
    open_project = _wired(ctx).get("open_project")
    if open_project is None:
        raise click.UsageError("there is no project here to call; name an application with --url")
    with open_project() as entered:
        opened = Opened(*entered)
        own = in_process(opened.app, origin=opened.voice_url, token=token or opened.token)
        with closing(own) as transport:
            yield transport, opened.voice_url, opened.write


def _checked(url: str | None, option: str) -> str | None:
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise click.UsageError(f"{option}: `{url}` is not an address; write it as http://host:port/path")
    return url


def _as_dialled(number: str) -> str:
    """Return a mobile number as the network shows it, and anything else as it is."""
    bare = msisdn(number)
    return number if bare is None else f"{_COUNTRY}{bare}"


def _new_id(prefix: str) -> str:
    return prefix + secrets.token_hex(16)


def _real_time() -> Callable[[float], None]:
    start = time.monotonic()

    def wait(at: float) -> None:
        time.sleep(max(0.0, start + at - time.monotonic()))

    return wait


def _terminal(*, to_stderr: bool) -> Terminal:
    def show(text: str) -> None:
        click.echo(text, err=to_stderr)

    def ask(prompt: str) -> str | None:
        click.echo(prompt, nl=False, err=to_stderr)
        typed = sys.stdin.readline()
        return typed.rstrip("\r\n") if typed else None

    return Terminal(show, ask)


def _print(report: CallReport, *, json_: bool, seen: bool) -> None:
    if json_:
        click.echo(json.dumps(as_json(report), ensure_ascii=False, indent=1))
    else:
        for text in as_lines(report, heard=not seen):
            click.echo(text)
    if report.trouble is not None:
        click.echo(f"the script was not finished: {report.trouble}", err=True)
