"""From asking for a dossier to seeing its page, in a browser on this machine."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import sync_playwright

from review_ui.serve import listen

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
    with _served(app) as url, sync_playwright() as playwright:
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


@contextmanager
def _served(app: FastAPI) -> Iterator[str]:
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()
