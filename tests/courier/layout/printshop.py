"""A persistent Chromium prints sheets: clean images (or a born-digital PDF) and the place of every value."""

from __future__ import annotations

import io
import random
import re
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from ..paper import Paper
from ..press import COLLECT, PDF_MOMENT, Side, Spot
from .compose import compose
from .family import Family
from .frame import document
from .quill import Quill
from .sheet import Sheet

SIZES = {"": (210, 297), "a5": (148, 210), "ticket": (82, 190), "land": (297, 210)}

# A sheet that says more than it has room for loses its unused sections, then is set smaller, as a printer would do;
# what is left over parts the text from the small print at the foot.
FIT = """() => { for (const p of document.querySelectorAll('section.page')) { const i = p.querySelector('.in');
  const style = getComputedStyle(p), room = p.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
  const need = () => i.getBoundingClientRect().height, more = [...i.querySelectorAll('.opt')];
  while (need() > room && more.length) more.pop().remove();
  const low = i.querySelector('.fine.low');
  if (need() > room) i.style.zoom = Math.max(0.6, room / need() - 0.005);
  else if (low) low.style.marginTop = Math.max(0, room - need() - 4) + 'px'; } }"""


class Printshop:
    """One browser for a whole build; a context manager."""

    def __init__(self, dpi: int = 200) -> None:
        self.dpi = dpi
        self.lost: list[str] = []

    def __enter__(self) -> Printshop:
        self._playwright = sync_playwright().start()
        self._browser: Browser = self._playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--font-render-hinting=none",
            ],
        )
        self._context = self._browser.new_context(
            viewport={"width": 800, "height": 1130}, device_scale_factor=self.dpi / 96
        )
        self._page = self._context.new_page()
        self._folder = tempfile.TemporaryDirectory()
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._playwright.stop()
        self._folder.cleanup()

    def sides(self, paper: Paper, family: Family, seed: str) -> list[Side]:
        self._open(paper, family, seed)
        found = self._spots()
        out = []
        for section, spots in zip(self._page.locator("section.page").all(), found, strict=True):
            box = section.bounding_box()
            assert box
            shot = self._page.screenshot(
                clip=box, full_page=True, animations="disabled", type="jpeg", quality=97
            )
            out.append(Side(Image.open(io.BytesIO(shot)).convert("RGB"), spots))
        return out

    def pdf(self, paper: Paper, family: Family, seed: str) -> tuple[bytes, list[list[Spot]]]:
        self._open(paper, family, seed)
        found = self._spots()
        w, h = SIZES[family.size]
        data = self._page.pdf(width=f"{w}mm", height=f"{h}mm", print_background=True)
        return re.sub(rb"\(D:\d{14}[^)]*\)", PDF_MOMENT, data), found

    def _open(self, paper: Paper, family: Family, seed: str) -> None:
        rng = random.Random(f"{seed}:{paper.id}:ink")
        paper.extra["police"] = family.font
        sheet = Sheet(Quill(paper, rng), family)
        bodies = compose(sheet)
        bodies[0] += str(sheet.pen.overstamp())
        if paper.extra.get("copie"):  # the word decides
            word = sheet.pen.f(
                "exemplaire", show=rng.choice(["COPIE", "PHOTOCOPIE", "Copie"]), by="print"
            )
            bodies[0] += (
                f'<div class="ab b" style="right:14mm;top:{rng.randrange(4, 40)}mm;font-size:17pt;border:.6mm solid #444;padding:0 3mm;transform:rotate({rng.gauss(-6, 5):.1f}deg)">{word}</div>'
            )
        low, high = (8.0, 9.2) if family.size in ("a5", "ticket") else (8.3, 10.1)
        if family.mould:
            low, high = (8.6, 10.2) if family.size == "a5" else (9.4, 11.6)
        size = round(random.Random(f"{family.name}:corps").uniform(low, high), 1)
        file = Path(self._folder.name) / "paper.html"
        file.write_text(document(family, bodies, paper.hand, size), encoding="utf-8")
        self._page.goto(file.as_uri())
        self._page.evaluate("() => document.fonts.ready.then(() => 0)")
        self._page.evaluate(FIT)

    def _spots(self) -> list[list[Spot]]:
        raw: list[list[dict[str, Any]]] = self._page.evaluate(COLLECT)
        pages = []
        for page in raw:
            spots = []
            for s in page:
                kind = "field" if s["field"] else "line" if s["line"] else "mark"
                x0, y0, x1, y1 = (round(v, 4) for v in s["box"])
                clipped = kind != "mark" and (x1 > 0.9993 or y1 > 0.9993)
                if y0 > 0.993 or x0 > 0.993 or clipped:  # off the sheet: nobody can read it
                    self.lost.append(f"{s[kind]}")
                    continue
                spots.append(Spot(kind, s[kind], s["raw"], s["src"], (x0, y0, x1, y1)))
            pages.append(spots)
        return pages
