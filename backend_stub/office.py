"""What every request needs of the running office, in one value."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from backend_stub.faults import Faults
from backend_stub.store import Store


@dataclass(frozen=True, slots=True)
class Office:
    """The file, what is set to misbehave, the clock, the service's own token, the sign to stop waiting."""

    store: Store
    faults: Faults
    clock: Callable[[], datetime]
    token: str | None
    stopping: threading.Event

    def close(self) -> None:
        """Let go of everything; requests that misbehave by waiting end now."""
        self.stopping.set()
        self.store.close()
