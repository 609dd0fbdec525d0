"""From a button of the screen to an act of the review, and what is told back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from flows.review import Desk, act, holds
from flows.review.done import Done
from review_ui.visit import Visit
from review_ui.wording import words

T = TypeVar("T")

NO_STORE = {"Cache-Control": "no-store"}


class Asked(BaseModel):
    """What every act names: the dossier on whose screen it is done (none: a document's own)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dossier: str = Field("", max_length=64)


def do(visit: Visit, dossier_id: str, work: Callable[[Desk], T]) -> T:
    """Do `work`, with the dossier taken first: who acts on it holds it. Without one, just do it."""

    def holding(desk: Desk) -> T:
        if dossier_id:
            holds.take(desk, dossier_id)
        return work(desk)

    return act(visit.office.place, visit.actor, holding, now=visit.office.now())


def acted(visit: Visit, dossier_id: str, work: Callable[[Desk], Done]) -> JSONResponse:
    """Do `work` and tell what it did."""
    return told(do(visit, dossier_id, work))


def told(done: Done, **more: Any) -> JSONResponse:
    """What an act did, for the screen."""
    content = {
        "acte": done.act,
        "phrase": done.sentence,
        "documents": list(done.documents),
        "changements": [
            {
                "dossier": change.dossier_id,
                "reference": change.reference,
                "avant": words.STATUTS[change.statut[0]].word,
                "apres": words.STATUTS[change.statut[1]].word,
                "controles": [
                    {
                        "libelle": finding.libelle,
                        "avant": words.RESULTATS[finding.before].word if finding.before else "",
                        "apres": words.RESULTATS[finding.after].word if finding.after else "",
                        "ton": words.RESULTATS[finding.after].tone if finding.after else "neutre",
                    }
                    for finding in change.findings
                    if finding.before is not finding.after
                ],
            }
            for change in done.changes
            if change.told
        ],
        **more,
    }
    return JSONResponse(content, headers=NO_STORE)
