"""Every paper that §4 asks for, filled as it should be."""

from __future__ import annotations

from bench.dossiers.people import DRUGS, TOWNS, Town
from bench.dossiers.plan import Paper

Person = dict[str, str]
ORIGINAL = {"exemplaire": "original"}


def _patient(person: Person) -> dict[str, str]:
    return {"patient_nom": person["nom"], "patient_prenom": person["prenom"]}


def _holder(person: Person) -> dict[str, str]:
    return {"nom": person["nom"], "prenom": person["prenom"]}


def _assure(t: Town) -> dict[str, str]:
    return {
        "assure_nom": t.insured["nom"],
        "assure_prenom": t.insured["prenom"],
        "numero_immatriculation": t.insured["numero_immatriculation"],
    }


def _beneficiary(person: Person) -> dict[str, str]:
    return {"beneficiaire_nom": person["nom"], "beneficiaire_prenom": person["prenom"]}


def sheet(t: Town, person: Person, care: str, **more: str) -> Paper:
    """A feuille de soins, stamped and signed."""
    fields = ORIGINAL | _assure(t) | _beneficiary(person)
    fields |= {
        "beneficiaire_lien": person["lien"],
        "date_soins": care,
        "nature_maladie": "lombalgie",
    }
    marks = {"cachet_medecin": True, "signature_medecin": True, "signature_assure": True}
    return Paper("feuille_de_soins", fields | more, {}, marks)


def invoice(t: Town, person: Person, nature: str, day: str, **more: str) -> Paper:
    """An invoice whose lines and parts add up, for a nature."""
    total = t.amount()
    share = total * 20 // 100
    fields = ORIGINAL | _patient(person)
    fields |= {
        "nature": nature,
        "numero_facture": f"F-{t.rng.randint(1000, 9999)}",
        "date_facture": day,
        "emetteur_nom": f"{nature.upper()} {t.rng.choice(TOWNS).upper()}",
        "montant_total": f"{total}.00",
        "part_organisme": f"{total - share}.00",
        "part_assure": f"{share}.00",
    }
    if nature == "pharmacie":
        fields["date_delivrance"] = day
        line = {"designation": DRUGS[0], "quantite": "1"}
    else:
        line = {"designation": "Consultation", "quantite": "1"}
    line |= {"prix_unitaire": f"{total}.00", "montant": f"{total}.00"}
    marks = dict.fromkeys(
        (
            *("cachet_etablissement", "signature_etablissement", "signature_assure"),
            *("ppv_colles", "codes_barres_colles"),
        ),
        True,
    )
    return Paper("facture", fields | more, {"lignes": [line]}, marks)


def stay(t: Town, person: Person, nature: str, entry: int, leaving: int, **more: str) -> Paper:
    """The invoice of a stay; its days count back from the reception."""
    paper = invoice(t, person, nature, t.day(leaving))
    paper.fields |= {"date_entree": t.day(entry), "date_sortie": t.day(leaving)} | more
    for line in paper.lines["lignes"]:
        line |= {"designation": "Séjour en chambre", "date": t.day(entry)}
    return paper


def prescription(t: Town, person: Person, day: str, **more: str) -> Paper:
    marks = {"cachet_medecin": True, "signature_medecin": True}
    fields = ORIGINAL | _patient(person) | {"date_prescription": day} | more
    return Paper("ordonnance", fields, {"prescriptions": [{"medicament": DRUGS[0]}]}, marks)


def demand(t: Town, person: Person, motif: str, form: str, **more: str) -> Paper:
    fields = ORIGINAL | _assure(t) | _beneficiary(person)
    fields |= {
        "beneficiaire_lien": person["lien"],
        "motif": motif,
        "modele_imprime": form,
        "urgence": "false",
        "inpe": "104012345",
        "diagnostic": "hernie inguinale",
        "code_acte": "K50",
        "cotation": "50",
        "date_demande": t.day(1),
        "date_hospitalisation": t.day(-15),
        "ville": t.rng.choice(TOWNS),
        "etablissement_statut": "public",
        "duree_prevue": "4",
    }
    marks = dict.fromkeys(
        ("cachet_medecin", "signature_medecin", "cachet_etablissement", "signature_pharmacien"),
        True,
    )
    return Paper("demande_prise_en_charge", fields | more, {}, marks)


def accord(t: Town, person: Person, amount: str = "90000.00") -> Paper:
    fields = ORIGINAL | _beneficiary(person)
    fields |= {
        "numero_prise_en_charge": "PEC-7",
        "date_attestation": t.day(30),
        "montant_accorde": amount,
    }
    marks = {"cachet_organisme": True, "signature_organisme": True}
    return Paper("attestation_prise_en_charge", fields, {}, marks)


def certificate(t: Town, person: Person, written: str) -> Paper:
    fields = ORIGINAL | _patient(person) | {"maladie": "diabète", "date_certificat": written}
    return Paper(
        "certificat_longue_duree", fields, {}, {"cachet_medecin": True, "signature_medecin": True}
    )


def report(person: Person, **more: str) -> Paper:
    fields = ORIGINAL | _patient(person)
    fields |= {
        "affection": "lymphome",
        "protocole": "R-CHOP",
        "doses_journalieres": "750 mg/m2",
        "surface_corporelle": "1.80",
        "duree": "3 mois",
        "nombre_cures": "3",
        "nombre_seances": "25",
        "metastase": "false",
    }
    return Paper(
        "rapport_medical", fields | more, {}, {"cachet_medecin": True, "signature_medecin": True}
    )


def results(person: Person, nature: str, *analyses: str) -> Paper:
    fields = ORIGINAL | _patient(person) | {"nature_examen": nature}
    return Paper("resultats_examens", fields, {"mesures": [{"analyse": a} for a in analyses]}, {})


def identity(t: Town, person: Person, **more: str) -> Paper:
    fields = {"exemplaire": "copie"} | _holder(person)
    fields |= {"cin": person["cin"], "date_validite": t.day(-900)}
    return Paper("cnie", fields | more)


def card(t: Town) -> Paper:
    number = {"numero_immatriculation": t.insured["numero_immatriculation"]}
    return Paper("carte_immatriculation", {"exemplaire": "copie"} | _holder(t.insured) | number)


def guarantee(t: Town) -> Paper:
    number = {"numero_immatriculation": t.insured["numero_immatriculation"]}
    return Paper("certificat_garantie", {"exemplaire": "copie"} | _holder(t.insured) | number)


def named(kind: str, person: Person, **more: str) -> Paper:
    """A paper that bears a holder's or a patient's name and little else."""
    return Paper(kind, ORIGINAL | _holder(person) | more)


def of_patient(kind: str, person: Person, **more: str) -> Paper:
    return Paper(kind, ORIGINAL | _patient(person) | more)


def plain(kind: str, marks: tuple[str, ...] = (), **fields: str) -> Paper:
    return Paper(kind, ORIGINAL | fields, {}, dict.fromkeys(marks, True))


def sessions(person: Person) -> Paper:
    fields = ORIGINAL | {"patient_nom": person["nom"], "seances_par_semaine": "3"}
    return Paper(
        "attestation_seances", fields, {}, {"cachet_medecin": True, "signature_medecin": True}
    )


def bulletin(t: Town, person: Person, **more: str) -> Paper:
    fields = ORIGINAL | {
        "numero_bulletin": f"B-{t.rng.randint(100, 999)}",
        "assure_nom": person["nom"],
        "assure_prenom": person["prenom"],
        "assure_cin": person["cin"],
        "assure_date_naissance": person["date_naissance"],
        "situation_familiale": "celibataire",
        "nombre_enfants": "0",
    }
    return Paper("bulletin_adhesion", fields | more, {}, {"signature_assure": True, "photo": True})
