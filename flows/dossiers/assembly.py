"""The documents of an envoi made into dossiers, judged, and placed in lots: all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from flows.dossiers import base, identities, judging, twice
from flows.dossiers.cited import with_cited
from flows.dossiers.earlier import earlier
from flows.dossiers.grouping import Group, group
from flows.dossiers.links import Evidence
from flows.dossiers.mentions import Traces, joined, traces_of
from flows.dossiers.monthly import is_monthly, parts_of
from flows.dossiers.noted import besides, noted_on
from flows.dossiers.people import Directory, directory
from flows.dossiers.rivals import WEAK, rivals_of, under_all, weakly_typed
from flows.dossiers.twice import twins
from flows.learning import control
from flows.mailbox.thread import answered
from flows.steps import begin
from flows.workplace import Workplace
from models.checklists import (
    Channel,
    Checklist,
    DossierFacts,
    Piece,
    Policy,
    Signalement,
    checklist,
    checklists,
    countries_told,
    guess_dossier_type,
    hinted,
    judge,
)
from models.entities import Dossier, Envoi, Etape
from models.reading import Document, PageReading
from models.settings import Settings
from storage.records import (
    assures,
    audit,
    documents,
    dossiers,
    envois,
    lots,
    pages,
    steps,
    thresholds,
)

STEP = "dossiers"
VERSION = "dossiers/3"
SEPARATOR = "feuille_separatrice"
ACTOR = "systeme"
LEAST_SCORE = 0.02
"""A group whose best dossier type scores less stays loose documents, for a person to place."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A group of documents with its facts and the checklist that fits it best."""

    members: tuple[int, ...]
    facts: DossierFacts
    checklist: Checklist
    rivals: tuple[Checklist, ...]
    """Other types that the papers may well make."""
    weak: bool
    """Whether the papers hardly tell the type."""
    told: tuple[Signalement, ...] = ()
    """What must be said of the persons found in the base, and of the dossier joined."""
    joined: str | None = None
    """Id of the existing dossier that this one joins."""


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of a case among all those of its envoi."""

    members: Sequence[int]
    found: Sequence[Document]
    ids: Sequence[str]
    texts: Sequence[str]
    traces: Sequence[Traces]
    noted: Sequence[Document | None]
    """The second papers of their sheets."""

    def shared(self) -> list[tuple[str, Document]]:
        """The invoices of several patients, which no case owns and each may cite."""
        pairs = zip(self.ids, self.found, strict=True)
        return [(id, document) for id, document in pairs if is_monthly(document)]


def assemble(place: Workplace, envoi_id: str, holder: str, on: date) -> None:
    """Open the envoi's dossiers, judge them and fill the lots, unless that is done already."""
    same = twins(place, envoi_id)  # looks at images: not while the database is held
    with place.database.transaction() as session:
        opened = bool(dossiers.of_envoi(session, envoi_id))
        claim = begin(session, envoi_id, STEP, VERSION, holder, kept=opened)
        if claim is None:
            return
        envoi = envois.get(session, envoi_id)
        rows = documents.of_envoi(session, envoi_id)
        read = documents.current(session, [row.id for row in rows])
        readings = pages.readings(session, envoi_id)
        found = [read[row.id] for row in rows]
        ids = [row.id for row in rows]
        for case in _cases(session, envoi, found, ids, readings, place.settings):
            numbers = {number for m in case.members for number in found[m].pages}
            case = replace(case, told=(*case.told, *twice.told(same, numbers)))
            _keep(session, place.settings, envoi_id, case, [ids[m] for m in case.members], on)
        steps.finish(session, claim)


def _cases(
    session: Session,
    envoi: Envoi,
    found: Sequence[Document],
    ids: Sequence[str],
    readings: Mapping[int, PageReading],
    settings: Settings,
) -> list[_Case]:
    separators = {
        position: _said(document, readings)
        for position, document in enumerate(found)
        if document.type == SEPARATOR
    }
    texts = [text_of(document, readings) for document in found]
    writings = assures.writings(session, organisme=envoi.organisme)
    papers = with_cited([traces_of(d) for d in found], texts, [name for _, name in writings])
    known = directory(session, papers, envoi.organisme, writings)
    evidence = [
        Evidence(traces, known.chances(traces), countries_told(text))
        for traces, text in zip(papers, texts, strict=True)
    ]
    groups = group(found, separators, one_case=envoi.mail is not None, evidence=evidence)
    doubtful = sum(d.type == "autre" or n not in readings for d in found for n in d.pages)
    thread = answered(session, envoi)
    noted = [noted_on({n: readings[n] for n in d.pages if n in readings}) for d in found]
    policy = thresholds.policy(session, settings)
    cases = []
    for one in groups:
        own = Papers(one.members, found, ids, texts, papers, noted)
        facts, told = facts_of(envoi, own, policy, doubtful, known)
        fitting = _fitting(facts, one, envoi.organisme)
        if fitting is None:
            continue
        codes = _codes(one, found, readings) + ([thread.text] if thread else [])
        past = earlier(session, facts, fitting[0], codes)
        facts = replace(facts, history=past.history)
        joined = past.joined.id if past.joined is not None else None
        cases.append(_Case(tuple(one.members), facts, *fitting, (*told, *past.told), joined))
    return cases


def _codes(one: Group, found: Sequence[Document], readings: Mapping[int, PageReading]) -> list[str]:
    numbers = (number for m in one.members for number in found[m].pages)
    return [code.text for n in numbers if n in readings for code in readings[n].barcodes]


def text_of(document: Document, readings: Mapping[int, PageReading]) -> str:
    """The words of a document's pages."""
    return "\n".join(readings[n].text for n in document.pages if n in readings)


def facts_of(
    envoi: Envoi, papers: Papers, policy: Policy, doubtful: int, known: Directory
) -> tuple[DossierFacts, tuple[Signalement, ...]]:
    """What is known of the case of these papers, and what must be said of its persons."""
    documents = [papers.found[m] for m in papers.members]
    traces = joined(papers.traces[m] for m in papers.members)
    assure = base.insured_in_base(known, identities.insured(documents), traces)
    read = identities.cared_for(documents, assure.person)
    beneficiaire = base.cared_for_in_base(read, assure, traces)
    words_of = {papers.ids[m]: papers.texts[m] for m in papers.members}
    mail = envoi.mail or {}
    facts = DossierFacts(
        channel=Channel(envoi.channel.value),
        received_at=envoi.received_at,
        pieces=(
            *(Piece(papers.ids[m], papers.found[m]) for m in papers.members),
            *(
                Piece(papers.ids[m], other)
                for m in papers.members
                for other in besides(papers.found[m], papers.noted[m])
            ),
            *(
                Piece(id, part, whole=whole)
                for id, part, whole in parts_of(papers.shared(), traces)
            ),
        ),
        sent_at=_sent_at(mail.get("date")),
        assure=assure.person,
        beneficiaire=beneficiaire.person,
        policy=policy,
        doubtful_pages=doubtful,
        words="\n".join(
            [*words_of.values(), str(mail.get("subject") or ""), str(mail.get("text") or "")]
        ),
        words_of=words_of,
    )
    return facts, (*assure.signalements, *beneficiaire.signalements)


def _fitting(
    facts: DossierFacts, one: Group, organisme: str | None
) -> tuple[Checklist, tuple[Checklist, ...], bool] | None:
    """The checklist announced by the separator, else the best guess, its near rivals, and whether
    the guess is weak."""
    known = checklists()
    wanted = one.organisme or organisme
    if one.type is not None:
        announced = [key for key in known if key[1] == one.type and wanted in (None, key[0])]
        if len(announced) == 1:
            return known[announced[0]], (), False
    guesses = guess_dossier_type(hinted(facts), wanted)
    if not guesses or guesses[0].score < LEAST_SCORE:
        return None
    best = checklist(guesses[0].organisme, guesses[0].type)
    return best, rivals_of(facts, wanted, guesses, best), guesses[0].score < WEAK


def _keep(
    session: Session,
    settings: Settings,
    envoi_id: str,
    case: _Case,
    document_ids: Sequence[str],
    on: date,
) -> None:
    verdict = under_all(judge(case.facts, case.checklist, on), case.facts, case.rivals, on)
    if case.weak:
        verdict = weakly_typed(verdict, case.facts)
    row = dossiers.open_dossier(
        session,
        envoi_id=envoi_id,
        organisme=case.checklist.organisme,
        type=case.checklist.type,
        documents=document_ids,
        assure=judging.insured_json(case.facts.assure),
        beneficiaire=judging.cared_for_json(case.facts.beneficiaire),
        rattache_a=case.joined,
        prestation=judging.prestation(verdict),
        deadline=verdict.deadline,
        forclos_le=verdict.forclos_le,
        deposited_at=case.facts.deposited_at or case.facts.received_at,
        signalements=[
            {"code": s.code, "message": s.message} for s in (*verdict.signalements, *case.told)
        ],
    )
    verdict = control.held_back(session, row, verdict, settings)
    judging.keep(session, row, case.checklist, verdict)
    control.draw(session, row, settings)
    if case.joined is not None:
        _awaken(session, case.joined, row)
    nature = judging.lot_nature(case.checklist)
    if nature is not None:
        lots.place(
            session,
            row,
            nature=nature,
            etablissement=judging.establishment(case.facts, case.checklist),
            maximum=settings.lot_maximum,
        )


def _awaken(session: Session, joined: str, row: Dossier) -> None:
    """What a dossier waited for may have come: a person looks at it again."""
    waiting = session.get_one(Dossier, joined)
    told = {
        "code": "complement_recu",
        "message": f"Des pièces sont arrivées pour ce dossier : voir le dossier {row.reference}.",
    }
    waiting.signalements = [*waiting.signalements, told]
    waiting.revision += 1
    if waiting.etape is Etape.COMPLEMENT:
        waiting.etape = Etape.A_TRAITER
    audit.record(
        session,
        actor=ACTOR,
        action="complement_recu",
        thing=audit.reference("dossier", waiting.id),
        after={"dossier": row.reference},
    )


def _said(document: Document, readings: Mapping[int, PageReading]) -> str:
    """What a separator sheet says: its codes, then its words."""
    said: list[str] = []
    for number in document.pages:
        if number in readings:
            said += [code.text for code in readings[number].barcodes]
            said.append(readings[number].text)
    return "\n".join(said)


def _sent_at(written: object) -> datetime | None:
    if not isinstance(written, str):
        return None
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo is not None else None
