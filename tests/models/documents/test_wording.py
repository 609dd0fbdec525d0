"""The words of the type files can be used: they compile, tell apart, and say no thing twice."""

import itertools
import re
from collections import Counter

import pytest
from pydantic import ValidationError

from models.documents.schema import DocumentType, Kind, MarkSpec, document_types
from models.values.text import folded, squeezed

DOCUMENTS = sorted(document_types().items())
BY_LOOK = {"page_blanche", "photo_identite", "autre", "vignettes"}
"""Recognised by the image, or not at all."""
BY_CODE = {"manuscrit"}
"""Booleans that no printed word tells."""


def _twice(words: list[str]) -> list[str]:
    return [word for word, n in Counter(squeezed(w) for w in words).items() if n > 1]


@pytest.mark.parametrize(("name", "kind"), DOCUMENTS)
def test_every_type_has_three_telling_phrases(name: str, kind: DocumentType) -> None:
    if name in BY_LOOK:
        return
    assert sum(title.poids > 0 for title in kind.titres) >= 3
    assert any(title.titre and title.poids >= 0.8 for title in kind.titres)


@pytest.mark.parametrize(("name", "kind"), DOCUMENTS)
def test_no_phrase_counts_twice(name: str, kind: DocumentType) -> None:
    assert _twice([title.texte for title in kind.titres]) == []


def test_no_title_settles_two_types() -> None:
    settling = [
        (squeezed(title.texte), name)
        for name, kind in DOCUMENTS
        for title in kind.titres
        if title.titre and title.poids >= 0.8
    ]
    assert _twice([text for text, _ in settling]) == []


@pytest.mark.parametrize(("name", "kind"), DOCUMENTS)
def test_short_words_never_settle_a_type(name: str, kind: DocumentType) -> None:
    # Within another word («rib» in «tribunal») they would be found by chance.
    short = [
        t.texte for t in kind.titres if t.titre and t.poids > 0.6 and len(squeezed(t.texte)) < 4
    ]
    assert short == []


@pytest.mark.parametrize(("name", "kind"), DOCUMENTS)
def test_every_motif_compiles(name: str, kind: DocumentType) -> None:
    for spec in kind.fields.values():
        if spec.motif is not None:
            re.compile(spec.motif)


@pytest.mark.parametrize(("name", "kind"), DOCUMENTS)
def test_no_label_is_written_twice(name: str, kind: DocumentType) -> None:
    lists = [(f"{name}.{field}", spec.etiquettes) for field, spec in kind.fields.items()]
    lists += [(f"{name}.{field} section", spec.section) for field, spec in kind.fields.items()]
    lists += [(f"{name}.{mark}", spec.ancres) for mark, spec in kind.marks.items()]
    lists += [
        (f"{name}.{table}.{column}", spec.entetes)
        for table, lines in kind.lines.items()
        for column, spec in lines.colonnes.items()
    ]
    assert {where: _twice(list(words)) for where, words in lists if _twice(list(words))} == {}


def test_one_label_has_one_spelling() -> None:
    # The reader compares labels squeezed, then looks its hit up by its very string.
    spellings: dict[str, set[str]] = {}
    for _, kind in DOCUMENTS:
        for spec in kind.fields.values():
            for label in (*spec.etiquettes, *spec.section):
                spellings.setdefault(squeezed(label), set()).add(label)
        for mark in kind.marks.values():
            for anchor in mark.ancres:
                spellings.setdefault(squeezed(anchor), set()).add(anchor)
    assert [found for found in spellings.values() if len(found) > 1] == []


@pytest.mark.parametrize(("name", "kind"), DOCUMENTS)
def test_choices_have_words_and_share_none(name: str, kind: DocumentType) -> None:
    for field, spec in kind.fields.items():
        if spec.genre is Kind.CHOIX or (spec.genre is Kind.BOOLEEN and field not in BY_CODE):
            assert len(spec.choix) >= 2, field
        else:
            assert not spec.choix, field
        if spec.genre is Kind.BOOLEEN and spec.choix:
            assert set(spec.choix) == {"true", "false"}, field
        words = [folded(word) for words in spec.choix.values() for word in words]
        assert all(words), field
        assert [word for word, n in Counter(words).items() if n > 1] == [], field


@pytest.mark.parametrize(("name", "kind"), DOCUMENTS)
def test_fields_can_be_found(name: str, kind: DocumentType) -> None:
    lost = [
        field
        for field, spec in kind.fields.items()
        if not spec.etiquettes and "entete" not in spec.ou and "texte" not in spec.ou
    ]
    assert lost == []


@pytest.mark.parametrize(("name", "kind"), DOCUMENTS)
def test_a_full_name_label_serves_both_halves(name: str, kind: DocumentType) -> None:
    for field, spec in kind.fields.items():
        if spec.genre is not Kind.NOM:
            continue
        given = kind.fields[field.removesuffix("nom") + "prenom"]
        full = {
            e
            for e in spec.etiquettes
            if "prenom" in squeezed(e) and "nom" in squeezed(e).replace("prenom", "")
        }
        assert full <= set(given.etiquettes), field


@pytest.mark.parametrize(("name", "kind"), DOCUMENTS)
def test_stamps_and_signatures_say_whose_they_are(name: str, kind: DocumentType) -> None:
    by_hand = {m for m, spec in kind.marks.items() if spec.genre in ("cachet", "signature")}
    assert {m for m, spec in kind.marks.items() if spec.mains} == by_hand


@pytest.mark.parametrize("given", [{"mains": ["facteur"]}, {"tournures": "cachet_du_facteur"}])
def test_hands_and_phrases_that_nobody_described_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        MarkSpec.model_validate({"libelle": "c", "genre": "cachet"} | given)


IDENTIFIERS = [
    ("N° 3045", "3045"),
    ("F2024-A-0012 du 12/03/2024", "F2024-A-0012"),
    ("FA/2024/CAS/0031", "FA/2024/CAS/0031"),
    ("458 748 894 Nom et prénom", "458 748 894"),
    ("|4|5|8|7|", "4|5|8|7"),
    ("P-1234.56 Souscripteur", "P-1234.56"),
]


@pytest.mark.parametrize(("text", "expected"), IDENTIFIERS)
def test_identifiers_stop_before_words(text: str, expected: str) -> None:
    motif = document_types()["facture"].fields["numero_facture"].motif
    assert motif is not None
    found = re.search(motif, text)
    assert found is not None
    assert found.group(1) == expected


@pytest.mark.parametrize(
    "text", ["Vitamine B12 comprimé", "Vit C 1000", "UVEDOSE D3", "NEUROBION B1 B6", "tribunal"]
)
def test_vitamins_are_no_acts(text: str) -> None:
    motif = document_types()["ordonnance"].fields["code_acte"].motif
    assert motif is not None
    assert re.search(motif, text) is None


@pytest.mark.parametrize(
    ("text", "expected"), [("Échographie K 30", "K 30"), ("KC50", "KC50"), ("bilan B 120", "B 120")]
)
def test_acts_are_read_with_their_key_letter(text: str, expected: str) -> None:
    motif = document_types()["ordonnance"].fields["code_acte"].motif
    assert motif is not None
    found = re.search(motif, text)
    assert found is not None
    assert found.group(1) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3", "3"), ("à raison de 3 séances par semaine", "3"), ("trois (03) séances", "3")],
)
def test_weekly_sessions(text: str, expected: str) -> None:
    motif = document_types()["attestation_seances"].fields["seances_par_semaine"].motif
    assert motif is not None
    found = re.search(motif, text)
    assert found is not None
    assert found.group(found.lastindex or 0) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("2024/2025", "2024/2025"), ("2024 - 25", "2024 - 25")]
)
def test_school_years(text: str, expected: str) -> None:
    motif = document_types()["certificat_scolarite"].fields["annee_scolaire"].motif
    assert motif is not None
    found = re.search(motif, text)
    assert found is not None
    assert found.group(1) == expected


def test_negated_choices_come_first() -> None:
    # «non métastatique» holds «métastatique»: the first value whose words are found is taken.
    for name, kind in DOCUMENTS:
        for field, spec in kind.fields.items():
            for (_, early), (value, late) in itertools.combinations(spec.choix.items(), 2):
                hidden = [
                    (a, b)
                    for a in early
                    for b in late
                    if folded(b).split()[:1] == ["non"] and f" {folded(a)} " in f" {folded(b)} "
                ]
                assert hidden == [], (name, field, value)
