"""How long these tests wait, and for what."""

from __future__ import annotations

import os
import socket
import ssl
import time
from collections.abc import Callable

START_S = 30.0
"""How long a server may take to come up on a machine that has much else to do."""
WITHIN_S = 5.0
"""How long a condition may take to come true; most need a hundredth of it."""
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For requests over plain HTTP: reading the system's authorities takes 17 ms for each, the request itself 1 ms."""
PROMISED_S = 2.5
"""Every signed request is answered within 2 s (contract, section 4); the rest is for a busy machine."""


def eventually(is_so: Callable[[], bool], *, within_s: float = WITHIN_S) -> bool:
    """Return whether ``is_so`` comes true in time."""
    until = time.monotonic() + within_s
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def new_id(prefix: str) -> str:
    return prefix + os.urandom(16).hex()
