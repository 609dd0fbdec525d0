"""The screens in a real browser: with the mouse, with the keyboard alone, and what they ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.review_ui.seed import SECRET
from tests.review_ui.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SCREENS = ("/", "/envois", "/lots", "/recherche?q=rien")


def row(desk: Page, label: str) -> Locator:
    return desk.get_by_role("button", name=label, exact=True)


def chosen_box(desk: Page) -> Locator:
    return desk.locator(".feuille:not(.rangee) .cadre.choisi")


def chosen_key(desk: Page) -> str:
    return chosen_box(desk).get_attribute("data-key") or ""


def test_the_dossier_opens_with_its_page_boxes_fields_and_checklist(desk: Page, site: Site) -> None:
    image = desk.get_by_role("img", name=f"Image de la page {site.seeded.numero} / p. 2")
    assert image.is_visible()
    assert image.evaluate("image => image.complete && image.naturalWidth") == 1240
    assert desk.locator(".feuille:not(.rangee) .cadre").count() == 14
    assert desk.get_by_label("Nom de l'assuré", exact=True).input_value() == "EL MANSOURI"
    assert desk.get_by_text("faites signer la feuille").is_visible()
    assert desk.evaluate("document.scrollingElement.scrollHeight <= innerHeight")
    assert desk.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_a_box_lies_on_the_words_that_were_read(desk: Page) -> None:
    image = desk.locator(".feuille:not(.rangee) img").bounding_box()
    box = desk.locator('.cadre[data-key$=".champ.assure_nom"]').bounding_box()
    assert image
    assert box
    assert abs((box["x"] - image["x"]) / image["width"] - 0.1) < 0.02
    assert abs((box["y"] - image["y"]) / image["height"] - 0.217) < 0.02


def test_a_click_on_a_field_highlights_its_box_and_shows_the_paper(desk: Page) -> None:
    row(desk, "CIN de l'assuré").click()
    assert chosen_key(desk).endswith(".champ.assure_cin")
    assert chosen_box(desk).count() == 1
    assert "BE451221" in desk.locator("#annonce").inner_text()
    ink = "canvas => canvas.getContext('2d').getImageData(0,0,canvas.width,canvas.height).data.some(v => v < 90)"
    assert desk.locator("#extrait").evaluate(ink)
    row(desk, "Médecin traitant").click()
    assert chosen_key(desk).endswith(".champ.medecin_nom")


def test_a_click_on_a_box_goes_to_its_field(desk: Page) -> None:
    desk.locator('.cadre[data-key$=".champ.montant_total"]').click()
    chosen = desk.locator("tr.choisi")
    assert "Montant total" in chosen.inner_text()
    column, at = desk.locator("#pieces .corps").bounding_box(), chosen.bounding_box()
    assert column
    assert at
    assert column["y"] <= at["y"]
    assert at["y"] + at["height"] <= column["y"] + column["height"] + 1
    assert desk.evaluate("document.activeElement.ariaLabel").startswith("Montant total")


def test_enlarged_the_page_is_moved_to_the_box(desk: Page) -> None:
    for _ in range(6):
        desk.get_by_role("button", name="Agrandir").click()
    row(desk, "Montant total des frais").click()
    plan, box = desk.locator("#plan").bounding_box(), chosen_box(desk).bounding_box()
    assert plan
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    assert plan["x"] < middle[0] < plan["x"] + plan["width"]
    assert plan["y"] < middle[1] < plan["y"] + plan["height"]


def test_the_view_turns_and_fits(desk: Page) -> None:
    before = desk.locator(".feuille:not(.rangee)").bounding_box()
    desk.keyboard.press("t")
    turned = desk.locator(".feuille:not(.rangee)").bounding_box()
    assert before
    assert turned
    assert before["width"] < before["height"]
    assert turned["width"] > turned["height"]
    image = desk.locator(".feuille:not(.rangee) img").bounding_box()
    assert image
    assert abs(image["x"] - turned["x"]) < 2
    assert abs(image["width"] - turned["width"]) < 2
    desk.keyboard.press("l")
    wide = desk.locator(".feuille:not(.rangee)").bounding_box()
    assert wide
    assert wide["width"] >= turned["width"] - 12


def test_pages_are_turned_and_the_documents_follow(desk: Page, site: Site) -> None:
    desk.keyboard.press("s")
    assert f"{site.seeded.numero} / p. 6" in desk.locator("#papier").inner_text()
    assert desk.locator(".feuille:not(.rangee)").get_by_text("Contenu réservé").is_visible()
    assert "Certificat" in desk.locator("details.courante summary").inner_text()
    assert f"page={site.seeded.pages[6]}" in desk.url
    desk.reload()
    assert f"{site.seeded.numero} / p. 6" in desk.locator("#papier").inner_text()
    desk.get_by_role("button", name="Page précédente").click()
    assert f"{site.seeded.numero} / p. 2" in desk.locator("#papier").inner_text()


def test_tab_goes_from_doubt_to_doubt_and_the_image_follows(desk: Page) -> None:
    seen = []
    for _ in range(4):
        desk.keyboard.press("Tab")
        seen.append(desk.evaluate("document.activeElement.ariaLabel"))
        box = chosen_box(desk)
        if box.count():
            plan, at = desk.locator("#plan").bounding_box(), box.bounding_box()
            assert plan
            assert at
            assert plan["x"] <= at["x"] + at["width"] / 2 <= plan["x"] + plan["width"]
            assert plan["y"] <= at["y"] + at["height"] / 2 <= plan["y"] + plan["height"]
            assert at["height"] >= 20, "large enough to be read"
    assert seen == [
        "CIN de l'assuré",
        "Montant total des frais",
        "Désignation, ligne 2",
        "Type du document",
    ]
    desk.keyboard.press("Shift+Tab")
    assert desk.evaluate("document.activeElement.ariaLabel") == "Désignation, ligne 2"


def test_arrows_go_from_field_to_field(desk: Page) -> None:
    row(desk, "N° d'immatriculation").focus()
    desk.keyboard.press("ArrowDown")
    assert chosen_key(desk).endswith(".champ.assure_nom")
    desk.keyboard.press("ArrowUp")
    assert chosen_key(desk).endswith(".champ.numero_immatriculation")


def test_a_finding_leads_to_what_it_rests_on(desk: Page) -> None:
    finding = desk.locator("li.controle", has_text="postérieure")
    finding.get_by_role("link", name="Feuille de soins").click()
    assert chosen_key(desk).endswith(".champ.date_soins")
    sealed = desk.locator("li.controle", has_text="Le pli est là")
    sealed.get_by_role("link", name="Certificat").click()
    assert desk.locator(".feuille:not(.rangee)").get_by_text("Contenu réservé").is_visible()


def test_help_is_one_key_away_and_single_keys_can_be_switched_off(desk: Page) -> None:
    desk.keyboard.press("?")
    assert desk.get_by_role("heading", name="Raccourcis du clavier").is_visible()
    desk.get_by_label("Raccourcis d'une seule touche").uncheck()
    desk.keyboard.press("Escape")
    desk.keyboard.press("s")
    assert desk.locator("#position").inner_text().startswith("1 /")
    desk.reload()
    desk.wait_for_load_state("networkidle")
    desk.keyboard.press("s")
    assert desk.locator("#position").inner_text().startswith("1 /")


def test_typing_in_the_search_box_is_no_shortcut(desk: Page, site: Site) -> None:
    desk.keyboard.press("/")
    desk.keyboard.type(f"{site.seeded.numero[:-2]} p. 4".lower())
    assert desk.locator("#position").inner_text().startswith("1 /")
    desk.keyboard.press("Enter")
    desk.wait_for_url(re.compile("/documents/"))
    assert f"{site.seeded.numero} / p. 4" in desk.locator("#papier").inner_text()


def test_a_secret_is_not_in_the_browser_of_another_role(desk: Page) -> None:
    assert SECRET not in desk.content()
    assert desk.locator('img[src*="/image"]').count() == 2


def test_the_medecin_conseil_has_the_page_and_its_fields(page: Page, doctors_site: Site) -> None:
    page.goto(f"{doctors_site.dossier()}?page={doctors_site.seeded.pages[6]}")
    page.wait_for_load_state("networkidle")
    page.locator("details.courante details.surs > summary").first.click()
    row(page, "Maladie").click()
    assert SECRET in page.locator("#annonce").inner_text()
    assert chosen_box(page).count() == 1


@pytest.mark.parametrize("path", SCREENS)
def test_lists_fit_the_smallest_screen_and_complain_of_nothing(
    path: str, page: Page, site: Site
) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(site.url + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert page.evaluate("window.volee") is None
    assert not complaints


def test_thumbnails_load_as_they_are_seen(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/envois/{site.seeded.envoi}")
    page.wait_for_load_state("networkidle")
    loaded = "[...document.querySelectorAll('.vignette img')].filter(i => i.naturalWidth).length"
    assert page.evaluate(loaded) == 6
    assert page.locator(".vignette img").first.get_attribute("loading") == "lazy"
    assert page.evaluate("window.volee") is None


@pytest.mark.parametrize("width", [700, 1000, 1366, 1920])
def test_the_desk_holds_at_other_widths(width: int, page: Page, site: Site) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(site.dossier())
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert page.locator(".feuille:not(.rangee) img").is_visible()
