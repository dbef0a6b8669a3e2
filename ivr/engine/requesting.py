"""Asking the office: who may, under which key, and what a definite answer changes about the next asking."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from ivr.engine.move import Asked
from ivr.engine.walk import Walk
from ivr.errors import CannotCompile
from ivr.language.operations import Operation
from ivr.model.call import Waiting
from ivr.model.office import OfficeRequest
from ivr.model.record import Happened
from ivr.model.values import Record, Secret, values_to_json
from ivr.model.verbs import Redirect

KEY_DIGITS = 16
"""Hex digits of the arguments' digest in an operation's key: 64 bits, per call and operation."""


def request(walk: Walk, operation: Operation, arguments: Record) -> None:
    """Ask for an operation; the words so far, if any, cover the wait.

    Raises ``CannotCompile`` when the caller has not proven what the operation needs: the checks let no such
    flow pass, and a mistake of theirs must not open anybody's account.
    """
    if not _may(walk, operation):
        raise CannotCompile(f"{operation.name} needs a proof the checks should have seen to")
    wanted = {str(one.name) for one in operation.takes}
    given = Record({name: value for name, value in arguments.items() if name in wanted})
    key = _key(walk, operation, given)
    asked = OfficeRequest(
        key=key,
        operation=str(operation.name),
        effect=operation.effect,
        subscriber=walk.live.subscriber if not operation.about_call else walk.call.caller,
        caller=walk.call.caller,
        arguments=given,
        proves=operation.proves,
    )
    secret = any(isinstance(value, Secret) for value in given.values())
    walk.asked = Asked(asked, operation.timeout_s, owed=operation.owed, secret=secret)
    walk.call = replace(walk.call, waiting=Waiting(key, str(operation.name)))
    walk.note(Happened.ASKED_OFFICE, walk.live.state, operation=str(operation.name))
    if walk.words and walk.line:
        walk.stop(Redirect())
    walk.done = True


def close(walk: Walk, key: str, *, definite: bool) -> None:
    """Close what was asked under ``key``; only a definite answer gives the next asking a new key."""
    call = walk.call
    attempts = dict(call.attempts)
    unsure = call.unsure - {key} if definite else call.unsure | {key}
    if definite:
        asked = key.removeprefix(f"{call.sid}:").rpartition(":")[0]
        done = attempts.get(asked, 0)
        attempts[asked] = (done if isinstance(done, int) else 0) + 1
    walk.call = replace(call, waiting=None, attempts=Record(attempts), unsure=unsure)


def _may(walk: Walk, operation: Operation) -> bool:
    """Return whether the caller has proven what the operation needs."""
    match operation.needs:
        case "proof":
            return walk.is_proven
        case "proof_of_others":
            return walk.is_proven or walk.live.subscriber == walk.call.caller
        case _:
            return True


def _key(walk: Walk, operation: Operation, arguments: Record) -> str:
    """Return the key: call, operation, arguments and attempt. A secret leaves no trace in it."""
    canonical = json.dumps(values_to_json(arguments), sort_keys=True, ensure_ascii=True)
    digest = hashlib.sha256(canonical.encode()).hexdigest()[:KEY_DIGITS]
    subscriber = "" if operation.about_call else str(walk.live.subscriber or "")
    asked = f"{operation.name}:{subscriber}:{digest}"
    return f"{walk.call.sid}:{asked}:{walk.call.attempts.get(asked, 0)}"
