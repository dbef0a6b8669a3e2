"""The command: ``python -m backend_stub``."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from pathlib import Path

from backend_stub.app import DEFAULT_DATA, create_app
from backend_stub.errors import BadData
from backend_stub.server import end_of_life, serving

WRONG_USAGE = 2
HIGHEST_PORT = 65535


def main(arguments: list[str] | None = None) -> int:
    """Serve the office until told to stop; print its address once it accepts connections."""
    options = _parser().parse_args(arguments)
    try:
        app = create_app(options.data, options.db, token=options.token)
    except BadData as wrong:
        sys.stderr.write(f"{wrong}\n")
        return WRONG_USAGE
    except sqlite3.Error as wrong:
        sys.stderr.write(f"{options.db}: cannot be used as a database: {wrong}\n")
        return WRONG_USAGE
    over = end_of_life(stdin_too=options.until_stdin_closes)
    with serving(app, options.host, port=options.port) as address:
        sys.stdout.write(f"back office on {address}\n")
        sys.stdout.flush()
        over.wait()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m backend_stub", description="A back office speaking TM Forum v4.0.0."
    )
    parser.add_argument("--host", default="127.0.0.1", help="where to listen")
    parser.add_argument("--port", default=8020, type=_port, help="0 picks a free one")
    parser.add_argument(
        "--data", default=DEFAULT_DATA, type=Path, help="subscribers, read on an empty database only"
    )
    parser.add_argument(
        "--db", type=Path, help="keep everything in this file; otherwise it is gone at the end"
    )
    parser.add_argument("--token", help="the bearer token every request needs, or a subscriber's own")
    parser.add_argument(
        "--until-stdin-closes",
        action="store_true",
        help="stop when standard input ends, so that the parent takes the office along",
    )
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port from 0 to {HIGHEST_PORT}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
