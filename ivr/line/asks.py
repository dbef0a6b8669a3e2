"""What the line asks of the world, and what the world answers.

The line does no I/O: it is a generator that yields an ``Ask`` and is sent the ``Answer`` to it. A
``Fetch`` is answered by a ``Reply`` or a ``Failure``; an ``Opening``, by what the caller does in it, or
None when they do nothing before it is over. Times are seconds of the line's own clock.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, TypeVar

from ivr.line.limits import CONNECT_S

Params: TypeAlias = tuple[tuple[str, str], ...]
"""Form parameters in order; a name may come twice."""


class Purpose(Enum):
    """What a fetch is for."""

    DOCUMENT = "document"
    MESSAGE = "message"  # a document that answers a text
    AUDIO = "audio"
    NOTICE = "notice"  # an asynchronous callback: its answer changes nothing


@dataclass(frozen=True, slots=True)
class Fetch:
    """One HTTP request; redirects are not followed, the line does that itself.

    ``params`` is the whole form, to be sent as a body by POST; for GET they are in ``url`` already.
    ``token`` is the idempotency token, None for audio. The URL has no fragment. ``limit_s`` is for the whole
    answer, ``connect_s`` for the connection. ``signed`` says whether the carrier signs it, ``cookies``
    whether it sends those it was given before.
    """

    at: float
    method: str
    url: str
    params: Params
    purpose: Purpose
    token: str | None
    limit_bytes: int
    limit_s: float
    connect_s: float = CONNECT_S
    signed: bool = True
    cookies: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer. ``body`` may stop one byte after the fetch's limit."""

    status: int
    body: bytes = b""
    content_type: str | None = None
    content_language: str | None = None
    location: str | None = None
    elapsed_s: float = 0.0


class Trouble(Enum):
    """How a fetch came to nothing."""

    CONNECTION = "connection"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"
    HOST = "host"
    TLS = "tls"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Failure:
    """No HTTP answer came."""

    trouble: Trouble
    text: str
    elapsed_s: float = 0.0


class Doing(Enum):
    """What the line is at while the caller may act."""

    RINGING = "ringing"  # not answered yet
    SPEAKING = "speaking"  # a prompt outside a Gather
    PAUSING = "pausing"
    PROMPTING = "prompting"  # a prompt inside a Gather
    LISTENING = "listening"  # a Gather waits
    RECORDING = "recording"
    CONNECTING = "connecting"  # a Dial rings
    TALKING = "talking"  # connected to somebody
    QUEUED = "queued"  # a queue's own music, or silence


@dataclass(frozen=True, slots=True)
class Takes:
    """What the line can take now: keys, speech, and which keys end a recording."""

    keys: bool = False
    speech: bool = False
    ends_on: str = ""


NOTHING_TAKEN = Takes()


@dataclass(frozen=True, slots=True)
class Opening:
    """A stretch of time in which the caller may act.

    ``listening`` numbers the Gather or Record the stretch belongs to (0: none), so that a caller can tell
    one being waited out from the next. ``queued_since`` is set while the call waits in a queue.
    """

    start: float
    until: float
    doing: Doing
    takes: Takes = NOTHING_TAKEN
    listening: int = 0
    queued_since: float | None = None


class Transferred(Enum):
    """What a Dial or a queue comes to."""

    ANSWERED = "answered"
    NOBODY = "nobody"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class KeysPressed:
    """Keys, the first one at ``at``, the others each a little later."""

    at: float
    keys: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words said to the line."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class MessageLeft:
    """Sound made for ``seconds``, for a recording."""

    at: float
    seconds: float


@dataclass(frozen=True, slots=True)
class HungUp:
    """The caller put the phone down."""

    at: float


@dataclass(frozen=True, slots=True)
class TransferCame:
    """The other side of a Dial or a queue: not the caller's doing, but the script's."""

    at: float
    to: Transferred


Act: TypeAlias = KeysPressed | Spoken | MessageLeft | HungUp | TransferCame
Ask: TypeAlias = Fetch | Opening
Answer: TypeAlias = Reply | Failure | Act | None

T = TypeVar("T")
Running: TypeAlias = Generator[Ask, Answer, T]
"""Part of a call in progress, which comes to a ``T``."""
