"""Letters of other houses: lines of text laid out in one of several styles, and where they are stamped and signed."""

from __future__ import annotations

import re

from markupsafe import Markup

from .emblems import logo
from .sheet import Sheet

PAGE = "<!--page-->"


def place(
    s: Sheet,
    legend: str,
    stamp: str,
    sign: str,
    w: float = 70,
    h: float = 28,
    cls: str = "",
    over: bool = False,
) -> Markup:
    """A place to stamp and sign; `over`: the signature runs across the stamp."""
    rng = s.pen.rng
    x, y = rng.uniform(0, max(2.0, w - 58)), rng.uniform(1, 9)
    dx, dy = (
        (rng.uniform(4, 16), rng.uniform(2, 9))
        if over
        else (rng.uniform(-4, 26), rng.uniform(-3, 13))
    )
    seal = s.pen.stamp(stamp) if stamp else ""
    name = s.pen.signature(sign, rng.uniform(28, 42)) if sign else ""
    return Markup(
        f'<div class="place {cls}" style="width:{w}mm;height:{h}mm"><span class="xs">{legend}</span><div class="ab" style="left:{x:.0f}mm;top:{y:.0f}mm">{seal}</div>'
        f'<div class="ab" style="left:{x + dx:.0f}mm;top:{y + dy:.0f}mm">{name}</div></div>'
    )


def seals(s: Sheet, legend: str = "", w: float = 78, h: float = 30, cls: str = "") -> Markup:
    """All the stamps and signatures of the paper."""
    stamps, signs = sorted(s.pen.paper.stamps), sorted(s.pen.paper.signatures)
    pairs = max(len(stamps), len(signs), 1)
    made = [
        place(s, legend if i == 0 else "", stamps[i] if i < len(stamps) else "", signs[i] if i < len(signs) else "", w, h, cls, s.fixed.random() < 0.5)
        for i in range(pairs)
    ]  # fmt: skip
    return Markup("").join(made)


def _known(s: Sheet, line: str) -> bool:
    names = re.findall(r"\{([a-z_]+)", line)
    if s.pen.paper.extra.get("copie") and "original" in line.lower():
        return False
    return not names or any(s.pen.has(n) for n in names)


def said(s: Sheet, line: str) -> Markup:
    """A line in which `{champ}`, `{champ|forme}` or `{champ=mots}` is a value; a free letter is by hand throughout."""
    free = s.x.get("libre") and s.x.get("lettre_libre")
    out: list[Markup] = []
    for i, part in enumerate(re.split(r"\{([a-z_]+(?:[|=][^}]*)?)\}", line)):
        if i % 2:
            name, mark, rest = re.match(r"([a-z_]+)([|=]?)(.*)", part).groups()  # type: ignore[union-attr]
            show = rest if mark == "=" else s.x.get("montre", {}).get(name)
            upper = mark == "|" and rest == "upper"
            out.append(s.pen.f(name, show, rest if mark == "|" and not upper else "/", upper=upper))
        elif free:
            out += [s.pen.echo(w) + " " for w in part.split()]
        else:
            out.append(Markup(part))
    return Markup("").join(out)


def letter(s: Sheet, style: tuple[str, ...], source: str) -> str:
    """Lines of text as one page: `^` letterhead, `#` title, `>` to the right, `a :: b` a blank, `~` small print, `@` the seals."""
    head_style, kv, seat = style
    s.x["lettre_libre"] = head_style == "rien"  # a printed form is not written by hand throughout
    top: list[str] = []
    out: list[str] = []
    low: list[str] = []
    titre, signed = "", False
    for raw in source.split("\n"):
        line = raw.strip()
        while line.startswith("?"):  # ?champ=valeur: said only then
            told, _, rest = line[1:].partition(" ")
            name, _, wanted = told.partition("=")
            have = s.pen.paper.fields.get(name)
            line = rest if str(have).lower() == wanted.lower() or (wanted == "*" and have is not None) else ""  # fmt: skip
        if not line or not _known(s, line):
            continue
        if line[:2] == "^ ":
            top.append(str(said(s, line[2:])))
        elif line[:2] == "# ":
            titre = str(said(s, line[2:]))
            out.append(f'<div class="m-ti {head_style}">{titre}</div>')
        elif line[:2] == "> ":
            out.append(f'<div class="r m-p">{said(s, line[2:])}</div>')
        elif line[:2] == "= ":
            out.append(f'<div class="ce m-p">{said(s, line[2:])}</div>')
        elif line[:2] == "* ":
            out.append(f'<div class="m-p" style="margin-left:8mm">– {said(s, line[2:])}</div>')
        elif line[:2] == "~ ":
            low.append(str(said(s, line[2:])))
        elif line == "--":
            out.append(f'<div style="height:{s.fixed.choice([5, 9, 15])}mm"></div>')
        elif line[0] == "@":
            out.append(f'<div class="m-seat m-{seat}">{seals(s, line[1:].strip())}</div>')
            signed = True
        elif line == "+++":
            out.append(PAGE)
        elif " :: " in line:
            a, b = line.split(" :: ", 1)
            out.append(
                f'<div class="m-kv m-{kv}"><span class="m-a">{said(s, a)}</span><span class="m-b">{said(s, b)}</span></div>'
            )
        else:
            out.append(f'<div class="m-p wrap">{said(s, line)}</div>')
    if not signed:
        out.append(f'<div class="m-seat m-{seat}">{seals(s)}</div>')
    foot = f'<div class="m-low">{"<br>".join(low)}</div>' if low else ""
    first, *more = "".join(out).split(PAGE)
    size = (
        s.fixed.choice([1.0, 1.12, 1.25, 1.38]) if not s.family.size else s.fixed.choice([1.0, 1.1])
    )
    parts = [_headed(s, head_style, top, first + ("" if more else foot))]
    for n, part in enumerate(more, 2):
        name = f"{s.pen.paper.fields.get('patient_nom', '')} – {n}/{len(more) + 1}"
        parts.append(f'<div class="r sm">{name}</div><div style="padding:8mm 6mm 0">{part}{foot if n == len(more) + 1 else ""}</div>')  # fmt: skip
    return PAGE.join(f'<div style="font-size:{size}em">{p}</div>' for p in parts)


def _headed(s: Sheet, style: str, top: list[str], body: str) -> str:
    lines = "".join(f"<div{' class=b' if n == 0 else ''}>{t}</div>" for n, t in enumerate(top))
    gap = s.fixed.choice([4, 9, 16])
    match style:
        case "bas":  # the letterhead stands at the foot of the sheet
            return f'<div style="padding:{gap}mm 8mm">{body}</div><div class="ab ce sm" style="left:8mm;right:8mm;bottom:9mm;border-top:.3mm solid;padding-top:1mm">{" · ".join(top)}</div>'
        case "colonne":
            return f'<div class="row top" style="gap:6mm"><div style="width:42mm;border-right:.6mm solid;padding-right:3mm;min-height:230mm" class="sm">{logo(s.family.name, 20)}{lines}</div><div class="g1" style="padding-top:{gap}mm">{body}</div></div>'
        case "droite":
            return f'<div class="row top"><div class="g1"></div><div class="sm" style="max-width:90mm">{lines}</div></div><div style="padding:{gap}mm 6mm 0">{body}</div>'
        case "bilingue":
            arabic = "<br>".join(
                s.fixed.sample(
                    [
                        "المملكة المغربية",
                        "وزارة الداخلية",
                        "مصلحة الحالة المدنية",
                        "جماعة",
                        "المقاطعة",
                    ],
                    3,
                )
            )
            return f'<div class="row top"><div class="sm ce g1">{lines}</div><div class="ce">{logo(s.family.name, 17)}</div><div class="ar ce g1">{arabic}</div></div><div style="padding:{gap}mm 4mm 0">{body}</div>'
        case "memo":
            return f'<div class="row mid" style="background:#efefef;padding:3mm">{logo(s.family.name, 13)}<div class="g1 sm">{lines}</div></div><div style="padding:{gap}mm 2mm 0">{body}</div>'
        case "machine":
            return f'<div style="white-space:normal">{lines}</div><div style="margin-top:{gap}mm">{body}</div>'
        case "cadre":
            return f'<div style="border:.9mm double;padding:7mm;min-height:{150 if s.family.size else 240}mm"><div class="ce">{lines}</div><div style="margin-top:{gap}mm">{body}</div></div>'
        case "rien":
            return f'<div style="padding:{gap + 10}mm 12mm 0">{body}</div>'
        case "centre":
            return f'<div class="ce">{lines}</div><div style="padding:{gap}mm 7mm 0">{body}</div>'
        case _:
            return f'<div class="row top">{logo(s.family.name, 15)}<div class="sm">{lines}</div></div><div style="padding:{gap}mm 3mm 0">{body}</div>'
