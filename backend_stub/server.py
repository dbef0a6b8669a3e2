"""A quiet threaded server that can hang, drip and drop connections, which a production server would not."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from backend_stub.app import office_of

STDIN = 0
IDLE_S = 30
"""How long a client may take over sending its request before the thread is given up."""


class QuietRequest(WSGIRequestHandler):
    """One connection: no log lines, no waiting for ever."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE_S

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def serving(app: flask.Flask, host: str = "127.0.0.1", *, port: int = 0) -> Iterator[str]:
    """Serve the office from a thread of its own and give its address; port 0 picks a free one."""
    server = make_server(host, port, app, threaded=True, request_handler=QuietRequest)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield address_of(server)
    finally:
        office_of(app).stopping.set()
        server.shutdown()
        thread.join()
        server.server_close()
        office_of(app).close()


def address_of(server: BaseWSGIServer) -> str:
    """Return where a server listens."""
    host = f"[{server.host}]" if ":" in server.host else server.host
    return f"http://{host}:{server.port}"


def end_of_life(*, stdin_too: bool) -> threading.Event:
    """Return what is set when the process is told to stop, or when its standard input ends if that counts."""
    over = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        over.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    if stdin_too:
        threading.Thread(target=_read_to_the_end, args=(over,), daemon=True).start()
    return over


def _read_to_the_end(over: threading.Event) -> None:
    while os.read(STDIN, 4096):
        pass
    over.set()
