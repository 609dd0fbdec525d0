"""The company's answers from a table: each line recorded, sent back, or refused with the reason.

Each line is an act of its own: what is recorded stays, a file given again records nothing twice,
and any line can be undone alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from flows.answers.asked import asked_of, given_of
from flows.answers.recording import record_answer
from flows.answers.returning import send_back
from flows.answers.rows import DECISIONS, Evidence
from flows.intake.tables import rows_of
from flows.review.desk import Desk, act
from flows.review.errors import ReviewError
from flows.workplace import Workplace
from models.answers import Given, Weight, breaches, goes_back
from models.checklists.conditions import normalised
from models.documents import document_types
from models.entities import AnswerDecision, AnswerSource, AnswerState, Dossier
from models.errors import BadInput, LiasseError
from models.permissions import DOSSIER, Action, Actor
from models.values.amounts import find_amounts
from models.values.dates import typed_date
from storage.records import answers, dossiers
from storage.records.answers import ANSWER_PAPER

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "dossier": ("n dossier", "numero dossier", "numero de dossier", "n de dossier", "reference", "ref dossier", "votre reference"),
    "decision": ("suite", "suite donnee", "nature de la decision", "reponse", "statut"),
    "date": ("date decision", "date de la decision", "date de decision", "date de reponse", "le"),
    "montant": ("montant regle", "montant rembourse", "montant accorde", "regle", "rembourse"),
    "motif": ("motif du rejet", "raison", "observation", "observations", "commentaire", "pieces demandees"),
    "numero": ("n sinistre", "numero sinistre", "reference compagnie", "n de prise en charge", "numero de decompte"),
}  # fmt: skip
"""Columns we know, and how else files head them (no case, no accents)."""
NEEDED = ("dossier", "decision")
ABBREVIATED = {
    AnswerDecision.REMBOURSEMENT_TOTAL: ("total", "rt", "rembourse", "regle"),
    AnswerDecision.REMBOURSEMENT_PARTIEL: ("partiel", "rp"),
    AnswerDecision.REJET_ADMINISTRATIF: ("ra", "rejet adm", "rejet admin"),
    AnswerDecision.REJET_CONTRACTUEL: ("rc", "rejet contrat"),
    AnswerDecision.COMPLEMENT_INFORMATION: ("ci", "complement", "complement d info"),
    AnswerDecision.CONTRE_VISITE: ("cv", "contre visite medicale"),
    AnswerDecision.ACCORD: ("pec accordee", "accepte"),
}
MOST = 20_000


class Fate(StrEnum):
    """What became of a line."""

    ENREGISTREE = "enregistree"
    RENVOYEE = "renvoyee"
    REFUSEE = "refusee"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: its dossier as it was written, what became of it, and why."""

    number: int
    dossier: str
    fate: Fate
    said: str


def import_answers(
    place: Workplace,
    actor: Actor,
    name: str,
    data: bytes,
    *,
    now: datetime,
    tell: Callable[[Line], None] = lambda line: None,
) -> Sequence[Line]:
    """Do each line; `BadInput` when the file is no table of answers at all."""
    done = []
    for number, cells in read(name, data):
        line = _line(place, actor, number, cells, now)
        tell(line)
        done.append(line)
    return done


def read(name: str, data: bytes) -> list[tuple[int, dict[str, str]]]:
    """The rows with their line numbers, by our names of columns."""
    filled = [(line, row) for line, row in rows_of(data) if any(row)]
    if not filled:
        raise BadInput(f"Le fichier « {name} » est vide.", code="reponses_vide")
    (_, head), *lines = filled
    names = [_column(title) for title in head]
    for wanted in NEEDED:
        if names.count(wanted) != 1:
            how = "a plusieurs colonnes" if wanted in names else "n'a pas la colonne"
            raise BadInput(
                f"Le fichier « {name} » {how} « {wanted} ». Sa première ligne doit nommer les colonnes : "
                f"{', '.join(COLUMNS)}.",
                code="reponses_colonnes",
            )
    if len(lines) > MOST:
        raise BadInput(
            f"Le fichier « {name} » a plus de {MOST} lignes : donnez-le en plusieurs.",
            code="reponses_trop",
        )
    return [(line, {n: v for n, v in zip(names, row, strict=False) if n}) for line, row in lines]


def given_in(cells: Mapping[str, str]) -> Given:
    """The answer of a line; `ValueError` says what is wrong with it."""
    return Given(
        _decision(cells["decision"]),
        _date(cells.get("date", "")),
        amount_in(cells.get("montant", "")),
        cells.get("motif", "").strip(),
        cells.get("numero", "").strip(),
    )


def _line(
    place: Workplace, actor: Actor, number: int, cells: Mapping[str, str], now: datetime
) -> Line:
    named = cells["dossier"].strip()
    try:
        given = given_in(cells)
        fate, said = act(place, actor, lambda desk: _recorded(desk, named, given, number), now=now)
    except ValueError as error:
        fate, said = Fate.REFUSEE, str(error)
    except (ReviewError, LiasseError) as error:
        fate, said = Fate.REFUSEE, error.message
    return Line(number, named, fate, said)


def _recorded(desk: Desk, named: str, given: Given, number: int) -> tuple[Fate, str]:
    desk.require(Action.DECIDER, DOSSIER)
    dossier = dossiers.by_reference(desk.session, named)
    if dossier is None:
        raise ValueError(f"Aucun dossier ne porte la référence « {named} ».")
    asked = asked_of(desk.session, dossier, desk.settings, desk.now)
    wrong = breaches(given, asked)
    told = " ".join(one.message for one in wrong if one.weight is not Weight.CONSTAT)
    evidence = Evidence(AnswerSource.FICHIER, line=number)
    if any(one.weight is Weight.CONFIRMER for one in wrong):
        raise ValueError(f"{told} À enregistrer dans le dossier, par une personne.")
    if goes_back(wrong):
        if _went_back(desk, dossier, given):
            raise ValueError(f"Déjà renvoyée à la compagnie. {told}")
        send_back(desk, dossier.id, given, seen=dossier.revision, evidence=evidence)
        return Fate.RENVOYEE, told
    record_answer(
        desk, dossier.id, given.decision.value, given=given, seen=dossier.revision,
        evidence=evidence,
    )  # fmt: skip
    return Fate.ENREGISTREE, DECISIONS[given.decision]


def _went_back(desk: Desk, dossier: Dossier, given: Given) -> bool:
    return any(
        one.state is AnswerState.RENVOYEE and not one.cancelled and given_of(one) == given
        for one in answers.of_dossier(desk.session, dossier.id)
    )


def _column(title: str) -> str:
    said = normalised(title)
    return next((name for name, others in COLUMNS.items() if said == name or said in others), "")


def _decision(written: str) -> AnswerDecision:
    said = normalised(written.replace("_", " "))
    wordings = document_types()[ANSWER_PAPER].fields["decision"].choix
    for one in AnswerDecision:
        known = (DECISIONS[one], *wordings.get(one.value, ()), *ABBREVIATED[one])
        if said == normalised(one.value.replace("_", " ")) or said in map(normalised, known):
            return one
    listed = ", ".join(word.lower() for word in DECISIONS.values())
    raise ValueError(f"La décision « {written} » n'est pas connue : {listed}.")


def _date(written: str) -> date | None:
    if not written.strip():
        return None
    day = typed_date(written)
    if day is None:
        raise ValueError(f"La date « {written} » n'est pas une date.")
    return day


def amount_in(written: str) -> Decimal | None:
    """The amount that a cell or a form holds; `ValueError` when it holds something else."""
    if not written.strip():
        return None
    found = find_amounts(written)
    if len(found) != 1 or written.strip().startswith("-"):
        raise ValueError(f"Le montant « {written} » n'est pas un montant.")
    return found[0].value
