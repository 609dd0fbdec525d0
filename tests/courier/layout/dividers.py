"""Separator sheets as mailrooms print them: QR cover, Code 128 cover, Patch T bars, a plain word, a coloured sheet."""

from __future__ import annotations

import html

from markupsafe import Markup

from .sheet import Sheet

# The designs of each split, by the number of its family; the arrangement differs from split to split.
DESIGNS = {
    "train": ("qr", "code128", "colour"),
    "dev": ("patch", "qr", "plain"),
    "test": ("patch", "code128", "colour"),
}
WORDS = {
    "train": ("FEUILLE<br>SÉPARATRICE", "— NOUVEAU DOSSIER —"),
    "dev": ("SÉPARATEUR", "Ne pas retirer – début de dossier"),
    "test": ("INTERCALAIRE", "DOSSIER SUIVANT ▶"),
}
SHEETS = {"train": "#f3e27a", "dev": "#bfe3c4", "test": "#f2b9c6"}
NARROW, WIDE = 2.03, 5.08  # bars and spaces of a patch code, mm


def separator(s: Sheet) -> list[str]:
    """One separator in the design of its family."""
    number = int(s.family.name[-1]) - 1
    own = DESIGNS[s.family.split]
    design = own[number % len(own)]
    return [str(Markup(MADE[design](s)))]


def _said(s: Sheet) -> str:
    x = s.x
    return f"<b>{html.escape(x['organisme'].upper())}</b><br>{html.escape(x['libelle'])}"


def _qr(s: Sheet) -> str:
    big, small = WORDS[s.family.split]
    code = s.pen.barcode(s.x["code"], "QRCode", 1.7 if s.family.split == "train" else 1.15)
    if s.family.split == "train":
        return f'<div style="border:1.5mm solid #111;height:272mm;padding:12mm;text-align:center;color:#111"><div style="font-size:36pt;font-weight:700">{big}</div><div style="font-size:24pt;margin:8mm 0 14mm">{small}</div>{code}<div style="font:11pt cousine;margin-top:5mm">{s.x["code"]}</div><div style="font-size:16pt;margin-top:12mm">{_said(s)}</div></div>'
    return f'<div style="color:#111;padding:8mm"><div class="row top"><div class="g1" style="font-size:30pt;font-weight:700">{big}</div>{code}</div><div style="border-top:1mm solid;margin-top:6mm;font-size:15pt">{small}</div><div style="font-size:13pt;margin-top:150mm">{_said(s)}</div><div style="font:8pt cousine">{s.x["code"]}</div></div>'


def _code128(s: Sheet) -> str:
    big, small = WORDS[s.family.split]
    code = s.pen.barcode(s.x["code"], "Code128", 0.34, 24)
    lines = "".join(f'<div style="border-bottom:.3mm solid;height:13mm;text-align:left">{n}</div>' for n in ("Organisme :", "Établissement :", "Nombre de pièces :", "Préparé par :"))  # fmt: skip
    turn = "margin-top:120mm" if s.family.split == "test" else "margin-top:10mm"
    return f'<div style="text-align:center;color:#111;padding:6mm"><div style="font-size:32pt;font-weight:700">{big}</div><div style="font-size:17pt">{small}</div><div style="font-size:13pt;margin:8mm 0">{_said(s)}</div>{lines}<div style="{turn}">{code}<div style="font:9pt cousine">{s.x["code"]}</div></div></div>'


def _patch(s: Sheet) -> str:
    """Four bars along the feed edges: narrow, wide, narrow, wide."""
    bars, at = [], 0.0
    for w in (NARROW, WIDE, NARROW, WIDE):
        bars.append((at, w))
        at += w + NARROW
    across = lambda y0, turn: "".join(f'<div class="ab" style="left:38mm;right:38mm;{turn}:{y0 + y:.2f}mm;height:{w}mm;background:#000"></div>' for y, w in bars)  # noqa: E731  # fmt: skip
    along = lambda x0, side: "".join(f'<div class="ab" style="top:14mm;bottom:14mm;{side}:{x0 + x:.2f}mm;width:{w}mm;background:#000"></div>' for x, w in bars)  # noqa: E731  # fmt: skip
    both = along(13, "left") + along(13, "right") if s.family.split == "dev" else ""
    small = WORDS[s.family.split][1]
    code = s.pen.barcode("PATCHT", "Code39", 0.4, 14) if s.family.split == "dev" else ""
    return f'{across(14, "top")}{across(14, "bottom")}{both}<div style="text-align:center;color:#111;margin-top:70mm"><div style="font-size:46pt">PATCH <b>T</b></div><div style="font-size:12pt">{small}</div><div style="margin-top:30mm">{code}</div></div>'


def _plain(s: Sheet) -> str:
    big, small = WORDS[s.family.split]
    return f'<div style="text-align:center;color:#111;margin-top:100mm;font-size:54pt;font-weight:700">{big}</div><div class="ce" style="font-size:14pt;color:#111">{small}</div>'


def _colour(s: Sheet) -> str:
    big, small = WORDS[s.family.split]
    tint = SHEETS[s.family.split]
    return f'<div class="ab" style="left:0;top:0;right:0;bottom:0;background:{tint}"></div><div style="position:relative;text-align:center;color:#222;margin-top:60mm"><div style="font-size:40pt;font-weight:700">{big}</div><div style="font-size:20pt;margin-top:10mm">{small}</div><div style="font-size:15pt;margin-top:40mm">{_said(s)}</div></div>'


MADE = {"qr": _qr, "code128": _code128, "patch": _patch, "plain": _plain, "colour": _colour}
