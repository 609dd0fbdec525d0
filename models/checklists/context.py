"""From facts to the names that conditions see; what is not sure is left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from models.checklists import claims, derived, waiting
from models.checklists.facts import DossierFacts, Person, Piece
from models.checklists.persons import is_of_another
from models.checklists.readings import Value, sure_date, sure_values
from models.checklists.schema import AgeDate
from models.checklists.vocabulary import HISTORIQUE
from models.deadlines import age_on
from models.documents import document_types
from models.organismes import Organisme

Names = Mapping[str, Any]


def reception_day(facts: DossierFacts, zone: ZoneInfo) -> date:
    return facts.received_at.astimezone(zone).date()


def deposit_day(facts: DossierFacts, zone: ZoneInfo) -> date:
    """The day of the deposit, which stops the delays; the reception when not known."""
    if facts.deposited_at is not None:
        return facts.deposited_at.astimezone(zone).date()
    return facts.deposited_on or reception_day(facts, zone)


def request_day(facts: DossierFacts, zone: ZoneInfo) -> date:
    """The date written on the request when it was read, else the deposit."""
    for piece in facts.by_type.get("demande_prise_en_charge", ()):
        day = sure_date(facts, piece, "date_demande")
        if day is not None and day <= reception_day(facts, zone):
            return day
    return deposit_day(facts, zone)


def names_of(facts: DossierFacts, profile: Organisme, age_au: AgeDate) -> dict[str, Any]:
    """All names but `piece.*`."""
    zone = profile.zone
    first_care = derived.first_care(facts)
    at = request_day(facts, zone) if age_au is AgeDate.DEMANDE else first_care
    return {
        "dossier": _dossier(facts, profile, first_care),
        "assure": _person(facts, facts.assure, at),
        "beneficiaire": _person(facts, facts.beneficiaire, at),
        "pieces": _counts(facts),
        "lu": _agreed(facts),
        "historique": _history(facts),
        "reglages": {key: setting.valeur for key, setting in profile.reglages.items()},
    }


def with_piece(names: Names, facts: DossierFacts, piece: Piece) -> dict[str, Any]:
    """The same names, and those of the piece under examination."""
    received = date.fromisoformat(names["dossier"]["reception"])
    worked_out: dict[str, Value] = {
        "date_apres_reception": bool(derived.dates_after(facts, piece, received)),
        "mensuelle": piece.whole is not None,
        "autre_personne": is_of_another(facts, piece),
        **derived.of_lines(piece),
    }
    return {**names, "piece": {**worked_out, **sure_values(facts, piece)}}


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in values.items()
        if value is not None
    }


def _dossier(facts: DossierFacts, profile: Organisme, first_care: date | None) -> dict[str, Any]:
    zone = profile.zone
    since = facts.history.date_effet
    waits = waiting.bounds(facts, profile, since) if since is not None else None
    invoices = derived.invoice_dates(facts)
    bulletins = [sure_values(facts, piece) for piece in facts.by_type.get("bulletin_adhesion", ())]
    return _known(
        {
            "canal": facts.channel.value,
            "reception": reception_day(facts, zone),
            "depot": deposit_day(facts, zone),
            "date_demande": request_day(facts, zone),
            "premiers_soins": first_care,
            "premiere_facture": invoices[0] if invoices else None,
            "derniere_facture": invoices[-1] if invoices else None,
            "jours_factures": derived.invoiced_since(facts, reception_day(facts, zone)),
            "montant_factures": derived.invoice_total(facts),
            "part_organisme": derived.organisme_share(facts),
            "montant_accorde": derived.granted(facts),
            "attente_certaine": waits[0] if waits else None,
            "attente_possible": waits[1] if waits else None,
            "medicaments": claims.medicaments(facts),
            "examens": claims.examens(facts),
            "hospitalisation": claims.hospitalisation(facts),
            "nombre_pieces": float(len(facts.pieces)),
            "enfants_declares": _declared_children(facts, bulletins),
            "conjoint_declare": _declared_spouse(bulletins),
        }
    )


def _declared_children(facts: DossierFacts, bulletins: list[dict[str, Value]]) -> float | None:
    """The number said on every bulletin, or counted in its table, whichever is more."""
    total = 0.0
    for piece, values in zip(facts.by_type.get("bulletin_adhesion", ()), bulletins, strict=True):
        rows = len(piece.document.lines.get("enfants", ()))
        said = values.get("nombre_enfants")
        if not isinstance(said, float) and not rows:
            return None
        total += max(rows, said if isinstance(said, float) else 0.0)
    return total if bulletins else None


def _declared_spouse(bulletins: list[dict[str, Value]]) -> bool | None:
    answers: list[bool | None] = []
    for values in bulletins:
        situation = values.get("situation_familiale")
        if values.get("conjoint_nom") or values.get("conjoint_prenom"):
            answers.append(True)
        else:
            answers.append(situation == "marie" if isinstance(situation, str) else None)
    return claims.any_of(answers) if answers else None


def _person(facts: DossierFacts, person: Person, at: date | None) -> dict[str, Any]:
    names = (
        "numero_immatriculation",
        "matricule",
        "nom",
        "prenom",
        "cin",
        "date_naissance",
        "lien",
        "sexe",
    )
    known = {name: person.sure(name, facts.policy.reading) for name in names}
    birth = known["date_naissance"]
    age = float(age_on(birth, at)) if isinstance(birth, date) and at is not None else None
    return _known({**known, "age": age})


def _counts(facts: DossierFacts) -> dict[str, int]:
    """How many documents of each type; left out where a type is not sure."""
    counts = {}
    for kind in document_types():
        pieces = facts.by_type.get(kind, ())
        if all(facts.is_sure(piece) for piece in pieces):
            counts[kind] = len(pieces)
    return counts


def _agreed(facts: DossierFacts) -> dict[str, dict[str, Value]]:
    """Fields of the documents of a type on which all of those that say it agree."""
    agreed = {}
    for kind, pieces in facts.by_type.items():
        values: dict[str, set[Value]] = {}
        for piece in pieces:
            for name, value in sure_values(facts, piece).items():
                values.setdefault(name, set()).add(value)
        agreed[kind] = {name: said.pop() for name, said in values.items() if len(said) == 1}
    return agreed


def _history(facts: DossierFacts) -> dict[str, Any]:
    history = facts.history
    values = {name: getattr(history, name, None) for name in HISTORIQUE}
    earlier = history.pec_dialyse_anterieure
    # Ruling 1: an empty history proves nothing; only an earlier PEC does.
    values["premiere_dialyse"] = False if earlier else None
    return _known(values)
