"""One message over a real connection: a time that holds wherever it is, a certificate that is checked."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from flows.webhooks.addresses import Target
from flows.webhooks.posting import Pinned, post
from models.entities import utcnow
from models.errors import StepFailed
from tests.flows.webhooks.receiver import Receiver, receiving

NAME = "portail.exemple.ma"
PATIENCE = 30.0
"""Seconds after which a thread that should have ended has not."""


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that does as `serve` says with the one who connects."""
    with socket.socket() as there:
        there.bind(("127.0.0.1", 0))
        there.listen()

        def accept() -> None:
            with there.accept()[0] as talking:
                serve(talking)

        thread = threading.Thread(target=accept)
        thread.start()
        yield there.getsockname()[1]
        thread.join(PATIENCE)


def to(port: int, *, secure: bool, host: str = NAME) -> Target:
    return Target(host, "127.0.0.1", port, secure, "/liasse")


def until_gone(talking: socket.socket) -> None:
    while talking.recv(4096):
        pass


def test_who_answers_a_byte_now_and_then_holds_nobody_up() -> None:
    def drip(talking: socket.socket) -> None:
        talking.settimeout(0.02)
        while True:  # each byte comes in time: only the whole is too long
            try:
                talking.sendall(b"H")
                if not talking.recv(4096):
                    return
            except TimeoutError:
                continue
            except OSError:
                return

    with listening(drip) as port, pytest.raises(StepFailed, match="ne répond pas"):
        post(to(port, secure=False), b"{}", {}, seconds=0.3)


def test_who_never_ends_the_handshake_is_cut() -> None:
    hello = threading.Event()

    def stall(talking: socket.socket) -> None:
        talking.recv(1)
        hello.set()
        until_gone(talking)

    with listening(stall) as port:
        connection = Pinned(to(port, secure=True), 4 * PATIENCE)
        failed: list[OSError] = []

        def connect() -> None:
            try:
                connection.connect()
            except OSError as error:
                failed.append(error)

        thread = threading.Thread(target=connect, daemon=True)
        thread.start()
        assert hello.wait(PATIENCE)
        connection.cut()
        thread.join(PATIENCE)
        assert not thread.is_alive()
        assert len(failed) == 1
        connection.close()


def test_the_alarm_that_rang_before_anything_was_open_counts() -> None:
    with listening(until_gone) as port:
        connection = Pinned(to(port, secure=False), PATIENCE)
        connection.cut()
        with pytest.raises(TimeoutError):
            connection.connect()
        connection.close()


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    """A certificate for `NAME`, and its key beside, that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    names: list[x509.GeneralName] = [x509.DNSName(NAME)]
    names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(utcnow() - timedelta(days=1))
        .not_valid_after(utcnow() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificat.pem"
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


@pytest.fixture
def secured(authority: Path) -> Iterator[tuple[Receiver, int]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority)
    with receiving(context) as receiver:
        yield receiver, urlsplit(receiver.url).port or 0


def test_a_secured_address_whose_certificate_is_known_is_told(
    authority: Path, secured: tuple[Receiver, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver, port = secured
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    assert post(to(port, secure=True), b"{}", {"webhook-id": "1"}) == 204
    [(headers, body)] = receiver.told
    assert (headers["host"], headers["webhook-id"], body) == (f"{NAME}:{port}", "1", b"{}")
    with pytest.raises(StepFailed, match="certificat"):
        post(to(port, secure=True, host="autre.exemple.ma"), b"{}", {})
    assert len(receiver.told) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(secured: tuple[Receiver, int]) -> None:
    receiver, port = secured
    with pytest.raises(StepFailed, match="certificat"):
        post(to(port, secure=True), b"{}", {})
    assert receiver.told == []
