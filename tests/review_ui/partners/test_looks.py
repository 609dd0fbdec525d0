"""The space in a browser, on a telephone: axe finds nothing, nothing hangs over the edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

from models.permissions import PARTNERS, Role
from tests.review_ui.partners.worlds import PASSWORD, House
from tests.review_ui.site import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

TELEPHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def address(worlds: House) -> Iterator[str]:
    with served(worlds.app) as url:
        yield url


@pytest.mark.parametrize("role", sorted(PARTNERS))
def test_a_partner_s_screens_on_a_telephone(
    role: Role, page: Page, address: str, worlds: House
) -> None:
    page.set_viewport_size(TELEPHONE)  # type: ignore[arg-type]
    page.goto(f"{address}/connexion")
    page.get_by_label("Identifiant").fill(worlds.own.logins[role])
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/espace")
    looked_at(page)
    page.locator("a.carton").first.click()
    expect(page.get_by_role("heading", name="Suivi")).to_be_visible()
    looked_at(page)


def looked_at(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]
