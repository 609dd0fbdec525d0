"""What hands and eyes do at a screen in a browser. Each look waits until the screen shows what it
should: a screen is renewed in parts, and built anew after some acts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

IN_VIEW = """([plan, box]) => {
  const [view, at] = [plan, box].map((css) => document.querySelector(css)?.getBoundingClientRect());
  if (!view || !at) return false;
  const [x, y] = [at.x + at.width / 2, at.y + at.height / 2];
  return view.left <= x && x <= view.right && view.top <= y && y <= view.bottom;
}"""
SHEET = ".feuille:not(.rangee)"
"""The page shown."""


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def row(page: Page, label: str) -> Locator:
    return page.locator(f'[data-spot][data-label="{label}"]')


def settled(page: Page, label: str) -> None:
    """Wait until the office has kept what was said of that value."""
    expect(row(page, label)).to_have_class(re.compile(r"(^|\s)tranche(\s|$)"))


def said(page: Page, text: str) -> None:
    """Wait until the screen says so."""
    expect(page.locator("#dit", has_text=text)).to_be_visible()


def hands_on(page: Page, label: str | re.Pattern[str]) -> None:
    """Wait until the keyboard is on what has that label."""
    expect(page.locator(":focus")).to_have_attribute("aria-label", label)


def goto_doubt(page: Page, label: str) -> None:
    for _ in range(12):
        if page.evaluate("document.activeElement.ariaLabel") == label:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{label} is no doubt")


def image_loaded(page: Page) -> None:
    """Wait until the page shown has its image."""
    page.wait_for_function(
        "css => document.querySelector(css)?.naturalWidth > 0", arg=f"{SHEET} img"
    )


def chosen_box(page: Page) -> Locator:
    """The box of the value at hand, on the page shown."""
    return page.locator(f"{SHEET} .cadre.choisi")


def box_in_view(page: Page) -> None:
    """Wait until the page was moved so that this box can be seen."""
    page.wait_for_function(IN_VIEW, arg=["#plan", f"{SHEET} .cadre.choisi"])


def fits(page: Page, *, tall: bool = False) -> None:
    """Wait until the screen is no wider (nor taller) than the window."""
    page.wait_for_function("document.scrollingElement.scrollWidth <= innerWidth")
    if tall:
        page.wait_for_function("document.scrollingElement.scrollHeight <= innerHeight")
