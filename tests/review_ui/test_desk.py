"""Working on a dossier in a real browser: values, pages, decisions, and taking back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from models.permissions import Role
from tests.review_ui.hands import SHEET, field, goto_doubt, hands_on, row, said, settled
from tests.review_ui.site import Office, Site, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

CIN = "CIN de l'assuré"


@pytest.fixture
def own_site(own_office: Office) -> Iterator[Site]:
    yield from serving(own_office, Role.RELECTEUR)


@pytest.fixture
def work(page: Page, own_site: Site) -> Iterator[Page]:
    """The dossier just opened: the hands are on its first doubt. No script may fail."""
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(own_site.dossier())
    yield page
    assert not failures


def test_the_hands_are_on_the_first_doubt_at_once(work: Page) -> None:
    hands_on(work, "Signature du médecin")
    work.keyboard.press("Tab")
    hands_on(work, CIN)
    assert work.evaluate("getSelection().toString() || document.activeElement.selectionEnd > 0")


def test_enter_accepts_and_goes_on(work: Page) -> None:
    goto_doubt(work, CIN)
    work.keyboard.press("Enter")
    hands_on(work, "Montant total des frais")
    settled(work, CIN)
    expect(field(work, CIN)).to_have_value("BE451221")
    expect(row(work, CIN).locator(".accepter")).to_have_count(0)


def test_enter_on_a_mark_of_which_nothing_is_known_keeps_nothing(work: Page) -> None:
    goto_doubt(work, "Signature du médecin")
    mark = field(work, "Signature du médecin")
    expect(mark).to_have_value("")
    work.keyboard.press("Enter")
    said(work, "choisissez présent (P) ou absent (A)")
    hands_on(work, "Signature du médecin")
    work.keyboard.press("p")
    expect(mark).to_have_value("true")
    work.keyboard.press("Enter")
    expect(row(work, "Signature du médecin")).to_contain_text("saisi par")
    hands_on(work, CIN)


def test_a_key_held_down_accepts_nothing_unseen(work: Page) -> None:
    goto_doubt(work, CIN)
    work.keyboard.down("Enter")
    for _ in range(5):
        work.keyboard.down("Enter")  # the browser says: repeated
    work.keyboard.up("Enter")
    settled(work, CIN)
    hands_on(work, "Montant total des frais")
    expect(work.locator(".en-cours")).to_have_count(0)


def test_the_doubts_of_a_line_are_kept_together(work: Page) -> None:
    goto_doubt(work, "Désignation, ligne 2")
    work.keyboard.press("Enter")
    said(work, "accept")
    expect(row(work, "Désignation, ligne 2")).not_to_have_class(re.compile("a-voir"))


def test_typing_replaces_and_is_checked_as_one_types(work: Page) -> None:
    goto_doubt(work, CIN)
    work.keyboard.type("!!!")
    expect(row(work, CIN).locator(".ecrit")).to_contain_text(re.compile(r"\w"))
    expect(row(work, CIN)).to_have_class(re.compile("refuse"))
    work.keyboard.press("Escape")
    expect(field(work, CIN)).to_have_value("BE451221")
    work.keyboard.press("Enter")
    work.keyboard.type("be 451229")
    expect(row(work, CIN).locator(".ecrit")).to_contain_text("BE451229")
    work.keyboard.press("Enter")
    settled(work, CIN)
    expect(field(work, CIN)).to_have_value("BE451229")


def test_a_digit_takes_a_rival_unless_one_types_on(work: Page) -> None:
    goto_doubt(work, CIN)
    work.keyboard.press("1")
    expect(field(work, CIN)).to_have_value("BE457221")
    work.keyboard.press("2")
    work.keyboard.type("X")
    expect(field(work, CIN), "he was typing a number, after all").to_have_value("12X")
    work.keyboard.press("Escape")
    work.keyboard.press("Enter")
    work.keyboard.press("2")
    work.keyboard.press("Enter")
    settled(work, CIN)
    expect(field(work, CIN)).to_have_value("BE451227")


def test_an_emptied_value_is_said_not_to_be_there(work: Page) -> None:
    goto_doubt(work, CIN)
    work.keyboard.press("Delete")
    expect(row(work, CIN).locator(".ecrit")).to_contain_text("pas de valeur")
    work.keyboard.press("Enter")
    said(work, "CIN")
    expect(field(work, CIN)).to_have_attribute("data-value", "")


def test_the_checklist_lives(work: Page) -> None:
    """A mark settled by hand changes the outcome of its control at once."""
    before = work.locator(".bilan").inner_text()
    work.get_by_text("Règle").first.wait_for()
    fold = work.locator("details.surs > summary").first
    fold.click()
    choice = field(work, "Signature de l'assuré")
    choice.select_option("true")
    choice.press("Enter")
    said(work, "Signature de l'assuré")
    expect(work.locator(".bilan")).not_to_have_text(before)


def test_ctrl_z_takes_the_last_act_back(work: Page) -> None:
    goto_doubt(work, CIN)
    work.keyboard.type("AB123456")
    work.keyboard.press("Enter")
    settled(work, CIN)
    work.keyboard.press("Escape")
    work.keyboard.press("Control+z")
    said(work, "Annulé")
    expect(field(work, CIN)).to_have_value("BE451221")


def test_two_who_correct_the_same_value_are_told(work: Page, own_site: Site) -> None:
    """Both are at the same post (and name): the second sees that it changed, nothing is lost."""
    other = work.context.new_page()
    other.goto(own_site.dossier())
    for page, value in ((other, "AB111111"), (work, "AB222222")):
        goto_doubt(page, CIN)
        page.keyboard.type(value)
        page.keyboard.press("Enter")
        if page is other:
            settled(page, CIN)
    said(work, "n'a pas été enregistrée")


def test_all_of_it_with_the_mouse_alone(work: Page) -> None:
    row(work, CIN).locator('[data-rival="1"]').click()
    row(work, CIN).locator(".accepter").click()
    settled(work, CIN)
    expect(field(work, CIN)).to_have_value("BE457221")
    work.get_by_role("button", name="Annuler le dernier acte").click()
    said(work, "Annulé")


def test_a_document_is_cut_and_whole_again(page: Page, own_site: Site) -> None:
    seeded = own_site.seeded
    pieces = page.locator("details.piece")
    page.goto(f"{own_site.dossier('facturation')}?page={seeded.pages[4]}")
    expect(pieces).to_have_count(1)
    page.keyboard.press("f")
    said(page, "coup")
    expect(pieces).to_have_count(2)
    expect(page.locator("#papier")).to_contain_text(f"{seeded.numero} / p. 4")
    page.keyboard.press("Control+z")
    said(page, "Annulé")
    expect(pieces).to_have_count(1)


def test_a_page_turned_for_good_shows_turned_and_turns_back(page: Page, own_site: Site) -> None:
    page.goto(f"{own_site.dossier('facturation')}?page={own_site.seeded.pages[3]}")
    sheet = page.locator(SHEET)
    wide, tall = (sheet.get_attribute(f"data-{side}") or "" for side in ("width", "height"))
    assert wide != tall
    page.keyboard.press("o")
    expect(sheet).to_have_attribute("data-width", tall)
    expect(sheet).to_have_attribute("data-height", wide)
    said(page, "tourn")
    page.keyboard.press("Control+z")
    expect(sheet).to_have_attribute("data-width", wide)
    expect(sheet).to_have_attribute("data-height", tall)


def test_the_type_of_a_document_is_changed_from_a_list(page: Page, own_site: Site) -> None:
    page.goto(f"{own_site.dossier('facturation')}?page={own_site.seeded.pages[3]}")
    page.keyboard.press("y")
    page.keyboard.type("Devis")
    page.keyboard.press("Enter")
    expect(page.locator("details.piece summary .nom", has_text="Devis")).to_be_visible()


def test_nothing_is_done_on_a_screen_about_to_go(page: Page, own_site: Site) -> None:
    """Asked while a cut is under way, the screen is built anew before anybody sees what it did."""
    held: list[Route] = []
    page.goto(f"{own_site.dossier('facturation')}?page={own_site.seeded.pages[4]}")
    page.route("**/actes/couper", lambda route: held.append(route))
    page.route("**/actes/annuler", lambda route: held.append(route))
    with page.expect_request("**/actes/couper"):
        page.keyboard.press("f")
    page.keyboard.press("Control+z")
    held[0].continue_()
    said(page, "coup")
    expect(page.locator("details.piece")).to_have_count(2)
    assert [route.request.url.rpartition("/")[2] for route in held] == ["couper"]


def test_a_screen_that_cannot_be_renewed_says_so_and_nothing_is_lost(work: Page) -> None:
    work.route(re.compile("/dossiers/"), lambda route: route.abort())
    goto_doubt(work, CIN)
    work.keyboard.press("Enter")
    said(work, "Ce que vous voyez n'est pas à jour")
    expect(work.locator(".en-cours")).to_have_count(0)
    work.unroute_all()
    work.reload()
    settled(work, CIN)


def test_what_is_in_the_way_of_complete_is_listed(work: Page) -> None:
    work.keyboard.press("Escape")
    work.keyboard.press("c")
    dialog = work.locator("#obstacles")
    expect(dialog.locator("li").nth(1)).to_be_visible()
    work.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_note_is_kept_and_shown(work: Page) -> None:
    work.keyboard.press("Escape")
    work.keyboard.press("n")
    work.keyboard.type("Rappeler la pharmacie")
    work.keyboard.press("Control+Enter")
    expect(work.locator(".passe", has_text="Rappeler la pharmacie")).to_be_visible()


def test_put_aside_goes_on_to_the_next_dossier(work: Page, own_site: Site) -> None:
    work.keyboard.press("Escape")
    work.keyboard.press("a")
    work.keyboard.type("attendre l'original")
    work.keyboard.press("Control+Enter")
    work.wait_for_url(re.compile(own_site.seeded.dossiers["vide"]))
    said(work, "côté")
    work.get_by_role("button", name="Annuler", exact=True).click()
    work.wait_for_url(re.compile(own_site.seeded.dossiers["chronique"]))


def test_in_anothers_hands_one_only_looks(page: Page, own_office: Office) -> None:
    from flows.review import act, holds
    from models.permissions import Actor
    from tests.review_ui.seed import NOW
    from tests.review_ui.site import place_of

    database, store, seeded = own_office
    other = Actor("s.tahiri", frozenset({Role.RELECTEUR}))
    dossier = seeded.dossiers["chronique"]
    act(place_of(database, store), other, lambda desk: holds.take(desk, dossier), now=NOW)
    for site in serving(own_office, Role.RELECTEUR):
        page.goto(f"{site.url}/?etat=tous")
        expect(page.locator(f'tr[data-dossier="{dossier}"]')).to_contain_text("s.tahiri")
        page.goto(site.dossier())
        expect(page.locator(".decisions")).to_contain_text("Tenu par s.tahiri")
        expect(page.locator('.decisions [data-cmd="completer"]')).to_have_count(0)
        expect(page.locator(".ordre")).to_have_count(0)


def test_a_rectangle_of_the_image_is_read_into_the_value_at_hand(
    work: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.review.looking import Candidate

    asked: list[object] = []

    def read(*given: object) -> tuple[Candidate, ...]:
        asked.append(given[4])
        return (Candidate("BE451228", "BE451228", "BE 45I228", 0.91, None),)

    monkeypatch.setattr("review_ui.routes.values.look", read)
    goto_doubt(work, CIN)
    work.keyboard.press("Escape")
    work.keyboard.press("0")
    work.keyboard.press("z")
    at = work.locator(f"{SHEET} .toile").bounding_box()
    assert at
    work.mouse.move(at["x"] + 0.1 * at["width"], at["y"] + 0.2 * at["height"])
    work.mouse.down()
    work.mouse.move(at["x"] + 0.5 * at["width"], at["y"] + 0.25 * at["height"], steps=3)
    work.mouse.up()
    expect(row(work, CIN).locator(".ecrit")).to_contain_text("BE 45I228")
    box = asked[0]
    assert abs(box.x0 - 0.1) < 0.01  # type: ignore[attr-defined]
    assert abs(box.y1 - 0.25) < 0.01  # type: ignore[attr-defined]
    work.keyboard.press("Enter")
    settled(work, CIN)
    expect(field(work, CIN)).to_have_value("BE451228")
