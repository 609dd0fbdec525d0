"""What says something of a person, and is emptied when he is erased: table by table, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.entities import AppendOnly, Base, Dossier, PageState, utcnow
from storage.records.sealed_columns import GONE

EMPTIED = "efface"
"""What an emptied dossier is told of with."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Columns of a table that are emptied, of the rows whose `by` is among the ids of `scope`."""

    table: str
    by: str
    scope: str
    values: Mapping[str, Any]


def rules(number: int, now: datetime) -> Iterator[Rule]:
    """All that are applied by the erasure of that number."""
    told = f"Effacé le {now:%d/%m/%Y} (effacement n° {number})."
    dossier: dict[str, Any] = {
        "assure": {}, "beneficiaire": {}, "rappel_le": None,
        "signalements": [{"code": EMPTIED, "message": told}],
    }  # fmt: skip
    page: dict[str, Any] = {
        "state": PageState.NON_LUE, "reading": None, "image_sha256": None, "unread_why": told,
        "confidential_why": None, "confidential": True,
    }  # fmt: skip
    mail: dict[str, Any] = {
        "recipient": GONE,
        "subject": GONE,
        "text": GONE,
        "attachments": [],
        "in_reply_to": None,
    }
    yield Rule("dossier", "id", "dossiers", dossier)
    yield Rule("comment", "dossier_id", "dossiers", {"text": GONE})
    yield Rule("letter", "dossier_id", "dossiers", {"text": {}})
    yield Rule("notice", "dossier_id", "dossiers", {"message": told})
    yield Rule("notice", "envoi_id", "heads", {"message": told})
    yield Rule("out_mail", "dossier_id", "dossiers", mail)
    yield Rule("out_mail", "envoi_id", "heads", mail)
    yield Rule("out_mail", "id", "invitations", mail)
    yield Rule("legal_hold", "dossier_id", "dossiers", {"why": GONE})
    yield Rule("control", "id", "controls", {"value": GONE})
    yield Rule("control_answer", "control_id", "controls", {"value": None})
    yield Rule("finding", "judgement_seq", "judgements", {"raison": GONE, "evidence": []})
    yield Rule(
        "company_answer", "dossier_id", "dossiers", {"reason": None, "numero": None, "breaches": []}
    )
    yield Rule("reclamation", "id", "reclamations", {"who": GONE, "objet": GONE, "recipient": None})
    yield Rule("page", "id", "pages", {**page, "erased_at": now})
    yield Rule(
        "page_version",
        "page_id",
        "pages",
        {"reading": None, "image_sha256": None, "unread_why": None},
    )
    yield Rule("envoi", "id", "heads", {"source": GONE, "sender": None, "mail": None})
    yield Rule("source_file", "id", "names", {"name": GONE})
    yield Rule("refusal", "id", "refusals", {"name": GONE, "message": told})
    gone = {"name": GONE, "email": None, "assure_id": None, "revoked_at": now}
    closed = {"name": GONE, "password_hash": "", "closed_at": now}  # nosec B105 # it opens nothing
    yield Rule("account", "id", "accounts", closed)
    yield Rule("partner_access", "assure_id", "assures", gone)


TAKEN_OUT = {
    "dossier_word": ("dossier_id", "dossiers"),
    "document_number": ("document_id", "documents"),
    "page_text": ("page_id", "pages"),
    "assure": ("id", "assures"),
}
"""Tables whose rows go altogether: by what, among which ids."""
BY_HAND = frozenset({"proposal", "decision", "control_verdict"})
"""Tables emptied by more than one id, or not all rows alike."""
NOTHING_OF_HIM = frozenset(
    {
        "api_token", "audit_entry", "blob", "counter", "data_key", "deed", "deed_thing",
        "delivery", "document", "document_page", "erasure", "exchange_entry", "form_lesson",
        "form_version", "hold", "invitation", "judgement", "known_form", "login_failure",
        "login_session", "look", "lot", "master_key", "pharmacy", "situation_check", "step", "threshold",
        "typing_use", "typing_version", "webhook", "webhook_message",
    }
)  # fmt: skip
"""Tables that say nothing of a person whom papers are about: references, states, the house's own."""
BEYOND = {
    "statement": "les états remis restent : ils sont la preuve de ce qui est parti",
    "payroll": "la déclaration d'un employeur nomme tous ses employés",
}
"""Tables that name him and are not emptied, and why (French)."""


def is_emptied(dossier: Dossier) -> bool:
    """Whether nothing is left of what this dossier was about."""
    return any(told["code"] == EMPTIED for told in dossier.signalements)


def emptied_tables() -> frozenset[str]:
    """The tables of which columns are emptied."""
    return frozenset({rule.table for rule in rules(0, utcnow())} | BY_HAND)


def written_once() -> list[str]:
    """The tables that refuse to be changed, of those that are emptied."""
    once = {
        str(mapper.local_table.description)
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, AppendOnly)
    }
    return sorted(emptied_tables() & (once | {"company_answer"}))
