"""The outside world as the hotline sees it: one Protocol per thing that does I/O."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ivr.model.ids import CallSid, Digest, Language, Msisdn
from ivr.model.office import Delivery, Message, OfficeAnswer, OfficeRequest
from ivr.model.outside import Outside
from ivr.model.pace import Pace
from ivr.model.record import CallRecord, Note
from ivr.model.stored import Attempt, Change, Joint, Obligation, Release, Settled, StoredCall, StoredTurn


class Clock(Protocol):
    """Where time comes from."""

    def now(self) -> datetime:
        """Return the moment, aware, in UTC."""


class Waiting(Protocol):
    """How a turn lets time pass: the real one in a server, the line's own in a simulated call."""

    def elapsed(self) -> float:
        """Return seconds since some moment; they never run backwards."""

    def pause(self, seconds: float) -> None:
        """Let ``seconds`` pass."""

    def result(self, answer: Future[OfficeAnswer], within_s: float) -> OfficeAnswer:
        """Return what ``answer`` comes to; raise ``TimeoutError`` when it takes longer than ``within_s``."""


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A number somebody may call from in the browser, and a few words about it."""

    number: Msisdn
    about: str


class BackOffice(Protocol):
    """The carrier's own systems."""

    def perform(self, request: OfficeRequest, *, within_s: float) -> OfficeAnswer:
        """Do what ``request`` asks and return an outcome of its contract.

        Never raises for what the office does: a read that cannot be answered within ``within_s`` seconds is
        ``unavailable``; a change is ``unavailable`` only if it surely was not done, else ``unsure``.
        """


class Messenger(Protocol):
    """Whoever sends texts."""

    def send(self, message: Message, *, within_s: float) -> Delivery:
        """Hand ``message`` over within ``within_s`` seconds; never raises for what the messenger does."""


class CallStore(Protocol):
    """Calls, their turns, event logs and obligations. Every method may raise ``CannotSave``.

    ``owner`` is this process's name to the store: who runs a turn, who is at work on an obligation.
    """

    @property
    def owner(self) -> str:
        """Return the name of this process."""

    def call(self, sid: CallSid) -> StoredCall | None:
        """Return the call as last stored."""

    def turn(self, sid: CallSid, number: int) -> StoredTurn | None:
        """Return a turn that is running or answered."""

    def commit(self, change: Change) -> None:
        """Store ``change`` as a whole; raise ``Conflict`` when the stored call or turn has moved on."""

    def take_turn(self, sid: CallSid, number: int, *, owner: str, was: str) -> bool:
        """Make ``owner`` the owner of a turn left running by ``was``; False when somebody was first."""

    def obligation(self, key: str) -> Obligation | None:
        """Return an obligation, done or not."""

    def claim(self, key: str, *, owner: str, was: str) -> bool:
        """Make ``owner`` the one at work on an open obligation; False when somebody was first."""

    def settle(self, settled: Settled) -> None:
        """Store the answer of an obligation, once; a second answer changes nothing."""

    def postpone(self, key: str, until: datetime) -> None:
        """Give an open obligation back, to be tried again from ``until`` on."""

    def learn(self, settled: Settled, *, text: Obligation | None) -> bool:
        """Store the truth about a request that was told as *unsure*, with the text owed; False if known."""

    def left_waiting(self, *, limit: int) -> tuple[CallSid, ...]:
        """Return calls that are over and wait for an operation whose answer is there."""

    def open_obligations(self, now: datetime, *, limit: int) -> tuple[Obligation, ...]:
        """Return open obligations that are due, oldest first; those being worked on are among them."""

    def log(self, sid: CallSid) -> tuple[Note, ...]:
        """Return the event log of a call, oldest first."""

    def records(self, *, limit: int) -> tuple[CallRecord, ...]:
        """Return the records of the calls that ended last, newest first."""

    def joint(self, digest: Digest) -> Joint | None:
        """Return what a sound is joined from, for a day after an answer played it."""

    def is_alive(self, owner: str) -> bool:
        """Return whether the process called ``owner`` is still running."""

    def check(self) -> None:
        """Write something and raise ``CannotSave`` if that cannot be done."""


class Attempts(Protocol):
    """Guesses at secrets, counted over all calls."""

    def reserve(self, attempt: Attempt) -> bool:
        """Count ``attempt`` before it is checked; False when it may not be checked any more."""

    def give_back(self, key: str) -> None:
        """Take back the attempt reserved under ``key``: it was right, or was never checked."""


class Tickets(Protocol):
    """Ticket numbers of ours."""

    def number(self, name: str, at: datetime) -> str:
        """Return the twelve digits for ``name``: the same for the same name, else the day's next."""


class Switches(Protocol):
    """What operators have turned and put up."""

    def outside(self, at: datetime) -> Outside:
        """Return what holds at ``at``."""


class Recordings(Protocol):
    """Where the carrier keeps what callers said."""

    def fetch(self, account: str, recording: str) -> bytes:
        """Return a recording as a WAV file; silence when it cannot be had."""


class PhoneBook(Protocol):
    """What the browser phone shows of the world around the hotline."""

    def subscribers(self) -> tuple[Subscribed, ...]:
        """Return whose phone may be picked; nobody when nobody says."""

    def texts(self, number: Msisdn) -> tuple[str, ...]:
        """Return the texts ``number`` got, oldest first."""


@dataclass(frozen=True, slots=True)
class Playable:
    """A WAV file that may be played, and the language spoken in it."""

    path: Path
    language: Language


class Voice(Protocol):
    """An engine that speaks. Every method raises ``CannotSpeak`` when it cannot."""

    @property
    def name(self) -> str:
        """Return engine and version: all that the sound depends on beside text, voice and rate."""

    def render(self, text: str, *, voice: str, rate_wpm: int) -> bytes:
        """Return ``text``, as ``ivr.speech.spelling`` spells it, as a WAV file of any rate."""

    def phonemes(self, text: str, *, voice: str) -> str:
        """Return the sounds of ``text`` in the engine's own notation."""


class Audio(Protocol):
    """What has been rendered or recorded, and sounds joined from it. Nothing here waits for a voice."""

    def find(self, text: str, language: Language, pace: Pace = Pace.USUAL) -> Digest | Joint | None:
        """Return the sound of ``text``: one that is there, one that can be joined, or None.

        What has no sound at the slow pace is heard at the usual one, in the same voice.
        """

    def ask_for(self, words: str, language: Language) -> None:
        """Ask for a sound of ``words`` that have none; it is there for later callers, if it can be made."""

    def playable(self, digest: str) -> Playable | None:
        """Return the file of a sound that is there; ``digest`` may be anything."""

    def join(self, joint: Joint) -> Playable | None:
        """Join a sound; None when a piece of it is not here."""


class BundleStore(Protocol):
    """Checked bundles and which of them is live. Every method may raise ``CannotSave``."""

    def keep(self, digest: Digest, files: Mapping[str, str]) -> None:
        """Store a bundle's files under its digest; storing it again changes nothing."""

    def files(self, digest: Digest) -> Mapping[str, str] | None:
        """Return the files of a stored bundle."""

    def live(self) -> Digest | None:
        """Return the bundle new calls begin on."""

    def release(
        self, digest: Digest, at: datetime, *, who: str = "", why: str = "", back_to: int | None = None
    ) -> Release:
        """Make a stored bundle the one new calls begin on; keep who did it and why."""

    def releases(self) -> tuple[Release, ...]:
        """Return what was live when, newest first."""

    def released(self, number: int) -> Release | None:
        """Return a release by its number, however long ago it was."""


@dataclass(frozen=True, slots=True)
class Services:
    """The ports a running hotline is given.

    ``secret_key`` keys the hashes of secrets and the signatures of addresses of ours. Without ``audio`` the
    carrier's voice says everything.
    """

    clock: Clock
    office: BackOffice
    messenger: Messenger
    calls: CallStore
    bundles: BundleStore
    attempts: Attempts
    tickets: Tickets
    switches: Switches
    recordings: Recordings
    secret_key: bytes = field(repr=False)
    audio: Audio | None = None
