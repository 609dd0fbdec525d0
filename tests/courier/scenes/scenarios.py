"""What a complete dossier of each type is made of, and what may be planted in it: written by hand from DOMAIN.md §4."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Role:
    """One paper of a dossier: its part, its type, how it is written, how many (`each` child …)."""

    nom: str
    type: str
    options: dict[str, Any] = field(default_factory=dict)
    each: str = ""


@dataclass(frozen=True)
class Scenario:
    """A dossier type as it should be. `manques` names what may be planted (see lacks.py)."""

    organisme: str
    type: str
    prestation: str | None
    natures: tuple[str, ...]
    roles: tuple[Role, ...]
    manques: tuple[str, ...]
    statut: str = "complet"
    acceptes: tuple[str, ...] = ("complet",)
    flags: frozenset[str] = frozenset()
    channel: str = ""
    variante: str = ""

    @property
    def name(self) -> str:
        return f"{self.organisme}/{self.type}" + (f"@{self.variante}" if self.variante else "")


def R(nom: str, kind: str = "", each: str = "", **options: Any) -> Role:  # noqa: N802
    return Role(nom, kind or nom, options, each)


A, H = "ambulatoire", "hospitalisation"
OPEN = ("complet", "a_verifier")
FS, RX, FA = "feuille_de_soins", "ordonnance", "facture"
SHEET_LACKS = (
    "manque:feuille_de_soins",
    "sans_cachet:feuille_de_soins.cachet_medecin",
    "sans_signature:feuille_de_soins.signature_medecin",
    "autre_personne:feuille_de_soins",
)
BILL_LACKS = (
    "manque:facture",
    "sans_cachet:facture.cachet_etablissement",
    "sans_signature:facture.signature_etablissement",
    "tardif",
)
CARDS = (R("carte_immatriculation"), R("cnie", of="assure"))
CARD_LACKS = ("manque:carte_immatriculation", "manque:cnie", "autre_personne:cnie")
DEMANDE_LACKS = ("manque:demande_prise_en_charge", "sans_signature:demande_prise_en_charge.signature_medecin", "sans_cachet:demande_prise_en_charge.cachet_medecin",
                 "sans_cachet:demande_prise_en_charge.cachet_etablissement", "vide:demande_prise_en_charge.diagnostic")  # fmt: skip


def S(  # noqa: N802
    name: str,
    prestation: str | None,
    natures: str,
    roles: tuple[Role, ...],
    manques: tuple[str, ...],
    **more: Any,
) -> Scenario:
    organisme, kind = name.split("/")
    kind, _, variant = kind.partition("@")
    flags = frozenset(more.pop("flags", "").split())
    return Scenario(
        organisme,
        kind,
        prestation,
        tuple(natures.split()),
        roles,
        manques,
        flags=flags,
        variante=variant,
        **more,
    )


def cancer(kind: str, motif: str, prestation: str, **report: Any) -> list[Scenario]:
    """An oncology PEC and its three administrative files: the insured, his wife, a student of 22."""
    base = (
        R("demande_prise_en_charge", motif=motif, modele="oncologie"),
        R("rapport_medical", **report),
    )
    lacks = (
        *DEMANDE_LACKS[:4],
        "manque:rapport_medical",
        "sans_signature:rapport_medical.signature_medecin",
    )
    more = (
        (
            R(RX, acte=("IRA100", "Irathérapie 100 mCi")),
            R("resultats_examens", examen="anatomopathologie"),
        )
        if motif == "iratherapie"
        else ()
    )
    extra = ("manque:ordonnance", "manque:resultats_examens") if more else ()
    return [
        S(f"cnops/{kind}", prestation, "oncologie", (*base, *more, *CARDS), (*lacks, *extra, *CARD_LACKS), acceptes=OPEN, flags="lien=assure"),
        S(f"cnops/{kind}@conjoint", prestation, "oncologie", (*base, *more, *CARDS, R("cnie_conjoint", "cnie", of="malade"), R("certificat_non_emploi")),
          (*lacks, "manque:certificat_non_emploi", "manque:carte_immatriculation"), acceptes=OPEN, flags="lien=conjoint"),
        S(f"cnops/{kind}@handicap", prestation, "oncologie", (*base, *more, *CARDS, R("cnie_enfant", "cnie", of="malade"), R("attestation_medicale_handicap", of="malade")),
          (*lacks[:4], "manque:attestation_medicale_handicap"), acceptes=OPEN, flags="lien=enfant etudiant"),
        S(f"cnops/{kind}@etudiant", prestation, "oncologie", (*base, *more, *CARDS, R("cnie_enfant", "cnie", of="malade"), R("certificat_scolarite"), R("attestation_celibat")),
          (*lacks, "manque:certificat_scolarite", "manque:attestation_celibat"), acceptes=OPEN, flags="lien=enfant etudiant"),
    ]  # fmt: skip


SCENARIOS: list[Scenario] = [
    S("ofppt/maladie_remboursement", A, "pharmacie", (R(FS, consultation=True), R(RX), R(FA), R("vignettes")), (*SHEET_LACKS, "manque:ordonnance", "manque:facture", "manque:vignettes", "sans_signature:ordonnance.signature_medecin", "apres:ordonnance", "autre_personne:ordonnance")),
    S("ofppt/maladie_remboursement@analyses", A, "laboratoire radiologie", (R(FS, consultation=True), R(RX), R(FA)), (*SHEET_LACKS, "manque:ordonnance", "manque:facture", "apres:ordonnance")),
    S("ofppt/maladie_remboursement@dentaire", A, "dentaire optique consultation", (R(FS), R(FA)), (*SHEET_LACKS, "manque:facture")),
    S("ofppt/chronique_pec", A, "pharmacie", (R(FS, chronique=True), R(RX), R("pli_confidentiel")), ("sans_cachet:feuille_de_soins.cachet_medecin", "vide:feuille_de_soins.nature_maladie", "manque:ordonnance", "manque:pli_confidentiel", "manque:feuille_de_soins"),
      statut="a_verifier", acceptes=("a_verifier",), flags="chronic pli", channel="email"),
    S("ofppt/chronique_remboursement", A, "pharmacie", (R(FS, chronique=True, mention=True), R(RX), R(FA), R("vignettes"), R("pli_confidentiel"), R("bordereau_envoi", special=True)),
      ("manque:vignettes", "manque:ordonnance", "manque:pli_confidentiel", "sans_mention:feuille_de_soins", "vide:feuille_de_soins.nature_maladie", "sans_cachet:feuille_de_soins.cachet_medecin"), statut="a_verifier", acceptes=("a_verifier",), flags="chronic pli"),
    S("ofppt/pec_programmee", H, "clinique", (R("demande_prise_en_charge", motif="chirurgie", hosp=18), R("rapport_medical")), ("manque:demande_prise_en_charge", "sans_signature:demande_prise_en_charge.signature_medecin"), acceptes=OPEN, flags="pec"),
    S("ofppt/pec_urgente", H, "clinique", (R("demande_prise_en_charge", motif="medecine", urgence=True, hosp=1), R("rapport_medical")), ("manque:demande_prise_en_charge",), acceptes=OPEN, flags="pec"),
    S("ofppt/pec_prestataire", A, "radiologie laboratoire", (R("cnie", of="malade"), R("certificat_garantie"), R(FS), R(RX)), ("manque:cnie", "manque:certificat_garantie", "manque:feuille_de_soins", "manque:ordonnance", "autre_personne:cnie"), acceptes=OPEN, flags="lien=assure"),
    S("ofppt/complement_information", None, "pharmacie", (R("reponse_compagnie", decision="complement_information"), R(RX)), ("manque:ordonnance",), acceptes=OPEN),
    S("ofppt/contre_visite", None, "consultation", (R("convocation_contre_visite"),), ("sans_cachet:convocation_contre_visite.cachet_medecin", "vide:convocation_contre_visite.date_visite_effectuee"), acceptes=OPEN),
    S("ofppt/facture_definitive", H, "clinique", (R("reponse_compagnie", decision="accord"), R(FA, pec=True, long=True)), ("manque:facture",), acceptes=OPEN),
    S("ofppt/adhesion", None, "consultation", (R("bulletin_adhesion"), R("etat_global_rib")), ("manque:bulletin_adhesion", "manque:etat_global_rib", "sans_signature:bulletin_adhesion.signature_assure", "vide:bulletin_adhesion.assure_date_naissance"), flags="lien=assure"),
    S("ofppt/reclamation", None, "consultation", (R("reclamation"),), (), acceptes=OPEN, flags="lien=assure"),
    S("cnops/pec_pharmacie", A, "pharmacie", (R("demande_prise_en_charge"), R(RX, copie=True), R("cnie", of="malade"), R("carte_immatriculation")),
      ("manque:demande_prise_en_charge", "manque:ordonnance", "manque:cnie", "manque:carte_immatriculation", "perimee:cnie", "sans_signature:demande_prise_en_charge.signature_pharmacien", "sans_cachet:demande_prise_en_charge.cachet_etablissement", "vide:demande_prise_en_charge.inpe", "autre_personne:cnie", "autre_personne:ordonnance"), flags="lien=adulte"),
    S("cnops/facturation_pharmacie", A, "pharmacie", (R(FA, pec=True), R("attestation_prise_en_charge"), R(RX)),
      ("manque:facture", "manque:attestation_prise_en_charge", "manque:ordonnance", "sans_vignettes:facture", "copie:attestation_prise_en_charge", "copie_av:ordonnance", "tardif", "apres:ordonnance"), acceptes=OPEN, flags="glue"),
    S("cnops/facturation_hopital", H, "hopital_public", (R(FS), R(FA, pec=True, long=True, signe_assure=True), R(RX, drugs=True), R("compte_rendu_hospitalisation")), (*SHEET_LACKS[:3], *BILL_LACKS, "moins_de_200", "manque:ordonnance", "copie:facture"), acceptes=OPEN),
    S("cnops/facturation_clinique", H, "clinique", (R(FS), R(FA, pec=True, long=True), R(RX, drugs=True), R("compte_rendu_operatoire")), (*SHEET_LACKS[:3], *BILL_LACKS, "copie:facture"), acceptes=OPEN),
    S("cnops/facturation_dialyse", A, "dialyse", (R(FS), R(FA, pec=True)), (*SHEET_LACKS[:3], *BILL_LACKS), acceptes=OPEN),
    S("cnops/pec_regularisation", H, "clinique", (R("demande_prise_en_charge", motif="medecine", modele="hospitalisation"), R("pli_confidentiel"), R("compte_rendu_hospitalisation")), (*DEMANDE_LACKS, "manque:pli_confidentiel", "manque:compte_rendu_hospitalisation"), acceptes=OPEN),
    S("cnops/pec_regularisation@chirurgie", H, "clinique", (R("demande_prise_en_charge", motif="chirurgie", modele="forfait"), R("pli_confidentiel"), R("compte_rendu_operatoire")), (*DEMANDE_LACKS, "manque:pli_confidentiel", "manque:compte_rendu_operatoire", "mauvais_modele:demande_prise_en_charge"), acceptes=OPEN),
    S("cnops/pec_dialyse", A, "hopital_public", (R("demande_prise_en_charge", motif="dialyse", modele="dialyse"), R("resultats_examens", rein=True), R("attestation_seances")), (*DEMANDE_LACKS[:2], "manque:resultats_examens", "manque:attestation_seances", "sans_signature:attestation_seances.signature_medecin"), acceptes=OPEN),
    *cancer("pec_chimiotherapie", "chimiotherapie", H),
    *cancer("pec_radiotherapie", "radiotherapie", A, seances=True),
    *cancer("pec_iratherapie", "iratherapie", H),
    *cancer("pec_curietherapie", "curietherapie", H)[:1],
    *cancer("pec_greffe_moelle", "greffe_moelle", H)[:2],
    S("cnops/facturation_oncologie", A, "oncologie", (R(FA, pec=True, signe_assure=True), R("attestation_prise_en_charge"), R("bordereau_envoi"), *CARDS),
      (*BILL_LACKS, "sans_signature:facture.signature_assure", "manque:attestation_prise_en_charge", "manque:bordereau_envoi", "copie:facture", *CARD_LACKS[:2]), acceptes=OPEN, flags="lien=assure"),
    S("cnops/acces_tiers_payant", None, "clinique dialyse", (R("demande_acces_tiers_payant"), R("rib", place=True), R("fiche_enregistrement_anam")), ("manque:demande_acces_tiers_payant", "manque:rib", "manque:fiche_enregistrement_anam"), flags="etablissement"),
    S("pmas/facture_prestataire", A, "pharmacie", (R(FA), R(RX)), ("sans_signature:facture.signature_etablissement", "manque:ordonnance", "autre_personne:ordonnance"), acceptes=OPEN),
    S("pmas/facture_prestataire@clinique", H, "clinique", (R(FA, long=True),), ("sans_signature:facture.signature_etablissement",), acceptes=OPEN),
    S("pmas/remboursement_direct", A, "pharmacie consultation", (R("demande_remboursement_direct"), R(FA), R(RX)), ("manque:demande_remboursement_direct", "manque:facture", "manque:ordonnance", "apres:ordonnance"), acceptes=OPEN),
    S("pmas/adhesion_groupe", None, "consultation", (R("bulletin_adhesion"), R("acte_naissance", each="enfant"), R("acte_mariage", each="conjoint"), R("photo_identite"), R("listing_adherents")),
      ("manque:bulletin_adhesion", "manque:listing_adherents", "sans_signature:listing_adherents.signature", "vide:bulletin_adhesion.assure_date_naissance", "manque_un:acte_naissance", "manque_un:acte_mariage"), acceptes=OPEN, flags="lien=assure famille"),
    S("pmas/incorporation", None, "consultation", (R("demande_incorporation"), R("bulletin_adhesion"), R("acte_naissance", each="enfant"), R("acte_mariage", each="conjoint"), R("photo_identite")),
      ("manque:demande_incorporation", "manque:bulletin_adhesion", "manque_un:acte_naissance", "manque_un:acte_mariage"), acceptes=OPEN, flags="lien=assure famille"),
    S("pmas/entente_prealable", A, "dentaire", (R("demande_entente_prealable"), R("rapport_medical"), R("devis")), ("manque:demande_entente_prealable", "manque:rapport_medical", "manque:devis"), acceptes=OPEN),
    S("ci/remboursement", A, "pharmacie", (R(FS, consultation=True), R(FA), R(RX)), (*SHEET_LACKS[:1], "manque:facture", "manque:ordonnance", "apres:ordonnance"), acceptes=OPEN),
    S("ci/tiers_payant", A, "clinique laboratoire", (R("carte_immatriculation"), R("bon_soins"), R(FA)), ("manque:carte_immatriculation", "manque:bon_soins", "manque:facture"), acceptes=OPEN),
    S("ci/adhesion", None, "consultation", (R("bulletin_adhesion"), R("photo_identite")), ("manque:bulletin_adhesion", "manque:photo_identite", "sans_signature:bulletin_adhesion.signature_assure"), acceptes=OPEN, flags="lien=assure"),
    S("ofppt/pec_urgence_clinique", H, "clinique", (R("cnie", of="malade"), R(FS), R("certificat_garantie")), ("manque:cnie", "manque:feuille_de_soins", "manque:certificat_garantie", "autre_personne:cnie"), acceptes=OPEN, flags="pec lien=adulte"),
    S("ofppt/chronique_pec@certificat", A, "pharmacie", (R(FS, chronique=True), R(RX), R("certificat_longue_duree")), ("manque:certificat_longue_duree", "manque:ordonnance", "vide:feuille_de_soins.nature_maladie", "sans_cachet:feuille_de_soins.cachet_medecin"), acceptes=OPEN, flags="chronic", channel="email"),
    S("ofppt/contre_visite@rapport", None, "consultation", (R("convocation_contre_visite"), R("rapport_contre_visite")), ("sans_cachet:convocation_contre_visite.cachet_medecin",), acceptes=OPEN),
    S("ofppt/reclamation@decompte", None, "consultation", (R("reclamation"), R("decompte")), (), acceptes=OPEN, flags="lien=assure"),
    S("ofppt/reclamation@recu", None, "consultation", (R("reclamation"), R("accuse_reception")), (), acceptes=OPEN, flags="lien=assure"),
    S("ofppt/adhesion@paie", None, "consultation", (R("bulletin_adhesion"), R("etat_global_rib"), R("bordereau_declaration_salaires")), ("manque:bulletin_adhesion", "manque:etat_global_rib", "sans_signature:bulletin_adhesion.signature_assure"), flags="lien=assure"),
    S("ofppt/maladie_remboursement@divers", A, "pharmacie", (R(FS, consultation=True), R(RX), R(FA), R("vignettes"), R("autre")), (*SHEET_LACKS[:3], "manque:ordonnance", "manque:facture", "manque:vignettes")),
    S("cnops/facturation_oncologie@mandat", A, "oncologie", (R(FA, pec=True, signe_assure=True), R("mandat_ayant_droit"), R("attestation_prise_en_charge"), R("bordereau_envoi"), *CARDS), (*BILL_LACKS, "manque:attestation_prise_en_charge", "manque:bordereau_envoi"), acceptes=OPEN, flags="lien=assure"),
    S("cnops/facturation_hopital@mensuelle", H, "hopital_public", (R(FS), R(RX, drugs=True)), ("manque:feuille_de_soins", "manque:ordonnance"), acceptes=OPEN, flags="mensuelle bordereau"),
    S("pmas/retrait", None, "consultation", (R("demande_retrait"), R("avenant")), ("manque:demande_retrait", "manque:avenant", "sans_signature:avenant.signature", "vide:demande_retrait.objet"), acceptes=OPEN, flags="lien=assure"),
    S("pmas/pec_hospitalisation", H, "clinique", (R("demande_prise_en_charge", motif="medecine", hosp=3), R("rapport_medical")), ("manque:demande_prise_en_charge", "manque:rapport_medical"), acceptes=OPEN, flags="pec"),
    S("pmas/pec_hospitalisation@urgence", H, "clinique", (R("demande_prise_en_charge", motif="chirurgie", urgence=True, hosp=1), R("rapport_medical")), ("manque:demande_prise_en_charge", "manque:rapport_medical"), acceptes=OPEN, flags="pec"),
    S("pmas/facture_prestataire@mensuelle", A, "pharmacie", (R(RX),), ("manque:ordonnance",), acceptes=OPEN, flags="mensuelle"),
    S("ci/accord_hospitalisation", H, "clinique", (R("demande_prise_en_charge", motif="chirurgie", hosp=5, duree=9), R("rapport_medical")), ("manque:demande_prise_en_charge",), acceptes=OPEN, flags="pec"),
    S("ci/tiers_payant@mensuelle", A, "laboratoire", (R("carte_immatriculation"), R("bon_soins")), ("manque:carte_immatriculation", "manque:bon_soins"), acceptes=OPEN, flags="mensuelle bordereau"),
]  # fmt: skip
