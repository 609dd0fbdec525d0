"""The systemd unit and the settings file that go with it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cli.serve import END_SECONDS
from models.settings import load_settings
from review_ui.serve import GRACE_SECONDS

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))
UNIT = DEPLOY / "liasse.service"


def setting(name: str) -> str:
    found = re.search(rf"^{name}=(.*)$", UNIT.read_text(), re.MULTILINE)
    assert found is not None, name
    return found[1]


@pytest.mark.parametrize("name", UNITS)
def test_systemd_understands_the_unit(tmp_path: Path, name: str) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("ignoré: systemd-analyze absent et « make test » n'a pas pu l'installer")
    # the command must be there for systemd to be content: any other stands for it
    unit = tmp_path / name
    told = (DEPLOY / name).read_text()
    unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", told, flags=re.M))
    timers = [path for path in DEPLOY.glob("*.timer") if path.stem == unit.stem]
    for path in timers:
        shutil.copy(path, tmp_path)
    units = [unit, *(tmp_path / path.name for path in timers)]
    done = subprocess.run([analyze, "verify", *units], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if unit.stem in line]
    assert ours == []


def test_systemd_waits_longer_than_a_clean_stop_takes() -> None:
    assert int(setting("TimeoutStopSec")) > END_SECONDS + GRACE_SECONDS + 20


def test_the_unit_names_the_settings_file_that_is_shipped() -> None:
    assert setting("ExecStart").endswith("serve --reglages /etc/liasse/liasse.toml")
    settings = load_settings(environment={"LIASSE_REGLAGES": str(DEPLOY / "liasse.toml")})
    assert str(settings.home) == f"/var/lib/{setting('StateDirectory')}"


def test_what_the_settings_file_leaves_out_is_written_as_it_would_be_read(tmp_path: Path) -> None:
    whole = (DEPLOY / "liasse.toml").read_text()
    told = re.sub(r"^# (?=(\w+ = |\[))", "", whole, flags=re.M)
    file = tmp_path / "liasse.toml"
    file.write_text(re.sub(r"^regles.*\n", "", told, flags=re.M))
    settings = load_settings(environment={"LIASSE_REGLAGES": str(file)})
    assert settings.imap_hote == "imap.exemple.ma"
    assert settings.depots == (Path("/srv/depot"),)


def test_the_operator_s_command_is_the_service_s_own_user_and_settings() -> None:
    script = DEPLOY / "liasse.sh"
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    told = script.read_text()
    assert f"--uid={setting('User')}" in told
    assert f"EnvironmentFile={setting('EnvironmentFile')}" in told
    assert "LIASSE_REGLAGES=/etc/liasse/liasse.toml" in told
    assert "--same-dir" not in told, "root's own folder is closed to who runs it"
    assert setting("ExecStart").partition(" ")[0] in told


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_leaves_no_memory_on_the_disk_and_has_few_rights(name: str) -> None:
    lines = (DEPLOY / name).read_text().splitlines()
    assert {
        "LimitCORE=0",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateDevices=yes",
        "RestrictNamespaces=yes",
        "SystemCallFilter=~@privileged",
        "UMask=0077",
    } <= set(lines)
