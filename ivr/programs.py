"""Programs by digest: compiled once per process from the stored bundle, kept while calls may need them."""

from __future__ import annotations

import threading
from collections import OrderedDict

from ivr.bundle.bundle import digest_of
from ivr.checks.check import accept
from ivr.engine.machine import compile_program
from ivr.engine.program import Program
from ivr.errors import NotPublished
from ivr.model.call import Call
from ivr.model.ids import Digest
from ivr.ports import BundleStore

KEPT = 8
"""Programs kept compiled: the live one and those that running calls began on."""


class Programs:
    """The programs of one process."""

    def __init__(self, bundles: BundleStore) -> None:
        self._bundles = bundles
        self._kept: OrderedDict[Digest, Program] = OrderedDict()
        self._lock = threading.Lock()

    def live(self) -> Program:
        """Return the program new calls begin on; raise ``NotPublished`` when there is none."""
        digest = self._bundles.live()
        if digest is None:
            raise NotPublished("no bundle is live; publish one with: ivr publish")
        return self.get(digest)

    def get(self, digest: Digest) -> Program:
        """Return the program of a stored bundle; raise ``NotPublished`` when it is gone or damaged."""
        with self._lock:
            if digest in self._kept:
                self._kept.move_to_end(digest)
                return self._kept[digest]
        files = self._bundles.files(digest)
        if files is None or digest_of(files) != digest:
            raise NotPublished(f"bundle {digest} is not stored, or not as it was published")
        program = compile_program(accept(files), digest)
        with self._lock:
            self._kept[digest] = program
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return program

    def where(self, call: Call | None) -> str:
        """Return the step a call is at, as ``flow.state (file:line)``, for the log."""
        if call is None or not call.frames:
            return "its beginning"
        top = call.top
        try:
            return f"{top.flow}.{top.state} ({self.get(call.bundle).where(top.flow, top.state)})"
        except (NotPublished, KeyError):
            return f"{top.flow}.{top.state}"
