"""`liasse checklists`: the rules as they are, whether they hold together, and why a dossier is so."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from cli.common import Data, opened, show
from flows.outgoing.gather import dossier_named
from flows.review.desk import Desk
from flows.review.done import Change
from flows.review.judging import judged_again
from models import rules
from models.checklists import BadChecklist, Checklist, checklists
from models.checklists.checks import label_of
from models.checklists.conditions import BadCondition
from models.checklists.explaining import applies_when, delay_of, satisfied_by
from models.checklists.schema import Requirement
from models.checklists.vocabulary import fields_of
from models.entities import Document, Finding, Gravite, Resultat, utcnow
from models.errors import BadInput
from models.permissions import SYSTEME
from models.settings import load_settings
from storage.records import audit, documents, dossiers

app = typer.Typer(
    name="checklists",
    help="Règles de chaque type de dossier : les lister, les valider, expliquer un dossier.",
    rich_markup_mode=None,
)
MARKS = {
    Resultat.CONFORME: "[green]✔ conforme[/]",
    Resultat.SANS_OBJET: "[dim]– sans objet[/]",
    Resultat.MANQUANT: "[red]✘ manque[/]",
    Resultat.NON_CONFORME: "[red]✘ non conforme[/]",
    Resultat.A_VERIFIER: "[yellow]? à vérifier[/]",
}


@app.callback(invoke_without_command=True)
def checklists_command(
    context: typer.Context,
    why: Annotated[
        str | None, typer.Option("--why", help="Expliquer le statut de ce dossier (numéro).")
    ] = None,
    data: Data = None,
) -> None:
    """Sans rien d'autre : la liste des types de dossiers."""
    context.with_resource(rules.held_to(load_settings(data).regles))
    if context.invoked_subcommand is not None:
        return
    if why is not None:
        explain(why, data)
    else:
        show_all()


@app.command("lister")
def show_all(
    organisme: Annotated[str | None, typer.Option(help="ofppt, cnops, pmas ou ci.")] = None,
) -> None:
    """Chaque type de dossier, ses exigences et sa version."""
    rows = []
    for (owner, kind), found in _loaded().items():
        if organisme in (None, owner):
            blocking = sum(r.gravite.value == "bloquant" for r in found.requirements)
            count = f"{len(found.requirements)} ({blocking})"
            rows.append((f"{owner}/{kind}", count, delay_of(found), found.version))
    show(
        ("Type", "Exigences (bloquantes)", "Délai", "Version"),
        rows,
        title="Listes de contrôle",
        whole=["Type", "Version"],
    )


@app.command("montrer")
def look(type: Annotated[str, typer.Argument(help="Par exemple cnops/pec_pharmacie.")]) -> None:
    """Une liste, exigence par exigence, avec les mots de sa source."""
    owner, _, kind = type.partition("/")
    found = _loaded().get((owner, kind))
    if found is None:
        raise BadInput(
            f"« {type} » n'est pas un type de dossier (par exemple cnops/pec_pharmacie).",
            code="type_inconnu",
        )
    console = Console(highlight=False)
    console.print(
        f"[bold]{escape(found.dossier_type.libelle)}[/] ({owner}/{kind}, version {found.version})"
    )
    for note in found.dossier_type.notes:
        console.print(Padding(escape(note), (0, 0, 0, 2)))
    for requirement in found.requirements:
        console.print(
            f"\n[bold]{escape(requirement.libelle)}[/] ({requirement.exigence}, {requirement.gravite.value})"
        )
        for line in _rule(requirement, found):
            console.print(Padding(escape(line), (0, 0, 0, 2)))


@app.command("valider")
def validate() -> None:
    """Dit si chaque fichier (les nôtres et ceux de LIASSE_REGLES) est bien formé."""
    found = _loaded()
    count = sum(len(c.requirements) for c in found.values())
    Console(highlight=False).print(
        f"{len(found)} types de dossiers, {count} exigences : tout est bien formé."
    )


@app.command("pourquoi")
def explain(
    dossier: Annotated[str, typer.Argument(help="Numéro du dossier, par exemple D25-00412-7.")],
    data: Data = None,
) -> None:
    """Le statut d'un dossier : la règle, sa citation, la preuve, ce qui la satisferait."""
    with opened(data) as place, place.database.reading() as session:
        row = dossier_named(session, dossier)
        judged = dossiers.judged(session, [row.id]).get(row.id)
        papers = {paper.id: paper for paper in documents.of_dossier(session, row.id)}
        rule = _loaded().get((row.organisme, row.type))
        console = Console(highlight=False)
        title = rule.dossier_type.libelle if rule else row.type
        console.print(f"[bold]{row.reference}[/] {escape(title)} : {row.statut.value}")
        if judged is None:
            console.print("Ce dossier n'a pas encore été jugé.")
            return
        version = judged.judgement.checklist_version
        now = rule.version if rule else "—"
        changed = "" if version == now else f" ; les règles sont maintenant en version {now}"
        console.print(f"Jugé le {judged.judgement.at:%d/%m/%Y}, version {version}{changed}.")
        known = {r.exigence: r for r in rule.requirements} if rule else {}
        for finding in sorted(judged.findings, key=_gravity):
            console.print(
                f"\n{MARKS[finding.resultat]} [bold]{finding.exigence}[/] ({finding.gravite.value})"
            )
            for line in _told(finding, papers, known.get(finding.exigence), rule):
                console.print(Padding(escape(line), (0, 0, 0, 2)))


@app.command("rejuger")
def judge_again(
    dossier: Annotated[list[str], typer.Argument(help="Numéros des dossiers.")],
    a_blanc: Annotated[
        bool, typer.Option("--a-blanc", help="Montrer la différence sans rien garder.")
    ] = False,
    data: Data = None,
) -> None:
    """Juge à nouveau sous les règles d'aujourd'hui et montre ce qui change."""
    console = Console(highlight=False, soft_wrap=True)
    with opened(data) as place:
        for numero in dossier:
            with suppress(_GivenUpError), place.database.transaction() as session:
                row = dossier_named(session, numero)
                change = judged_again(Desk(place, session, SYSTEME, utcnow()), row)
                for line in _difference(change):
                    console.print(line)
                if a_blanc:
                    raise _GivenUpError
                audit.record(
                    session,
                    actor=SYSTEME.name,
                    action="rejuger",
                    thing=audit.reference("dossier", row.id),
                    after={"statut": row.statut.value},
                )


class _GivenUpError(Exception):
    """Only to look: the transaction keeps nothing."""


def _difference(change: Change) -> Iterator[str]:
    before, after = change.statut
    if not change.told:
        yield f"[bold]{change.reference}[/] : rien ne change ({after.value})."
        return
    yield f"[bold]{change.reference}[/] : {before.value} → {after.value}"
    for name, (was, now) in (("réponse due", change.deadline), ("forclos le", change.forclos_le)):
        if was != now:
            yield f"  {name} : {_day(was)} → {_day(now)}"
    for finding in change.findings:
        was_so = MARKS[finding.before] if finding.before else "[dim]non demandé[/]"
        is_so = MARKS[finding.after] if finding.after else "[dim]n'est plus demandé[/]"
        yield f"  {finding.exigence} : {was_so} → {is_so}  {escape(finding.raison)}".rstrip()


def _day(moment: date | None) -> str:
    return f"{moment:%d/%m/%Y}" if moment else "aucune date"


def _gravity(finding: Finding) -> tuple[bool, int]:
    order = (Resultat.NON_CONFORME, Resultat.MANQUANT, Resultat.A_VERIFIER, Resultat.CONFORME)
    place = order.index(finding.resultat) if finding.resultat in order else len(order)
    return (finding.gravite is not Gravite.BLOQUANT and place < 3, place)


def _told(
    finding: Finding,
    papers: dict[str, Document],
    requirement: Requirement | None,
    rule: Checklist | None,
) -> Iterator[str]:
    yield finding.raison
    yield f"Règle : {finding.citation}"
    yield from (f"Preuve : {line}" for line in _proofs(finding, papers))
    open_ = finding.resultat not in (Resultat.CONFORME, Resultat.SANS_OBJET)
    if requirement is not None and rule is not None and open_:
        yield from (f"Ce qu'il faut : {line}" for line in satisfied_by(requirement, rule))


def _proofs(finding: Finding, papers: dict[str, Document]) -> Iterator[str]:
    """Where to look; never what a medical paper says."""
    said = set()
    for item in finding.evidence:
        paper = papers.get(str(item.get("document")))
        if paper is None:
            continue
        said.add(paper.id)
        name = fields_of(paper.type).get(str(item.get("nom")))
        label = name.libelle if name else str(item.get("nom"))
        sure = f"{float(item.get('confidence') or 0):.0%}".replace("%", " %")
        yield f"{label_of(paper.type)}, « {label} », page {item.get('page') or '?'} (lu à {sure})"
    for id in finding.documents:
        if id in papers and id not in said:
            yield label_of(papers[id].type)


def _rule(requirement: Requirement, found: Checklist) -> Iterator[str]:
    yield requirement.quoted
    when = applies_when(requirement, found)
    if when:
        yield f"exigé si : {when}"
    yield from satisfied_by(requirement, found)


def _loaded() -> dict[tuple[str, str], Checklist]:
    """The rules; a file that is not well-formed is told in French."""
    try:
        return dict(checklists())
    except (BadChecklist, BadCondition, tomllib.TOMLDecodeError) as error:
        raise BadInput(
            f"Une liste de contrôle est mal formée. {error}", code="regle_invalide"
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or error.title
        raise BadInput(
            f"Une liste de contrôle est mal formée, à « {where} » : {first['msg']}",
            code="regle_invalide",
        ) from None
