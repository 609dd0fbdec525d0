"""An S3 server of a few lines that fails as it is told to: for what no sound server does on demand.

It checks no signature. What a server must do right is tested on a real one (`tests/storage/s3.py`).
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

BUSY, CUT, TAKEN, SHORT = "503", "coupe", "412", "court"


class FaultyServer(ThreadingHTTPServer):
    """`faults` are met by the requests in their order; when none is left, all is well."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.faults: list[str] = []
        self.asked: list[tuple[str, str | None]] = []

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: FaultyServer

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""

    def _fault(self) -> str | None:
        self.server.asked.append((self.command, self.headers.get("Range")))
        fault = self.server.faults.pop(0) if self.server.faults else None
        return None if fault == "" else fault

    @property
    def _key(self) -> str:
        return self.path.partition("?")[0]

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        match self._fault():
            case "503":
                self._answer(503)
            case "412":
                self._answer(412)
            case "court":
                self.server.objects[self._key] = data[:-1]
                self._answer(200)
            case _:
                self.server.objects[self._key] = data
                self._answer(200)

    def do_HEAD(self) -> None:
        data = self.server.objects.get(self._key)
        if self._fault() == BUSY:
            self._answer(503)
        else:
            self._answer(404 if data is None else 200, data or b"")

    def do_GET(self) -> None:
        data = self.server.objects.get(self._key)
        fault = self._fault()
        if data is None or fault == BUSY:
            self._answer(404 if data is None else 503)
            return
        start = int((self.headers.get("Range") or "bytes=0-")[6:-1])
        rest = data[start:]
        self._answer(206 if start else 200, rest, rest[: len(rest) // 2] if fault == CUT else rest)

    def _answer(self, status: int, body: bytes = b"", sent: bytes | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Sun, 22 Nov 2026 12:00:00 GMT")
        self.send_header("ETag", '"x"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body if sent is None else sent)


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[FaultyServer]:
    """A running server; with a `certificate` (and its key, in one file) behind TLS."""
    server = FaultyServer()
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def certificate(folder: Path) -> Path:
    """A certificate of our own for 127.0.0.1, with its key: who trusts it trusts the server."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "serveur.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
