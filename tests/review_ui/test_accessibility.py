"""Reachable by the keyboard, named, and readable: measured in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.review_ui.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

FAINT = """
(() => {
  const parts = (c) => (c.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = parts(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] > 0.9) return c;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility() || e.closest(".cache, svg, :disabled")) continue;
    const [a, b] = [light(parts(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faint.push([e.textContent.trim().slice(0, 30), ratio.toFixed(2)]);
  }
  return faint;
})()
"""


def test_tab_reaches_everything_and_shows_where_it_is(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/envois/{site.seeded.envoi}")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Aller au contenu")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        state = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            " const around = getComputedStyle(e.closest('.depot') ?? e);"
            " return [e.textContent.trim().slice(0, 30) || e.id, s.outlineStyle, around.outlineStyle]; })()"
        )
        if page.evaluate("document.activeElement === document.body"):
            break  # past the last
        assert state[1] != "none" or state[2] != "none", state
        reached.add(state[0])
    assert {"Lots", "Feuille de soins", "q"} <= reached


def test_past_the_last_doubt_tab_goes_on_to_all_the_rest(desk: Page) -> None:
    reached = set()
    for _ in range(90):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement === document.body"):
            break
        reached.add(
            desk.evaluate(
                "document.activeElement.ariaLabel || document.activeElement.textContent.trim().slice(0, 12)"
            )
        )
    assert {"Complet C", "Complément M", "Note N"} <= reached, reached


def test_every_text_stands_out_from_its_ground(page: Page, site: Site) -> None:
    """WCAG's 4.5 : 1, measured on the colours that the browser computed."""
    for address in (f"{site.url}/", site.dossier(), f"{site.url}/envois/{site.seeded.envoi}"):
        page.goto(address)
        assert page.evaluate(FAINT) == []


def test_every_control_has_a_name(page: Page, site: Site) -> None:
    nameless = (
        "[...document.querySelectorAll('button, a, input, select, summary')].filter(e =>"
        " !(e.textContent.trim() || e.labels?.length || e.getAttribute('aria-label')"
        " || e.type === 'hidden')).map(e => e.outerHTML)"
    )
    for address in (f"{site.url}/", site.dossier(), f"{site.url}/envois/{site.seeded.envoi}"):
        page.goto(address)
        assert page.evaluate(nameless) == []
        expect(page.locator("h1")).to_have_count(1)
