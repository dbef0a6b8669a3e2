from __future__ import annotations

import pytest

from ivr.language.types import Basic, ListType, RecordType, Type, fits, type_name

SERVICE = RecordType("service", (("price", Basic.MONEY),))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (Basic.DIGITS, Basic.TEXT),
        (Basic.PHONE, Basic.TEXT),
        (Basic.PHONE, Basic.DIGITS),
        (Basic.DIGITS, Basic.PHONE),
        (SERVICE, ListType(SERVICE)),
        (ListType(SERVICE), ListType(SERVICE)),
        (Basic.DIGITS, ListType(Basic.TEXT)),
    ],
)
def test_a_narrower_type_and_one_of_a_list_fit(given: Type, wanted: Type) -> None:
    assert fits(given, wanted)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (Basic.TEXT, Basic.DIGITS),
        (Basic.NUMBER, Basic.MONEY),
        (Basic.DATE, Basic.MOMENT),
        (ListType(SERVICE), SERVICE),
        (SERVICE, RecordType("other", SERVICE.parts)),
        (SERVICE, Basic.TEXT),
    ],
)
def test_another_type_does_not_fit(given: Type, wanted: Type) -> None:
    assert not fits(given, wanted)


def test_a_type_is_called_as_authors_write_it() -> None:
    assert [type_name(of) for of in (Basic.MONEY, SERVICE, ListType(ListType(SERVICE)))] == [
        "money",
        "service",
        "list of list of service",
    ]


def test_a_record_knows_its_parts() -> None:
    assert SERVICE.part("price") is Basic.MONEY
    assert SERVICE.part("name") is None
