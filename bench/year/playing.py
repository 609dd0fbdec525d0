"""The year, day by day: dossiers come in and are judged, people and the company decide, the clock ticks."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy.orm import Session

from bench.dossiers.people import MEN, SURNAMES, WOMEN
from bench.year.clock import put_clock
from bench.year.plan import FIRST, LAST, Planned
from flows.dossiers import judging
from flows.review.outcome import SUITE
from flows.statements.clock import make_due
from flows.workplace import Workplace
from models.checklists import checklist
from models.documents import document_types
from models.entities import (
    AnswerDecision,
    AnswerSource,
    AnswerState,
    Channel,
    CompanyAnswer,
    Dossier,
    Etape,
    Payroll,
    Target,
    ThingKind,
)
from models.organismes import organisme, organismes
from storage.records import (
    answers,
    assures,
    blobs,
    decisions,
    documents,
    dossiers,
    envois,
    pages,
    statements,
)

_Act = Callable[[Session, Planned], None]
HOUR = time(9, 30)
"""When the service looks at its clock, in this play once a day."""


def play(
    place: Workplace,
    plan: Sequence[Planned],
    told: Callable[[date], None],
    last: date = LAST + timedelta(days=12),
) -> dict[str, date]:
    """Live the year up to a day; the day on which each statement was made, by `organisme/span`."""
    happening: defaultdict[date, list[tuple[datetime, Planned, _Act]]] = defaultdict(list)
    for one in plan:
        for at, act in (
            (one.came, _come_in),
            (one.decided_at, _decide),
            (one.answered_at, _answer),
        ):
            if at is not None:
                happening[at.date()].append((at, one, act))
    made: dict[str, date] = {}
    with put_clock() as clock:
        clock.at = datetime.combine(FIRST, HOUR, organisme("ofppt").zone)
        place.database.write(lambda session: _people(session, plan))
        for day in (FIRST + timedelta(n) for n in range((last - FIRST).days + 1)):
            for at, who, deed in sorted(happening[day], key=lambda event: event[0]):
                clock.at = at
                place.database.write(partial(_done, who, deed))
            if day.day == 28:
                place.database.write(partial(_declare, place, day))
            now = datetime.combine(day, HOUR, organisme("ofppt").zone)
            clock.at = now
            before = {owner: _spans(place, owner) for owner in organismes()}
            for _ in make_due(place, now):
                pass
            for owner in organismes():
                for span in _spans(place, owner) - before[owner]:
                    made[f"{owner}/{span}"] = day
            told(day)
    return made


def _done(one: Planned, act: _Act, session: Session) -> None:
    act(session, one)


def _spans(place: Workplace, owner: str) -> set[str]:
    with place.database.reading() as session:
        return statements.made(session, owner)


def _come_in(session: Session, one: Planned) -> None:
    sha256 = _name_of_bytes(one)
    blobs.record(session, sha256, size=1, media_type="application/pdf")
    envoi = envois.take_in(
        session, source="sac.pdf", sha256=sha256, size=1, channel=Channel.COURRIER, received_at=one.came
    ).envoi  # fmt: skip
    file = envois.add_file(
        session, envoi.id, ordinal=0, name="sac.pdf", sha256=sha256, kind="pdf",
        pages=len(one.facts.pieces), first_page=1,
    )  # fmt: skip
    pages.expect(session, file)
    rows = documents.record(session, envoi.id, [p.document for p in one.facts.pieces], "annee/1")
    for row in rows:  # as their reading would have said: unknown is confidential
        for page in documents.pages(session, [row.id])[row.id]:
            page.confidential = document_types()[row.type].confidentiel
    rule = checklist(one.owner, one.case.type)
    dossier = dossiers.open_dossier(
        session, envoi_id=envoi.id, organisme=one.owner, type=one.case.type,
        documents=[row.id for row in rows], assure=judging.insured_json(one.facts.assure),
        beneficiaire=judging.cared_for_json(one.facts.beneficiaire),
        prestation=judging.prestation(one.judged), deadline=one.judged.deadline,
    )  # fmt: skip
    named = {f"p{n}": row.id for n, row in enumerate(rows, 1)}
    found = replace(
        one.judged,
        findings=tuple(
            replace(f, documents=tuple(named.get(d, d) for d in f.documents), evidence=())
            for f in one.judged.findings
        ),
    )
    judging.keep(session, dossier, rule, found)
    one.dossier_id = dossier.id


def _name_of_bytes(one: Planned) -> str:
    """A name of bytes that are not there: this play reads no page."""
    return (
        f"{random.Random(f'{one.came} {one.case.insured} {one.case.type}').getrandbits(256):064x}"
    )


def _decide(session: Session, one: Planned) -> None:
    dossier = session.get_one(Dossier, one.dossier_id)
    assert one.fate is not None
    dossier.etape = Etape(one.fate)
    decisions.decide(
        session, actor="anna", kind=ThingKind.DOSSIER, thing_id=dossier.id, target=Target.ATTRIBUTE,
        name=SUITE, value=one.fate, why="essai",
    )  # fmt: skip


def _answer(session: Session, one: Planned) -> None:
    dossier = session.get_one(Dossier, one.dossier_id)
    whole = one.paid == one.asked
    decision = AnswerDecision.REMBOURSEMENT_TOTAL if whole else AnswerDecision.REMBOURSEMENT_PARTIEL
    kept = answers.keep(
        session,
        CompanyAnswer(
            dossier_id=dossier.id, decision=decision, decided_on=one.answered_on, amount=str(one.paid),
            source=AnswerSource.FICHIER, state=AnswerState.ENREGISTREE, breaches=[], actor="anna",
        ),
    )  # fmt: skip
    kept.cancelled = False
    dossier.etape = Etape.REPONDU


def _people(session: Session, plan: Sequence[Planned]) -> None:
    """The insured of the dossiers and as many again, some pensioned, some who leave in the year."""
    rng = random.Random(5)
    for owner in organismes():
        rows: list[dict[str, str | None]] = []
        for one in plan:
            number = one.case.insured.get("numero_immatriculation")
            if one.owner == owner and number:
                rows.append({**one.case.insured, **_contract(rng), "lien": "assure"})
        for rank in range(len(rows) // 2):
            rows.append(
                {
                    "numero_immatriculation": f"7{rank:08d}", "matricule": f"M{rank:05d}",
                    "nom": rng.choice(SURNAMES), "prenom": rng.choice(MEN + WOMEN), "lien": "assure",
                    **_contract(rng),
                }
            )  # fmt: skip
        once = {(row["numero_immatriculation"], row["nom"], row["prenom"]): row for row in rows}
        assures.load(session, list(once.values()), organisme=owner)


def _contract(rng: random.Random) -> dict[str, str | None]:
    effect = FIRST + timedelta(days=rng.randint(-900, 360))
    left = effect + timedelta(days=rng.randint(30, 900)) if rng.random() < 0.1 else None
    return {
        "date_effet": effect.isoformat(),
        "date_fin": left.isoformat() if left else None,
        "motif_fin": "départ" if left else None,
        "categorie": rng.choice(("actif", "actif", "actif", "retraité", "veuf", None)),
        "bulletin": rng.choice(("oui", "oui", "oui", None)),
    }


def _declare(place: Workplace, day: date, session: Session) -> None:
    """The payroll of the month: most of the insured, and some whom nobody knows."""
    rng = random.Random(day.isoformat())
    known = [
        {"nom": p.nom, "prenom": p.prenom, "numero_immatriculation": p.numero_immatriculation}
        for p in assures.everybody(session, organisme="ofppt")
        if p.lien == "assure" and p.numero_immatriculation and rng.random() < 0.4
    ]
    new = [
        {"nom": rng.choice(SURNAMES), "prenom": rng.choice(WOMEN), "numero_immatriculation": f"55{n:07d}"}
        for n in range(12)
    ]  # fmt: skip
    data = f"{day} {len(known)}".encode()
    sha256 = place.blobs.put(data)
    blobs.record(session, sha256, size=len(data), media_type="text/csv")
    statements.keep_payroll(
        session,
        Payroll(
            organisme="ofppt", month=f"{day:%Y-%m}", employer="OFPPT", name=f"salaires-{day:%Y-%m}.csv",
            source_sha256=sha256, people=[*known, *new], actor="anna",
        ),
    )  # fmt: skip
