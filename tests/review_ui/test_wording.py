"""Dates, durations and values as a French office writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.documents import Kind
from models.entities import Channel, EnvoiState, LotStatut, RefusalState, Resultat, Statut
from models.permissions import Role
from models.reading import How
from review_ui.views.papers import page_span, percent
from review_ui.wording import dates, values, words


def test_moments_are_on_the_clock_of_the_organisme() -> None:
    when = datetime(2025, 11, 5, 8, 12, tzinfo=UTC)
    assert dates.moment(when) == "mer. 5 nov. 2025 à 09:12"
    assert dates.moment(when, dates.zone_of("pmas")) == "mer. 5 nov. 2025 à 08:12"
    assert dates.zone_of(None) == ZoneInfo("Africa/Casablanca")
    assert dates.day(date(2025, 2, 1)) == "sam. 1er févr. 2025"


@pytest.mark.parametrize(
    ("hours", "said", "tone"),
    [
        (28, "reste 1 j 4 h", "neutre"),
        (24, "reste 1 j", "neutre"),
        (4 + 1 / 3, "reste 4 h 20", "doute"),
        (0.5, "reste 30 min", "doute"),
        (24 * 12 + 5, "reste 12 j", "neutre"),
        (-3.5, "en retard de 3 h 30", "alerte"),
        (-52, "en retard de 2 j 4 h", "alerte"),
        (0.001, "reste moins d'une minute", "doute"),
    ],
)
def test_what_is_left_is_said_as_finely_as_one_acts(hours: float, said: str, tone: str) -> None:
    now = datetime(2025, 11, 5, 12, tzinfo=UTC)
    left = dates.time_left(now + timedelta(hours=hours), now)
    assert (left.text, left.tone) == (said, tone)


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        ("2025-11-03", Kind.DATE, "03/11/2025"),
        ("03 11", Kind.DATE, "03 11"),
        ("1250.00", Kind.MONTANT, "1\u202f250,00"),
        ("-12.50", Kind.MONTANT, "-12,50"),
        ("douze", Kind.MONTANT, "douze"),
        ("true", Kind.BOOLEEN, "Oui"),
        ("sous_reserve", Kind.CHOIX, "Sous réserve"),
        ("011780000012345678901234", Kind.RIB, "011 780 0000123456789012 34"),
        ("BE451221", Kind.CIN, "BE451221"),
        ("<b>", None, "<b>"),
    ],
)
def test_values_are_shown_as_people_write_them(value: str, kind: Kind | None, said: str) -> None:
    assert values.shown(value, kind) == said


def test_raw_text_is_shown_when_it_says_more() -> None:
    assert not values.differs("N° f-2025 / 0187", "NF20250187")
    assert not values.differs("ÉL MANSOURI", "El Mansouri")
    assert values.differs("N° F-2025/0187", "F-2025/0187")
    assert not values.differs("", "x")


def test_every_state_has_its_word_and_shape() -> None:
    for table, states in (
        (words.STATUTS, Statut),
        (words.RESULTATS, Resultat),
        (words.ENVOI_STATES, EnvoiState),
        (words.REFUSAL_STATES, RefusalState),
        (words.LOT_STATUTS, LotStatut),
        (words.CHANNELS, Channel),
        (words.HOWS, How),
        (words.ROLES, Role),
    ):
        assert set(table) == set(states)
    for table in (words.STATUTS, words.RESULTATS):
        assert len({(chip.word, chip.icon) for chip in table.values()}) == len(table)


def test_nothing_uncertain_is_shown_as_sure() -> None:
    assert percent(0.9999) == 99
    assert percent(0.29) == 29
    assert percent(1.0) == 100


def test_pages_of_a_document_are_said_shortly() -> None:
    assert page_span([4]) == "p. 4"
    assert page_span([4, 5, 6]) == "p. 4–6"
    assert page_span([4, 7]) == "p. 4, 7"


def test_no_line_begins_with_a_colon_or_a_closing_quote() -> None:
    said = words.unbroken("Signature : à vérifier (« présence » ?) ; puis 12:30")
    assert said == "Signature\xa0: à vérifier («\xa0présence\xa0»\xa0?)\xa0; puis 12:30"
