"""The image and the compose file, as far as they can be checked where no engine runs them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml  # type: ignore[import-untyped]

from cli.main import app
from models.settings import PREFIX, Settings, load_settings

ROOT = Path(__file__).parents[2]
HERE = ROOT / "deploy" / "conteneurs"
IMAGE = (HERE / "Containerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((HERE / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if service["image"] == "liasse"}
ONCE = {"droits", "seau"}
"""Those that do one thing before the others."""
ROOTS = {"droits", "courriels"}
"""Those that begin as root: to give a volume away; a mail server that changes its user itself."""
WRITES = {"courriels"}
"""Those whose image writes where it stands."""
WITHOUT_HOST = re.compile(r"[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)?(:[\w.-]+)?")


def test_each_part_is_there() -> None:
    assert {"app", "ouvrier", "prefect", "base", "minio", "courriels", "relais"} <= SERVICES.keys()
    assert {"app", "ouvrier", *ONCE} == OURS


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_no_more_rights_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert (service.get("user", "0:0").partition(":")[0] == "0") == (name in ROOTS)
    assert service.get("read_only", False) == (name not in WRITES)
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.keys() & {"privileged", "pid", "ipc", "devices", "userns_mode"}
    assert not [volume for volume in service.get("volumes", ()) if "docker.sock" in volume]
    assert ("healthcheck" in service) == (name not in ONCE)
    assert WITHOUT_HOST.fullmatch(service["image"]), (
        "the host of a registry is the operator's affair"
    )


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_asks_for_what_there_is(name: str) -> None:
    service = SERVICES[name]
    for secret in service.get("secrets", ()):
        assert secret in COMPOSE["secrets"]
    for network in service.get("networks", ()):
        assert network in COMPOSE["networks"]
    for volume in service.get("volumes", ()):
        source = volume.partition(":")[0]
        kept_here = (HERE / source).is_file() or source == "./depot" or volume.startswith("/var/")
        assert source in COMPOSE["volumes"] or kept_here, volume
    for other, how in service.get("depends_on", {}).items():
        assert other in SERVICES
        assert (how["condition"] == "service_completed_successfully") == (other in ONCE)
        assert how["condition"] != "service_healthy" or "healthcheck" in SERVICES[other]


@pytest.mark.parametrize("name", sorted(OURS - ONCE))
def test_our_commands_and_settings_exist(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    service = SERVICES[name]
    assert service["command"][0] in typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for variable in [one for one in os.environ if one.startswith(PREFIX)]:
        monkeypatch.delenv(variable)
    for variable, value in service["environment"].items():
        assert isinstance(value, str), "YAML's own true is no text"
        monkeypatch.setenv(variable, value)
    settings = load_settings()
    assert (str(settings.home), settings.fichiers.value) == ("/var/lib/liasse", "s3")


def test_secrets_are_files_out_of_git_and_nowhere_in_clear() -> None:
    for secret, source in COMPOSE["secrets"].items():
        assert source["file"].startswith("secrets/"), secret
    assert "/deploy/conteneurs/secrets/" in (ROOT / ".gitignore").read_text()
    assert "deploy/conteneurs/secrets" in (ROOT / ".dockerignore").read_text()
    for service in SERVICES.values():
        for key, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|MOT_DE_PASSE|ACCES|TOKEN|DATABASE_URL|CLE_MAITRE", key):
                assert value.startswith("/run/secrets/"), key
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", ())}
    assert used == set(COMPOSE["secrets"])


def test_the_start_turns_secrets_into_settings_that_exist() -> None:
    script = (HERE / "demarrer.sh").read_text()
    pairs = dict(re.findall(r"(\w+):(LIASSE_\w+)", script))
    assert {"base_url", "s3_secret", "prefect_acces"} <= pairs.keys()
    for variable in pairs.values():
        assert variable.removeprefix(PREFIX).lower() in Settings.model_fields
    assert 'exec liasse "$@"' in script


def test_the_image_installs_the_lock_and_what_the_setup_does_and_runs_as_nobody() -> None:
    assert "--no-deps --require-hashes -r requirements.lock" in IMAGE
    setup = (ROOT / "deploy" / "setup.sh").read_text()
    for package in ("tesseract-ocr", "libgl1", "libglib2.0-0"):
        assert package in setup
        assert package in IMAGE
    for language in ("fra", "ara", "osd"):
        assert f"tesseract-ocr-{language}" in IMAGE
    bases = re.findall(r"^FROM (\S+)", IMAGE, re.M)
    assert all(WITHOUT_HOST.fullmatch(base) for base in bases)
    assert re.findall(r"^USER (\S+)", IMAGE, re.M) == ["10001"]
    assert not re.search(r"^(ADD|ARG)\b|curl|wget|PASSWORD|SECRET", IMAGE, re.M)
    assert IMAGE.rstrip().endswith('ENTRYPOINT ["/usr/bin/tini", "--", "liasse"]\nCMD ["serve"]')


@pytest.mark.parametrize("path", [ROOT / "deploy" / "nginx.conf", HERE / "nginx.conf"])
def test_the_relay_keeps_the_metrics_in_and_says_who_asks(path: Path) -> None:
    told = path.read_text(encoding="utf-8")
    assert "location = /metriques { return 404; }" in told
    assert "X-Forwarded-For $remote_addr;" in told, (
        "what the visitor says of himself is not passed on"
    )
    assert told.count("{") == told.count("}")
    assert "proxy_pass http://127.0.0.1:8033;" in told


def test_only_the_relay_is_open_to_others() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"app"}
    assert SERVICES["app"]["ports"] == ["443:8443"]
    assert SERVICES["relais"]["network_mode"] == "service:app"
    assert COMPOSE["networks"]["interne"] == {"internal": True}
