"""Pages that a command writes say what is so today."""

from __future__ import annotations

import pytest

from bench import licences, settings_table
from bench.licences import family_of


def test_the_page_of_licences_is_today_s_and_all_suit() -> None:
    assert [one for one in licences.packages() if one.family in ("forte", "inconnue")] == []
    assert licences.PAGE.read_text(encoding="utf-8") == licences.page(), (
        "refaire la page : .venv/bin/python -m bench.licences"
    )


def test_the_table_of_settings_is_today_s() -> None:
    told = settings_table.PAGE.read_text(encoding="utf-8")
    assert settings_table.BEGIN in told
    assert settings_table.renewed(told) == told, (
        "refaire la table : .venv/bin/python -m bench.settings_table"
    )


@pytest.mark.parametrize(
    ("said", "family"),
    [
        ("MIT", "libre"),
        ("BSD-3-Clause AND 0BSD", "libre"),
        ("Apache-2.0 OR GPL-3.0-only", "libre"),
        ("LGPL-3.0-only", "faible"),
        ("GNU Lesser General Public License v2 or later (LGPLv2+)", "faible"),
        ("MPL-2.0 AND MIT", "faible"),
        ("AGPL-3.0-or-later", "forte"),
        ("GNU Affero General Public License v3", "forte"),
        ("GNU General Public License v2 or later (GPLv2+)", "forte"),
        ("MIT AND GPL-2.0-only", "forte"),
        ("", "inconnue"),
        ("Proprietary", "inconnue"),
    ],
)
def test_how_far_a_licence_reaches(said: str, family: str) -> None:
    assert family_of("essai", said) == family
