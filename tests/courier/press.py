"""Headless Chromium turns forms into page images (or a born-digital PDF) and says where every value lies."""

from __future__ import annotations

import io
import random
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from . import hands, writing
from .paper import Paper
from .pen import Pen

FORMS = Path(__file__).parent / "forms"
DPI = 200
PDF_MOMENT = b"(D:20251104093000+00'00')"
COLLECT = """() => [...document.querySelectorAll('section.page')].map(p => {
  const o = p.getBoundingClientRect();
  const rect = e => { let r = [1e9, 1e9, -1e9, -1e9];
    for (const x of [e, ...e.querySelectorAll('*')]) { if (x.closest('defs,filter')) continue;
      const b = x.getBoundingClientRect(); if (!b.width && !b.height) continue;
      r = [Math.min(r[0], b.left), Math.min(r[1], b.top), Math.max(r[2], b.right), Math.max(r[3], b.bottom)]; }
    const c = v => Math.min(1, Math.max(0, v));
    return [c((r[0]-o.left)/o.width), c((r[1]-o.top)/o.height), c((r[2]-o.left)/o.width), c((r[3]-o.top)/o.height)]; };
  return [...p.querySelectorAll('[data-field],[data-line],[data-mark]')].map(e => ({field: e.dataset.field || null,
    line: e.dataset.line || null, mark: e.dataset.mark || null, src: e.dataset.src || 'printed', raw: e.dataset.raw || '', box: rect(e)})); })"""


@dataclass
class Spot:
    """Something written: what it is and where (fractions of its upright page)."""

    kind: str
    name: str
    raw: str
    source: str
    box: tuple[float, float, float, float]


@dataclass
class Side:
    """One upright page as printed and filled in, before any scanner saw it."""

    image: Image.Image
    spots: list[Spot] = field(default_factory=list)


class Press:
    """One Chromium for many papers; a context manager."""

    def __enter__(self) -> Press:
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
            viewport={"width": 1130, "height": 1130}, device_scale_factor=DPI / 96
        )
        self._page = self._context.new_page()
        self._env = Environment(
            loader=FileSystemLoader(FORMS),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.globals |= {
            "day": writing.day,
            "amount": writing.amount,
            "phone": writing.phone,
            "groups": writing.groups,
            "dirhams": writing.dirhams,
        }
        self._faces = hands.faces()
        self._folder = tempfile.TemporaryDirectory()
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._playwright.stop()
        self._folder.cleanup()

    def sides(self, paper: Paper, seed: str) -> list[Side]:
        """The pages of `paper`, upright and clean, with their spots."""
        self._open(paper, seed)
        found = self._spots()
        out = []
        for section, spots in zip(self._page.locator("section.page").all(), found, strict=True):
            shot = Image.open(io.BytesIO(section.screenshot(animations="disabled"))).convert("RGB")
            out.append(Side(shot, spots))
        return out

    def pdf(self, paper: Paper, seed: str) -> tuple[bytes, list[list[Spot]]]:
        """`paper` as a PDF with a text layer, with the spots of each page."""
        self._open(paper, seed)
        found = self._spots()
        data = self._page.pdf(prefer_css_page_size=True, print_background=True)
        return re.sub(rb"\(D:\d{14}[^)]*\)", PDF_MOMENT, data), found

    def _open(self, paper: Paper, seed: str) -> None:
        pen = Pen(paper, random.Random(f"{seed}:{paper.id}:ink"))
        text = self._env.get_template(self._form(paper)).render(
            pen=pen, paper=paper, x=paper.extra, faces=self._faces, lines=paper.lines
        )
        file = Path(self._folder.name) / f"{paper.id}.html"
        file.write_text(text, encoding="utf-8")
        self._page.goto(file.as_uri())
        self._page.evaluate("() => document.fonts.ready.then(() => 0)")

    @staticmethod
    def _form(paper: Paper) -> str:
        """A family of its own (`type/family`), or one shared by several types (`commun/…`)."""
        own = paper.family if "/" in paper.family else f"{paper.type}/{paper.family}"
        return f"{own}.html"

    def _spots(self) -> list[list[Spot]]:
        raw: list[list[dict[str, Any]]] = self._page.evaluate(COLLECT)
        pages = []
        for page in raw:
            spots = []
            for s in page:
                kind = "field" if s["field"] else "line" if s["line"] else "mark"
                x0, y0, x1, y1 = (round(v, 4) for v in s["box"])
                spots.append(Spot(kind, s[kind], s["raw"], s["src"], (x0, y0, x1, y1)))
            pages.append(spots)
        return pages
