"""What a checker must say of each planted lack: codes, outcomes, words and sentences, by hand from DOMAIN.md."""

from __future__ import annotations

from dataclasses import dataclass

from ..paper import Fault

# type | how it is named in a sentence | words one of which names it
PIECES = """
feuille_de_soins|la feuille de soins|feuille,declaration de maladie,soins
facture|la facture|facture
ordonnance|l'ordonnance|ordonnance,prescription
bulletin_adhesion|le bulletin d'adhésion|bulletin,adhesion
vignettes|la planche de vignettes|vignette,prospectus,ppv
pli_confidentiel|le pli confidentiel|pli,certificat,longue,confidentiel
demande_prise_en_charge|la demande de prise en charge|demande,prise en charge
certificat_garantie|le certificat de garantie|garantie
cnie|la carte nationale d'identité|cnie,identite
carte_immatriculation|la carte d'immatriculation|carte,immatriculation
attestation_prise_en_charge|l'attestation de prise en charge|attestation,prise en charge
compte_rendu_hospitalisation|le compte rendu d'hospitalisation|compte rendu,hospitalisation
compte_rendu_operatoire|le compte rendu opératoire|compte rendu,operatoire
resultats_examens|les résultats d'examens|resultat,examen,anatomopathologie,uree,creatinine,clairance
attestation_seances|l'attestation de séances|seances,attestation
rapport_medical|le rapport médical|rapport
certificat_non_emploi|le certificat de non-emploi|non emploi,emploi,profession
certificat_scolarite|le certificat de scolarité|scolarite
attestation_celibat|l'attestation de célibat|celibat
bordereau_envoi|le bordereau d'envoi|bordereau
demande_acces_tiers_payant|la demande d'accès au tiers payant|acces,tiers payant
rib|le relevé d'identité bancaire|rib,cheque,bancaire
fiche_enregistrement_anam|la fiche d'enregistrement ANAM|anam,enregistrement
demande_remboursement_direct|la demande de remboursement direct|demande,remboursement
listing_adherents|la liste des adhérents|listing,liste,adherents
acte_naissance|l'acte de naissance|naissance
acte_mariage|l'acte de mariage|mariage
demande_incorporation|la demande d'incorporation|incorporation
demande_entente_prealable|la demande d'entente préalable|entente
devis|le devis|devis
bon_soins|le bon de soins|bon
photo_identite|la photo d'identité|photo
etat_global_rib|l'état global des RIB|rib,etat global
demande_retrait|la demande de retrait|retrait,demande
avenant|l'avenant|avenant
certificat_longue_duree|le certificat de longue durée|certificat,longue,pli
attestation_medicale_handicap|l'attestation médicale de handicap|handicap,attestation medicale
mandat_ayant_droit|le mandat|mandat
convocation_contre_visite|la convocation à la contre-visite|convocation,contre visite
"""
NAMED = {
    r.split("|")[0]: (r.split("|")[1], tuple(r.split("|")[2].split(",")))
    for r in PIECES.strip().split("\n")
}
# verb | resultat | statut | statuts acceptés | more words | sentence
VERBS = """
manque|manquant|incomplet|incomplet||{Piece} n'est pas au dossier.
manque_un|manquant|incomplet|incomplet,a_verifier||Il manque un exemplaire : {piece} d'un bénéficiaire n'est pas au dossier.
sans_cachet|non_conforme|incomplet|incomplet,a_verifier|cachet|{Piece} ne porte pas le cachet exigé ({detail}).
sans_signature|non_conforme|incomplet|incomplet,a_verifier|signature,signe|{Piece} n'est pas signée comme il faut ({detail}).
vide|non_conforme|incomplet|incomplet,a_verifier|{detail}|{Piece} laisse en blanc un renseignement obligatoire : {detail}.
sans_mention|non_conforme|incomplet|incomplet,a_verifier|mention,chronique|{Piece} ne porte pas la mention « Dossier maladie chronique ».
perimee|non_conforme|incomplet|incomplet|valid,expir,perime|{Piece} a expiré avant la demande : une pièce en cours de validité est exigée.
copie|non_conforme|incomplet|incomplet,a_verifier|original,copie|{Piece} est une copie : l'original est exigé.
copie_av|a_verifier|a_verifier|a_verifier,incomplet|original,copie|{Piece} est une copie : l'original est exigé, réserve de la loi 17-04 article 37.
tardif|non_conforme|forclos|forclos,a_verifier|delai,trois mois,forclos,forclusion|Le dossier est arrivé plus de trois mois après la sortie ou la délivrance : le droit est perdu.
moins_de_200|non_conforme|rejete|rejete|200,tiers payant,montant,seuil|Le total facturé est inférieur à 200 DH : hors tiers payant.
autre_personne|non_conforme|incomplet|incomplet,a_verifier|nom,beneficiaire,assure,personne|{Piece} est au nom d'une autre personne.
apres|a_verifier|a_verifier|a_verifier,incomplet|date,posterieure,apres|{Piece} est datée après la facture qu'elle devrait justifier.
sans_vignettes|non_conforme|incomplet|incomplet,a_verifier|ppv,code,vignette|{Piece} ne porte ni PPV ni codes à barres collés.
mauvais_modele|non_conforme|incomplet|incomplet,a_verifier|modele,imprime,forfait|Le modèle d'imprimé ne répond pas au motif : la chirurgie demande l'imprimé « forfait ».
"""
RANK = ("forclos", "rejete", "incomplet", "a_verifier", "complet")
DETAILS = {
    "diagnostic": "diagnostic", "inpe": "inpe", "nature_maladie": "nature", "assure_date_naissance": "naissance",
    "date_visite_effectuee": "visite", "cachet_medecin": "médecin", "cachet_etablissement": "établissement",
    "signature_medecin": "médecin", "signature_etablissement": "établissement", "signature_assure": "assuré",
    "objet": "origine", "signature_pharmacien": "pharmacien", "signature": "souscripteur",
}  # fmt: skip


@dataclass(frozen=True)
class Lack:
    """A lack as planted: verb, role, detail, and the verdict that follows."""

    code: str
    verb: str
    role: str
    detail: str
    statut: str
    acceptes: tuple[str, ...]
    fault: Fault


def lack(spec: str) -> Lack:
    """`verbe:rôle.détail` with its verdict."""
    verb, _, rest = spec.partition(":")
    role, _, detail = rest.partition(".")
    row = next(r.split("|") for r in VERBS.strip().split("\n") if r.startswith(verb + "|"))
    _, resultat, statut, accepted, words, sentence = row
    piece, names = NAMED.get(role, ("le dossier", ()))
    said = DETAILS.get(detail, detail)
    text = sentence.format(Piece=piece[0].upper() + piece[1:], piece=piece, detail=said)
    mots = (*names, *(w for w in words.format(detail=said).split(",") if w))
    code = "_".join(p for p in (verb, role, detail if verb == "vide" else "") if p)
    return Lack(
        code,
        verb,
        role,
        detail,
        statut,
        tuple(accepted.split(",")),
        Fault(code, resultat, mots, text),
    )


def verdict(base: tuple[str, tuple[str, ...]], lacks: list[Lack]) -> tuple[str, tuple[str, ...]]:
    """The outcome when several lacks stand together: the gravest one; what each would accept stays accepted if as grave."""
    worst = min([base[0], *(x.statut for x in lacks)], key=RANK.index)
    if not lacks:
        return base
    firm = [x for x in lacks if x.statut == worst]
    accepted = {s for x in firm for s in x.acceptes}
    for x in firm:  # another lack as grave, and surely seen, leaves no room for doubt
        accepted &= set(x.acceptes)
    return worst, tuple(s for s in RANK if s in accepted | {worst})


BASE_FAULT = Fault(
    "pli_scelle_a_verifier", "a_verifier", ("pli", "certificat", "longue"),
    "Le certificat de longue durée est sous pli scellé : son contenu et sa date sont à vérifier par le médecin conseil.",
)  # fmt: skip
