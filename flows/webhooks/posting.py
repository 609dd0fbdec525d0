"""One message given to one machine: at its checked address, within a time, following nothing."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress

from flows.webhooks.addresses import Target
from models.errors import StepFailed

SECONDS = 20.0
"""For the whole exchange: who answers a byte now and then holds nobody up."""


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, whatever its name leads to meanwhile."""

    def __init__(self, target: Target, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._target = target

    def connect(self) -> None:
        """Connect to the number; the certificate must be that of the name."""
        there = (self._target.address, self._target.port)
        self.sock = socket.create_connection(there, self.timeout)
        if self._target.secure:
            secure = ssl.create_default_context()
            self.sock = secure.wrap_socket(self.sock, server_hostname=self._target.host)

    def cut(self) -> None:
        """End it from another thread."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def post(target: Target, body: bytes, headers: Mapping[str, str], seconds: float = SECONDS) -> int:
    """The status that the machine answered; `StepFailed` when it did not. Its words are not read."""
    connection = _Pinned(target, seconds)
    default = 443 if target.secure else 80
    host = f"[{target.host}]" if ":" in target.host else target.host
    # http.client would write the port of plain http behind every name
    named = host if target.port == default else f"{host}:{target.port}"
    alarm = threading.Timer(seconds, connection.cut)
    alarm.daemon = True
    alarm.start()
    try:
        connection.request("POST", target.path, body, {"Host": named, **headers})
        return connection.getresponse().status
    except ssl.SSLCertVerificationError:
        raise StepFailed(f"Le certificat de « {target.host} » n'est pas reconnu.") from None
    except (OSError, http.client.HTTPException):
        raise StepFailed(f"« {target.host} » ne répond pas.") from None
    finally:
        alarm.cancel()
        connection.close()
