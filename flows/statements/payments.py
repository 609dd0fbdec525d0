"""Lists of what was paid in a span: to insured who work, to pensioned ones, to providers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from flows.outgoing import french
from flows.outgoing.facts import Amount
from flows.outgoing.tables import Column, Kind, Row, Table
from flows.statements.claims import Claim
from flows.statements.ground import DOUBTFUL, NOT_RECORDED, Ground, asked, paid, unanswered_note
from flows.statements.insured import Category
from flows.statements.spans import decade_words

UNNAMED = "Prestataire non lu sur les papiers"
_LISTED = (
    Column("Dossier", wide=1.1),
    Column("Assuré", wide=2.2),
    Column("Immatriculation", wide=1.2),
    Column("Nature", wide=1.7),
    Column("Reçu le", Kind.DATE, 0.9),
    Column("Décidé le", Kind.DATE, 0.9),
    Column("Montant demandé", Kind.MONTANT, 1.2),
    Column("Montant réglé", Kind.MONTANT, 1.2),
)


def to_insured(ground: Ground, category: Category, title: str, source: str) -> Table:
    """What is reimbursed to insured of a category. Those whose category nobody knows are apart."""

    def listed(one: Claim) -> bool:
        return not one.third_party and one.category is category

    found = [one for one in ground.paid if listed(one)]
    unknown = _of_unknown_category(ground)
    notes = [NOT_RECORDED, DOUBTFUL, *unanswered_note(ground, listed)]
    if unknown:
        notes.append(
            f"{french.count(len(unknown), 'dossier')} en plus : la base ne dit pas si l'assuré est actif ou "
            "pensionné (colonne « categorie » du fichier des assurés). La liste en est à part."
        )
    decomptes = sum(bool(one.statements_of_payment) for one in found)
    notes.append(f"Décompte de remboursement au dossier : {decomptes} sur {len(found)}.")
    return _listing(f"reglements_{category}", title, found, tuple(notes), source)


def of_unknown_category(ground: Ground) -> Table | None:
    """Reimbursements of whom the base does not say whether they work; `None` for none."""
    found = _of_unknown_category(ground)
    if not found:
        return None
    return _listing(
        "reglements_sans_categorie",
        "Règlements aux assurés dont la base ne dit pas la catégorie",
        found,
        (NOT_RECORDED,),
        "",
    )


def _of_unknown_category(ground: Ground) -> list[Claim]:
    return [one for one in ground.paid if not one.third_party and one.category is Category.INCONNUE]


def to_providers(ground: Ground, title: str, source: str) -> Table:
    """What is paid to providers, summed by each."""
    groups: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    found = [one for one in ground.paid if one.third_party]
    for one in found:
        groups[one.provider or UNNAMED, one.provider_town].append(one)
    rows: list[Row] = [
        (
            name, town or None, len(group), sum(one.invoices for one in group), asked(group),
            _part(group), paid(group), sum(one.amount is Amount.A_VERIFIER for one in group),
        )
        for (name, town), group in sorted(groups.items())
    ]  # fmt: skip
    total: Row = (
        f"Total : {french.count(len(groups), 'prestataire')}", None, len(found),
        sum(one.invoices for one in found), asked(found), _part(found), paid(found),
        sum(one.amount is Amount.A_VERIFIER for one in found),
    )  # fmt: skip
    return Table(
        "reglements_prestataires", title,
        (
            Column("Prestataire", wide=2.6), Column("Ville", wide=1.2), Column("Dossiers", Kind.NOMBRE, 0.8),
            Column("Factures", Kind.NOMBRE, 0.8), Column("Montant facturé", Kind.MONTANT, 1.2),
            Column("Part organisme", Kind.MONTANT, 1.2), Column("Montant réglé", Kind.MONTANT, 1.2),
            Column("À vérifier", Kind.NOMBRE, 0.8),
        ),
        rows, total, (NOT_RECORDED, DOUBTFUL, *unanswered_note(ground, lambda one: one.third_party)),
        None, source,
    )  # fmt: skip


def by_decade(ground: Ground, title: str, source: str, *, third_party: bool) -> Table:
    """The claims settled, ten days by ten days, third-party payment apart from the rest."""
    found = sorted(
        (one for one in ground.paid if one.third_party is third_party),
        key=lambda one: (one.outcome.on or one.received_on, one.reference),
    )
    rows: list[Row] = []
    for one in found:
        assert one.outcome.on is not None
        decade = decade_words(one.outcome.on)
        rows.append((decade, *_row(one), *((one.provider or UNNAMED,) if third_party else ())))
    further = (Column("Prestataire", wide=1.8),) if third_party else ()
    key = "sinistres_tiers_payant" if third_party else "sinistres_directs"
    return Table(
        key, title, (Column("Décade", wide=0.9), *_LISTED, *further), rows,
        _decade_total(found, further=bool(further)),
        (
            NOT_RECORDED, DOUBTFUL,
            *unanswered_note(ground, lambda one: one.third_party is third_party),
        ),
        None, source,
    )  # fmt: skip


def invoices_to_pay(ground: Ground, title: str, source: str) -> Table:
    """Third-party dossiers sent on, one by one: what is to be paid to providers."""
    found = [one for one in ground.sent if one.third_party]
    rows: list[Row] = [
        (one.provider or UNNAMED, one.provider_town or None, *_row(one)) for one in found
    ]
    rows.sort(key=lambda row: (str(row[0]), str(row[2])))
    total: Row = (
        f"Total : {french.count(len(found), 'dossier')}",
        None,
        *_blank(),
        asked(found),
        paid(found),
    )
    return Table(
        "factures_a_payer", title,
        (Column("Prestataire", wide=2), Column("Ville", wide=1), *_LISTED), rows, total,
        (NOT_RECORDED, DOUBTFUL), None, source,
    )  # fmt: skip


def co_payments(ground: Ground, title: str, source: str) -> Table:
    """What the insured owes of third-party invoices: their total less the part of the organisme."""
    found = [one for one in ground.sent if one.third_party]
    known = [one for one in found if one.asked is not None and one.part is not None]
    rows: list[Row] = []
    for one in known:
        assert one.asked is not None
        assert one.part is not None
        rows.append(
            (
                one.reference,
                one.insured,
                one.number,
                one.provider or UNNAMED,
                one.asked,
                one.part,
                one.asked - one.part,
            )
        )
    whole, parts = asked(known), _part(known)
    total: Row = (
        f"Total : {french.count(len(known), 'dossier')}", None, None, None, whole, parts,
        whole - parts if parts is not None else None,
    )  # fmt: skip
    left = len(found) - len(known)
    return Table(
        "tickets_moderateurs", title,
        (
            Column("Dossier", wide=1.1), Column("Assuré", wide=2), Column("Immatriculation", wide=1.2),
            Column("Prestataire", wide=2), Column("Montant facturé", Kind.MONTANT, 1.2),
            Column("Part organisme", Kind.MONTANT, 1.2), Column("Ticket modérateur", Kind.MONTANT, 1.2),
        ),
        rows, total,
        (f"{french.count(left, 'dossier')} sans les deux montants sûrement lus : son ticket modérateur n'est pas calculé.",)
        if left else (),
        None, source,
    )  # fmt: skip


def originals(ground: Ground, title: str, source: str) -> Table:
    """The dossiers paid, whose original vouchers go with the statement."""
    rows: list[Row] = [
        (
            one.reference,
            one.insured,
            one.number,
            one.outcome.on,
            one.papers,
            one.invoices,
            one.asked,
        )
        for one in ground.paid
    ]
    total: Row = (
        f"Total : {french.count(len(rows), 'dossier')}", None, None, None,
        sum(one.papers for one in ground.paid), sum(one.invoices for one in ground.paid), asked(ground.paid),
    )  # fmt: skip
    return Table(
        "pieces_originales", title,
        (
            Column("Dossier", wide=1.1), Column("Assuré", wide=2.2), Column("Immatriculation", wide=1.2),
            Column("Décidé le", Kind.DATE), Column("Pièces", Kind.NOMBRE, 0.8),
            Column("dont factures", Kind.NOMBRE, 0.9), Column("Montant demandé", Kind.MONTANT, 1.2),
        ),
        rows, total,
        ("Bordereau des pièces à joindre : liasse garde les images, les originaux partent avec lui.",),
        None, source,
    )  # fmt: skip


def _listing(
    key: str, title: str, found: Sequence[Claim], notes: tuple[str, ...], source: str
) -> Table:
    return Table(
        key, title, _LISTED, [_row(one) for one in found], _totals(found), notes, None, source
    )


def _row(one: Claim) -> Row:
    """A dossier beside a name: what it is for is said by its lane, not by a type that tells an illness."""
    return (
        one.reference, one.insured, one.number, one.family, one.received_on, one.outcome.on, one.listed,
        one.outcome.paid,
    )  # fmt: skip


def _totals(found: Sequence[Claim]) -> Row:
    return (
        f"Total : {french.count(len(found), 'dossier')}",
        *_blank()[1:],
        asked(found),
        paid(found),
    )


def _decade_total(found: Sequence[Claim], *, further: bool) -> Row:
    said = f"Total : {french.count(len(found), 'dossier')}"
    return (said, *_blank(), asked(found), paid(found), *((None,) if further else ()))


def _blank() -> Row:
    """The columns of `_LISTED` before its amounts."""
    return (None,) * (len(_LISTED) - 2)


def _part(group: Sequence[Claim]) -> Decimal | None:
    known = [one.part for one in group if one.part is not None]
    return sum(known, Decimal(0)) if known else None
