"""Which of the marks seen is whose."""

from __future__ import annotations

import pytest

from extractors.marks.absence import NOTHING_SEEN
from extractors.marks.roles import role_marks
from extractors.marks.sights import all_sights
from extractors.marks.trust import Evidence, trusted
from models.documents.schema import MarkSpec
from models.geometry import Box
from models.reading import Barcode, How, Mark, MarkKind, PageReading, Rotation, SeenMark, Word

LINES = 0.45
"""How sure strokes are said that are hardly a signature."""

SPECS = {
    "cachet_medecin": MarkSpec(libelle="c", genre="cachet", ancres=("cachet et signature du médecin", "cachet")),
    "signature_medecin": MarkSpec(libelle="s", genre="signature", ancres=("signature du médecin", "cachet et signature du médecin")),
    "signature_assure": MarkSpec(libelle="a", genre="signature", ancres=("signature de l'assuré",)),
    "cachet_etablissement": MarkSpec(libelle="e", genre="cachet", ancres=("cachet de la pharmacie",)),
}  # fmt: skip
LEFT, RIGHT = 0.1, 0.6


def _text(text: str, x: float, y: float, line: int, confidence: float = 0.95) -> list[Word]:
    words = []
    for part in text.split():
        wide = 0.011 * len(part)
        words.append(
            Word(part, Box(x, y, min(1.0, x + wide), y + 0.012), confidence, How.OCR, line)
        )
        x += wide + 0.01
    return words


def _mark(
    kind: MarkKind, x: float, y: float, w: float = 0.2, h: float = 0.06, sure: float = 0.9
) -> SeenMark:
    return SeenMark(kind, Box(x, y, x + w, y + h), sure, True)


def _page(
    words: list[Word],
    marks: tuple[SeenMark, ...] = (),
    codes: tuple[Barcode, ...] = (),
    unread: str | None = None,
) -> PageReading:
    return PageReading(
        Rotation(0), 1.0, 0.0, False, 1654, 2339, 200, tuple(words), codes, marks, "", unread
    )


FORM = [
    *_text("Cachet et signature du médecin traitant", LEFT, 0.6, 1),
    *_text("Signature de l'assuré", RIGHT, 0.6, 2),
]


def test_marks_go_to_the_nearest_phrase() -> None:
    stamp = _mark(MarkKind.CACHET, LEFT, 0.63)
    doctor = _mark(MarkKind.SIGNATURE, LEFT + 0.1, 0.65)
    insured = _mark(MarkKind.SIGNATURE, RIGHT, 0.64)
    marks = role_marks(SPECS, [(3, _page(FORM, (insured, stamp, doctor)))])
    assert marks["cachet_medecin"].present
    assert marks["cachet_medecin"].box == stamp.box
    assert marks["cachet_medecin"].page == 3
    assert marks["signature_medecin"].box == doctor.box
    assert marks["signature_assure"].box == insured.box
    assert marks["cachet_etablissement"].present is False
    assert list(marks) == list(SPECS)


@pytest.mark.parametrize(
    "text",
    [
        "CACHET ET SIGNATURE DU MEDECIN",
        "Cachetetsignaturedumedecin",
        "Cachet et signature dn médecin :",
    ],
)
def test_phrases_are_found_however_they_are_read(text: str) -> None:
    stamp = _mark(MarkKind.CACHET, LEFT, 0.63)
    marks = role_marks(SPECS, [(1, _page(_text(text, LEFT, 0.6, 1), (stamp,)))])
    assert marks["cachet_medecin"].present
    assert marks["cachet_medecin"].confidence > 0.6


def test_a_phrase_over_two_lines_is_found() -> None:
    words = [*_text("Cachet et signature", LEFT, 0.6, 1), *_text("du médecin", LEFT, 0.616, 2)]
    marks = role_marks(SPECS, [(1, _page(words, (_mark(MarkKind.CACHET, LEFT, 0.64),)))])
    assert marks["cachet_medecin"].present


def test_an_empty_zone_is_absent_with_high_confidence() -> None:
    marks = role_marks(SPECS, [(1, _page(FORM))])
    assert marks["cachet_medecin"].present is False
    assert marks["cachet_medecin"].confidence > 0.8
    assert marks["signature_assure"].present is False


def test_scribbles_in_the_zone_make_it_unsure() -> None:
    words = [*FORM, *_text("Wlu", RIGHT, 0.63, 9, confidence=0.4)]
    marks = role_marks(SPECS, [(1, _page(words))])
    assert marks["signature_assure"].present is None
    assert marks["cachet_medecin"].present is False


def test_the_mailroom_stamp_is_nobodys() -> None:
    stamp = _mark(MarkKind.CACHET, LEFT, 0.63)
    words = [
        *FORM,
        *_text("ARRIVÉ LE", LEFT + 0.02, 0.64, 5),
        *_text("05 NOV. 2025", LEFT + 0.02, 0.66, 6),
    ]
    marks = role_marks(SPECS, [(1, _page(words, (stamp,)))])
    assert marks["cachet_medecin"].present is not True
    assert marks["cachet_etablissement"].present is False


def test_a_clear_signature_beside_a_stamp_wins_over_strokes_within_it() -> None:
    stamp = _mark(MarkKind.CACHET, LEFT, 0.63, w=0.18, h=0.12)
    within = _mark(MarkKind.SIGNATURE, LEFT + 0.01, 0.64, w=0.15, h=0.1, sure=0.54)
    clear = _mark(MarkKind.SIGNATURE, LEFT + 0.19, 0.67, w=0.15, sure=0.97)
    found = role_marks(SPECS, [(1, _page(FORM, (stamp, within, clear)))])
    assert found["signature_medecin"].box == clear.box


def test_one_mark_serves_one_role() -> None:
    words = [*FORM, *_text("Cachet de la pharmacie", LEFT, 0.8, 7)]
    stamp = _mark(MarkKind.CACHET, LEFT, 0.83)
    marks = role_marks(SPECS, [(1, _page(words, (stamp,)))])
    assert marks["cachet_etablissement"].present
    assert marks["cachet_medecin"].present is False


def test_without_phrases_a_lone_stamp_low_on_the_page_is_taken_with_less_confidence() -> None:
    specs = {"cachet_medecin": SPECS["cachet_medecin"]}
    low, high = (_mark(MarkKind.CACHET, RIGHT, y) for y in (0.8, 0.1))
    found = role_marks(specs, [(1, _page([], (low,)))])["cachet_medecin"]
    assert found.present
    assert found.confidence < 0.7
    assert role_marks(specs, [(1, _page([], (high,)))])["cachet_medecin"].present is False


def test_a_short_page_is_stamped_high_up() -> None:
    only = {"cachet_etablissement": SPECS["cachet_etablissement"]}
    stamp = _mark(MarkKind.CACHET, 0.3, 0.24)
    said = [w for n in range(4) for w in _text("Verre correcteur 700,00", LEFT, 0.1 + 0.03 * n, n)]
    assert role_marks(only, [(1, _page(said, (stamp,)))])["cachet_etablissement"].present
    below = [w for n in range(9) for w in _text("Verre 700,00", LEFT, 0.4 + 0.03 * n, 9 + n)]
    long = role_marks(only, [(1, _page(said + below, (stamp,)))])
    assert long["cachet_etablissement"].present is False


def test_the_stamp_of_the_doctor_who_made_out_an_invoice_is_its_issuer_s() -> None:
    stamp = _mark(MarkKind.CACHET, 0.3, 0.7)
    page = _page(_text("Dr OULHAJ", 0.32, 0.72, 1), (stamp,))
    only = {"cachet_etablissement": SPECS["cachet_etablissement"]}
    assert role_marks(only, [(1, page)])["cachet_etablissement"].present
    # where a doctor has a place of his own, it is his
    both = {role: SPECS[role] for role in ("cachet_medecin", "cachet_etablissement")}
    told = role_marks(both, [(1, page)])
    assert told["cachet_medecin"].present
    assert not told["cachet_etablissement"].present


@pytest.mark.parametrize("roles", [("cachet_medecin",), ("cachet_medecin", "cachet_etablissement")])
def test_a_signed_stamp_is_sure_where_it_is_the_only_one_and_one_hand_stamps(
    roles: tuple[str, ...],
) -> None:
    stamp = _mark(MarkKind.CACHET, RIGHT, 0.8, sure=0.95)
    pen = _mark(MarkKind.SIGNATURE, RIGHT + 0.02, 0.81, sure=0.9)
    marks = role_marks({role: SPECS[role] for role in roles}, [(1, _page([], (stamp, pen)))])
    found = marks["cachet_medecin"]
    assert found.present
    assert (found.confidence >= 0.8) is (len(roles) == 1)


def test_nothing_anywhere_is_absent_with_moderate_confidence() -> None:
    found = role_marks(SPECS, [(1, _page([])), (2, _page([]))])
    assert all(mark.present is False for mark in found.values())
    assert found["cachet_medecin"].confidence == pytest.approx(NOTHING_SEEN)


def test_an_unread_page_leaves_all_open() -> None:
    found = role_marks(SPECS, [(1, _page([], unread="page illisible"))])
    assert all(mark.present is None for mark in found.values())


def test_a_signature_may_hide_in_a_stamp() -> None:
    found = role_marks(SPECS, [(1, _page(FORM, (_mark(MarkKind.CACHET, LEFT, 0.63),)))])
    assert found["signature_medecin"].present is None


def test_the_mark_may_stand_on_another_page() -> None:
    found = role_marks(
        SPECS, [(4, _page([])), (5, _page(FORM, (_mark(MarkKind.CACHET, LEFT, 0.63),)))]
    )
    assert found["cachet_medecin"].page == 5


def test_a_hand_named_far_away_takes_no_mark() -> None:
    """«Pharmacie» is a word of many forms."""
    specs = {
        "signature_pharmacien": MarkSpec(libelle="p", genre="signature", ancres=("le pharmacien",)),
        "signature_medecin": SPECS["signature_medecin"],
    }
    words = _text("Le pharmacien", LEFT, 0.4, 1)
    found = role_marks(specs, [(1, _page(words, (_mark(MarkKind.SIGNATURE, LEFT, 0.58),)))])
    assert not found["signature_pharmacien"].present
    assert found["signature_medecin"].present


def test_a_hand_named_at_the_foot_takes_what_stands_below_it() -> None:
    """«Le pharmacien» under all that an invoice says is who stamps it."""
    specs = {
        "cachet_etablissement": MarkSpec(libelle="e", genre="cachet", ancres=("le pharmacien",)),
        "cachet_medecin": MarkSpec(libelle="m", genre="cachet", ancres=()),
    }
    caption = _text("Le pharmacien", RIGHT, 0.5, 90)
    stamps = (_mark(MarkKind.CACHET, RIGHT, 0.63), _mark(MarkKind.CACHET, LEFT, 0.2))
    body = [w for n in range(8) for w in _text("un article rendu", LEFT, 0.1 + 0.04 * n, n)]
    below = [w for n in range(4) for w in _text("un autre cadre", LEFT, 0.7 + 0.04 * n, 91 + n)]
    found = role_marks(specs, [(1, _page([*body, *caption], stamps))])
    assert found["cachet_etablissement"].box == stamps[0].box
    found = role_marks(specs, [(1, _page([*body, *caption, *below], stamps))])
    assert found["cachet_etablissement"].box != stamps[0].box


def test_a_mark_on_another_page_that_is_nobody_s_leaves_it_open() -> None:
    words = [*FORM, *_text("Cachet de la pharmacie", RIGHT, 0.8, 9)]
    pages = [(1, _page(words, (_mark(MarkKind.CACHET, RIGHT, 0.83),)))]
    assert role_marks(SPECS, pages)["cachet_medecin"].present is False
    pages.append((2, _page([], (_mark(MarkKind.CACHET, LEFT, 0.7),))))
    assert role_marks(SPECS, pages)["cachet_medecin"].present is None


def test_glued_labels_and_drug_codes() -> None:
    specs = {
        "ppv_colles": MarkSpec(libelle="p", genre="vignette"),
        "codes_barres_colles": MarkSpec(libelle="b", genre="codes_barres"),
    }
    box = Box(0.1, 0.1, 0.3, 0.2)
    label = SeenMark(MarkKind.VIGNETTE, box, 0.9)
    drug, sorting = Barcode("6118000100010", "EAN13", box), Barcode("LIASSE:SEP", "QRCode", box)
    found = role_marks(specs, [(1, _page([], (label,), (drug,)))])
    assert found["ppv_colles"].present
    assert found["codes_barres_colles"].present
    found = role_marks(specs, [(1, _page([], (), (sorting,)))])
    assert found["ppv_colles"].present is False
    assert found["codes_barres_colles"].present is False


def test_a_stamp_not_seen_where_its_hand_signed_is_unsure() -> None:
    specs = {role: SPECS[role] for role in ("cachet_medecin", "signature_medecin")}
    pen = _mark(MarkKind.SIGNATURE, LEFT, 0.63)
    found = role_marks(specs, [(1, _page([], (pen,)))])
    assert found["signature_medecin"].present
    assert found["cachet_medecin"].present is None


@pytest.mark.parametrize("text", ["Dr Yacine NG", "Tel 0522123456", "CENTRE HOSPITALIER Pharmacie"])
def test_words_that_stamps_say_leave_their_zone_open(text: str) -> None:
    words = [*FORM, *_text(text, LEFT, 0.63, 3)]
    assert role_marks(SPECS, [(1, _page(words))])["cachet_medecin"].present is None


def test_the_next_field_does_not_fill_a_zone() -> None:
    words = [*FORM, *_text("Durée prévue 19/10/2025", LEFT, 0.63, 3)]
    assert role_marks(SPECS, [(1, _page(words))])["cachet_medecin"].present is False


def test_a_heading_that_asks_for_no_mark_does_not_say_where_it_is() -> None:
    spec = MarkSpec(
        libelle="c", genre="cachet", ancres=("partie réservée au médecin traitant", "cachet")
    )
    words = [
        *_text("Partie réservée au médecin traitant", LEFT, 0.3, 1),
        *_text("Cachet", RIGHT, 0.6, 2),
        *_text("Dr Yacine", RIGHT, 0.63, 3),
    ]  # fmt: skip
    assert (
        role_marks({"cachet_medecin": spec}, [(1, _page(words))])["cachet_medecin"].present is None
    )


def test_a_clear_mark_where_a_phrase_asks_for_it_is_sure() -> None:
    pen = _mark(MarkKind.SIGNATURE, RIGHT, 0.64, sure=0.72)
    stamp = _mark(MarkKind.CACHET, LEFT, 0.63, sure=0.8)
    marks = role_marks(SPECS, [(1, _page(FORM, (pen, stamp)))])
    assert marks["signature_assure"].confidence >= 0.82
    assert marks["cachet_medecin"].confidence >= 0.82


def test_strokes_like_a_frame_are_not_sure_even_there() -> None:
    pen = _mark(MarkKind.SIGNATURE, RIGHT, 0.64, sure=LINES)
    assert role_marks(SPECS, [(1, _page(FORM, (pen,)))])["signature_assure"].confidence < 0.8


@pytest.mark.parametrize(("sure", "told"), [(0.9, True), (0.4, False)])
def test_a_signature_on_a_clear_stamp_needs_no_phrase(sure: float, told: bool) -> None:
    specs = {role: SPECS[role] for role in ("cachet_medecin", "signature_medecin")}
    stamp = _mark(MarkKind.CACHET, RIGHT, 0.7, sure=sure)
    pen = _mark(MarkKind.SIGNATURE, RIGHT + 0.02, 0.71, sure=0.9)
    found = role_marks(specs, [(1, _page([], (stamp, pen)))])["signature_medecin"]
    assert found.present
    assert (found.confidence >= 0.8) is told


@pytest.mark.parametrize(("seen", "told"), [(0.72, True), (LINES, False)])
def test_a_signature_less_clear_is_sure_on_its_own_stamp_but_not_what_may_be_the_rim(
    seen: float, told: bool
) -> None:
    specs = {role: SPECS[role] for role in ("cachet_medecin", "signature_medecin")}
    stamp = _mark(MarkKind.CACHET, RIGHT, 0.7, sure=0.9)
    pen = _mark(MarkKind.SIGNATURE, RIGHT + 0.02, 0.71, sure=seen)
    found = role_marks(specs, [(1, _page([], (stamp, pen)))])["signature_medecin"]
    assert (found.confidence >= 0.8) is told


def test_who_subscribes_for_a_group_signs_on_a_stamp() -> None:
    spec = MarkSpec(libelle="s", genre="signature", ancres=("signature du souscripteur",))
    stamp = _mark(MarkKind.CACHET, RIGHT, 0.5)
    pen = _mark(MarkKind.SIGNATURE, RIGHT + 0.02, 0.51, sure=0.85)
    both, alone = (
        role_marks({"signature_souscripteur": spec}, [(1, _page([], seen))])
        for seen in ((stamp, pen), (pen,))
    )
    assert both["signature_souscripteur"].confidence >= 0.8
    assert alone["signature_souscripteur"].confidence < 0.8


def test_a_signature_on_the_stamp_of_another_is_no_sure_doctor_s() -> None:
    words = _text("Cachet de la pharmacie", RIGHT, 0.66, 7)
    roles = ("cachet_medecin", "cachet_etablissement", "signature_medecin")
    stamp = _mark(MarkKind.CACHET, RIGHT, 0.7, sure=0.9)
    pen = _mark(MarkKind.SIGNATURE, RIGHT + 0.02, 0.71, sure=0.9)
    found = role_marks({role: SPECS[role] for role in roles}, [(1, _page(words, (stamp, pen)))])
    assert found["cachet_etablissement"].present is not False
    assert not (found["signature_medecin"].present and found["signature_medecin"].confidence >= 0.8)


@pytest.mark.parametrize(("likely", "told"), [(0.6, True), (0.2, False)])
def test_a_stamp_that_is_hardly_the_doctor_s_does_not_make_the_pen_on_it_sure(
    likely: float, told: bool
) -> None:
    """«médecin» may be a word of the form within the stamp's bounds."""
    stamp = _mark(MarkKind.CACHET, RIGHT, 0.7, sure=0.9)
    pen = _mark(MarkKind.SIGNATURE, RIGHT + 0.02, 0.71, sure=0.96)
    page = _page(_text("avis du médecin", RIGHT + 0.01, 0.72, 8), (stamp, pen))
    others = all_sights(MarkKind.CACHET, [(1, page)])
    sights = all_sights(MarkKind.SIGNATURE, [(1, page)])
    shown = Evidence({"signature_medecin": []}, sights, others, 1)
    sure = trusted("signature_medecin", shown, sights[0], Mark(True, likely, 1, stamp.box))
    assert (sure >= 0.8) is told
