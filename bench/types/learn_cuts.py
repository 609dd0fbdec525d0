"""Learns on the train split what holds pages together, and writes `extractors/documents/weights.json`.

python -m bench.types.learn_cuts --courier DIR/train --readings DIR --corpus train.jsonl.gz
    [--check DIR/dev --check-readings DIR] [--write]

Every pair of neighbouring pages is an example: does the second go on the first? Pages of the
corpus come in the order of their dossiers, a part of them broken over two pages; those of
`bench.types.blind` in any order, some without a title, some with the rest of their paper. A layout
family is either learnt from or judged with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import groupby
from pathlib import Path

import numpy as np

from bench.types.blind import Side
from bench.types.blind import in_a_bag as blind_bag
from bench.types.pages import Example, all_scanned, arguments, printed, scanned
from bench.types.parted import parted
from extractors.documents.cut import neighbours
from extractors.documents.links import COLUMNS, TYPES
from extractors.logit import Array, Indices, fit, losses
from extractors.types import classify

PRIOR = {
    "toujours": -1.5, "titre": -2.5, "titre_meme": 0.5, "sans_tete": 1.5, "rubrique": 2.0, "premiere": -4.0,
    "suivante": 5.0, "comptee": 9.0, "autre_place": -2.0, "place_finie": -3.0, "suite": 3.0, "citee": 3.0, "references": 2.0,
    "references_autres": -0.5, "mots": 1.5, "mots_tous": 3.0, "entete": 0.5, "format": -2.0, "encre": -2.0,
    "vide": -0.5, "dos_blanc": -3.5, "types": 1.8,
    "meme_sans_titre": 1.0, "muette": 0.5, "memes_etiquettes": -1.0, "autres_etiquettes": 1.0, "memes_lignes": 0.0,
    "pied": 0.5, "lettre": -1.0, "close": -0.5, "nommee": -1.0, "datee": -0.5, "rangs": 1.0, "pleine": 0.5, "portee": 5.0, "sections": 2.5,
}  # fmt: skip
"""What each kind of evidence was thought to be worth before anything was learnt."""
TRUST = {"types": 1000.0, "suite": 40.0, "muette": 40.0}
"""How firmly a weight is held to what was thought; 1 when not said. The classifier knows the pages
of the train split, so that what its word is worth cannot be learnt there: it was chosen on dev."""
PRINTED = 0.15
"""Weight of a pair of the corpus beside a scanned one."""
FOLDS = 4


@dataclass(frozen=True, slots=True)
class Pairs:
    """`rows`: for each pair, being apart (zeros) and being together (evidence)."""

    rows: Array
    together: Indices
    weights: Array
    families: list[str]


def pairs(examples: Sequence[Example]) -> Pairs:
    rows, together, weighed, families = [], [], [], []
    for first, second, row in _neighbours(examples):
        rows.append([np.zeros(len(row)), row])
        together.append(int(first.document == second.document and second.place == first.place + 1))
        made = first.source.startswith(("corpus", "aveugle"))
        weighed.append(PRINTED if made else 1.0)
        families.append(second.family)
    return Pairs(np.array(rows), np.array(together, dtype=int), np.array(weighed), families)


def _neighbours(examples: Sequence[Example]) -> Iterator[tuple[Example, Example, Array]]:
    for _, own in groupby(examples, key=lambda example: example.source):
        pages = list(own)
        typed = [classify(e.reading, n) for n, e in enumerate(pages)]
        readings = {n: e.reading for n, e in enumerate(pages)}
        for first, second, row in neighbours(typed, readings):
            yield pages[first], pages[second], row


def main() -> None:
    given = arguments(__doc__, "extractors/documents")
    whole = [*printed(given.corpus, "cuts")]
    known = pairs(
        [
            *all_scanned(given.courier, given.readings),
            *parted(whole, "cuts"),
            *blind_bag(Side.LEARN, "cuts"),
        ]
    )
    prior = np.array([PRIOR[c] for c in (*COLUMNS, TYPES)])
    trust = np.array([TRUST.get(c, 1.0) for c in (*COLUMNS, TYPES)])
    fold = {f: n % FOLDS for n, f in enumerate(sorted(set(known.families)))}
    of = np.array([fold[f] for f in known.families])
    right, loss = 0, 0.0
    for number in range(FOLDS):
        mine = of == number
        learnt = fit(known.rows[~mine], known.together[~mine], known.weights[~mine], prior, trust)
        right += int(((known.rows[mine] @ learnt).argmax(axis=1) == known.together[mine]).sum())
        loss += float(losses(known.rows[mine], known.together[mine], learnt).sum())
    count = len(of)
    print(
        f"familles jamais vues : {right / count:.2%} des {count} paires, {known.together.sum()} qui tiennent, perte {loss / count:.3f}"
    )
    weights = fit(known.rows, known.together, known.weights, prior, trust)
    named = dict(zip((*COLUMNS, TYPES), weights.round(4).tolist(), strict=True))
    print("poids :", named)
    judged = {"tournures jamais apprises": blind_bag(Side.HELD, "mesure")}
    if given.check:
        judged["contrôle"] = scanned(given.check, given.check_readings)
    for name, some in judged.items():
        other = pairs(some)
        good = (other.rows @ weights).argmax(axis=1) == other.together
        lost = losses(other.rows, other.together, weights).mean()
        print(
            f"{name} : {good.mean():.2%} des {len(good)} paires, {other.together.sum()} qui tiennent"
            f" ({good[other.together == 1].mean():.1%} trouvées), perte {lost:.3f}"
        )
    if given.write:
        text = json.dumps({"liens": named}, ensure_ascii=False, indent=1) + "\n"
        path = Path(str(resources.files("extractors.documents"))) / "weights.json"
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
