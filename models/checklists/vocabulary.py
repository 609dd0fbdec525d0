"""The names that conditions may use, with their kinds: one vocabulary in one place.

- `dossier.*`: what is known or worked out of the whole dossier (table below);
- `assure.*`, `beneficiaire.*`: the two persons; `beneficiaire.age` at the date the
  checklist says;
- `pieces.<type>`: how many documents of a type there are;
- `lu.<type>.<champ>`: a field of the documents of a type, when they agree;
- `piece.<champ or marque>`: of the one document under examination (`piece.type` too);
- `historique.*`: what our base knows; `reglages.*`: the organisme's settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from models.checklists.conditions import Name, NameKind
from models.documents import Kind, document_types
from models.organismes import Organisme

EXEMPLAIRES = ("original", "copie_conforme", "copie", "duplicata", "inconnu")
LIENS = ("assure", "conjoint", "enfant", "ascendant")

DOSSIER: Mapping[str, Name] = {
    "canal": Name(NameKind.TEXTE, "le canal d'arrivée", ("courrier", "email", "depot_web", "api")),
    "reception": Name(NameKind.DATE, "la date de réception"),
    "depot": Name(NameKind.DATE, "la date de dépôt"),
    "date_demande": Name(NameKind.DATE, "la date de la demande"),
    "premiers_soins": Name(NameKind.DATE, "la date des premiers soins"),
    "premiere_facture": Name(NameKind.DATE, "la date de la première facture"),
    "derniere_facture": Name(NameKind.DATE, "la date de la dernière facture"),
    "jours_factures": Name(NameKind.DATE, "le dernier des jours facturés"),
    "montant_factures": Name(NameKind.NOMBRE, "le montant total des factures"),
    "part_organisme": Name(NameKind.NOMBRE, "la part de l'organisme sur les factures"),
    "montant_accorde": Name(NameKind.NOMBRE, "le montant accordé"),
    "attente_certaine": Name(NameKind.DATE, "la fin certaine du délai d'attente"),
    "attente_possible": Name(NameKind.DATE, "la fin possible du délai d'attente"),
    "medicaments": Name(NameKind.BOOLEEN, "si des médicaments sont facturés"),
    "examens": Name(NameKind.BOOLEEN, "si des examens sont facturés"),
    "hospitalisation": Name(NameKind.BOOLEEN, "s'il y a eu hospitalisation"),
    "nombre_pieces": Name(NameKind.NOMBRE, "le nombre de pièces du dossier"),
    "enfants_declares": Name(NameKind.NOMBRE, "le nombre d'enfants déclarés"),
    "conjoint_declare": Name(NameKind.BOOLEEN, "si un conjoint est déclaré"),
}

HISTORIQUE: Mapping[str, Name] = {
    "premiere_dialyse": Name(NameKind.BOOLEEN, "s'il s'agit d'une première admission en dialyse"),
    "contre_visites_douze_mois": Name(NameKind.NOMBRE, "les contre-visites des douze mois"),
    "prestataire_conventionne": Name(NameKind.BOOLEEN, "si le prestataire est conventionné"),
    "dossier_rattache": Name(NameKind.BOOLEEN, "le dossier d'origine"),
    "droits_ouverts": Name(NameKind.BOOLEEN, "si les droits sont ouverts"),
    "droits_motif": Name(NameKind.TEXTE, "pourquoi les droits sont fermés"),
    "taux": Name(NameKind.NOMBRE, "le taux de remboursement du contrat"),
    "couple_ofppt": Name(NameKind.BOOLEEN, "si les deux conjoints sont à l'OFPPT"),
    "tiers_payant": Name(NameKind.BOOLEEN, "si le contrat est en tiers payant"),
    "contrat_individuel": Name(NameKind.BOOLEEN, "si le contrat est individuel"),
    "date_effet": Name(NameKind.DATE, "la date d'effet du contrat"),
}

_PERSON = {
    "numero_immatriculation": Name(NameKind.TEXTE, "le numéro d'immatriculation"),
    "matricule": Name(NameKind.TEXTE, "le matricule"),
    "nom": Name(NameKind.TEXTE, "le nom"),
    "prenom": Name(NameKind.TEXTE, "le prénom"),
    "cin": Name(NameKind.TEXTE, "le numéro de CIN"),
    "date_naissance": Name(NameKind.DATE, "la date de naissance"),
    "lien": Name(NameKind.TEXTE, "le lien avec l'assuré", LIENS),
    "sexe": Name(NameKind.TEXTE, "le sexe", ("M", "F")),
    "age": Name(NameKind.NOMBRE, "l'âge"),
}

WORKED_OUT: Mapping[str, Name] = {
    "date_apres_reception": Name(NameKind.BOOLEEN, "une date postérieure à la réception"),
    "autre_personne": Name(NameKind.BOOLEEN, "le nom d'une autre personne"),
    "bilan_renal": Name(NameKind.BOOLEEN, "le bilan rénal complet"),
    "mensuelle": Name(NameKind.BOOLEEN, "si la facture est celle de plusieurs patients"),
    "nombre_lignes": Name(NameKind.NOMBRE, "le détail des actes et produits"),
}
"""Of a piece, besides its fields and marks. The first two are false when nothing sure says so."""

NUMBERS = frozenset({Kind.MONTANT, Kind.ENTIER, Kind.DECIMAL, Kind.AGE, Kind.DUREE, Kind.JOURS})


def name_kind(kind: Kind) -> NameKind:
    """How a field of that kind is seen by conditions."""
    if kind in NUMBERS:
        return NameKind.NOMBRE
    if kind is Kind.BOOLEEN:
        return NameKind.BOOLEEN
    return NameKind.DATE if kind is Kind.DATE else NameKind.TEXTE


@cache
def fields_of(document_type: str) -> Mapping[str, Name]:
    """Names of the fields and marks of a document type, and of its exemplaire.

    Empty for a type that there is not.
    """
    kind = document_types().get(document_type)
    if kind is None:
        return {}
    names = {
        field: Name(
            name_kind(spec.genre),
            spec.libelle,
            tuple(spec.choix) if spec.genre is Kind.CHOIX else (),
        )
        for field, spec in kind.fields.items()
    }
    names |= {mark: Name(NameKind.BOOLEEN, spec.libelle) for mark, spec in kind.marks.items()}
    names["exemplaire"] = Name(NameKind.TEXTE, "l'exemplaire", EXEMPLAIRES)
    return names


@cache
def common_names() -> Mapping[str, Name]:
    """All names but those of one piece and of one organisme's settings."""
    names = {f"dossier.{key}": name for key, name in DOSSIER.items()}
    names |= {f"historique.{key}": name for key, name in HISTORIQUE.items()}
    for person, whose in (("assure", "de l'assuré"), ("beneficiaire", "du bénéficiaire")):
        for key, name in _PERSON.items():
            label = f"{name.libelle} {whose}"
            names[f"{person}.{key}"] = Name(name.kind, label, name.choix)
    for kind in document_types().values():
        names[f"pieces.{kind.type}"] = Name(NameKind.NOMBRE, f"le nombre de «{kind.libelle}»")
        for key, name in fields_of(kind.type).items():
            label = f"«{name.libelle}» ({kind.libelle})"
            names[f"lu.{kind.type}.{key}"] = Name(name.kind, label, name.choix)
    return names


def settings_names(profile: Organisme) -> Mapping[str, Name]:
    names = {}
    for key, setting in profile.reglages.items():
        kind = NameKind.TEXTE
        if isinstance(setting.valeur, bool):
            kind = NameKind.BOOLEEN
        elif isinstance(setting.valeur, int):
            kind = NameKind.NOMBRE
        names[f"reglages.{key}"] = Name(kind, f"le réglage «{key}»", setting.choix)
    return names


def piece_names(types: Iterable[str]) -> Mapping[str, Name]:
    """`piece.*` for a requirement about these document types (any of them)."""
    names: dict[str, Name] = {}
    chosen = tuple(types)
    for kind in (document_types()[name] for name in chosen):
        names |= {f"piece.{key}": name for key, name in fields_of(kind.type).items()}
    names["piece.type"] = Name(NameKind.TEXTE, "le type de la pièce", chosen)
    names |= {f"piece.{key}": name for key, name in WORKED_OUT.items()}
    return names
