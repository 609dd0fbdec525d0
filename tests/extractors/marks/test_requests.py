"""Phrases that ask for a stamp or a signature, worded as no list has them."""

from __future__ import annotations

import pytest

from extractors.marks.requests import UNKNOWN, find_requests
from extractors.marks.roles import role_marks
from models.documents.schema import document_types
from models.geometry import Box
from models.reading import How, MarkKind, PageReading, Rotation, SeenMark, Word

FEUILLE = document_types()["feuille_de_soins"].marks
LINE = 0.014


def _page(
    *lines: tuple[float, float, str], marks: tuple[SeenMark, ...] = (), sure: float = 0.95
) -> PageReading:
    words = []
    for number, (x, y, text) in enumerate(lines):
        for part in text.split():
            wide = 0.009 * len(part)
            words.append(Word(part, Box(x, y, x + wide, y + 0.012), sure, How.OCR, number))
            x += wide + 0.006
    return PageReading(
        Rotation(0), 1.0, 0.0, False, 1654, 2339, 200, tuple(words), (), marks, "", None
    )


def _asked(text: str, y: float = 0.7) -> tuple[set[str], set[str]]:
    (request,) = find_requests(_page((0.1, y, text)))
    return set(request.genres), set(request.hands)


BOTH = {"cachet", "signature"}


@pytest.mark.parametrize(
    ("text", "genres", "hands"),
    [
        ("Visa et griffe du praticien", BOTH, {"medecin"}),
        ("Nom, cachet et signature de l'officine", BOTH, {"pharmacien"}),
        ("Signature du titulaire du contrat", {"signature"}, {"assure"}),
        ("Identification du médecin (cachet obligatoire)", {"cachet"}, {"medecin"}),
        ("Médecin – cachet, signature", BOTH, {"medecin"}),
        ("Signature et cachet du médecin contrôleur", BOTH, {"medecin_conseil"}),
        ("Cachet, date et signature", BOTH, set()),
        ("Signature du patient ou de son représentant légal", {"signature"}, {"assure"}),
        ("Cachet du médecin ou de la clinique", {"cachet"}, {"medecin", "etablissement"}),
        ("Cachet et signature du contribuable", BOTH, {UNKNOWN}),
        ("Lu et approuvé, l'intéressé", set(), {"assure"}),
        ("Pour la clinique", set(), {"etablissement"}),
        ("P/O le directeur", set(), {"direction"}),
    ],
)
def test_a_phrase_is_understood_by_its_parts(text: str, genres: set[str], hands: set[str]) -> None:
    assert _asked(text) == (genres, hands)


@pytest.mark.parametrize(
    "text", ["Slgnature de l'assvré", "Signaturedel'assuré", "SIGNATURE DE L'ASSURÉ(E)"]
)
def test_misread_letters_and_spaces(text: str) -> None:
    assert _asked(text) == ({"signature"}, {"assure"})


@pytest.mark.parametrize(
    "text",
    [
        "Greffe de moelle",
        "Le patient :",
        "Le patient a été hospitalisé",
        "Pièces à joindre : visa",
        "Faculté de médecine",
    ],
)
def test_what_asks_for_nothing(text: str) -> None:
    assert find_requests(_page((0.1, 0.7, text))) == ()


def test_a_hand_alone_high_on_the_page_is_a_heading() -> None:
    assert find_requests(_page((0.1, 0.2, "Le malade"))) == ()


def test_the_next_line_names_the_hand() -> None:
    page = _page((0.1, 0.7, "Cachet et signature"), (0.1, 0.7 + LINE, "du médecin traitant"))
    assert {"medecin"} in [set(one.hands) for one in find_requests(page)]


def test_columns_are_not_read_into_each_other() -> None:
    page = _page((0.1, 0.7, "Cachet"), (0.6, 0.7, "L'assuré"))
    assert {(one.genres, one.hands) for one in find_requests(page)} == {
        (frozenset({"cachet"}), frozenset()),
        (frozenset(), frozenset({"assure"})),
    }


def test_an_illegible_hand_is_nobodys() -> None:
    assert find_requests(_page((0.1, 0.7, "Cachet de réutilisent"), sure=0.4)) == ()


def _signature(x: float, y: float) -> SeenMark:
    return SeenMark(MarkKind.SIGNATURE, Box(x, y, x + 0.15, y + 0.05), 0.95, True)


def test_another_hands_signature_is_not_the_doctors() -> None:
    page = _page((0.6, 0.7, "Signature du mutualiste"), marks=(_signature(0.62, 0.72),))
    marks = role_marks(FEUILLE, [(1, page)])
    assert marks["signature_assure"].present
    assert not marks["signature_medecin"].present


def test_a_hand_that_no_role_has_takes_its_stamp_along() -> None:
    stamp = SeenMark(MarkKind.CACHET, Box(0.6, 0.72, 0.8, 0.78), 0.95, True)
    named = _page((0.6, 0.7, "Cachet et signature du médecin"), marks=(stamp,))
    other = _page((0.6, 0.7, "Cachet et signature de l'école"), marks=(stamp,))
    sure = role_marks(FEUILLE, [(1, named)])["cachet_medecin"]
    doubtful = role_marks(FEUILLE, [(1, other)])["cachet_medecin"]
    assert sure.present
    assert sure.confidence >= 0.8
    assert doubtful.confidence < 0.8


def test_an_unread_page_asks_for_nothing() -> None:
    page = PageReading(Rotation(0), 0.0, 0.0, False, 0, 0, 200, (), unread="illisible")
    assert find_requests(page) == ()
