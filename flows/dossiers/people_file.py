"""The file of insured people that an organisme gives: CSV or XLSX, line by line.

What can be kept is; what cannot is refused with its line and the reason, in French, so that
whoever made the file mends those lines and gives it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from flows.intake.tables import rows_of
from models.checklists.conditions import normalised
from models.errors import BadInput
from models.values.dates import typed_date
from models.values.identifiers import compact, rib_valid

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "numero_immatriculation": ("immatriculation", "n immatriculation", "numero d immatriculation", "n d immatriculation", "numero adherent", "n adherent", "numero assure"),
    "matricule": ("matricule paie", "n matricule", "matricule agent"),
    "nom": ("nom de famille", "nom assure"),
    "prenom": ("prenoms", "prenom assure"),
    "cin": ("cnie", "n cin", "numero cin", "cni", "n cni", "carte d identite"),
    "date_naissance": ("date de naissance", "ne le", "nee le", "naissance"),
    "lien": ("lien de parente", "parente", "qualite", "lien familial"),
    "numero_immatriculation_assure": ("immatriculation assure", "n immatriculation assure", "numero immatriculation adherent", "immatriculation de l assure", "numero de l assure"),
    "date_effet": ("date d effet", "date effet", "effet"),
    "date_fin": ("date de fin", "date de sortie", "date de radiation", "fin de droits"),
    "motif_fin": ("motif de fin", "motif de sortie", "motif de radiation", "motif"),
    "suspendu_du": ("suspension du", "date de suspension", "debut de suspension", "blocage du"),
    "suspendu_au": ("suspension au", "fin de suspension", "deblocage", "date de deblocage"),
    "contrat": ("type de contrat",),
    "taux": ("taux de remboursement", "taux de couverture", "couverture"),
    "tiers_payant": ("tiers payant",),
    "categorie": ("categorie de l assure", "position administrative", "actif ou retraite", "actif ou pensionne"),
    "bulletin": ("bulletin d adhesion", "bulletin recu", "date du bulletin", "bulletin recu le"),
    "rib": ("releve d identite bancaire", "compte bancaire", "n compte"),
}  # fmt: skip
"""Columns we know, and how else files head them (no case, no accents)."""
LINKS: Mapping[str, tuple[str, ...]] = {
    "assure": ("adherent", "assuree", "titulaire", "lui meme", "elle meme", "principal", "a", "agent"),
    "conjoint": ("conjointe", "epoux", "epouse", "mari", "femme", "c"),
    "enfant": ("fils", "fille", "enfants", "e"),
    "ascendant": ("pere", "mere", "ascendante", "parent"),
}  # fmt: skip
DATES = ("date_naissance", "date_effet", "date_fin", "suspendu_du", "suspendu_au")
YES, NO = frozenset({"oui", "o", "1", "vrai", "true", "x"}), frozenset({"non", "n", "0", "faux", "false", ""})  # fmt: skip
OLDEST = 120
"""Years that nobody has."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not kept (`kept` false), or kept without one of its values."""

    line: int
    who: str
    why: str
    kept: bool = False


@dataclass
class Checked:
    """The people of a file that can be kept, and what must be told of the others."""

    people: list[dict[str, str | None]] = field(default_factory=list)
    told: list[Refused] = field(default_factory=list)

    @property
    def refused(self) -> list[Refused]:
        return [one for one in self.told if not one.kept]


def read(name: str, data: bytes) -> list[tuple[int, dict[str, str]]]:
    """The rows with their line numbers, by our names of columns; `BadInput` for no table at all."""
    filled = [(line, row) for line, row in rows_of(data) if any(row)]
    if not filled:
        raise BadInput(f"Le fichier « {name} » est vide.", code="assures_vide")
    (_, head), *lines = filled
    names = [_column(title) for title in head]
    lacking = [c for c in ("nom", "prenom", "lien") if c not in names]
    if lacking:
        raise BadInput(
            f"Le fichier « {name} » n'a pas la colonne « {lacking[0]} ». Sa première ligne doit "
            "nommer les colonnes (nom, prenom, lien, numero_immatriculation…).",
            code="assures_colonnes",
        )
    twice = next((n for n in names if n and names.count(n) > 1), None)
    if twice:
        raise BadInput(
            f"Le fichier « {name} » a deux colonnes « {twice} » : en garder une.",
            code="assures_colonnes",
        )
    return [(line, {n: v for n, v in zip(names, row, strict=False) if n}) for line, row in lines]


def check(
    rows: Iterable[tuple[int, Mapping[str, str]]], known: Iterable[str] = (), *, today: date
) -> Checked:
    """What can be kept. `known`: immatriculations of the insured whom the base has already."""
    found = Checked()
    ready = [one for line, row in rows if (one := _person(found, line, row, today))]
    insured = set(known)
    for _, person in ready:
        if person["lien"] == "assure":
            insured |= {
                str(person[n]) for n in ("numero_immatriculation", "matricule") if person[n]
            }
    seen: dict[tuple[str | None, ...], int] = {}
    for line, person in ready:
        why = _alone(person, insured) or _again(person, seen, line)
        if why:
            found.told.append(Refused(line, _who(person), why))
        else:
            found.people.append(person)
    found.told.sort(key=lambda one: one.line)
    return found


def _person(
    found: Checked, line: int, row: Mapping[str, str], today: date
) -> tuple[int, dict[str, str | None]] | None:
    person: dict[str, str | None] = {name: value.strip() or None for name, value in row.items()}
    for name in COLUMNS:
        person.setdefault(name, None)
    try:
        _settle(person, today)
    except ValueError as error:
        found.told.append(Refused(line, _who(person), str(error)))
        return None
    rib = person["rib"]
    if rib and not rib_valid(rib):
        person["rib"] = None
        why = f"Le RIB « {rib} » n'a pas 24 chiffres ou sa clé est fausse : il n'a pas été gardé."
        found.told.append(Refused(line, _who(person), why, kept=True))
    return line, person


def _settle(person: dict[str, str | None], today: date) -> None:
    """Values brought to our formats; `ValueError` says what is wrong."""
    for name in ("nom", "prenom"):
        if not person[name]:
            raise ValueError(f"La colonne « {name} » est vide.")
    link = _link(person["lien"])
    if link is None:
        raise ValueError(
            f"Le lien « {person['lien'] or ''} » est inconnu : écrire assure, conjoint, enfant ou ascendant."
        )
    person["lien"] = link
    for name in DATES:
        person[name] = _date(name, person[name])
    for name in ("numero_immatriculation", "numero_immatriculation_assure", "matricule"):
        person[name] = "".join((person[name] or "").split()) or None
    for name in ("cin", "rib"):
        person[name] = compact(person[name] or "") or None
    _order(person, today)
    _contract(person)


def _order(person: Mapping[str, str | None], today: date) -> None:
    born, effect = person["date_naissance"], person["date_effet"]
    if born and born > today.isoformat():
        raise ValueError("La date de naissance est dans l'avenir.")
    if born and int(born[:4]) < today.year - OLDEST:
        raise ValueError(f"La date de naissance fait plus de {OLDEST} ans.")
    if born and effect and effect < born:
        raise ValueError("La date d'effet précède la naissance.")
    for first, last, what in (
        ("date_effet", "date_fin", "La date de fin précède la date d'effet."),
        ("suspendu_du", "suspendu_au", "La fin de la suspension précède son début."),
    ):
        one, two = person[first], person[last]
        if one and two and two < one:
            raise ValueError(what)
    if person["suspendu_au"] and not person["suspendu_du"]:
        raise ValueError("Une fin de suspension sans début : compléter « suspendu_du ».")


def _contract(person: dict[str, str | None]) -> None:
    contract = normalised(person["contrat"] or "")
    if contract and contract not in ("groupe", "individuel"):
        raise ValueError(f"Le contrat « {person['contrat']} » n'est ni groupe ni individuel.")
    person["contrat"] = contract or None
    if person["taux"]:
        text = person["taux"].replace("%", "").replace(",", ".").strip()
        try:
            rate = float(text)
        except ValueError:
            raise ValueError(f"Le taux « {person['taux']} » n'est pas un nombre.") from None
        rate = rate * 100 if 0 < rate <= 1 else rate
        if not 0 < rate <= 100:
            raise ValueError(f"Le taux « {person['taux']} » n'est pas entre 1 et 100 %.")
        person["taux"] = f"{rate:g}"
    said = normalised(person["tiers_payant"] or "")
    if said not in YES | NO:
        raise ValueError(f"Tiers payant « {person['tiers_payant']} » : écrire oui ou non.")
    person["tiers_payant"] = ("oui" if said in YES else "non") if said else None


def _alone(person: Mapping[str, str | None], insured: set[str]) -> str | None:
    """Why a person has no place in a family."""
    if person["lien"] == "assure":
        if not (person["numero_immatriculation"] or person["matricule"]):
            return "Un assuré sans immatriculation ni matricule ne pourrait pas être retrouvé."
        return None
    head = person["numero_immatriculation_assure"]
    if head is None:
        return (
            "Un ayant droit sans l'immatriculation de son assuré (numero_immatriculation_assure)."
        )
    if head not in insured:
        return f"Son assuré (n° {head}) n'est ni dans ce fichier ni dans la base."
    return None


def _again(
    person: Mapping[str, str | None], seen: dict[tuple[str | None, ...], int], line: int
) -> str | None:
    names = ("numero_immatriculation", "numero_immatriculation_assure", "lien", "date_naissance")
    key = (*(person[n] for n in names), normalised(f"{person['nom']} {person['prenom']}"))
    first = seen.setdefault(key, line)
    return f"La même personne est déjà à la ligne {first}." if first != line else None


def _link(written: str | None) -> str | None:
    said = normalised(written or "")
    return next((k for k, others in LINKS.items() if said == k or said in others), None)


def _date(name: str, written: str | None) -> str | None:
    if not written:
        return None
    day = typed_date(written)
    if day is None:
        raise ValueError(f"La date « {written} » de la colonne « {name} » n'est pas une date.")
    return day.isoformat()


def _who(person: Mapping[str, str | None]) -> str:
    return " ".join(filter(None, (person.get("nom"), person.get("prenom")))) or "(sans nom)"


def _column(title: str) -> str:
    """Our name of a column; a column that we do not know is kept under its own."""
    said = normalised(title)
    for name, others in COLUMNS.items():
        if said == normalised(name) or said in others:
            return name
    return said.replace(" ", "_")
