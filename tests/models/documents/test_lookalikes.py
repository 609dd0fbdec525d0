"""Papers easily taken for one another are told apart by their titles and phrases alone.

The sum here is deliberately plainer than the classifier's: the best title, the
telling phrases, and what speaks against. If this much tells the papers apart, the
data are sound; how well they are read is tested with the readers.
"""

import pytest

from models.documents.schema import DocumentType, document_types
from models.values.text import folded, squeezed

PAPERS = [
    ("feuille_de_soins", "Feuille de soins maladie", "Entente préalable  Exécution. Partie réservée à l'assuré(e). Pli confidentiel remis : oui non"),
    ("feuille_de_soins", "DECLARATION DE MALADIE", "Nature de la maladie : . Cachet et signature du médecin traitant. Dossier maladie chronique"),
    ("feuille_de_soins", "Feuille de soins pour les affections de longue durée", "Déclaration du médecin traitant"),
    ("feuille_de_soins", "BULLETIN DE REMBOURSEMENT DES FRAIS DE SOINS", "A remplir par l'assuré social. Le malade"),
    ("demande_entente_prealable", "Demande d'entente préalable", "Traitement projeté : prothèse dentaire. Avis du médecin conseil"),
    ("demande_prise_en_charge", "Demande de prise en charge", "Motif d'hospitalisation. Durée prévisible d'hospitalisation : 5 jours"),
    ("demande_prise_en_charge", "IMPRIME DE PRISE EN CHARGE", "Code et cotation de l'acte. Cachet de l'établissement"),
    ("demande_prise_en_charge", "Demande de prise en charge des médicaments", "Partie réservée au pharmacien"),
    ("attestation_prise_en_charge", "Attestation de prise en charge", "Suite à votre demande, la prise en charge est accordée sous réserve"),
    ("attestation_prise_en_charge", "ACCORD DE PRISE EN CHARGE N° 2024/123", "Montant accordé : 12 000 DH"),
    ("reponse_compagnie", "Réponse à votre demande de prise en charge", "Nous avons le regret de vous informer que votre dossier est rejeté. Motif du rejet : acte non garanti"),
    ("reponse_compagnie", "Objet : demande de complément d'information", "Après étude de votre dossier, veuillez nous faire parvenir le compte rendu sous pli confidentiel"),
    ("convocation_contre_visite", "Objet : convocation à une contre-visite", "Nous vous prions de vous présenter muni de la présente chez le médecin contrôleur"),
    ("rapport_contre_visite", "Rapport de contre-visite", "Ai procédé à la contre-visite de l'assuré. Avis favorable"),
    ("facture", "FACTURE N° 2024/0012", "Arrêtée la présente facture à la somme de mille dirhams. Part CNOPS. Part assuré"),
    ("facture", "NOTE D'HONORAIRES", "Consultation. Net à payer 300,00"),
    ("facture", "Facture", "Laboratoire d'analyses médicales. Glycémie à jeun B 30. Créatinine B 30. Total TTC"),
    ("devis", "Facture pro forma", "Validité de l'offre : 3 mois. Prix unitaire. Total TTC"),
    ("devis", "DEVIS DENTAIRE", "Bon pour accord"),
    ("decompte", "Décompte de remboursement", "Frais engagés. Base de remboursement. Montant remboursé"),
    ("demande_remboursement_direct", "Objet : demande de remboursement", "J'ai l'honneur de solliciter le remboursement des frais engagés hors réseau. Ci-joint les factures"),
    ("reclamation", "Objet : réclamation", "Je n'ai toujours pas reçu le remboursement. Retard de remboursement"),
    ("resultats_examens", "Compte rendu d'analyses", "Valeurs de référence. Créatinine. Urée. Leucocytes"),
    ("resultats_examens", "Compte rendu d'échographie abdominale", "Renseignements cliniques. Pas d'anomalie"),
    ("compte_rendu_operatoire", "Compte rendu opératoire", "Opérateur. Anesthésie générale. Incision. Fermeture plan par plan"),
    ("compte_rendu_hospitalisation", "Compte rendu d'hospitalisation", "Motif d'hospitalisation. Évolution. Traitement de sortie"),
    ("rapport_medical", "Rapport médical", "Protocole envisagé. Surface corporelle. Nombre de cures : 3"),
    ("certificat_longue_duree", "Certificat médical", "Je soussigné docteur certifie que l'état de santé de nécessite un traitement au long cours pour une maladie chronique"),
    ("certificat_longue_duree", "Certificat de maladie de longue durée", "Est suivi pour diabète"),
    ("attestation_medicale_handicap", "Attestation médicale", "Le département du contrôle médical atteste que l'enfant handicapé. Taux d'incapacité"),
    ("attestation_seances", "Attestation", "Insuffisance rénale chronique terminale. Trois séances par semaine"),
    ("pli_confidentiel", "PLI CONFIDENTIEL", "À l'attention du médecin conseil"),
    ("ordonnance", "Ordonnance", "1 comprimé trois fois par jour pendant 7 jours"),
    ("carte_immatriculation", "Carte d'immatriculation", "Assurance maladie obligatoire. Caisse nationale de sécurité sociale"),
    ("certificat_garantie", "Certificat de garantie", "Est garanti au titre du contrat. Date d'effet"),
    ("cnie", "ROYAUME DU MAROC CARTE NATIONALE D'IDENTITE", "Valable jusqu'au 22/07/2029"),
    ("rib", "Relevé d'identité bancaire", "Code banque. Code ville. Clé RIB"),
    ("etat_global_rib", "État global des RIB des assurés", "Matricule. Nom. RIB. Code banque"),
    ("bulletin_adhesion", "Bulletin individuel d'adhésion", "Situation familiale. Enfants à charge. Questionnaire médical. RIB"),
    ("demande_incorporation", "Demande d'incorporation", "Nouveaux bénéficiaires. Ci-joint les bulletins d'adhésion"),
    ("demande_retrait", "Demande de retrait", "Procéder au retrait de l'adhérent. Motif du retrait : départ"),
    ("avenant", "Avenant d'incorporation n° 3", "Il n'est pas autrement dérogé"),
    ("bordereau_envoi", "Bordereau spécial maladies chroniques", "Nombre de dossiers : 12"),
    ("bordereau_envoi", "Bordereau d'envoi", "Nombre de dossiers. Montant. Accusé de réception"),
    ("accuse_reception", "Accusé de réception", "Nous accusons réception de vos dossiers. Bordereau d'envoi n° 4"),
    ("listing_adherents", "Liste nominative des adhérents", "Nombre total d'adhérents. Le souscripteur"),
    ("bordereau_declaration_salaires", "Bordereau de déclaration des salaires", "Salaire brut. Nombre de jours déclarés"),
    ("acte_naissance", "Extrait d'acte de naissance", "Officier de l'état civil. Fils de. Et de"),
    ("acte_mariage", "Extrait d'acte de mariage", "Nom de l'époux. Nom de l'épouse. Officier de l'état civil"),
    ("attestation_celibat", "Déclaration sur l'honneur", "Je déclare sur l'honneur être célibataire"),
    ("certificat_non_emploi", "Certificat administratif", "N'exerce aucune activité rémunérée. Femme au foyer"),
    ("certificat_scolarite", "Certificat de scolarité", "Poursuit ses études. Année universitaire 2024/2025"),
    ("bon_soins", "Bon de prise en charge", "Bon n° 12. Ticket modérateur. Volet prestataire"),
    ("mandat_ayant_droit", "Procuration", "Donne pouvoir à mon épouse pour signer en mon nom et pour mon compte"),
    ("demande_acces_tiers_payant", "Demande d'accès au tiers payant", "Convention nationale"),
    ("fiche_enregistrement_anam", "Fiche d'enregistrement de l'établissement de soins", "Agence nationale de l'assurance maladie. Code INPE attribué"),
    ("feuille_separatrice", "Feuille séparatrice", "À insérer entre deux dossiers"),
    ("feuille_de_soins", "ورقة العلاجات المتعلقة بالمرض", "خاص بالمؤمن له"),
    ("acte_naissance", "نسخة موجزة من رسم الولادة", "ضابط الحالة المدنية"),
    ("attestation_celibat", "شهادة العزوبة", ""),
    ("demande_prise_en_charge", "طلب تحمل المصاريف", ""),
]  # fmt: skip


def _evidence(kind: DocumentType, title: str, body: str) -> float:
    best = total = 0.0
    page = f" {folded(title)} {folded(body)} "
    for phrase in kind.titres:
        if not phrase.titre:
            total += phrase.poids if f" {folded(phrase.texte)} " in page else 0.0
            continue
        worth = phrase.poids * (
            1.0
            if squeezed(phrase.texte) in squeezed(title)
            else 0.12
            if squeezed(phrase.texte) in squeezed(body)
            else 0.0
        )
        total += min(worth, 0.0)
        best = max(best, worth)
    return best + total


@pytest.mark.parametrize(("expected", "title", "body"), PAPERS)
def test_lookalikes_are_told_apart(expected: str, title: str, body: str) -> None:
    scores = {name: _evidence(kind, title, body) for name, kind in document_types().items()}
    ranked = sorted(scores, key=lambda name: -scores[name])
    assert ranked[0] == expected, [(name, round(scores[name], 2)) for name in ranked[:3]]
    assert scores[expected] >= 0.45
    assert scores[ranked[0]] - scores[ranked[1]] >= 0.25, [
        (n, round(scores[n], 2)) for n in ranked[:3]
    ]


def test_every_type_read_by_its_words_has_a_paper_here() -> None:
    by_look = {"page_blanche", "photo_identite", "autre", "vignettes"}
    assert {expected for expected, _, _ in PAPERS} == set(document_types()) - by_look
