"""Playing a caller's own words back to them, from an address of ours that lives as long as the call."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort

from ivr.errors import BadValue, CannotSave
from ivr.model.ids import call_sid
from ivr.ports import Services
from ivr.web.documents import Documents


def make_recordings(services: Services, documents: Documents) -> Blueprint:
    """Return the route recordings are played from."""
    recordings = Blueprint("recordings", __name__)

    @recordings.get("/recording/<sid>/<recording>/<signature>.wav")
    def play(sid: str, recording: str, signature: str) -> Response:
        try:
            named = call_sid(sid)
            if not hmac.compare_digest(signature.encode(), documents.sign(named, recording).encode()):
                abort(404)
            stored = services.calls.call(named)
        except BadValue:
            abort(404)
        except CannotSave:
            abort(503)
        if stored is None or stored.call.is_over:
            abort(404)
        audio = services.recordings.fetch(stored.call.account, recording)
        return Response(audio, content_type="audio/wav", headers={"Cache-Control": "no-store"})

    return recordings
