"""The tables that an organisme is owed over a span, put together as one paper."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date

from flows.outgoing import french
from flows.outgoing.facts import Sender
from flows.outgoing.tables import Column, Kind, Report, Row, Table
from flows.statements import payments, people_tables, statistics
from flows.statements.claims import LANES
from flows.statements.ground import DOUBTFUL, NOT_RECORDED, Ground, asked, paid
from flows.statements.insured import Category
from flows.statements.spans import Span
from models.organismes.statements import (
    UNSOURCED,
    Contents,
    Frequency,
    StatementRules,
    Wanted,
)
from models.organismes.stationery import Stationery, stationery

TITLES = {
    Frequency.DECADE: "Bordereaux de la décade",
    Frequency.MENSUEL: "État mensuel",
    Frequency.TRIMESTRIEL: "État trimestriel",
    Frequency.ANNUEL: "État récapitulatif annuel",
}


def report_of(ground: Ground, rules: StatementRules, day: date, version: int) -> Report:
    """The whole paper."""
    letters = stationery(ground.owner)
    tables = [
        table
        for wanted in rules.of(ground.span.frequency)
        for table in _tables(ground, wanted, _source(wanted, letters))
    ]
    return Report(
        sender=Sender(ground.profile, letters),
        title=f"{TITLES[ground.span.frequency]} · {ground.profile.libelle}",
        about=ground.span.words,
        to=rules.destinataire,
        day=day,
        number=number_of(ground.owner, ground.span, version),
        tables=tuple(tables),
    )


def number_of(owner: str, span: Span, version: int) -> str:
    """What a statement is called: `État OFPPT 2026-10 v2`."""
    return f"État {owner.upper()} {span.key} v{version}"


def fingerprint(report: Report) -> str:
    """Of all that the tables say, not of the day or the version."""
    said = [
        [table.key, table.title, table.notes, [list(row) for row in table.rows], table.total]
        for table in report.tables
    ]
    written = json.dumps(said, default=str, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _source(wanted: Wanted, letters: Stationery) -> str:
    if wanted.citation == UNSOURCED:
        return ""
    return f"{letters.source(wanted.citation)} : « {wanted.extrait} »"


def _tables(ground: Ground, wanted: Wanted, source: str) -> Iterator[Table]:
    title = wanted.titre
    match wanted.contenu:
        case Contents.SINISTRES:
            yield from statistics.statistics(ground, title, source)
        case Contents.PRIMES_REMBOURSEMENTS:
            yield _premiums_and_claims(ground, title, source)
        case Contents.PRIMES_ENCAISSEES:
            yield people_tables.premiums(ground, title, source)
        case Contents.LISTE_ASSURES:
            yield people_tables.list_of_insured(ground, title, source)
        case Contents.REGLEMENTS_ACTIFS:
            yield payments.to_insured(ground, Category.ACTIF, title, source)
            unknown = payments.of_unknown_category(ground)
            if unknown is not None:
                yield unknown
        case Contents.REGLEMENTS_PENSIONNES:
            yield payments.to_insured(ground, Category.PENSIONNE, title, source)
        case Contents.REGLEMENTS_PRESTATAIRES:
            yield payments.to_providers(ground, title, source)
        case Contents.RAPPROCHEMENT_SALAIRES:
            yield from people_tables.payroll(ground, title, source)
        case Contents.PRODUCTION:
            yield from people_tables.production(ground, title, source)
        case Contents.SINISTRES_DIRECTS:
            yield payments.by_decade(ground, title, source, third_party=False)
        case Contents.SINISTRES_TIERS_PAYANT:
            yield payments.by_decade(ground, title, source, third_party=True)
        case Contents.FACTURES_A_PAYER:
            yield payments.invoices_to_pay(ground, title, source)
        case Contents.TICKETS_MODERATEURS:
            yield payments.co_payments(ground, title, source)
        case Contents.PIECES_ORIGINALES:
            yield payments.originals(ground, title, source)
        case Contents.REGISTRE_PRESTATAIRES:
            yield _providers(ground, title, source)
        case Contents.REGISTRE_PRESTATIONS:
            yield _prestations(ground, title, source)


def _premiums_and_claims(ground: Ground, title: str, source: str) -> Table:
    """Reimbursements against premiums, of which we know nothing: said so."""
    found = ground.paid
    rows: list[Row] = [
        ("Primes : inconnues de liasse, à porter par la compagnie", None, None, None),
        *(
            (LANES[lane],
             len(group), asked(group), paid(group))
            for lane in dict.fromkeys(one.lane for one in found)
            if (group := [one for one in found if one.lane is lane])
        ),
    ]  # fmt: skip
    return Table(
        "primes_remboursements", title,
        (
            Column("", wide=3.4), Column("Dossiers", Kind.NOMBRE), Column("Montant demandé", Kind.MONTANT, 1.3),
            Column("Montant réglé", Kind.MONTANT, 1.3),
        ),
        rows, ("Total des remboursements", len(found), asked(found), paid(found)),
        (
            "Les primes ne passent pas par liasse : le rapport sinistres / primes se fait quand la compagnie les porte.",
            NOT_RECORDED, DOUBTFUL,
        ),
        None, source,
    )  # fmt: skip


def _providers(ground: Ground, title: str, source: str) -> Table:
    """Who billed or asked for covers in the span."""
    found = [one for one in ground.received if one.provider]
    named = Counter((one.provider, one.provider_town) for one in found)
    rows: list[Row] = []
    for (name, town), number in sorted(named.items()):
        group = [one for one in found if (one.provider, one.provider_town) == (name, town)]
        rows.append(
            (name, town or None, number, sum(one.third_party for one in group), asked(group))
        )
    left = len(ground.received) - len(found)
    return Table(
        "registre_prestataires", title,
        (
            Column("Prestataire", wide=3), Column("Ville", wide=1.3), Column("Dossiers", Kind.NOMBRE),
            Column("dont tiers payant", Kind.NOMBRE), Column("Montant", Kind.MONTANT, 1.3),
        ),
        rows,
        (f"Total : {len(named)}", None, len(found), sum(one.third_party for one in found), asked(found)),
        (f"{french.count(left, 'dossier')} dont le prestataire n'est pas sûrement lu.",) if left else (), None, source,
    )  # fmt: skip


def _prestations(ground: Ground, title: str, source: str) -> Table:
    """Each dossier received in the span."""
    found = ground.received
    rows: list[Row] = [
        (
            one.reference, one.received_on, one.insured, one.number, one.family, one.provider or None,
            one.listed, one.outcome.fate.words.capitalize(),
        )
        for one in found
    ]  # fmt: skip
    total: Row = (
        f"Total : {french.count(len(found), 'dossier')}", None, None, None, None, None, asked(found), None,
    )  # fmt: skip
    return Table(
        "registre_prestations", title,
        (
            Column("Dossier", wide=1.1), Column("Reçu le", Kind.DATE, 0.9), Column("Assuré", wide=2),
            Column("Immatriculation", wide=1.2), Column("Nature", wide=1.6), Column("Prestataire", wide=1.8),
            Column("Montant", Kind.MONTANT, 1.1), Column("Suite", wide=1.2),
        ),
        rows, total, (DOUBTFUL,), None, source,
    )  # fmt: skip
