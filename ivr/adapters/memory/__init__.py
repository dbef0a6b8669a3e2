"""The stores in memory, for scripted and explored calls: what ``adapters.store`` means, without a disk.

One process, any number of threads; nothing outlives it. The contract tests in ``tests/store`` run on both.
"""

from __future__ import annotations

from ivr.adapters.memory.attempts import MemoryAttempts
from ivr.adapters.memory.bundles import MemoryBundles
from ivr.adapters.memory.calls import MemoryCalls
from ivr.adapters.memory.switches import MemorySwitches
from ivr.adapters.memory.tickets import MemoryTickets


class Memory:
    """Everything a hotline stores."""

    def __init__(self) -> None:
        self.calls = MemoryCalls()
        self.bundles = MemoryBundles()
        self.attempts = MemoryAttempts()
        self.tickets = MemoryTickets()
        self.switches = MemorySwitches()

    def clear(self) -> None:
        """Forget all but the bundles and which of them is live."""
        self.calls.clear()
        self.attempts.clear()
        self.tickets.clear()
        self.switches.clear()
