"""The invented people and establishments of the sample courier."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from . import values
from .paper import Stamp
from .values import Person, Provider


class Cast:
    """Everyone who plays in the sample, drawn from one seed."""

    def __init__(self, seed: str) -> None:
        rng = random.Random(f"{seed}:cast")
        who = lambda sexe, born, **k: values.invent(rng, sexe, born, **k)  # noqa: E731
        self.chraibi = who(
            "M",
            date(1979, 3, 14),
            nom="CHRAIBI",
            prenom="Mohamed Reda",
            ville="Casablanca",
            adresse="27, Rue Oued Ziz, Hay El Firdaous",
        )
        self.nawal = replace(
            who("F", date(1983, 11, 2), nom="SEFRIOUI", prenom="Nawal", ville="Casablanca"),
            lien="conjoint",
        )
        self.ouazzani = who(
            "M",
            date(1958, 7, 21),
            nom="OUAZZANI",
            prenom="Abdelhak",
            ville="Fès",
            adresse="14, Rue Imam Malik, Narjiss",
            lieu_naissance="Séfrou",
        )
        self.brahim = who(
            "F",
            date(1966, 1, 9),
            nom="AIT BRAHIM",
            prenom="Khadija",
            ville="Marrakech",
            adresse="112, Lotissement El Wifaq",
        )
        self.mansouri = who(
            "M",
            date(1981, 5, 30),
            nom="EL MANSOURI",
            prenom="Youssef",
            ville="Rabat",
            adresse="6, Avenue des FAR, imm. C apt 11",
        )
        self.aya = replace(
            who("F", date(2016, 9, 17), nom="EL MANSOURI", prenom="Aya", ville="Rabat"),
            lien="enfant",
            cin="",
        )
        self.berrada = who(
            "M",
            date(1969, 12, 5),
            nom="BERRADA",
            prenom="Fouad",
            ville="Casablanca",
            adresse="88, Boulevard Zerktouni",
        )
        self.tazi = who(
            "F",
            date(1991, 4, 18),
            nom="TAZI",
            prenom="Zineb",
            ville="Tanger",
            adresse="33, Résidence Les Orangers, Malabata",
            email="z.tazi@courriel.example",
            lieu_naissance="Tétouan",
        )
        self.kabbaj = who("M", date(1988, 8, 26), nom="KABBAJ", prenom="Omar", ville="Tanger")
        self.others = [
            who("F", date(1985, 2, 11)),
            who("M", date(1972, 10, 3)),
            who("F", date(1994, 6, 27)),
        ]
        self.police = "4120" + values.digits(rng, 6)

        def place(nom: str, titre: str, ville: str, adresse: str, **k: str) -> Provider:
            return Provider(
                nom,
                titre,
                ville,
                adresse,
                values.phone(rng, "5"),
                values.inpe(rng),
                values.ice(rng),
                values.digits(rng, 8),
                **k,
            )

        self.dr_bouazza = place(
            "Dr Hanane BOUAZZA",
            "Pneumo-allergologue",
            "Casablanca",
            "41, Boulevard Ghandi, 2ème étage",
            arabe="الدكتورة حنان بوعزة",
        )
        self.dr_daoudi = place(
            "Dr Karim DAOUDI",
            "Cardiologue",
            "Fès",
            "9, Avenue Hassan II, Résidence Atlas",
            arabe="الدكتور كريم الداودي",
        )
        self.dr_ramdani = place(
            "Dr Loubna RAMDANI",
            "Endocrinologue – Diabétologue",
            "Marrakech",
            "18, Rue de la Liberté, Guéliz",
            arabe="الدكتورة لبنى الرمضاني",
        )
        self.dr_hajji = place(
            "Dr Rachid HAJJI",
            "Médecin interne",
            "Casablanca",
            "230, Boulevard d'Anfa",
            arabe="الدكتور رشيد حجي",
        )
        self.dr_naciri = place("Dr Salma NACIRI", "Pédiatre", "Rabat", "Hôpital d'Enfants Al Amal")
        self.ph_atlas = place(
            "Pharmacie Al Firdaous",
            "Pharmacie",
            "Casablanca",
            "Angle Rue Oued Ziz et Rue 14",
            personne="Dr Meryem ZNIBER",
        )
        self.ph_fes = place(
            "Pharmacie Bab Guissa",
            "Pharmacie",
            "Fès",
            "3, Route d'Immouzer",
            personne="Dr Anass LAHLOU",
        )
        self.ph_kech = place(
            "Pharmacie des Remparts",
            "Pharmacie",
            "Marrakech",
            "55, Avenue Yacoub El Mansour",
            personne="Dr Ilyas MEKOUAR",
        )
        self.ph_anfa = place(
            "Pharmacie du Phare",
            "Pharmacie",
            "Casablanca",
            "12, Boulevard de la Corniche",
            personne="Dr Samira GUESSOUS",
        )
        self.hopital = place(
            "HÔPITAL D'ENFANTS AL AMAL – CHU",
            "CHU",
            "Rabat",
            "Avenue Ibn Rochd, Souissi",
            arabe="مستشفى الأطفال الأمل",
        )


def doctor_stamp(d: Provider, ink: str = "#2a3a9c", width: float = 50) -> Stamp:
    return Stamp(
        (d.nom, d.titre, d.adresse[:44], f"{d.ville} - Tél {d.telephone}", f"INPE : {d.inpe}"),
        "rect",
        ink,
        width,
    )


def pharmacy_stamp(p: Provider, shape: str = "rect", ink: str = "#5a2f93") -> Stamp:
    if shape == "round":
        return Stamp(
            (p.personne.replace("Dr ", ""), "Pharmacien", p.telephone, p.inpe),
            "round",
            ink,
            36,
            ring=f"{p.nom.upper()} – {p.ville.upper()}",
        )
    return Stamp(
        (p.nom.upper(), p.personne, p.adresse[:44], f"{p.ville} - {p.telephone}", f"INPE {p.inpe}"),
        "rect",
        ink,
        52,
    )


def insured(p: Person) -> dict[str, str]:
    return {"numero_immatriculation": p.immatriculation, "nom": p.nom, "prenom": p.prenom}


def cared(p: Person) -> dict[str, str]:
    return {"lien": p.lien, "nom": p.nom, "prenom": p.prenom}


def beneficiary_fields(p: Person) -> dict[str, object]:
    return {
        "beneficiaire_lien": p.lien,
        "beneficiaire_nom": p.nom,
        "beneficiaire_prenom": p.prenom,
        "beneficiaire_date_naissance": p.naissance.isoformat(),
        "beneficiaire_sexe": p.sexe,
    }


def assured_fields(p: Person) -> dict[str, object]:
    return {
        "numero_immatriculation": p.immatriculation,
        "matricule": p.matricule,
        "assure_nom": p.nom,
        "assure_prenom": p.prenom,
        "assure_cin": p.cin,
        "assure_date_naissance": p.naissance.isoformat(),
        "assure_adresse": p.adresse,
        "assure_ville": p.ville,
        "assure_telephone": p.telephone,
    }


def doctor_fields(d: Provider) -> dict[str, object]:
    return {"medecin_nom": d.nom, "medecin_specialite": d.titre, "medecin_inpe": d.inpe}


def issuer_fields(p: Provider) -> dict[str, object]:
    return {
        "emetteur_nom": p.nom,
        "emetteur_ice": p.ice,
        "emetteur_if": p.identifiant_fiscal,
        "emetteur_inpe": p.inpe,
        "emetteur_ville": p.ville,
    }
