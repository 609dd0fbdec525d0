"""What the desk shows, and where: nothing in front of what is looked at, nothing kept unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from models.permissions import Role
from tests.review_ui.conftest import Visitor
from tests.review_ui.hands import goto_doubt, hands_on, said
from tests.review_ui.site import Office, Site, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

CIN = "CIN de l'assuré"
APART = """([one, other]) => {
  const [a, b] = [one, other].map((css) => document.querySelector(css).getBoundingClientRect());
  return a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
}"""


@pytest.fixture
def own_site(own_office: Office) -> Iterator[Site]:
    yield from serving(own_office, Role.RELECTEUR)


@pytest.fixture
def work(page: Page, own_site: Site) -> Page:
    """The dossier just opened: the hands are on its first doubt."""
    page.goto(own_site.dossier())
    return page


@pytest.mark.parametrize("width", [1366, 1920])
def test_what_is_told_hides_neither_the_image_nor_the_decisions(work: Page, width: int) -> None:
    work.set_viewport_size({"width": width, "height": 768})
    goto_doubt(work, "Désignation, ligne 2")
    work.keyboard.press("Enter")
    said(work, "accept")
    for seen in (".liseuse", ".decisions"):
        assert work.evaluate(APART, ["#dit", seen]), seen


def test_a_value_without_a_place_is_looked_for_on_the_whole_page(work: Page) -> None:
    whole = work.locator('.outils [data-cmd="page"]')
    goto_doubt(work, CIN)
    expect(whole).to_have_attribute("aria-pressed", "false")
    work.keyboard.press("Shift+Tab")
    hands_on(work, "Signature du médecin")
    expect(whole).to_have_attribute("aria-pressed", "true")


def test_all_that_enter_keeps_of_a_line_is_written_beside_its_image(work: Page) -> None:
    goto_doubt(work, "Désignation, ligne 2")
    shown = work.locator("#annonce")
    for value in ("ligne 2", "Glycémie à jeun", "31/10/2025", "850,00"):
        expect(shown).to_contain_text(value)


def test_the_help_does_not_open_on_what_switches_the_keys_off(work: Page) -> None:
    work.keyboard.press("Escape")
    work.keyboard.press("?")
    expect(work.locator("#aide :focus")).to_have_text("Fermer")


def test_after_a_reason_comes_the_button_that_keeps_it(work: Page) -> None:
    work.keyboard.press("Escape")
    work.keyboard.press("v")
    work.keyboard.type("que dit le pli ?")
    work.keyboard.press("Tab")
    expect(work.locator("#motif :focus")).to_contain_text("Valider")


def test_what_was_done_to_a_dossier_just_left_names_it(work: Page) -> None:
    left = work.locator("h1").inner_text()
    work.keyboard.press("Escape")
    work.keyboard.press("a")
    work.keyboard.type("attend un appel")
    work.keyboard.press("Control+Enter")
    said(work, f"{left} :")


def test_the_medecin_conseil_asked_for_an_opinion_begins_with_the_secret(
    page: Page, own_office: Office, own_site: Site
) -> None:
    page.goto(own_site.dossier())
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    page.keyboard.type("que dit le pli ?")
    page.keyboard.press("Control+Enter")
    said(page, "médecin")
    for site in serving(own_office, Role.MEDECIN_CONSEIL):
        page.goto(site.dossier())
        expect(page.locator("details.courante > summary .secret")).to_be_visible()
        asked = page.locator(".verif .avis").first
        expect(asked).to_contain_text("Avis demandé au médecin conseil")
        expect(asked).to_contain_text("que dit le pli ?")


def test_an_empty_queue_proposes_only_what_one_may_do(visitor: Visitor) -> None:
    shown = visitor(Role.MEDECIN_CONSEIL).get("/").text
    assert "La file est vide" in shown
    assert "déposer un scan" not in shown
    assert not re.search(r"\b0 réclamation", shown)
