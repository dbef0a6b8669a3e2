"""The environment's settings, read once. Each has a line in ``docs/settings.md``."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from ivr.errors import BadSettings
from ivr.speech.clip import USUAL, Manner

DATABASE_URL = "sqlite:///var/ivr.db"
RECORDINGS_URL = "https://api.twilio.com"
KEY_BYTES = 32
"""Bytes of randomness in a key made here; as many as SHA-256 gives out."""
SLOWEST_WPM, FASTEST_WPM = 80, 300
"""What can still be followed on a telephone; source: reference/domain-10086.md, section 6.1."""
_RATES = frozenset(str(rate) for rate in range(SLOWEST_WPM, FASTEST_WPM + 1))


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; ``office_url`` and ``public_url`` None mean the defaults of ``serve``."""

    project: Path
    database_url: str
    office_url: str | None
    office_token: str | None
    auth_tokens: tuple[str, ...]
    public_url: str | None
    trusts_caller_id: bool
    recordings_url: str
    plays: bool
    voices: Mapping[str, Manner]
    secret_key: bytes | None = field(repr=False)

    @property
    def var(self) -> Path:
        """Where what is made at run time is kept."""
        return self.project / "var"

    @property
    def audio(self) -> Path:
        """Where rendered and recorded speech is kept."""
        return self.var / "audio"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Return the settings of ``environ``; raise ``BadSettings`` for one that cannot be used."""
    project = Path(environ.get("IVR_PROJECT") or ".").absolute()
    if not project.is_dir():
        raise BadSettings(f"IVR_PROJECT is {project}, which is not a folder")
    tokens = tuple(part.strip() for part in environ.get("TWILIO_AUTH_TOKEN", "").split(",") if part.strip())
    return Settings(
        project=project,
        database_url=_in_project(environ.get("IVR_DATABASE_URL") or DATABASE_URL, project),
        office_url=_address(environ, "IVR_OFFICE_URL"),
        office_token=environ.get("IVR_OFFICE_TOKEN") or None,
        auth_tokens=tokens,
        public_url=_address(environ, "IVR_PUBLIC_URL"),
        trusts_caller_id=_yes_no(environ, "IVR_TRUST_CALLER_ID"),
        recordings_url=_address(environ, "IVR_RECORDINGS_URL") or RECORDINGS_URL,
        plays=_plays(environ),
        voices=_voices(environ.get("IVR_VOICES") or ""),
        secret_key=environ["IVR_SECRET_KEY"].encode() if environ.get("IVR_SECRET_KEY") else None,
    )


def secret_key(settings: Settings) -> bytes:
    """Return the secret key: the one of the settings, or one made once and kept under ``var/``."""
    if settings.secret_key is not None:
        return settings.secret_key
    path = settings.var / "secret.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):  # two processes may start at once; the first one's holds
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_hex(KEY_BYTES).encode())
    key = path.read_bytes()
    if not key:
        raise BadSettings(f"{path} is empty; delete it, and a new key is made")
    return key


def _yes_no(environ: Mapping[str, str], name: str) -> bool:
    written = environ.get(name) or "no"
    if written not in ("yes", "no"):
        raise BadSettings(f"{name} is {written!r}; write yes or no")
    return written == "yes"


def _plays(environ: Mapping[str, str]) -> bool:
    """Return whether rendered or recorded audio is played where there is some."""
    written = environ.get("IVR_SPEECH") or "play"
    if written not in ("play", "say"):
        raise BadSettings(f"IVR_SPEECH is {written!r}; write play or say")
    return written == "play"


def _voices(written: str) -> Mapping[str, Manner]:
    """Return how each language is spoken: ``zh-CN=cmn@160/140 en=en-us``; what is not named is as usual.

    The second rate is that of the slow pace; without it, it is as much slower as usual.
    """
    manners = dict(USUAL)
    for one in written.split():
        language, _, named = one.partition("=")
        voice, at, rates = named.partition("@")
        rate, _, slow = rates.partition("/")
        usual = manners.get(language)
        wrong = at and not {rate, slow or rate} <= _RATES
        if usual is None or not voice or wrong:
            raise BadSettings(
                f"IVR_VOICES is {written!r}; write voices such as zh-CN=cmn en=en-us@150 or @150/130, "
                f"for {' and '.join(manners)}, at {SLOWEST_WPM} to {FASTEST_WPM} words a minute"
            )
        made = Manner.of(voice, int(rate) if rate else usual.rate_wpm)
        manners[language] = replace(made, slow_wpm=int(slow)) if slow else made
    return manners


def _address(environ: Mapping[str, str], name: str) -> str | None:
    written = environ.get(name)
    if not written:
        return None
    if not _is_address(written):
        raise BadSettings(f"{name} is {written!r}; write an address such as https://hotline.example.com")
    return written.rstrip("/")


def _is_address(written: str) -> bool:
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError:  # a bracket that is not closed, a port that is none
        return False
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0
    return is_web and not parts.query and not parts.fragment


def _in_project(url: str, project: Path) -> str:
    """Let a relative SQLite path mean one inside the project, wherever the command is typed."""
    prefix = "sqlite:///"
    path = url.removeprefix(prefix)
    if url.startswith(prefix) and path and not path.startswith(("/", ":")):
        return f"{prefix}{project / path}"
    return url
