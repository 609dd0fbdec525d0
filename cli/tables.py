"""The result as a table that a person reads."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from models.checklists import checklists
from models.entities import Statut
from models.result import DossierResult, Result

SIGNS = {Statut.COMPLET: "[green]✔", Statut.A_VERIFIER: "[yellow]?"}
"""Of the other outcomes, a red cross."""
TOLD = ("manquant", "non_conforme", "a_verifier")


def print_result(result: Result) -> None:
    """Envois, then dossiers with what each lacks and by which rule."""
    console = Console(highlight=False)
    pages = sum(e.pages for e in result.envois)
    console.print(
        f"\n{len(result.envois)} envoi(s), {pages} pages, {len(result.documents)} documents, "
        f"{len(result.dossiers)} dossiers, {len(result.lots)} lots."
    )
    for envoi in result.envois:
        for error in envoi.erreurs:
            where = f" page {error.page}" if error.page else ""
            console.print(
                f"[yellow]Refusé[/] {envoi.numero}{where} : {error.message}", soft_wrap=True
            )
    if not result.dossiers:
        console.print("Aucun dossier constitué.")
        return
    table = Table(title="Dossiers", title_justify="left")
    for column in ("Dossier", "Type", "Assuré · bénéficiaire", "Pièces", "Statut"):
        table.add_column(column, overflow="fold")
    pieces = {d.id: len(d.pages) for d in result.documents}
    for dossier in result.dossiers:
        table.add_row(
            dossier.reference,
            f"{dossier.organisme} · {dossier.type}",
            _people(dossier),
            f"{len(dossier.documents)} ({sum(pieces[d] for d in dossier.documents)} p.)",
            f"{SIGNS.get(Statut(dossier.statut), '[red]✘')} {Statut(dossier.statut).mots}[/]",
        )
    console.print(table)
    for dossier in result.dossiers:
        told = _lacks(dossier)
        if told:
            console.print(f"\n[bold]{dossier.reference}[/] {_libelle(dossier)}")
        for line in told:
            console.print(Padding(line, (0, 0, 0, 2)))


def print_tip(home: Path, json: Path | None) -> None:
    """Where it all is, and how to look at it."""
    console = Console(highlight=False, soft_wrap=True)
    if json is not None:
        console.print(f"Résultat écrit dans {json}.")
    console.print(f"Tout est conservé dans {home}. Pour l'ouvrir : {command()} serve --data {home}")


def command() -> str:
    """The command as the person can type it again: as it was, where it is not on their path."""
    typed = Path(sys.argv[0])
    if typed.name != "liasse":
        return "liasse"
    if typed.is_absolute() and shutil.which("liasse"):
        return "liasse"
    return str(typed)


def _libelle(dossier: DossierResult) -> str:
    found = checklists().get((dossier.organisme, dossier.type))
    return found.dossier_type.libelle if found else dossier.type


def _people(dossier: DossierResult) -> str:
    assure = " ".join(filter(None, (dossier.assure.get("nom"), dossier.assure.get("prenom"))))
    number = dossier.assure.get("numero_immatriculation") or dossier.assure.get("matricule")
    lines = [assure or "assuré non lu", *([f"n° {number}"] if number else [])]
    lien = dossier.beneficiaire.get("lien")
    if lien and lien != "assure":
        lines.append(f"{lien} : {dossier.beneficiaire.get('prenom', '')}".strip(" :"))
    return "\n".join(lines)


def _lacks(dossier: DossierResult) -> list[str]:
    """Blocking findings first, each with its rule."""
    marks = {
        "manquant": "[red]✘ manque[/]",
        "non_conforme": "[red]✘ non conforme[/]",
        "a_verifier": "[yellow]? à vérifier[/]",
    }
    told = [c for c in dossier.checklist if c.resultat in TOLD]
    told.sort(key=lambda c: (c.gravite != "bloquant", TOLD.index(c.resultat)))
    return [
        f"{marks[c.resultat]} : {_escaped(c.raison)} [dim]\\[{_escaped(c.citation)}][/]"
        for c in told
    ]


def _escaped(text: str) -> str:
    return re.sub(r"\[", r"\\[", text)
