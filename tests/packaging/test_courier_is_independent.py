"""tests/courier makes the truth that the product is measured on: it must not learn it from the product.

import-linter cannot follow it (tests/ is not a package), so its sources are read here.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = set(
    tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
)
SOURCES = sorted(
    path.relative_to(ROOT)
    for path in (ROOT / "tests" / "courier").rglob("*.py")
    if "node_modules" not in path.parts
)


def imported_packages(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name.split(".")[0] for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.split(".")[0]
            case ast.Call(
                func=ast.Name(id="__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                yield module.split(".")[0]


def test_the_check_sees_every_way_to_import() -> None:
    source = (
        "import models.x as m\nfrom flows import y\nimport importlib\n"
        "importlib.import_module('cli.main')\n__import__('storage')\nfrom . import near\n"
    )
    assert ROOMS & {*imported_packages(ast.parse(source))} == {"models", "flows", "cli", "storage"}


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_the_courier_imports_no_room_of_the_product(source: Path) -> None:
    text = (ROOT / source).read_text(encoding="utf-8")
    assert not ROOMS & {*imported_packages(ast.parse(text))}
