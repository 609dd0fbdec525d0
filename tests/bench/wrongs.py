"""Results that go wrong on purpose: the cases on which both measures must agree."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

from tests.bench.papers import Json, perfect, truth


def empty(result: Json, dice: random.Random) -> None:
    for part in ("envois", "documents", "dossiers"):
        result[part] = []


def one_document(result: Json, dice: random.Random) -> None:
    """Every page of a source in one invoice, as if nothing were ever cut."""
    for source in {d["envoi"] for d in result["documents"]}:
        mine = [d for d in result["documents"] if d["envoi"] == source]
        mine[0]["pages"] = [page for d in mine for page in d["pages"]]
        mine[0]["type"] = "facture"
        for other in mine[1:]:
            result["documents"].remove(other)


def every_page_alone(result: Json, dice: random.Random) -> None:
    alone = []
    for document in result["documents"]:
        for number, page in enumerate(document["pages"]):
            alone.append({**copy.deepcopy(document), "pages": [page]})
            alone[-1]["id"] += f"/{number}"
    result["documents"] = alone


def shuffled(result: Json, dice: random.Random) -> None:
    """The same documents with the content of others."""
    contents = [(d["type"], d["fields"], d["lines"], d["marks"]) for d in result["documents"]]
    dice.shuffle(contents)
    for document, content in zip(result["documents"], contents, strict=True):
        document["type"], document["fields"], document["lines"], document["marks"] = content


def wrong_values(result: Json, dice: random.Random) -> None:
    """Near misses, other ways of writing, inventions and gaps, at all confidences."""
    spoil: tuple[Callable[[str], Any], ...] = (
        lambda v: v[:-1] + "x",
        lambda v: v.lower(),
        lambda v: f" {v} ",
        lambda v: v.replace(".", ","),
        lambda v: None,
        lambda v: "",
        lambda v: "tout autre chose",
        lambda v: v,
    )
    for document in result["documents"]:
        for name, field in list(document["fields"].items()):
            field["value"] = dice.choice(spoil)(str(field["value"]))
            field["confidence"] = dice.choice((0.2, 0.61, 0.9, 0.95, 0.99, 1.0, None))
            if dice.random() < 0.15:
                document["fields"][name] = field["value"]
            if dice.random() < 0.1:
                del document["fields"][name]
        if dice.random() < 0.4:
            document["fields"]["tva"] = {"value": "12.00", "confidence": 0.97, "source": "ocr"}
        if dice.random() < 0.4:
            document["fields"]["accident"] = {"value": "true", "source": "deduit"}


def wrong_tables(result: Json, dice: random.Random) -> None:
    for document in result["documents"]:
        rows = document["lines"].get("lignes", [])
        dice.shuffle(rows)
        for row in rows:
            for column in dice.sample(sorted(row), k=dice.randint(0, 2)):
                row[column] = dice.choice((None, "", "9.99", row[column] + "X", "MEDICAMENT"))
            row["tva"] = "7"
        if rows and dice.random() < 0.5:
            rows.append({"designation": "TOTAL", "montant": "99.00"})
        if rows and dice.random() < 0.5:
            del rows[0]
        if dice.random() < 0.3:
            document["lines"]["actes"] = [{"code": "C", "montant": "80.00"}]


def wrong_marks_and_turns(result: Json, dice: random.Random) -> None:
    for document in result["documents"]:
        for mark in document["marks"].values():
            mark["present"] = dice.choice((True, False, None))
        for page in document["pages"]:
            page["rotation"] = dice.choice((page["rotation"], 0, 360, 90))
    result["documents"][3]["marks"] = None


def wrong_pages(result: Json, dice: random.Random) -> None:
    """Pages claimed twice, forgotten, unheard of; attachments named instead of their e-mail."""
    documents = result["documents"]
    documents[2]["pages"].append(copy.deepcopy(documents[1]["pages"][0]))
    documents[4]["pages"] = []
    documents[8]["pages"].append({"source": "sac-2.pdf", "page": 99})
    documents[9]["pages"].append({"source": "inconnu.pdf", "page": 1})
    documents[10]["pages"], documents[11]["pages"] = documents[11]["pages"], []
    for document in documents:
        for page in document["pages"]:
            if page["source"] == "mail.eml":
                second = page["page"] > 5
                page["page"] -= 5 * second
                page["source"] = dice.choice(("", "mail.eml!")) + f"piece-{1 + second}.pdf"
            elif dice.random() < 0.5:
                page["source"] = f"/tmp/depot/{page['source']}"


def wrong_dossiers(result: Json, dice: random.Random) -> None:
    """Types, people, statuts and checklists at random; documents astray; a dossier torn in two."""
    dossiers = result["dossiers"]
    for dossier in dossiers:
        dossier["type"] = dice.choice((dossier["type"], "adhesion"))
        dossier["statut"] = dice.choice(("complet", "incomplet", "a_verifier"))
        dossier["assure"] = dice.choice((dossier["assure"], {}, {"nom": "El Mansouri"}))
        dossier["beneficiaire"] = dice.choice((dossier["beneficiaire"], {"lien": "assure"}))
        dossier["checklist"].append(
            {
                "exigence": dice.choice(("cnie", "facture", "photo")),
                "resultat": dice.choice(("manquant", "conforme", "a_verifier", "non_conforme")),
                "gravite": dice.choice(("bloquant", "avertissement")),
            }
        )
    dossiers[0]["documents"].append(dossiers[1]["documents"].pop())
    torn = dossiers[3]["documents"].pop()
    dossiers.append({"id": "reste", "documents": [torn, "inconnu"], "statut": "complet"})
    del dossiers[4]


def everything(result: Json, dice: random.Random) -> None:
    for spoil in (wrong_values, wrong_tables, wrong_marks_and_turns, wrong_dossiers):
        spoil(result, dice)
    wrong_pages(result, dice)


CASES: dict[str, Callable[[Json, random.Random], None]] = {
    "parfait": lambda result, dice: None,
    "vide": empty,
    "un seul document": one_document,
    "chaque page seule": every_page_alone,
    "contenus mélangés": shuffled,
    "valeurs fausses": wrong_values,
    "tableaux faux": wrong_tables,
    "marques et rotations fausses": wrong_marks_and_turns,
    "pages égarées": wrong_pages,
    "dossiers faux": wrong_dossiers,
    "tout à la fois": everything,
}


def case(name: str, seed: int = 7) -> tuple[Json, Json]:
    """The truth, and the result of the case `name`."""
    true = truth(seed)
    result = perfect(true)
    CASES[name](result, random.Random(f"{name}{seed}"))
    return true, result
