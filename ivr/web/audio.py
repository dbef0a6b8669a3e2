"""Prompt audio, by digest: what was built, else what is joined from it now. No path comes from a request."""

from __future__ import annotations

from flask import Blueprint, Response, abort, send_file

from ivr.errors import CannotSave
from ivr.model.ids import Digest
from ivr.ports import Audio, Playable, Services

YEAR_S = 365 * 24 * 3600
"""A sound never changes under its name, so it is fresh for as long as caches take."""


def make_audio(services: Services) -> Blueprint:
    """Return the route prompts are played from."""
    audio = Blueprint("audio", __name__)

    @audio.get("/audio/<digest>.wav")
    def play(digest: str) -> Response:
        if services.audio is None:
            abort(404)
        sound = services.audio.playable(digest) or _joined(services, services.audio, digest)
        if sound is None:
            abort(404)
        response = send_file(sound.path, mimetype="audio/wav", etag=digest, max_age=YEAR_S, conditional=True)
        response.cache_control.immutable = True
        if sound.language:
            response.content_language.add(sound.language)
        return response

    return audio


def _joined(services: Services, audio: Audio, digest: str) -> Playable | None:
    """Join a sound some answer plays; the recipe was stored with that answer, perhaps by another process."""
    try:
        joint = services.calls.joint(Digest(digest))
    except CannotSave:
        abort(503)
    return None if joint is None else audio.join(joint)
