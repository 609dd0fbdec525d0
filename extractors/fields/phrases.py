"""Values told by sentences: «certifie que EL AMRI Soufiane n'exerce aucune activité».

The sentences are in `models/reference/phrases.toml`. They are looked for in the running
text of the page, line ends let pass, and fill fields that no label told.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from extractors.fields.days import OWN
from extractors.fields.evidence import read_in
from extractors.fields.illnesses import is_medical, is_somebody, without_article
from extractors.fields.names import split_name
from extractors.fields.parsing import parse
from extractors.fields.plausible import name_of_person
from extractors.fields.prose import Prose, prose_of, unaccented
from extractors.layout import Layout
from models.documents import DocumentType, Kind
from models.reading import Field

_CAPITAL = r"(?:[A-Z][A-Za-z'’\-]*[A-Za-z]|[A-Z]\.(?=\s?[A-Z]))"
_CIVIL = (
    r"(?:(?i:(?:m|mr|mme|mlle|monsieur|madame|mademoiselle)\b\.?"
    r"(?:\s?/\s?(?:mr|mme|mlle|madame|mademoiselle|enfant|enf)\b\.?)*)\s+)?"
)
_NAME = rf"{_CAPITAL}(?:\s+{_CAPITAL}){{1,4}}"
_DOCTOR = rf"(?i:dr|docteur|pr|professeur)\.?\s*{_CAPITAL}(?:\s+{_CAPITAL}){{0,3}}"
_DATE = (
    r"(?:\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{2,4}|\d{1,2}(?:\s?er)?\s+(?i:[a-z]{3,9})\s+\d{4}"
    r"|(?i:[a-z]+[a-z\s-]{1,24}\s(?:mille?|mil|deux[\s-]?mille?)\b[a-z\s-]*)(?=[,.;:(])"
    r"|(?i:l'an\s[a-z\s-]{6,60},?\s(?:et\s)?le\s[a-z\s'-]{5,40})(?=[,.;:(]))"
)
_COUNT = r"(?:\d{1,3}|(?i:une?|deux|trois|quatre|cinq|six))"
_HOUSE = r"[A-Z][^,.;:]{3,60}?"
SLOTS: Mapping[str, tuple[str, str]] = {
    "personne": (_CIVIL, _NAME),
    "declarant": (_CIVIL, _NAME),
    "pere": (_CIVIL, _NAME),
    "mere": (_CIVIL, _NAME),
    "epoux": (_CIVIL, _NAME),
    "epouse": (_CIVIL, _NAME),
    "medecin": ("", _DOCTOR),
    "medecin_controleur": ("", _DOCTOR),
    "emetteur": ("", _HOUSE),
    "etablissement": ("", _HOUSE),
    "ville": ("", rf"{_CAPITAL}(?:\s+{_CAPITAL})?"),
    "numero_dossier": ("", r"[A-Z]{0,4}[\-/.]?\d[\w/\-]*\d(?:[/\-][A-Z]{1,3}\b)?"),
    "immatriculation": ("", r"[A-Z]{0,3}\d[\d\s-]{4,14}\d"),
    "cin": ("", r"[A-Z]{1,2}\s?\d{4,7}"),
    "annee": ("", r"\d{4}\s?[\-/–]\s?\d{2,4}"),
    "seances_semaine": ("", _COUNT),
    "nombre_cures": ("", _COUNT),
    "nombre_dossiers": ("", r"\d{1,3}"),
    "nombre": ("", r"(?:\d{1,4}|(?i:deux|trois|quatre|cinq|six))"),
    "nombre_seances": ("", r"\d{1,3}"),
    "duree": ("", r"[\w()]+\s+(?i:jours?|semaines?|mois|ans?|annees?)"),
    "maladie": ("", r"[A-Za-z][^.,;:]{3,60}?"),
    "maladie_nommee": ("", r"[A-Za-z][^.,;:]{3,90}?"),
    "montant": ("", r"\d[\d\s.,]*\d"),
    "montant_accorde": ("", r"\d[\d\s.,]*\d"),
    "lieu_declarant": ("", rf"{_CAPITAL}(?:\s+{_CAPITAL})?"),
    "ville_declarant": ("", rf"{_CAPITAL}(?:\s+{_CAPITAL})?"),
    "adresse": ("", r"[0-9A-Za-z][^;:]{4,60}?"),
    "telephone": ("", r"\+?\d(?:[\s.\-]?\d){7,13}"),
    "employeur": ("", r"[A-Z][^,;:]{1,60}?"),
    "categorie": ("", r"[A-Za-z][A-Za-z\s\-']{2,40}?"),
    "matricule": ("", r"[A-Z]{0,2}\d{3,8}"),
    "numero_police": ("", r"[A-Z]{0,3}[\-/.]?\d[\w/\-]*\d(?:[/\-][A-Z]{1,3}\b)?"),
    "conjoint": (_CIVIL, _NAME),
    "nombre_enfants": ("", _COUNT),
    "duree_prevue": ("", r"(?:[a-z]+\s\()?[\w()]+\s+(?i:jours?(?:\(s\))?|nuits?|semaines?)"),
    "code_acte": ("", r"[A-Za-z]{1,4}"),
    "cotation": ("", r"[A-Za-z]{1,4}\s?\d{1,4}"),
    "part_organisme": ("", r"\d[\d\s.,]*\d"),
    "part_assure": ("", r"\d[\d\s.,]*\d"),
    "inpe": ("", r"\d{9}"),
    "patient_age": ("", r"\d{1,3}"),
    "nombre_pieces": ("", r"(?<![\d/.,-])\d{1,2}"),
    "doses_journalieres": (
        "",
        r"[A-Za-z][A-Za-z\-\s]{2,30}?\s\d+(?:[.,]\d+)?\s?(?:mg|g|mcg|UI|ml)(?:\s?/\s?\w+)?\b",
    ),
    "objet": ("", r"[A-Z][^.;:]{3,60}?"),
    "numero_prise_en_charge": ("", r"(?:[A-Z]{2,4}\d{0,4}[-/]?|\d{2,4}/)\d{4,9}"),
    "numero_facture": ("", r"[A-Z]{0,4}[\-/.]?\d[\w\-]*\d"),
    "prenom": ("", rf"{_CAPITAL}(?:[\s-]{_CAPITAL}){{0,2}}"),
    "titulaire": ("", r"[A-Z][^.;:]{3,60}?"),
    "protocole": ("", r"[A-Z][^,.;:()]{1,40}?"),
}
"""Of each place: what may stand before the value, and the value. Others are dates."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    "personne": ("patient_nom", "beneficiaire_nom", "nom", "assure_nom"),
    "declarant": ("assure_nom",),
    "pere": ("pere",),
    "mere": ("mere",),
    "epoux": ("epoux_nom",),
    "epouse": ("epouse_nom",),
    "medecin": ("medecin_nom",),
    "emetteur": ("emetteur_nom", "etablissement_nom"),
    "etablissement": ("etablissement_nom",),
    "immatriculation": ("numero_immatriculation",),
    "cin": ("assure_cin",),
    "annee": ("annee_scolaire",),
    "seances_semaine": ("seances_par_semaine",),
    "date_visite": ("date_visite_effectuee",),
    "date_entree": ("date_entree", "date_hospitalisation"),
    "maladie": ("maladie", "affection", "diagnostic"),
    "maladie_nommee": ("maladie", "affection", "diagnostic", "nature_maladie"),
    "duree": ("duree", "duree_prevue"),
    "montant": ("montant_accorde", "montant_total"),
    "inpe": ("inpe", "emetteur_inpe", "medecin_inpe"),
    "jour": tuple(sorted(OWN, key=lambda name: name != "date_document")),
    "naissance_declarant": ("assure_date_naissance",),
    "lieu_declarant": ("assure_lieu_naissance",),
    "ville_declarant": ("assure_ville",),
    "adresse": ("assure_adresse",),
    "telephone": ("assure_telephone",),
    "employeur": ("souscripteur", "employeur"),
    "conjoint": ("conjoint_nom",),
}
"""Fields that a place may fill, the first that the type has; else the one of its own name."""
PEOPLE = frozenset({"personne", "declarant", "conjoint"})
"""Places that hold a surname with its given name."""
CODES = frozenset({"code_acte", "cotation"})
"""Places that hold letters of the nomenclature, capitals however they were read."""
CERTAINTY, SURE = 0.8, 0.88
WORDS = {"un": "1", "une": "1", "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6"}
NOBODY = frozenset({
    "le", "la", "les", "monsieur", "madame", "docteur", "dr", "pr", "professeur", "directeur",
    "direction", "directrice", "president", "chef", "service", "assurance", "assurances", "mutuelle",
    "caisse", "royaume", "republique", "ministere", "commune", "nous", "je", "cette", "ce", "il",
    "elle", "dossier", "objet", "dans", "pour", "toute",
})  # fmt: skip
"""First words of what is no person's name."""

ILLNESSES = frozenset({"maladie", "maladie_nommee"})
"""Places that hold an illness; the second one only where its words are of medicine."""
KINDS = frozenset(
    {"assurance", "assurances", "mutuelle", "caisse", "ministere", "commune", "service"}
)
"""Those with which a house's name may begin."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    pattern: re.Pattern[str]
    slots: tuple[str, ...]
    sure: bool


def read_phrases(page: Layout, kind: DocumentType) -> tuple[dict[str, Field], dict[str, Field]]:
    """Fields told by sentences, and those told more surely than by a label."""
    soft: dict[str, Field] = {}
    sure: dict[str, Field] = {}
    prose = prose_of(page)
    for phrase in _phrases():
        if not any(n in kind.fields for slot in phrase.slots for n in FIELDS.get(slot, (slot,))):
            continue
        for match in phrase.pattern.finditer(prose.bare):
            found = dict(_told(prose, kind, phrase, match))
            target = sure if phrase.sure else soft
            for name, field in found.items():
                target.setdefault(name, field)
            if found:
                break
    return soft, sure


def _told(
    prose: Prose, kind: DocumentType, phrase: _Phrase, match: re.Match[str]
) -> Iterator[tuple[str, Field]]:
    for slot in phrase.slots:
        start, end = match.span(slot)
        name = next((n for n in FIELDS.get(slot, (slot,)) if n in kind.fields), None)
        if start < 0 or name is None:
            continue
        raw = prose.text[start:end].strip(" ,.;:")
        tokens = prose.tokens(start, end)
        certainty = SURE if phrase.sure else CERTAINTY
        for field_name, value in _values(kind, name, slot, raw):
            yield field_name, read_in(prose.page, tokens, value, certainty, raw)


def _values(kind: DocumentType, name: str, slot: str, raw: str) -> Iterator[tuple[str, str]]:
    spec = kind.fields[name]
    if slot in PEOPLE:
        if unaccented(raw.split()[0]).lower().strip(".") in NOBODY:
            return
        raw = name_of_person(raw) or ""
        given = name.removesuffix("nom") + "prenom"
        if not raw:
            return
        parts = split_name(raw) if spec.genre is Kind.NOM or given in kind.fields else None
        if parts is not None and given in kind.fields:
            yield name, parts[0]
            yield given, parts[1]
        elif spec.genre is not Kind.NOM:
            yield name, raw
        return
    if (
        slot in ("emetteur", "etablissement")
        and unaccented(raw.split()[0]).lower() in NOBODY - KINDS
    ):
        return  # «Le directeur de … certifie»
    if slot in ILLNESSES:
        raw = without_article(raw)
        if is_somebody(raw) or (slot == "maladie_nommee" and not is_medical(raw)):
            return
    if spec.genre is Kind.ENTIER:
        raw = WORDS.get(raw.lower(), raw)
    parsed = parse(spec.genre, raw.upper() if slot in CODES else raw, spec.motif)
    if parsed is not None:
        yield name, parsed.value


@cache
def _phrases() -> tuple[_Phrase, ...]:
    text = resources.files("models.reference").joinpath("phrases.toml").read_text("utf-8")
    return tuple(
        _compiled(str(entry["texte"]), bool(entry.get("sur", False)))
        for entry in tomllib.loads(text)["phrases"]
    )


def _compiled(text: str, sure: bool) -> _Phrase:
    """Triggers match in any case, values as `SLOTS` says."""
    pieces: list[str] = []
    slots: list[str] = []
    for index, piece in enumerate(re.split(r"\{([a-z_]+)\}", text.replace(" ", r"\s+"))):
        if index % 2 == 0:
            pieces.append(piece.replace(r"\s+?", r"\s*"))
            continue
        before, value = SLOTS.get(piece, ("", _DATE))
        pieces.append(f"{before}(?P<{piece}>(?-i:{value}))")
        slots.append(piece)
    return _Phrase(re.compile("".join(pieces), re.IGNORECASE), tuple(slots), sure)
