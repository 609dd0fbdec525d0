"""A year of work over the dossiers of the office: when they came, what people did to some of them."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from bench.dossiers.volume_fill import NOW

WORKED = 3
"""One dossier in so many was worked at by a person."""
DECIDED = 12
"""One field in so many of these was decided on, a third of them to another value."""
ACTS = ("corriger", "accepter", "completer")

_CAME = "UPDATE envoi SET received_at = :now - (abs(hashtext(id)) % 525600) * interval '1 minute'"
_JUDGED = (
    "UPDATE judgement j SET at = least(:now, e.received_at + abs(hashtext(d.id)) % 20 * interval '1 hour')"
    " FROM dossier d JOIN envoi e ON e.id = d.envoi_id WHERE d.id = j.dossier_id"
)
_WORKED = (
    "CREATE TEMPORARY TABLE worked ON COMMIT DROP AS SELECT d.id, d.statut,"
    " 'agent' || abs(hashtext(d.id)) % 40 AS actor,"
    " least(:now, e.received_at + abs(hashtext(d.id)) % 72 * interval '1 hour') AS at"
    " FROM dossier d JOIN envoi e ON e.id = d.envoi_id WHERE abs(hashtext(d.id)) % :worked = 0"
)
_DEEDS = (
    "WITH made AS (INSERT INTO deed (kind, actor, at, sentence, dossier_id, before, after)"
    " SELECT (CAST(:acts AS text[]))[n], w.actor, w.at + n * interval '2 minutes', '', w.id, '{}', '{}'"
    " FROM worked w CROSS JOIN generate_series(1, :number) n ORDER BY w.at, n RETURNING seq, dossier_id)"
    " INSERT INTO deed_thing (thing, deed_seq) SELECT 'dossier/' || dossier_id, seq FROM made"
)
_DECISIONS = (
    "INSERT INTO decision (thing_kind, thing_id, target, name, value, actor, at, salt)"
    " SELECT 'document', p.document_id, 'field', p.name,"
    " CASE WHEN abs(hashtext(p.name || p.document_id)) % 3 = 0 THEN p.value || '0' ELSE p.value END,"
    " w.actor, w.at, '' FROM worked w JOIN document d ON d.dossier_id = w.id"
    " JOIN proposal p ON p.document_id = d.id"
    " WHERE p.target = 'field' AND abs(hashtext(p.document_id || p.name)) % :decided = 0"
)
_READ = (
    "UPDATE proposal p SET created_at = d.at - interval '1 hour' FROM decision d"
    " WHERE d.thing_kind = 'document' AND d.thing_id = p.document_id AND d.name = p.name"
)
_FATES = (
    "INSERT INTO decision (thing_kind, thing_id, target, name, value, actor, at, salt)"
    " SELECT 'dossier', id, 'attribute', 'suite', 'valide', actor, at, '' FROM worked"
    " WHERE statut <> 'complet'"
)
_SETTLED = (
    "UPDATE dossier SET revision = :number,"
    " etape = CASE WHEN dossier.statut <> 'complet' THEN 'valide' ELSE etape END"
    " FROM worked w WHERE w.id = dossier.id"
)


def live(session: Session) -> None:
    """Spread what there is over the year before `NOW`. PostgreSQL's own words: it is much."""
    session.execute(
        text("SET LOCAL session_replication_role = replica")
    )  # verdicts get other dates
    given = {"now": NOW, "worked": WORKED, "number": len(ACTS), "acts": list(ACTS), "decided": DECIDED}  # fmt: skip
    for statement in (_CAME, _JUDGED, _WORKED, _DEEDS, _DECISIONS, _READ, _FATES, _SETTLED):
        used = {name: value for name, value in given.items() if f":{name}" in statement}
        session.execute(text(statement), used)
