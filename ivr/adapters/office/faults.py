"""What keeps an operation from its answer; none of these leaves the adapters.

::

    IvrError
    ├── Unavailable    surely not done, or a read without a usable answer
    │   └── Declined   the office itself said no to a change
    ├── Unsure         sent, and nobody knows what became of it
    └── Misshapen      an answer that is not what TM Forum's definitions promise

Their messages never hold a value the office sent: it may be personal.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ivr.errors import IvrError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Unavailable(IvrError):
    """Surely not done, or a read that has no usable answer."""


class Declined(Unavailable):
    """The office itself said no to a change; nothing was done."""


class Unsure(IvrError):
    """A change was sent and nobody knows what became of it."""


class Misshapen(IvrError):
    """An answer's field is not what it should be; the message is the field's name."""


@contextmanager
def once_sent() -> Iterator[None]:
    """Turn every trouble inside into ``Unsure``: the change has left, whatever goes wrong now."""
    try:
        yield
    except Unavailable as trouble:
        raise Unsure(f"after sending: {trouble}") from trouble
    except Misshapen as trouble:
        raise Unsure(f"after sending: {trouble} is not what it should be") from trouble
