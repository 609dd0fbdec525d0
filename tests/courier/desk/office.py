"""Writes what funds, employers, town halls, schools, banks and the insured themselves send."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from .. import values
from ..paper import Paper
from ..town import names
from ..town.story import Story, person
from ..values import Person, mrz_td1
from .core import drug_lines, fund, money
from .kit import iso, named, office_stamp, stamp_of, writer

FRENCH_OBJECTS = ["Remboursement tardif", "Contestation du montant remboursé", "Absence de réponse à ma demande", "Rejet de dossier"]


def _letter(s: Story, fields: dict[str, Any], extra: dict[str, Any], issuer: str, who: str = "", **more: Any) -> Paper:
    extra["issuer"] = issuer
    if who:
        extra["sig"] = {"signature": who}
    marks = more.pop("marks", ("cachet", "signature"))
    stamps = {} if issuer == "own" else {marks[0]: office_stamp(more.pop("seal", "") or _seal(s, issuer), s.rng)}
    return Paper("", "", "", fields, more.pop("lines", {}), stamps, frozenset({marks[1]}), extra=extra, **more)


def _seal(s: Story, issuer: str) -> str:
    return {"fund": fund(s), "town": f"Commune de {s.assure.ville}", "school": "Établissement scolaire",
            "bank": s.assure.banque or "Banque", "employer": s.employeur, "cabinet": "Cabinet Conseil"}.get(issuer, s.lieu.nom)


@writer("cnie")
def identity(s: Story, o: dict[str, Any]) -> Paper:
    who: Person = o.get("who", s.malade if s.malade.cin else s.assure)
    until = o.get("until") or iso(date(2027, 1, 1) + timedelta(days=s.rng.randrange(0, 2500)))
    card = values.digits(s.rng, 1) + who.cin[-6:].rjust(6, "0")
    fields: dict[str, Any] = {"cin": who.cin, "nom": who.nom, "prenom": who.prenom, "date_naissance": who.naissance.isoformat(),
                              "date_validite": until, "sexe": who.sexe, "adresse": f"{who.adresse} {who.ville}"}
    if o.get("profession"):
        fields["profession"] = o["profession"]
    extra = {"mrz": mrz_td1(who, card[:7] + "XX", date.fromisoformat(until)), "lieu": (who.lieu_naissance or who.ville).upper(),
             "pays": s.organisme, "parents": f"{s.rng.choice(names.FIRST_NAMES[('maroc', 'M')]).upper()} et {s.rng.choice(names.FIRST_NAMES[('maroc', 'F')]).upper()}"}
    return Paper("", "", "", fields, extra=extra, exemplaire="copie")


@writer("carte_immatriculation", "certificat_garantie")
def card(s: Story, o: dict[str, Any]) -> Paper:
    who: Person = o.get("who", s.assure)
    extra: dict[str, Any] = {"issuer": "fund", "emetteur": fund(s)}
    fields = {"numero_immatriculation": s.assure.immatriculation, **named("", who, s, extra), "date_naissance": who.naissance.isoformat(),
              "date_effet": f"{s.rng.randrange(2004, 2022)}-0{s.rng.randrange(1, 9)}-01"}
    if s.organisme != "cnops":
        fields["numero_police"] = s.police
    guarantee = o["type"] == "certificat_garantie"
    return Paper("", "", "", fields, {}, {"cachet": office_stamp(extra["emetteur"], s.rng)} if guarantee else {},
                 frozenset({"signature"} if guarantee else ()), extra=extra, exemplaire="copie")


@writer("rib")
def bank(s: Story, o: dict[str, Any]) -> Paper:
    place = o.get("place", False)
    extra: dict[str, Any] = {"issuer": "bank"}
    fields = {"rib": s.assure.rib, "banque": s.assure.banque, "titulaire": s.lieu.nom if place else s.assure.full}
    return Paper("", "", "", fields, {}, {"cachet": office_stamp(s.assure.banque, s.rng, "Agence " + s.assure.ville)}, extra=extra)


@writer("photo_identite")
def photo(s: Story, _o: dict[str, Any]) -> Paper:
    return Paper("", "", "", {}, extra={"legende": s.assure.full})


@writer("acte_naissance")
def birth(s: Story, o: dict[str, Any]) -> Paper:
    who: Person = o.get("who", s.enfants[0] if s.enfants else s.assure)
    father, mother = (s.assure, s.conjoint) if s.assure.sexe == "M" else (s.conjoint, s.assure)
    assert father and mother
    fields = {"nom": who.nom, "prenom": who.prenom, "date_naissance": who.naissance.isoformat(), "pere": father.full, "mere": mother.full,
              "date_document": iso(s.soins, -30)}
    return _letter(s, fields, {"enfant_de": True}, "town")


@writer("acte_mariage")
def wedding(s: Story, _o: dict[str, Any]) -> Paper:
    him, her = (s.assure, s.conjoint) if s.assure.sexe == "M" else (s.conjoint, s.assure)
    assert him and her
    fields = {"epoux_nom": him.full, "epouse_nom": her.full, "date_mariage": f"{s.rng.randrange(2000, 2022)}-06-{s.rng.randrange(10, 28)}", "date_document": iso(s.soins, -25)}
    return _letter(s, fields, {}, "town")


@writer("certificat_scolarite", "attestation_celibat", "certificat_non_emploi")
def civil(s: Story, o: dict[str, Any]) -> Paper:
    who: Person = o.get("who", s.malade)
    extra: dict[str, Any] = {}
    kind = o["type"]
    fields: dict[str, Any] = named("", who, s, extra)
    if kind == "certificat_scolarite":
        place = s.rng.choice(["École Nationale de Commerce", "Faculté des Sciences", "Lycée Technique Al Khawarizmi", "ISTA Maintenance"])
        fields |= {"annee_scolaire": "2025-2026", "etablissement_nom": place, "date_document": iso(s.soins, -9)}
        return _letter(s, fields, extra, "school", seal=place)
    fields |= {"date_document": iso(s.soins, -12), "emetteur_nom": f"Commune de {who.ville}"}
    return _letter(s, fields, extra, "town")


@writer("attestation_prise_en_charge")
def cover(s: Story, o: dict[str, Any]) -> Paper:
    extra: dict[str, Any] = {"deduit": {"original": o.get("exemplaire", "original") == "original"}}
    amount = drug_lines(s)[1] if s.nature == "pharmacie" else sum((a.prix * n for a, n in s.actes), start=drug_lines(s)[1] * 0)
    fields = {"numero_prise_en_charge": s.pec, "date_attestation": iso(s.soins, -6), **named("beneficiaire_", s.malade, s, extra),
              "numero_immatriculation": s.assure.immatriculation, "montant_accorde": money(s.price(amount)),
              "mention": s.rng.choice(["definitive", "definitive", "sous_reserve"])}
    extra["montre"] = {"mention": "définitive" if fields["mention"] == "definitive" else "accordée sous réserve"}
    return _letter(s, fields, extra, "fund", marks=("cachet_organisme", "signature_organisme"), exemplaire="original")


@writer("convocation_contre_visite")
def summons(s: Story, o: dict[str, Any]) -> Paper:
    extra: dict[str, Any] = {"provider": s.medecin}
    fields = {"assure_nom": s.assure.full, "numero_dossier": f"D25-{s.rng.randrange(10000, 99999)}", "date_convocation": iso(s.soins),
              "date_contre_visite": iso(s.soins, 8), "date_visite_effectuee": iso(s.soins, 8), "medecin_controleur": s.medecin.nom, "ville": s.assure.ville}
    p = _letter(s, fields, extra, "cabinet", marks=("cachet_medecin", "signature_medecin"))
    p.stamps["cachet_medecin"] = stamp_of(s.medecin, s.rng)
    return p


@writer("bordereau_envoi")
def slip(s: Story, o: dict[str, Any]) -> Paper:
    total = sum((s.price(a.prix) * n for a, n in s.actes), start=drug_lines(s)[1] * 0)
    rows = [{"nom": s.malade.full, "numero_immatriculation": s.assure.immatriculation, "montant": money(total)}]
    extra: dict[str, Any] = {"deduit": {"special_chronique": bool(o.get("special"))}, "special": o.get("special"), "provider": s.lieu}
    fields = {"numero_bordereau": f"BE{s.rng.randrange(100, 999)}/25", "emetteur_nom": s.lieu.nom, "date_bordereau": iso(s.recu, -1), "nombre_dossiers": str(len(rows))}
    return _letter(s, fields, extra, "place", lines={"dossiers": rows})


@writer("listing_adherents", "etat_global_rib", "bordereau_declaration_salaires")
def listing(s: Story, o: dict[str, Any]) -> Paper:
    people: list[Person] = o.get("people", [s.assure])
    rows = []
    for p in people:
        row = {"nom": p.nom, "prenom": p.prenom, "matricule": p.matricule}
        rows.append(row | ({"rib": p.rib} if o["type"] == "etat_global_rib" else {"date_naissance": p.naissance.isoformat()}))
    extra: dict[str, Any] = {"deduit": {"manuscrit": False}}
    fields = {"emetteur_nom": s.employeur, "date_document": iso(s.recu, -3), "nombre": str(len(rows))}
    return _letter(s, fields, extra, "employer", lines={"personnes": rows})


@writer("reponse_compagnie", "decompte", "avenant", "accuse_reception")
def answer(s: Story, o: dict[str, Any]) -> Paper:
    shown = {"accord": "accord", "complement_information": "complément d'information", "rejet_administratif": "rejet administratif", "contre_visite": "contre-visite"}
    extra: dict[str, Any] = {}
    fields: dict[str, Any] = {"numero_dossier": f"D25-{s.rng.randrange(10000, 99999)}", "date_document": iso(s.recu, -2)}
    if o["type"] == "reponse_compagnie":
        fields["decision"] = o.get("decision") or s.rng.choice(sorted(shown))
        extra["montre"] = {"decision": shown[fields["decision"]]}
    extra["nom_libre"] = s.assure.full
    return _letter(s, fields, extra, "fund")


@writer("reclamation")
def complaint(s: Story, _o: dict[str, Any]) -> Paper:
    extra: dict[str, Any] = {"libre": True}
    fields = {"assure_nom": s.assure.full, "numero_dossier": f"D25-{s.rng.randrange(10000, 99999)}", "objet": s.rng.choice(FRENCH_OBJECTS), "date_document": iso(s.recu, -4)}
    return _letter(s, fields, extra, "own", s.assure.full)


@writer("demande_remboursement_direct", "demande_entente_prealable", "demande_incorporation", "demande_retrait", "bon_soins", "mandat_ayant_droit")
def ask(s: Story, o: dict[str, Any]) -> Paper:
    objects = {
        "demande_remboursement_direct": "Remboursement de frais hors réseau", "demande_entente_prealable": s.actes[0][0].designation,
        "demande_incorporation": "Incorporation d'un nouveau-né" if s.enfants else "Incorporation du conjoint", "demande_retrait": "Départ de l'entreprise",
        "bon_soins": "Consultation et pharmacie", "mandat_ayant_droit": "Signature des factures",
    }  # fmt: skip
    extra: dict[str, Any] = {"emetteur": fund(s), "provider": s.lieu}
    fields = {**named("assure_", s.assure, s, extra), "numero_immatriculation": s.assure.immatriculation, "date_document": iso(s.soins, 1), "objet": objects[o["type"]]}
    return _letter(s, fields, extra, "fund", s.assure.full)


@writer("demande_acces_tiers_payant", "fiche_enregistrement_anam")
def access(s: Story, _o: dict[str, Any]) -> Paper:
    fields = {"etablissement_nom": s.lieu.nom, "inpe": s.lieu.inpe, "date_document": iso(s.recu, -8)}
    p = _letter(s, fields, {"provider": s.lieu, "sig": {"signature": s.lieu.personne}}, "place")
    p.stamps = {"cachet": stamp_of(s.lieu, s.rng)}
    return p


def another(s: Story) -> Person:
    """Somebody who has nothing to do with the case."""
    sexe = s.rng.choice("MF")
    return person(s.rng, s.split, {"ofppt": "maroc", "cnops": "maroc", "pmas": "senegal", "ci": "ci"}[s.organisme], sexe, date(1975, 4, 9) + timedelta(days=s.rng.randrange(8000)))
