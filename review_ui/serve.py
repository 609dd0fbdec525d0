"""`liasse serve`: the application listens on this machine alone; a relay may show it to others."""

from __future__ import annotations

import gc
import ipaddress
import socket

import uvicorn
from fastapi import FastAPI

from flows.workplace import Workplace
from models.errors import LiasseError
from storage.records import accounts

GRACE_SECONDS = 10
"""For requests under way to end, once the server is asked to stop."""
LOOPBACK = frozenset({"127.0.0.1", "::1"})


class CannotServe(LiasseError):
    """The application cannot be opened there; the message says what to do."""

    code = "service_impossible"


def web_server(app: FastAPI, *, relayed: bool) -> uvicorn.Server:
    """The server of the application; `relayed`: a relay on this machine says who really asks."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            proxy_headers=relayed,
            forwarded_allow_ips="127.0.0.1,::1",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )


def keep_what_is_loaded() -> None:
    """Spare the collector what is loaded by now, which stays as long as the process.

    To walk through it takes a fifth of a second, during which every page waits.
    """
    gc.collect()
    gc.freeze()


def demand_accounts(place: Workplace) -> None:
    """`CannotServe` while anybody could open it."""
    with place.database.reading() as session:
        if not accounts.any_at_all(session):
            raise CannotServe(
                "Avant de montrer l'application à d'autres machines, ouvrez un compte : "
                "liasse comptes ajouter IDENTIFIANT --role admin."
            )


def listen(host: str, port: int) -> socket.socket:
    """A socket on a loopback address; `CannotServe` for any other, or when it is taken."""
    address = loopback(host)
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    listening = socket.socket(family)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((str(address), port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise CannotServe(
            f"Le port {port} est déjà pris sur {host} : l'application est peut-être ouverte dans "
            "une autre fenêtre. Fermez-la, ou choisissez un autre port avec --port."
        ) from None
    return listening


def loopback(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The loopback address that `host` names; `CannotServe` when it names another."""
    name = "127.0.0.1" if host.lower() == "localhost" else host.strip("[]")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        address = None
    if address is None or str(address) not in LOOPBACK:
        raise CannotServe(
            f"liasse ne s'ouvre pas sur « {host} » : sans chiffrement, tout le réseau verrait passer "
            "les dossiers. Seule l'adresse de cette machine (127.0.0.1) est admise ; un relais "
            "HTTPS posé devant elle la montre aux autres (--nom)."
        )
    return address


def address_of(listening: socket.socket) -> str:
    """What to type into a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
