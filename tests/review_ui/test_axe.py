"""axe-core over every screen, for each state that a screen has: no violation."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

from models.permissions import Role
from tests.review_ui.seed import NOW
from tests.review_ui.site import Office, Site, serving
from tests.review_ui.test_permissions import MAY_OPEN, filled

if TYPE_CHECKING:
    from playwright.sync_api import Page

STATES = (
    "/?etat=tous",
    "/?etat=valide",
    "/recherche?q=EL MANSOURI",
    "/rien",
)
"""Of screens that anybody opens: with other things on them than at first."""
Sites = Callable[[Role], Site]


@pytest.fixture(scope="module")
def site_of(browsed: Office) -> Iterator[Sites]:
    """The application for an operator of that role."""
    with contextlib.ExitStack() as open_sites:

        @functools.cache
        def of(role: Role) -> Site:
            return open_sites.enter_context(contextlib.contextmanager(serving)(browsed, role))

        yield of


def violations(page: Page) -> list[str]:
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['help']} ({v['nodes'][0]['html'][:160]})" for v in found]


@pytest.mark.parametrize("path", sorted(path for path, roles in MAY_OPEN.items() if roles))
def test_every_screen(path: str, page: Page, site_of: Sites) -> None:
    """`test_permissions` sees to it that no route is missing: a new screen is looked at as well."""
    role = min(MAY_OPEN[path], key=[Role.RELECTEUR, *Role].index)
    site = site_of(role)
    address = site.url + filled(path, site.seeded)
    shown = page.request.get(address).headers["content-type"]
    if shown.startswith("text/html"):  # else it is no screen: an image, a file, a word to machines
        page.goto(address)
        assert violations(page) == []


@pytest.mark.parametrize("address", STATES)
def test_states_of_lists(address: str, page: Page, site: Site) -> None:
    page.goto(site.url + address)
    assert violations(page) == []


def test_an_envoi_with_what_can_be_done_about_its_refusals(page: Page, site_of: Sites) -> None:
    site = site_of(Role.GESTIONNAIRE)
    for address in (f"/envois/{site.seeded.envoi}", "/envois", "/lots"):
        page.goto(site.url + address)
        assert violations(page) == []


@pytest.mark.parametrize("name", ["chronique", "facturation", "vide"])
def test_dossiers(name: str, page: Page, site: Site) -> None:
    page.goto(site.dossier(name))
    assert violations(page) == []
    for fold in page.locator("details").all():
        fold.evaluate("fold => { fold.open = true; }")
    assert violations(page) == []


def test_a_dossier_for_who_may_not_correct_but_reject(page: Page, site_of: Sites) -> None:
    page.goto(site_of(Role.GESTIONNAIRE).dossier())
    assert violations(page) == []
    page.keyboard.press("r")
    expect(page.locator("dialog:modal")).to_contain_text("Rejeter le dossier")
    assert violations(page) == []


@pytest.mark.parametrize("key", ["?", "m", "a", "n", "y", "g", "c", "v"])
def test_dialogs(key: str, desk: Page) -> None:
    desk.keyboard.press(key)
    expect(desk.locator("dialog:modal")).to_be_visible()
    if key == "m":
        expect(desk.locator("#brouillon")).to_be_visible()
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
        expect(page.get_by_role("alert")).to_contain_text("inconnu")
        assert violations(page) == []
        page.get_by_label("Mot de passe").fill("quatre mots font affaire")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site.url}/")
        assert violations(page) == []
        for address in ("/compte", "/comptes"):
            page.goto(site.url + address)
            assert violations(page) == []
        with own_office[0].transaction() as session:
            account = accounts.by_login(session, "s.tahiri")
            assert account
            accounts.end_all(session, account, NOW)
        page.goto(f"{site.url}/comptes")
        expect(page.get_by_role("alert")).to_contain_text("Votre session a pris fin")
        assert violations(page) == []
        page.get_by_label("Identifiant").fill("s.tahiri")
        page.get_by_label("Mot de passe").fill("quatre mots font affaire")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site.url}/comptes")
