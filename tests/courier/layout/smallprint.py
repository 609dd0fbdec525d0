"""What real papers say in small print: legal mentions, instructions, boxes kept for the office, printers' marks.

None of it is a value that the truth knows; each split has sentences of its own."""

from __future__ import annotations

import random

from markupsafe import Markup

from .annexes import annexes, observations
from .sheet import Sheet

# split | kind | sentences parted by «~»
ROWS = """
train|soins|Quiconque se rend coupable de fraude ou de fausse déclaration pour obtenir ou faire obtenir des prestations qui ne sont pas dues est passible des sanctions prévues par la loi.~La présente feuille doit parvenir à l'organisme dans les deux mois qui suivent le premier acte médical, accompagnée de l'ordonnance, des factures et des vignettes.~Une feuille par malade et par praticien. Toute feuille incomplète, raturée ou surchargée sera retournée à l'assuré.~(1) Cocher la case utile. (2) À remplir seulement si le malade n'est pas l'assuré. (3) Lettres clés et coefficients de la Nomenclature générale des actes professionnels.~Conformément à la loi 09-08, vous disposez d'un droit d'accès, de rectification et d'opposition aux données qui vous concernent.
train|adhesion|Je certifie sincères et exacts les renseignements portés ci-dessus et m'engage à signaler tout changement de situation familiale dans les trente jours.~Toute réticence ou fausse déclaration intentionnelle entraîne la nullité de la garantie (article 20 de la loi 17-99 portant code des assurances).~Pièces à joindre : copie de la CNIE, acte de mariage, extraits d'acte de naissance des enfants, une photographie, un spécimen de chèque ou un RIB.~La garantie prend effet à la date d'acceptation par l'assureur et non à celle de la signature du présent bulletin.
train|facture|Arrêtée en un seul original. Toute réclamation doit être faite dans les huit jours.~Conditions de règlement : à réception. Pénalités de retard selon la loi en vigueur.~Les médicaments délivrés ne sont ni repris ni échangés.~Document à conserver pour le remboursement de vos frais.
train|ordonnance|En cas d'urgence, se présenter au service des urgences le plus proche. Ne pas laisser à la portée des enfants.~Sur rendez-vous du lundi au samedi matin. Consultations – Explorations – Visites à domicile.~Prière de rapporter cette ordonnance à la prochaine consultation.
train|demande|Cadre à remplir lisiblement en lettres capitales. Toute demande incomplète ne pourra être instruite.~La prise en charge n'est valable que pour l'établissement et les actes désignés, dans la limite des tarifs conventionnels.~Joindre sous pli confidentiel, à l'attention du médecin conseil, tout document médical utile.~Les dépassements et suppléments de confort restent à la charge du patient.
train|courrier|Siège social et direction générale – ouvert au public de 8 h 30 à 16 h 30 sans interruption.~Merci de rappeler nos références dans toute correspondance.~Ce document ne peut être reproduit, même partiellement, sans l'accord écrit de son auteur.
dev|soins|Important : veuillez vérifier que toutes les rubriques sont servies avant l'envoi ; à défaut le règlement sera différé.~Les soins engagés depuis plus de quatre-vingt-dix jours ne sont plus remboursables.~Le praticien atteste avoir perçu les honoraires portés au tableau et appose son cachet et son identifiant.~* Rayer la mention inutile. ** Voir nomenclature au dos. *** Joindre l'original des justificatifs.~Vos données sont traitées pour la gestion du contrat ; elles ne sont communiquées qu'aux personnes habilitées.
dev|adhesion|Le soussigné déclare adhérer au régime souscrit par son employeur et avoir pris connaissance de la notice d'information.~L'omission d'un ayant droit à la date d'adhésion peut entraîner l'application d'un délai d'attente.~À fournir : pièce d'identité, livret de famille ou actes d'état civil, certificat de scolarité au-delà de 18 ans.~Exemplaire blanc : compagnie – jaune : souscripteur – rose : adhérent.
dev|facture|Montants exprimés en monnaie locale toutes taxes comprises. Sans escompte pour paiement anticipé.~Duplicata délivré sur demande écrite uniquement.~Paiement par chèque libellé au nom de l'établissement ou par virement.~Les honoraires des praticiens sont perçus pour leur compte.
dev|ordonnance|Ordonnance non substituable sauf accord du prescripteur.~Cabinet fermé le vendredi après-midi. Parking à proximité.~Respecter les doses et la durée du traitement. Signaler tout effet indésirable.
dev|demande|Le médecin conseil se réserve le droit de demander tout complément qu'il jugera nécessaire.~Réponse sous quarante-huit heures ouvrables, par télécopie ou par courriel, au service des admissions.~En cas d'admission en urgence, la demande est régularisée le premier jour ouvrable suivant.~Partie médicale couverte par le secret : à détacher et à placer sous enveloppe fermée.
dev|courrier|Adresser toute correspondance au siège, en indiquant le numéro d'adhérent.~Permanence téléphonique les jours ouvrés de 9 h à 15 h.~Entreprise régie par le code des assurances.
test|soins|Le délai de production de cette feuille est de soixante jours à compter de la date des soins ; passé ce terme, aucun remboursement ne sera effectué.~Ne rien inscrire dans les zones grisées, qui sont réservées à la liquidation.~En cas d'accident causé par un tiers, indiquer au verso les circonstances et l'identité du responsable.~A : actes en série, à porter sur une ligne par séance. B : cotation selon tarification nationale de référence.~L'assuré autorise le contrôle médical à prendre connaissance des pièces jointes.
test|adhesion|Fait en trois exemplaires, dont un remis au signataire. La signature doit être précédée de la mention « lu et approuvé ».~Toute modification ultérieure fera l'objet d'un avenant. Les cotisations sont prélevées à la source.~Le contrôle des déclarations peut être effectué à tout moment ; la mauvaise foi prive de tout droit.~Composition du dossier : voir la liste au verso. Un dossier incomplet n'est pas enregistré.
test|facture|Règlement au comptant à la sortie. Les chèques sont encaissés dès réception.~En votre aimable règlement. Aucun reçu séparé ne sera délivré.~Prestations exonérées de taxe sauf indication contraire.~Tribunal de commerce du siège seul compétent.
test|ordonnance|Prochain contrôle à fixer auprès du secrétariat. Apporter les examens antérieurs.~Membre d'une association de gestion agréée. Honoraires réglés par chèque acceptés.~Durée limitée à la période indiquée ; ne pas conseiller ce traitement à un proche.
test|demande|L'accord éventuel ne préjuge pas des droits de l'assuré à la date des soins.~Le présent imprimé est établi en double ; le second exemplaire est conservé par le prestataire.~Reporter la cotation exacte de l'acte : toute cotation approximative entraîne le retour de la demande.~Hospitalisation supérieure à la durée accordée : demander une prolongation avant échéance.
test|courrier|Société anonyme soumise au contrôle des assurances. Correspondance à adresser à la boîte postale du siège.~Toute copie doit être certifiée. Les originaux ne sont pas restitués.~Accueil des adhérents sans rendez-vous le matin seulement.
"""
SAID = {tuple(r.split("|")[:2]): r.split("|", 2)[2].split("~") for r in ROWS.strip().split("\n")}
KINDS = {"feuille_de_soins": "soins", "facture": "facture", "bulletin_adhesion": "adhesion", "ordonnance": "ordonnance", "bon_soins": "demande",
         "devis": "facture"}  # fmt: skip
BARE = {"cnie", "photo_identite", "pli_confidentiel", "vignettes", "page_blanche", "feuille_separatrice", "carte_immatriculation", "reclamation"}  # fmt: skip
OFFICE = {
    "train": ("CADRE RÉSERVÉ À L'ORGANISME", ["Reçu le", "Vérifié par", "Base de calcul", "Taux", "Liquidateur"]),
    "dev": ("Réservé à la gestion – ne rien inscrire", ["Arrivée", "Contrôle", "Code rejet", "Visa"]),
    "test": ("PARTIE À L'USAGE DU CENTRE DE GESTION", ["Date de saisie", "Agent", "Avis du contrôle médical", "Mandatement", "Lot"]),
}  # fmt: skip


def _rng(s: Sheet) -> random.Random:
    return random.Random(f"{s.family.name}:petits")


def kind_of(s: Sheet) -> str:
    known = KINDS.get(s.family.type)
    return known or ("demande" if s.family.type.startswith(("demande", "bon", "mandat")) else "courrier")  # fmt: skip


def below(s: Sheet) -> Markup:
    """What stands at the foot of the last side, as this family always has it."""
    if s.family.type in BARE or s.x.get("libre"):
        return Markup("")
    rng, kind = _rng(s), kind_of(s)
    if kind in ("courrier", "ordonnance") and rng.random() < 0.4:
        return Markup("")
    said = list(SAID[(s.family.split, kind)])
    rng.shuffle(said)
    said = said[: rng.randrange(1, len(said) + 1)]
    size = rng.uniform(6.2, 7.9)
    text = Markup("")
    if kind in ("soins", "adhesion", "demande") and rng.random() < 0.55:
        text += _office(s, rng)
    match rng.randrange(4):
        case 0:
            body = " ".join(said)
        case 1:
            body = "".join(f"<div>{'–•'[n % 2]} {x}</div>" for n, x in enumerate(said))
        case 2:
            body = f'<div style="column-count:2;column-gap:5mm">{" ".join(said)}</div>'
        case _:
            body = f'<div style="border:.25mm solid;padding:1mm 2mm"><b>{rng.choice(["Important", "N.B.", "Très important", "Avis"])} :</b> {" ".join(said)}</div>'
    align = rng.choice(["left", "justify", "center"])
    text += Markup(f'<div style="font-size:{size:.1f}pt;line-height:1.15;margin-top:1.6mm;text-align:{align}">{body}</div>')  # fmt: skip
    if kind == "facture" or (kind == "courrier" and s.x.get("provider")):
        text += _company(s, rng)
    return text


def _office(s: Sheet, rng: random.Random) -> Markup:
    title, names = OFFICE[s.family.split]
    own = rng.sample(names, rng.randrange(2, len(names) + 1))
    cells = "".join(f'<div style="flex:1;border-left:.2mm solid;padding:.4mm 1mm;height:{rng.uniform(7, 13):.0f}mm">{n}</div>' for n in own)  # fmt: skip
    grey = rng.choice(["", "background:#e9e9e9;"])
    return Markup(f'<div style="{grey}border:.25mm solid;font-size:6.8pt;margin-top:1.6mm"><div class="b" style="padding:.3mm 1mm;border-bottom:.2mm solid">{title}</div><div class="row top" style="gap:0">{cells}</div></div>')  # fmt: skip


def _company(s: Sheet, rng: random.Random) -> Markup:
    """The registers a business must name on its papers, other than those the truth reads."""
    p = s.x.get("provider")
    if p is None:
        return Markup("")
    own = random.Random(f"registres:{p.nom}:{p.ville}")
    n = lambda k: own.randrange(10 ** (k - 1), 10**k)  # noqa: E731
    if s.x.get("devise", "DH") == "DH":
        parts = [f"R.C. {p.ville} {n(5)}", f"Patente {n(8)}", f"C.N.S.S. {n(7)}", own.choice(["S.A.R.L. au capital de 100 000 DH", "S.A.R.L. A.U.", "S.A. au capital de 3 000 000,00 DH", "Profession libérale"]), f"Fax {own.choice(['0522', '0537', '0535'])} {n(2)} {n(2)} {n(2)}"]  # fmt: skip
    else:
        parts = [f"RCCM {own.choice(['SN-DKR', 'CI-ABJ'])}-20{own.randrange(10, 24)}-B-{n(5)}", own.choice([f"NINEA {n(9)}", f"C.C. {n(7)} {own.choice('ABCDKZ')}"]), f"B.P. {n(4)}", f"Tél. bureau +{own.choice(['221 33', '225 27'])} {n(3)} {n(2)} {n(2)}"]  # fmt: skip
    own.shuffle(parts)
    return Markup(f'<div style="font-size:{rng.uniform(6, 7.4):.1f}pt;text-align:center;border-top:.2mm solid;margin-top:1.2mm">{rng.choice([" – ", " / ", " | "]).join(parts[: rng.randrange(2, len(parts) + 1)])}</div>')  # fmt: skip


def margin(s: Sheet) -> str:
    """The printer's mark along the edge, as small as it gets."""
    rng = _rng(s)
    if s.family.type in BARE or s.family.size == "ticket" or rng.random() < 0.45:
        return ""
    code = f"{rng.choice(['Réf.', 'Mod.', 'Imp.', 'Form.'])} {rng.choice('ABDFPS')}{rng.choice('ABEMST')}-{rng.randrange(1, 99):02d}/{rng.randrange(2009, 2025)}"
    more = rng.choice(["", f" – {rng.choice(['20 000', '5 000', '50 000'])} ex.", " – Tous droits réservés", " V2"])  # fmt: skip
    if rng.random() < 0.6:
        return f'<div class="ab" style="left:4.5mm;top:{rng.uniform(60, 180):.0f}mm;font-size:5.6pt;transform-origin:0 0;transform:rotate(-90deg);white-space:nowrap">{code}{more}</div>'
    return f'<div class="ab" style="right:8mm;bottom:3mm;font-size:6pt">{code}{more}</div>'


def finish(s: Sheet, bodies: list[str]) -> list[str]:
    """The sides of a paper with their small print."""
    if bodies:
        low = random.Random(f"{s.family.name}:bas").random() < 0.65 and kind_of(s) != "ordonnance"
        bodies[-1] = (
            f'{bodies[-1]}{observations(s)}{annexes(s)}<div class="fine{" low" if low else ""}">{below(s)}</div>'
        )
        if len(bodies) > 1 and s.family.type != "facture":
            bodies[0] = f"{bodies[0]}{annexes(s, ':recto')}"
        bodies[0] = f"{bodies[0]}{margin(s)}"
    return bodies
