"""`liasse bordereau` and `liasse courrier`: the papers that leave, as files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from cli.common import Data, opened, operator, role_option, say
from cli.outputs import check_writable, write_whole
from flows.outgoing import letters
from flows.outgoing.asked import answer_of, complement_of, lacking_beside
from flows.outgoing.bordereau import bordereau as bordereau_pdf
from flows.outgoing.facts import Case, Complement, LotSheet
from flows.outgoing.french import count
from flows.outgoing.gather import case_of, dossier_named, lot_named, lot_sheet
from flows.outgoing.spreadsheets import to_csv, to_xlsx
from models.entities import Dossier
from models.errors import BadInput
from models.organismes import organisme
from models.organismes.stationery import Addressee
from models.permissions import Actor, Role
from models.settings import Settings
from storage.records import audit

ACTION = "imprimer"
_Role = Annotated[Role, role_option("Rôle de la personne qui imprime.")]
_Day = Annotated[
    str | None,
    typer.Option("--date", help="Date du papier, AAAA-MM-JJ (par défaut : aujourd'hui)."),
]
_Pdf = Annotated[Path | None, typer.Option(help="Fichier PDF à écrire.")]


def bordereau(
    lot: Annotated[str, typer.Argument(help="Numéro du lot, par exemple L25-00012-3.")],
    pdf: _Pdf = None,
    xlsx: Annotated[Path | None, typer.Option(help="Classeur Excel à écrire.")] = None,
    csv: Annotated[
        Path | None, typer.Option(help="Fichier CSV à écrire (points-virgules, pour Excel).")
    ] = None,
    data: Data = None,
    day: _Day = None,
    role: _Role = Role.RELECTEUR,
) -> None:
    """Écrit le bordereau d'envoi d'un lot."""
    wanted: dict[Path, Callable[[LotSheet], bytes]] = {}
    for path, make in ((pdf, bordereau_pdf), (xlsx, to_xlsx), (csv, to_csv)):
        if path is not None:
            wanted[path] = make
    _check(wanted, "--pdf, --xlsx ou --csv")
    actor = operator(role)
    with opened(data) as place, place.database.transaction() as session:
        found = lot_named(session, lot)
        sheet = lot_sheet(session, found, actor, place.settings, _day(day, found.organisme))
        files = {path: make(sheet) for path, make in wanted.items()}
        _record(session, actor, f"lot/{found.id}", "bordereau", files)
        _write(files)
    _tell(files, _lot_cautions(sheet))


def courrier(
    dossier: Annotated[str, typer.Argument(help="Numéro du dossier, par exemple D25-00412-7.")],
    accuse: Annotated[bool, typer.Option("--accuse", help="Accusé de réception.")] = False,
    complement: Annotated[
        bool, typer.Option("--complement", help="Demande de complément d'information.")
    ] = False,
    accompagnement: Annotated[
        bool, typer.Option("--accompagnement", help="Lettre d'accompagnement du dossier.")
    ] = False,
    reponse: Annotated[
        bool, typer.Option("--reponse", help="Réponse à la pharmacie (maladie chronique).")
    ] = False,
    pdf: _Pdf = None,
    pour: Annotated[
        Addressee | None, typer.Option(help="À qui écrire (par défaut : selon le dossier).")
    ] = None,
    data: Data = None,
    day: _Day = None,
    role: _Role = Role.RELECTEUR,
) -> None:
    """Écrit une lettre au sujet d'un dossier."""
    asked = {"accuse": accuse, "complement": complement, "accompagnement": accompagnement}
    chosen = [name for name, given in {**asked, "reponse": reponse}.items() if given]
    if len(chosen) != 1:
        raise BadInput(
            "Dites quelle lettre écrire, et une seule : --accuse, --complement, --accompagnement ou --reponse.",
            code="lettre_inconnue",
        )
    _check([pdf] if pdf else [], "--pdf")
    assert pdf is not None
    actor = operator(role)
    with opened(data) as place, place.database.transaction() as session:
        found = dossier_named(session, dossier)
        when = _day(day, found.organisme)
        made, cautions = _LETTERS[chosen[0]](session, found, actor, place.settings, when, pour)
        files = {pdf: made}
        _record(session, actor, f"dossier/{found.id}", chosen[0], files)
        _write(files)
    _tell(files, cautions)


_Made = tuple[bytes, Sequence[str]]
_Letter = Callable[[Session, Dossier, Actor, Settings, date, Addressee | None], _Made]


def _receipt(
    session: Session, dossier: Dossier, actor: Actor, settings: Settings, day: date,
    to: Addressee | None,
) -> _Made:  # fmt: skip
    return letters.receipt(case_of(session, dossier, actor, settings, day, to)), ()


def _complement(
    session: Session, dossier: Dossier, actor: Actor, settings: Settings, day: date,
    to: Addressee | None,
) -> _Made:  # fmt: skip
    asked = complement_of(session, dossier, actor, day, to)
    case = case_of(session, dossier, actor, settings, day, to)
    return letters.complement(case, asked), _complement_cautions(asked)


def _covering(
    session: Session, dossier: Dossier, actor: Actor, settings: Settings, day: date,
    to: Addressee | None,
) -> _Made:  # fmt: skip
    case = case_of(session, dossier, actor, settings, day, to or Addressee.COMPAGNIE)
    return letters.covering(case), ()


def _answer(
    session: Session, dossier: Dossier, actor: Actor, settings: Settings, day: date,
    to: Addressee | None,
) -> _Made:  # fmt: skip
    if to not in (None, Addressee.PRESTATAIRE):
        raise BadInput(
            "La réponse à la pharmacie va à la pharmacie : retirez --pour.", code="destinataire"
        )
    said = answer_of(session, dossier, actor, settings)
    case: Case = case_of(session, dossier, actor, settings, day, Addressee.PRESTATAIRE)
    return letters.answer(case, said, lacking_beside(session, dossier, actor, day, said)), ()


_LETTERS: Mapping[str, _Letter] = {
    "accuse": _receipt,
    "complement": _complement,
    "accompagnement": _covering,
    "reponse": _answer,
}


def _check(paths: Sequence[Path] | Mapping[Path, object], options: str) -> None:
    """That there is something to write, and that it can be written."""
    if not paths:
        raise BadInput(f"Dites où écrire : {options}.", code="sortie_absente")
    for path in paths:
        check_writable(path, options)


def _day(written: str | None, owner: str) -> date:
    if written is None:
        return datetime.now(organisme(owner).zone).date()
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadInput(
            f"--date : « {written} » n'est pas une date (par exemple 2025-11-05).",
            code="date_invalide",
        ) from None


def _record(
    session: Session, actor: Actor, thing: str, paper: str, files: Mapping[Path, bytes]
) -> None:
    """Who made which paper, and the fingerprint of what left."""
    prints = [hashlib.sha256(made).hexdigest() for made in files.values()]
    audit.record(
        session, actor=actor.name, action=ACTION, thing=thing,
        after={"papier": paper, "sha256": prints},
    )  # fmt: skip


def _write(files: Mapping[Path, bytes]) -> None:
    for path, made in files.items():
        write_whole(path, made)


def _tell(files: Mapping[Path, bytes], cautions: Sequence[str]) -> None:
    for path in files:
        say(f"Écrit : {path}")
    for caution in cautions:
        say(f"Attention : {caution}")


def _lot_cautions(sheet: LotSheet) -> list[str]:
    told = []
    if sheet.open:
        told.append("le lot n'est pas clôturé, le bordereau est provisoire.")
    unready = [line.numero for line in sheet.lines if not line.complet]
    if unready:
        told.append(f"{count(len(unready), 'dossier')} sans être complet : {', '.join(unready)}.")
    if sheet.unsure:
        names = ", ".join(line.numero for line in sheet.unsure)
        told.append(f"montant à vérifier, laissé hors du total : {names}.")
    return told


def _complement_cautions(asked: Complement) -> list[str]:
    told = []
    if asked.perhaps_here:
        told.append(
            "une page de l'envoi n'a pas été reconnue ; regardez si ce qui est demandé n'y est pas : "
            f"{' ; '.join(asked.perhaps_here)}."
        )
    if asked.doubts:
        told.append(f"à vérifier par une personne, hors de la lettre : {' ; '.join(asked.doubts)}.")
    return told
