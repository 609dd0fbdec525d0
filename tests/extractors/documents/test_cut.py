"""The stream of pages cut into documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.documents import cut_documents
from extractors.documents.cut import ALONE, BLANK
from extractors.documents.links import COLUMNS, links
from extractors.documents.traits import traits
from models.documents import document_types
from models.reading import DocumentDraft, PageReading, TypedPage
from tests.extractors.sheets import at, sheet

TYPES = sorted(document_types())


def typed(number: int, type_: str, confidence: float = 0.9, titled: bool = True) -> TypedPage:
    rest = (1 - confidence) / (len(TYPES) - 1)
    scores = {name: confidence if name == type_ else rest for name in TYPES}
    return TypedPage(number, scores, titled)


def cut(*pages: tuple[TypedPage, PageReading]) -> list[DocumentDraft]:
    return cut_documents([p for p, _ in pages], {p.number: r for p, r in pages})


def pages_of(drafts: list[DocumentDraft]) -> list[tuple[int, ...]]:
    return [draft.pages for draft in drafts]


LINES = [at(0.2 + 0.04 * n, f"Prestation numéro {n} rendue à Fatima BENCHEKROUN") for n in range(8)]
FIRST_ROWS = [at(0.06, "FACTURE N° FA-2025/114", height=0.03), *LINES]
REST_ROWS = LINES
FIRST = sheet(*FIRST_ROWS)
"""A first page with something large at its top."""
REST = sheet(*REST_ROWS)
"""A page without."""

SAYINGS = ("Facture N° FA-2025/114", "Page 1/2", "Page 2/2", "Page 2", "suite", "à reporter", "")


@st.composite
def streams(draw: st.DrawFn) -> list[tuple[TypedPage, PageReading]]:
    numbers = draw(st.lists(st.integers(1, 99), unique=True, max_size=9).map(sorted))
    return [
        (
            typed(
                number,
                draw(st.sampled_from([*sorted(ALONE), "facture", "ordonnance", "autre"])),
                draw(st.floats(0.05, 0.99)),
                draw(st.booleans()),
            ),
            sheet(
                at(0.05, draw(st.sampled_from(SAYINGS))),
                at(0.95, draw(st.sampled_from(SAYINGS))),
            ),
        )
        for number in numbers
    ]


@given(streams())
def test_every_page_is_in_exactly_one_document_and_in_order(
    stream: list[tuple[TypedPage, PageReading]],
) -> None:
    drafts = cut(*stream)
    assert [n for draft in drafts for n in draft.pages] == [page.number for page, _ in stream]
    for draft in drafts:
        assert draft.pages
        assert draft.type in TYPES
        assert 0 <= draft.type_confidence <= 1
        assert 0 <= draft.cut_confidence <= 1


@given(streams())
def test_documents_cut_out_and_put_together_again_are_cut_the_same(
    stream: list[tuple[TypedPage, PageReading]],
) -> None:
    drafts = cut(*stream)
    apart = [cut(*(pair for pair in stream if pair[0].number in d.pages)) for d in drafts]
    assert [pages_of(one) for one in apart] == [[d.pages] for d in drafts]
    assert [one[0].type for one in apart] == [d.type for d in drafts]


@given(streams())
def test_blank_pages_and_separators_stand_alone(
    stream: list[tuple[TypedPage, PageReading]],
) -> None:
    alone = {page.number for page, _ in stream if page.type in ALONE}
    blank = {page.number for page, _ in stream if page.type == BLANK}
    for draft in cut(*stream):
        inside = set(draft.pages[1:-1]) & blank  # the empty back of one of its sheets
        assert len(draft.pages) == 1 or not alone & (set(draft.pages) - inside)


def test_the_blank_back_of_a_sheet_belongs_to_the_paper_that_goes_on_after_it() -> None:
    first = sheet(*FIRST_ROWS, at(0.95, "Page 1/2"))
    rest = sheet(*REST_ROWS, at(0.95, "Page 2/2"))
    stream = [
        (typed(1, "facture"), first),
        (typed(2, BLANK, 0.99), sheet(blank=True)),
        (typed(3, "facture", titled=False), rest),
        (typed(4, BLANK, 0.99), sheet(blank=True)),
        (typed(5, "ordonnance"), sheet(at(0.06, "ORDONNANCE", height=0.03))),
    ]
    assert pages_of(cut(*stream)) == [(1, 2, 3), (4,), (5,)]


def test_no_pages_no_documents() -> None:
    assert cut_documents([], {}) == []


def test_the_first_document_surely_begins_at_the_first_page() -> None:
    (draft,) = cut((typed(1, "facture"), sheet()))
    assert draft == DocumentDraft((1,), "facture", 0.9, 1.0)


def test_titled_pages_of_two_types_are_two_documents() -> None:
    drafts = cut((typed(1, "facture"), sheet()), (typed(2, "ordonnance"), sheet()))
    assert pages_of(drafts) == [(1,), (2,)]
    assert drafts[1].cut_confidence > 0.8


def test_two_titled_pages_of_one_type_are_two_documents() -> None:
    assert pages_of(cut((typed(1, "ordonnance"), sheet()), (typed(2, "ordonnance"), sheet()))) == [
        (1,),
        (2,),
    ]


def test_an_untitled_page_of_the_same_type_goes_on() -> None:
    drafts = cut((typed(1, "facture"), FIRST), (typed(2, "facture", 0.7, titled=False), REST))
    assert pages_of(drafts) == [(1, 2)]
    assert 0.5 < drafts[0].cut_confidence < 1


def test_page_numbers_speak_louder_than_titles() -> None:
    first, second = sheet(at(0.95, "Page 1/2")), sheet(at(0.95, "Page 2/2"))
    assert pages_of(cut((typed(1, "facture"), first), (typed(2, "facture"), second))) == [(1, 2)]
    again = cut(
        (typed(1, "facture"), first),
        (typed(2, "facture", titled=False), second),
        (typed(3, "facture", titled=False), first),
        (typed(4, "facture", titled=False), second),
    )
    assert pages_of(again) == [(1, 2), (3, 4)]


def test_a_number_that_does_not_follow_begins_another_document() -> None:
    first, third = sheet(at(0.95, "Page 1/2")), sheet(at(0.95, "Page 3/3"))
    drafts = cut((typed(1, "facture"), first), (typed(2, "facture", titled=False), third))
    assert pages_of(drafts) == [(1,), (2,)]


@pytest.mark.parametrize("said", ["suite", "report", "verso"])
def test_a_page_that_says_it_goes_on(said: str) -> None:
    second = sheet(at(0.05, said), at(0.5, "rien d'autre à dire ni à montrer"))
    drafts = cut((typed(1, "facture"), FIRST), (typed(2, "autre", 0.6, titled=False), second))
    assert pages_of(drafts) == [(1, 2)]
    assert drafts[0].type == "facture"


def test_a_form_that_names_both_its_sides_does_not_go_on() -> None:
    said = sheet(at(0.05, "Recto : l'assuré principal - Verso : le praticien"))
    assert not traits(said).goes_on_here
    assert traits(sheet(at(0.05, "Verso : le praticien"))).goes_on_here


def test_a_page_that_opens_with_the_number_of_the_invoice_before_it_is_its_rest() -> None:
    first = sheet(at(0.06, "FACTURE N° FA-2025/114", height=0.03), at(0.2, "AUGMENTIN 1G 132,90"))
    glued = sheet(
        at(0.05, "Vignettes – facture n° FA-2025/114"), at(0.2, "AUGMENTIN 1G PPV 132,90")
    )
    scores = dict.fromkeys(TYPES, 0.001) | {"vignettes": 0.6, "facture": 0.25}
    (draft,) = cut((typed(1, "facture"), first), (TypedPage(2, scores, False), glued))
    assert (draft.pages, draft.type) == ((1, 2), "facture")


def test_the_same_form_of_another_person_is_another_document() -> None:
    other = sheet(
        at(0.06, "FACTURE N° FA-2025/115", height=0.03),
        *(at(0.2 + 0.04 * n, f"Acte {n} de Youssef ALAOUI") for n in range(8)),
    )
    drafts = cut((typed(1, "facture"), FIRST), (typed(2, "facture"), other))
    assert pages_of(drafts) == [(1,), (2,)]


@given(streams())
def test_a_cut_is_as_likely_as_its_least_sure_side(
    stream: list[tuple[TypedPage, PageReading]],
) -> None:
    drafts = cut(*stream)
    assert not drafts or drafts[0].pages[1:] or drafts[0].cut_confidence == pytest.approx(1)


def test_shared_references_hold_a_doubtful_page() -> None:
    first = sheet(
        at(0.06, "FACTURE", height=0.03), at(0.2, "Dossier 2025-004711 de BENCHEKROUN Fatima")
    )
    second = sheet(at(0.2, "Dossier 2025-004711 de BENCHEKROUN Fatima"))
    strange = sheet(
        at(0.06, "DÉCOMPTE DES PRESTATIONS", height=0.03),
        at(0.2, "Dossier 2024-009900 de ZNIBER Amine"),
    )
    lead, follow = typed(1, "facture", 0.5), typed(2, "decompte", 0.4, titled=False)
    assert pages_of(cut((lead, first), (follow, second))) == [(1, 2)]
    assert pages_of(cut((lead, first), (follow, strange))) == [(1,), (2,)]


def test_numbered_headings_go_on_those_of_the_page_before() -> None:
    first = sheet(
        at(0.1, "1 À remplir par le praticien"), at(0.5, "2Renseignements sur l'adhérent")
    )
    rest = sheet(at(0.1, "4 Actes effectués"), at(0.2, "13/09/2025 Radiographie Z 120,00"))
    before, here = typed(1, "feuille_de_soins"), typed(2, "facture", 0.6, titled=False)
    column = COLUMNS.index("sections")
    assert links(traits(first), traits(rest), before, here, back=False)[column] == 1
    assert links(traits(first), traits(first), before, here, back=False)[column] == 0
    assert links(traits(rest), traits(rest), before, here, back=False)[column] == 0


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Facture 2025-5280", {"20255280"}),
        ("F-2025/9086", {"F20259086"}),
        ("le 09/11/2025", set()),
        ("2025-11-09", set()),
        ("Per 05/2028", set()),
    ],
)
def test_a_number_that_begins_with_a_year_is_a_reference_and_a_date_is_none(
    said: str, found: set[str]
) -> None:
    assert traits(sheet(at(0.1, said))).references == found


def test_the_type_of_a_document_is_that_of_its_most_telling_page() -> None:
    first = sheet(at(0.95, "Page 1/2"))
    second = sheet(at(0.95, "Page 2/2"))
    (draft,) = cut((typed(1, "autre", 0.4, titled=False), first), (typed(2, "devis", 0.95), second))
    assert draft.type == "devis"
    assert draft.type_confidence == pytest.approx(0.896, abs=0.001)


@pytest.mark.parametrize("heading", ["LES ENFANTS", "Questionnaire de santé", "Détail des soins"])
def test_a_page_that_opens_with_the_inside_of_a_form_goes_on(heading: str) -> None:
    second = sheet(at(0.05, heading), *REST_ROWS)
    first = typed(1, "bulletin_adhesion")
    drafts = cut((first, FIRST), (typed(2, "bulletin_adhesion", 0.7, titled=False), second))
    assert pages_of(drafts) == [(1, 2)]


def test_the_labels_of_the_drugs_of_an_invoice_go_on_it() -> None:
    drugs = ["CARDENSIEL", "VOLTARENE", "JANUVIA", "PLAVIX", "SOLUPRED"]
    first = sheet(
        at(0.06, "FACTURE CLIENT N° 19790", height=0.03),
        *(at(0.2 + 0.04 * n, f"1 {drug} 54,10") for n, drug in enumerate(drugs)),
    )
    glued = sheet(*(at(0.1 + 0.04 * n, f"{drug} PPV 54,10") for n, drug in enumerate(drugs)))
    labels = typed(2, "vignettes", 0.97, titled=False)
    assert pages_of(cut((typed(1, "facture"), first), (labels, glued))) == [(1, 2)]
    other = sheet(at(0.06, "FACTURE", height=0.03), at(0.2, "Consultation de cardiologie 250,00"))
    assert pages_of(cut((typed(1, "facture"), other), (labels, glued))) == [(1,), (2,)]
