"""Parts side by side: one that fails comes back, is seen to fail, and stops no other."""

from __future__ import annotations

import ssl
import threading
import time

import pytest

from flows.service import parts
from flows.service.parts import Part, Service
from models.errors import StepFailed


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "WAITS", (0.0,))


def test_a_part_that_fails_is_shown_and_started_again_beside_the_others() -> None:
    seen: list[str] = []
    failing, back, other = threading.Event(), threading.Event(), threading.Event()

    def broken(stop: threading.Event) -> None:
        seen.append(part.state.why or "")
        if len(seen) < 3:
            raise StepFailed("La boîte aux lettres ne répond pas.")
        failing.set()
        back.wait()
        part.well()
        stop.wait()

    def well(stop: threading.Event) -> None:
        other.set()
        stop.wait()

    part = Part("courriels", "Boîte aux lettres", broken)
    service = Service([part, Part("horloge", "Horloge", well)])
    service.start()
    assert failing.wait(60)
    assert other.wait(60)
    assert seen == [
        "",
        "La boîte aux lettres ne répond pas.",
        "La boîte aux lettres ne répond pas.",
    ]
    assert [state.failing for state in service.states] == [True, False]
    assert service.states[0].failures == 2
    back.set()
    assert service.end(60) == []
    assert not service.states[0].failing
    assert service.states[0].why is None


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OSError(28, "No space left on device"), "Le disque est plein. Faites de la place"),
        (
            PermissionError(13, "Permission denied", "/srv/rien/ALAMI.pdf"),
            "« /srv/rien » : l'accès",
        ),
        (ssl.SSLError(1, "bad handshake of ALAMI"), "La liaison chiffrée n'a pas pu se faire."),
        (RuntimeError("M. ALAMI Rachid"), "Erreur imprévue"),
    ],
)
def test_what_went_wrong_is_told_without_a_library_s_words(
    error: Exception, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    failed = threading.Event()

    def broken(stop: threading.Event) -> None:
        if failed.is_set():
            stop.wait()
            return
        failed.set()
        raise error

    part = Part("x", "X", broken)
    service = Service([part])
    service.start()
    assert failed.wait(60)
    while part.state.why is None:
        time.sleep(0.01)
    assert why in (part.state.why or "")
    assert "ALAMI" not in (part.state.why or "")
    (logged,) = [record for record in caplog.records if record.msg == "partie_en_panne"]
    assert logged.__dict__["texte"] == part.state.why, "the log says why, as the screen does"
    assert service.end(60) == []


def test_a_part_that_does_not_end_is_named() -> None:
    free = threading.Event()

    def stubborn(stop: threading.Event) -> None:
        free.wait()

    service = Service([Part("lecture", "Lecture", stubborn)])
    service.start()
    assert service.end(0.05) == ["lecture"]
    free.set()
    assert service.end(60) == []
