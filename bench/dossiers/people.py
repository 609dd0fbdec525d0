"""Invented people, days and amounts."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

SURNAMES = (
    "ALAOUI", "BENNANI", "CHERKAOUI", "DAOUDI", "EL FASSI", "FILALI", "GUESSOUS", "HAJJI", "IDRISSI",
    "JAZOULI", "KABBAJ", "LAHLOU", "MERNISSI", "NACIRI", "OUAZZANI", "QADIRI", "RAISSOUNI", "SEBTI",
    "TAZI", "WAHBI", "DIOP", "NDIAYE", "KOUASSI", "KONAN", "TRAORE",
)  # fmt: skip
MEN = ("Abdelilah", "Brahim", "Driss", "Hicham", "Mustapha", "Omar", "Rachid", "Samir", "Yassine")
WOMEN = ("Amina", "Fatima Zahra", "Hanane", "Khadija", "Meryem", "Naima", "Salma", "Zineb")
TOWNS = ("Rabat", "Fès", "Tanger", "Agadir", "Oujda", "Settat")
DRUGS = ("AUGMENTIN 1G", "DOLIPRANE 1000", "GLUCOPHAGE 850", "AMLOR 5MG", "INEXIUM 20", "SMECTA")


@dataclass(frozen=True)
class Town:
    """What a case is made of: the insured's family, days and amounts, drawn together."""

    insured: dict[str, str]
    spouse: dict[str, str]
    child: dict[str, str]
    received: datetime
    rng: random.Random

    def day(self, before: int) -> str:
        """The day so many days before the reception."""
        return (self.received.date() - timedelta(days=before)).isoformat()

    def born(self, years: int, days: int = 40) -> str:
        """A birthday: `years` full years old at the reception, `days` days ago."""
        then = self.received.date() - timedelta(days=days)
        return date(then.year - years, then.month, min(then.day, 28)).isoformat()

    def amount(self, least: int = 300, most: int = 9000) -> int:
        return self.rng.randint(least, most)


def town(rng: random.Random) -> Town:
    surname, hers = rng.sample(SURNAMES, 2)
    number = str(rng.randint(100_000_000, 999_999_999))
    day = date(2025, 1, 6) + timedelta(days=rng.randint(120, 520))
    received = datetime(
        day.year, day.month, day.day, rng.randint(8, 16), rng.randint(0, 59), tzinfo=UTC
    )
    insured = {
        "numero_immatriculation": number,
        "nom": surname,
        "prenom": rng.choice(MEN),
        "cin": f"BE{rng.randint(10_000, 999_999)}",
        "date_naissance": date(
            rng.randint(1968, 1985), rng.randint(1, 12), rng.randint(1, 28)
        ).isoformat(),
        "lien": "assure",
    }
    spouse = {
        "nom": hers,
        "prenom": rng.choice(WOMEN),
        "cin": f"BK{rng.randint(10_000, 999_999)}",
        "date_naissance": date(
            rng.randint(1970, 1988), rng.randint(1, 12), rng.randint(1, 28)
        ).isoformat(),
        "lien": "conjoint",
    }
    child = {
        "nom": surname,
        "prenom": rng.choice(MEN[:4]) + " Junior",
        "cin": f"BJ{rng.randint(10_000, 99_999)}",
        "lien": "enfant",
    }
    return Town(insured, spouse, child, received, rng)
