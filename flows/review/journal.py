"""The audit trail as people read it: who did what, when, and to what, as far as each may know.

The trail itself holds references and hashes. What was decided is looked up beside it, and shown
only to who may see the content of the thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from flows.review.desk import Desk
from flows.review.spots import Spot, label_of, spot_thing
from flows.secrecy import page_thing
from models.entities import (
    Account,
    AuditEntry,
    Decision,
    Deed,
    Document,
    DocumentPage,
    Look,
    Page,
    Target,
    ThingKind,
)
from models.permissions import JOURNAL, Action
from storage.records import audit, documents, looks

_ACTIONS = {
    "decider.field": "Champ décidé",
    "decider.line": "Ligne décidée",
    "decider.mark": "Marque décidée",
    "decider.type": "Type décidé",
    "decider.cut": "Coupure décidée",
    "decider.attribute": "Décision",
    "annuler.field": "Champ : décision reprise",
    "annuler.line": "Ligne : décision reprise",
    "annuler.mark": "Marque : décision reprise",
    "annuler.type": "Type : décision reprise",
    "annuler.cut": "Coupure : décision reprise",
    "annuler.attribute": "Décision reprise",
    "reception": "Envoi reçu",
    "imprimer": "Papier imprimé",
    "rejuger": "Dossier jugé de nouveau",
    "relecture.prendre": "Dossier pris",
    "relecture.poser": "Dossier posé",
    "avis.vu": "Avis vu",
    "controle.saisir": "Contrôle : valeur saisie de nouveau",
    "controle.trancher": "Contrôle : tranché entre deux saisies",
    "seuil.derive": "Dérive constatée : valeurs à regarder",
    "seuil.suivi": "Seuil suivi d'après les erreurs vues",
    "types.version": "Version des types mise en service",
    "sauvegarde": "Tout sauvegardé",
    "restauration": "Sauvegarde restaurée",
    "stockage.effacer": "Fichiers déplacés, effacés de l'ancien lieu",
    "annuaire": "Expéditeur inscrit à l'annuaire",
    "expediteur.accepte": "Expéditeur inconnu : réponse acceptée",
    "courriel.renvoyer": "Courriel envoyé de nouveau",
    "courriel.retirer": "Courriel retiré",
    "api.deposer": "API : dépôt demandé",
    "api.depot": "API : envoi déposé",
    "api.etat": "API : envoi suivi",
    "api.resultat": "API : résultat lu",
    "api.lister": "API : dossiers listés",
    "api.un_dossier": "API : dossier lu",
    "api.exporter": "API : dossiers exportés",
    "api.image": "API : image d'une page lue",
    "exporter": "Dossiers exportés",
    "reclamation.lettre": "Réclamation enregistrée d'après sa lettre",
    "api.jeton_perime": "API : jeton révoqué ou périmé",
    "jeton.creer": "Jeton fait",
    "jeton.revoquer": "Jeton révoqué",
    "webhook.ajouter": "Webhook ouvert",
    "webhook.fermer": "Webhook fermé",
    "webhook.rejouer": "Message de webhook renvoyé",
    "compte.ajouter": "Compte ouvert",
    "compte.roles": "Rôles changés",
    "compte.mot_de_passe": "Mot de passe changé",
    "compte.sessions": "Sessions terminées",
    "compte.fermer": "Compte fermé",
    "partenaire.inviter": "Partenaire invité",
    "partenaire.lien": "Partenaire : nouveau lien",
    "partenaire.accepter": "Partenaire : lien utilisé",
    "partenaire.revoquer": "Partenaire : accès révoqué",
    "espace.accueil": "Espace partenaire : dossiers listés",
    "espace.dossier": "Espace partenaire : dossier suivi",
    "espace.lettre": "Espace partenaire : lettre ouverte",
    "espace.refuse": "Espace partenaire : dossier d'un autre demandé, refusé",
    "situation.verifier": "Situation d'un assuré vérifiée",
    "situation.inconnu": "Situation demandée de personne de connu",
    "certificat.imprimer": "Certificat d'adhésion imprimé",
    "reclamation.deposer": "Réclamation écrite par un partenaire",
    "etat.etabli": "État établi",
    "etat.telecharge": "État téléchargé",
    "registre.telecharge": "Registre téléchargé",
    "salaires.declares": "Déclaration de salaires gardée",
    "regards": "Regards d'une heure, scellés",
    "connexion": "Connexion",
    "connexion.refusee": "Connexion refusée",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the trail. `withheld`: there are values, which this reader may not see; `secret`: those
    that he sees are a medical secret."""

    seq: int
    at: datetime
    actor: str
    sentence: str
    thing: str
    before: str | None
    after: str | None
    withheld: bool
    secret: bool = False


def entries(
    desk: Desk,
    *,
    thing: str | None = None,
    actor: str | None = None,
    before_seq: int | None = None,
    limit: int = 100,
) -> Sequence[Entry]:
    """The latest entries, about a thing (`dossier/ID`) or by a person; the last first."""
    desk.require(Action.VOIR, JOURNAL)
    rows = audit.entries(
        desk.session,
        things=[thing] if thing else (),
        actor=actor,
        before=before_seq,
        limit=limit,
    )
    return [_shown(desk, row) for row in rows]


def looks_at(
    desk: Desk,
    *,
    thing: str | None = None,
    actor: str | None = None,
    before_seq: int | None = None,
    limit: int = 100,
) -> Sequence[Look]:
    """Who of the house was shown what is secret, the last first."""
    desk.require(Action.VOIR, JOURNAL)
    return looks.listed(desk.session, thing=thing, actor=actor, before=before_seq, limit=limit)


def _shown(desk: Desk, row: AuditEntry) -> Entry:
    after = _decision(desk.session, row.after)
    before = _decision(desk.session, row.before)
    sentence = _ACTIONS.get(row.action, row.action)
    deed = _deed(desk.session, row)
    if deed is not None:
        sentence = deed.sentence
    told = after or before
    values: tuple[str | None, str | None] = (None, None)
    withheld = secret = False
    account = _account(desk.session, row.thing)
    if account is not None:
        sentence, values = f"{sentence} : {account.login}", (_roles(row.before), _roles(row.after))
    if told is not None:
        sentence, withheld, secret = _about(desk, told, sentence)
        values = (_value(before), _value(after)) if not withheld else (None, None)
    return Entry(row.seq, row.at, row.actor, sentence, row.thing, *values, withheld, secret)


def _decision(session: Session, part: dict[str, object] | None) -> Decision | None:
    seq = (part or {}).get("decision")
    return session.get(Decision, seq) if isinstance(seq, int) else None


def _deed(session: Session, row: AuditEntry) -> Deed | None:
    seq = (row.after or {}).get("acte")
    return session.get(Deed, seq) if isinstance(seq, int) else None


def _account(session: Session, thing: str) -> Account | None:
    sort, _, key = thing.partition("/")
    return session.get(Account, key) if sort == "compte" else None


def _roles(part: dict[str, object] | None) -> str | None:
    known = (part or {}).get("roles")
    return ", ".join(map(str, known)) if isinstance(known, list) else None


def _value(decision: Decision | None) -> str | None:
    return decision.value if decision and decision.undoes is None else None


def _about(desk: Desk, told: Decision, sentence: str) -> tuple[str, bool, bool]:
    """What an entry is about, whether its values are kept from this reader, and if not whether they
    are a medical secret."""
    if told.thing_kind is ThingKind.DOCUMENT:
        document = desk.session.get(Document, told.thing_id)
        if document is None:
            return sentence, True, False
        if told.target in (Target.TYPE, Target.CUT):
            return sentence, False, False
        spot = Spot.of(told)
        sheets = documents.pages(desk.session, [document.id])[document.id]
        if not sheets:  # emptied since: what it was about stands elsewhere now
            return f"{sentence} : {label_of(document.type, spot)}", True, False
        thing = spot_thing(document, sheets, spot)
        seen = desk.may(Action.VOIR_CONTENU, thing)
        return (
            f"{sentence} : {label_of(document.type, spot)}",
            not seen,
            seen and thing.confidential,
        )
    if told.thing_kind is ThingKind.PAGE:
        page = desk.session.get(Page, told.thing_id)
        home = desk.session.get(DocumentPage, told.thing_id)
        document = desk.session.get(Document, home.document_id) if home else None
        seen = page is not None and desk.may(Action.VOIR, page_thing(page, document))
        return f"{sentence} : {told.name}", not seen, False
    return f"{sentence} : {told.name}" if told.name else sentence, False, False
