"""Which addresses may be told: who may name one could else have us ask what only we can reach.

A name is resolved once, every address it has is checked, and the connection goes to the one
checked: a name server that answers otherwise a moment later (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from models.errors import BadInput, StepFailed

LONGEST = 2000
_RELAYED = tuple(
    ipaddress.ip_network(net)
    for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
"""Addresses that carry another one in them (NAT64, 6to4, Teredo): where they lead is not said."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect: `address` is a number; `host` is the name in the certificate."""

    host: str
    address: str
    port: int
    secure: bool
    path: str


def checked_url(url: str, *, private: bool) -> str:
    """An address as it may be written; `private`: also http, on one's own network."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    wanted = ("https", "http") if private else ("https",)
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST
    if parts.scheme not in wanted or not parts.hostname or not plain or port == 0:
        raise BadInput(
            "L'adresse d'un webhook commence par https:// et nomme une machine "
            "(http:// seulement quand LIASSE_WEBHOOKS_PRIVES l'admet).",
            code="adresse_invalide",
        )
    if parts.username is not None or parts.fragment:
        raise BadInput(
            "L'adresse d'un webhook ne porte ni compte, ni mot de passe, ni « # ».",
            code="adresse_invalide",
        )
    return url


def resolved(url: str, *, private: bool) -> Target:
    """Where that address leads now; `StepFailed` when nowhere, or to where nothing may be told."""
    try:
        parts = urlsplit(checked_url(url, private=private))
    except BadInput as error:
        raise StepFailed(error.message) from None
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise StepFailed(f"Le nom « {host} » ne mène à aucune machine.") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not private and not all(public(address) for address in addresses):
        raise StepFailed(
            f"« {host} » mène à une adresse privée : rien n'y est envoyé, sauf si "
            "LIASSE_WEBHOOKS_PRIVES l'admet."
        )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, addresses[0], port, secure, path)


def public(address: str) -> bool:
    """Whether an address is one of the open internet, and nothing else."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif any(ip in net for net in _RELAYED):
            return False
    return ip.is_global and not ip.is_multicast
