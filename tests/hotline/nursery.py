"""A process that has everything imported and forks hotlines, some of which kill themselves.

One JSON order per line of standard input is answered by one line, ``<pid> <address>``, of the hotline that
was started for it. ``die_at`` names one of the numbered points of a turn, at whose ``times``-th passing that
hotline sends itself SIGKILL. The orders end when standard input does.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.serving import make_server

from ivr.cli.logs import set_up_logs
from ivr.cli.settings import read_settings
from ivr.cli.wiring import open_services
from ivr.web.app import open_hotline
from ivr.web.config import WebConfig
from tests.web.inside import bundles_compiled_once


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are taken away by the system
    with bundles_compiled_once():
        for line in sys.stdin:
            if os.fork() == 0:
                os.close(sys.stdin.fileno())
                serve(json.loads(line))


def serve(order: Mapping[str, Any]) -> None:
    set_up_logs()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    settings = read_settings({"IVR_PROJECT": order["project"], "IVR_DATABASE_URL": order["database"]})
    with open_services(settings, office_url=order["office"]) as services:
        hotline = open_hotline(
            WebConfig(order["origin"], (order["token"],), order["trusts"]),
            services,
            reached=dying(order["die_at"], order["times"]),
        )
        hotline.sweeper.start()
        server = make_server("127.0.0.1", 0, hotline.app, threaded=True)
        sys.stdout.write(f"{os.getpid()} http://127.0.0.1:{server.port}\n")
        sys.stdout.flush()
        server.serve_forever()


def dying(point: str | None, times: int) -> Callable[[str], None]:
    """Return what is told the numbered points and kills this process at one of them."""
    passed = 0
    lock = threading.Lock()

    def reached(here: str) -> None:
        nonlocal passed
        if here == point:
            with lock:
                passed += 1
                if passed == times:
                    os.kill(os.getpid(), signal.SIGKILL)

    return reached


if __name__ == "__main__":
    main()
