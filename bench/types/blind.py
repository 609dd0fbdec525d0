"""Pages put together from wordings written from general knowledge, without a look at our papers.

`blind/**/*.toml` holds, for each type, families of wordings: titles, bodies, and rests of papers that
bear no title (`suite`). Those of `blind/jamais_appris` are only measured with (`held`): they say how
far recognition carries to the papers of others. The rest is learnt from (`learn`), and so are the
lessons of `bench.papers`, a family each.

python -m bench.types.blind [--side held|learn] [--wrong]
"""

from __future__ import annotations

import argparse
import random
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from bench.papers import paper as papers
from bench.types.pages import Example
from bench.types.spoil import spoiled
from extractors.types import classify
from models.geometry import Box
from models.reading import How, PageReading, Rotation, TypedPage, Word

FOLDER = Path(__file__).parent / "blind"
HELD_BACK = "jamais_appris"
COLUMN = re.compile(r" {3,}")
SIGHT = frozenset({"page_blanche", "photo_identite"})
"""Told by sight, not by words: not asked for here."""
LETTER = 0.0105
"""Height of usual print, as a share of the page."""
NARROW = 0.62
"""Width of a letter, in letter heights of a page of the usual format."""
SHAPE = 1654 / 2339
LARGER = (1.0, 1.15, 1.4, 1.7, 2.1)
"""Print of titles, in letters of the body."""
FILL: Mapping[str, Sequence[str]] = {
    "nom": ["BENNANI", "ALAOUI", "DIOP", "KOUASSI", "EL-IDRISSI", "TAZI", "SOW", "TRAORE", "BERRADA", "FASSI", "NDIAYE", "KONE"],
    "prenom": ["Youssef", "Amina", "Mamadou", "Aya", "Karim", "Salma", "Fatou", "Hicham", "Nadia", "Aminata", "Omar", "Khadija"],
    "ville": ["Casablanca", "Rabat", "Dakar", "Abidjan", "Fès", "Marrakech", "Thiès", "Bouaké", "Tanger", "Agadir"],
    "clinique": [
        "CLINIQUE DU PARC", "Polyclinique Al Amal", "CHU Ibn Rochd", "Centre Hospitalier Régional",
        "Clinique des Oliviers",
    ],
    "pharmacie": ["PHARMACIE DU PORT", "Pharmacie Ennour", "Grande Pharmacie de la Gare"],
    "societe": ["SOTRAMAR SA", "Atlas Industries", "WAFA PREVOYANCE", "IPM DU BATIMENT", "SOCIETE DES EAUX"],
    "maladie": [
        "diabète de type 2", "hypertension artérielle", "cancer du sein", "lithiase vésiculaire",
        "insuffisance rénale", "pneumopathie aiguë", "angine", "gonarthrose",
    ],
    "acte": ["cholécystectomie", "césarienne", "arthroscopie du genou", "prothèse de hanche", "coloscopie"],
    "medic": ["AMLOR", "GLUCOPHAGE", "AUGMENTIN", "DOLIPRANE", "INEXIUM", "COVERSYL", "LASILIX"],
    "mois": ["janvier", "mars", "mai", "septembre", "novembre"],
    "annee": ["2025", "2026"],
    "taux": ["70", "80", "90", "100"],
    "tel": ["05 22 36 41 87", "33 824 51 60", "0661 45 12 98"],
}  # fmt: skip


class Side(StrEnum):
    LEARN = "learn"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be set: its title (empty: none) and its lines."""

    type: str
    family: str
    title: str
    lines: tuple[str, ...]
    rest: bool
    """Whether it is the rest of a paper."""


def wordings(side: Side) -> Iterator[tuple[str, str, Mapping[str, Sequence[str]]]]:
    """Type, name and content of each family of that side."""
    for path in sorted(FOLDER.rglob("*.toml")):
        if (path.parent.name == HELD_BACK) != (side is Side.HELD):
            continue
        for kind, families in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for number, family in enumerate(families):
                if kind not in SIGHT:
                    yield kind, f"{kind}-{path.parent.name}-{path.stem}-{number}", family
    if side is Side.LEARN:
        yield from _lessons()


def _lessons() -> Iterator[tuple[str, str, Mapping[str, Sequence[str]]]]:
    """The papers of `bench.papers` that may be looked at: which of their lines is the title is for
    their print to say."""
    for paper in (p for family in papers.Family for p in papers.papers(family)):
        if paper.side is papers.Side.LESSON:
            body = "\n".join(COLUMN.sub(" | ", line.strip()) for line in paper.page)
            yield paper.type, f"{paper.type}-{paper.name}", {"titres": [], "corps": [body]}


def phrases(family: Mapping[str, Sequence[str]], rng: random.Random) -> list[str]:
    """The lines of a family, in no page."""
    bodies = (*family["corps"], *family.get("suite", ()))
    return [line for body in bodies for line in _lines(body, rng)]


def pages(side: Side, rng: random.Random, times: int = 1) -> Iterator[Page]:
    """Each title over each body `times` times; each body once without; each rest of a paper."""
    for kind, name, family in wordings(side):
        for title in family["titres"]:
            for body in family["corps"]:
                for _ in range(times):
                    yield Page(kind, name, filled(title, rng), _lines(body, rng), False)
        for _ in range(times):
            for body in family["corps"]:
                yield Page(kind, name, "", _lines(body, rng), False)
            for body in family.get("suite", ()):
                yield Page(kind, name, "", _lines(body, rng), True)


def examples(side: Side, seed: str, harm: float = 0.4, times: int = 1) -> dict[str, list[Example]]:
    """The pages as a reader would give them, more or less misread, by whether they have a title."""
    rng = random.Random(seed)
    found: dict[str, list[Example]] = {"titrées": [], "sans titre": [], "suites": []}
    for number, page in enumerate(pages(side, rng, times)):
        words = spoiled(_set(page, rng), rng, harm * rng.random())
        reading = PageReading(
            Rotation(0), 0.99, 0.0, False, 1654, 2339, 200, tuple(words), reader="aveugle"
        )
        place = 1 if page.rest else 0
        name = f"aveugle-{number}"
        sort = "suites" if page.rest else "titrées" if page.title else "sans titre"
        found[sort].append(Example(reading, page.type, page.family, place, name, 1, name))
    return found


def in_a_bag(
    side: Side, seed: str, harm: float = 0.4, only: Container[str] | None = None
) -> list[Example]:
    """Papers one after the other as in a bag: mostly titled, some not, the rest of a paper after it.

    `only`: of these families.
    """
    rng = random.Random(seed)
    papers: list[list[Page]] = []
    for kind, name, family in wordings(side):
        if only is not None and name not in only:
            continue
        for body in family["corps"]:
            for title in (*rng.sample(family["titres"], min(2, len(family["titres"]))), ""):
                paper = [Page(kind, name, filled(title, rng), _lines(body, rng), False)]
                if family.get("suite") and title:
                    rest = _lines(rng.choice(family["suite"]), rng)
                    paper.append(Page(kind, name, "", rest, True))
                papers.append(paper)
    rng.shuffle(papers)
    found: list[Example] = []
    for document, paper in enumerate(papers):
        for place, page in enumerate(paper):
            words = spoiled(_set(page, rng), rng, harm * rng.random())
            reading = PageReading(Rotation(0), 0.99, 0.0, False, 1654, 2339, 200, tuple(words))
            found.append(
                Example(
                    reading, page.type, page.family, place, f"aveugle-{side}", len(found) + 1,
                    f"aveugle-{document}",
                )
            )  # fmt: skip
    return found


def _lines(body: str, rng: random.Random) -> tuple[str, ...]:
    return tuple(filled(line, rng) for line in body.strip().splitlines() if line.strip())


def filled(text: str, rng: random.Random) -> str:
    """The text with names, dates, numbers put where its braces ask for them."""
    while "{" in text:
        start = text.index("{")
        end = text.index("}", start)
        text = text[:start] + _value(text[start + 1 : end], rng) + text[end + 1 :]
    return text


def _value(slot: str, rng: random.Random) -> str:
    match slot:
        case "personne":
            both = [rng.choice(FILL["nom"]), rng.choice(FILL["prenom"])]
            return " ".join(both if rng.random() < 0.5 else both[::-1])
        case "medecin":
            return f"Dr {rng.choice(FILL['prenom'])} {rng.choice(FILL['nom'])}"
        case "date":
            return (
                f"{rng.randrange(1, 29):02}/{rng.randrange(1, 13):02}/{rng.randrange(1960, 2026)}"
            )
        case "montant":
            return f"{rng.randrange(20, 9000)},{rng.choice(['00', '50', '20'])}"
        case "num":
            return str(rng.randrange(10**4, 10**7))
        case _:
            return rng.choice(FILL[slot])


def _set(page: Page, rng: random.Random) -> list[Word]:
    """The lines set on a page: a letterhead at times, the title large or not, then the rest."""
    words: list[Word] = []
    y, line = 0.05 + 0.03 * rng.random(), 0
    letterhead = rng.random() < 0.4 and not page.rest
    if letterhead:
        for text in (rng.choice([*FILL["clinique"], *FILL["societe"]]), rng.choice(FILL["ville"])):
            words += _row(text, 0.07, y, LETTER * rng.choice([1.0, 1.4]), line)
            y, line = y + 2.2 * LETTER, line + 1
    if page.title:
        height = LETTER * rng.choice(LARGER)
        for text in _broken(page.title, height):
            width = len(text) * height * NARROW / SHAPE
            left = 0.1 if rng.random() < 0.3 else max(0.06, 0.5 - width / 2)
            words += _row(text, left, y + LETTER, height, line)
            y, line = y + 1.5 * height, line + 1
        y += 2 * LETTER
    for text in page.lines:
        words += _row(text, 0.08, y, LETTER, line)
        y, line = y + rng.choice([1.6, 2.0, 2.6]) * LETTER, line + 1
    return words


def _broken(title: str, height: float) -> list[str]:
    """The title in lines of its print that fit the page."""
    most = int(0.8 * SHAPE / (height * NARROW))
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _row(text: str, left: float, y: float, height: float, line: int) -> list[Word]:
    """A line of words; « | » leaves the gap of a column."""
    wide = height * NARROW / SHAPE
    words = []
    x = left
    for cell in text.split("|"):
        for word in cell.split():
            end = min(0.99, x + len(word) * wide)
            if end > x:
                words.append(Word(word, Box(x, y, end, y + height), 0.9, How.OCR, line))
            x = end + 0.7 * wide
        x += 4 * wide
    return words


def calibration(confidence: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over bins of equal width."""
    sure, good = np.asarray(confidence), np.asarray(right, dtype=float)
    place = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [
        abs(sure[place == b].mean() - good[place == b].mean()) * (place == b).mean()
        for b in range(bins)
        if (place == b).any()
    ]
    return float(sum(gaps))


def show(some: Sequence[Example], pages_told: Sequence[TypedPage], title: str) -> None:
    """Shares of pages typed right, how sure, and how honest."""
    right = [e.type == p.type for e, p in zip(some, pages_told, strict=True)]
    sure = [p.confidence for p in pages_told]
    of: dict[str, list[bool]] = defaultdict(list)
    for e, good in zip(some, right, strict=True):
        of[e.type].append(good)
    macro = np.mean([np.mean(v) for v in of.values()])
    bold = [g for g, s in zip(right, sure, strict=True) if s >= 0.9]
    print(
        f"{title} : {np.mean(right):.1%} de {len(right)} pages, moyenne des types {macro:.1%},"
        f" ECE {calibration(sure, right):.3f}, sûres {len(bold) / len(right):.1%}"
        f" dont justes {np.mean(bold) if bold else 0:.1%}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=Side, choices=list(Side), default=Side.HELD)
    parser.add_argument("--seed", default="mesure")
    parser.add_argument("--wrong", action="store_true", help="montrer les confusions")
    given = parser.parse_args()
    made = examples(given.side, given.seed)
    wrong: Counter[tuple[str, str]] = Counter()
    whole: tuple[list[Example], list[TypedPage]] = ([], [])
    for name, some in made.items():
        found = [classify(e.reading, e.number) for e in some]
        show(some, found, f"{given.side} {name}")
        whole[0].extend(some)
        whole[1].extend(found)
    show(*whole, f"{given.side} toutes")
    wrong.update((e.type, p.type) for e, p in zip(*whole, strict=True) if e.type != p.type)
    if given.wrong:
        for (true, got), count in wrong.most_common(40):
            print(f"  {true} lu {got} : {count}")


if __name__ == "__main__":
    main()
