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


class Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, whatever its name leads to meanwhile."""

    def __init__(self, target: Target, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._target = target
        self._ended = threading.Event()

    def connect(self) -> None:
        """Connect to the number; the certificate must be that of the name."""
        there = (self._target.address, self._target.port)
        self.sock = socket.create_connection(there, self.timeout)
        if self._target.secure:
            # the handshake comes later: until then `cut` could not reach the socket
            secure = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self._target.host, do_handshake_on_connect=False
            )
            self.sock = secure
            self._go_on()
            secure.do_handshake()
        self._go_on()

    def cut(self) -> None:
        """End it from another thread, wherever it is."""
        self._ended.set()
        if self.sock is not None:
            with suppress(OSError):  # of the socket alone: another thread is using the rest
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def _go_on(self) -> None:
        if self._ended.is_set():  # cut while there was nothing to cut
            raise TimeoutError


def post(target: Target, body: bytes, headers: Mapping[str, str], seconds: float = SECONDS) -> int:
    """The status that the machine answered; `StepFailed` when it did not. Its words are not read."""
    connection = Pinned(target, seconds)
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
