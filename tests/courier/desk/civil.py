"""Writes what people are: identity, cards, accounts, births, marriages, schools."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from .. import values
from ..paper import Paper
from ..town import names
from ..town.story import Story
from ..values import Person, mrz_td1
from .core import fund
from .kit import iso, named, office_stamp, writer
from .seals import letter


@writer("cnie")
def identity(s: Story, o: dict[str, Any]) -> Paper:
    who: Person = o.get("who", s.malade if s.malade.cin else s.assure)
    until = o.get("until") or iso(date(2027, 1, 1) + timedelta(days=s.rng.randrange(0, 2500)))
    card = values.digits(s.rng, 1) + who.cin[-6:].rjust(6, "0")
    fields: dict[str, Any] = {
        "cin": who.cin,
        "nom": who.nom,
        "prenom": who.prenom,
        "date_naissance": who.naissance.isoformat(),
        "date_validite": until,
        "sexe": who.sexe,
        "adresse": f"{who.adresse} {who.ville}",
    }
    if o.get("profession"):
        fields["profession"] = o["profession"]
    extra = {
        "mrz": mrz_td1(who, card[:7] + "XX", date.fromisoformat(until)),
        "lieu": (who.lieu_naissance or who.ville).upper(),
        "pays": s.organisme,
        "parents": f"{s.rng.choice(names.FIRST_NAMES[('maroc', 'M')]).upper()} et {s.rng.choice(names.FIRST_NAMES[('maroc', 'F')]).upper()}",
    }
    return Paper("", "", "", fields, extra=extra, exemplaire="copie")


@writer("carte_immatriculation", "certificat_garantie")
def card(s: Story, o: dict[str, Any]) -> Paper:
    who: Person = o.get("who", s.assure)
    extra: dict[str, Any] = {"issuer": "fund", "emetteur": fund(s)}
    fields = {
        "numero_immatriculation": s.assure.immatriculation,
        **named("", who, s, extra),
        "date_naissance": who.naissance.isoformat(),
        "date_effet": f"{s.rng.randrange(2004, 2022)}-0{s.rng.randrange(1, 9)}-01",
    }
    if s.organisme != "cnops":
        fields["numero_police"] = s.police
    guarantee = o["type"] == "certificat_garantie"
    return Paper(
        "",
        "",
        "",
        fields,
        {},
        {"cachet": office_stamp(extra["emetteur"], s.rng)} if guarantee else {},
        frozenset({"signature"} if guarantee else ()),
        extra=extra,
        exemplaire="copie",
    )


@writer("rib")
def bank(s: Story, o: dict[str, Any]) -> Paper:
    place = o.get("place", False)
    extra: dict[str, Any] = {"issuer": "bank"}
    fields = {
        "rib": s.assure.rib,
        "banque": s.assure.banque,
        "titulaire": s.lieu.nom if place else s.assure.full,
    }
    return Paper(
        "",
        "",
        "",
        fields,
        {},
        {"cachet": office_stamp(s.assure.banque, s.rng, "Agence " + s.assure.ville)},
        extra=extra,
    )


@writer("photo_identite")
def photo(s: Story, _o: dict[str, Any]) -> Paper:
    return Paper("", "", "", {}, extra={"legende": s.assure.full})


@writer("acte_naissance")
def birth(s: Story, o: dict[str, Any]) -> Paper:
    who: Person = o.get("who", s.enfants[0] if s.enfants else s.assure)
    father, mother = (s.assure, s.conjoint) if s.assure.sexe == "M" else (s.conjoint, s.assure)
    assert father is not None
    assert mother is not None
    fields = {
        "nom": who.nom,
        "prenom": who.prenom,
        "date_naissance": who.naissance.isoformat(),
        "pere": father.full,
        "mere": mother.full,
        "date_document": iso(s.soins, -30),
    }
    return letter(s, fields, {"enfant_de": True}, "town")


@writer("acte_mariage")
def wedding(s: Story, _o: dict[str, Any]) -> Paper:
    him, her = (s.assure, s.conjoint) if s.assure.sexe == "M" else (s.conjoint, s.assure)
    assert him is not None
    assert her is not None
    fields = {
        "epoux_nom": him.full,
        "epouse_nom": her.full,
        "date_mariage": f"{s.rng.randrange(2000, 2022)}-06-{s.rng.randrange(10, 28)}",
        "date_document": iso(s.soins, -25),
    }
    return letter(s, fields, {}, "town")


@writer("certificat_scolarite", "attestation_celibat", "certificat_non_emploi")
def civil(s: Story, o: dict[str, Any]) -> Paper:
    who: Person = o.get("who", s.malade)
    extra: dict[str, Any] = {}
    kind = o["type"]
    fields: dict[str, Any] = named("", who, s, extra)
    if kind == "certificat_scolarite":
        place = s.rng.choice(
            [
                "École Nationale de Commerce",
                "Faculté des Sciences",
                "Lycée Technique Al Khawarizmi",
                "ISTA Maintenance",
            ]
        )
        fields |= {
            "annee_scolaire": "2025-2026",
            "etablissement_nom": place,
            "date_document": iso(s.soins, -9),
        }
        return letter(s, fields, extra, "school", seal=place)
    fields |= {"date_document": iso(s.soins, -12), "emetteur_nom": f"Commune de {who.ville}"}
    return letter(s, fields, extra, "town")
