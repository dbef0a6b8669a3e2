"""The environment's settings, read once. Each has a line in ``docs/settings.md``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ivr.errors import BadSettings

DATABASE_URL = "sqlite:///var/ivr.db"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; ``office_url`` and ``public_url`` None mean the defaults of ``serve``."""

    project: Path
    database_url: str
    office_url: str | None
    office_token: str | None
    auth_tokens: tuple[str, ...]
    public_url: str | None

    @property
    def var(self) -> Path:
        """Where what is made at run time is kept."""
        return self.project / "var"


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
    )


def _address(environ: Mapping[str, str], name: str) -> str | None:
    written = environ.get(name)
    if not written:
        return None
    parts = urlsplit(written)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise BadSettings(f"{name} is {written!r}; write an address such as https://hotline.example.com")
    return written.rstrip("/")


def _in_project(url: str, project: Path) -> str:
    """Let a relative SQLite path mean one inside the project, wherever the command is typed."""
    prefix = "sqlite:///"
    path = url.removeprefix(prefix)
    if url.startswith(prefix) and path and not path.startswith(("/", ":")):
        return f"{prefix}{project / path}"
    return url
