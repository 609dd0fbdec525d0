"""Second titles and wordings of papers, for the further families of a split: written by hand, disjoint between splits."""

from __future__ import annotations

import re

# type | train | dev | test ; several titles parted by «~»
TITLE_ROWS = """
demande_prise_en_charge|DEMANDE D'ACCORD DE PRISE EN CHARGE~LETTRE DE GARANTIE – DEMANDE|IMPRIMÉ DE DEMANDE DE PEC|REQUÊTE DE PRISE EN CHARGE HOSPITALIÈRE
demande_remboursement_direct|FICHE DE REMBOURSEMENT~DEMANDE DE REMBOURSEMENT DE FRAIS MÉDICAUX|Bordereau de remboursement individuel|RÉCLAMATION DE FRAIS AVANCÉS PAR L'ADHÉRENT
demande_entente_prealable|DEMANDE D'ACCORD PRÉALABLE~FICHE D'ENTENTE PRÉALABLE|Demande d'autorisation de soins|AVIS PRÉALABLE DU CONTRÔLE MÉDICAL – DEMANDE
demande_incorporation|FICHE D'INCORPORATION~DÉCLARATION DE NAISSANCE – AJOUT DE BÉNÉFICIAIRE|Demande d'ajout d'un membre de la famille|EXTENSION DE COUVERTURE À UN AYANT DROIT
demande_retrait|AVIS DE RETRAIT~DEMANDE DE RADIATION DE BÉNÉFICIAIRE|Avis de sortie d'effectif|DÉCLARATION DE FIN D'AFFILIATION
bon_soins|BON POUR SOINS~CARNET DE SOINS – BON|Bon de prestation médicale|ORDRE DE SOINS
mandat_ayant_droit|POUVOIR~MANDAT DONNÉ PAR L'ASSURÉ|Autorisation donnée à un tiers|DÉLÉGATION DE SIGNATURE DE L'ASSURÉ
devis|DEVIS DE SOINS~FACTURE PRO FORMA|Estimation des frais|ÉVALUATION PRÉALABLE DES HONORAIRES
bordereau_envoi|BORDEREAU DES DOSSIERS~BORDEREAU DE DÉPÔT DES FACTURES|État de transmission|RELEVÉ DES PLIS REMIS
listing_adherents|LISTE NOMINATIVE DU PERSONNEL~ÉTAT DU PERSONNEL ASSURÉ|Effectif à garantir|NOMENCLATURE DES PARTICIPANTS
etat_global_rib|ÉTAT DES COMPTES BANCAIRES DU PERSONNEL|Tableau des RIB|RÉCAPITULATIF DES DOMICILIATIONS
bordereau_declaration_salaires|ÉTAT DES SALAIRES|Déclaration nominative des rémunérations|RELEVÉ MENSUEL DES TRAITEMENTS
carte_immatriculation|CARTE D'ASSURÉ(E) AMO~CARTE DE MUTUALISTE|Carte IPM|CARTE DE PARTICIPANT
certificat_garantie|ATTESTATION D'ASSURANCE MALADIE|Certificat d'assurance groupe|PREUVE DE COUVERTURE MALADIE
rib|RELEVÉ D'IDENTITÉ BANCAIRE (R.I.B.)|Identification de compte|COORDONNÉES DU COMPTE
pli_confidentiel|PLI CONFIDENTIEL – NE PAS OUVRIR|À L'ATTENTION EXCLUSIVE DU MÉDECIN|DOCUMENTS MÉDICAUX – ENVELOPPE CLOSE
vignettes|COLLER ICI LES VIGNETTES|Vignettes détachées|ÉTIQUETTES DE PRIX DES MÉDICAMENTS
resultats_examens|LABORATOIRE D'ANALYSES – RÉSULTATS|Examens de laboratoire|FEUILLE DE RÉSULTATS
"""
# type | train title ~ sentence … | dev … | test …
WORDING_ROWS = """
certificat_longue_duree|CERTIFICAT MÉDICAL~Le médecin soussigné {medecin_nom}, INPE {medecin_inpe}, atteste que l'état de {patient_nom} {patient_prenom} relève d'une maladie de longue durée : {maladie}.~Traitement au long cours, à reconduire pour {duree}.|CERTIFICAT DE MALADIE CHRONIQUE~Je certifie que {patient_prenom} {patient_nom} est atteint(e) de {maladie}~Soins ininterrompus nécessaires : {duree}~{medecin_nom} – INPE {medecin_inpe}|DÉCLARATION D'AFFECTION AU LONG COURS~Nom : {patient_nom}. Prénom : {patient_prenom}. Pathologie retenue : {maladie}. Période couverte : {duree}.~Signataire : {medecin_nom} ({medecin_inpe})
rapport_medical|COMPTE RENDU MÉDICAL~Je soussigné {medecin_nom} suis M./Mme {patient_nom} {patient_prenom} pour {affection}.~Traitement proposé : {protocole}, soit {doses_journalieres} par jour pour un poids de {poids} kg, une taille de {taille} cm et une surface de {surface_corporelle} m².~{nombre_cures} cures prévues. {nombre_seances} séances faites. Total : {duree}.|NOTE MÉDICALE À L'ATTENTION DU MÉDECIN CONSEIL~Malade : {patient_nom} {patient_prenom}~Diagnostic retenu : {affection}~Protocole {protocole}, {nombre_cures} cycles~Doses : {doses_journalieres}~P : {poids} kg ; T : {taille} cm ; SC : {surface_corporelle} m²~Nombre de séances : {nombre_seances}~Étalement : {duree}~Dr {medecin_nom}|EXPOSÉ CLINIQUE~Dossier de {patient_prenom} {patient_nom}. Nature de l'affection : {affection}.~Chimiothérapie selon {protocole} ({nombre_cures} cycles) ; quantités quotidiennes {doses_journalieres} ; biométrie {poids} kg, {taille} cm, {surface_corporelle} m² ; {nombre_seances} fractions réalisées en {duree}.~Praticien : {medecin_nom}
compte_rendu_operatoire|COMPTE RENDU D'INTERVENTION~Nom du malade : {patient_nom} {patient_prenom}. Chirurgien : {medecin_nom}.~Installation, badigeonnage, champs stériles. Exploration puis geste prévu sans incident.~Compte des compresses exact.|RAPPORT OPÉRATOIRE~{patient_nom} {patient_prenom} a été opéré(e) par {medecin_nom}.~Geste conforme au programme ; durée une heure dix ; saignement négligeable.|FICHE DE BLOC~Intervenant {medecin_nom}, patient {patient_prenom} {patient_nom}.~Incision, exérèse, lavage, fermeture sur drain.
compte_rendu_hospitalisation|COMPTE-RENDU DE SÉJOUR~Le service a reçu {patient_prenom} {patient_nom}.~Résumé clinique et évolution ci-après.~Dr {medecin_nom}|FICHE DE SORTIE~Patient(e) : {patient_nom} {patient_prenom}~Responsable : {medecin_nom}~Sortie après amélioration.|SYNTHÈSE D'HOSPITALISATION~Le présent document résume l'hospitalisation de {patient_nom} {patient_prenom}, sous la responsabilité de {medecin_nom}.
attestation_prise_en_charge|LETTRE DE PRISE EN CHARGE~Réf. PEC n° {numero_prise_en_charge}~Nous prenons en charge, pour {beneficiaire_prenom} {beneficiaire_nom} (immatriculation {numero_immatriculation}), la somme de {montant_accorde}.~Caractère de l'accord : {mention}. Document original.|ACCORD DE PRISE EN CHARGE~Accord n° : {numero_prise_en_charge}~Patient : {beneficiaire_nom} {beneficiaire_prenom}~Immatriculation : {numero_immatriculation}~Montant garanti : {montant_accorde}~Statut : {mention}~Original à joindre.|BON DE GARANTIE AU PRESTATAIRE~Garantie {mention} n° {numero_prise_en_charge} en faveur de {beneficiaire_prenom} {beneficiaire_nom}, identifié(e) {numero_immatriculation}, à hauteur de {montant_accorde}.~Volet original.
reponse_compagnie|NOTIFICATION DE DÉCISION~Suite à votre dossier {numero_dossier}, nous vous informons de notre décision : {decision}.|RETOUR DE DOSSIER~N° de dossier : {numero_dossier}~Avis de la compagnie : {decision}|LETTRE AU CABINET CONSEIL~Objet : affaire {numero_dossier}. Position de l'assureur : {decision}.
acte_naissance|EXTRAIT DES REGISTRES DE L'ÉTAT CIVIL – NAISSANCE~Prénom : {prenom}. Nom : {nom}. Né(e) le {date_naissance|long}.~Père : {pere}. Mère : {mere}.|EXTRAIT DE NAISSANCE~Est né(e) {prenom} {nom}, le {date_naissance|long}~de {pere} et de {mere}|VOLET N° 1 – DÉCLARATION DE NAISSANCE~Enfant {prenom} {nom}, date : {date_naissance}. Parents : {pere}, {mere}.
certificat_scolarite|CERTIFICAT D'INSCRIPTION ET DE SCOLARITÉ~Année scolaire {annee_scolaire} – {etablissement_nom}.~L'élève {nom} {prenom} est régulièrement inscrit(e).|CERTIFICAT DE FRÉQUENTATION~{nom} {prenom} fréquente {etablissement_nom}~Année : {annee_scolaire}|ATTESTATION DE SCOLARITÉ UNIVERSITAIRE~Étudiant(e) {prenom} {nom}, inscrit(e) à {etablissement_nom} pour {annee_scolaire}.
convocation_contre_visite|CONVOCATION~M./Mme {assure_nom}, dossier n° {numero_dossier}.~Par la présente du {date_convocation}, le contrôle médical vous attend le {date_contre_visite} au cabinet de {medecin_controleur}, {ville}.~Réservé au médecin : examen effectué le {date_visite_effectuee}|ORDRE DE CONTRE-VISITE~Réf. {numero_dossier}~Pour : {assure_nom}~Date de la convocation : {date_convocation}~Présentation le : {date_contre_visite}~Auprès de : {medecin_controleur} – {ville}~Visite effectuée le : {date_visite_effectuee}|INVITATION À UN CONTRÔLE MÉDICAL~{assure_nom} (affaire {numero_dossier}) est invité(e), le {date_convocation}, à se rendre chez {medecin_controleur}, {ville}, le {date_contre_visite}.~Constat dressé le {date_visite_effectuee}
decompte|DÉCOMPTE DE PRESTATIONS~N° {numero_dossier}. Total engagé, base et montant servi figurent au tableau annexé.|BULLETIN DE PAIEMENT~Dossier : {numero_dossier}~Virement effectué|AVIS DE LIQUIDATION~L'affaire {numero_dossier} a été liquidée ; le solde reste à la charge de l'adhérent.
avenant|AVENANT DE RETRAIT~Le contrat est modifié par le présent avenant, réf. {numero_dossier}, à compter de sa signature.|AVENANT N°~Référence : {numero_dossier}~Le bénéficiaire désigné cesse d'être garanti.|ACTE MODIFICATIF~Modification n° {numero_dossier} de la liste des assurés, acceptée par le souscripteur.
autre|ARRÊT MALADIE~Je prescris à {assure_nom} {assure_prenom} un arrêt de travail de cinq jours.~{medecin_nom}|CERTIFICAT DE VACCINATION~{assure_nom} {assure_prenom} a reçu la dose de rappel.~{medecin_nom}|LETTRE D'ADRESSAGE~Cher confrère, merci de recevoir {assure_prenom} {assure_nom}.~{medecin_nom}
"""
PARTS = re.compile(r"\|(?![a-z]+\})")
SPLITS = ("train", "dev", "test")


def _titles() -> dict[tuple[str, str], list[str]]:
    out = {}
    for row in TITLE_ROWS.strip().split("\n"):
        kind, *three = row.split("|")
        for split, text in zip(SPLITS, three, strict=True):
            out[(kind, split)] = text.split("~")
    return out


TITLES = _titles()


def _wordings() -> dict[tuple[str, str], tuple[str, ...]]:
    out = {}
    for row in WORDING_ROWS.strip().split("\n"):
        kind, *three = PARTS.split(row)
        for split, text in zip(SPLITS, three, strict=True):
            out[(kind, split)] = tuple(text.split("~"))
    return out


WORDINGS = _wordings()
