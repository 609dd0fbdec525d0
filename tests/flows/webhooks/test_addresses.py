"""Which addresses are told: of the open internet only, unless a setting admits others."""

from __future__ import annotations

import socket

import pytest

from flows.webhooks.addresses import checked_url, public, resolved
from models.errors import BadInput, StepFailed


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.0.1", "::1", "::",
        "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_these_are_not_of_the_open_internet(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "193.0.6.139", "2606:4700:4700::1111"])
def test_these_are(address: str) -> None:
    assert public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://exemple.ma/", "ftp://exemple.ma/", "file:///etc/passwd", "https://", "https:///x", "exemple.ma",
        "https://moi:secret@exemple.ma/", "https://exemple.ma/#x", "https://exemple.ma:0/",
        "https://exemple.ma:99999/", "https://exemple.ma/a b", "https://exemple.ma/\r\nX: y",
        "https://[::1", "https://exemple.ma/" + "x" * 3000, "https://éxemple.ma/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_webhook_is_refused(url: str) -> None:
    with pytest.raises(BadInput):
        checked_url(url, private=False)


def test_a_name_that_leads_inside_is_refused_unless_admitted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def leads(*addresses: str) -> None:
        found = [(0, 0, 0, "", (address, 443)) for address in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **named: found)

    leads("8.8.8.8")
    target = resolved("https://exemple.ma/a?b=c", private=False)
    assert (target.address, target.port, target.path) == ("8.8.8.8", 443, "/a?b=c")
    leads("8.8.8.8", "10.0.0.1")  # one of the two is enough to get inside
    with pytest.raises(StepFailed, match="privée"):
        resolved("https://exemple.ma/", private=False)
    assert resolved("http://exemple.ma:8080", private=True).port == 8080


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "017700000001", "127.1", "[::ffff:7f00:1]", "localhost"])  # fmt: skip
def test_other_ways_to_write_this_machine_lead_nowhere(host: str) -> None:
    with pytest.raises(StepFailed):
        resolved(f"https://{host}/", private=False)


def test_an_unknown_name_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*given: object, **named: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(StepFailed, match="ne mène à aucune machine"):
        resolved("https://exemple.invalid/", private=False)
