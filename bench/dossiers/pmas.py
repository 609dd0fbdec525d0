"""PMAS [001]: what DOMAIN §4 asks of each dossier type."""

from __future__ import annotations

import random

from bench.dossiers import papers as p
from bench.dossiers.common import CHECKED, INVOICED, STAYED, both
from bench.dossiers.people import Town, town
from bench.dossiers.plan import (
    Builder,
    Case,
    Lack,
    Paper,
    Planted,
    Scenario,
    blank,
    doing,
    unmarked,
    without,
    write,
)

SIGNED = ("signature_souscripteur",)


def _case(kind: str, t: Town, *papers: Paper, channel: str = "courrier") -> Case:
    found = Case("pmas", kind, channel, t.received, t.insured, t.insured, list(papers))
    found.history |= {"droits_ouverts": True, "tiers_payant": False}
    return found


def _members(
    kind: str, *, children: int = 0, married: bool = False, cards: bool = False
) -> Builder:
    def build(rng: random.Random) -> Case:
        t = town(rng)
        more = {"nombre_enfants": str(children)}
        if married:
            more |= {"situation_familiale": "marie", "conjoint_nom": t.spouse["nom"]}
            more |= {"conjoint_prenom": t.spouse["prenom"]}
        papers = [p.bulletin(t, t.insured, **more)]
        papers += [p.named("acte_naissance", t.child) for _ in range(children)]
        if married:
            papers.append(p.plain("acte_mariage", epoux_nom=t.insured["nom"]))
        if cards:
            papers.append(p.plain("photo_identite"))
        if kind == "adhesion_groupe":
            papers.append(p.plain("listing_adherents", SIGNED, nombre="1", manuscrit="false"))
        else:
            papers.append(p.plain("demande_incorporation", assure_nom=t.insured["nom"]))
        found = _case(kind, t, *papers)
        found.history["tiers_payant"] = cards
        return found

    return build


def _one_birth_less(c: Case) -> None:
    c.papers.remove(c.all("acte_naissance")[0])


def _family(kind: str) -> dict[str, Builder]:
    return {
        "": _members(kind),
        "enfants": _members(kind, children=2),
        "couple": _members(kind, married=True),
        "cartes": _members(kind, cards=True),
    }


FAMILY: tuple[Lack, ...] = (
    without("bulletin_adhesion", "bulletin"),
    blank("bulletin_adhesion", "numero_bulletin", mots=("numerote",)),
    blank("bulletin_adhesion", "assure_date_naissance", mots=("complet",)),
    without("acte_naissance", "acte de naissance", cas="enfants"),
    doing("un_acte_de_moins", _one_birth_less, "acte de naissance", cas="enfants"),
    without("acte_mariage", "acte de mariage", cas="couple"),
    without("photo_identite", "photo", cas="cartes"),
)


def _newborn(c: Case) -> None:
    day = c.received_at.date()
    month = (day.month - 3) % 12 + 1
    born = day.replace(year=day.year - (day.month <= 2), month=month, day=1)
    c.cared_for = {"nom": c.insured["nom"], "prenom": "Aïcha", "lien": "enfant"}
    c.cared_for["date_naissance"] = born.isoformat()


def _bill(nature: str) -> Builder:
    def build(rng: random.Random) -> Case:
        t = town(rng)
        if nature == "clinique":
            return _case("facture_prestataire", t, p.stay(t, t.insured, nature, 12, 9))
        papers = [p.invoice(t, t.insured, nature, t.day(8))]
        if nature == "pharmacie":
            papers.append(p.prescription(t, t.insured, t.day(9)))
        return _case("facture_prestataire", t, *papers)

    return build


def _by_mail(c: Case) -> None:
    c.channel = "email"


def _dear(c: Case) -> None:
    """Over 150 000 FCFA: the médecin conseil is told, nothing is missing."""
    write(
        c, "facture", montant_total="150001.00", part_organisme="120001.00", part_assure="30000.00"
    )


def _just_not_dear(c: Case) -> None:
    write(
        c, "facture", montant_total="150000.00", part_organisme="120000.00", part_assure="30000.00"
    )


def _no_detail(c: Case) -> None:
    c.paper("facture").lines.clear()


def _shut(c: Case) -> None:
    c.history |= {"droits_ouverts": False, "droits_motif": "suspendu"}


DEAR = (
    doing("plus_de_150000", _dear, "medecin conseil", statut="complet", resultat="a_verifier"),
    doing("juste_150000", _just_not_dear, statut="complet", resultat="conforme"),
)
SHUT = doing("droits_fermes", _shut, "droits", "bloque")
SEEN = tuple(x for x in CHECKED if x.code != "droits_fermes")
DOCTOR = Planted("medecin_conseil", "complet", "a_verifier", ("medecin conseil",))


def _direct(rng: random.Random) -> Case:
    t = town(rng)
    papers = [
        p.plain("demande_remboursement_direct", assure_nom=t.insured["nom"], objet="remboursement"),
        p.invoice(t, t.insured, "pharmacie", t.day(20)),
        p.prescription(t, t.insured, t.day(21)),
    ]
    return _case("remboursement_direct", t, *papers)


def _series(rng: random.Random) -> Case:
    t = town(rng)
    papers = [
        p.plain("demande_entente_prealable", assure_nom=t.insured["nom"]),
        p.report(t.insured),
        p.plain("devis", montant_total="80000.00"),
    ]
    return _case("entente_prealable", t, *papers)


def _stay(rng: random.Random) -> Case:
    t = town(rng)
    form = p.demand(t, t.insured, "chirurgie", "hospitalisation")
    return _case("pec_hospitalisation", t, form, p.report(t.insured))


def _leaving(rng: random.Random) -> Case:
    t = town(rng)
    demand = p.plain("demande_retrait", assure_nom=t.insured["nom"], objet="départ de l'assuré")
    return _case("retrait", t, demand, p.plain("avenant", SIGNED))


SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        "pmas",
        "adhesion_groupe",
        _family("adhesion_groupe"),
        both(
            *FAMILY,
            without("listing_adherents", "listing"),
            unmarked("listing_adherents", "signature_souscripteur", "listing", "signe"),
            doing(
                "moins_de_bulletins",
                lambda c: write(c, "listing_adherents", nombre="3"),
                "bulletins",
            ),
            doing(
                "plus_de_bulletins",
                lambda c: c.papers.append(p.bulletin(town(random.Random(4)), c.insured)),
                "avenant",
                statut="complet",
            ),
            doing(
                "listing_manuscrit",
                lambda c: write(c, "listing_adherents", manuscrit="true"),
                "main",
                statut="a_verifier",
                resultat="a_verifier",
            ),
        ),
    ),
    Scenario(
        "pmas",
        "incorporation",
        _family("incorporation"),
        both(
            *FAMILY,
            without("demande_incorporation", "incorporation"),
            doing("nouveau_ne_tard", _newborn, "un mois", statut="complet"),
        ),
    ),
    Scenario(
        "pmas",
        "retrait",
        {"": _leaving},
        (
            without("demande_retrait", "demande de retrait"),
            blank("demande_retrait", "objet", mots=("origine",)),
            without("avenant", "avenant"),
            unmarked("avenant", "signature_souscripteur", "avenant", "signe"),
        ),
    ),
    Scenario(
        "pmas",
        "facture_prestataire",
        {
            "": _bill("pharmacie"),
            "consultation": _bill("consultation"),
            "sejour": _bill("clinique"),
        },
        both(
            without("facture", "facture du prestataire"),
            blank("facture", "emetteur_nom", mots=("nom du prestataire",)),
            without("ordonnance"),
            unmarked("facture", "signature_etablissement", "signee"),
            doing("par_courriel", _by_mail, "papier", seul=True),
            doing("sans_detail", _no_detail, "detail", resultat="a_verifier", statut="a_verifier"),
            *DEAR,
            *INVOICED,
            *(
                doing(x.code, x.do, *x.mots, statut=x.statut, resultat=x.resultat, cas="sejour")
                for x in STAYED
            ),
            SHUT,
            *SEEN,
        ),
    ),
    Scenario(
        "pmas",
        "remboursement_direct",
        {"": _direct},
        both(
            without("demande_remboursement_direct", "remboursement direct"),
            without("facture", "facture"),
            without("ordonnance"),
            *DEAR,
            *INVOICED,
            SHUT,
            *SEEN,
        ),
    ),
    Scenario(
        "pmas",
        "entente_prealable",
        {"": _series},
        both(
            without("demande_entente_prealable", "entente prealable"),
            without("rapport_medical", "rapport medical"),
            without("devis", "devis"),
            SHUT,
            *SEEN,
        ),
    ),
    Scenario(
        "pmas",
        "pec_hospitalisation",
        {"": _stay},
        both(
            without("demande_prise_en_charge", "demande de prise en charge"),
            without("rapport_medical", "diagnostic"),
            unmarked("demande_prise_en_charge", "signature_medecin", "signee"),
            SHUT,
            *SEEN,
        ),
        {"": DOCTOR},
    ),
)
