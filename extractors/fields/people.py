"""Names of people as papers write them: with titles before, and trades, ages and sentences behind."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.fields.names import PARTICLES
from extractors.fields.parsed import SENTENCE_END, TRIM, Parsed
from extractors.small_words import small_words
from models.reference import speciality_in
from models.reference.places import towns
from models.values.text import folded

_LETTERS = str.maketrans("01586", "OISBG")
"""Digits that readers take letters for, inside a name."""
_LOST = re.compile(r"(?<=\w\w) (?=[bcefghjkmp-xz]\b(?!['’.]))|(?<=[a-zà-ÿ]) (?=a(?: [A-ZÀ-Þ]|$))")
"""The space before a letter that a hand wrote apart: «Latif a KADIRI»."""
PROSE = {"né", "née", "âgé", "âgée", "demeurant", "titulaire", "inscrit", "inscrite"}
"""Words that certificates go on with: they end a name, as the small words of any sentence do."""
DOCTOR = frozenset({"dr", "docteur", "pr", "professeur"})
TITLES = frozenset({
    "ordonnance", "facture", "certificat", "attestation", "rapport", "compte", "rendu", "devis",
    "feuille", "bulletin", "demande", "note", "quittance", "recu", "duplicata", "copie",
    "original", "cachet", "signature", "tel", "telephone", "gsm", "fax", "inpe", "ice", "date",
    "prenom", "prenoms", "adresse", "cin", "matricule", "page",
})  # fmt: skip
"""Words of a paper that no name holds."""
_EMPTY = {"neant", "rien", "non", "xxx", "aucun", "aucune", "sans objet"}
_BESIDE = re.compile(
    r"^(\S+\s+\S.*?)\s*(?:\([^)]*\)?|\s[—–-]+\s+\d.*|,\s+[a-zà-ÿ]{4,}.*|\s(?:rend|certifie|atteste)\b.*)$"
)
"""What goes on behind a name: «LAMSEFFER (généraliste)», «ALAMI, Jamila — 55 a.»."""
_TRADE = re.compile(r"\w[\w-]{3,}(?:ologue|ologiste|iatre|iste|logie)s?", re.IGNORECASE)
"""What a doctor does, behind the name."""
_RANKED = re.compile(
    r"^(?:le\s+)?(?:(?:m[ée]decin|m[ée]d\.?)[\s-]+)?(?:(?:commandant|cdt|colonel|col|lieutenant|lt|capitaine|cne"
    r"|g[ée]n[ée]ral|g[ée]n|major)\b[\s.-]*)+(?=\S+\s+\S)",
    re.IGNORECASE,
)
"""The rank of a doctor of the army."""


def whole_name(text: str) -> Parsed | None:
    """The name, of its own or whole, that a text holds; `None`: it holds none."""
    plain = re.sub(r"\s+", " ", SENTENCE_END.split(text)[0]).strip(TRIM)
    plain = _LOST.sub("", plain)
    plain = re.sub(r"^(Dr|Pr)\.?(?=[A-Z])", r"\1 ", plain)
    plain = re.sub(
        r"^(?:(?:m\.|mr\.?|mme\.?|mlle\.?|melle|monsieur|madame|mademoiselle)[\s/]*)+(?=\S)",
        "",
        plain,
        flags=re.I,
    ).strip(TRIM)
    plain = _RANKED.sub("", _BESIDE.sub(r"\1", plain))
    plain = re.split(r",(?=.*\d)|,\s+(?=à\s)|\s+(?=né\(?e?\)?\s)", plain)[0].strip(TRIM)
    plain = _before_a_title(plain)
    if not plain or folded(plain) in _EMPTY:
        return None
    certainty = 0.88
    if sum(c.isdigit() for c in plain) == 1 and len(plain) >= 5:
        plain, certainty = plain.translate(_LETTERS), 0.7
    letters = sum(c.isalpha() for c in plain)
    if letters < 2 or any(c.isdigit() for c in plain) or letters < 0.7 * len(plain):
        return None
    if len(plain.split()) > 6:
        return None
    return Parsed(plain, certainty)


def _before_a_title(name: str) -> str:
    """«Dr Amine IDER ORDONNANCE» without the paper's own title, printed beside it; a doctor's
    name without the speciality or city of the column beside it."""
    words = name.split()
    end = next((i for i, w in enumerate(words) if i and folded(w) in TITLES), len(words))
    if words and folded(words[0]) in DOCTOR:
        end = next((i for i, w in enumerate(words[:end]) if i > 2 and _TRADE.fullmatch(w)), end)
        end = next((i + 1 for i, w in enumerate(words[:end]) if w.endswith(",") and i > 1), end)
        for size in (1, 2, 3):
            tail = " ".join(words[-size:])
            if len(words) - size >= 3 and (tail in towns() or speciality_in(tail) is not None):
                end = min(end, len(words) - size)
    return " ".join(words[:end]).strip(TRIM)


def person(text: str) -> Parsed | None:
    """A name up to the sentence that goes on («BENNIS Yasmine est inscrite en …»)."""
    words = _LOST.sub("", text).split()
    first = next((i for i, word in enumerate(words) if word[0].isupper()), len(words))
    end = next(
        (
            i
            for i in range(first, len(words))
            if _is_prose(words[i]) or (i - first >= 2 and _goes_on(words[i]))
        ),
        len(words),
    )
    return whole_name(" ".join(words[:end]))


def given_name(text: str) -> Parsed | None:
    """A given name: «M. Laure» is Marie-Laure, whom no «M.» addresses."""
    found = person(text)
    initial = re.match(r"M\.\s*(?=[A-ZÀ-Þ][\wÀ-ÿ'-]+$)", text.strip(TRIM))
    if found is None or initial is None:
        return found
    return replace(found, value=f"M. {found.value}")


def _goes_on(word: str) -> bool:
    """A small word after a whole name: a sentence, or a hand that writes no capitals."""
    return word.isalpha() and word.islower() and len(word) > 2 and folded(word) not in PARTICLES


def _is_prose(word: str) -> bool:
    return (
        word.islower()
        and (word in PROSE or word in small_words())
        and folded(word) not in PARTICLES
    )
