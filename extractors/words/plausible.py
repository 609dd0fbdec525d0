"""Whether words are of a language at all, or what a broken font or a bad OCR left of one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LETTERS = re.compile(r"[^\W\d_]+")
_VOWELS = frozenset("aeiouyœæ")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}")
_ENOUGH = 20
"""Words of three letters or more from which shares mean something."""
_ENOUGH_KNOWN = 60
_PLAUSIBLE = 0.6
_KNOWN = 0.01
"""Low: a list of drugs has hardly a common word, a shifted alphabet has none."""
_READABLE = 0.5
"""Share of letters and figures among what is neither a leader nor a rule."""
_FILLERS = frozenset("._-…·=*–—")
_COMMON_WORDS = """
les des une est pas que qui dans pour par sur avec aux ces son ses vous nous votre notre cette
tout plus sans sous mais leur elle ils ont sont été etre être fait date nom prénom prenom the
and for you are this that with from not your our all has have was will can der die und das den
von mit für ist auf dem ein eine nicht del los las con para por una gli della che per non het
een van voor met total facture montant prix quantité quantite page numéro numero adresse client
code tva ttc siret référence reference désignation designation règlement paiement banque
téléphone tel mail docteur médecin patient pharmacie assuré assurance soins acte actes feuille
signature cachet invoice amount number payment address phone email rue avenue ville france
maroc tunis dirhams euros janvier février mars avril mai juin juillet août septembre octobre
novembre décembre
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""French, then its neighbours on our papers, then the papers' own words."""


def looks_like_language(words: Iterable[str]) -> bool:
    """False only when there are enough Latin words to tell and too few make sense.

    Numbers and other alphabets are not judged: a table of figures is believed.
    """
    text = " ".join(words)
    inked = [c for c in text if not c.isspace() and c not in _FILLERS]
    if sum(map(str.isalnum, inked)) < _READABLE * len(inked):
        return False
    letters = [token.lower() for token in _LETTERS.findall(text)]
    judged = [t for t in letters if len(t) >= 3 and all(_is_latin(c) for c in t)]
    if len(judged) < _ENOUGH:
        return True
    if sum(map(_pronounceable, judged)) < _PLAUSIBLE * len(judged):
        return False
    return len(judged) < _ENOUGH_KNOWN or sum(t in _COMMON for t in judged) >= _KNOWN * len(judged)


def _is_latin(char: str) -> bool:
    return char < "\u0250" or unicodedata.name(char, "").startswith("LATIN")


def _pronounceable(token: str) -> bool:
    plain = unicodedata.normalize("NFD", token)
    base = "".join(c for c in plain if not unicodedata.combining(c))
    vowels = sum(c in _VOWELS for c in base)
    return 0.15 <= vowels / len(base) <= 0.85 and _CONSONANTS.search(base) is None
