"""What any dossier may have wrong: a date, a person, rights, sums (DOMAIN §3 and §4)."""

from __future__ import annotations

from datetime import date, timedelta

from bench.dossiers.plan import Case, Lack, Paper, doing, write

DATED = {
    "feuille_de_soins": "date_soins",
    "facture": "date_facture",
    "ordonnance": "date_prescription",
    "demande_prise_en_charge": "date_demande",
    "attestation_prise_en_charge": "date_attestation",
    "bulletin_adhesion": "date_signature",
    "rapport_medical": "date_document",
}


def _future(case: Case) -> None:
    """A date of a past event after the reception: impossible."""
    paper = next(x for x in case.papers if x.type in DATED)
    after = case.received_at.date() + timedelta(days=40)
    paper.fields["date_signature" if paper.type == "feuille_de_soins" else DATED[paper.type]] = (
        after.isoformat()
    )


def _stranger(case: Case) -> None:
    """A paper in the name of somebody else altogether."""
    names = (
        ("patient_nom", "patient_prenom"),
        ("beneficiaire_nom", "beneficiaire_prenom"),
        ("assure_nom", "assure_prenom"),
    )
    for paper in case.papers:
        if paper.type in ("cnie", "certificat_garantie", "bulletin_adhesion"):
            continue
        met = [pair for pair in names if pair[0] in paper.fields]
        if met:
            for nom, prenom in met:
                paper.fields |= {nom: "ZNIBER", prenom: "Hortense"}
            paper.fields.pop("numero_immatriculation", None)
            return


def _shut(case: Case) -> None:
    case.history |= {"droits_ouverts": False, "droits_motif": "suspendu depuis le 1er janvier"}


def _late_prescription(case: Case) -> None:
    bill = date.fromisoformat(case.paper("facture").fields["date_facture"])
    write(case, "ordonnance", date_prescription=(bill + timedelta(days=2)).isoformat())


def _wrong_sum(case: Case) -> None:
    line = case.paper("facture").lines["lignes"][0]
    line["prix_unitaire"] = f"{float(line['montant']) + 35:.2f}"


def _not_prescribed(case: Case) -> None:
    case.paper("facture").lines["lignes"][0]["designation"] = "ZYRTEC COMPRIMES"


def _drug_beside(case: Case) -> None:
    """A drug among the lines of a stay, which no prescription names."""
    lines = case.paper("facture").lines["lignes"]
    lines.append({"designation": "ZYRTEC COMPRIMES", "code": "PH", "quantite": "1"})


def _card_of_another(case: Case) -> None:
    fields = {"nom": "ZNIBER", "prenom": "Hortense", "numero_immatriculation": "1"}
    case.papers.append(Paper("carte_immatriculation", fields))


def _outside(case: Case) -> None:
    bill = case.paper("facture")
    after = date.fromisoformat(bill.fields["date_sortie"]) + timedelta(days=3)
    bill.lines["lignes"][0]["date"] = after.isoformat()


def _turned_stay(case: Case) -> None:
    bill = case.paper("facture")
    bill.fields["date_entree"] = (
        date.fromisoformat(bill.fields["date_sortie"]) + timedelta(days=1)
    ).isoformat()


DATE = doing(
    "date_impossible", _future, "date impossible", statut="a_verifier", resultat="a_verifier"
)
PERSON = doing(
    "autre_personne", _stranger, "autre personne", statut="a_verifier", resultat="a_verifier"
)
RIGHTS = doing(
    "droits_fermes", _shut, "droits", "suspendu", statut="a_verifier", resultat="a_verifier"
)
SUM = doing(
    "calcul", _wrong_sum, "calculees", statut="complet", resultat="a_verifier", sur="facture"
)
CARD = doing(
    "carte_d_un_autre",
    _card_of_another,
    "autre personne",
    statut="a_verifier",
    resultat="a_verifier",
)
HOSPITAL_DRUG = doing(
    "non_prescrit", _drug_beside, "zyrtec", statut="complet", resultat="a_verifier", sur="facture"
)
CHECKED: tuple[Lack, ...] = (DATE, PERSON, RIGHTS)
INVOICED: tuple[Lack, ...] = (
    doing("ordonnance_posterieure", _late_prescription, "ordonnance", "facture", sur="ordonnance"),
    doing(
        "non_prescrit",
        _not_prescribed,
        "zyrtec",
        statut="complet",
        resultat="a_verifier",
        sur="facture",
    ),
    SUM,
)
STAYED: tuple[Lack, ...] = (
    doing(
        "acte_hors_sejour", _outside, "hors du sejour", statut="a_verifier", resultat="a_verifier"
    ),
    doing(
        "sejour_retourne",
        _turned_stay,
        "sortie precede",
        statut="a_verifier",
        resultat="a_verifier",
    ),
    SUM,
)


def both(*lacks: Lack) -> tuple[Lack, ...]:
    """The lacks of a type, each once."""
    return tuple({(x.code, x.cas): x for x in lacks}.values())
