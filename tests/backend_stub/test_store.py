from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from backend_stub.app import create_app, office_of

API = "/tmf-api/prepayBalanceManagement/v4"
CREDIT = {"amount": {"amount": 1, "units": "CNY"}, "usageType": "monetary", "bucket": {"id": "bkt-1001"}}
OTHER = """
subscribers:
  - {msisdn: "18612345678", service_password: "1234", balance: "1.00", status: active}
"""


def test_a_restart_keeps_everything_and_does_not_seed_again(open_office, tmp_path, data_file):
    first = open_office(db=tmp_path / "office.db")
    first.post(f"{API}/adjustBalance", CREDIT, Idempotency_Key="k1")
    token = first.token("13800138000", "246810").get_json()["access_token"]
    office_of(first.app).close()
    second = open_office(db=tmp_path / "office.db", data=data_file(OTHER))
    assert second.get(f"{API}/bucket/bkt-1001").get_json()["remainingValue"]["amount"] == 21.5
    assert second.get(f"{API}/bucket?logicalResource.value=18612345678").get_json() == []
    assert second.post(f"{API}/adjustBalance", CREDIT, Idempotency_Key="k1").status_code == 201
    assert second.get(f"{API}/bucket/bkt-1001").get_json()["remainingValue"]["amount"] == 21.5
    second.bearer = token
    assert second.get(f"{API}/bucket/bkt-1001").status_code == 200


def test_offices_on_one_file_see_what_the_other_did(open_office, tmp_path):
    one, two = (open_office(db=tmp_path / "office.db") for _ in range(2))

    def ask(number):
        desk = one if number % 2 else two
        return desk.post(f"{API}/adjustBalance", CREDIT, Idempotency_Key=f"k{number // 2}").status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(ask, range(40)))
    assert set(statuses) <= {201, 409}
    assert one.get(f"{API}/bucket/bkt-1001").get_json()["remainingValue"]["amount"] == 40.5
    assert two.get(f"{API}/bucket/bkt-1001").get_json()["remainingValue"]["amount"] == 40.5


def test_an_office_without_a_file_leaves_nothing_behind(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    app = create_app()
    assert list(tmp_path.iterdir())
    office_of(app).close()
    assert list(tmp_path.iterdir()) == []


def test_a_service_id_that_two_subscribers_have_is_made_unique_by_the_number(open_office, data_file):
    line = "  - {{msisdn: '{0}', service_password: '1234', balance: '1', status: active, services: [{{id: S1, name: n}}]}}\n"
    desk = open_office(
        data=data_file("subscribers:\n" + line.format("13800000001") + line.format("13800000002"))
    )
    products = desk.get("/tmf-api/productInventory/v4/product").get_json()
    assert [product["id"] for product in products] == ["S1.13800000001", "S1.13800000002"]


def test_what_may_be_left_out_has_its_default(open_office, data_file):
    desk = open_office(data=data_file(OTHER))
    [bucket] = desk.get(f"{API}/bucket?logicalResource.value=18612345678").get_json()
    assert bucket["validFor"]["endDateTime"] == "2027-11-25T23:59:59+08:00"
    [customer] = desk.get("/tmf-api/customerManagement/v4/customer").get_json()
    traits = {trait["name"]: trait["value"] for trait in customer["characteristic"]}
    assert traits == {"segment": "ordinary", "needsPerson": False, "kind": "individual", "mailNotice": False}
