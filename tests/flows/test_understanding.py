"""From pages to documents: nothing lost, and a medical secret kept by type and by doubt."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.documents import cut_documents
from extractors.types import classify
from flows.dossiers.identities import insured
from flows.dossiers.mentions import traces_of
from flows.dossiers.near_base import near_the_base
from flows.intake.receive import receive
from flows.understanding import MAY_BE_SECRET, confidentiality, read_documents, understand
from flows.workplace import Workplace
from models.documents import document_types
from models.entities import EnvoiState
from models.geometry import Box
from models.reading import Document, Field, How, MarkKind, PageReading, SeenMark, TypedPage
from storage.records import assures, blobs, documents, envois, pages
from storage.workers import this_worker
from tests.extractors.intake.deposits import line, mail, pdf
from tests.flows.papers import JPEG, NOON, envoi_of, one_file, reading

SECRETS = sorted(name for name, kind in document_types().items() if kind.confidentiel)
OPEN = sorted(name for name, kind in document_types().items() if not kind.confidentiel)


def page(**scores: float) -> TypedPage:
    return TypedPage(1, scores)


def secret(
    scores: TypedPage, type: str, seen: PageReading | None = None
) -> tuple[bool, str | None]:
    readings = {scores.number: seen or reading("quelques mots")}
    document = Document((scores.number,), type, 0.9)
    return confidentiality([scores], [document], readings)[scores.number]


def test_a_page_is_secret_by_its_type() -> None:
    for name in SECRETS:
        hidden, why = secret(page(**{name: 0.99}), name)
        assert hidden
        assert why is not None
        assert document_types()[name].libelle in why


def test_a_page_is_secret_by_doubt() -> None:
    doubt = page(facture=0.8, pli_confidentiel=MAY_BE_SECRET)
    assert secret(doubt, "facture") == (True, "peut être une pièce médicale (12%)")
    spread = page(facture=0.85, **dict.fromkeys(SECRETS[:3], MAY_BE_SECRET / 3 + 0.001))
    assert secret(spread, "facture")[0]


def test_a_page_of_a_secret_document_is_secret_whatever_it_looks_like() -> None:
    assert secret(page(facture=1.0), "rapport_medical")[0]


def test_a_page_of_unknown_type_is_secret() -> None:
    assert secret(page(autre=0.9, facture=0.1), "autre")[0]
    assert secret(page(autre=0.9, facture=0.1), "facture")[0], "the page itself is not known"


def test_an_ordinary_page_is_open() -> None:
    for name in OPEN:
        if name not in ("autre", "photo_identite"):
            assert secret(page(**{name: 0.95}), name) == (False, None)


def test_a_picture_without_a_portrait_is_secret() -> None:
    picture = page(photo_identite=0.98)
    assert secret(picture, "photo_identite")[0]
    portrait = SeenMark(MarkKind.PHOTO, Box(0.2, 0.2, 0.4, 0.5), 0.9)
    assert not secret(picture, "photo_identite", replace(reading(), marks=(portrait,)))[0]


def test_understood_documents_are_kept_with_their_pages_secrecy(place: Workplace) -> None:
    envoi_id = _with_readings(
        place,
        "sac.pdf",
        pdf(*(line("x") for _ in range(4))),
        [
            reading("FACTURE", "Facture N° 2025/0187", "Total TTC 250,00"),
            reading("COMPTE RENDU D'HOSPITALISATION", "Service de cardiologie", "Diagnostic"),
            reading(blank=True),
            None,
        ],
    )
    understand(place, envoi_id, this_worker())
    understand(place, envoi_id, this_worker())
    assert envoi_of(place, envoi_id).state is EnvoiState.LU
    with place.database.reading() as session:
        rows = documents.of_envoi(session, envoi_id)
        found = documents.pages(session, [row.id for row in rows])
        kinds = {p.number: row.type for row in rows for p in found[row.id]}
        sheets = {p.number: p for p in pages.of_envoi(session, envoi_id)}
    assert kinds[1] == "facture"
    assert kinds[2] == "compte_rendu_hospitalisation"
    assert sorted(kinds) == [1, 2, 3, 4]
    assert [sheets[n].confidential for n in (1, 2, 4)] == [False, True, True]


def test_what_comes_by_email_is_a_copy(here: Workplace) -> None:
    message = mail()
    message.add_attachment(
        pdf(line("x")), maintype="application", subtype="pdf", filename="facture.pdf"
    )
    envoi_id = _with_readings(
        here, "m.eml", message.as_bytes(), [reading("FACTURE", "Original", "Total 10,00")]
    )
    understand(here, envoi_id, this_worker())
    with here.database.reading() as session:
        rows = documents.of_envoi(session, envoi_id)
        (document,) = documents.current(session, [rows[0].id]).values()
    assert document.fields["exemplaire"].value == "copie"


def test_a_cover_sheet_says_whose_the_envoi_is_unless_its_depositor_did(here: Workplace) -> None:
    cover = reading("NOUVEL ENVOI", barcode="LIASSE:ENVOI:organisme=cnops;site=Agadir")
    for said, kept in ((None, "cnops"), ("pmas", "pmas")):
        data = pdf(line("x"), line(kept))
        envoi_id = _with_readings(here, "sac.pdf", data, [cover, reading("FACTURE")])
        with here.database.transaction() as session:
            envois.get(session, envoi_id).organisme = said
        understand(here, envoi_id, this_worker())
        assert envoi_of(here, envoi_id).organisme == kept


words = st.sampled_from(
    [
        "FACTURE",
        "ORDONNANCE",
        "FEUILLE DE SOINS",
        "Page 1/2",
        "Page 2/2",
        "suite",
        "RIB",
        "Total 12,50",
    ]
)
sheets = st.lists(
    st.one_of(
        st.lists(words, max_size=4).map(lambda lines: reading(*lines)),
        st.just(reading(blank=True)),
        st.just(replace(reading(), unread="Illisible.")),
        st.just(reading("LIASSE", barcode="LIASSE:SEP:DOSSIER")),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(sheets)
def test_every_page_is_in_exactly_one_document(found: list[PageReading]) -> None:
    readings = dict(enumerate(found, start=1))
    typed = [classify(seen, number) for number, seen in readings.items()]
    cut = read_documents(typed, readings)
    assert sorted(n for document in cut for n in document.pages) == list(readings)
    assert confidentiality(typed, cut, readings).keys() == readings.keys()


def _with_readings(
    place: Workplace, name: str, data: bytes, found: list[PageReading | None]
) -> str:
    """An envoi whose pages were read so; `None`: not read."""
    envoi_id = receive(place, one_file(name, data), received_at=NOON).envoi_id
    image = place.blobs.put(JPEG)
    with place.database.transaction() as session:
        blobs.record(session, image, size=len(JPEG), media_type="image/jpeg")
        for number, seen in enumerate(found, start=1):
            if seen is None:
                pages.keep_unread(session, envoi_id, number, "Illisible.", reader_version="1")
            else:
                pages.keep_reading(
                    session, envoi_id, number, seen, reader_version="1", image_sha256=image
                )
    return envoi_id


def test_a_misread_number_is_brought_near_to_the_base_and_says_so(here: Workplace) -> None:
    box = Box(0.1, 0.1, 0.2, 0.12)
    said = {
        "assure_nom": "BENNANI",
        "assure_prenom": "Karim",
        "numero_immatriculation": "379285980",
    }
    fields = {name: Field(value, value, 0.8, 1, box, How.OCR) for name, value in said.items()}
    paper = Document((1,), "feuille_de_soins", 0.99, fields=fields)
    person = {"nom": "BENNANI", "prenom": "Karim", "lien": "assure"}
    with here.database.transaction() as session:
        (unknown,) = near_the_base(session, [paper], None)
        assures.load(session, [{**person, "numero_immatriculation": "479285980"}])
        (known,) = near_the_base(session, [paper], None)
    assert unknown == paper
    number = known.fields["numero_immatriculation"]
    assert (number.value, number.raw) == ("479285980", "379285980")
    assert "rapproché de la base des assurés" in (number.controle or "")
    assert traces_of(known) == traces_of(paper)  # the base does not confirm itself
    assert insured([known]) == insured([paper])


def test_words_without_height_do_not_stop_typing_and_cutting() -> None:
    seen = reading("FACTURE numéro 12", "Total 1 200,50")
    words = tuple(replace(w, box=replace(w.box, y1=w.box.y0)) for w in seen.words)
    found = [replace(seen, words=words), reading("FACTURE")]
    whole = dict(enumerate(found, start=1))
    typed = [classify(page, number) for number, page in whole.items()]
    assert sorted(n for draft in cut_documents(typed, whole) for n in draft.pages) == [1, 2]
