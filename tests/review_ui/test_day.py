"""A day's work on the sample courier, with the keyboard alone; and how many keys a dossier takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from models.documents import Kind, document_types
from models.permissions import Role
from tests.review_ui.hands import SHEET, said
from tests.review_ui.sample import NOON, sample_office
from tests.review_ui.site import serving_place

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

FREE_TEXT = {Kind.TEXTE, Kind.NOM, Kind.NOM_COMPLET, Kind.VILLE}
FOLLOWS = """() => {
  const shown = document.querySelector("SHEET")?.dataset.sheet;
  return [...document.querySelectorAll("details.piece")]
    .some((piece) => piece.dataset.sheets.trim().split(" ").indexOf(shown) > 0);
}""".replace("SHEET", SHEET)
"""Whether the page shown does not begin its document."""
UNKNOWN_MARK = (
    "document.activeElement.matches('[data-sort=marque] select') && !document.activeElement.value"
)
"""Whether the hands are on a stamp or a signature of which nothing is known."""


@pytest.fixture(scope="module")
def sample_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    for place in sample_office(tmp_path_factory.mktemp("courrier")):
        yield from serving_place(place, Role.RELECTEUR, NOON)


class Clerk:
    """Somebody with a keyboard and no mouse, who counts the keys."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    @property
    def at(self) -> str:
        """What the keyboard is on."""
        said: str = self.page.evaluate(
            "(e => e.getAttribute('aria-label') || e.textContent.trim())(document.activeElement)"
        )
        return said

    def tab_to(self, name: str) -> None:
        for _ in range(250):
            if re.fullmatch(name, self.at):
                return
            self.press("Tab")
        raise AssertionError(f"no keyboard reaches {name}")

    def to_a_following_page(self) -> None:
        """Show a page that does not begin its document, as somebody sees who looks for a cut."""
        sheets = self.page.locator(".feuille").count()
        for key in ["p"] * sheets + ["s"] * sheets:
            self.press(key)
            if key == "s" and self.page.evaluate(FOLLOWS):
                return
        raise AssertionError("no document of two pages")

    def settled(self) -> None:
        """Wait until the office has answered all that was asked."""
        expect(self.page.locator(".en-cours")).to_have_count(0)

    def take(self, kind: str) -> str:
        """From the queue, the dossier of that kind; its reference."""
        rows = self.page.locator("tr[data-dossier]")
        rows.first.wait_for()
        texts = rows.all_inner_texts()
        place = next(n for n, text in enumerate(texts) if kind in text)
        for _ in range(place + 1):
            self.press("j")
        self.press("Enter")
        self.page.wait_for_url(re.compile("/dossiers/"))
        return self.page.locator("h1").inner_text()

    def complete(self) -> None:
        """Declare the dossier complete, lifting the doubts that may be lifted."""
        here = self.page.url.partition("?")[0]
        if self.page.evaluate("document.activeElement !== document.body"):
            self.press("Escape")
        for _ in range(8):
            self.press("c")
            self.page.wait_for_function(
                "here => !location.href.startsWith(here) || document.querySelector('#obstacles[open]')",
                arg=here,
            )
            if not self.page.url.startswith(here):
                return
            obstacles = self.page.locator("#obstacles")
            while obstacles.locator("li input").count():
                before = obstacles.locator("li").count()
                self.type("vu sur la page")
                self.press("Enter")
                self.page.wait_for_function(
                    "before => document.querySelectorAll('#obstacles li').length < before",
                    arg=before,
                )
            if obstacles.is_visible():
                self.press("Escape")
        raise AssertionError("it cannot be completed")


def goto_queue(clerk: Clerk) -> None:
    clerk.tab_to("File d'attente")
    clerk.press("Enter")
    clerk.page.locator("tr[data-dossier]").first.wait_for()


def free_text(page: Page) -> bool:
    """Whether the value under the hands is words, which anything can be typed over."""
    spot, type_ = page.evaluate(
        "(r => [r?.dataset.spot ?? '', r?.dataset.type ?? ''])"
        "(document.activeElement.closest('[data-spot]'))"
    )
    kind = document_types().get(type_)
    match spot.split(":"):
        case ["field", name] if kind and name in kind.fields:
            return kind.fields[name].genre in FREE_TEXT
        case ["line", table, _, column] if kind and column in kind.lines[table].colonnes:
            return kind.lines[table].colonnes[column].genre in FREE_TEXT
    return False


def test_a_day(page: Page, sample_url: str) -> None:
    clerk = Clerk(page)
    papers: list[Response] = []
    page.context.on(
        "response",
        lambda answer: papers.append(answer) if "pdf" in answer.headers.get("content-type", "") else None,
    )  # fmt: skip
    page.goto(sample_url)

    # take a dossier, correct three values
    mine = clerk.take("Dossier maladie")
    corrected = 0
    for _ in range(60):
        if corrected == 3:
            break
        if free_text(page):
            clerk.type(f"Corrigé {'abc'[corrected]}")
            corrected += 1
        elif page.evaluate(UNKNOWN_MARK):
            clerk.press("p")
        clerk.press("Enter")
        clerk.settled()
    assert corrected == 3
    kept = page.locator('.saisie[data-value^="Corrigé"], .saisie[data-value^="CORRIG"]')
    expect(kept).to_have_count(3)

    # cut a document in two, and make it whole again
    clerk.press("Escape")
    pieces = page.locator("details.piece")
    before = pieces.count()
    clerk.to_a_following_page()
    clerk.press("f")
    said(page, "coup")
    expect(pieces).to_have_count(before + 1)
    clerk.press("Control+z")
    said(page, "Annulé")
    expect(pieces).to_have_count(before)

    # what remains in doubt was looked at: complete, and the next one comes by itself
    clerk.complete()
    said(page, "déclaré complet")
    expect(page.locator("h1")).not_to_have_text(mine)

    # of another, ask for what is missing
    clerk.press("Escape")
    clerk.press("q")
    page.wait_for_url(f"{sample_url}/")
    lacking = clerk.take("Facturation de médicaments")
    clerk.press("Escape")
    clerk.press("m")
    expect(page.locator("#brouillon [data-rang]").first).to_be_visible()
    clerk.tab_to("Émettre la lettre")
    clerk.press("Enter")
    said(page, "Complément demandé")
    expect(page.locator("h1")).not_to_have_text(lacking)

    # close the lot of the first, print what goes with it
    page.keyboard.press("Escape")
    clerk.tab_to("Lots")
    clerk.press("Enter")
    page.wait_for_url(f"{sample_url}/lots")
    section = page.locator("section.lot", has_text=mine)
    lot = section.locator("h2").inner_text()
    if section.locator('input[name="sans"]').count():
        clerk.tab_to(f"Motif pour clore {lot} .*")
        clerk.type("les autres attendent")
    clerk.tab_to(f"Clore le lot {lot}")
    clerk.press("Enter")
    expect(page.locator("section.lot", has_text=lot).get_by_text("Clôturé")).to_be_visible()
    clerk.tab_to(f"Imprimer le bordereau du lot {lot}")
    with page.context.expect_event("response", lambda answer: "bordereau.pdf" in answer.url) as one:
        clerk.press("Enter")
    assert one.value.status == 200
    assert one.value.headers["content-type"] == "application/pdf"
    clerk.tab_to(f"Accusé de réception de {mine}")
    with page.context.expect_event("response", lambda answer: "accuse.pdf" in answer.url) as two:
        clerk.press("Enter")
    assert two.value.status == 200


def test_a_dossier_with_two_doubtful_values_takes_fewer_than_twelve_keys(
    page: Page, two_doubts_url: str
) -> None:
    clerk = Clerk(page)
    page.goto(two_doubts_url)
    clerk.take("EL MANSOURI")
    for number in range(2):
        expect(page.locator("[data-spot].a-voir")).to_have_count(2 - number)
        clerk.press("Enter")
        clerk.settled()
    said(page, "Plus de valeur à vérifier")
    clerk.press("c")
    said(page, "déclaré complet")
    assert clerk.keys < 12
    print(f"{clerk.keys} keys")


@pytest.fixture
def two_doubts_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from tests.review_ui.two_doubts import office

    for place in office(tmp_path_factory.mktemp("deux-doutes"), NOON):
        yield from serving_place(place, Role.RELECTEUR, NOON)
