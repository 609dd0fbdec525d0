"""What the repository may hold, and what it must not."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
DOT = r"\."
REGISTRY_HOSTS = re.compile(
    rf"pypi{DOT}org|pythonhosted{DOT}org|registry{DOT}npmjs|npmjs{DOT}(com|org)"
    rf"|(deb|security|ftp|archive){DOT}debian{DOT}org|(archive|ports){DOT}ubuntu{DOT}com"
)


def repository_files() -> list[Path]:
    """What git follows, and what it would follow once added."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("ignoré: ce dossier n'est pas un dépôt git")
    files = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in files if path.is_file()]


def test_no_file_names_a_registry_host() -> None:
    naming = [
        str(path.relative_to(ROOT))
        for path in repository_files()
        if REGISTRY_HOSTS.search(path.read_bytes().decode("utf-8", "ignore"))
    ]
    assert naming == []


@pytest.mark.parametrize(
    "path",
    [
        ".venv/bin/python",
        ".demo/resultat.json",
        "tests/courier/node_modules/x/index.js",
        "models/__pycache__/x.pyc",
        "liasse.egg-info/PKG-INFO",
        ".mypy_cache/x",
        ".ruff_cache/x",
        ".pytest_cache/x",
        ".import_linter_cache/x",
        ".hypothesis/x",
    ],
)
def test_git_ignores_what_is_made_here(path: str) -> None:
    done = subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT, check=False)
    if done.returncode == 128:
        pytest.skip("ignoré: ce dossier n'est pas un dépôt git")
    assert done.returncode == 0


def test_the_readme_starts_with_the_two_commands() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    commands = [line.split("#")[0].strip() for line in blocks[0].splitlines()]
    assert commands == ["make demo", "make test"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_in_the_documentation_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    code = re.findall(r"`{1,3}[^`]+`{1,3}", page.read_text())
    named = {name for text in code for name in re.findall(r"\bmake ([a-z-]+)", text)}
    assert named <= targets


def test_the_import_contracts_know_every_room() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    shipped = project["tool"]["setuptools"]["packages"]["find"]["include"]
    roots = project["tool"]["importlinter"]["root_packages"]
    assert sorted(roots) == sorted(pattern.rstrip("*") for pattern in shipped)
