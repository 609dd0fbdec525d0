"""What houses are called by: pharmacies, clinics, companies, schools."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.plausible import is_common
from models.values.text import folded

HOUSES = (
    "pharmacie", "officine", "clinique", "polyclinique", "laboratoire", "labo", "centre", "cabinet",
    "hopital", "chu", "radiologie", "optique", "opticien", "institut", "assurance", "assurances", "mutuelle",
    "caisse", "dialyse", "societe", "sarl", "ste", "imagerie", "labm", "laboratoires", "optic", "nephro",
    "nephrologie", "hemodialyse", "parapharmacie", "maternite", "dispensaire", "amicale", "fonds",
    "mutualite", "lunettes", "infirmerie", "lunetterie", "sante", "fondation", "institution", "office",
    "lycee", "ecole", "faculte", "universite", "college", "branche", "commune", "province", "prefecture",
    "caidat", "association", "cooperative", "ets", "etablissements", "entreprise", "fiduciaire", "consulat",
    "chp", "chr", "chn", "cmc", "boulangerie", "imprimerie", "courtage", "union", "cie", "audition", "annexe",
    "pachalik", "ministere", "banque", "ipm", "compagnie", "groupe", "regime", "academie",
)  # fmt: skip
ACRONYMS = frozenset({
    "cnops", "cnss", "ofppt",
    "pmas", "ipres", "css",
    "cnam", "cnps", "mugefci", "mugef", "cnamgs",
})  # fmt: skip
"""Names that stand alone: of Morocco, of Senegal, of Côte d'Ivoire and their neighbours."""
SMALL = frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "et"])
ENDING = frozenset({
    "optique", "opticiens", "optic", "lunetterie", "assurances", "assurance", "pharma", "labo",
    "dialyse", "imagerie", "prevoyance", "vie", "sante", "groupe", "mutuelle", "sa", "sarl",
    "ong",
})  # fmt: skip
"""Kinds of houses that end a name: «Ibn Zohr Optique»."""
LEGAL = frozenset({"sarl", "snc", "suarl", "sas", "scp", "sasu"})
"""Forms of companies: with one, whatever words make the name."""
SHORT = 5
"""Letters of a kind of house that the loss of one may turn into another word."""
LEADING = frozenset(
    ["grande", "grand", "nouvelle", "nouveau", "petite", "royale", "sarl", "ste", "sa", "groupe"]
)
COMMONPLACE = frozenset({
    "assurance", "assurances", "maladie", "obligatoire", "sante", "mutuelle", "service",
    "prestations", "direction", "generale", "office", "national", "royaume", "du", "maroc",
    "payant", "tiers", "dossier", "groupe", "maternite", "collective", "complementaire", "regime",
    "enregistre", "sous", "diplome", "diplomee", "n", "no",
    "association", "cooperative", "entreprise", "union", "ets", "etablissements", "adherente", "adherent",
    "souscriptrice", "contractante", "employeur",
})  # fmt: skip
"""Words that any paper of the trade may bear at its head: alone they name nobody."""


def with_its_capital(name: str) -> str:
    """The name with the first letter that a reader lost: «ompagnie Atlas Vie»."""
    first = name.split(" ", 1)[0]
    whole = [h for h in HOUSES if h[1:] == folded(first) and len(h) > SHORT]
    if len(whole) != 1 or not first[:1].islower():
        return name
    return whole[0][0].upper() + name


def names_a_house(words: Sequence[str]) -> bool:
    """Whether a line begins with a kind of house, and says more than what all of them say."""
    plain = [w for w in _joined(words) if w not in SMALL]
    if plain and plain[0] in LEADING:
        plain = plain[1:]
    own = [w for w in plain[:-1] if w not in ENDING]
    ends = bool(own) and plain[-1] in ENDING and not any(map(is_common, own))
    ends = ends or (len(plain) > 2 and bool(LEGAL & set(plain[-2:])))
    return (
        bool(plain)
        and (plain[0] in HOUSES or plain[0] in ACRONYMS or ends)
        and not set(plain) <= COMMONPLACE
    )


def _joined(words: Sequence[str]) -> Sequence[str]:
    """Letters that points part as one word: «C.H.P. Moulay Abdallah»."""
    letters = next((i for i, w in enumerate(words) if len(w) > 1), len(words))
    return ["".join(words[:letters]), *words[letters:]] if letters > 2 else words
