"""The server's worker: a request gets a thread once it is here, so that slow senders hold up nobody.

Gunicorn's own reads a request in the thread that answers it and waits as long as the sender likes: as many
connections with half a header as there are threads, and no call is answered any more.
"""

from __future__ import annotations

import re
import socket
import time
from concurrent.futures import Future
from contextlib import suppress
from selectors import EVENT_READ

from gunicorn.workers.gthread import TConn, ThreadWorker

ARRIVES_WITHIN_S = 5.0
"""How long the first request of a connection, or the rest of one begun, may take. Ours: a carrier sends a
webhook in one or two packets, and gives up on the answer after 15 s (reference/twiml.md, 2.6)."""
LOOK_S = 0.02
"""Between two looks at requests that are here in part."""
WHOLE_BYTES = 32 * 1024
"""How much of a request is waited for: surely less than a socket takes in unread. A webhook is 1 to 2 KiB;
what is longer gets a thread for ``ARRIVES_WITHIN_S``."""
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,9})[ \t]*\r\n", re.IGNORECASE)


def is_whole(data: bytes) -> bool:
    """Return whether a request that begins with ``data`` can be given to a thread."""
    if len(data) >= WHOLE_BYTES:
        return True
    head, end, body = data.partition(_END_OF_HEAD)
    if not end:
        return False
    length = _LENGTH.search(head + b"\r\n")
    return length is None or len(body) >= min(int(length[1]), WHOLE_BYTES - len(head) - len(end))


class PatientWorker(ThreadWorker):  # type: ignore[misc] # gunicorn ships no types
    """A threaded worker whose threads do not wait for requests. All but the answering runs in one thread."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)
        self._arriving: dict[TConn, float] = {}  # here in part, and until when the rest may come
        self._answering: dict[TConn, float] = {}  # in a thread, and until when it may read

    def enqueue_req(self, conn: TConn) -> None:
        """Give a connection to a thread when its request is here; until then wait without one."""
        if conn.parser is not None and conn.parser.unreader.buf.getvalue():
            self._answer(conn)  # read ahead with the request before
            return
        match self._peek(conn):
            case None:
                self._wait(conn)
            case data if data and not is_whole(data):
                self._arriving[conn] = time.monotonic() + ARRIVES_WITHIN_S
            case _:
                self._answer(conn)

    def finish_request(self, conn: TConn, fs: Future[object]) -> None:
        """Take a connection back from its thread."""
        self._answering.pop(conn, None)
        super().finish_request(conn, fs)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait for events, a shorter time while requests are here in part; then look at those."""
        super().wait_for_and_dispatch_events(min(timeout, LOOK_S) if self._arriving else timeout)
        now = time.monotonic()
        for conn, until in tuple(self._arriving.items()):
            data = self._peek(conn)
            if data is not None and (not data or is_whole(data)):
                del self._arriving[conn]
                self._answer(conn)
            elif now > until:
                del self._arriving[conn]
                self.nr_conns -= 1
                conn.close()
        for conn, until in tuple(self._answering.items()):
            if now > until:
                del self._answering[conn]
                with suppress(OSError):  # the other side may be gone
                    conn.sock.shutdown(socket.SHUT_RD)  # its thread reads the end; an answer can still go out

    def _peek(self, conn: TConn) -> bytes | None:
        """Return what is here of a request without taking it: None for nothing, empty for the end."""
        conn.sock.setblocking(False)
        try:
            data: bytes = conn.sock.recv(WHOLE_BYTES, socket.MSG_PEEK)
        except BlockingIOError:
            return None
        except OSError:
            return b""
        return data

    def _wait(self, conn: TConn) -> None:
        """Let gunicorn's poller watch a connection on which nothing has come yet."""
        conn.timeout = time.monotonic() + ARRIVES_WITHIN_S
        self.pending_conns.append(conn)
        self.poller.register(
            conn.sock, EVENT_READ, lambda client: self.on_pending_socket_readable(conn, client)
        )

    def _answer(self, conn: TConn) -> None:
        conn.data_ready = True
        self._answering[conn] = time.monotonic() + ARRIVES_WITHIN_S
        super().enqueue_req(conn)
