"""The office against its own description: well-formed and malformed requests to every operation."""

from __future__ import annotations

import pytest
from schemathesis.openapi import from_dict

from backend_stub.description import ADDRESS, description
from tests.backend_stub.described import OPERATIONS, furnished
from tests.backend_stub.fuzzing import (
    Explained,
    config,
    findings,
    only_some_attributes,
    refused_as,
    unexplained,
)

TOKEN = "service-token"
EXAMPLES = 8
"""Requests of chance; those at the edges of the schemas are up to six hundred, and the same for any number here."""
OWN = {"/", "/subscribers", "/faults", "/faults/{operation}", ADDRESS}
"""What a carrier's office need not have: for people, for trying things out, and the description itself."""
FIELDS = {"$ref": "#/components/parameters/fields"}
ORDERS = "POST /tmf-api/productOrderingManagement/v4/productOrder"
TOP_UPS = "POST /tmf-api/prepayBalanceManagement/v4/topupBalance"
CREDITS = "POST /tmf-api/prepayBalanceManagement/v4/adjustBalance"
TOKENS = "POST /oauth2/token"

EXPLAINED = (
    Explained(
        "JsonSchemaError",
        frozenset(
            label
            for label, operation in OPERATIONS.items()
            if FIELDS in operation.spec["parameters"] and "/customerManagement/" not in label
        ),
        "fields leaves out what is required, too",
        only_some_attributes,
    ),
    Explained(
        "RejectedPositiveData",
        frozenset({ORDERS, TOP_UPS, CREDITS}),
        "a body may name what the office does not have, or what does not belong together",
        refused_as("unknownBucket", "unknownProduct", "unknownOffering", "voucherUnknown", "accountMismatch"),
    ),
    Explained(
        "RejectedPositiveData",
        frozenset({TOP_UPS, CREDITS}),
        "amounts are whole fen, which a schema cannot say: 0.29 is no multiple of 0.01 in binary",
        refused_as("badAmount"),
    ),
    Explained(
        "RejectedPositiveData",
        frozenset({ORDERS}),
        "no two items have one id or one product, which a schema cannot say",
        refused_as("duplicateItem"),
    ),
    Explained(
        "RejectedPositiveData",
        frozenset({TOKENS}),
        "a password may be wrong",
        refused_as("invalid_grant"),
    ),
)


@pytest.mark.parametrize("label", OPERATIONS)
def test_every_answer_is_as_described(label):
    operation = OPERATIONS[label]
    settings = config(
        examples=EXAMPLES,
        edges=True,
        bearer=TOKEN,
        pinned=operation.pinned if operation.method == "PATCH" else {},
    )
    with furnished(TOKEN) as app:
        left = unexplained(findings(description(), label, app, settings), label, EXPLAINED)
    assert not left, "\n\n".join(left)


def test_the_examples_are_answered_and_nobody_is_without_a_token():
    schema = from_dict(description())
    with furnished(TOKEN) as app:
        # What is removed is removed last.
        for operation in sorted(OPERATIONS.values(), key=lambda one: one.method == "DELETE"):
            for bearer in (None, "another", TOKEN):
                headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
                answer = app.test_client().open(
                    operation.address, method=operation.method, **operation.example(), headers=headers
                )
                assert (answer.status_code < 300) == (bearer == TOKEN), answer.text
                assert bearer == TOKEN or answer.status_code == 401
                schema[operation.path][operation.method].validate_response(answer)


def test_every_address_of_the_office_is_described_and_the_reverse():
    with furnished() as app:
        served = {
            f"{method} {rule.rule.replace('<', '{').replace('>', '}').replace('id_', 'id')}"
            for rule in app.url_map.iter_rules()
            for method in rule.methods - {"HEAD", "OPTIONS"}
        }
    assert {address for address in served if address.split()[1] not in OWN} == OPERATIONS.keys()


def test_the_office_gives_its_description():
    with furnished() as app:
        given = app.test_client().get(ADDRESS)
    assert (given.status_code, given.mimetype) == (200, "application/json")
    assert given.get_json() == description()
    from_dict(given.get_json()).validate()
