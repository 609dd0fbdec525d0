"""Côte d'Ivoire [004]: what DOMAIN §4 asks of each dossier type."""

from __future__ import annotations

import random
from datetime import date, timedelta

from bench.dossiers import papers as p
from bench.dossiers.common import CARD, CHECKED, INVOICED, STAYED, both
from bench.dossiers.people import Town, town
from bench.dossiers.plan import Case, Deed, Paper, Scenario, blank, doing, unmarked, without, write


def _case(kind: str, t: Town, *papers: Paper) -> Case:
    return Case("ci", kind, "courrier", t.received, t.insured, t.insured, list(papers))


def _refund(rng: random.Random) -> Case:
    t = town(rng)
    care = t.day(20)
    bill = p.invoice(t, t.insured, "pharmacie", t.day(19))
    sheet = p.sheet(t, t.insured, care)
    return _case("remboursement", t, sheet, bill, p.prescription(t, t.insured, care))


def _third_party(rng: random.Random) -> Case:
    t = town(rng)
    rate = rng.choice([60, 70, 80, 90, 100])
    bill = p.stay(t, t.insured, "clinique", 12, 9)
    total = float(bill.fields["montant_total"])
    bill.fields["part_organisme"] = f"{total * rate / 100:.2f}"
    bill.fields["part_assure"] = f"{total - total * rate / 100:.2f}"
    found = _case("tiers_payant", t, p.card(t), p.plain("bon_soins"), bill)
    found.history["taux"] = float(rate)
    return found


def _wrong_ticket(c: Case) -> None:
    bill = c.paper("facture")
    share = float(bill.fields["part_assure"]) + 5000
    write(c, "facture", part_assure=f"{share:.2f}")


def _excluded(c: Case) -> None:
    c.paper("facture").lines["lignes"][0]["designation"] = "Supradyne comprimés"


def _from_elsewhere(c: Case) -> None:
    """Drugs sold by a clinic and not by a pharmacist: refused on their lines."""
    write(c, "facture", nature="clinique")
    c.paper("facture").lines["lignes"][0]["code"] = "PH"


def _new_contract(days: int, **sheet: str) -> Deed:
    def do(c: Case) -> None:
        write(c, "feuille_de_soins", **sheet)
        care = date.fromisoformat(c.paper("feuille_de_soins").fields["date_soins"])
        c.history |= {"contrat_individuel": True, "date_effet": care - timedelta(days=days)}

    return do


def _old(c: Case) -> None:
    care = c.received_at.date()
    c.insured["date_naissance"] = date(care.year - 67, 3, 1).isoformat()


def _sixty_five(c: Case) -> None:
    """Covered until 31 December of the year of his 65th birthday."""
    care = date.fromisoformat(c.paper("feuille_de_soins").fields["date_soins"])
    c.insured["date_naissance"] = date(care.year - 65, 1, 1).isoformat()


def _accord(rng: random.Random) -> Case:
    t = town(rng)
    status, days = rng.choice([("prive", "6"), ("public", "10"), ("public", "3")])
    form = p.demand(
        t, t.insured, "chirurgie", "hospitalisation", etablissement_statut=status, duree_prevue=days
    )
    return _case("accord_hospitalisation", t, form)


def _adhesion(rng: random.Random) -> Case:
    t = town(rng)
    return _case("adhesion", t, p.bulletin(t, t.insured), p.plain("photo_identite"))


def _sixty_one(c: Case) -> None:
    day = c.received_at.date()
    write(c, "bulletin_adhesion", assure_date_naissance=date(day.year - 62, 1, 1).isoformat())


SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        "ci",
        "remboursement",
        {"": _refund},
        both(
            without("feuille_de_soins", "feuille de soins"),
            without("facture", "facture"),
            without("ordonnance"),
            unmarked("feuille_de_soins", "cachet_medecin", "cachet du medecin"),
            unmarked("feuille_de_soins", "signature_medecin", "signee du medecin"),
            doing("produit_exclu", _excluded, "supradyne", statut="complet"),
            doing(
                "hors_pharmacie",
                _from_elsewhere,
                "pharmacien",
                statut="complet",
                resultat="a_verifier",
            ),
            doing(
                "attente_courante",
                _new_contract(89, nature_maladie="lombalgie"),
                "attente",
                statut="a_verifier",
                resultat="a_verifier",
            ),
            doing(
                "attente_infectieuse",
                _new_contract(14, nature_maladie="infection urinaire"),
                "attente",
                statut="rejete",
            ),
            doing(
                "attente_grossesse",
                _new_contract(290, nature_maladie="suivi de grossesse"),
                "attente",
                statut="rejete",
            ),
            doing(
                "attente_chronique",
                _new_contract(360, nature_maladie="diabète"),
                "attente",
                statut="rejete",
            ),
            doing(
                "attente_passee",
                _new_contract(95, nature_maladie="lombalgie"),
                statut="complet",
                resultat="conforme",
            ),
            doing("plus_de_65_ans", _old, "65 ans", statut="a_verifier", resultat="a_verifier"),
            doing("annee_des_65_ans", _sixty_five, statut="complet", resultat="conforme"),
            *INVOICED,
            *CHECKED,
        ),
    ),
    Scenario(
        "ci",
        "tiers_payant",
        {"": _third_party},
        both(
            without("carte_immatriculation", "carte"),
            without("bon_soins", "bon de soins"),
            without("facture", "facture"),
            doing(
                "ticket_moderateur",
                _wrong_ticket,
                "ticket moderateur",
                statut="a_verifier",
                resultat="a_verifier",
            ),
            doing("produit_exclu", _excluded, "supradyne", statut="complet"),
            doing("plus_de_65_ans", _old, "65 ans", statut="a_verifier", resultat="a_verifier"),
            doing(
                "attente_maladie",
                lambda c: c.history.update(
                    contrat_individuel=True,
                    date_effet=date.fromisoformat(c.paper("facture").fields["date_entree"])
                    - timedelta(days=3),
                ),
                "attente",
                statut="rejete",
            ),
            *STAYED,
            *CHECKED,
        ),
    ),
    Scenario(
        "ci",
        "accord_hospitalisation",
        {"": _accord},
        both(
            without("demande_prise_en_charge", "demande de prise en charge"),
            unmarked("demande_prise_en_charge", "signature_medecin", "signee"),
            doing(
                "sejour_long",
                lambda c: write(
                    c, "demande_prise_en_charge", etablissement_statut="prive", duree_prevue="7"
                ),
                "accord de la compagnie",
                statut="complet",
                resultat="a_verifier",
            ),
            *(x for x in CHECKED if x.code != "droits_fermes"),
        ),
    ),
    Scenario(
        "ci",
        "adhesion",
        {"": _adhesion},
        both(
            without("bulletin_adhesion", "bulletin"),
            without("photo_identite", "photo"),
            blank("bulletin_adhesion", "assure_nom", mots=("rempli",)),
            doing("plus_de_60_ans", _sixty_one, "60 ans", statut="rejete"),
            unmarked("bulletin_adhesion", "signature_assure", "signe"),
            CHECKED[0],
            CARD,
        ),
    ),
)
