from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

API = "/tmf-api"
BODIES = {
    f"{API}/prepayBalanceManagement/v4/topupBalance": {
        "amount": {"amount": 0, "units": "CNY"},
        "usageType": "monetary",
        "bucket": {"id": "bkt-1001"},
        "partyAccount": {"id": "acct-1001"},
        "voucher": "123456789012345678",
        "logicalResource": [{"id": "res-1001"}],
    },
    f"{API}/prepayBalanceManagement/v4/adjustBalance": {
        "amount": {"amount": 1, "units": "CNY"},
        "usageType": "monetary",
        "bucket": {"id": "bkt-1001"},
    },
    f"{API}/productOrderingManagement/v4/productOrder": {
        "externalId": "x",
        "relatedParty": [{"id": "cust-1001", "role": "customer", "@referredType": "Customer"}],
        "note": [{"text": "x"}],
        "productOrderItem": [
            {"id": "1", "action": "delete", "product": {"id": "S1"}},
            {
                "id": "2",
                "action": "add",
                "productOffering": {"id": "po-S11"},
                "product": {"productCharacteristic": [{"name": "msisdn", "value": "13800138000"}]},
            },
        ],
    },
    f"{API}/troubleTicket/v4/troubleTicket": {
        "description": "d",
        "severity": "Minor",
        "ticketType": "callBack",
        "status": "acknowledged",
        "note": [{"text": "x"}],
        "relatedParty": [{"id": "cust-1001", "@referredType": "Customer"}],
    },
    f"{API}/communicationManagement/v4/communicationMessage": {
        "messageType": "SMS",
        "content": "x",
        "sender": {"phoneNumber": "10086"},
        "receiver": [{"phoneNumber": "13800138000"}],
    },
}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def places(value, path=()):
    """Yield the path of every value inside a body."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        yield from places(item, (*path, name))


def replaced(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


@given(data=st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_body_wrong_in_one_place_never_breaks_the_office(desk, data):
    path = data.draw(st.sampled_from(sorted(BODIES)))
    place = data.draw(st.sampled_from(list(places(BODIES[path]))))
    answer = desk.post(path, replaced(BODIES[path], place, data.draw(anything)))
    assert answer.status_code in {201, 400, 403, 409}, answer.text
    assert desk.get("/").status_code == 200
    if answer.status_code == 201:
        href = answer.get_json()["href"]
        assert desk.get(href).status_code == 200
        if "troubleTicket" in path:
            changed = desk(
                "PATCH",
                href,
                json=data.draw(st.dictionaries(st.sampled_from(sorted(BODIES[path])), anything)),
            )
            assert changed.status_code in {200, 400, 409}, changed.text
            assert desk.get("/").status_code == 200
