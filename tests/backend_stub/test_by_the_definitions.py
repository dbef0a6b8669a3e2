"""The office against the published definitions of TM Forum v4.0.0: requests of chance to what is served."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import pytest

from tests.backend_stub.described import OPERATIONS, Operation, furnished
from tests.backend_stub.fuzzing import (
    Explained,
    Finding,
    config,
    findings,
    only_some_attributes,
    refused_as,
    unexplained,
)

FOLDER = os.environ.get("TMF_DEFINITIONS")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="TMF_DEFINITIONS is not set (a folder with the six published swagger files)"
)
EXAMPLES = 15
OF_AN_ORDER = 4
"""Requests of chance. Those at the edges of the schemas, two thousand for an order, nearly all miss what the
office needs and the definitions leave out; the description's own are sent in ``test_by_the_description``.
A published order is so deep that most of what is drawn for it is thrown away, at half a second each."""
PUBLISHED = [
    label
    for label in OPERATIONS
    if "/customerManagement/" not in label and not label.endswith("/oauth2/token")
]
"""TMF629 is not among the published files here, and the token endpoint is ours."""
ORDERS = "POST /tmf-api/productOrderingManagement/v4/productOrder"
BALANCES = "/tmf-api/prepayBalanceManagement/v4"
TICKET = "PATCH /tmf-api/troubleTicket/v4/troubleTicket/{id}"
TEXT = "/tmf-api/communicationManagement/v4/communicationMessage/{id}"
BILL = "PATCH /tmf-api/customerBillManagement/v4/customerBill/{id}"


def the_description_asks_more(finding: Finding) -> bool:
    return bool(ours(finding).wrong_with_body(finding.case.body))


def the_description_takes_it(finding: Finding) -> bool:
    return not ours(finding).wrong_with_body(finding.case.body)


def the_description_gives_it(finding: Finding) -> bool:
    return not ours(finding).wrong_with_answer(finding.response.status_code, finding.response.json())


def ours(finding: Finding) -> Operation:
    case = finding.case
    return OPERATIONS[f"{case.method} {case.operation.schema.get_full_path(case.path)}"]


EXPLAINED = (
    Explained(
        "RejectedPositiveData",
        frozenset(label for label in PUBLISHED if label.startswith("GET") and "{id}" not in label),
        "offset and limit may be below zero there",
        refused_as("badQuery"),
    ),
    Explained(
        "RejectedPositiveData",
        frozenset(label for label in PUBLISHED if label.startswith("POST")) | {f"PATCH {TEXT}", BILL},
        "little is needed there, texts may be empty, and bills may be sent anything; our description says more",
        the_description_asks_more,
    ),
    Explained(
        "RejectedPositiveData",
        frozenset({f"POST {BALANCES}/adjustBalance"}),
        "a body may name what the office does not have",
        refused_as("unknownBucket"),
    ),
    Explained(
        "JsonSchemaError",
        frozenset(
            {
                f"GET {BALANCES}/adjustBalance",
                f"GET {BALANCES}/adjustBalance/{{id}}",
                f"GET {BALANCES}/topupBalance/{{id}}",
                ORDERS.replace("POST", "GET"),
                f"{ORDERS.replace('POST', 'GET')}/{{id}}",
            }
        ),
        "fields leaves out what is required, too",
        only_some_attributes,
    ),
    Explained(
        "AcceptedNegativeData",
        frozenset({TICKET}),
        "what the office has no use for is kept as it came",
        the_description_takes_it,
    ),
    Explained(
        "JsonSchemaError",
        frozenset({TICKET}),
        "what the office has no use for is kept as it came, and given so",
        the_description_gives_it,
    ),
    Explained(
        "MissingContentType",
        frozenset({f"DELETE {TEXT}"}),
        "the files give every answer a type, that of 204, too, which has no body",
        lambda finding: finding.response.status_code == 204,
    ),
)


@cache
def definitions(api):
    """Return the published file that serves under ``api``."""
    for path in Path(FOLDER or "").glob("TMF*.json"):
        raw = json.loads(path.read_text("utf-8"))
        if raw["basePath"].rstrip("/") == api:
            return raw
    raise LookupError(api)


@pytest.mark.parametrize("label", PUBLISHED)
def test_every_answer_is_as_published(label):
    operation = OPERATIONS[label]
    api, _, rest = operation.path.rpartition("/v4")
    theirs = f"{operation.method} {rest}"
    settings = config(
        examples=OF_AN_ORDER if label == ORDERS else EXAMPLES, edges=False, pinned=operation.pinned
    )
    with furnished() as app:
        left = unexplained(findings(definitions(f"{api}/v4"), theirs, app, settings), label, EXPLAINED)
    assert not left, "\n\n".join(left)
