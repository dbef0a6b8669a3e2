"""Whether the process lives, and whether it can take calls. The back office is never asked."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from ivr.errors import CannotSave, NotPublished
from ivr.ports import Services
from ivr.programs import Programs


def make_health(services: Services, programs: Programs) -> Blueprint:
    """Return the routes operations ask."""
    health = Blueprint("health", __name__)

    @health.get("/livez")
    def livez() -> Response:
        return jsonify(alive=True)

    @health.get("/readyz")
    def readyz() -> tuple[Response, int]:
        try:
            services.calls.check()
            program = programs.live()
        except (CannotSave, NotPublished) as error:
            return jsonify(ready=False, why=str(error)), 503
        return jsonify(ready=True, bundle=program.digest), 200

    return health
