"""Who may do what. One question, `may(actor, action, thing)`, one table.

A medical secret (DOMAIN §6) is a property of a page, by type and by doubt. Of a
confidential thing everybody who may see the thing at all sees that it is there, its
type and its check result (`VOIR`); its content (`VOIR_CONTENU`: image, text, fields,
thumbnail, search, export) is for the médecin conseil alone. An original mixes people
and papers: it is confidential when any of its pages is, or may be.

Partners (employer, insured, provider) are not of the house: they have the sorts of their own
space and no other, and which dossiers are theirs is asked besides (`flows.partners.scope`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is here for; a person may have several. `SYSTEME` is the pipeline.

    The last three are partners: whoever is one has no other role.
    """

    COURRIER = "courrier"
    RELECTEUR = "relecteur"
    MEDECIN_CONSEIL = "medecin_conseil"
    GESTIONNAIRE = "gestionnaire"
    ADMIN = "admin"
    SYSTEME = "systeme"
    EMPLOYEUR = "employeur"
    ASSURE = "assure"
    PRESTATAIRE = "prestataire"


PARTNERS = frozenset({Role.EMPLOYEUR, Role.ASSURE, Role.PRESTATAIRE})
"""Who follows from outside what is his."""
HOUSE = frozenset(Role) - PARTNERS
"""Who works here."""


class Action(StrEnum):
    """What can be done to a thing."""

    VOIR = "voir"
    """See that it is there, its type, its check result."""
    VOIR_CONTENU = "voir_contenu"
    """See what it says: image, text, fields, thumbnail, search hits, export."""
    DEPOSER = "deposer"
    TRAITER = "traiter"
    """Read, cut, group, check: what the pipeline does."""
    RETENTER = "retenter"
    """Have a refused input tried again, or put it aside."""
    CORRIGER = "corriger"
    """Settle a value, a mark, a type."""
    CONTROLER = "controler"
    """Key a value again without being shown it."""
    TRANCHER = "trancher"
    """Say which of two keyings that differ is right."""
    ORGANISER = "organiser"
    """Turn, split, merge, move, mark blank."""
    CLASSER_SECRET = "classer_secret"  # nosec B105 # an action
    """Say that a page is a medical secret, or is not one."""
    PRENDRE = "prendre"
    """Take in hand, so that others leave it alone."""
    COMMENTER = "commenter"
    DECIDER = "decider"
    """Complete, ask for a complement, put aside, pass on to the médecin conseil."""
    REJETER = "rejeter"
    """Confirm that rights have lapsed, or that it is rejected."""
    LEVER = "lever"
    """Let a dossier go on in spite of a doubt: a person looked."""
    PASSER_OUTRE = "passer_outre"
    """Let it go on in spite of what is missing or wrong."""
    DECIDER_MEDICAL = "decider_medical"
    """Settle what only a médecin conseil can: `a_verifier` of medical pieces."""
    COMPOSER = "composer"
    """Put dossiers into a lot, take them out."""
    CLOTURER = "cloturer"
    REMETTRE = "remettre"
    """Note that a lot was handed over, its receipt signed."""
    IMPRIMER = "imprimer"
    INTERROGER = "interroger"
    """Ask whether somebody is covered."""
    ADMINISTRER = "administrer"


class Sort(StrEnum):
    """What a thing is."""

    ENVOI = "envoi"
    ORIGINAL = "original"
    PAGE = "page"
    DOCUMENT = "document"
    CHAMP = "champ"
    DOSSIER = "dossier"
    LOT = "lot"
    REFUS = "refus"
    ASSURE = "assure"
    COMPTE = "compte"
    REGLAGE = "reglage"
    JOURNAL = "journal"
    """The audit trail."""
    PILOTAGE = "pilotage"
    """The figures of the office: numbers, never what a paper says."""
    ETAT = "etat"
    """A statement for a partner, or a register: names and amounts, nothing medical."""
    ACCES = "acces"
    """A partner's access: invited, revoked."""
    SUIVI = "suivi"
    """Where a dossier of a partner's own stands: never a paper of it."""
    SITUATION = "situation"
    """Whether an insured is covered, and since when."""
    CERTIFICAT = "certificat"
    RECLAMATION = "reclamation"
    """A partner's own, about a dossier of his."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a name for the audit trail, and roles."""

    name: str
    roles: frozenset[Role]


SYSTEME = Actor("systeme", frozenset({Role.SYSTEME}))
"""The pipeline."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What is asked about. `name` is the field's, for a `CHAMP`.

    `confidential` when it shows content of a confidential page: that page, its document,
    a field on it, the original with it. Unknown is confidential.
    """

    sort: Sort
    confidential: bool
    name: str | None = None


ENVOI = Thing(Sort.ENVOI, confidential=False)
PAGE = Thing(Sort.PAGE, confidential=False)
DOCUMENT = Thing(Sort.DOCUMENT, confidential=False)
DOSSIER = Thing(Sort.DOSSIER, confidential=False)
"""Who a dossier is about and what its checklist found: shown to all who see dossiers."""
LOT = Thing(Sort.LOT, confidential=False)
REFUSAL = Thing(Sort.REFUS, confidential=False)
JOURNAL = Thing(Sort.JOURNAL, confidential=False)

CONTENT = frozenset(
    {
        Action.VOIR_CONTENU,
        Action.CORRIGER,
        Action.CONTROLER,
        Action.TRANCHER,
        Action.ORGANISER,
        Action.CLASSER_SECRET,
    }
)
"""What shows the content of a thing, or cannot be done without seeing it."""

MEDICAL_READERS = frozenset({Role.MEDECIN_CONSEIL, Role.SYSTEME})
"""Who sees the content of a confidential thing."""

SENSITIVE_FIELDS = frozenset({"diagnostic", "nature_maladie"})
"""On administrative forms: for those who must check that they are filled (DOMAIN §6)."""

FIELD_CHECKERS = frozenset({Role.RELECTEUR, Role.MEDECIN_CONSEIL, Role.SYSTEME})

_C, _R, _M = Role.COURRIER, Role.RELECTEUR, Role.MEDECIN_CONSEIL
_G, _A, _S = Role.GESTIONNAIRE, Role.ADMIN, Role.SYSTEME
_STAFF = frozenset({_R, _M, _G, _S})
_ALL = HOUSE

TABLE: Mapping[tuple[Action, Sort], frozenset[Role]] = {
    (Action.VOIR, Sort.ENVOI): _ALL,
    (Action.VOIR, Sort.ORIGINAL): _ALL,
    (Action.VOIR, Sort.PAGE): _ALL - {_A},
    (Action.VOIR, Sort.DOCUMENT): _STAFF,
    (Action.VOIR, Sort.CHAMP): _STAFF,
    (Action.VOIR, Sort.DOSSIER): _STAFF,
    (Action.VOIR, Sort.LOT): _STAFF | {_C},
    (Action.VOIR, Sort.REFUS): _ALL,
    (Action.VOIR, Sort.ASSURE): _STAFF,
    (Action.VOIR, Sort.COMPTE): frozenset({_A}),
    (Action.VOIR, Sort.REGLAGE): frozenset({_G, _A, _S}),
    (Action.VOIR, Sort.JOURNAL): frozenset({_G, _A}),
    (Action.VOIR, Sort.PILOTAGE): frozenset({_G}),
    (Action.VOIR, Sort.ETAT): frozenset({_G}),
    # The mailroom has the paper in hand: it must see a page to scan it again.
    (Action.VOIR_CONTENU, Sort.ENVOI): _STAFF | {_C},
    (Action.VOIR_CONTENU, Sort.ORIGINAL): _STAFF | {_C},
    (Action.VOIR_CONTENU, Sort.PAGE): _STAFF | {_C},
    (Action.VOIR_CONTENU, Sort.DOCUMENT): _STAFF,
    (Action.VOIR_CONTENU, Sort.CHAMP): _STAFF,
    (Action.VOIR_CONTENU, Sort.DOSSIER): _STAFF,
    (Action.VOIR_CONTENU, Sort.LOT): _STAFF,
    (Action.VOIR_CONTENU, Sort.REFUS): frozenset({_C, _G, _S}),
    (Action.VOIR_CONTENU, Sort.ASSURE): _STAFF,
    (Action.DEPOSER, Sort.ENVOI): frozenset({_C, _R, _G, _S}),
    (Action.TRAITER, Sort.ENVOI): frozenset({_S}),
    (Action.TRAITER, Sort.PAGE): frozenset({_S}),
    (Action.TRAITER, Sort.DOCUMENT): frozenset({_S}),
    (Action.TRAITER, Sort.DOSSIER): frozenset({_S}),
    (Action.TRAITER, Sort.LOT): frozenset({_S}),
    (Action.RETENTER, Sort.ENVOI): frozenset({_C, _G}),
    (Action.RETENTER, Sort.REFUS): frozenset({_C, _G}),
    (Action.CORRIGER, Sort.DOCUMENT): frozenset({_R, _M}),
    (Action.CORRIGER, Sort.CHAMP): frozenset({_R, _M}),
    (Action.CONTROLER, Sort.CHAMP): frozenset({_R, _M}),
    (Action.TRANCHER, Sort.CHAMP): frozenset({_R, _M, _G}),
    (Action.ORGANISER, Sort.PAGE): frozenset({_R, _M}),
    (Action.ORGANISER, Sort.DOCUMENT): frozenset({_R, _M}),
    # Only who has seen the page can say what it is: for a confidential one, see CONTENT.
    (Action.CLASSER_SECRET, Sort.PAGE): frozenset({_R, _M}),
    (Action.PRENDRE, Sort.DOSSIER): frozenset({_R, _M, _G}),
    (Action.COMMENTER, Sort.DOSSIER): frozenset({_R, _M, _G}),
    (Action.DECIDER, Sort.DOSSIER): frozenset({_R, _M, _G}),
    # «forclos et rejete sont proposés, une personne confirme»: one who answers for it.
    (Action.REJETER, Sort.DOSSIER): frozenset({_M, _G}),
    (Action.LEVER, Sort.DOSSIER): frozenset({_R, _M, _G}),
    # «forced only by the head of claims, traced» [001 §6.1].
    (Action.PASSER_OUTRE, Sort.DOSSIER): frozenset({_G}),
    (Action.DECIDER_MEDICAL, Sort.DOSSIER): frozenset({_M}),
    (Action.COMPOSER, Sort.LOT): frozenset({_R, _G}),
    (Action.CLOTURER, Sort.LOT): frozenset({_R, _G}),
    # The mailroom carries it there and brings the signed receipt back.
    (Action.REMETTRE, Sort.LOT): frozenset({_C, _R, _G}),
    (Action.ORGANISER, Sort.ENVOI): frozenset({_C, _R, _G}),
    (Action.IMPRIMER, Sort.DOSSIER): frozenset({_R, _M, _G}),
    (Action.IMPRIMER, Sort.LOT): frozenset({_C, _R, _G}),
    (Action.IMPRIMER, Sort.ETAT): frozenset({_G, _S}),
    (Action.ADMINISTRER, Sort.ASSURE): frozenset({_G, _A}),
    (Action.ADMINISTRER, Sort.COMPTE): frozenset({_A}),
    (Action.ADMINISTRER, Sort.REGLAGE): frozenset({_G, _A}),
    (Action.ADMINISTRER, Sort.ACCES): frozenset({_A}),
    (Action.VOIR, Sort.SUIVI): PARTNERS,
    (Action.VOIR, Sort.SITUATION): frozenset({Role.ASSURE}),
    (Action.INTERROGER, Sort.SITUATION): frozenset({Role.PRESTATAIRE}),
    (Action.IMPRIMER, Sort.CERTIFICAT): frozenset({Role.ASSURE}),
    (Action.DEPOSER, Sort.RECLAMATION): frozenset({Role.ASSURE, Role.PRESTATAIRE}),
}
"""Who may do what to which sort of thing. What is not here, nobody may."""


def may(actor: Actor, action: Action, thing: Thing) -> bool:
    """Whether `actor` may do `action` to `thing`."""
    allowed = TABLE.get((action, thing.sort), frozenset())
    if action in CONTENT:
        if thing.confidential:
            allowed &= MEDICAL_READERS
        if thing.sort is Sort.CHAMP and thing.name in SENSITIVE_FIELDS:
            allowed &= FIELD_CHECKERS
    return not allowed.isdisjoint(actor.roles)
