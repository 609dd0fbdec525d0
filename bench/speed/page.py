"""The page `docs/benchmarks.md`, written by the run that it tells of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bench.evaluate.scores import Scores
from bench.evaluate.summary import headline
from bench.markdown import decimal, table
from bench.speed.race import DPI, Run

MIB = 1024 * 1024


def page(
    runs: Sequence[Run],
    source: str,
    facts: Mapping[str, str],
    versions: Mapping[str, str],
    times: str,
    scores: Scores | None,
    moment: datetime,
) -> str:
    parts = [
        "# Mesures",
        f"Page écrite par `make bench` le {moment:%d/%m/%Y à %H:%M} ; ne pas la modifier à la main.",
        "## Vitesse",
        f"Les {runs[0].pages} pages de `{source}`, lues par chacun dans la même course, l'un après "
        "l'autre, deux pages à la fois. Le démarrage est compté. Mémoire : la plus haute de toute la "
        "famille de processus, pages partagées comptées une fois.",
        race_table(runs),
        f"`tesseract` reçoit les pages déjà rendues en PNG à {DPI} points par pouce et ne rend que du "
        "texte ; OCRmyPDF tourne et redresse les pages et rend un PDF avec texte ; liasse tourne, lit, "
        "découpe en documents, relève champs et marques, constitue et contrôle les dossiers.",
    ]
    parts += [
        "## Où va le temps de lecture",
        "Les mêmes pages une fois, dans un seul processus, modèles déjà ouverts, jusqu'à la lecture "
        "gardée (mots, marques, image).",
        times,
    ]
    if scores is not None:
        parts += [
            "## Justesse sur les mêmes pages",
            "Ces pages sont l'exemple livré avec liasse : elles disent que tout marche, pas ce que "
            "vaut la lecture d'un autre courrier. Les définitions sont dans `bench/evaluate/`.",
            headline(scores),
        ]
    parts += ["## Machine", _facts(facts), "## Versions", _facts(versions)]
    return "\n\n".join(parts) + "\n"


def race_table(runs: Iterable[Run]) -> str:
    head = ["lecteur", "durée (s)", "pages par minute", "s de processeur par page", "mémoire (Mio)"]
    return table(head, [_row(run) for run in runs])


def _row(run: Run) -> Sequence[object]:
    if run.why is not None:
        return run.name, run.why, "–", "–", "–"
    return (
        run.name,
        decimal(run.wall, 1),
        decimal(run.pages_a_minute, 1),
        decimal(run.processor_a_page),
        round(run.memory / MIB),
    )


def _facts(facts: Mapping[str, str]) -> str:
    return "\n".join(f"- {name} : {value}" for name, value in facts.items())
