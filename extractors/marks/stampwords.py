"""Words that are on rubber stamps and hardly anywhere else in coloured or leaning ink."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from models.geometry import Box
from models.reading import Word

TELLING: Final = frozenset(
    [
        "dr",
        "docteur",
        "inpe",
        "ice",
        "pharmacie",
        "pharmacien",
        "pharmacienne",
        "clinique",
        "polyclinique",
        "cabinet",
        "laboratoire",
        "biologiste",
        "medecin",
        "generaliste",
        "cardiologue",
        "specialiste",
        "chirurgien",
        "dentiste",
        "pediatre",
        "ophtalmologue",
        "radiologue",
        "radiologie",
        "hopital",
        "directeur",
        "service",
        "ste",
        "sarl",
        "societe",
        "tel",
        "fax",
        "patente",
        "identifiant",
        "copie",
        "duplicata",
        "original",
        "conforme",
        "paye",
        "payee",
        "acquitte",
        "recu",
        "regle",
        "arrive",
        "courrier",
        "urgent",
        "annule",
        "pris",
        "charge",
        "accord",
        "visa",
        "bureau",
        "ordre",
        "mutuelle",
    ]
)
MAIL: Final = (
    "arrive",
    "arrivee",
    "recu le",
    "courrier",
    "bureau d'ordre",
    "entree le",
    "reception",
)
"""What a mailroom stamps on what comes in."""
HANDS: Final = {
    "medecin": (
        "dr",
        "docteur",
        "medecin",
        "generaliste",
        "cardiologue",
        "pediatre",
        "chirurgien",
        "dentiste",
    ),
    "pharmacien": ("pharmacie", "pharmacien", "pharmacienne"),
    "etablissement": (
        "clinique",
        "polyclinique",
        "hopital",
        "laboratoire",
        "centre",
        "pharmacie",
        "radiologie",
        "hospitalier",
        "chu",
        "maternite",
        "dispensaire",
    ),
    "employeur": ("ste", "societe", "sarl", "direction", "ressources", "office"),
}
"""Words by which a stamp names whose hand it is, by the ends of role names."""
MENTIONS: Final = (
    "original",
    "duplicata",
    "copie",
    "conforme",
    "paye",
    "acquitte",
    "urgent",
    "annule",
)
MAIL_SCORE: Final = 85
SAYS_ENOUGH: Final = 3
"""Words within a stamp from which those at its edge are not needed: they may be its neighbour's."""


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower case without accents and with punctuation as spaces."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c)
    )
    return " ".join(
        "".join(c if c.isalnum() or c == "'" else " " for c in bare.replace("’", "'")).split()
    )


def words_in(words: Iterable[Word], box: Box) -> list[Word]:
    """Words with their middle in the box."""
    return [word for word in words if box.holds(word.box.cx, word.box.cy)]


def telling_words(words: Iterable[Word], box: Box) -> int:
    """How many different words that stamps say are read in the box."""
    inside = {part for word in words_in(words, box) for part in plain(word.text).split()}
    return len(inside & TELLING)


def is_mail_stamp(words: Sequence[Word], box: Box) -> bool:
    """Whether the stamp there is the mailroom's own («ARRIVÉ LE …», «REÇU LE …»)."""
    inside = words_in(words, box)
    if len([word for word in inside if len(word.text) > 2]) < SAYS_ENOUGH:
        inside = words_in(words, box.grown(0.01, 0.005))
    tokens = plain(" ".join(word.text for word in inside)).split()
    return any(_says(tokens, phrase) for phrase in MAIL)


def _says(tokens: Sequence[str], phrase: str) -> bool:
    """Whether the phrase is there word by word, or run together: «BUREAUD'ORDRE»."""
    together = phrase.replace(" ", "")
    many = len(phrase.split())
    runs = (" ".join(tokens[at : at + many]) for at in range(len(tokens) - many + 1))
    return any(fuzz.ratio(phrase, run) >= MAIL_SCORE for run in runs) or any(
        fuzz.ratio(together, token) >= MAIL_SCORE for token in tokens
    )


def is_mention(words: Sequence[Word], box: Box) -> bool:
    """Whether the stamp there says what the paper is («COPIE», «PAYÉ»), not who stamped it."""
    tokens = [t for word in words_in(words, box) for t in plain(word.text).split()]
    letters = [t for t in tokens if t.isalpha() and len(t) > 2]
    return 0 < len(letters) <= 3 and any(
        fuzz.ratio(mention, token) >= MAIL_SCORE for mention in MENTIONS for token in letters
    )


def hands_of(words: Iterable[Word], box: Box) -> frozenset[str]:
    """Whose stamp the words in the box say it is (keys of `HANDS`); none when they say nothing."""
    tokens = {token for word in words_in(words, box) for token in plain(word.text).split()}
    hands = {hand for hand, own in HANDS.items() if tokens.intersection(own)}
    if "etablissement" in hands:
        hands.discard("medecin")  # its stamp often names the doctor or pharmacist as well
    return frozenset(hands)
