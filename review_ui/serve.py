"""`liasse serve`: the application listens on this machine alone; a relay may show it to others."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn

from flows.workplace import Workplace, open_workplace
from models.errors import LiasseError
from models.permissions import Role
from models.settings import load_settings
from review_ui.app import DEFAULT_ROLE, create_app
from storage.records import accounts

PORT = 8033
LOOPBACK = frozenset({"127.0.0.1", "::1"})


class CannotServe(LiasseError):
    """The application cannot be opened there; the message says what to do."""

    code = "service_impossible"


def serve(
    data: Path,
    host: str = "127.0.0.1",
    port: int = PORT,
    *,
    role: Role = DEFAULT_ROLE,
    names: Sequence[str] = (),
    on_ready: Callable[[str], None] = lambda url: None,
) -> None:
    """Serve what is kept in `data` until interrupted; `on_ready` is told the address.

    `names`: hosts under which a relay on this machine, which encrypts, shows it to others.
    """
    listening = listen(host, port)
    with listening, open_workplace(load_settings(home=data)) as place:
        if names:
            _demand_accounts(place)
        app = create_app(place, role=role, names=names)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=bool(names),
            forwarded_allow_ips="127.0.0.1,::1",
        )
        on_ready(_address(listening))
        uvicorn.Server(config).run(sockets=[listening])


def _demand_accounts(place: Workplace) -> None:
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


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
