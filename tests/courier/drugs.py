"""Some drugs sold in Morocco with their public code and price: facts, not prose."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Drug:
    """One box on a pharmacy's shelf."""

    code: str
    nom: str
    dosage: str
    forme: str
    boite: str
    ppv: Decimal

    @property
    def designation(self) -> str:
        return f"{self.nom} {self.dosage} {self.boite}"


def _d(code: str, nom: str, dosage: str, forme: str, boite: str, ppv: str) -> Drug:
    return Drug(code, nom, dosage, forme, boite, Decimal(ppv))


DRUGS = {
    d.nom + " " + d.dosage: d
    for d in [
        _d("6118000250555", "AMLOR", "10 mg", "comprimé", "B/28", "98.90"),
        _d("6118000250531", "AMLOR", "5 mg", "comprimé", "B/28", "89.20"),
        _d("6118001080892", "APROVEL", "150 mg", "comprimé", "B/28", "158.30"),
        _d("6118001081035", "COAPROVEL", "300/12,5 mg", "comprimé", "B/28", "239.00"),
        _d("6118000250340", "TAHOR", "10 mg", "comprimé", "B/28", "147.40"),
        _d("6118001183111", "CRESTOR", "10 mg", "comprimé", "B/30", "260.00"),
        _d("6118001081189", "KARDEGIC", "160 mg", "sachet", "B/30", "35.70"),
        _d("6118001081349", "PLAVIX", "75 mg", "comprimé", "B/14", "195.80"),
        _d("6118001100859", "CARDENSIEL", "2,5 mg", "comprimé", "B/30", "54.10"),
        _d("6118000060468", "LASILIX", "40 mg", "comprimé", "B/20", "34.90"),
        _d("6118000080633", "GLUCOPHAGE", "850 mg", "comprimé", "B/30", "23.90"),
        _d("6118001081578", "AMAREL", "4 mg", "comprimé", "B/60", "156.70"),
        _d("6118001160495", "JANUMET", "50/1000 mg", "comprimé", "B/56", "437.00"),
        _d("6118010116629", "LANTUS SOLOSTAR", "100 UI/ml", "stylo", "B/5", "759.00"),
        _d("6118001101139", "LEVOTHYROX", "200 µg", "comprimé", "B/30", "37.20"),
        _d("6118000160175", "AUGMENTIN", "1 g/125 mg", "sachet", "B/12", "126.30"),
        _d("6118000160366", "CLAMOXYL", "1 g", "comprimé", "B/24", "111.20"),
        _d("6118000250500", "ZITHROMAX", "500 mg", "comprimé", "B/3", "79.70"),
        _d("6118000040972", "DOLIPRANE", "1 g", "comprimé", "B/10", "14.00"),
        _d("6118000030911", "EFFERALGAN", "500 mg", "comprimé", "B/16", "15.90"),
        _d("6118010000010", "SPASFON", "80 mg", "comprimé", "B/30", "27.50"),
        _d("6118000060178", "SOLUPRED", "5 mg", "comprimé", "B/30", "33.30"),
        _d("6118001141258", "VENTOLINE", "100 µg", "aérosol", "FL/200", "45.30"),
        _d("6118001020928", "SYMBICORT", "100/6 µg", "turbuhaler", "FL/120", "243.00"),
        _d("6118000020165", "ZYRTEC", "10 mg/ml", "gouttes", "FL/15 ml", "49.60"),
        _d("6118001020645", "MOPRAL", "10 mg", "gélule", "B/14", "134.50"),
        _d("6118000060079", "FLAGYL", "250 mg", "comprimé", "B/20", "25.10"),
        _d("6118000011040", "MOTILIUM", "1 mg/ml", "suspension", "FL/200 ml", "40.80"),
        _d("6118000061793", "AMAREL", "2 mg", "comprimé", "B/60", "115.70"),
    ]
}
