"""The distribution: every room with its data, and nothing of tests/ or bench/."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ROOMS = PROJECT["tool"]["importlinter"]["root_packages"]
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "node_modules")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Built from a copy, so that the clone gets no build folder."""
    work = tmp_path_factory.mktemp("wheel")
    for name in [*ROOMS, "tests/packaging"]:
        shutil.copytree(ROOT / name, work / name, ignore=NOT_SHIPPED)
    for name in ["pyproject.toml", "README.md", "LICENSE"]:
        shutil.copy(ROOT / name, work)
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"),
            *("--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", "out", "."),
        ],
        cwd=work,
        check=True,
    )
    (built,) = (work / "out").glob("liasse-*.whl")
    return zipfile.ZipFile(built)


def test_every_file_of_the_rooms_is_shipped(wheel: zipfile.ZipFile) -> None:
    sources = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and not {"__pycache__", "node_modules"} & {*path.parts}
    }
    documentation = {name for name in sources if name.endswith(".md")}
    assert sources - documentation <= {*wheel.namelist()}


def test_only_the_rooms_are_shipped(wheel: zipfile.ZipFile) -> None:
    folders = {name.split("/")[0] for name in wheel.namelist()}
    assert {f for f in folders if not f.endswith(".dist-info")} == {*ROOMS}


def test_the_command_is_liasse(wheel: zipfile.ZipFile) -> None:
    (entry_points,) = (n for n in wheel.namelist() if n.endswith("entry_points.txt"))
    assert "liasse = cli.main:main" in wheel.read(entry_points).decode()
