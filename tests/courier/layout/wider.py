"""More names of the same blanks, as Moroccan funds and insurers, Senegalese IPM and Ivorian mutuelles print them.

field | wordings that any split may meet | wordings kept for `test`"""

from __future__ import annotations

ROWS = """
numero_immatriculation|N° d'affiliation~Matricule de l'adhérent~N° Immatriculation assuré~N° d'inscription~N° carnet IPM~N° IPM~Code adhérent~N° carte d'assuré~N° immat. CNSS / CNOPS|N° de sociétaire~Identifiant bénéficiaire
matricule|Matricule~Matricule salarié~N° matricule de l'agent~Matricule solde~N° PPR~N° DRPP~Code salarié|N° d'ordre au personnel~Réf. agent
numero_police|Police N°~N° du contrat~Contrat / police~N° de convention~Référence du contrat|N° souscription~Code groupe assuré
assure_nom|Nom de l'adhérent(e)~Nom de l'assuré(e)~Nom du participant~Nom et prénom de l'adhérent~Adhérent principal : nom~Nom du titulaire|Nom du sociétaire~Nom de l'agent
assure_prenom|Prénom(s) de l'adhérent~Prénoms de l'assuré(e)~Prénom du participant~Prénom du titulaire|Petit nom~Prénom du sociétaire
assure_cin|N° CIN / CNI~N° CNI~N° C.N.I.E.~CIN n°~N° pièce d'identité~N° de la carte d'identité nationale|N° d'identification nationale~NNI / CNI
assure_date_naissance|Date et lieu de naissance~Né(e) le (jj/mm/aa)~Date de nais.~D. N.|Naissance (date)~Jour, mois, année de naissance
assure_adresse|Adresse du domicile~Adresse exacte~Quartier / Rue~Résidence|Domicilié(e) à~Lieu d'habitation
assure_telephone|N° GSM~Tél. portable~Contact~N° de téléphone mobile~Cel.|Joignable au~Tél. domicile / mobile
employeur|Entreprise adhérente~Raison sociale de l'employeur~Entreprise~Administration ou organisme~Lieu de travail|Société participante~Service employeur
beneficiaire_lien|Bénéficiaire~Lien de parenté avec l'adhérent~Les soins concernent~Malade (cocher)~Le patient est|Statut du bénéficiaire~Soins donnés à
beneficiaire_nom|Nom et prénom du malade~Nom du/de la patient(e)~Identité du malade~Nom bénéficiaire|Personne soignée – nom~Nom de l'ayant droit
beneficiaire_prenom|Prénoms du malade~Prénom du/de la patient(e)~Prénom bénéficiaire|Personne soignée – prénom~Prénom de l'ayant droit
beneficiaire_date_naissance|Date de naissance du malade~Né(e) le (malade)~Date de naissance du bénéficiaire|Naissance de l'ayant droit~Âge / né(e) le
nature_maladie|Nature exacte de la maladie~Maladie traitée~Pathologie~Affection constatée~Nature des soins|Renseignement médical~Code affection ou libellé
medecin_nom|Médecin prescripteur~Nom et cachet du médecin~Dr~Praticien consulté~Nom du praticien|Prescripteur~Professionnel de santé
medecin_inpe|N° INPE du médecin~Code INPE praticien~INPE n°~N° d'inscription à l'Ordre|Identifiant national du praticien~Code du professionnel
date_soins|Date de consultation~Date de l'acte~Date de la visite~Date de début des soins|Soins dispensés le~Date de réalisation
montant_total|TOTAL TTC~Total général TTC~Montant net à payer~Total des frais~Montant à rembourser~TOTAL FACTURE~Montant global|Coût total~Somme due
nombre_pieces|Nb de pièces~Nombre de pièces~Nombre d'annexes~Pièces fournies|Justificatifs joints (nombre)~Nbre P.J.
date_signature|Fait à ....., le~Date et signature~À ....., le~Date de signature|Établi et signé le~Jour de la signature
numero_facture|FACTURE N°~N° de facture~Numéro~Facture réf.~N° note~N° ticket|Pièce comptable n°~N° du relevé
date_facture|Date de la facture~Date facturation~Facture du~Fait le|Date du document~Relevé du
patient_nom|Nom du bénéficiaire~Nom & prénom du patient~Client~Nom malade|Bénéficiaire des prestations~Doit
patient_prenom|Prénom patient~Prénom du bénéficiaire~Prénom malade|Prénom usuel du patient~Prénom(s) du client
numero_prise_en_charge|N° PEC~Prise en charge n°~Bon n°~N° de bon~N° de la lettre de garantie~Accord n°|Référence de l'entente~N° d'autorisation
date_entree|Date d'admission~Entré(e) le~Date entrée|Début du séjour~Séjour du
date_sortie|Date sortie~Sorti(e) le~Date de fin de séjour|Fin du séjour~Libéré le
date_delivrance|Délivré le~Date de délivrance des médicaments~Date d'achat|Servi le~Fourni le
part_organisme|Part mutuelle~Part IPM~Part assureur~Montant tiers payant~Prise en charge mutuelle~À la charge de la mutuelle~Part AMO|Quotité garantie~Part compagnie
part_assure|Part adhérent~Part patient~Ticket modérateur~À payer par l'assuré~Part malade~Quote-part adhérent|Participation du bénéficiaire~Solde à votre charge
souscripteur|Entreprise souscriptrice~Adhérent (entreprise)~Raison sociale~Contractant / employeur|Personne morale~Organisme adhérent
rib|N° RIB (24 chiffres)~RIB bancaire~N° de compte bancaire (RIB)~R.I.B. complet|Domiciliation – RIB~Identité bancaire
situation_familiale|Situation de famille~Situation matrimoniale (cocher)~Célibataire / marié|Régime familial~Situation civile
nombre_enfants|Nombre d'enfants à charge~Nb d'enfants~Enfants : nombre|Effectif enfants~Enfants bénéficiaires (nombre)
conjoint_nom|Nom de la conjointe / du conjoint~Nom de l'épouse~Époux(se) : nom|Conjoint assuré – nom~Nom du partenaire
etablissement_nom|Établissement prestataire~Formation hospitalière~Hôpital / Clinique~Nom de la structure|Site d'accueil~Raison sociale du prestataire
diagnostic|Diagnostic (en clair)~Diagnostic d'entrée~Pathologie motivant la demande~Diagnostic clinique|Affection causale~Motif médical
date_hospitalisation|Date d'entrée prévue~Date prévue d'admission~Hospitalisation prévue le|Entrée souhaitée le~Date programmée
duree_prevue|Durée probable de séjour~Nb de jours demandés~Durée d'hospitalisation (en jours)|Jours accordables~Séjour (nb de nuits)
date_document|Date d'établissement~Fait à ....., le~Date du jour~Délivré le|Rédigé le~Document du
objet|Nature de la demande~Objet de la présente~Motif de la requête|Intitulé de la demande~Sujet
numero_dossier|N° sinistre~Sinistre n°~N° de dossier maladie~Réf. sinistre|Code dossier~Affaire n°
nombre_dossiers|Nombre de dossiers transmis~Total des dossiers~Nbre de dossiers|Quantité remise~Effectif des plis
numero_bordereau|N° bordereau~Bordereau d'envoi n°~BE n°|Référence d'envoi~Transmission n°
designation|Prestations~Nature des prestations~Désignation des articles~Produit~Actes et soins~Libellé de l'acte~Médicaments|Objet de la dépense~Intitulé
quantite|Quantités~Nbre unités~Q|Unités~Nb bte
prix_unitaire|Prix U.~PU TTC~Prix unitaire TTC~Valeur|Coût unit.~Montant unitaire
montant|Montant TTC~Prix total~Total ligne~Net~Montant dû~Somme|Coût~Valeur totale
ppv|Prix public de vente~P.P.V. (Dhs)~PPM~Prix de vente public|Prix vignette~Tarif public
code|Code NGAP~Lettre-clé~Cotation~Code de l'acte~Réf. acte|Nomenclature~L. clé
coefficient|Coef~Coef. acte~Cœfficient~Nb de K|Mult.~Quotité
date|Date de soins~Date de l'acte~Jour~Dates|Fait le~Date prest.
nom|Noms~Nom (majuscules)~Nom et prénoms|Intéressé(e)~Désignation de la personne
date_effet|Date d'adhésion~Date d'entrée en vigueur~Affilié(e) depuis le|Couverture à partir du~Date de prise en garantie
emetteur_nom|Nom de l'établissement~Prestataire~Organisme émetteur~Déposant|Structure émettrice~Tiers déclarant
"""
MORE = {
    r.split("|")[0]: (r.split("|")[1].split("~"), r.split("|")[2].split("~"))
    for r in ROWS.strip().split("\n")
}
