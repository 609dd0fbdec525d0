"""Dossiers into lots: never more than 30, never two kinds in one."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.intake.receive import receive
from flows.workplace import Workplace, open_workplace
from models.entities import LOT_MAXIMUM, LotNature, Prestation
from models.settings import Settings
from storage.records import dossiers, lots
from tests.extractors.intake.deposits import line, pdf
from tests.flows.papers import NOON, one_file

Kind = tuple[str, LotNature, Prestation | None, str | None]
kinds = st.tuples(
    st.sampled_from(["cnops", "ofppt"]),
    st.sampled_from(LotNature),
    st.sampled_from([*Prestation, None]),
    st.sampled_from([None, "PHARMACIE DU PORT"]),
)


def fill(place: Workplace, wanted: list[Kind], maximum: int) -> dict[str, list[Kind]]:
    """A dossier of each kind, placed in the flows' way; the kinds in each lot."""
    envoi_id = receive(place, one_file("sac.pdf", pdf(line("x"))), received_at=NOON).envoi_id
    inside: dict[str, list[Kind]] = {}
    with place.database.transaction() as session:
        for kind in wanted:
            organisme, nature, prestation, etablissement = kind
            row = dossiers.open_dossier(
                session,
                envoi_id=envoi_id,
                organisme=organisme,
                type="essai",
                documents=[],
                prestation=prestation,
            )
            lot = lots.place(
                session, row, nature=nature, etablissement=etablissement, maximum=maximum
            )
            assert (lot is None) == (prestation is None)
            if lot is not None:
                inside.setdefault(lot.id, []).append(kind)
        for lot_id, there in inside.items():
            assert len(lots.dossiers(session, lot_id)) == len(there)
    return inside


@settings(max_examples=12, deadline=None)
@given(st.lists(kinds, max_size=40), st.integers(1, 4))
def test_a_lot_holds_one_kind_and_no_more_than_it_may(wanted: list[Kind], maximum: int) -> None:
    with (
        tempfile.TemporaryDirectory() as home,
        open_workplace(Settings(home=Path(home))) as place,
    ):
        inside = fill(place, wanted, maximum)
    assert all(len(set(there)) == 1 for there in inside.values())
    assert all(len(there) <= maximum for there in inside.values())
    expected = Counter(kind for kind in wanted if kind[2] is not None)
    assert Counter(kind for there in inside.values() for kind in there) == expected
    assert len(inside) == sum(-(-count // maximum) for count in expected.values()), (
        "no lot too many"
    )


def test_the_thirty_first_dossier_opens_a_second_lot(place: Workplace) -> None:
    same: Kind = ("cnops", LotNature.FACTURATION, Prestation.AMBULATOIRE, None)
    inside = fill(place, [same] * (LOT_MAXIMUM + 1), LOT_MAXIMUM)
    assert sorted(map(len, inside.values())) == [1, LOT_MAXIMUM]


def test_no_setting_makes_lots_larger() -> None:
    with pytest.raises(ValueError, match="lot_maximum"):
        Settings(lot_maximum=LOT_MAXIMUM + 1)
