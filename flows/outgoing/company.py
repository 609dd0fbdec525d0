"""Letters about what the company answered, and about réclamations."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from flows.outgoing.blocks import framed
from flows.outgoing.facts import Case
from flows.outgoing.letters import GREETING, compose
from flows.outgoing.style import marked, safe, text

RETURNED = "Retour d'une réponse pour rectification"
REPLY = "Réponse à votre réclamation"


def returned(case: Case, answered: str, wrong: Sequence[str], note: str = "") -> bytes:
    """An answer that goes back: what it says, what of it does not hold, what is expected."""
    body: list[Flowable] = [
        text(GREETING),
        text("Nous vous retournons la réponse suivante, rendue sur le dossier désigné ci-dessus :"),
        framed([text(answered, "subtitle")]),
        Spacer(1, 4 * mm),
        text("Elle ne respecte pas les clauses du contrat, pour ce qui suit :"),
        *(marked(f"{number}. {safe(one)}", "left") for number, one in enumerate(wrong, 1)),
        Spacer(1, 3 * mm),
        *(text(paragraph) for paragraph in note.splitlines() if paragraph.strip()),
        text(
            "Merci de nous adresser une réponse rectifiée. D'ici là, celle-ci n'est pas enregistrée et le dossier "
            "reste en attente."
        ),
    ]
    places = (
        (case.sender.stationery.signataire, "Date, cachet et signature"),
        ("La compagnie", "Reçu le, cachet et signature"),
    )
    return compose(case, RETURNED, body, places)


def complaint_answered(case: Case, numero: str, objet: str, said: str) -> bytes:
    """The answer to a réclamation, in the words of who answers."""
    body: list[Flowable] = [
        text(GREETING),
        marked(f"Votre réclamation <b>{safe(numero)}</b> a été examinée. Elle portait sur :"),
        framed([text(objet, "left")]),
        Spacer(1, 4 * mm),
        *(text(paragraph) for paragraph in said.splitlines() if paragraph.strip()),
    ]
    places = ((case.sender.stationery.signataire, "Date, cachet et signature"),)
    return compose(case, REPLY, body, places)
