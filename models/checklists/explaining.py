"""A requirement in words: when it applies, and what would satisfy it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.checklists.checks import HOLDERS, label_of, name_label
from models.checklists.line_rules import LINE_RULES
from models.checklists.loading import Checklist
from models.checklists.schema import AnyOf, Clock, Requirement, Verification
from models.checklists.vocabulary import fields_of

LINES = {
    "exclues": "aucune ligne de la liste d'exclusion",
    "non_prescrites": "chaque médicament facturé sur une ordonnance",
    "hors_sejour": "chaque acte daté du séjour",
    "calcul_faux": "chaque montant égal à la quantité par le prix, ou par la cotation et le prix de la lettre",
}
assert LINES.keys() == LINE_RULES.keys()
CLOCKS = {
    Clock.HEURES: "heures (à toute heure)",
    Clock.HEURES_OUVRABLES: "heures ouvrables",
    Clock.JOURS_OUVRABLES: "jours ouvrables",
    Clock.JOURS: "jours",
    Clock.MOIS: "mois",
}


def satisfied_by(requirement: Requirement, checklist: Checklist) -> list[str]:
    """What would satisfy it, each line a thing that must be so."""
    return list(_wanted(requirement, checklist))


def to_send(requirement: Requirement) -> str:
    """What whoever is asked may send to satisfy it, as a letter says it; empty when it is no paper."""
    if not requirement.documents:
        return ""
    papers = " ou ".join(f"« {label_of(kind)} »" for kind in requirement.documents)
    told = [
        f"au nom {HOLDERS[requirement.titulaire]}" if requirement.titulaire else "",
        _listed("rempli : ", (_names(requirement, wanted) for wanted in requirement.champs)),
        _listed("portant : ", (_names(requirement, wanted) for wanted in requirement.marques)),
    ]
    if requirement.exemplaires:
        copies = " ou ".join(e.replace("_", " ") for e in requirement.exemplaires)
        told.append(f"exemplaire : {copies}")
    return ", ".join(filter(None, (papers, *told)))


def _listed(head: str, names: Iterable[str]) -> str:
    said = " et ".join(filter(None, names))
    return head + said if said else ""


def _wanted(requirement: Requirement, checklist: Checklist) -> Iterator[str]:
    if requirement.documents:
        papers = " ou ".join(f"« {label_of(kind)} »" for kind in requirement.documents)
        each = "chaque " if requirement.chacun else ""
        yield f"pièce : {each}{papers}" + (
            " (ou déjà au dossier de l'assuré)" * requirement.dossier_assure
        )
    if requirement.titulaire:
        yield f"au nom {HOLDERS[requirement.titulaire]}"
    if requirement.exemplaires:
        yield "exemplaire : " + " ou ".join(e.replace("_", " ") for e in requirement.exemplaires)
    for wanted in requirement.champs:
        yield f"rempli : {_names(requirement, wanted)}"
    for wanted in requirement.marques:
        yield f"présent : {_names(requirement, wanted)}"
    for verification in requirement.verifie:
        yield _verified(verification)
    if requirement.toujours:
        yield "le regard d'une personne : aucune lecture ne suffit"


def applies_when(requirement: Requirement, checklist: Checklist) -> str:
    """When it is asked for, as the file writes it and with its names in French; empty: always."""
    if not requirement.quand:
        return ""
    paths = checklist.condition(requirement.quand).paths
    names = ", ".join(dict.fromkeys(name_label(path, None) for path in paths))
    return f"{requirement.quand} (selon {names})"


def delay_of(checklist: Checklist) -> str:
    """The delay of our answer, in words; empty when there is none."""
    delay = checklist.dossier_type.delai
    if delay is None:
        return ""
    length = (
        delay.duree if delay.duree is not None else checklist.profile.setting(str(delay.reglage))
    )
    return f"{length} {CLOCKS[delay.horloge]} depuis : {delay.depart.value.replace('_', ' ')}"


def _verified(verification: Verification) -> str:
    if verification.lignes:
        return f"vérifié : {LINES[verification.lignes]}"
    return f"vérifié : {verification.condition} — sinon, {verification.sinon}"


def _names(requirement: Requirement, wanted: AnyOf) -> str:
    choices = (wanted,) if isinstance(wanted, str) else wanted
    known = {
        name: n.libelle for kind in requirement.documents for name, n in fields_of(kind).items()
    }
    return " ou ".join(f"« {known[name]} »" for name in choices if name in known)
