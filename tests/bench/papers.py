"""A small courier with its truth, made up for these tests, and results that go wrong on purpose."""

from __future__ import annotations

import copy
import random
from typing import Any

Json = dict[str, Any]
FIELDS: dict[str, Json] = {
    "facture": {
        "numero_facture": "F-2025/0187",
        "date_facture": "2025-10-03",
        "montant_total": "1250.00",
        "emetteur_nom": "Pharmacie de l'Étoile",
        "nature": "pharmacie",
        "exemplaire": "original",
    },
    "feuille_de_soins": {
        "assure_nom": "EL MANSOURI",
        "assure_prenom": "Abdelkrim",
        "assure_date_naissance": "1979-03-14",
        "numero_immatriculation": "204587613",
        "accident": "false",
        "nombre_pieces": "3",
    },
    "ordonnance": {"medecin_nom": "BENJELLOUN", "date_prescription": "2025-10-01"},
    "cnie": {"cin": "AB16204", "nom": "EL MANSOURI", "date_validite": "2031-05-02"},
    "page_blanche": {},
    "feuille_separatrice": {},
}
MARKS = {
    "facture": ("cachet_etablissement", "signature_etablissement"),
    "feuille_de_soins": ("cachet_medecin", "signature_assure"),
    "ordonnance": ("cachet_medecin", "signature_medecin"),
}
WRITING = ("printed", "handwritten", "checkbox", "stamp")
CODES = ("manque_cnie", "facture_non_signee", "ordonnance_perimee")
STREAM = (
    ("feuille_separatrice", 1),
    ("feuille_de_soins", 2),
    ("facture", 3),
    ("ordonnance", 1),
    ("page_blanche", 1),
    ("cnie", 1),
    ("facture", 1),
)


def truth(seed: int = 7) -> Json:
    """Two bags and an e-mail of two attachments; two dossiers in each."""
    dice = random.Random(seed)
    made: Json = {"sources": [], "pages": [], "documents": [], "dossiers": []}
    for source in ("sac-1.pdf", "sac-2.pdf", "mail.eml"):
        _source(made, source, dice)
    return made


def _source(made: Json, source: str, dice: random.Random) -> None:
    page, documents = 1, []
    for number, (kind, length) in enumerate(STREAM):
        documents.append(_document(source, number, kind, list(range(page, page + length)), dice))
        for inside in range(length):
            entry = {
                "source": source,
                "page": page + inside,
                "document": documents[-1]["id"],
                "type": kind,
                "rotation": dice.choice((0, 0, 90, 180, 270)),
                "blank": kind == "page_blanche",
            }
            if source.endswith(".eml"):
                second = page + inside > 5
                entry |= {"piece": f"piece-{1 + second}.pdf"}
                entry |= {"piece_page": page + inside - 5 * second}
            made["pages"].append(entry)
        page += length
    made["documents"] += documents
    made["sources"].append(
        {
            "source": source,
            "sha256": f"{len(made['sources']):064d}",
            "channel": "email" if source.endswith(".eml") else "courrier",
            "received_at": "2025-11-05T09:12:00+01:00",
            "pages": page - 1,
        }
    )
    made["dossiers"] += [
        _dossier(f"{source}-D1", "maladie_remboursement", documents[1:4], source, "complet"),
        _dossier(f"{source}-D2", "pec_pharmacie", documents[5:7], source, "incomplet", dice),
    ]


def _document(source: str, number: int, kind: str, pages: list[int], dice: random.Random) -> Json:
    fields = {
        name: {
            "value": value,
            "raw": value,
            "source": "deduced" if name == "exemplaire" else dice.choice(WRITING),
            "page": 1,
            "box": [0.1, 0.1, 0.4, 0.12],
            "alt": ["copie"] if name == "exemplaire" else [],
            "optional": name in ("exemplaire", "nature"),
        }
        for name, value in FIELDS[kind].items()
    }
    rows = [
        {"designation": f"MEDICAMENT {letter} 500 MG", "quantite": "2", "montant": f"{n}2.50"}
        for n, letter in enumerate("ABCD", 1)
    ]
    return {
        "id": f"{source}-{number}",
        "type": kind,
        "source": source,
        "family": f"famille-{number % 2}",
        "mode": "print",
        "pages": pages,
        "fields": fields,
        "lines": {"lignes": rows} if kind == "facture" else {},
        "marks": {mark: dice.random() < 0.6 for mark in MARKS.get(kind, ())},
    }


def _dossier(
    name: str,
    kind: str,
    documents: list[Json],
    source: str,
    statut: str,
    dice: random.Random | None = None,
) -> Json:
    code = dice.choice(CODES) if dice else None
    return {
        "id": name,
        "organisme": "cnops",
        "type": kind,
        "documents": [d["id"] for d in documents],
        "assure": {
            "numero_immatriculation": "204587613",
            "nom": "EL MANSOURI",
            "prenom": "Abdelkrim",
        },
        "beneficiaire": {"lien": "conjoint", "nom": "EL MANSOURI", "prenom": "Fatima Zahra"},
        "prestation": "ambulatoire",
        "statut": statut,
        "statuts_acceptes": ["complet", "a_verifier"] if statut == "complet" else [statut],
        "source": source,
        "fautes": [
            {
                "code": code,
                "resultat": "manquant",
                "mots": code.split("_")[1:2],
                "description": f"Il y a une faute : {code}.",
            }
        ]
        if code
        else [],
    }


def perfect(true: Json) -> Json:
    """The result that says exactly what the truth does."""
    true = copy.deepcopy(true)
    turns = {(p["source"], p["page"]): p["rotation"] for p in true["pages"]}
    return {
        "schema": "liasse.result/1",
        "envois": [{"id": f"E-{s['source']}", "source": s["source"]} for s in true["sources"]],
        "documents": [
            {
                "id": d["id"],
                "envoi": f"E-{d['source']}",
                "type": d["type"],
                "pages": [
                    {"source": d["source"], "page": n, "rotation": turns[d["source"], n]}
                    for n in d["pages"]
                ],
                "fields": {
                    name: {"value": f["value"], "confidence": 1.0, "source": "ocr"}
                    for name, f in d["fields"].items()
                },
                "lines": copy.deepcopy(d["lines"]),
                "marks": {m: {"present": p, "confidence": 1.0} for m, p in d["marks"].items()},
            }
            for d in true["documents"]
        ],
        "dossiers": [
            {
                **{k: d[k] for k in ("id", "organisme", "type", "documents", "assure")},
                **{k: d[k] for k in ("beneficiaire", "prestation", "statut")},
                "checklist": [
                    {
                        "exigence": f["mots"][0],
                        "resultat": f["resultat"],
                        "gravite": "bloquant",
                        "raison": f["description"],
                    }
                    for f in d["fautes"]
                ],
            }
            for d in true["dossiers"]
        ],
        "lots": [],
    }
