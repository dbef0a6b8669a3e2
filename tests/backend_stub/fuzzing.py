"""Schemathesis against an office in this process: what it finds is held against what is explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import flask
import pytest
from hypothesis.internal.conjecture import providers
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.core.transport import Response
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from schemathesis.generation.case import Case
from schemathesis.openapi import from_dict

SEED = 10086
NO_LITERALS = providers.Constants()


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer that failed a check, and the request that was answered."""

    failure: Failure
    case: Case
    response: Response
    request: str

    @property
    def name(self) -> str:
        return type(self.failure).__name__

    @property
    def code(self) -> object:
        """Return the code of a TM Forum Error, or the error of a token request."""
        body = self.response.json() if self.response.content else None
        return body.get("code", body.get("error")) if isinstance(body, dict) else None

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.failure}\n{self.request}\n{self.response.status_code} {self.response.text}"
        )


@dataclass(frozen=True, slots=True)
class Explained:
    """Something that is found in each of ``operations`` (``GET /a/{id}``) and is as it should be."""

    name: str
    operations: frozenset[str]
    because: str
    fits: Callable[[Finding], bool]


def refused_as(*codes: str) -> Callable[[Finding], bool]:
    return lambda finding: finding.code in codes


def only_some_attributes(finding: Finding) -> bool:
    return "fields" in finding.case.query and "is a required property" in str(finding.failure)


def unexplained(found: Iterable[Finding], operation: str, table: tuple[Explained, ...]) -> list[str]:
    """Return what ``table`` does not explain, and what it explains of this operation and was not found."""
    mine = [one for one in table if operation in one.operations]
    unused = set(range(len(mine)))
    left: list[str] = []
    for finding in found:
        fitting = {place for place, one in enumerate(mine) if one.name == finding.name and one.fits(finding)}
        unused -= fitting
        if not fitting:
            left.append(str(finding))
    return [*left, *(f"not found: {mine[place].name}, {mine[place].because}" for place in sorted(unused))]


def findings(
    raw: dict[str, Any], operation: str, app: flask.Flask, settings: SchemathesisConfig
) -> list[Finding]:
    """Send requests to one operation of a description and return what fails a check, in order.

    Raises what stops the run.
    """
    schema = from_dict(raw, config=settings).include(name=operation)
    schema.app = app
    with pytest.MonkeyPatch.context() as hypothesis:
        # It draws a part of its values from the literals of the modules that are loaded, also when derandomized
        # (6.170): what is sent would hang on the tests that ran before.
        hypothesis.setattr(providers, "_get_local_constants", lambda: NO_LITERALS)
        hypothesis.setattr(providers, "CONSTANTS_CACHE", {})
        return [
            finding for event in from_schema(schema).execute() for finding in _findings_of(event, operation)
        ]


def _findings_of(event: object, operation: str) -> Iterator[Finding]:
    match event:
        case FatalError(exception=error) | NonFatalError(value=error):
            raise error
        case ScenarioFinished(recorder=recorder):
            assert recorder.label == operation, (recorder.label, operation)
            for id_, checks in recorder.checks.items():
                for failed in (check.failure_info for check in checks if check.failure_info is not None):
                    case = recorder.find_failure_data(parent_id=id_, failure=failed.failure).case
                    response = recorder.find_response(case_id=case.id)
                    assert response is not None
                    yield Finding(failed.failure, case, response, failed.code_sample)


def config(
    *, examples: int, edges: bool, bearer: str | None = None, pinned: dict[str, str] | None = None
) -> SchemathesisConfig:
    """Return settings under which every run sends the same requests and leaves nothing behind.

    ``examples`` are requests of chance, per operation; ``edges`` adds those at the edges of every schema.
    ``pinned`` are parts of the path that are always the same. What Schemathesis would learn from answers and
    from the office's source is left out, for an explanation must not come and go with a change elsewhere.
    ``ignored_auth`` does not run inside a process (4.32 hands its probe a network's settings): the tests ask
    without a token themselves.
    """
    alone = {"extra-data-sources": {"responses": False}}
    auth = {} if bearer is None else {"auth": {"openapi": {"bearer": {"bearer": bearer}}}}
    return SchemathesisConfig.from_dict(
        {
            "seed": SEED,
            "cache": {"enabled": False},
            "analysis": {"constants": {"enabled": False}},
            "continue-on-failure": True,
            "suppress-health-check": ["all"],
            "checks": {"ignored_auth": {"enabled": False}},
            "generation": {"deterministic": True, "database": "none", "max-examples": examples},
            "phases": {
                "coverage": {**alone, "enabled": edges, "generate-duplicate-query-parameters": True},
                "fuzzing": {**alone, "error-feedback": {"enabled": False}},
                "stateful": {"enabled": False},
            },
            "parameters": {f"path.{name}": value for name, value in (pinned or {}).items()},
            **auth,
        }
    )
