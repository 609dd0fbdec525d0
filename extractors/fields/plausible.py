"""Whether words can be what a field asks for: the name of a person or of a house, a text.

The words of forms and of sentences («ne rien inscrire», «ou par virement», «suivi(e) depuis»)
are no names. They are those of our own files, with the small words of French; given names,
cities and what houses are called by are left out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from extractors.fields.asked import NAMES
from extractors.fields.names import PARTICLES
from extractors.fields.parsed import Parsed
from extractors.fields.people import DOCTOR
from extractors.small_words import small_words
from models.documents import Kind, document_types
from models.reference import city_named, speciality_in
from models.reference.given_names import is_given_name
from models.reference.places import towns
from models.reference.wording import wording
from models.values.text import folded

ADDRESS = "adresse"
LONG = 4
"""Letters from which a word of a form may be told from a short name («Sow», «Ba»)."""
LINKING = frozenset({
    "recto", "verso",
    "ne", "et", "ou", "au", "aux", "du", "en", "un", "il", "on", "je", "tu", "ce", "se", "me", "te",
    "age", "amo", "cnss", "ipm", "ald", "cin", "inp", "dh",
})  # fmt: skip
"""Short words and letters of forms that no name is."""
SMALL_LETTERS = 0.6
"""Readers make such names of words beside tick boxes; few hands write them so."""
HOUSES = frozenset(
    {"emetteur_nom", "etablissement_nom", "organisme_nom", "employeur", "souscripteur", "titulaire", "banque"}
)  # fmt: skip
"""Fields that hold the name of a house."""
BANKS = frozenset({
    "bank", "banque", "credit", "populaire", "barid", "postale", "poste", "tresor", "generale", "attijari",
    "attijariwafa", "cih", "bmce", "bmci", "bcp", "cfg", "ecobank", "cbao", "bicis", "sgbs", "sib", "bni", "boa",
    "uba", "nsia", "coris", "orabank", "sgci", "bicici", "sgma", "arab", "umnia", "bnp", "cdm",
})  # fmt: skip
"""Words by which banks of the region are called."""
SENTENCE = frozenset(
    {"a", "est", "ont", "sont", "était", "étaient", "sera", "qui", "que", "dont", "n'a", "s'est"}
)
"""Words that go on with a sentence after its subject."""
INSTRUCTIONS = frozenset({
    "cochez", "cocher", "precisez", "preciser", "indiquez", "indiquer", "joindre", "joignez", "ecrire",
    "ecrivez", "completez", "completer", "remplir", "remplissez", "rayer", "rayez", "entourer", "barrer",
})  # fmt: skip
"""Words by which forms tell how to fill them in."""
NUMBERS = frozenset({"numero_immatriculation", "numero_feuille", "numero_bulletin"})
CARD = re.compile(r"[A-Z]{1,2}\d{5,6}")
"""A number of an identity card, which none of these is."""
DATED = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d")
"""A date, which numbers nothing."""
ANOTHERS = 0.5
"""What is left of the certainty of a number that looks like another's."""
SOMEBODY = "nom_enveloppe"
"""The name on an envelope: that of the insured or the patient, not of the doctor who sends it."""
ELIDED = re.compile(r"^[dlnsjmtqcDLNSJMTQC]['’]")


def plausible(name: str, genre: Kind, parsed: Parsed) -> Parsed | None:
    """What of a value may be what the field `name` asks for; `None` when nothing may."""
    words = parsed.value.split()
    if genre in NAMES:
        kept = name_of_person(parsed.value)
        if kept is not None and not kept.isupper() and city_named(kept) == kept:
            return None  # «à / Salé.»: where a letter was written
        return replace(parsed, value=kept) if kept is not None else None
    if genre is Kind.TEXTE and (words[0] in SENTENCE or all(_links(w) for w in words)):
        return None  # «La maladie a été découverte», «Adresse et …»: no value
    if genre is Kind.TEXTE and folded(words[0]) in INSTRUCTIONS:
        return None  # «Cochez le cas échéant»
    if genre is Kind.IDENTIFIANT and DATED.fullmatch(parsed.value):
        return None  # «Matricule | Embauché le»: the answer of its neighbour
    if name in NUMBERS and CARD.fullmatch(parsed.value):
        return replace(parsed, certainty=ANOTHERS * parsed.certainty)
    if name in HOUSES:
        if not may_name_a_house(parsed.value) or (name == "banque" and not is_a_bank(parsed.value)):
            return None
        if name == "banque" and folded(parsed.value) in {"banque en ligne", "banque a distance"}:
            return None
        certainty = parsed.certainty * certainty_of_a_name(parsed.value)
        return replace(parsed, value=_without_its_city(parsed.value), certainty=certainty)
    if genre is Kind.NOM_COMPLET:
        # «Dr Terrain», «CONDITIONS DE PRISE EN CHARGE»: words of a paper, no doctor's name.
        # «Meryem ZNIBER, médecin», «Dr Dermatologie», «Dr Safi»: what goes on with it, or without it.
        end = next((i for i, w in enumerate(words[1:], 1) if is_common(w)), len(words))
        if words[end - 1].endswith(","):
            parsed = replace(parsed, value=" ".join(words[:end]).rstrip(","))
        own = [w for w in words[:end] if folded(w) not in DOCTOR]
        if own and own[0].islower() and folded(own[0]) in _small() - PARTICLES:
            return None  # «nos salutations distinguées»
        told = " ".join(own)
        if any(folded(w).startswith("ci ") for w in own):
            return None  # «le Dr ci-dessus»
        if speciality_in(told) is not None or (city_named(told) is not None and len(own) == 1):
            return None
        if name == SOMEBODY and len(own) < end:
            parsed = replace(parsed, certainty=ANOTHERS * parsed.certainty)
        return parsed if any(not is_common(w) for w in own) else None
    if name.endswith(ADDRESS) and sum(c.isalpha() for c in parsed.value) < LONG:
        return None
    return parsed


def _without_its_city(house: str) -> str:
    """«Clinique du Lac, Salé» without the town that a comma parts from the name."""
    name, _, last = house.rpartition(",")
    return name.strip() if name and city_named(last) == last.strip() else house


def _links(word: str) -> bool:
    return (word.islower() or len(word) > 1) and folded(word) in _small()


def name_of_person(text: str) -> str | None:
    """`text` up to the first word that no name holds; `None` when nothing is left of it.

    «KARIMI Salma conjoint» is KARIMI Salma, «suivi(e) depuis trois ans» is nobody.
    """
    words = text.split()
    kept: list[str] = []
    for word in words:
        # «à Meknès» is where somebody was born
        if word in ("à", "À") or "(" in word or (is_common(word) and folded(word) not in PARTICLES):
            break
        kept.append(word)
    while kept and folded(kept[-1]) in PARTICLES and len(kept) > 1 and len(kept) < len(words):
        kept.pop()
    if all(folded(word) in PARTICLES for word in kept):
        return None
    return " ".join(kept)


def may_name_a_house(text: str) -> bool:
    """Whether `text` may be what a house is called by: not «ou par virement», not «accord»."""
    words = text.split()
    if not words:
        return False
    if words[0].islower() and folded(words[0]) in _small():
        return False
    return any(not w.islower() or not is_common(w) for w in words)


def is_a_bank(text: str) -> bool:
    """Whether words name a bank: what stands after «Agence» is mostly its town."""
    return any(w in BANKS or w.endswith(("bank", "banque")) for w in folded(text).split())


def certainty_of_a_name(text: str) -> float:
    """How much of its certainty a name keeps that is written without one capital letter."""
    return (
        1.0 if any(c.isupper() or c.isdigit() or not c.isascii() for c in text) else SMALL_LETTERS
    )


def is_common(word: str) -> bool:
    """Whether a word is one of forms or of sentences, which no name holds."""
    plain = folded(ELIDED.sub("", word))
    return bool(plain) and " " not in plain and plain in _common()


@cache
def _common() -> frozenset[str]:
    words = {w for w in _small() if len(w) >= 3} | LINKING
    words |= {w for w in wording().vocabulary | wording().tails if len(w) >= LONG}
    for kind in document_types().values():
        said = [kind.libelle, *(t.texte for t in kind.titres)]
        said += [label for spec in kind.fields.values() for label in spec.etiquettes]
        said += [w for spec in kind.fields.values() for ws in spec.choix.values() for w in ws]
        said += [anchor for mark in kind.marks.values() for anchor in mark.ancres]
        words |= {w for text in said for w in folded(text).split() if len(w) >= LONG}
    names = {w for town in towns() for w in folded(town).split()} - _small() | PARTICLES
    return frozenset(w for w in words if w not in names and not is_given_name(w))


@cache
def _small() -> frozenset[str]:
    return frozenset(w for word in small_words() for w in folded(word).split())
