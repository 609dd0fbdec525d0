"""How papers name an illness: with an article, or by the patient who has it."""

from __future__ import annotations

import re

from models.values.text import folded

NAMING = 3
"""First words of an illness, one of which is one of medicine's."""
_ARTICLE = re.compile(r"^(?:d'une?|une?)\s+", re.IGNORECASE)
_MEDICAL = re.compile(
    r"(?:ome|omes|oidie|phrenie|lepsie|paresie|ite|ites|ose|oses|emie|emies|pathie|plasie|trophie|algie|urie|rragie|plegie)\b"
    r"|\b(?:cancer|tumeur|maladie|syndrome|insuffisance|diabete|hernie|fracture|hypertension|asthme"
    r"|cataracte|sclerose|epilepsie|goitre|ulcere|lithiase|kyste|metastase|infection|accident|avc"
    r"|caries?|angine|grippe|entorse|luxation|allergie|eczema|migraine|sciatique|lumbago|brulure|plaie|abces"
    r"|pneumonie|grossesse|polype|goutte|varices|glaucome|psoriasis|lupus|parkinson|alzheimer|depression|autisme|trisomie"
    r"|drepanocytose|thalassemie|mucoviscidose|tuberculose|vih|hta|bpco)\b"
)
_PATIENTS = frozenset({
    "patient", "patiente", "malade", "dame", "homme", "femme", "enfant", "fille", "garcon", "jeune",
    "monsieur", "madame", "mme", "mr", "assure", "assuree", "nourrisson", "adolescent",
})  # fmt: skip


def without_article(text: str) -> str:
    """«un carcinome du sein» as «carcinome du sein»."""
    return _ARTICLE.sub("", text)


def is_medical(text: str) -> bool:
    """Whether the first words are of medicine: not «aspect normal»."""
    return _MEDICAL.search(folded(" ".join(text.split()[:NAMING]))) is not None


def is_somebody(text: str) -> bool:
    """Whether it is who is ill: «patiente de 45 ans»."""
    return folded(text).split()[:1] in [[word] for word in _PATIENTS]
