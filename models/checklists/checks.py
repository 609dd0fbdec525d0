"""One document against one requirement: fine, at fault, or in doubt, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from models.checklists.context import with_piece
from models.checklists.facts import Channel, DossierFacts, Piece
from models.checklists.judgement import Evidence, EvidenceKind, Resultat
from models.checklists.line_rules import LINE_RULES
from models.checklists.loading import Checklist
from models.checklists.persons import bears_name
from models.checklists.readings import exemplaire_of, is_filled
from models.checklists.schema import AnyOf, Holder, Requirement, Verification
from models.checklists.vocabulary import common_names, fields_of
from models.documents import document_types
from models.reading import Document

HOLDERS = {Holder.ASSURE: "de l'assuré", Holder.BENEFICIAIRE: "du bénéficiaire"}


class Verdict(IntEnum):
    """The worst wins."""

    FINE = 0
    DOUBT = 1
    FAULT = 2


@dataclass(frozen=True, slots=True)
class Examined:
    """What a document (or the dossier, `piece` None) is worth for a requirement."""

    piece: Piece | None
    verdict: Verdict = Verdict.FINE
    details: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=())

    def also(self, other: Examined) -> Examined:
        """Both: the worst verdict, and the details that explain it."""
        details = self.details if self.verdict >= other.verdict else ()
        if other.verdict >= self.verdict:
            details = (*details, *(d for d in other.details if d not in details))
        evidence = (*self.evidence, *other.evidence)
        return Examined(self.piece, max(self.verdict, other.verdict), details, evidence)


@dataclass(frozen=True, slots=True)
class Desk:
    """What an examination needs at hand."""

    facts: DossierFacts
    checklist: Checklist
    names: dict[str, Any]
    _of_pieces: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict, repr=False)

    def names_for(self, piece: Piece) -> dict[str, Any]:
        """The names, with those of this piece; worked out once."""
        key = piece.id, piece.document.type  # a sheet may bear two papers
        if key not in self._of_pieces:
            self._of_pieces[key] = with_piece(self.names, self.facts, piece)
        return self._of_pieces[key]


def examine(desk: Desk, requirement: Requirement, piece: Piece) -> Examined:
    """The document against everything the requirement asks of it."""
    seen = Examined(piece)
    if not desk.facts.is_sure(piece):
        kind = label_of(piece.document.type)
        seen = seen.also(_doubt(piece, f"le type de la pièce (« {kind} » ?) n'est pas certain"))
    seen = seen.also(_exemplaire(desk, requirement, piece))
    if requirement.titulaire:
        seen = seen.also(_holder(desk, requirement.titulaire, piece))
    for wanted in requirement.champs:
        seen = seen.also(_filled(desk, wanted, piece))
    for wanted in requirement.marques:
        seen = seen.also(_marked(desk, wanted, piece))
    names = desk.names_for(piece)
    for verification in requirement.verifie:
        seen = seen.also(verified(desk, verification, names, piece))
    return seen


def selected(desk: Desk, requirement: Requirement, piece: Piece) -> bool | None:
    """Whether the requirement is about this document (`parmi`)."""
    if requirement.parmi is None:
        return True
    names = desk.names_for(piece)
    return desk.checklist.condition(requirement.parmi).holds(names)


def verified(
    desk: Desk, verification: Verification, names: dict[str, Any], piece: Piece | None
) -> Examined:
    """One condition, of a document or of the dossier; or one rule for the lines of a document."""
    if verification.lignes is not None and piece is not None:
        return _lines(desk, verification, verification.lignes, piece)
    condition = desk.checklist.condition(verification.condition)
    holds = condition.holds(names)
    shown = evidence_of(piece, condition.paths)
    if holds:
        return Examined(piece, evidence=shown)
    missing = condition.missing(names)
    if holds is None and piece is not None and verification.absent is Resultat.NON_CONFORME:
        absent = [path.removeprefix("piece.") for path in missing if path.startswith("piece.")]
        if absent and len(absent) == len(missing):
            blank = not any(name in piece.document.fields for name in absent)
            holds = False if blank and desk.facts.is_sure(piece) else None
    if holds is False:
        fault = verification.resultat is Resultat.NON_CONFORME
        verdict = Verdict.FAULT if fault else Verdict.DOUBT
        return Examined(piece, verdict, (_said(verification, names),), shown)
    if verification.inconnu is Resultat.CONFORME:
        return Examined(piece, evidence=shown)
    labels = ", ".join(name_label(path, piece) for path in missing)
    return Examined(
        piece, Verdict.DOUBT, (f"non établi : {labels or 'lecture incertaine'}",), shown
    )


def _doubt(piece: Piece, detail: str) -> Examined:
    return Examined(piece, Verdict.DOUBT, (detail,))


def _exemplaire(desk: Desk, requirement: Requirement, piece: Piece) -> Examined:
    if not requirement.exemplaires:
        return Examined(piece)
    said = exemplaire_of(desk.facts, piece)
    shown = evidence_of(piece, ("piece.exemplaire",))
    if said is None:
        courier = desk.facts.channel_of(piece) is Channel.COURRIER
        if courier and desk.checklist.profile.setting("courrier_vaut_original"):
            said = "original"
    if said in requirement.exemplaires:
        return Examined(piece, evidence=shown)
    if said is None:
        return Examined(
            piece, Verdict.DOUBT, ("on ne sait pas si c'est l'original ou une copie",), shown
        )
    outcome = requirement.si_copie
    if outcome.startswith("reglages."):
        outcome = str(desk.checklist.profile.setting(outcome.removeprefix("reglages.")))
    verdict = Verdict.FAULT if outcome == "non_conforme" else Verdict.DOUBT
    by_mail = desk.facts.channel_of(piece) is Channel.EMAIL
    words = said.replace("_", " ")
    detail = f"la pièce est une {words}" if words != "duplicata" else "la pièce est un duplicata"
    if by_mail:
        detail += " (arrivée par e-mail)"
    return Examined(piece, verdict, (detail,), shown)


def _holder(desk: Desk, holder: Holder, piece: Piece) -> Examined:
    facts = desk.facts
    person = facts.assure if holder is Holder.ASSURE else facts.beneficiaire
    bears = bears_name(facts, piece, person)
    shown = evidence_of(
        piece, ("piece.nom", "piece.prenom", "piece.patient_nom", "piece.patient_prenom")
    )
    if bears:
        return Examined(piece, evidence=shown)
    whose = HOLDERS[holder]
    detail = f"on n'a pas pu lire si elle est au nom {whose}"
    if bears is False:
        detail = f"le nom lu n'est pas celui {whose}"
    return Examined(piece, Verdict.DOUBT, (detail,), shown)


def _choices(wanted: AnyOf) -> tuple[str, ...]:
    return (wanted,) if isinstance(wanted, str) else wanted


def _filled(desk: Desk, wanted: AnyOf, piece: Piece) -> Examined:
    # What an invoice of several patients bears once is borne for each of them.
    document, policy = piece.whole or piece.document, desk.facts.policy
    known = _names_of(document)
    choices = [name for name in _choices(wanted) if name in known]
    shown = evidence_of(piece, tuple(f"piece.{name}" for name in choices))
    if any(is_filled(document, name, policy) for name in choices):
        return Examined(piece, evidence=shown)
    what = " ou ".join(f"« {known[name]} »" for name in choices)
    read = [document.fields[name] for name in choices if name in document.fields]
    blank = [f for f in read if f.value == "" and f.confidence >= policy.presence]
    if choices and len(blank) == len(choices):
        return Examined(piece, Verdict.FAULT, (f"{what} n'est pas rempli",), shown)
    return Examined(piece, Verdict.DOUBT, (f"{what} n'a pas pu être lu",), shown)


def _marked(desk: Desk, wanted: AnyOf, piece: Piece) -> Examined:
    document, threshold = piece.document, desk.facts.policy.mark
    known = _names_of(document)
    choices = [name for name in _choices(wanted) if name in known]
    shown = evidence_of(piece, tuple(f"piece.{name}" for name in choices))
    marks = [document.marks.get(name) for name in choices]
    if any(m is not None and m.present and m.confidence >= threshold for m in marks):
        return Examined(piece, evidence=shown)
    what = " ou ".join(f"« {known[name]} »" for name in choices)
    if marks and all(
        m is not None and m.present is False and m.confidence >= threshold for m in marks
    ):
        return Examined(piece, Verdict.FAULT, (f"{what} : absent",), shown)
    return Examined(piece, Verdict.DOUBT, (f"{what} : présence incertaine",), shown)


def _names_of(document: Document) -> dict[str, str]:
    return {name: n.libelle for name, n in fields_of(document.type).items()}


MOST_LINES = 5
"""Lines named in a reason; the rest is counted."""


def _lines(desk: Desk, verification: Verification, rule: str, piece: Piece) -> Examined:
    if not desk.facts.is_sure(piece):
        return Examined(piece, Verdict.DOUBT)
    faults = LINE_RULES[rule](desk.facts, piece, desk.checklist.profile)
    if faults is None:
        known = verification.inconnu is Resultat.CONFORME
        return Examined(piece) if known else _doubt(piece, "des lignes n'ont pas pu être lues")
    if not faults:
        return Examined(piece)
    named = ", ".join(f"« {fault.said} »" for fault in faults[:MOST_LINES])
    more = len(faults) - MOST_LINES
    others = f" et {more} autre{'s' * (more > 1)} ligne{'s' * (more > 1)}" if more > 0 else ""
    detail = f"{verification.sinon} : {named}{others}"
    shown = tuple(
        Evidence(
            piece.id,
            EvidenceKind.LIGNE,
            f"{fault.table}.{fault.row}",
            fault.cell.page,
            fault.cell.box,
            fault.cell.confidence,
        )
        for fault in faults
    )
    fault = verification.resultat is Resultat.NON_CONFORME
    return Examined(piece, Verdict.FAULT if fault else Verdict.DOUBT, (detail,), shown)


def _said(verification: Verification, names: dict[str, Any]) -> str:
    """What is wrong, with the text of the name that completes it when that is known."""
    here: Any = names
    for part in (verification.precise or "").split("."):
        here = here.get(part) if isinstance(here, dict) else None
    return f"{verification.sinon} : {here}" if isinstance(here, str) else verification.sinon


def label_of(document_type: str) -> str:
    """A document type as a clerk says it."""
    kind = document_types().get(document_type)
    return kind.libelle if kind else document_type.replace("_", " ")


def name_label(path: str, piece: Piece | None) -> str:
    """A name of a condition as a clerk says it."""
    if path.startswith("piece.") and piece is not None:
        name = path.removeprefix("piece.")
        return f"« {_names_of(piece.document).get(name, name.replace('_', ' '))} »"
    common = common_names().get(path)
    return common.libelle if common else path.replace("_", " ")


def evidence_of(piece: Piece | None, paths: tuple[str, ...]) -> tuple[Evidence, ...]:
    """Evidence for the fields and marks of the piece that these paths name."""
    if piece is None:
        return ()
    document, found = piece.document, []
    for path in paths:
        name = path.removeprefix("piece.")
        if not path.startswith("piece."):
            continue
        if name in document.fields:
            f = document.fields[name]
            found.append(Evidence(piece.id, EvidenceKind.CHAMP, name, f.page, f.box, f.confidence))
        elif name in document.marks:
            m = document.marks[name]
            found.append(Evidence(piece.id, EvidenceKind.MARQUE, name, m.page, m.box, m.confidence))
    return tuple(found)
