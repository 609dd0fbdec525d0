"""What reports say between the values: paragraphs of each split, so that a report fills its page as real ones do."""

from __future__ import annotations

import random

ROWS = """
train|rapport_medical|Antécédents : appendicectomie dans l'enfance, pas d'allergie médicamenteuse connue, tabagisme sevré.~Histoire de la maladie : le début remonte à plusieurs mois, marqué par une asthénie progressive et un amaigrissement non chiffré.~Examen clinique : état général conservé, apyrétique, tension artérielle 13/7, auscultation sans particularité, aires ganglionnaires libres.~Bilan d'extension : scanner thoraco-abdominal et marqueurs réalisés, comptes rendus joints au dossier.~La réunion de concertation pluridisciplinaire a retenu le schéma thérapeutique ci-dessus ; la tolérance sera réévaluée après chaque séquence.
train|compte_rendu|Antécédents : hypertension traitée, pas d'intervention récente.~Examens : numération normale, ionogramme équilibré, fonction rénale conservée, échographie abdominale sans épanchement.~Traitement reçu : réhydratation, antibiothérapie par voie veineuse relayée per os, antalgiques de palier 1.~Surveillance infirmière régulière, pas de complication au cours du séjour.~Consignes de sortie : repos une semaine, régime sans résidus, soins locaux un jour sur deux, consultation de contrôle.~Un exemplaire du présent compte rendu est remis au patient sous pli.
train|examen|Indication : bilan de douleurs persistantes.~Technique : acquisition hélicoïdale après injection de produit de contraste, coupes jointives de 1,25 mm, reconstructions multiplanaires.~Résultats : parenchyme homogène, contours réguliers, absence de collection. Pas d'adénopathie de taille significative. Structures osseuses sans lésion suspecte.~Rein droit mesuré à 108 mm, rein gauche à 111 mm, bonne différenciation.~Conclusion : aspect en rapport avec l'indication clinique, à confronter aux données biologiques.
dev|rapport_medical|Terrain : patient(e) suivi(e) depuis trois ans, compliance satisfaisante.~Les explorations récentes montrent une progression modérée justifiant une modification de la ligne de traitement.~Retentissement fonctionnel : limitation aux efforts soutenus, autonomie préservée.~Effets indésirables attendus et modalités de surveillance expliqués ; consentement recueilli.~Sans traitement, le pronostic serait engagé à moyen terme.
dev|compte_rendu|Mode d'entrée : par les urgences, adressé par son médecin traitant.~À l'admission : conscience normale, SpO2 96 % à l'air ambiant, abdomen souple.~Avis spécialisés demandés au deuxième jour ; imagerie de contrôle rassurante.~Évolution jour par jour consignée dans l'observation, disponible sur demande du médecin conseil.~Ordonnance de sortie et arrêt de travail remis à l'intéressé(e).
dev|examen|Motif : exploration morphologique.~Protocole : séquences T1, T2 et diffusion, plans axial et sagittal.~Description : signal régulier des structures profondes, ligne médiane en place, citernes libres. Remaniements dégénératifs étagés discrets.~Absence de prise de contraste pathologique.~Au total : examen sans anomalie évolutive décelable.
test|rapport_medical|Les premiers signes ont conduit à une biopsie dont la lecture confirme le diagnostic porté.~À ce jour, la réponse est jugée partielle selon les critères usuels ; aucun arrêt prématuré n'a été nécessaire.~Co-morbidités stables. Allergie à la pénicilline signalée.~Nous sollicitons votre accord pour la poursuite du protocole dans notre unité.~Je reste à votre disposition pour tout renseignement que vous jugeriez utile.
test|compte_rendu|Contexte : tableau évoluant depuis quarante-huit heures, échec du traitement ambulatoire.~Biologie d'entrée : syndrome inflammatoire net, glycémie capillaire élevée, bilan hépatique normal.~Conduite tenue : mise à jeun, perfusion, prophylaxie, surveillance scopée les premières heures.~Le patient a été revu chaque matin par l'équipe ; levé précoce.~Retour à domicile accompagné ; relais par l'infirmier libéral.~Nous vous remercions de votre confiance.
test|examen|Renseignements fournis : suivi thérapeutique.~Méthode : fixation au formol, inclusion en paraffine, coloration standard et complément immunohistochimique.~Lecture : prolifération d'architecture glandulaire, stroma fibreux, marges saines à 12 mm.~Index de prolifération faible. Récepteurs exprimés.~Synthèse : lésion complètement réséquée sur les plans examinés.
"""
SAID = {tuple(r.split("|")[:2]): r.split("|", 2)[2].split("~") for r in ROWS.strip().split("\n")}


def prose(kind: str, split: str, rng: random.Random) -> list[str]:
    """Some paragraphs for a paper of this type, in their order; none where none are usual."""
    key = {"rapport_medical": "rapport_medical", "resultats_examens": "examen"}.get(kind, "compte_rendu" if kind.startswith("compte_rendu") else "")  # fmt: skip
    own = SAID.get((split, key), [])
    kept = {i for i in range(len(own)) if rng.random() < 0.75}
    return [p for i, p in enumerate(own) if i in kept]
