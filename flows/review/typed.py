"""What a clerk types, made into a value: strict, since nobody misreads his own keyboard.

`12/3/25`, `12032025` and `12 mars 2025` are one date; `1 250,5`, `1250.50 dh` one amount.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from flows.review.errors import BadValueError
from flows.review.spots import EXEMPLAIRE, Spot, spec_of
from models.documents import Column, FieldSpec, Kind
from models.entities import Target
from models.values import identifiers
from models.values.amounts import amount_in_words, written
from models.values.dates import CENTURY_PIVOT, EARLIEST, LATEST, month_number
from models.values.text import folded, latin_digits

LONGEST = 500
"""Characters of a value."""
EXEMPLAIRES = ("original", "copie_conforme", "copie", "duplicata", "inconnu")
_CURRENCY = re.compile(r"\s*(dhs?|mad|dirhams?|f\s?cfa|fcfa|xof|francs?|€|eur|dt|tnd)\.?\s*$", re.I)
_GROUPED = re.compile(r"\d{1,3}(?:[ .,']\d{3})+")
_YES = frozenset({"oui", "o", "true", "vrai", "1", "x", "coche", "cochee"})
_NO = frozenset({"non", "n", "false", "faux", "0", "vide"})


@dataclass(frozen=True, slots=True)
class Checked:
    """The value as kept and as shown, and what to be careful about (a check digit, a far date)."""

    value: str
    shown: str
    remark: str | None = None


def check(document_type: str, spot: Spot, typed: str) -> Checked:
    """What was typed for that spot of such a paper; `BadValueError` says what is expected."""
    if spot.target is Target.MARK:
        return _boolean(typed)
    spec = spec_of(document_type, spot)
    if spec is None and spot.name == EXEMPLAIRE:
        return _choice(typed, {name: (name.replace("_", " "),) for name in EXEMPLAIRES})
    if spec is None:
        raise _bad("une ligne entière ne se saisit pas", "la valeur d'une case")
    return checked(spec, typed)


def checked(spec: FieldSpec | Column, typed: str) -> Checked:
    """What was typed for a field or a column."""
    text = " ".join(latin_digits(typed).split())
    if not text:
        raise _bad("rien n'est saisi", "une valeur, ou la touche qui dit que le champ est vide")
    if len(text) > LONGEST:
        raise _bad("la saisie est trop longue", f"{LONGEST} caractères au plus")
    if spec.genre is Kind.CHOIX:
        return _choice(text, spec.choix)
    return _PARSERS.get(spec.genre, _text)(text)


def shown(genre: Kind, value: str) -> str:
    """A kept value as a clerk reads it."""
    try:
        if genre is Kind.DATE:
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        if genre is Kind.MONTANT:
            return f"{Decimal(value):,.2f}".replace(",", "\u202f").replace(".", ",")
    except (ValueError, InvalidOperation):
        return value
    return {"true": "oui", "false": "non"}.get(value, value) if genre is Kind.BOOLEEN else value


def _bad(why: str, hint: str) -> BadValueError:
    return BadValueError(f"Saisie refusée : {why}. Attendu : {hint}.", hint=hint)


def _date(text: str) -> Checked:
    hint = "une date, par exemple 12/03/2025"
    parts = _day_parts(text)
    if parts is None:
        raise _bad(f"« {text} » n'est pas une date", hint)
    try:
        day = date(*parts)
    except ValueError:
        raise _bad(f"le jour {text} n'existe pas", hint) from None
    if not EARLIEST <= day.year <= LATEST:
        raise _bad(f"l'année {day.year} est hors de ce qu'un dossier peut porter", hint)
    return Checked(day.isoformat(), shown(Kind.DATE, day.isoformat()))


def _day_parts(text: str) -> tuple[int, int, int] | None:
    """Year, month, day."""
    iso = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    if iso:
        return int(iso[1]), int(iso[2]), int(iso[3])
    plain = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", text)
    plain = plain or re.fullmatch(r"(\d{2})(\d{2})(\d{4}|\d{2})", text)
    if plain:
        return _year(plain[3]), int(plain[2]), int(plain[1])
    wordy = re.fullmatch(r"(\d{1,2})(?:er)?[ -]([^\W\d]{3,10})\.?[ -](\d{4}|\d{2})", text)
    month = month_number(wordy[2]) if wordy else None
    return (_year(wordy[3]), month, int(wordy[1])) if wordy and month else None


def _year(written_: str) -> int:
    year = int(written_)
    if len(written_) == 4:
        return year
    return 2000 + year if year <= CENTURY_PIVOT else 1900 + year


def _amount(text: str) -> Checked:
    hint = "un montant, par exemple 1250,50"
    bare = _CURRENCY.sub("", text).replace("\u202f", " ").replace("\xa0", " ")
    whole, cents = bare, ""
    decimals = re.fullmatch(r"(.*\d)([.,])(\d{1,2})", bare)
    if decimals and decimals[2] not in decimals[1]:
        whole, cents = decimals[1], decimals[3]
    if not (re.fullmatch(r"\d+", whole) or _GROUPED.fullmatch(whole)):
        raise _bad(f"« {text} » n'est pas un montant", hint)
    digits = re.sub(r"\D", "", whole)
    if len(digits) > 9:
        raise _bad("ce montant est trop grand", hint)
    value = written(Decimal(f"{digits}.{cents or '0'}"))
    grouped = not cents and re.search(r"[.,]\d{3}$", whole)
    read = shown(Kind.MONTANT, value)
    return Checked(value, read, f"Compris : {read}." if grouped else None)


def _integer(text: str) -> Checked:
    if not re.fullmatch(r"\d{1,9}", text.replace(" ", "")):
        raise _bad(f"« {text} » n'est pas un nombre entier", "un nombre, par exemple 3")
    value = str(int(text.replace(" ", "")))
    return Checked(value, value)


def _decimal(text: str) -> Checked:
    if not re.fullmatch(r"\d{1,9}(?:[.,]\d{1,6})?", text):
        raise _bad(f"« {text} » n'est pas un nombre", "un nombre, par exemple 1,75")
    return Checked(text.replace(",", "."), text.replace(".", ","))


def _age(text: str) -> Checked:
    found = re.fullmatch(r"(\d{1,3})\s*(?:ans?)?", text, re.I)
    if found is None or int(found[1]) > 120:
        raise _bad(f"« {text} » n'est pas un âge", "un âge en années, par exemple 42")
    return Checked(str(int(found[1])), str(int(found[1])))


def _days(text: str) -> Checked:
    found = re.fullmatch(r"(\d{1,3})\s*(jours?|j|semaines?|sem|mois)?\.?", text, re.I)
    if found is None:
        raise _bad(f"« {text} » n'est pas une durée", "un nombre de jours, par exemple 5")
    unit = (found[2] or "").lower()
    days = int(found[1]) * (7 if unit.startswith("s") else 30 if unit.startswith("m") else 1)
    return Checked(str(days), f"{days} j")


def _identifier(text: str) -> Checked:
    value = re.sub(r"\s+", "", text).upper()
    if not any(c.isalnum() for c in value):
        raise _bad(f"« {text} » n'est pas un numéro", "un numéro, avec ses lettres s'il en a")
    return Checked(value, value)


def _cin(text: str) -> Checked:
    value = identifiers.compact(text)
    if not identifiers.cin_valid(value):
        raise _bad(
            f"« {text} » n'est pas un numéro de CIN",
            "une ou deux lettres puis un à sept chiffres, par exemple AB123456",
        )
    return Checked(value, value)


def _numbered(
    length: int, name: str, valid: Callable[[str], bool] | None = None
) -> Callable[[str], Checked]:
    def parse(text: str) -> Checked:
        value = identifiers.compact(text)
        if not re.fullmatch(rf"[0-9]{{{length}}}", value):
            counted = sum(c.isdigit() for c in value)
            raise _bad(
                f"un {name} a {length} chiffres, la saisie en a {counted}", f"{length} chiffres"
            )
        wrong = valid is not None and not valid(value)
        remark = f"La clé de contrôle du {name} est fausse : relire chiffre à chiffre."
        return Checked(value, value, remark if wrong else None)

    return parse


def _phone(text: str) -> Checked:
    value = ("+" if text.startswith("+") else "") + re.sub(r"\D", "", text)
    if not re.fullmatch(r"\+?\d{9,15}", value) or re.search(r"[^\d\s.+()/-]", text):
        raise _bad(f"« {text} » n'est pas un numéro de téléphone", "par exemple 0522203040")
    return Checked(value, value)


def _email(text: str) -> Checked:
    value = text.replace(" ", "").lower()
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", value):
        raise _bad(f"« {text} » n'est pas une adresse", "par exemple nom@domaine.ma")
    return Checked(value, value)


def _surname(text: str) -> Checked:
    return _named(text, text.upper())


def _name(text: str) -> Checked:
    return _named(text, text)


def _named(text: str, value: str) -> Checked:
    if not any(c.isalpha() for c in text) or any(c.isdigit() for c in text):
        raise _bad(f"« {text} » n'est pas un nom", "des lettres, sans chiffre")
    return Checked(value, value)


def _words(text: str) -> Checked:
    wrong = amount_in_words(text) is None
    return Checked(text, text, "Ces mots ne font pas un montant : relire." if wrong else None)


def _boolean(text: str) -> Checked:
    word = folded(text)
    if word in _YES:
        return Checked("true", "oui")
    if word in _NO:
        return Checked("false", "non")
    raise _bad(f"« {text} » n'est ni oui ni non", "oui ou non")


def _choice(text: str, choices: Mapping[str, tuple[str, ...]]) -> Checked:
    word = folded(text)
    for value, words in choices.items():
        if word in {folded(value), *map(folded, words)}:
            return Checked(value, value.replace("_", " "))
    begun = [v for v in choices if len(word) >= 2 and folded(v).startswith(word)]
    if len(begun) == 1:
        return Checked(begun[0], begun[0].replace("_", " "))
    known = ", ".join(value.replace("_", " ") for value in choices)
    raise _bad(f"« {text} » n'est pas un des choix", known)


def _text(text: str) -> Checked:
    return Checked(text, text)


_PARSERS: Mapping[Kind, Callable[[str], Checked]] = {
    Kind.DATE: _date,
    Kind.MONTANT: _amount,
    Kind.ENTIER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.IDENTIFIANT: _identifier,
    Kind.CIN: _cin,
    Kind.INPE: _numbered(9, "INPE"),
    Kind.ICE: _numbered(15, "ICE", identifiers.ice_valid),
    Kind.RIB: _numbered(24, "RIB", identifiers.rib_valid),
    Kind.EAN13: _numbered(13, "code-barres", identifiers.ean13_valid),
    Kind.TELEPHONE: _phone,
    Kind.EMAIL: _email,
    Kind.NOM: _surname,
    Kind.PRENOM: _name,
    Kind.NOM_COMPLET: _name,
    Kind.VILLE: _name,
    Kind.MONTANT_LETTRES: _words,
    Kind.JOURS: _days,
    Kind.AGE: _age,
    Kind.BOOLEEN: _boolean,
}
"""What is not here is text."""
