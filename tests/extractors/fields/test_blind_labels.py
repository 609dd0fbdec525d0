"""Labels and sentences written from knowledge of the field before our own lists were read.

`etiquettes.toml` has, by type and field, labels as papers bear them («Section > label» under the
heading of that section); `phrases.toml` has running text. A label is no case of its own here:
what counts is how many are understood, and how few are taken for another's.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extractors.fields.names import split_name
from models.documents import DocumentType, FieldSpec, Kind, document_type
from tests.extractors.fields.papers import read, values
from tests.extractors.sheets import MARGIN, at, sheet

HERE = Path(__file__).parent
UNDERSTOOD, MISTAKEN = 0.92, 0.01
TOLD = 0.85
"""Share of what the sentences tell."""
STEP = 0.0093
"""Width of a letter."""
WRITTEN = {
    Kind.DATE: "12/03/2019",
    Kind.MONTANT: "1 250,00",
    Kind.ENTIER: "4",
    Kind.DECIMAL: "71",
    Kind.IDENTIFIANT: "45871236",
    Kind.CIN: "BE458712",
    Kind.INPE: "091234567",
    Kind.ICE: "001525713000021",
    Kind.RIB: "011780000012345678901267",
    Kind.TELEPHONE: "0661234567",
    Kind.EMAIL: "a.tazi@menara.ma",
    Kind.NOM: "TAZI Karim",
    Kind.PRENOM: "Karim",
    Kind.NOM_COMPLET: "Karim TAZI",
    Kind.VILLE: "Rabat",
    Kind.TEXTE: "Bronchite aigue severe",
    Kind.MONTANT_LETTRES: "mille deux cents dirhams",
    Kind.DUREE: "12 mois",
    Kind.JOURS: "5 jours",
    Kind.AGE: "45 ans",
}


def written(spec: FieldSpec) -> str:
    if spec.genre is Kind.BOOLEEN:
        return "Oui"
    return list(spec.choix.values())[-1][0] if spec.choix else WRITTEN[spec.genre]


def found(kind: DocumentType, spec: FieldSpec, label: str) -> dict[str, str]:
    section, _, asked = label.rpartition(" > ")
    head = [at(0.05, (0.35, kind.libelle.upper()), height=0.02)]
    head += [at(0.2, section)] if section else []
    place = MARGIN + STEP * (len(asked) + 3)
    row = at(0.3, f"{asked} :", (place, written(spec)))
    return values(read(kind.type, sheet(*head, row)).fields)


def right(spec: FieldSpec, value: str) -> bool:
    """Whether the words written were read for the field, in whatever form it keeps."""
    if spec.genre in (Kind.CHOIX, Kind.BOOLEEN):
        return value in ((list(spec.choix) or ["true"])[-1], "true")
    if spec.genre is Kind.NOM:
        return value == "TAZI"
    if spec.genre is Kind.DATE:
        return value == "2019-03-12"
    told = written(spec).replace(" ", "").replace(",", ".").lower()
    return value.replace(" ", "").lower() in told or told in value.replace(" ", "").lower()


@pytest.mark.timeout(300)
def test_labels_never_listed_are_understood() -> None:
    wanted = tomllib.loads((HERE / "etiquettes.toml").read_text("utf-8"))
    number, good, mistaken = 0, 0, 0
    for name, fields in wanted.items():
        kind = document_type(name)
        for field, labels in fields.items():
            spec = kind.fields[field]
            for label in labels:
                got = found(kind, spec, label.replace(" …", ""))
                hit = field in got and right(spec, got[field])
                stem = field.replace("prenom", "nom")
                others = [n for n in got if n.replace("prenom", "nom") not in (stem, "exemplaire")]
                number, good = number + 1, good + hit
                mistaken += not hit and bool(others)
    assert number > 1500
    assert good >= UNDERSTOOD * number
    assert mistaken <= MISTAKEN * number


def test_sentences_tell_fields() -> None:
    number, good = 0, 0
    for phrase in tomllib.loads((HERE / "phrases.toml").read_text("utf-8"))["phrase"]:
        lines = [at(0.3 + 0.02 * i, line) for i, line in enumerate(wrapped(phrase["text"]))]
        got = values(read(phrase["type"], sheet(*lines)).fields)
        for field, value in phrase["expect"].items():
            number += 1
            good += value.lower() in got.get(field, "").lower()
    assert number > 100
    assert good >= TOLD * number


def wrapped(text: str, width: int = 90) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def test_names_of_the_set_are_what_it_says() -> None:
    assert split_name(WRITTEN[Kind.NOM]) == ("TAZI", "Karim")
