"""`python -m bench.dossiers.table` : écrit `docs/regles.md`, chaque type de dossier, son fichier, ses essais."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bench.dossiers.run import SCENARIOS
from models.checklists import checklists
from models.checklists.explaining import delay_of
from models.checklists.schema import Prestation

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "regles.md"
TESTS = ROOT / "tests" / "models" / "checklists"
HELPERS = ("papers.py", "dossiers.py", "verdicts.py")
FAMILY = {
    Prestation.AMBULATOIRE: "A",
    Prestation.HOSPITALISATION: "H",
    Prestation.SELON_DOSSIER: "A/H",
}

LEFT_OUT: tuple[tuple[str, str, str], ...] = (
    ("ofppt, toute réponse", "la réponse de la compagnie est vérifiée, et retournée si elle sort du contrat", "le contrat n'est pas dans la source : une personne décide, sa décision est gardée"),
    ("ofppt, remise", "le bordereau est compté contre son contenu", "un geste au guichet : l'accusé de réception porte le nombre"),
    ("ofppt `contre_visite`", "médecin de la ville de l'assuré, rapport suivi", "la ville du médecin n'est sur aucune pièce lue"),
    ("ofppt `pec_prestataire`", "actes ambulatoires de moins de K20 compris", "aucune limite à contrôler : ils sont admis, rien n'est refusé"),
    ("ofppt `complement_information`, `facture_definitive`", "dans le délai du contrat, ou de la compagnie", "le délai n'est pas dans la source : un réglage (30 jours)"),
    ("ofppt, couples", "remboursement à 100 % à celui qui dépose", "signalé (`couple_ofppt`) ; le paiement n'est pas fait ici"),
    ("cnops, dépôts", "calendrier par établissement", "la source ne le donne pas"),
    ("cnops `pec_chimiotherapie`", "médicaments hors liste du tiers payant délivrés par la pharmacie CNOPS", "la liste n'est pas dans la source"),
    ("cnops, oncologie", "demande avant l'acte, en urgence le premier jour ouvrable", "la date de l'acte n'est pas sur la demande d'oncologie"),
    ("cnops, forfait dépassé", "ordonnances, nature des examens si le forfait est dépassé", "le forfait n'est pas dans la source : une personne regarde (règle 7)"),
    ("cnops `pec_regularisation`", "résultats post-opératoires « éventuellement »", "la source ne les exige pas"),
    ("cnops, imprimés ANAM", "facture et demande au modèle de l'ANAM", "la mise en page n'est pas comparée : l'imprimé lu avertit seulement"),
    ("pmas, droits", "soins couverts par le produit, soins donnés au Sénégal", "les produits et leurs garanties ne sont pas dans notre base"),
    ("pmas, montants", "alerte à l'assureur au-dessus d'un montant convenu ; plafond annuel et compagnie apéritrice", "les montants sont ceux des contrats"),
    ("pmas `facture_prestataire`", "facture mensuelle, relance si elle tarde", "l'absence d'une facture n'arrive dans aucun envoi"),
    ("pmas `pec_hospitalisation`", "premier accord d'urgence de 72 heures au plus", "dit au médecin conseil, qui fixe la durée"),
    ("pmas, litiges, clôture annuelle", "demande d'explications, arbitrage, lettre de clôture", "des courriers que des personnes écrivent, sans pièce à contrôler"),
    ("pmas `adhesion_groupe`", "contrôle 3 : cohérence des données", "contrôlé champ par champ à la lecture (dates, âges, RIB), pas entre membres"),
    ("ci, liste d'exclusion", "« énumérative et non limitative », « produits similaires »", "les mots de la liste sont cherchés ; ce qui leur ressemble est laissé à une personne"),
    ("ci, zones 1, 2, 3", "étendue géographique du contrat", "le pays des soins est rarement écrit : une hospitalisation à l'étranger se vérifie à la main"),
    ("ci, délais d'attente", "pour toute extension ou augmentation de garantie", "la base ne garde qu'une date d'effet par personne"),
)  # fmt: skip
"""Where the rule is, what it says, and why no file expresses it."""


def page() -> str:
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Les règles, leurs fichiers, leurs essais"
    yield ""
    yield "Écrit par `python -m bench.dossiers.table` ; `tests/bench/test_dossiers.py` le tient à jour. Une ligne par type de dossier de"
    yield "DOMAIN §4. Les fichiers sont sous `models/checklists/`, les essais sous `tests/models/checklists/` ; chaque type passe aussi les"
    yield "essais communs (`test_files.py`, `test_judge.py`, `test_recognition.py`). « Manques » : ceux que `bench.dossiers` plante, chacun"
    yield "trouvé, dans 1 000 dossiers inventés (`tests/bench/test_dossiers.py`)."
    yield ""
    yield "| type | P | fichier, groupes | exigences (sans source) | délai | essais à lui | manques |"
    yield "|---|---|---|---:|---|---|---:|"
    planted = {(s.organisme, s.type): len(s.lacks) for s in SCENARIOS}
    for (owner, kind), found in checklists().items():
        groups = ", ".join(f"`{name}`" for name in found.dossier_type.groupes)
        unsourced = sum(r.citation == "unsourced" for r in found.requirements)
        family = found.dossier_type.prestation
        yield (
            f"| {owner} `{kind}` | {FAMILY[family] if family else '–'} | `{owner}/{kind}.toml`"
            f"{' + ' + groups if groups else ''} | {len(found.requirements)} ({unsourced}) | "
            f"{delay_of(found) or '–'} | {_tests(owner, kind) or 'communs'} | {planted[owner, kind]} |"
        )
    yield ""
    yield "## Ce qu'aucun fichier n'exprime"
    yield ""
    yield "| règle | ce qu'elle dit | pourquoi |"
    yield "|---|---|---|"
    for where, rule, why in LEFT_OUT:
        yield f"| {where} | {rule} | {why} |"


def _tests(owner: str, kind: str) -> str:
    """The tests that name the type, or its organisme's constant for it."""
    named = re.compile(rf'"{owner}", "{kind}"')
    found = [
        file.name
        for file in sorted(TESTS.glob("test_*.py"))
        if file.name not in HELPERS and named.search(file.read_text(encoding="utf-8"))
    ]
    return ", ".join(f"`{name}`" for name in found)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
