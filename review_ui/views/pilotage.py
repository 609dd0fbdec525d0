"""The manager's dashboard: figures in words, each with the way to its dossiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from models.quality import Observation, rates
from review_ui.queries.figures import Correction, Kind, Numbers, Wanted
from review_ui.queries.movements import Period
from review_ui.queries.sieve import Fact, Hand, Sieve
from review_ui.views.charts import Chart, Group, bars
from review_ui.views.keying import percent
from review_ui.wording import words

BY_DAY, BY_WEEK = 45, 200
"""Days up to which the movements are shown day by day, and week by week."""
MOST_FIELDS = 40
NOTHING = "–"

Number = int | float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure: as shown, as a spreadsheet has it, and where its dossiers are."""

    text: str
    value: str | Number
    link: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Lines of cells, the first of each its name. `chart` shows the same."""

    key: str
    title: str
    heads: tuple[str, ...]
    lines: tuple[tuple[Cell, ...], ...]
    chart: Chart | None = None
    series: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tile:
    """One of the figures at the top."""

    word: str
    cell: Cell
    note: str = ""


class Links:
    """To the dossiers of a figure, in the queue."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted

    def to(
        self,
        fact: Fact,
        kind: tuple[str | None, str | None] = (None, None),
        *,
        period: Period | None = None,
        main: Hand | None = None,
        champ: str = "",
        late: bool = False,
    ) -> str:
        """The address. `kind`: organisme and type, where the figure is of one."""
        when = None if fact is Fact.ATTEND else period or self.wanted.period
        asked = {
            "etat": "tous",
            "organisme": kind[0] or self.wanted.organisme or "",
            "type": kind[1] or self.wanted.type or "",
            **Sieve(fact, when, main, champ).given,
            "retard": "1" if late else "",
        }
        return "/?" + urlencode({name: value for name, value in asked.items() if value})


def tiles(total: Numbers, links: Links) -> list[Tile]:
    """The whole office in a line."""
    return [
        Tile("entrés", _count(total.received, links.to(Fact.RECU))),
        Tile("sortis", _count(total.gone, links.to(Fact.SORTI))),
        Tile("en attente", _count(total.waiting, links.to(Fact.ATTEND)), "aujourd'hui"),
        Tile(
            "en retard",
            _count(total.late, links.to(Fact.ATTEND, late=True), late=True),
            "aujourd'hui",
        ),
        Tile("sortis sans qu'on y touche", _straight(total, links, (None, None))),
        Tile("champs que personne n'a touchés", _fields(total, links, (None, None))),
        Tile("minutes par dossier travaillé", _minutes(total, links, (None, None))),
    ]


def kinds(figures: Mapping[Kind, Numbers], links: Links) -> list[Table]:
    """By organisme, and by type of dossier."""
    whose: dict[str, Numbers] = {}
    for (organisme, _), numbers in figures.items():
        whose.setdefault(organisme, Numbers()).add(numbers)
    heads = (
        "Entrés", "Sortis", "En attente", "En retard", "Sans qu'on y touche",
        "Champs non touchés", "Minutes par dossier",
    )  # fmt: skip
    by_house = tuple(
        (_name(words.organisme_word(organisme)), *_line(numbers, links, (organisme, None)))
        for organisme, numbers in sorted(whose.items())
    )
    by_type = tuple(
        (
            _name(f"{words.organisme_word(kind[0])} · {words.dossier_word(*kind)}"),
            *_line(numbers, links, kind),
        )
        for kind, numbers in sorted(figures.items(), key=lambda item: (-item[1].gone, item[0]))
    )
    return [
        Table("organismes", "Par organisme", ("Organisme", *heads), by_house),
        Table("types", "Par type de dossier", ("Type", *heads), by_type),
    ]


def movements(found: Mapping[date, tuple[int, int]], links: Links) -> Table:
    """What came in and went out, day by day, or by longer stretches over a long period."""
    groups, lines = [], []
    for stretch in _stretches(links.wanted.period):
        inside = [both for day, both in found.items() if stretch.first <= day <= stretch.last]
        numbers = (sum(came for came, _ in inside), sum(went for _, went in inside))
        ways = tuple(links.to(fact, period=stretch) for fact in (Fact.RECU, Fact.SORTI))
        label = _stretch_word(stretch)
        groups.append(Group(label, numbers, ways))
        lines.append(
            (_name(label), *(_count(n, way) for n, way in zip(numbers, ways, strict=True)))
        )
    series = ("entrés", "sortis")
    return Table(
        "mouvements", "Entrés et sortis", ("Jours", "Entrés", "Sortis"), tuple(lines),
        bars(groups, series), series,
    )  # fmt: skip


def deadlines(found: Mapping[date, int], days: Period, total: Numbers, links: Links) -> Table:
    """What is late, and what must be answered in the days to come (these are drawn)."""
    late = links.to(Fact.ATTEND, late=True)
    groups = []
    lines = [(_name("en retard"), _count(total.late, late, late=True))]
    for place in range((days.last - days.first).days + 1):
        day = days.first + timedelta(days=place)
        one = Period(day, day, days.zone)
        number, way = found.get(day, 0), links.to(Fact.ECHEANCE, period=one)
        groups.append(Group(_stretch_word(one), (number,), (way,)))
        lines.append((_name(_stretch_word(one)), _count(number, way)))
    series = ("à échéance",)
    return Table(
        "echeances", "Échéances des jours à venir", ("Jour", "Dossiers en attente"), tuple(lines),
        bars(groups, series), series,
    )  # fmt: skip


def fields(found: Sequence[Correction], links: Links) -> Table:
    """Which fields people correct, by type of paper."""
    lines = []
    for one in found[:MOST_FIELDS]:
        way = links.to(Fact.CORRIGE, champ=f"{one.type}.{one.name}")
        share = one.corrected / one.decided if one.decided else 0.0
        lines.append(
            (
                _name(words.document_word(one.type)),
                _name(words.field_word(one.type, one.name)),
                _count(one.corrected, way if one.corrected else ""),
                _count(one.decided),
                Cell(percent(share), share),
            )
        )
    heads = ("Papier", "Champ", "Corrigés", "Regardés", "Part corrigée")
    return Table("corrections", "Champs corrigés", heads, tuple(lines))


def observed(seen: Sequence[Observation]) -> Table:
    """The error of sure values, as quality control saw it."""
    lines = []
    named = rates(seen, lambda one: (one.type, one.name))
    for (type_, name), rate in sorted(named.items(), key=lambda item: (-item[1].share, item[0])):
        lines.append(
            (
                _name(words.document_word(type_)),
                _name(words.field_word(type_, name)),
                _count(rate.number, "/qualite"),
                _count(rate.wrong, "/qualite#t-trancher" if rate.wrong else ""),
                Cell(percent(rate.share), rate.share),
                Cell(percent(rate.most), rate.most),
            )
        )
    heads = ("Papier", "Champ", "Contrôlées", "Fausses", "Erreur", "Au plus (8 fois sur 10)")
    return Table("erreurs", "Erreur observée des valeurs sûres", heads, tuple(lines))


def _line(numbers: Numbers, links: Links, kind: tuple[str, str | None]) -> tuple[Cell, ...]:
    return (
        _count(numbers.received, links.to(Fact.RECU, kind)),
        _count(numbers.gone, links.to(Fact.SORTI, kind)),
        _count(numbers.waiting, links.to(Fact.ATTEND, kind)),
        _count(numbers.late, links.to(Fact.ATTEND, kind, late=True), late=True),
        _straight(numbers, links, kind),
        _fields(numbers, links, kind),
        _minutes(numbers, links, kind),
    )


def _name(text: str) -> Cell:
    return Cell(text, text)


def _count(number: int, link: str = "", *, late: bool = False) -> Cell:
    return Cell(f"{number:,}".replace(",", "\u202f"), number, link, late and number > 0)


def _straight(numbers: Numbers, links: Links, kind: tuple[str | None, str | None]) -> Cell:
    if not numbers.gone:
        return Cell(NOTHING, None)
    share = numbers.straight / numbers.gone
    return Cell(percent(share), share, links.to(Fact.SORTI, kind, main=Hand.SANS))


def _fields(numbers: Numbers, links: Links, kind: tuple[str | None, str | None]) -> Cell:
    if not numbers.fields:
        return Cell(NOTHING, None)
    share = 1 - numbers.decided / max(numbers.fields, numbers.decided)
    return Cell(percent(share), share, links.to(Fact.SORTI, kind, main=Hand.CHAMPS))


def _minutes(numbers: Numbers, links: Links, kind: tuple[str | None, str | None]) -> Cell:
    if not numbers.worked:
        return Cell(NOTHING, None)
    minutes = round(numbers.seconds / 60 / numbers.worked, 1)
    return Cell(f"{minutes}".replace(".", ","), minutes, links.to(Fact.TRAVAILLE, kind))


def _stretches(period: Period) -> list[Period]:
    """Days, weeks from Monday on, or months: the first and the last may be cut."""
    length = (period.last - period.first).days + 1
    found: list[Period] = []
    day = period.first
    while day <= period.last:
        if length <= BY_DAY:
            after = day + timedelta(days=1)
        elif length <= BY_WEEK:
            after = day + timedelta(days=7 - day.weekday())
        else:
            after = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        last = min(after - timedelta(days=1), period.last)
        found.append(Period(day, last, period.zone))
        day = after
    return found


def _stretch_word(period: Period) -> str:
    if period.first == period.last:
        return f"{period.first:%d/%m}"
    return f"{period.first:%d/%m}–{period.last:%d/%m}"
