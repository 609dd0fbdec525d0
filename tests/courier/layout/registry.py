"""All layout families. The core types have explicit rows; the others one family a split and a wording (train two)."""

from __future__ import annotations

import random
from typing import Any

from . import seconds
from .family import PALETTES, Family
from .moulds import catalogue
from .wordings import WORDINGS

# type | split | name | title | head | field | section | table | font | colour | size | order | serves | flags
# `order`: sections by letter (see blueprints); `serves`: organismes or natures; flags: ar arabic, comb, two pages,
# a5/land sizes, glue (vignettes on it), ticket, photo, quiz.
CORE = """
feuille_de_soins|train|fs_caisse|FEUILLE DE SOINS|logo|dots|bar|full|arimo|#0d6b49||ABMTS|cnops|ar comb
feuille_de_soins|train|fs_compagnie|DÉCLARATION DE MALADIE|band|box|caps|lines|tinos|#12335f||ABMTS|ofppt,ci|
feuille_de_soins|train|fs_cabinet|FEUILLE DE MALADIE|centre|colon|legend|zebra|cousine|#141418||AMBTS|ofppt,pmas,ci|
feuille_de_soins|train|fs_agents|FEUILLE DE SOINS – FRAIS MÉDICAUX|ruled|grid|bar|full|roboto-condensed|#7b2d43||BATMS|cnops,ofppt|comb two
feuille_de_soins|train|fs_courte|Déclaration de maladie|logo|dots|legend|full|lato|#234d8f|a5|ABMS|ofppt|
feuille_de_soins|dev|fs_mutuelle|FEUILLE DE SOINS|split|rule|number|head|carlito|#0b5a73||ABMTS|cnops,ci,pmas|ar
feuille_de_soins|dev|fs_groupe|DÉCLARATION DE MALADIE|corner|cell|pill|columns|source-sans-3|#6a1f7a||BAMTS|ofppt,ci|comb
feuille_de_soins|dev|fs_regime|Feuille de maladie et de soins|split|cell|number|columns|merriweather|#444444||MABTS|ofppt,cnops|two
feuille_de_soins|test|fs_sectorielle|FEUILLE DE SOINS|side|fill|tab|shade|fira-sans|#1c3f2e||AMBTS|cnops|ar comb
feuille_de_soins|test|fs_prevoyance|DÉCLARATION DE MALADIE OU D'ACCIDENT|boxed|under|line|double|noto-serif|#202a6b||BAMTS|ofppt,pmas|
feuille_de_soins|test|fs_courtier|DEMANDE DE REMBOURSEMENT DE SOINS – FEUILLE DE MALADIE|right|bracket|block|bare|barlow-condensed|#000000||MTABS|ofppt,ci,pmas|
feuille_de_soins|test|fs_international|FEUILLE DE SOINS / MEDICAL CLAIM FORM|boxed|fill|block|shade|nunito-sans|#9a1b2e||ABTMS|cnops,ci,ofppt|two comb
facture|train|fa_anam|FACTURE PHARMACIE|ruled|grid|bar|full|arimo|#141418||HMPTWS|pharmacie|glue
facture|train|fa_officine|Facture|logo|colon|caps|lines|lato|#0d6b49|a5|HMPTWS|pharmacie|glue
facture|train|fa_ticket|TICKET DE CAISSE|centre|colon|caps|lines|cousine|#141418|ticket|HMTPS|pharmacie|
facture|train|fa_clinique|FACTURE|band|box|bar|zebra|open-sans|#12335f||HPMTWS|clinique,dialyse,oncologie,radiologie|long
facture|train|fa_hopital|FACTURE DES FRAIS D'HOSPITALISATION|centre|grid|bar|full|tinos|#141418||HPTMWS|hopital_public|ar long
facture|train|fa_labo|NOTE D'HONORAIRES|logo|colon|legend|lines|pt-serif|#5b4a12||HMPTWS|laboratoire,radiologie|
facture|train|fa_lunettes|FACTURE OPTIQUE|band|dots|caps|full|roboto-condensed|#7b2d43|a5|HMPTS|optique,dentaire|
facture|train|fa_cabinet|NOTE D'HONORAIRES|centre|dots|caps|lines|crimson-text|#12335f|a5|HMPTS|consultation,dentaire|ar
facture|dev|fa_pharma2|FACTURE|split|cell|pill|columns|carlito|#0b5a73||HPMTWS|pharmacie|glue
facture|dev|fa_soins2|FACTURE DÉFINITIVE|corner|rule|number|head|source-sans-3|#444444||HMPTWS|clinique,dialyse,oncologie,hopital_public|long
facture|dev|fa_analyses2|Facture d'analyses|corner|cell|pill|head|gelasio|#6a1f7a|a5|HPTMWS|laboratoire,radiologie|
facture|dev|fa_praticien2|REÇU D'HONORAIRES|split|rule|number|columns|merriweather|#8a3d10|a5|HMPTS|consultation,dentaire,optique|ar
facture|test|fa_pharma3|FACTURE DE MÉDICAMENTS|right|fill|tab|shade|ibm-plex-sans-condensed|#1c3f2e||HMTPWS|pharmacie|glue
facture|test|fa_pharma4|Facture N°|side|bracket|line|double|courier-prime|#000000|a5|HPMTWS|pharmacie|glue
facture|test|fa_clinique3|FACTURE – ÉTAT DE FRAIS|boxed|under|block|bare|fira-sans|#202a6b||HPMTWS|clinique,dialyse,oncologie|long
facture|test|fa_public3|FACTURE|side|fill|tab|double|noto-serif|#3f3f75||HMPTWS|hopital_public,radiologie|ar long
facture|test|fa_examens3|RELEVÉ D'HONORAIRES|right|bracket|line|shade|barlow-condensed|#9a1b2e|a5|HPMTWS|laboratoire,radiologie,consultation|
facture|test|fa_dents3|Facture de soins et prothèses|boxed|under|block|bare|eb-garamond|#000000||HMPTWS|dentaire,optique,consultation|
bulletin_adhesion|train|ba_employeur|BULLETIN D'ADHÉSION|band|box|bar|full|arimo|#12335f||OACEQS|ofppt,ci|photo quiz comb
bulletin_adhesion|train|ba_mutuelle|BULLETIN D'ADHÉSION|logo|dots|caps|lines|tinos|#0d6b49||AOCES|cnops,ofppt|ar
bulletin_adhesion|train|ba_groupe|Bulletin individuel d'adhésion|centre|colon|legend|zebra|lato|#141418||AECOS|pmas,ci|photo
bulletin_adhesion|train|ba_sante|BULLETIN D'ADHÉSION SANTÉ|ruled|grid|bar|full|roboto-condensed|#7b2d43||ACEOQS|ofppt,pmas|two quiz photo comb
bulletin_adhesion|dev|ba_affiliation|BULLETIN D'AFFILIATION|split|cell|pill|columns|carlito|#0b5a73||OACES|ofppt,ci|photo comb
bulletin_adhesion|dev|ba_prevoyance|Demande d'adhésion – bulletin|corner|rule|number|head|merriweather|#8a3d10||ACEQOS|ofppt,pmas|two quiz photo
bulletin_adhesion|test|ba_individuel|BULLETIN INDIVIDUEL D'ADHÉSION|side|fill|tab|shade|fira-sans|#1c3f2e||AOCEQS|ofppt,ci|quiz photo
bulletin_adhesion|test|ba_collectif|ADHÉSION AU CONTRAT COLLECTIF – BULLETIN|right|under|line|bare|noto-serif|#202a6b||OAECS|pmas,ofppt|photo
bulletin_adhesion|test|ba_declaration|BULLETIN D'ADHÉSION ET DÉCLARATION DE SANTÉ|boxed|bracket|block|double|barlow-condensed|#9a1b2e||AECQOS|ofppt,pmas,ci|two quiz photo comb
feuille_de_soins|train|fs_ipm|FICHE DE SOINS IPM|centre|dots|caps|full|caladea|#12335f|a5|ABMTS|pmas,ci|
feuille_de_soins|dev|fs_carnet|CARNET DE SOINS – FEUILLET|corner|rule|pill|head|gelasio|#8a3d10|a5|BAMTS|pmas,ci|
feuille_de_soins|dev|fs_amo|FEUILLE DE SOINS – ASSURANCE MALADIE OBLIGATOIRE|corner|cell|number|columns|carlito|#444444||AMBTS|cnops,ofppt|ar comb
facture|train|fa_longue|FACTURE DÉTAILLÉE|ruled|box|legend|full|caladea|#234d8f||HPMTWS|clinique,hopital_public,radiologie,laboratoire|long
facture|dev|fa_hopital2|FACTURE D'HOSPITALISATION ET DE SOINS|corner|cell|number|columns|ibm-plex-mono|#444444||HMPTWS|hopital_public,clinique,oncologie|ar long
facture|dev|fa_caisse2|VENTE AU COMPTOIR|split|rule|pill|head|ibm-plex-mono|#444444|ticket|HMTPS|pharmacie|
facture|dev|fa_officine2|Facture de pharmacie|corner|rule|number|head|gelasio|#0b5a73|a5|HMPTWS|pharmacie|glue
bulletin_adhesion|train|ba_ipm|FICHE D'ADHÉSION|logo|grid|legend|full|pt-serif|#5b4a12||AECOS|pmas,ci|photo
bulletin_adhesion|dev|ba_mutuelle2|FICHE INDIVIDUELLE D'ADHÉSION|split|rule|number|head|gelasio|#0b5a73||AOCES|pmas,ci,ofppt|photo
bulletin_adhesion|test|ba_inscription|BULLETIN D'INSCRIPTION AU RÉGIME DE SANTÉ|boxed|fill|line|shade|eb-garamond|#3f3f75||ACEOS|pmas,ci|photo
ordonnance|train|or_liberal|ORDONNANCE|logo|dots|caps|lines|tinos|#1d4f7a|a5|HDPRS||ar
ordonnance|train|or_ordinateur|Ordonnance|band|colon|caps|lines|open-sans|#141418|a5|HPDRS||print
ordonnance|train|or_bloc||centre|dots|caps|lines|pt-serif|#0d6b49|a5|HDPRS||
ordonnance|train|or_hopital|ORDONNANCE MÉDICALE|ruled|dots|bar|lines|arimo|#141418||HPDRS||ar print
ordonnance|train|or_bilingue|ORDONNANCE|logo|dots|caps|lines|lato|#7b2d43|a5|HPDRS||ar
ordonnance|dev|or_epure|Ordonnance|corner|rule|number|head|gelasio|#6a1f7a|a5|HDPRS||
ordonnance|dev|or_logiciel|PRESCRIPTION MÉDICALE|split|cell|pill|columns|source-sans-3|#444444||HPDRS||print
ordonnance|dev|or_deuxlangues|ORDONNANCE|split|rule|number|head|carlito|#0b5a73|a5|HPDRS||ar
ordonnance|train|or_cabinet|ORDONNANCE|band|dots|caps|lines|caladea|#5b4a12|a5|HPDRS||
ordonnance|dev|or_centre|Ordonnance médicale|corner|cell|number|columns|merriweather|#8a3d10|a5|HDPRS||
ordonnance|dev|or_unite|ORDONNANCE DE SORTIE|split|cell|pill|head|ibm-plex-mono|#444444||HPDRS||print
ordonnance|test|or_lateral|ORDONNANCE|side|fill|tab|shade|eb-garamond|#1c3f2e|a5|HPDRS||ar
ordonnance|test|or_cadre|Ordonnance|boxed|bracket|block|bare|fira-sans|#202a6b|a5|HDPRS||
ordonnance|test|or_dossier|Ordonnance – dossier patient|right|under|line|double|ibm-plex-sans-condensed|#000000||HPDRS||print
"""
TITLES = {
    "demande_prise_en_charge": ("DEMANDE DE PRISE EN CHARGE", "Demande de prise en charge – tiers payant", "FORMULAIRE DE PRISE EN CHARGE"),
    "demande_remboursement_direct": ("DEMANDE DE REMBOURSEMENT DIRECT", "Remboursement hors réseau – demande", "FICHE DE DEMANDE DE REMBOURSEMENT À L'ASSURÉ"),
    "demande_entente_prealable": ("DEMANDE D'ENTENTE PRÉALABLE", "Entente préalable", "ACCORD PRÉALABLE – FORMULAIRE DE DEMANDE"),
    "demande_incorporation": ("DEMANDE D'INCORPORATION", "Incorporation d'un bénéficiaire", "FICHE D'INCORPORATION D'AYANT DROIT"),
    "demande_retrait": ("DEMANDE DE RETRAIT", "Retrait d'un adhérent", "FICHE DE RADIATION"),
    "bon_soins": ("BON DE SOINS", "Bon de prise en charge de soins", "BON DE CONSULTATION ET SOINS"),
    "mandat_ayant_droit": ("MANDAT", "Procuration de l'ayant droit", "MANDAT DE REPRÉSENTATION"),
    "devis": ("DEVIS", "Devis estimatif", "PROPOSITION DE DEVIS"),
    "bordereau_envoi": ("BORDEREAU D'ENVOI", "Bordereau de transmission des dossiers", "BORDEREAU RÉCAPITULATIF D'ENVOI"),
    "listing_adherents": ("LISTE DES ADHÉRENTS", "Listing du personnel à assurer", "ÉTAT NOMINATIF DES ADHÉRENTS"),
    "etat_global_rib": ("ÉTAT GLOBAL DES RIB", "Relevé global des comptes bancaires", "LISTE DES RIB DU PERSONNEL"),
    "bordereau_declaration_salaires": ("BORDEREAU DE DÉCLARATION DES SALAIRES", "Déclaration mensuelle des salaires", "BORDEREAU DES SALAIRES DÉCLARÉS"),
    "cnie": ("", "", ""), "carte_immatriculation": ("CARTE D'IMMATRICULATION", "Carte d'assuré", "CARTE D'ADHÉRENT"),
    "certificat_garantie": ("CERTIFICAT DE GARANTIE", "Attestation d'affiliation – Certificat de garantie", "CERTIFICAT DE GARANTIE SANTÉ"),
    "rib": ("RELEVÉ D'IDENTITÉ BANCAIRE", "R.I.B.", "Attestation de RIB"), "photo_identite": ("", "", ""),
    "pli_confidentiel": ("PLI CONFIDENTIEL", "CONFIDENTIEL – SECRET MÉDICAL", "SOUS PLI FERMÉ – MÉDECIN CONSEIL"), "vignettes": ("Vignettes", "Collage des vignettes et PPV", "PPV ET CODES À BARRES"),
    "resultats_examens": ("RÉSULTATS D'ANALYSES", "Compte rendu d'analyses médicales", "BILAN BIOLOGIQUE – RÉSULTATS"),
    "page_blanche": ("", "", ""), "feuille_separatrice": ("FEUILLE SÉPARATRICE", "FEUILLE SÉPARATRICE", "FEUILLE SÉPARATRICE"),
}  # fmt: skip
SPLITS = ("train", "dev", "test")
ALL = (*SPLITS, "neuf")  # `neuf`: papers of other houses, see moulds.py
SMALL = {"bon_soins", "mandat_ayant_droit", "devis", "demande_retrait", "demande_remboursement_direct", "certificat_longue_duree", "attestation_seances", "attestation_celibat",
         "certificat_non_emploi", "certificat_scolarite", "autre", "reclamation", "accuse_reception", "acte_naissance", "acte_mariage", "rib", "rapport_contre_visite"}  # fmt: skip


def _core() -> list[Family]:
    out = []
    for row in CORE.strip().split("\n"):
        (
            kind,
            split,
            name,
            titre,
            head,
            field,
            section,
            table,
            font,
            color,
            size,
            order,
            serves,
            flags,
        ) = row.split("|")
        out.append(
            Family(name, kind, split, titre, head, field, section, table, font, color, size, order=order,
                   serves=tuple(s for s in serves.split(",") if s), flags=frozenset(flags.split()))
        )  # fmt: skip
    return out


def _other(kind: str, split: str, number: int) -> Family:
    p, rng = PALETTES[split], random.Random(f"{kind}:{split}:{number}")
    words = WORDINGS.get((kind, split), ())
    if number % 2 == 0:  # every other family says it its own way
        words = seconds.WORDINGS.get((kind, split), words)
    titre = words[0] if words else TITLES[kind][SPLITS.index(split)]
    more = seconds.TITLES.get((kind, split), [])
    if number > 1 and not words and more:
        titre = more[(number - 2) % len(more)]
    flags = {f for f in ("ar", "frame", "comb") if rng.random() < 0.4}
    return Family(
        f"{kind}.{split}{number}", kind, split, titre, rng.choice(p.heads), rng.choice(p.fields), rng.choice(p.sections),
        rng.choice(p.tables), rng.choice(p.fonts), rng.choice(p.colors), "a5" if kind in SMALL and rng.random() < 0.4 else "", order=str(rng.randrange(4)), wording=words[1:], flags=frozenset(flags),
    )  # fmt: skip


USUAL_MANY = (("train", 3), ("dev", 2), ("test", 2))
MANY = {"feuille_separatrice": (("train", 3), ("dev", 3), ("test", 3))}
FAMILIES: list[Family] = _core() + [
    _other(kind, split, n)
    for kind in [*TITLES, *(k for k, s in WORDINGS if s == "train")]
    for split, many in MANY.get(kind, USUAL_MANY)
    for n in range(1, many + 1)
]
FAMILIES += [family for _, family in catalogue()]


# Once measured as unseen, the papers of other houses are lent to `train`; these stay apart from it, for `dev`.
HELD_NAMES = """
feuille_de_soins.petits_champs facture.radio_lettre facture.ph_dossier facture.cl_tiers_payant
bulletin_adhesion.engagement ordonnance.pied_de_page demande_prise_en_charge.lettre resultats_examens.labo_machine
rapport_medical.demande_accord attestation_prise_en_charge.garantie acte_naissance.senegal certificat_longue_duree.attestation
certificat_scolarite.universite reponse_compagnie.notification bordereau_envoi.note devis.courrier
rib.attestation carte_immatriculation.carton demande_retrait.lettre compte_rendu_hospitalisation.lettre
compte_rendu_operatoire.dicte decompte.fiche convocation_contre_visite.invitation attestation_celibat.honneur
certificat_non_emploi.caisse
"""
HELD = frozenset(HELD_NAMES.split())


def _serves_in(f: Family, split: str) -> bool:
    if f.split != "neuf":
        return f.split == split
    return split == "neuf" or split == ("dev" if f.name in HELD else "train")


def families(kind: str, split: str, serves: str = "") -> list[Family]:
    """The families of a type in a split, those that serve this organisme or nature when some say so."""
    own = [f for f in FAMILIES if f.type == kind and _serves_in(f, split)]
    return [f for f in own if serves in f.serves] or own


def pick(kind: str, split: str, serves: str, rng: random.Random) -> Family:
    return rng.choice(families(kind, split, serves))


def table() -> dict[str, dict[str, Any]]:
    """How many families each type has, a split."""
    return {
        kind: {s: len([f for f in FAMILIES if f.type == kind and f.split == s]) for s in ALL}
        for kind in sorted({f.type for f in FAMILIES})
    }
