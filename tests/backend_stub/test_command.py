from __future__ import annotations

import re
import signal
import subprocess
import sys

import httpx
import pytest

API = "/tmf-api/prepayBalanceManagement/v4"
CREDIT = {"amount": {"amount": 1, "units": "CNY"}, "usageType": "monetary", "bucket": {"id": "bkt-1001"}}
PATIENCE_S = 20


@pytest.fixture
def start():
    started = []

    def run(*arguments):
        command = [sys.executable, "-m", "backend_stub", "--port", "0", *arguments]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        started.append(process)
        return process

    yield run
    for process in started:
        process.terminate()
        process.communicate(timeout=PATIENCE_S)


def address(process):
    line = process.stdout.readline()
    told = re.fullmatch(r"back office on (http://127\.0\.0\.1:[0-9]+)\n", line)
    assert told, line
    return told.group(1)


def test_one_line_tells_where_it_accepts_connections_and_the_end_of_input_ends_it(start):
    process = start("--until-stdin-closes")
    assert httpx.get(f"{address(process)}{API}/bucket").status_code == 200
    assert process.poll() is None
    out, err = process.communicate(timeout=PATIENCE_S)
    assert (out, err, process.returncode) == ("", "", 0)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_even_while_a_request_hangs(start, number):
    process = start()
    url = address(process)
    httpx.put(f"{url}/faults/get_balance", json={"mode": "hang"})
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{url}{API}/bucket", timeout=0.2)
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE_S)
    assert (out, err, process.returncode) == ("", "", 0)


def test_the_end_of_input_alone_does_not_end_it(start):
    process = start()
    url = address(process)
    process.stdin.close()
    assert httpx.get(f"{url}{API}/bucket").status_code == 200
    process.stdin = None


def test_two_processes_on_one_file_seed_it_once(start, tmp_path):
    file = str(tmp_path / "office.db")
    urls = [address(process) for process in [start("--db", file), start("--db", file)]]
    for url in urls:
        assert len(httpx.get(f"{url}{API}/bucket").json()) == 11
        assert httpx.post(f"{url}{API}/adjustBalance", json=CREDIT).status_code == 201
    amounts = {httpx.get(f"{url}{API}/bucket/bkt-1001").json()["remainingValue"]["amount"] for url in urls}
    assert amounts == {22.5}


def test_the_token_is_needed_when_it_is_given(start):
    url = address(start("--token", "s3cret"))
    assert httpx.get(f"{url}{API}/bucket").status_code == 401
    assert httpx.get(f"{url}{API}/bucket", headers={"Authorization": "Bearer s3cret"}).status_code == 200


def test_bad_data_ends_with_2_and_a_sentence(start, data_file):
    path = data_file(
        "subscribers: [{msisdn: '13800138000', service_password: '1234', balance: x, status: active}]"
    )
    process = start("--data", str(path))
    out, err = process.communicate(timeout=PATIENCE_S)
    assert (out, process.returncode) == ("", 2)
    assert (
        err
        == f"{path}, subscribers 1 (13800138000): balance: 'x' is not an amount of yuan with at most two decimals\n"
    )


@pytest.mark.parametrize("arguments", [["--nonsense"], ["--port", "99999"], ["--port", "http"]])
def test_wrong_usage_ends_with_2(start, arguments):
    process = start(*arguments)
    process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 2


def test_a_database_that_cannot_be_one_ends_with_2_and_is_named(start, tmp_path):
    process = start("--db", str(tmp_path))
    _, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 2
    assert err.startswith(f"{tmp_path}: cannot be used as a database")
