"""Versions of the recognition of types: taught by corrections, taken when better, gone back from."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from extractors import types
from extractors.types.classify import weighed
from extractors.types.taught import words_that_teach
from flows.learning import versions
from flows.learning.streams import Sheet, Stream, fixed, of_office
from flows.learning.teaching import Looked, score, taught_by
from flows.review import cutting
from flows.understanding import read_documents
from models.entities import Document, Proposal, Target
from models.errors import BadInput
from models.quality import sampled
from models.reading import PageReading
from models.taught import SHIPPED, Taught, TaughtPage
from storage.records import audit, codec, typing_versions
from tests.flows.papers import reading
from tests.flows.review.office import EVERYBODY, PRESCRIPTION, Office, bag

TRUE, OTHER = "rapport_medical", "acte_naissance"
NAMES = ("ZEMMOURI", "TAZI", "BERRADA", "LAHLOU", "SEBTI", "KETTANI", "FASSI", "ALAMI")
OTHERS = (PRESCRIPTION, ("FACTURE", "Pharmacie ATLAS", "Total à payer : 160,90 DH"))


def note(number: int) -> PageReading:
    """A page of a house whose notes nobody foresaw: taken for something else, or for nothing."""
    name = NAMES[number % len(NAMES)]
    return reading(
        "NOTE DE SUITE AU SERVICE",
        f"Concernant {name}, vu en chambre le {10 + number % 18}/10/2025",
        "Suites simples, reprise de la marche au troisième jour",
        "Traitement poursuivi à domicile, contrôle prévu dans le service",
        f"Bien confraternellement, Dr {NAMES[(number + 3) % len(NAMES)]}",
    )


def settled(id: str, pages: Sequence[tuple[PageReading, str]]) -> Looked:
    """An envoi of one-page papers, each of a type that a person gave it."""
    sheets = [
        Sheet(number, page, type, f"{id}-{number}", False, True)
        for number, (page, type) in enumerate(pages, 1)
    ]
    return Looked.at(Stream(id, sheets))


@pytest.fixture(scope="module")
def lessons() -> list[Looked]:
    return [
        settled(str(n), [(note(n), TRUE), (reading(*OTHERS[0]), "ordonnance")]) for n in range(8)
    ]


@pytest.fixture(scope="module")
def elsewhere() -> list[Looked]:
    """A part of the fixed set: what is judged, not all of it every time."""
    return [Looked.at(one) for one in fixed()[:3]]


def test_corrections_teach_pages_alike_and_say_nothing_of_others(
    lessons: list[Looked], elsewhere: list[Looked]
) -> None:
    assert types.classify(note(20), 1).type != TRUE
    taught = taught_by(lessons, 1)
    assert types.classify(note(20), 1, taught).type == TRUE
    before, after = score(elsewhere, SHIPPED), score(elsewhere, taught)
    assert after.errors == before.errors
    assert abs(after.loss - before.loss) < 0.01 * before.loss
    assert after.holds_against(before)


def test_a_worse_version_is_told_by_its_figures(elsewhere: list[Looked]) -> None:
    words = words_that_teach(elsewhere[0].pages[0].words)  # type: ignore[union-attr]
    harm = Taught(2, (TaughtPage(words, {OTHER: 60.0}),))
    before, after = score(elsewhere, SHIPPED), score(elsewhere, harm)
    assert after.errors > before.errors
    assert not after.holds_against(before)
    assert not after.is_better_than(before)
    assert before.is_better_than(after)


def test_cuts_that_people_made_move_the_weights_of_cuts() -> None:
    """Whichever way the shipped weights cut these pages, people who cut them otherwise are heard."""
    rest = reading(
        "L'état général reste bon et le patient marche sans aide",
        "Le pansement est refait tous les deux jours par une infirmière",
        "Il sera revu dans le service avec une radiographie de contrôle",
        "Le traitement reste le même pendant trois semaines encore",
    )
    learned = []
    for together in (True, False):
        some = []
        for envoi in range(12):
            names = [f"{envoi}-{number // 2 if together else number}" for number in range(6)]
            sheets = [
                Sheet(n + 1, rest if n % 2 else note(n), TRUE, name, together and n % 2 == 1, True)
                for n, name in enumerate(names)
            ]
            some.append(Looked.at(Stream(str(envoi), sheets)))
        taught = taught_by(some, 1)
        before, after = score(some, SHIPPED), score(some, taught)
        assert after.wrong_cuts <= before.wrong_cuts
        assert after.loss < before.loss
        learned += [together] if taught.links else []
    assert learned


def test_no_name_is_kept_of_what_is_learned(lessons: list[Looked]) -> None:
    kept = {word.lstrip("^") for page in taught_by(lessons, 1).pages for word in page.words}
    assert kept
    assert not kept & {name.casefold() for name in NAMES}
    assert all(word.isalpha() for word in kept)


def test_labels_at_random_make_no_better_version() -> None:
    called = (TRUE, OTHER, "facture", "cnie", "ordonnance", "resultats_examens")
    envois = [settled(str(n), [(note(n), called[n % len(called)])]) for n in range(18)]
    held, lessons = envois[::3], [one for n, one in enumerate(envois) if n % 3]
    before, after = score(held, SHIPPED), score(held, taught_by(lessons, 1))
    assert not after.is_better_than(before)  # though surer of what was said at random


# --- in the office ---------------------------------------------------------------------------


def call(office: Office, row: Document, type: str) -> None:
    """A person says what a paper is."""
    office.do(EVERYBODY, lambda desk: cutting.retype(desk, row.id, type, seen=row.revision))


@pytest.fixture
def corrected(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Envois of one note each whose type a person said, enough to learn from and to judge with."""
    monkeypatch.setattr(versions, "fixed", lambda: fixed()[:3])
    sides = {True: 0, False: 0}
    number = 0
    while min(sides.values()) < versions.FEWEST:
        got = bag(office.place, note(number), name=f"{number}.pdf")
        (row,) = office.documents(got)
        call(office, row, TRUE)
        sides[sampled(got.envoi_id, versions.HELD_BACK, versions.SEED)] += 1
        number += 1
    return office


def as_read(office: Office) -> bytes:
    """What a page of the house comes to under the version in use, to the byte."""
    with office.place.database.reading() as session:
        taught = typing_versions.current(session)
    known = types.classify(note(30), 1, taught)
    found = read_documents([known], {1: note(30)}, taught=taught)
    told = [codec.document_to_json(one) for one in found]
    return json.dumps([dict(known.scores), told], sort_keys=True).encode()


def harmful(looked: Sequence[Looked], number: int) -> Taught:
    """What the corrections teach, and that a paper of the fixed set is something else."""
    good = taught_by(looked, number)
    page = weighed(fixed()[0].sheets[0].reading, 1)
    harm = TaughtPage(words_that_teach(page.words), {OTHER: 60.0})
    return Taught(number, (*good.pages, harm), good.links)


def test_a_worse_candidate_is_refused_a_better_one_taken_and_gone_back_from(
    corrected: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = as_read(corrected)
    with monkeypatch.context() as patch:
        patch.setattr(versions, "taught_by", harmful)
        refused = versions.train(corrected.place, "Driss")
    assert refused.held[1].is_better_than(refused.held[0])
    assert (refused.taken, refused.why) == (False, "moins juste sur le jeu fixe")
    assert as_read(corrected) == shipped
    with pytest.raises(BadInput, match="pas de version"):
        versions.go_back(corrected.place, "Driss", None, None)
    trial = versions.train(corrected.place, "Driss")
    assert trial.taken, versions.figures(trial)
    first = as_read(corrected)
    assert first != shipped
    got = bag(corrected.place, note(31), name="apres.pdf")
    (row,) = corrected.documents(got)
    assert row.type == TRUE
    with corrected.place.database.reading() as session:
        said = session.scalars(select(Proposal).filter_by(document_id=row.id, target=Target.TYPE))
        assert [p.version.split()[0] for p in said] == [f"{types.VERSION}+bureau2"]
        assert [v.taken for v in typing_versions.every(session)] == [False, True]
    assert versions.go_back(corrected.place, "Driss", None, "pour voir") == 0
    assert as_read(corrected) == shipped
    assert versions.go_back(corrected.place, "Driss", None, None) == 2
    assert as_read(corrected) == first
    with corrected.place.database.reading() as session:
        trail = [e.after for e in audit.entries(session) if e.action == "types.version"]
        assert trail == [{"version": 2}, {"version": 0}, {"version": 2}]


def test_too_few_corrections_teach_nothing(office: Office) -> None:
    with pytest.raises(BadInput, match="Trop peu de corrections"):
        versions.train(office.place, "Driss")


def test_only_what_people_settled_is_learned_from(office: Office) -> None:
    got = bag(office.place, note(1), PRESCRIPTION)
    with office.place.database.reading() as session:
        assert of_office(session) == []
    row = next(row for row in office.documents(got) if row.type != "ordonnance")
    call(office, row, TRUE)
    with office.place.database.reading() as session:
        (stream,) = of_office(session)
    assert [(s.type, s.corrected) for s in stream.sheets] == [(TRUE, True), (None, False)]
