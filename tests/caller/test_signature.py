"""Signatures as the carrier makes them: reference/twiml.md 4."""

from __future__ import annotations

import base64
import hmac

import pytest

from ivr.caller.transport import sign

TOKEN = "12345"
K1 = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675310",
    "Digits": "1234",
    "From": "+14158675310",
    "To": "+18005551212",
}
K2 = K1 | {"Caller": "+14158675309", "From": "+14158675309"}
K7 = {"CallSid": "CA00000000000000000000000000000001", "CalledCity": "", "Digits": "#"}


@pytest.mark.parametrize(
    ("url", "params", "signature"),
    [
        ("https://example.com/myapp.php?foo=1&bar=2", tuple(K1.items()), "L/OH5YylLD5NRKLltdqwSvS0BnU="),
        ("https://mycompany.com/myapp.php?foo=1&bar=2", tuple(K2.items()), "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        (
            "https://mycompany.com:443/myapp.php?foo=1&bar=2",
            tuple(K2.items()),
            "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        ),
        (
            "http://mycompany.com:1234/myapp.php?foo=1&bar=2",
            tuple(K2.items()),
            "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
        ),
        (
            "https://mycompany.com/myapp.php?foo=1&bar=2",
            (
                ("Sid", "CA123"),
                ("SidAccount", "AC123"),
                ("Digits", "5678"),
                ("Digits", "1234"),
                ("Digits", "1234"),
            ),
            "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
        ),
        ("https://example.com/voice", tuple(K7.items()), "BHfwgmPUCrBo7SjQsl6ZSd130no="),
        ("https://example.com/voice", (("SpeechResult", "你好"),), "gAy9VNkCRjuYzo6+/ADsVUBPCdU="),
        ("https://example.com/voice?CallSid=CA1&Digits=%23", (), "RhFDW34I6WcdW4cxvXrExuLGOS4="),
        ("https://example.com/voice", (("B", "2"), ("a", "3"), ("b", "1")), "O69KWNf+tqxpCyMmjZo/8Nu/AMk="),
    ],
)
def test_signatures_are_the_carriers(url: str, params: tuple[tuple[str, str], ...], signature: str) -> None:
    """4.4 vectors, 4.1 rule 2, 4.1 rule 3, 4.1 rule 4, 4.2 https, 4.2 http."""
    assert sign(TOKEN, url, params) == signature


def test_a_signature_is_the_keyed_hash_of_address_and_form() -> None:
    """4 hash, 4.1 rule 2, 4.1 spaces: checked without the carrier's library."""
    text = "https://example.com/voice?a=%2FB2CalledCitya 你好 "
    expected = base64.b64encode(hmac.new(TOKEN.encode(), text.encode(), "sha1").digest()).decode()
    params = (("a", " 你好 "), ("CalledCity", ""), ("B", "2"))
    assert sign(TOKEN, "https://example.com/voice?a=%2F", params) == expected


def test_an_empty_value_is_signed_too() -> None:
    """4.1 rule 2, 4.4 empty."""
    url, without = "https://example.com/voice", {k: v for k, v in K7.items() if k != "CalledCity"}
    assert sign(TOKEN, url, tuple(without.items())) == "sA2pwVqKxxw0RY4WKROg5D06bUY="
    assert sign(TOKEN, url, tuple(K7.items())) != "sA2pwVqKxxw0RY4WKROg5D06bUY="


def test_the_port_counts_for_texts_whatever_the_scheme() -> None:
    """4.2 texts."""
    bare, ported = "https://example.com/sms", "https://example.com:8443/sms"
    assert sign(TOKEN, ported, ()) == sign(TOKEN, bare, ())
    assert sign(TOKEN, ported, (), with_port=True) != sign(TOKEN, bare, (), with_port=True)


def test_an_address_in_brackets_loses_its_port_only() -> None:
    """4.2 brackets."""
    assert sign(TOKEN, "https://[::1]:8443/voice", ()) == sign(TOKEN, "https://[::1]/voice", ())
