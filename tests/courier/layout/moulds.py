"""Papers of other houses: free sheets (`maisons/TYPE/NAME.html`) and letters (`maisons/*.txt`), each with its own words.

They owe nothing to the palettes of `family`: a sheet is HTML with `f("champ")`, a letter lines of text with `{champ}`."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Undefined
from markupsafe import Markup

from .. import writing
from .bill import labels_sheet
from .emblems import logo
from .family import Family
from .missives import PAGE, letter, place, said, seals
from .portraits import guilloche, portrait
from .sheet import Sheet

HOME = Path(__file__).parents[1] / "maisons"
LANDS = {"pmas": "République du Sénégal", "ci": "République de Côte d'Ivoire"}


@dataclass(frozen=True)
class Mould:
    """One paper of another house: its sheet, and for a letter the style of its head, of its blanks and of its foot."""

    kind: str
    name: str
    source: str
    style: tuple[str, ...] = ()

    def text(self) -> str:
        """What it says, as it is written down."""
        return self.source if self.style else (HOME / self.source).read_text(encoding="utf-8")


@cache
def _env() -> Environment:
    env = Environment(loader=FileSystemLoader(HOME), undefined=Undefined, trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    env.globals |= {
        "day": writing.day,
        "amount": writing.amount,
        "phone": writing.phone,
        "dirhams": writing.dirhams,
    }
    return env


@cache
def catalogue() -> tuple[tuple[Mould, Family], ...]:
    """Every mould with its family; the first line of a sheet and the head of a letter say how it is printed."""
    out = []
    for file in sorted(HOME.glob("*/*.html")):
        told = dict(re.findall(r"(\w+)=(\S+)", file.read_text(encoding="utf-8").split("#}")[0]))
        kind, name = file.parent.name, file.stem
        out.append((Mould(kind, name, f"{kind}/{file.name}"), _family(kind, name, told)))
    for file in sorted(HOME.glob("*.txt")):
        for block in re.split(r"^== ", file.read_text(encoding="utf-8"), flags=re.M)[1:]:
            head, _, body = block.partition("\n")
            kind, name, style, *more = head.split()
            told = dict(m.split("=", 1) for m in more)
            out.append(
                (Mould(kind, name, body, tuple(style.split("/"))), _family(kind, name, told))
            )
    return tuple(out)


def _family(kind: str, name: str, told: dict[str, str]) -> Family:
    many = lambda key: tuple(v for v in told.get(key, "").split(",") if v)  # noqa: E731
    return Family(
        f"{kind}.{name}", kind, told.get("lot", "neuf"), told.get("titre", ""), "maison", "maison", "maison", "maison",
        told.get("font", "work-sans"), told.get("color", "#1a1a1e"), told.get("size", ""),
        serves=many("serves"), flags=frozenset(many("flags")), mould=name,
    )  # fmt: skip


@cache
def _moulds() -> dict[str, Mould]:
    return {f.name: m for m, f in catalogue()}


def sides(s: Sheet) -> list[str]:
    """The bodies of the sides of a paper of another house."""
    mould = _moulds()[s.family.name]
    told = _words(s)
    if mould.style:
        body = letter(s, mould.style, _env().from_string(mould.source).render(told))
    else:
        body = _env().get_template(mould.source).render(told)
    chronic = '<div class="b" style="border:.5mm solid;padding:1mm;display:inline-block">Dossier maladie chronique</div>'
    first = str(s.pen.arrival()) + (chronic if s.x.get("mention_chronique") else "")
    return [first * (not n) + part for n, part in enumerate(body.split(PAGE))]


def _words(s: Sheet) -> dict[str, Any]:
    """What a sheet may say."""
    pen, x = s.pen, s.x
    rings = [st.ring or st.lines[0] for st in pen.paper.stamps.values()]
    return {
        "f": pen.f, "c": pen.c, "has": pen.has, "tick": pen.tick, "box": pen.box, "ltick": pen.line_tick, "comb": pen.comb,
        "echo": pen.echo, "text": lambda t: said(s, t), "stamp": pen.stamp, "sig": pen.signature, "x": x, "p": x.get("provider"),
        "devise": x.get("devise", "DH"), "land": LANDS.get(x.get("pays", ""), "Royaume du Maroc"),
        "em": str(x.get("emetteur") or (rings[0].title() if rings else "")), "rng": pen.rng, "fixed": s.fixed,
        "many": lambda t: len(pen.paper.lines.get(t, [])), "value": pen.paper.fields.get, "tab": lambda *a, **k: _table(s, *a, **k),
        "place": lambda *a, **k: place(s, *a, **k), "seals": lambda *a, **k: seals(s, *a, **k), "logo": lambda w=18: Markup(logo(s.family.name, w)),
        "labels": lambda marks=True: labels_sheet(s, marks), "cell": pen.cell_if, "barcode": pen.barcode, "tilt": pen.tilt, "page": Markup(PAGE),
        "face": lambda woman=False: Markup(portrait(s.pen.rng, woman)), "waves": lambda: Markup(guilloche(s.fixed)), "esc": html.escape,
        "hand": pen.paper.ink == "hand", "lines": pen.paper.lines,
    }  # fmt: skip


def _table(
    s: Sheet, name: str, columns: str, cls: str = "", least: int = 0, first: int = 0, last: int = 999, by: str = "",
    form: str = "/", head: bool = True, month: str = "date:Date|patient_nom:Patient|numero_immatriculation:N° assuré|designation:Acte|montant:Montant",
) -> Markup:  # fmt: skip
    """A table of the paper's lines; `columns` is «champ:en-tête|…», «=texte:en-tête» prints the text in every row."""
    if s.x.get("mensuelle") and name == "lignes":
        columns = month
    cols = [c.partition(":")[::2] for c in columns.split("|")]
    many = len(s.pen.paper.lines.get(name, []))
    top = "".join(f'<th class="k-{c}">{t}</th>' for c, t in cols)
    body = []
    for i in range(first, min(last, max(many, first + least))):
        own = []
        for c, _ in cols:
            if c.startswith("="):
                made: object = c[1:] if i < many else ""
            elif c == "#":
                made = i + 1 if i < many else ""
            elif i < many:
                kwargs = {"form": form} if c.startswith("date") else {}
                made = s.pen.c(name, i, c, by=by, **kwargs)
            else:
                made = ""
            own.append(f'<td class="k-{c.strip("=#")}">{made}</td>')
        body.append(f"<tr>{''.join(own)}</tr>")
    return Markup(
        f'<table class="k {cls}">{f"<tr>{top}</tr>" if head else ""}{"".join(body)}</table>'
    )
