"""From asking for a dossier to seeing its page, in a browser on this machine."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence

from fastapi import FastAPI
from playwright.sync_api import sync_playwright

from tests.review_ui.site import served

NAMES = ("chromium", "chromium-browser", "google-chrome")
SEEN = """() => {
  const image = document.querySelector(".feuille:not(.rangee) img");
  return image?.complete && image.naturalWidth > 0;
}"""


def opening(app: FastAPI, cookie: str, dossiers: Sequence[str]) -> list[float] | None:
    """Milliseconds until each dossier's first page can be read; `None`: there is no browser."""
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        return None
    taken = []
    with served(app) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.add_cookies([{"name": "liasse", "value": cookie, "url": url}])
        page = context.new_page()
        page.goto(url)
        for dossier in dossiers:
            started = time.perf_counter()
            page.goto(f"{url}/dossiers/{dossier}", wait_until="commit")
            page.wait_for_function(SEEN, polling="raf")
            taken.append((time.perf_counter() - started) * 1000)
        browser.close()
    return taken
