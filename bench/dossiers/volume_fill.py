"""A database of many dossiers: each kind planned and judged once, then copied under other persons."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.orm import Session

from bench.dossiers.facts import facts_of
from bench.dossiers.people import MEN, SURNAMES, WOMEN
from bench.dossiers.run import SCENARIOS
from flows.dossiers import judging
from flows.workplace import Workplace
from models.checklists import checklist, judge
from models.entities import Base, Channel, LotNature, LotStatut, Statut
from storage.records import assures, blobs, documents, dossiers, envois, pages
from storage.records.dossier_words import words_of

NOW = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
KINDS = (
    ("cnops", "facturation_pharmacie"), ("cnops", "facturation_hopital"), ("cnops", "pec_pharmacie"),
    ("ofppt", "maladie_remboursement"), ("ofppt", "chronique_remboursement"), ("ofppt", "pec_programmee"),
    ("ci", "remboursement"), ("ci", "tiers_payant"), ("pmas", "facture_prestataire"), ("ofppt", "adhesion"),
)  # fmt: skip
LOT_SIZE, OPEN_SHARE = 30, 0.02
ROWS_AT_ONCE = 5000
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"


def fill(place: Workplace, number: int, people: int) -> None:
    """So many dossiers with their papers, findings and lots, and so many insured people."""
    rng = random.Random(7)
    with place.database.transaction() as session:
        made = [_template(session, rng, number) for number in range(len(KINDS))]
        assures.load(session, (_person(rng, n) for n in range(people)))
    with place.database.transaction() as session:
        connection = session.connection()
        each = max(1, number // len(made))
        for rank, dossier_id in enumerate(made):
            _copy(connection, dossier_id, rank, len(made), each, rng)
        if connection.dialect.name == "postgresql":
            for table in ("judgement", "finding", "proposal"):
                last = f"SELECT setval(pg_get_serial_sequence('{table}', 'seq'), max(seq)) FROM {table}"
                connection.execute(text(last))
    with place.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as once:
        once.execute(text("ANALYZE"))


def _person(rng: random.Random, number: int) -> dict[str, str | None]:
    return {
        "numero_immatriculation": f"9{number:08d}",
        "nom": f"{rng.choice(SURNAMES)} {rng.choice(SURNAMES)}",
        "prenom": rng.choice(MEN + WOMEN),
        "lien": "assure",
        "date_effet": "2015-01-01",
    }


def _template(session: Session, rng: random.Random, number: int) -> str:
    """A planned dossier, kept and judged as the product does; its id."""
    owner, kind = KINDS[number]
    scenario = next(s for s in SCENARIOS if (s.organisme, s.type) == (owner, kind))
    case = replace(scenario.build("", rng), received_at=NOW)
    facts = facts_of(case)
    sha256 = f"{number:064x}"
    blobs.record(session, sha256, size=1, media_type="application/pdf")
    envoi = envois.take_in(
        session, source="sac.pdf", sha256=sha256, size=1, channel=Channel.COURRIER, received_at=NOW
    ).envoi
    file = envois.add_file(
        session, envoi.id, ordinal=0, name="sac.pdf", sha256=sha256, kind="pdf",
        pages=len(facts.pieces), first_page=1,
    )  # fmt: skip
    pages.expect(session, file)
    papers = [p.document for p in facts.pieces]
    rows = documents.record(session, envoi.id, papers, "essai/1")
    facts = replace(
        facts,
        pieces=tuple(replace(p, id=r.id) for p, r in zip(facts.pieces, rows, strict=True)),
    )
    found = checklist(owner, kind)
    verdict = judge(facts, found, NOW.date())
    dossier = dossiers.open_dossier(
        session, envoi_id=envoi.id, organisme=owner, type=kind, documents=[r.id for r in rows],
        assure=judging.insured_json(facts.assure), beneficiaire=judging.cared_for_json(facts.beneficiaire),
        prestation=judging.prestation(verdict), deadline=verdict.deadline or NOW,
    )  # fmt: skip
    judging.keep(session, dossier, found, verdict)
    return dossier.id


def _copy(
    connection: Connection, dossier_id: str, rank: int, kinds: int, count: int, rng: random.Random
) -> None:
    """The dossier `count` times over, with all that hangs on it, under other names."""
    tables = Base.metadata.tables
    dossier = (
        connection.execute(select(tables["dossier"]).where(tables["dossier"].c.id == dossier_id))
        .one()
        ._mapping
    )
    judgement = connection.execute(
        select(func.max(tables["judgement"].c.seq)).where(
            tables["judgement"].c.dossier_id == dossier_id
        )
    ).scalar_one()
    given = {"count": count, "envoi": dossier["envoi_id"], "judgement": judgement}
    ofs = {
        "envoi": "t.id = :envoi",
        "source_file": "t.envoi_id = :envoi",
        "page": "t.envoi_id = :envoi",
    }
    for name, where in ofs.items():
        _multiply(connection, tables[name], where, given, _renamed(name))
    inserts = [_dossier_row(dict(dossier), i, rng) for i in range(1, count + 1)]
    _in_lots(connection, inserts, rank, rng)
    for start in range(0, count, ROWS_AT_ONCE):
        some = inserts[start : start + ROWS_AT_ONCE]
        connection.execute(insert(tables["dossier"]), some)
        connection.execute(
            insert(tables["dossier_word"]),
            [
                {"word": word, "dossier_id": row["id"]}
                for row in some
                for word in words_of(_who(row["assure"]), _who(row["beneficiaire"]))
            ],
        )
    base = 1_000_000 + rank
    seq = f"{base} + n.i * {kinds}"
    own = "t.document_id IN (SELECT id FROM document WHERE envoi_id = :envoi)"
    _multiply(connection, tables["document"], "t.envoi_id = :envoi", given, _renamed("document"))
    _multiply(connection, tables["document_page"], own, given, _renamed("document_page"))
    _multiply(connection, tables["proposal"], own, given, {"seq": "", **_renamed("proposal")})
    _multiply(
        connection, tables["judgement"], "t.seq = :judgement", given,
        {"seq": seq, "dossier_id": _new("dossier_id")},
    )  # fmt: skip
    _multiply(
        connection, tables["finding"], "t.judgement_seq = :judgement", given,
        {"seq": "", "judgement_seq": seq},
    )  # fmt: skip


def _new(column: str) -> str:
    return f"'c' || n.i || '-' || t.{column}"


def _renamed(table: str) -> dict[str, str]:
    """The identifiers of copies: each column that names a row of this dossier."""
    columns = {
        "envoi": ("id", "numero"),
        "source_file": ("id", "envoi_id"),
        "page": ("id", "envoi_id", "source_file_id"),
        "document": ("id", "envoi_id", "dossier_id"),
        "document_page": ("page_id", "document_id"),
        "proposal": ("document_id",),
    }[table]
    return {column: _new(column) for column in columns}


def _multiply(
    connection: Connection,
    table: Table,
    where: str,
    given: dict[str, object],
    other: dict[str, str],
) -> None:
    """Copy rows inside the database; `other`: what copies have instead ("" leaves it to the database)."""
    names = [c.name for c in table.columns if other.get(c.name, c.name)]
    values = ", ".join(other.get(name) or f"t.{name}" for name in names)
    statement = (
        f"INSERT INTO {table.name} ({', '.join(names)}) {NUMBERS} "
        f"SELECT {values} FROM {table.name} t CROSS JOIN n WHERE {where}"
    )
    used = {key: value for key, value in given.items() if f":{key}" in statement}
    connection.execute(text(statement), used)


def _dossier_row(row: dict[str, object], i: int, rng: random.Random) -> dict[str, object]:
    person = {
        "numero_immatriculation": f"{rng.randint(100_000_000, 999_999_999)}",
        "nom": f"{rng.choice(SURNAMES)} {rng.choice(SURNAMES)}",
        "prenom": rng.choice(MEN + WOMEN),
    }
    return row | {
        "id": f"c{i}-{row['id']}",
        "envoi_id": f"c{i}-{row['envoi_id']}",
        "reference": f"{row['reference']}-{i}",
        "assure": person,
        "beneficiaire": {"lien": "assure"} | person,
        "deadline": NOW + timedelta(hours=rng.randint(-700, 700)),
        "statut": rng.choice([Statut.COMPLET, Statut.INCOMPLET, Statut.A_VERIFIER]),
    }


def _who(person: object) -> dict[str, object]:
    return person if isinstance(person, dict) else {}


def _in_lots(
    connection: Connection, rows: list[dict[str, object]], rank: int, rng: random.Random
) -> None:
    if not rows or rows[0]["prestation"] is None:
        return
    made = []
    for number, start in enumerate(range(0, len(rows), LOT_SIZE)):
        id = f"lot-{rank}-{number}"
        first = rows[start]
        for row in rows[start : start + LOT_SIZE]:
            row["lot_id"] = id
        made.append(
            {
                "id": id,
                "numero": f"L-{rank}-{number}",
                "organisme": first["organisme"],
                "nature": LotNature.FACTURATION,
                "prestation": first["prestation"],
                "etablissement": None,
                "bordereau": None,
                "statut": LotStatut.OUVERT
                if number == 0 or rng.random() < OPEN_SHARE
                else LotStatut.CLOTURE,
                "created_at": NOW,
                "revision": 0,
            }
        )
    connection.execute(insert(Base.metadata.tables["lot"]), made)
