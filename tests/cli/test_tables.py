"""What is said at the end of a command can be typed as it stands."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from cli.tables import print_tip


@pytest.mark.parametrize(
    ("typed", "found", "said"),
    [
        (".venv/bin/liasse", None, ".venv/bin/liasse"),
        (".venv/bin/liasse", "/usr/local/bin/liasse", ".venv/bin/liasse"),
        ("/opt/liasse/.venv/bin/liasse", None, "/opt/liasse/.venv/bin/liasse"),
        ("/opt/liasse/.venv/bin/liasse", "/usr/local/bin/liasse", "liasse"),
        ("-c", None, "liasse"),
    ],
)
def test_the_tip_names_the_command_that_is_there(
    typed: str,
    found: str | None,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", [typed])
    monkeypatch.setattr(shutil, "which", lambda name: found)
    print_tip(Path(".demo"), None)
    assert f"Pour l'ouvrir : {said} serve --data .demo" in capsys.readouterr().out
