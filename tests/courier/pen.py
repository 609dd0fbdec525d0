"""Fills a form: every value it writes into the HTML carries the name under which the truth knows it."""

from __future__ import annotations

import html
import random
import re
from typing import Any

from markupsafe import Markup

from . import marks, writing
from .hands import HANDS, write
from .paper import Ink, Paper, Stamp
from .vocabulary import AMOUNTS, PHONES, is_date


class Pen:
    """Writes the values of one paper. A value that no form shows never reaches the truth."""

    def __init__(self, paper: Paper, rng: random.Random) -> None:
        self.paper, self.rng = paper, rng

    # -- values -------------------------------------------------------------------------------------------------

    def f(
        self, name: str, show: str | None = None, form: str = "/", by: str = "", upper: bool = False
    ) -> Markup:
        """Writes field `name`; nothing when the paper has no such value. `by` forces print|typed|hand."""
        value = self.paper.fields.get(name)
        if value is None:
            return Markup("")
        text = show if show is not None else self.shown(name, value, form)
        return self._tagged(text.upper() if upper else text, by, f'data-field="{name}"')

    def c(
        self,
        table: str,
        row: int,
        name: str,
        show: str | None = None,
        form: str = "/",
        by: str = "",
    ) -> Markup:
        """Writes one cell of a line."""
        value = self.paper.lines[table][row].get(name)
        if value is None:
            return Markup("")
        text = show if show is not None else self.shown(name, value, form)
        return self._tagged(text, by, f'data-line="{table}.{row}.{name}"')

    def echo(self, text: object, by: str = "") -> Markup:
        """Writes something that the truth does not hold."""
        return self._tagged(str(text), by, "")

    def text(self, sentence: str) -> Markup:
        """A sentence in which `{champ}` is a field; `{champ|long}` chooses how a date is written."""
        out = []
        for i, part in enumerate(re.split(r"\{([a-z_|/.]+)\}", sentence)):
            name, _, form = part.partition("|")
            show = self.paper.extra.get("montre", {}).get(name)
            out.append(self.f(name, show, form or "/") if i % 2 else html.escape(part))
        return Markup("".join(out))

    def has(self, name: str) -> bool:
        return self.paper.fields.get(name) is not None

    def comb(self, name: str, cells: int, form: str = "", by: str = "", seps: str = "") -> Markup:
        """Writes a value one sign a box; boxes beyond the value stay empty; `seps` are box numbers followed by a gap."""
        value = self.paper.fields.get(name)
        text = (
            ""
            if value is None
            else self.shown(name, value, "-").replace("-", "")
            if is_date(name)
            else str(value)
        )
        text = text.replace(" ", "")
        out = []
        gaps = {int(s) for s in seps.split()} if seps else set()
        for i in range(cells):
            sign = text[i] if i < len(text) else ""
            out.append(
                f'<i class="cb{" gap" if i + 1 in gaps else ""}">{self._ink(sign, by) if sign.strip() else "&nbsp;"}</i>'
            )
        tag = (
            f'data-field="{name}" data-src="{self._source(by)}" data-raw="{html.escape(text)}"'
            if text
            else ""
        )
        return Markup(f'<span class="comb" {tag}>{"".join(out)}</span>')

    def tick(self, name: str, option: Any, cls: str = "bx") -> Markup:
        """A box that is crossed when the field equals `option`."""
        value = self.paper.fields.get(name)
        on = value is not None and value == option
        tag = f'data-field="{name}" data-src="checkbox" data-raw="X"' if on else ""
        return Markup(f'<span class="{cls}" {tag}>{self._cross() if on else ""}</span>')

    def box(self, name: str) -> Markup:
        """A lone box of a yes/no field: empty means no."""
        value = self.paper.fields.get(name)
        tag = (
            f'data-field="{name}" data-src="checkbox" data-raw="{"X" if value else ""}"'
            if value is not None
            else ""
        )
        return Markup(f'<span class="bx" {tag}>{self._cross() if value else ""}</span>')

    def line_tick(self, table: str, row: int, name: str, option: Any) -> Markup:
        on = self.paper.lines[table][row].get(name) == option
        tag = f'data-line="{table}.{row}.{name}" data-src="checkbox" data-raw="X"' if on else ""
        return Markup(f'<span class="bx" {tag}>{self._cross() if on else ""}</span>')

    # -- marks --------------------------------------------------------------------------------------------------

    def stamp(self, name: str, dx: float = 3.0, dy: float = 2.0) -> Markup:
        """The stamp `name`, where the form keeps its place, a little beside it."""
        s = self.paper.stamps.get(name)
        if s is None:
            return Markup("")
        x, y = self.rng.gauss(0, dx), self.rng.gauss(0, dy)
        return Markup(
            f'<span class="mark" data-mark="{name}" style="transform:translate({x:.1f}mm,{y:.1f}mm)">'
            f"{marks.stamp(s, self.rng)}</span>"
        )

    def signature(self, name: str, width: float = 38.0) -> Markup:
        if name not in self.paper.signatures:
            return Markup("")
        own = random.Random(
            f"sig:{self.paper.extra.get('sig', {}).get(name, self.paper.id + name)}"
        )
        x, y = self.rng.gauss(0, 2), self.rng.gauss(0, 1.2)
        ink = own.choice(["#17287d", "#17287d", "#16161c", "#22389c"])
        return Markup(
            f'<span class="mark sig" data-mark="{name}" style="transform:translate({x:.1f}mm,{y:.1f}mm) '
            f'rotate({self.rng.gauss(-4, 3):.1f}deg)">{marks.signature(own, width, width * 0.4, ink)}</span>'
        )

    def arrival(self) -> Markup:
        """The mailroom's «ARRIVÉ LE», if this paper got one."""
        if not self.paper.arrival:
            return Markup("")
        where, _, text = self.paper.arrival.partition(":")
        right, top = where.split(",")
        s = Stamp(
            ("ARRIVÉ LE", text, "BUREAU D'ORDRE  N° " + str(self.rng.randrange(3100, 9900))),
            "rect",
            "#b3263a",
            44,
        )
        return Markup(
            f'<span class="mark" style="position:absolute;right:{right}mm;top:{top}mm">{marks.stamp(s, self.rng)}</span>'
        )

    def barcode(
        self, text: str, kind: str = "EAN13", unit: float = 0.36, height: float = 10.0
    ) -> Markup:
        return Markup(marks.barcode(text, kind, unit, height))

    def tilt(self, spread: float = 2.0) -> str:
        """A style that sets a glued label askew."""
        return (
            f"transform:rotate({self.rng.gauss(0, spread):.1f}deg) translate({self.rng.gauss(0, 0.8):.1f}mm,"
            f"{self.rng.gauss(0, 0.7):.1f}mm)"
        )

    # -- ink ----------------------------------------------------------------------------------------------------

    @staticmethod
    def shown(name: str, value: Any, form: str = "/") -> str:
        """A canonical value as it is usually written."""
        if is_date(name):
            return writing.day(str(value), form)
        if name in AMOUNTS:
            return writing.amount(str(value))
        if name in PHONES:
            return writing.phone(str(value))
        if name == "rib":
            return writing.groups(str(value), 3, 3, 16)
        if isinstance(value, bool):
            return "OUI" if value else "NON"
        return str(value)

    def _kind(self, by: str) -> Ink:
        return Ink(by) if by else self.paper.ink

    def _source(self, by: str) -> str:
        return "handwritten" if self._kind(by) is Ink.HAND else "printed"

    def _ink(self, text: str, by: str) -> str:
        kind = self._kind(by)
        if kind is Ink.HAND:
            return write(text, HANDS[self.paper.hand], self.rng, self.paper.pen)
        safe = html.escape(text)
        return f'<span class="ty">{safe}</span>' if kind is Ink.TYPED else safe

    def _tagged(self, text: str, by: str, tag: str) -> Markup:
        more = f' {tag} data-src="{self._source(by)}" data-raw="{html.escape(text)}"' if tag else ""
        return Markup(f'<span class="v"{more}>{self._ink(text, by)}</span>')

    def _cross(self) -> str:
        if self.paper.ink is not Ink.HAND:
            return '<b class="x">X</b>'
        j = lambda: self.rng.uniform(-0.5, 0.5)  # noqa: E731
        if self.rng.random() < 0.4:
            path = f"M{0.4 + j():.2f} {1.8 + j():.2f} L{1.5 + j():.2f} {3.2 + j():.2f} L{4.2 + j():.2f} {-0.6 + j():.2f}"
        else:
            path = (
                f"M{0.2 + j():.2f} {0.2 + j():.2f} L{3.4 + j():.2f} {3.3 + j():.2f} "
                f"M{3.3 + j():.2f} {0.1 + j():.2f} L{0.2 + j():.2f} {3.4 + j():.2f}"
            )
        return (
            f'<svg class="tk" width="3.4mm" height="3.4mm" viewBox="0 0 3.4 3.4"><path d="{path}" fill="none" '
            f'stroke="{self.paper.pen}" stroke-width=".42" stroke-linecap="round"/></svg>'
        )
