"""The authors' files as one file of papers: JSON, one a paper, to `FAMILY.toml`.

python -m bench.papers.keep FOLDER FAMILY
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.papers.paper import FOLDER, Family


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", type=Path, help="NNN.json de chaque papier")
    parser.add_argument("family", type=Family, choices=list(Family))
    given = parser.parse_args()
    written = "\n".join(
        _written(int(path.stem), json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(given.folder.glob("[0-9][0-9][0-9].json"))
    )
    (FOLDER / f"{given.family}.toml").write_text(written, encoding="utf-8")


def _written(number: int, paper: Mapping[str, Any]) -> str:
    page = "\n".join(line.rstrip() for line in paper["page"])
    if "'''" in page:
        raise ValueError(f"papier {number} : la page contient '''")
    parts = [
        "[[papier]]",
        f"numero = {number}",
        f"type = {_said(paper['type'])}",
        f"emetteur = {_said(paper['issuer'])}",
        f"page = '''\n{page}\n'''",
        "[papier.champs]",
        *(f"{name} = {_said(value)}" for name, value in paper["fields"].items()),
    ]
    tables = paper.get("lines") or {}
    parts += ["[papier.lignes]"] if tables else []
    for table, rows in tables.items():
        parts += [f"{table} = [", *(f"  {_row(row)}," for row in rows), "]"]
    return "\n".join(parts) + "\n"


def _row(row: Mapping[str, Any]) -> str:
    return "{ " + ", ".join(f"{name} = {_said(cell)}" for name, cell in row.items()) + " }"


def _said(value: object) -> str:
    """A string or boolean; JSON writes both as TOML does."""
    if not isinstance(value, str | bool):
        value = str(value)
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
