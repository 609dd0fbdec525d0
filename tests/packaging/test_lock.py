"""requirements.lock: whole, hashed, and without the address of any index."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def locked() -> dict[str, list[tuple[Requirement, list[str]]]]:
    """Pins and their hashes by package; one package may have a pin for each Python."""
    pins: dict[str, list[tuple[Requirement, list[str]]]] = {}
    text = (ROOT / "requirements.lock").read_text().replace("\\\n", " ")
    lines = (line.strip() for line in text.splitlines() if not line.startswith("#"))
    for line in filter(None, lines):
        pin, *hashes = re.split(r"\s+(?=--)", line)
        requirement = Requirement(pin)
        pins.setdefault(canonicalize_name(requirement.name), []).append((requirement, hashes))
    return pins


def declared() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    return [Requirement(text) for text in wanted]


def test_every_line_is_an_exact_pin_with_hashes() -> None:
    for pins in locked().values():
        for requirement, hashes in pins:
            assert [s.operator for s in requirement.specifier] == ["=="], requirement
            assert hashes, requirement
            assert all(HASH.fullmatch(text) for text in hashes), requirement


def test_no_line_has_an_address() -> None:
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    assert " @ " not in text


@pytest.mark.parametrize("wanted", declared(), ids=lambda requirement: requirement.name)
def test_every_declared_dependency_is_pinned_within_its_bounds(wanted: Requirement) -> None:
    pins = locked()[canonicalize_name(wanted.name)]
    for requirement, _ in pins:
        (exact,) = requirement.specifier
        assert wanted.specifier.contains(exact.version)


def test_only_one_distribution_installs_cv2() -> None:
    assert [name for name in locked() if name.startswith("opencv")] == ["opencv-python"]


@pytest.mark.parametrize("name", ["onnxruntime", "openvino-telemetry"])
def test_nothing_that_reports_to_its_maker_is_installed(name: str) -> None:
    assert name not in locked()
