"""The screens in a real browser: with the mouse, with the keyboard alone, and what they ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.review_ui.hands import (
    SHEET,
    box_in_view,
    chosen_box,
    field,
    fits,
    hands_on,
    image_loaded,
)
from tests.review_ui.seed import SECRET
from tests.review_ui.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SCREENS = ("/", "/envois", "/lots", "/recherche?q=rien")


def row(desk: Page, label: str) -> Locator:
    return desk.get_by_role("button", name=label, exact=True)


def chosen(page: Page, ending: str) -> None:
    """Wait until the box of the value at hand is that one."""
    expect(chosen_box(page)).to_have_attribute("data-key", re.compile(re.escape(ending) + "$"))


def test_the_dossier_opens_with_its_page_boxes_fields_and_checklist(desk: Page, site: Site) -> None:
    image = desk.get_by_role("img", name=f"Image de la page {site.seeded.numero} / p. 2")
    expect(image).to_be_visible()
    image_loaded(desk)
    expect(image).to_have_js_property("complete", True)
    expect(image).to_have_js_property("naturalWidth", 1240)
    expect(desk.locator(f"{SHEET} .cadre")).to_have_count(14)
    expect(field(desk, "Nom de l'assuré")).to_have_value("EL MANSOURI")
    expect(desk.get_by_text("faites signer la feuille")).to_be_visible()
    fits(desk, tall=True)


def test_a_box_lies_on_the_words_that_were_read(desk: Page) -> None:
    image = desk.locator(f"{SHEET} img").bounding_box()
    box = desk.locator('.cadre[data-key$=".champ.assure_nom"]').bounding_box()
    assert image
    assert box
    assert abs((box["x"] - image["x"]) / image["width"] - 0.1) < 0.02
    assert abs((box["y"] - image["y"]) / image["height"] - 0.217) < 0.02


def test_a_click_on_a_field_highlights_its_box_and_shows_the_paper(desk: Page) -> None:
    row(desk, "CIN de l'assuré").click()
    chosen(desk, ".champ.assure_cin")
    expect(desk.locator("#annonce")).to_contain_text("BE451221")
    desk.wait_for_function(
        "(c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v < 90))"
        "(document.getElementById('extrait'))"
    )
    row(desk, "Médecin traitant").click()
    chosen(desk, ".champ.medecin_nom")


def test_a_click_on_a_box_goes_to_its_field(desk: Page) -> None:
    desk.locator('.cadre[data-key$=".champ.montant_total"]').click()
    expect(desk.locator("tr.choisi")).to_contain_text("Montant total")
    hands_on(desk, re.compile("^Montant total"))
    desk.wait_for_function("""() => {
        const at = document.querySelector("tr.choisi").getBoundingClientRect();
        const column = document.querySelector("#pieces .corps").getBoundingClientRect();
        return column.top <= at.top && at.bottom <= column.bottom + 1;
    }""")


def test_enlarged_the_page_is_moved_to_the_box(desk: Page) -> None:
    for _ in range(6):
        desk.get_by_role("button", name="Agrandir").click()
    row(desk, "Montant total des frais").click()
    chosen(desk, ".champ.montant_total")
    box_in_view(desk)


def test_the_view_turns_and_fits(desk: Page) -> None:
    size = "css => { const r = document.querySelector(css).getBoundingClientRect(); return [r.width, r.height]; }"
    wide, tall = desk.evaluate(size, SHEET)
    assert wide < tall
    desk.keyboard.press("t")
    desk.wait_for_function(
        """css => {
          const [sheet, image] = [css, `${css} img`].map((one) => document.querySelector(one).getBoundingClientRect());
          const near = (a, b) => Math.abs(a - b) < 2;
          return sheet.width > sheet.height && near(image.x, sheet.x) && near(image.width, sheet.width);
        }""",
        arg=SHEET,
    )
    turned, _ = desk.evaluate(size, SHEET)
    desk.keyboard.press("l")
    desk.wait_for_function(f"([css, least]) => ({size})(css)[0] >= least", arg=[SHEET, turned - 12])


def test_pages_are_turned_and_the_documents_follow(desk: Page, site: Site) -> None:
    desk.keyboard.press("s")
    paper = desk.locator("#papier")
    expect(paper).to_contain_text(f"{site.seeded.numero} / p. 6")
    expect(desk.locator(SHEET).get_by_text("Contenu réservé")).to_be_visible()
    expect(desk.locator("details.courante summary")).to_contain_text("Certificat")
    expect(desk).to_have_url(re.compile(f"page={site.seeded.pages[6]}"))
    desk.reload()
    expect(paper).to_contain_text(f"{site.seeded.numero} / p. 6")
    desk.get_by_role("button", name="Page précédente").click()
    expect(paper).to_contain_text(f"{site.seeded.numero} / p. 2")


def test_tab_goes_from_doubt_to_doubt_and_the_image_follows(desk: Page) -> None:
    image_loaded(desk)
    for label in ("CIN de l'assuré", "Montant total des frais", "Désignation, ligne 2"):
        desk.keyboard.press("Tab")
        hands_on(desk, label)
        box_in_view(desk)
        at = chosen_box(desk).bounding_box()
        assert at
        assert at["height"] >= 20, "large enough to be read"
    desk.keyboard.press("Tab")
    hands_on(desk, "Type du document")
    desk.keyboard.press("Shift+Tab")
    hands_on(desk, "Désignation, ligne 2")


def test_arrows_go_from_field_to_field(desk: Page) -> None:
    row(desk, "N° d'immatriculation").focus()
    desk.keyboard.press("ArrowDown")
    chosen(desk, ".champ.assure_nom")
    desk.keyboard.press("ArrowUp")
    chosen(desk, ".champ.numero_immatriculation")


def test_a_finding_leads_to_what_it_rests_on(desk: Page) -> None:
    finding = desk.locator("li.controle", has_text="postérieure")
    finding.get_by_role("link", name="Feuille de soins").click()
    chosen(desk, ".champ.date_soins")
    sealed = desk.locator("li.controle", has_text="Le pli est là")
    sealed.get_by_role("link", name="Certificat").click()
    expect(desk.locator(SHEET).get_by_text("Contenu réservé")).to_be_visible()


def test_help_is_one_key_away_and_single_keys_can_be_switched_off(desk: Page) -> None:
    desk.keyboard.press("?")
    expect(desk.get_by_role("heading", name="Raccourcis du clavier")).to_be_visible()
    desk.get_by_label("Raccourcis d'une seule touche").uncheck()
    desk.keyboard.press("Escape")
    desk.keyboard.press("s")
    expect(desk.locator("#position")).to_have_text(re.compile(r"^1 /"))
    desk.reload()
    desk.keyboard.press("s")
    expect(desk.locator("#position")).to_have_text(re.compile(r"^1 /"))


def test_typing_in_the_search_box_is_no_shortcut(desk: Page, site: Site) -> None:
    desk.keyboard.press("/")
    desk.keyboard.type(f"{site.seeded.numero[:-2]} p. 4".lower())
    expect(desk.locator("#position")).to_have_text(re.compile(r"^1 /"))
    desk.keyboard.press("Enter")
    desk.wait_for_url(re.compile("/documents/"))
    expect(desk.locator("#papier")).to_contain_text(f"{site.seeded.numero} / p. 4")


def test_a_secret_is_not_in_the_browser_of_another_role(desk: Page) -> None:
    assert SECRET not in desk.content()
    expect(desk.locator('img[src*="/image"]')).to_have_count(2)


def test_the_medecin_conseil_has_the_page_and_its_fields(page: Page, doctors_site: Site) -> None:
    page.goto(f"{doctors_site.dossier()}?page={doctors_site.seeded.pages[6]}")
    page.locator("details.courante details.surs > summary").first.click()
    row(page, "Maladie").click()
    expect(page.locator("#annonce")).to_contain_text(SECRET)
    expect(chosen_box(page)).to_have_count(1)


@pytest.mark.parametrize("path", SCREENS)
def test_lists_fit_the_smallest_screen_and_complain_of_nothing(
    path: str, page: Page, site: Site
) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(site.url + path)
    page.wait_for_load_state("networkidle")  # whatever complains late has done so
    fits(page)
    assert page.evaluate("window.volee") is None
    assert not complaints


def test_thumbnails_load_as_they_are_seen(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/envois/{site.seeded.envoi}")
    thumbnails = page.locator(".vignette img")
    expect(thumbnails).to_have_count(6)
    for thumbnail in thumbnails.all():
        thumbnail.scroll_into_view_if_needed()
        expect(thumbnail).not_to_have_js_property("naturalWidth", 0)
    expect(thumbnails.first).to_have_attribute("loading", "lazy")
    assert page.evaluate("window.volee") is None


@pytest.mark.parametrize("width", [700, 1000, 1366, 1920])
def test_the_desk_holds_at_other_widths(width: int, page: Page, site: Site) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(site.dossier())
    image_loaded(page)
    expect(page.locator(f"{SHEET} img")).to_be_visible()
    fits(page)
