"""Statistics of claims: numbers, amounts, by type, by region, delays, rejections with their reasons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from flows.outgoing.facts import Amount
from flows.outgoing.tables import Bars, Column, Kind, Row, Table
from flows.statements.claims import LANES, Claim
from flows.statements.ground import DOUBTFUL, NOT_RECORDED, Ground, asked, paid
from flows.statements.outcomes import Fate

NO_REGION = "Région non lue sur les papiers"
_BARS = 12
_COUNTED = (
    Column("Reçus", Kind.NOMBRE, 0.7),
    Column("Montant demandé", Kind.MONTANT, 1.1),
    Column("À vérifier", Kind.NOMBRE, 0.7),
    Column("Transmis", Kind.NOMBRE, 0.8),
    Column("Montant transmis", Kind.MONTANT, 1.1),
    Column("Réglés ou accordés", Kind.NOMBRE, 1.1),
    Column("Montant réglé", Kind.MONTANT, 1.1),
    Column("Rejetés", Kind.NOMBRE, 0.7),
    Column("Sans décision", Kind.NOMBRE, 0.9),
)


def statistics(ground: Ground, title: str, source: str) -> Iterator[Table]:
    """The tables, the one by type first."""
    kind = lambda one: one.type  # noqa: E731
    yield Table(
        "sinistres", title, (Column("Type de dossier", wide=2.6), *_COUNTED),
        _grouped(ground, kind),
        _line(ground, "Total", ground.claims),
        (
            "Reçus : arrivés dans la période. Transmis (déclarés complets, ou partis dans un lot), réglés ou "
            "accordés (réponse de la compagnie), rejetés : ce jour-là est dans la période, quel que soit celui "
            "d'arrivée. Sans décision : reçus dans la période et encore en instance.",
            DOUBTFUL,
            NOT_RECORDED,
        ),
        Bars("Dossiers reçus, par type", _points(ground, kind)), source,
    )  # fmt: skip
    region = lambda one: one.region or NO_REGION  # noqa: E731
    yield Table(
        "sinistres_regions", "Par région", (Column("Région", wide=2.6), *_COUNTED),
        _grouped(ground, region), _line(ground, "Total", ground.claims),
        ("La région est celle de la ville de l'assuré, sinon du prestataire, telle que les papiers la disent.",),
        Bars("Dossiers reçus, par région", _points(ground, region)),
    )  # fmt: skip
    yield _delays(ground)
    yield _rejections(ground)


def figures(ground: Ground) -> dict[str, str | int | None]:
    """The totals, for the list of statements: no name is in them."""
    said = paid(ground.granted)
    return {
        "recus": len(ground.received),
        "transmis": len(ground.sent),
        "regles": len(ground.granted),
        "rejetes": len(ground.rejected),
        "demande": str(asked(ground.received)),
        "transmis_montant": str(asked(ground.sent)),
        "regle": None if said is None else str(said),
    }


def _grouped(ground: Ground, key: Callable[[Claim], str]) -> list[Row]:
    groups: defaultdict[str, list[Claim]] = defaultdict(list)
    for one in ground.claims:
        groups[key(one)].append(one)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [_line(ground, name, group) for name, group in ordered]


def _line(ground: Ground, name: str, group: Sequence[Claim]) -> Row:
    inside = ground.span.holds
    received = [one for one in group if inside(one.received_on)]
    sent = [one for one in group if inside(one.outcome.sent_on)]
    granted = [one for one in group if inside(one.outcome.answered_on)]
    return (
        name,
        len(received),
        asked(received),
        sum(one.amount is Amount.A_VERIFIER for one in received),
        len(sent),
        asked(sent),
        len(granted),
        paid(granted),
        sum(inside(one.outcome.rejected_on) for one in group),
        sum(one.outcome.fate is Fate.EN_INSTANCE for one in received),
    )


def _points(ground: Ground, key: Callable[[Claim], str]) -> tuple[tuple[str, int], ...]:
    found = Counter(key(one) for one in ground.received).most_common()
    first, others = found[: _BARS - 1], found[_BARS - 1 :]
    rest = [("Autres", sum(number for _, number in others))] if others else []
    return (*first, *rest)


def _delays(ground: Ground) -> Table:
    """From reception to decision, by lane."""
    rows: list[Row] = []
    settled = [one for one in ground.claims if ground.span.holds(one.outcome.on)]
    groups = [(LANES[lane], [one for one in settled if one.lane is lane]) for lane in LANES]
    for name, group in [*groups, ("Tous", settled)]:
        days = [one.days for one in group if one.days is not None]
        if days:
            late = [one.late for one in group if one.late is not None]
            rows.append(
                (name, len(days), round(median(days)), max(days), len(late) - sum(late), sum(late))
            )
    return Table(
        "sinistres_delais", "Délais de traitement",
        (
            Column("Voie", wide=2.4), Column("Décidés", Kind.NOMBRE),
            Column("Jours (médiane)", Kind.NOMBRE), Column("Jours (le plus long)", Kind.NOMBRE),
            Column("Dans le délai", Kind.NOMBRE), Column("Hors délai", Kind.NOMBRE),
        ),
        rows,
        notes=("De l'arrivée à la dernière décision, si elle est de la période, en jours du calendrier ; le délai est celui du type de dossier, là où il en a un.",),
    )  # fmt: skip


def _rejections(ground: Ground) -> Table:
    found = Counter(reason for one in ground.rejected for reason in one.outcome.reasons)
    rows: list[Row] = [(reason, number) for reason, number in found.most_common()]
    return Table(
        "sinistres_rejets", "Rejets, par motif",
        (Column("Motif", wide=5), Column("Dossiers", Kind.NOMBRE)), rows,
        ("Dossiers rejetés", len(ground.rejected)),
        ("Un dossier peut avoir plusieurs motifs. Aucun motif médical n'est dit : il reste dans le dossier.",),
    )  # fmt: skip
