"""Complete is said only under every type that the papers may well make."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flows.dossiers.rivals import NEAR, REQUIREMENT, near_rivals, under_all, weakly_typed
from models.checklists import (
    Channel,
    DossierFacts,
    Guess,
    Piece,
    Resultat,
    Statut,
    checklist,
    judge,
)
from models.reading import Document, Field, How

ON = date(2025, 11, 5)


def facts() -> DossierFacts:
    """A complaint, alone: complete as such."""
    values = {"assure_nom": "ALAMI", "objet": "retard", "numero_dossier": "D25-00001"}
    fields = {n: Field(v, v, 0.97, 1, None, How.OCR) for n, v in values.items()}
    paper = Document((1,), "reclamation", 0.99, fields)
    return DossierFacts(
        Channel.COURRIER, datetime(2025, 11, 5, 9, tzinfo=UTC), (Piece("p1", paper),)
    )


def test_a_rival_that_lacks_something_casts_doubt() -> None:
    own, rival = checklist("ofppt", "reclamation"), checklist("ofppt", "adhesion")
    alone = judge(facts(), own, ON)
    assert alone.statut is Statut.COMPLET
    doubted = under_all(alone, facts(), [rival], ON)
    assert doubted.statut is Statut.A_VERIFIER
    assert doubted.findings[-1].exigence == REQUIREMENT
    assert doubted.findings[-1].resultat is Resultat.A_VERIFIER
    assert rival.dossier_type.libelle in doubted.findings[-1].raison


def test_without_rivals_or_with_agreeing_ones_nothing_changes() -> None:
    own = checklist("ofppt", "reclamation")
    alone = judge(facts(), own, ON)
    assert under_all(alone, facts(), [], ON) == alone
    assert under_all(alone, facts(), [own], ON) == alone


def test_an_incomplete_verdict_stays_as_it_is() -> None:
    adhesion = judge(facts(), checklist("ofppt", "adhesion"), ON)
    assert adhesion.statut is not Statut.COMPLET
    assert under_all(adhesion, facts(), [checklist("ofppt", "reclamation")], ON) == adhesion


def test_near_rivals_are_those_close_to_the_best() -> None:
    guesses = [
        Guess("ofppt", "reclamation", 0.5),
        Guess("ofppt", "adhesion", NEAR),
        Guess("cnops", "pec_pharmacie", NEAR - 0.01),
    ]
    assert [r.type for r in near_rivals(guesses)] == ["adhesion"]
    assert near_rivals([]) == ()


def test_a_type_that_hardly_shows_is_to_be_confirmed() -> None:
    complete = judge(facts(), checklist("ofppt", "reclamation"), ON)
    assert weakly_typed(complete, facts()).statut is Statut.A_VERIFIER
    lacking = judge(facts(), checklist("ofppt", "adhesion"), ON)
    doubted = weakly_typed(lacking, facts())
    assert doubted.statut is lacking.statut
    assert doubted.findings[-1].exigence == REQUIREMENT


def test_the_type_chosen_on_a_hint_is_no_rival_of_itself() -> None:
    guesses = [Guess("ofppt", "reclamation", 0.5), Guess("ofppt", "adhesion", 0.45)]
    rivals = near_rivals(guesses, checklist("ofppt", "adhesion"))
    assert [r.type for r in rivals] == ["reclamation"]
