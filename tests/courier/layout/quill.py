"""A pen that errs: letters never twice alike, words crossed out and written again, lines overrun."""

from __future__ import annotations

import html
import random
import re
from typing import Any

from markupsafe import Markup

from ..paper import Ink, Paper, Stamp
from ..pen import Pen
from ..wear.recipes import bilevel
from . import copybook, rubber, strokes
from .scripts import SCRIPTS, Script, letters

FIGURES = re.compile(r"[0-9][0-9 /.,-]*")
SCRIPT_OF: dict[str, Script] = {k: s for own in SCRIPTS.values() for k, s in own.items()}


class Quill(Pen):
    """The pen of the large courier. `paper.extra['fautes_de_plume']` is the chance of an error a value."""

    def __init__(self, paper: Paper, rng: random.Random) -> None:
        super().__init__(paper, rng)
        self.script = SCRIPT_OF[paper.hand]
        self.careless = float(paper.extra.get("fautes_de_plume", 0.05))
        self.grow = max(0.8, rng.gauss(1.0, 0.07))
        self._in_box = False

    def comb(self, name: str, cells: int, form: str = "", by: str = "", seps: str = "") -> Markup:
        self._in_box = True
        made = super().comb(name, cells, form, by, seps)
        self._in_box = False
        return made

    def _ink(self, text: str, by: str) -> str:
        if self._kind(by) is not Ink.HAND:
            return self._machine(text, by)
        grow = self.grow * (1 if self._in_box else max(0.85, self.rng.gauss(1, 0.05)))
        if self._in_box:
            wrong = ""
            if self.rng.random() < self.careless * 0.25 and text.isdigit():
                wrong = f'<b class="ov">{self._write(self.rng.choice("0123456789"), grow)}</b>'
            return wrong + self._write(text, grow)
        chance = self.rng.random()
        if chance < self.careless and len(text) > 2:
            return self._corrected(text, grow)
        if chance < self.careless * 2:  # runs over the rule, or too large for its place
            up = self.rng.choice([-0.32, 0.34, 0.42])
            return f'<span class="rel" style="top:{up:.2f}em">{self._write(text, grow * self.rng.uniform(1.12, 1.3))}</span>'
        return self._write(text, grow)

    def _write(self, text: str, grow: float) -> str:
        writer = self.paper.extra.get("main_reelle")
        if writer and FIGURES.fullmatch(text):  # dates and amounts in digits cut from real writing
            split, name = writer
            em = 0.88 * self.script.size * grow * (0.95 if self._in_box else 1.0)
            self.paper.extra["chiffres_reels"] = True
            return copybook.figures(text, split, name, self.rng, self.paper.pen, em)
        return letters(text, self.script, self.rng, self.paper.pen, grow)

    def _machine(self, text: str, by: str) -> str:
        safe = html.escape(text)
        if self._kind(by) is not Ink.TYPED:
            return safe
        off = self.paper.extra.get(
            "frappe", 0.0
        )  # a typewriter's line never sits quite on the rule
        return f'<span class="ty" style="top:{off + self.rng.gauss(0, 0.25):.2f}mm">{safe}</span>'

    def _corrected(self, text: str, grow: float) -> str:
        """The wrong word crossed out, then the right one after or above it."""
        wrong = self._spoil(text)
        j = lambda a: self.rng.gauss(0, a)  # noqa: E731
        strokes = self.rng.choice([1, 2, 2, 4])
        path = "".join(
            f"M{-2 + j(2):.1f} {50 + j(12):.1f} L{102 + j(3):.1f} {50 + j(12):.1f} "
            for _ in range(strokes)
        )
        line = (
            f'<svg class="co" viewBox="0 0 100 100" preserveAspectRatio="none"><path d="{path}" fill="none" stroke="{self.paper.pen}" '
            'stroke-width="1.3" vector-effect="non-scaling-stroke"/></svg>'
        )
        gone = f'<span class="rel">{self._write(wrong, grow * 0.95)}{line}</span>'
        if self.rng.random() < 0.75:  # above it, only seldom: the line before stands close
            return f"{gone} {self._write(text, grow * 0.88)}"
        return f'<span class="rel">{gone}<span class="above">{self._write(text, grow * 0.85)}</span></span>'

    def _spoil(self, text: str) -> str:
        """What was written first by mistake: never the true value."""
        cut = text[: max(2, int(len(text) * self.rng.uniform(0.3, 0.8)))]
        i = self.rng.randrange(len(cut))
        other = self.rng.choice("0123456789" if cut[i].isdigit() else "aeioulmnrst")
        return cut[:i] + (other if other != cut[i] else "x") + cut[i + 1 :]

    def stamp(self, name: str, dx: float = 3.0, dy: float = 2.0) -> Markup:
        """The stamp `name` beside its place, as unevenly as stamps print."""
        s = self.paper.stamps.get(name)
        if s is None:
            return Markup("")
        x, y = self.rng.gauss(0, dx), self.rng.gauss(0, dy)
        own = random.Random(f"tampon:{s.lines}:{s.ring}")
        fonts = ["arimo", "arimo", "cousine", self.paper.extra.get("police", "arimo")]
        made = rubber.stamp(s, own, self.rng, bilevel(self.paper.recipes), fonts)
        return Markup(
            f'<span class="mark" data-mark="{name}" style="transform:translate({x:.1f}mm,{y:.1f}mm)">{made}</span>'
        )

    def signature(self, name: str, width: float = 38.0) -> Markup:
        """Somebody's signature: the same hand on all his papers, never twice the same line."""
        if name not in self.paper.signatures:
            return Markup("")
        who = self.paper.extra.get("sig", {}).get(name, self.paper.id + name)
        own = random.Random(f"sig:{who}")
        ink = own.choice(["#17287d", "#1b2f86", "#16161c", "#22389c", "#101014", "#0c4a9a"])
        size = width * own.uniform(0.75, 1.25) * self.rng.uniform(0.9, 1.1)
        x, y = self.rng.gauss(0, 2.5), self.rng.gauss(0, 2)
        return Markup(
            f'<span class="mark sig" data-mark="{name}" style="transform:translate({x:.1f}mm,{y:.1f}mm) '
            f'rotate({self.rng.gauss(-4, 4):.1f}deg)">{strokes.signature(own, self.rng, size, ink)}</span>'
        )

    def arrival(self) -> Markup:
        """The mailroom's dater, struck in haste."""
        if not self.paper.arrival:
            return Markup("")
        where, _, text = self.paper.arrival.partition(":")
        right, top = where.split(",")
        number = f"N° {self.rng.randrange(3100, 9900)}"
        own = random.Random(f"courrier:{self.paper.arrival[-12:]}:{len(self.paper.fields) % 3}")
        lines = own.choice(
            [
                ("ARRIVÉ LE", text, f"BUREAU D'ORDRE  {number}"),
                ("COURRIER ARRIVÉ", text, number),
                ("REÇU LE", text),
                ("BUREAU D'ORDRE", "Arrivée", text, number),
            ]
        )
        s = Stamp(lines, "rect", own.choice(["#b3263a", "#2a3a9c", "#5a2f93"]), own.uniform(36, 48))
        made = rubber.stamp(s, own, self.rng, bilevel(self.paper.recipes), ["arimo", "cousine"])
        return Markup(
            f'<span class="mark" data-mark="cachet_courrier" style="position:absolute;right:{right}mm;top:{top}mm">{made}</span>'
        )

    def overstamp(self) -> Markup:
        """An office's stamp struck anywhere, over what is printed as often as not."""
        word = self.paper.extra.get("surcharge")
        if not word:
            return Markup("")
        own = random.Random(f"surcharge:{word}")
        number = f"{self.rng.randrange(1, 29):02d} NOV. 2025"
        lines = own.choice(
            [(word,), (word, number), (word, number, f"AGENT {own.randrange(10, 99)}")]
        )
        ink = own.choice(["#b3263a", "#2a3a9c", "#1d6b4a", "#5a2f93", "#20242e"])
        s = Stamp(lines, own.choice(["rect", "rect", "plain"]), ink, own.uniform(30, 56))
        made = rubber.stamp(s, own, self.rng, bilevel(self.paper.recipes), ["arimo", "cousine"])
        left, top = self.rng.uniform(5, 65), self.rng.uniform(12, 75)
        return Markup(
            f'<span class="mark" data-mark="cachet_surcharge" style="position:absolute;left:{left:.0f}%;top:{top:.0f}%">{made}</span>'
        )

    def observation(self, split: str) -> str:
        """Some words of a real hand, as an «observations» blank holds them; "" where there are none to be had."""
        lines = []
        for _ in range(self.rng.choice([1, 1, 2])):
            cut = copybook.note(split, self.rng)
            if cut is None:
                return ""
            ink, text = cut
            wide = min(120.0, ink.shape[1] * 25.4 / 300 * self.rng.uniform(0.7, 0.95))
            lines.append(
                f'<div style="padding-left:{self.rng.uniform(0, 12):.0f}mm"><img src="{copybook.picture(ink, self.paper.pen)}" '
                f'style="width:{wide:.0f}mm;transform:rotate({self.rng.gauss(0, 0.8):.1f}deg)"></div>'
            )
            self.paper.extra["observations"] = " ".join(
                x for x in (self.paper.extra.get("observations", ""), text) if x
            )
        return "".join(lines)

    def cell_if(self, table: str, row: int, name: str, **more: Any) -> Markup:
        """A cell when the row exists, else nothing (an empty printed row)."""
        return (
            self.c(table, row, name, **more)
            if row < len(self.paper.lines.get(table, []))
            else Markup("")
        )
