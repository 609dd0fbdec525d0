"""axe-core over every screen, for each state that a screen has: no violation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

from models.permissions import Role
from tests.review_ui.site import Office, Site, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

LISTS = (
    "/",
    "/?etat=tous",
    "/?etat=valide",
    "/envois",
    "/lots",
    "/recherche?q=EL MANSOURI",
    "/compte",
    "/rien",
)


@pytest.fixture(scope="module")
def managers_site(browsed: Office) -> Iterator[Site]:
    yield from serving(browsed, Role.GESTIONNAIRE)


def violations(page: Page) -> list[str]:
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['help']} ({v['nodes'][0]['html'][:160]})" for v in found]


@pytest.mark.parametrize("address", LISTS)
def test_lists(address: str, page: Page, site: Site) -> None:
    page.goto(site.url + address)
    assert violations(page) == []


def test_an_envoi_with_what_can_be_done_about_its_refusals(page: Page, managers_site: Site) -> None:
    page.goto(f"{managers_site.url}/envois/{managers_site.seeded.envoi}")
    assert violations(page) == []
    for address in ("/envois", "/journal"):
        page.goto(managers_site.url + address)
        assert violations(page) == []


@pytest.mark.parametrize("name", ["chronique", "facturation", "vide"])
def test_dossiers(name: str, page: Page, site: Site) -> None:
    page.goto(site.dossier(name))
    assert violations(page) == []
    for fold in page.locator("details").all():
        fold.evaluate("fold => { fold.open = true; }")
    assert violations(page) == []


def test_a_dossier_for_who_may_not_correct(page: Page, managers_site: Site) -> None:
    page.goto(managers_site.dossier())
    assert violations(page) == []


def test_a_document(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/documents/{site.seeded.documents['feuille']}")
    assert violations(page) == []


@pytest.mark.parametrize("key", ["?", "m", "a", "n", "y", "g", "c", "v"])
def test_dialogs(key: str, desk: Page) -> None:
    desk.keyboard.press(key)
    desk.locator("dialog:modal").wait_for()
    if key == "m":
        desk.locator("#brouillon").wait_for()
    assert violations(desk) == []


def test_logging_in(page: Page, own_office: Office) -> None:
    from storage.records import accounts

    own_office[0].write(
        lambda s: accounts.add(
            s, login="s.tahiri", name="", password="quatre mots font affaire",
            roles=[Role.ADMIN], actor="essai",
        )
    )  # fmt: skip
    for site in serving(own_office, Role.RELECTEUR):
        page.goto(site.url)
        assert violations(page) == []
        page.get_by_label("Identifiant").fill("s.tahiri")
        page.get_by_label("Mot de passe").fill("faux")
        page.keyboard.press("Enter")
        page.get_by_role("alert").wait_for()
        assert violations(page) == []
        page.get_by_label("Mot de passe").fill("quatre mots font affaire")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site.url}/")
        assert violations(page) == []
        page.goto(f"{site.url}/compte")
        assert violations(page) == []
