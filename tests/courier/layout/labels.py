"""How real papers name their blanks: several wordings a field, of which each split sees its own window."""

from __future__ import annotations

import random

from .wider import MORE

# field | wordings, the commonest first; see `words_of` for who may use which.
ROWS = """
numero_immatriculation|N° d'immatriculation|N° Imm.|Immatriculation|Numéro d'affiliation|N° d'assuré|Matricule CNOPS|N° adhérent
matricule|Matricule|N° matricule|Mle|Matricule employé|N° de SOM|Matricule agent
numero_police|N° de police|Police n°|Contrat n°|N° contrat groupe|Police groupe|Réf. police
assure_nom|Nom|Nom de l'assuré|NOM (en majuscules)|Nom de famille|Nom de l'adhérent|Nom patronymique
assure_prenom|Prénom|Prénom(s)|Prénom de l'assuré|Prénoms|Prénom de l'adhérent|Prénom usuel
assure_cin|C.I.N.|N° CIN|CNIE n°|Carte nationale n°|Pièce d'identité|CIN / Séjour
assure_date_naissance|Date de naissance|Né(e) le|Naissance|Né le (JJ/MM/AAAA)|Date naiss.|Né(e) en date du
assure_lieu_naissance|Lieu de naissance|à|Lieu|Né(e) à|Lieu naiss.|Commune de naissance
assure_adresse|Adresse|Adresse personnelle|Domicile|Adresse complète|Demeurant à|Adresse postale
assure_ville|Ville|Localité|Ville de résidence|Commune|Ville / Code postal|Résidence
assure_telephone|Téléphone|Tél.|GSM|N° de tél.|Portable|Tél. / GSM
assure_email|E-mail|Adresse électronique|Courriel|Mail|Adresse e-mail|@
assure_sexe|Sexe|Sexe|Genre|Sexe|Sexe (M/F)|Genre
employeur|Employeur|Organisme employeur|Administration|Établissement employeur|Société|Affectation
beneficiaire_lien|Lien de parenté|Malade|Bénéficiaire des soins|Qualité du malade|Lien avec l'assuré|Soins dispensés à
beneficiaire_nom|Nom du malade|Nom|Nom du bénéficiaire|Nom du patient|Patient – nom|Malade – nom
beneficiaire_prenom|Prénom du malade|Prénom|Prénom du bénéficiaire|Prénom du patient|Patient – prénom|Malade – prénom
beneficiaire_date_naissance|Né(e) le|Date de naissance|Naissance du malade|Date naiss.|Né(e) en date du|Né le
beneficiaire_sexe|Sexe|Sexe|Genre|Sexe|Sexe du malade|Genre
nature_maladie|Nature de la maladie|Nature de l'affection|Diagnostic|Maladie|Affection traitée|Motif des soins
maladie_chronique|Affection longue durée (ALD)|Maladie chronique|ALD|Affection chronique|Dossier chronique|Longue durée
accident|Accident|S'agit-il d'un accident ?|Cause accidentelle|Suite à accident|Soins suite à un accident|Accident de la vie
medecin_nom|Médecin traitant|Nom du médecin|Docteur|Praticien|Nom et prénom du praticien|Médecin
medecin_specialite|Spécialité|Qualité|Spécialité du médecin|Discipline|Compétence|Qualification
medecin_inpe|INPE|Code INPE|N° INPE|I.N.P.E.|Identifiant INPE|Code praticien
medecin_ville|Ville|à|Lieu|Ville|Exerçant à|Localité
medecin_telephone|Tél.|Téléphone|Tél. cabinet|Tél|Cabinet|Ligne directe
date_soins|Date des soins|Date de la consultation|Premier acte le|Soins du|Date du 1er acte|Consulté le
montant_total|Total|Montant total|Total général|Total à payer|Net à payer|Montant TTC|Frais engagés
nombre_pieces|Nombre de pièces jointes|Pièces jointes|Nbre de pièces|Nb. justificatifs|PJ|Nombre de documents
date_signature|Fait le|Date|Le|Signé le|Date de la déclaration|En date du
numero_feuille|N°|Feuille n°|N° feuille|Réf.|N° de déclaration|N° d'ordre
organisme_nom|Organisme|Assureur|Compagnie|Caisse|Organisme gestionnaire|Gestionnaire
numero_facture|Facture N°|N° facture|Facture n°|Réf. facture|Note d'honoraires n°|N° pièce
date_facture|Date|Date de facture|Le|Facturé le|Date d'émission|Émise le
emetteur_ice|ICE|I.C.E.|N° ICE|ICE :|Identifiant commun (ICE)|ICE n°
emetteur_if|IF|I.F.|Identifiant fiscal|N° IF|Ident. fiscal|I.F. n°
emetteur_inpe|INPE|Code INPE|N° INPE|INPE établissement|I.N.P.E.|Identifiant INPE
emetteur_ville|Ville|à|Lieu|Localité|Ville|Siège
patient_nom|Patient|Nom du patient|Nom|Malade|M./Mme|Nom et prénom|Bénéficiaire
patient_prenom|Prénom|Prénom du patient|Prénom(s)|Prénom|Prénom du malade|Prénoms
patient_age|Âge|Age|Âge|Age (ans)|Âge du patient|Age
date_prescription|Le|Date|le|Fait le|Date de prescription|En date du
numero_prise_en_charge|N° de prise en charge|PEC n°|Prise en charge|Réf. PEC|N° accord|N° d'attestation
date_entree|Date d'entrée|Entrée le|Admission|Admis le|Du|Hospitalisé du
date_sortie|Date de sortie|Sortie le|Sortie|Sorti le|Au|Jusqu'au
date_delivrance|Délivré le|Date de délivrance|Délivrance|Dispensé le|Remis le|Date de vente
part_organisme|Part organisme|Part caisse|Part CNOPS / assureur|Tiers payant|À charge de l'organisme|Montant pris en charge
part_assure|Part assuré|Ticket modérateur|Part adhérent|À charge de l'assuré|Reste à charge|Quote-part patient
tva|TVA|T.V.A.|Montant TVA|Dont TVA|Taxe|TVA incluse
numero_bulletin|Bulletin n°|N°|N° bulletin|Réf. bulletin|Numéro d'ordre|Fiche n°
souscripteur|Souscripteur|Entreprise|Employeur|Raison sociale|Société souscriptrice|Contractant
situation_familiale|Situation familiale|État civil|Situation de famille|Sit. fam.|Situation matrimoniale|État matrimonial
date_embauche|Date d'embauche|Embauché le|Date de recrutement|Entrée en fonction|Date d'engagement|En poste depuis le
categorie|Catégorie|Fonction|Grade|Catégorie de personnel|Statut|Collège
date_effet|Date d'effet|Effet le|Prise d'effet|À effet du|Date d'affiliation|Entrée en garantie
rib|RIB|R.I.B. (24 positions)|Compte bancaire n°|Relevé d'identité bancaire|Coordonnées bancaires|N° de compte
conjoint_nom|Nom du conjoint|Conjoint – nom|Nom|Nom de l'époux(se)|Conjoint(e) : nom|Nom du/de la conjoint(e)
conjoint_prenom|Prénom du conjoint|Conjoint – prénom|Prénom|Prénom de l'époux(se)|Conjoint(e) : prénom|Prénom conjoint(e)
conjoint_cin|CIN du conjoint|C.I.N.|CNIE du conjoint|N° CIN|Pièce d'identité conj.|CIN conj.
conjoint_date_naissance|Né(e) le|Date de naissance|Naissance du conjoint|Né(e) le|Date naiss. conj.|Né(e) en date du
date_mariage|Date de mariage|Mariés le|Mariage|Date du mariage|Union célébrée le|Marié(e) le
nombre_enfants|Nombre d'enfants|Enfants à charge|Nbre d'enfants|Nb enfants|Nombre d'enfants à charge|Enfants
motif|Motif|Nature des soins|Motif de la demande|Type de soins|Objet de la prise en charge|Prestation demandée
urgence|Urgence|Admission en urgence|Cas d'urgence|Urgent|Caractère urgent|En urgence
etablissement_nom|Établissement|Nom de l'établissement|Établissement de soins|Prestataire|Centre|Structure de soins
inpe|INPE|Code INPE|N° INPE|INPE de l'établissement|I.N.P.E.|Identifiant INPE
ville|Ville|à|Localité|Ville de l'établissement|Lieu|Siège
diagnostic|Diagnostic|Motif d'hospitalisation|Affection|Renseignements cliniques|Indication|Diagnostic présumé
code_acte|Code de l'acte|Acte|Code acte|Lettre clé|Code NGAP|Acte prévu
libelle_acte|Libellé de l'acte|Acte|Intitulé|Désignation|Acte prescrit|Nature de l'acte
cotation|Cotation|Coefficient|Cotation de l'acte|Cot.|Valeur|Cotation NGAP
date_hospitalisation|Date d'hospitalisation|Hospitalisation le|Entrée prévue le|Date d'admission|Admission prévue|À compter du
duree_prevue|Durée prévue (jours)|Durée du séjour|Durée (j)|Nombre de jours|Durée probable (jours)|Séjour prévu (jours)
date_demande|Date de la demande|Fait le|Le|Date|Demandé le|Établie le
date_document|Date|Fait le|Le|En date du|Établi le|Daté du
objet|Objet|Objet de la demande|Motif|Nature|Concerne|Prestation concernée
numero_dossier|Dossier n°|N° de dossier|Réf. dossier|Votre dossier|Référence|N/Réf.
emetteur_nom|Émetteur|De la part de|Établi par|Raison sociale|Expéditeur|Origine
nombre|Nombre|Effectif|Nombre de personnes|Total|Nb de lignes|Effectif déclaré
nombre_dossiers|Nombre de dossiers|Dossiers joints|Nb dossiers|Total dossiers|Nombre de plis|Dossiers remis
numero_bordereau|Bordereau n°|N°|Réf. bordereau|N° d'envoi|Bordereau réf.|Envoi n°
date_bordereau|Date|Le|Date d'envoi|Remis le|Établi le|Envoyé le
cin|N°|CIN|Numéro|N° CNIE|N° de la carte|Carte n°
nom|Nom|Nom|Nom de famille|NOM|Nom du titulaire|Nom patronymique
prenom|Prénom|Prénom(s)|Prénoms|Prénom|Prénom du titulaire|Prénom usuel
date_naissance|Né(e) le|Date de naissance|Naissance|Né le|Date naiss.|Né(e) en date du
titulaire|Titulaire|Titulaire du compte|Intitulé du compte|Nom du titulaire|Client|Au nom de
banque|Banque|Domiciliation|Établissement bancaire|Agence|Banque teneur|Organisme bancaire
date|Date|Le|Date des soins|Date acte|Soins du|Exécuté le
code|Code|Code acte|Lettre clé|Acte|NGAP|Cot.
coefficient|Coef.|Cotation|Coefficient|Coeff.|Valeur|K
designation|Désignation|Nature des actes|Libellé|Détail des prestations|Actes|Désignation des prestations
quantite|Qté|Quantité|Nb|Qte|Nombre|Nbre
prix_unitaire|P.U.|Prix unitaire|PU|Tarif|Prix unit.|P.U. TTC
montant|Montant|Total|Prix|Montant DH|Honoraires|Mt
ppv|PPV|P.P.V.|Prix public|PPV (DH)|Prix de vente|PPV TTC
code_barres|Code à barres|EAN|Code|Code EAN-13|Code produit|C. barres
sexe|Sexe|Sexe|S|Genre|M/F|Sexe
analyse|Analyse|Examen|Paramètre|Désignation|Dosage|Test
valeur|Résultat|Valeur|Résultats|Val.|Résultat obtenu|Mesure
unite|Unité|Unités|U.|Unité|Exprimé en|Unité SI
question|Question|Questionnaire|Déclaration de santé|Questions|Renseignements médicaux|Demande
"""
LABELS = {row.split("|")[0]: row.split("|")[1:] for row in ROWS.strip().split("\n")}


def words_of(split: str, name: str) -> list[str]:
    """The wordings that a split may use: `test` alone uses the last two of a row and those that `wider` keeps for it."""
    own = LABELS.get(name, [])
    common, kept = MORE.get(name, ([], []))
    both = list(dict.fromkeys([*own[:-2], *common]))
    match split:
        case "train":
            words = both
        case "dev":
            words = [*both[1:], *own[-2:-1]]
        case _:
            words = [*both[len(both) // 2 :], *own[-2:], *kept]
    return words


def label(split: str, family: str, name: str) -> str:
    """The wording that this family uses for a field, always the same."""
    words = words_of(split, name)
    if not words:
        return name.replace("_", " ").capitalize()
    return random.Random(f"{family}:{name}").choice(words)
