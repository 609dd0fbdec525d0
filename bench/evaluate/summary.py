"""The figures as text for a terminal or a note: Markdown tables in French."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bench.evaluate.counts import Counts, share
from bench.evaluate.dossiers import Dossiers
from bench.evaluate.scores import Scores
from bench.markdown import decimal, percent, table

Row = Sequence[object]


def summary(scores: Scores, details: bool = False) -> str:
    """All tables; `details` adds the one by field."""
    parts = [headline(scores), *sections(scores)]
    if details:
        parts.append(_section("Par champ", _counted("champ", scores.fields.by_field)))
    return "\n\n".join(parts)


def sections(scores: Scores) -> Iterable[str]:
    yield _section("Champs par type", _counted("type", scores.fields.by_type))
    yield _section("Champs par écriture", _counted("écriture", scores.fields.by_writing))
    yield _section("Types", _types(scores))
    if scores.types.confusions:
        yield _section("Confusions", table(["vrai", "lu", "nombre"], scores.types.confusions, 2))
    if scores.lines.by_table:
        yield _section("Lignes (cellules)", _counted("tableau", scores.lines.by_table))
    yield _section("Marques", _marks(scores))
    yield _section("Statuts des dossiers", _statuts(scores.dossiers))
    yield _section("Sacs", _bags(scores))
    if scores.calibration is not None:
        yield _section("Calibrage", _bins(scores))


def headline(scores: Scores) -> str:
    """The one table to look at first."""
    return table(["mesure", "valeur", "détail"], headline_rows(scores), 1)


def headline_rows(scores: Scores) -> list[tuple[str, str, str]]:
    cut, types, turns = scores.segmentation, scores.types, scores.rotations
    fields, lines, marks = scores.fields, scores.lines, scores.marks
    pages = scores.pages
    return [
        (
            "pages lues",
            f"{pages.read}/{pages.true}",
            f"{pages.duplicated} en double, {pages.unknown} inconnues",
        ),
        _counts("frontières F1", cut.boundaries),
        _counts("documents exacts F1", cut.exact),
        _counts("… sans blancs ni séparateurs", cut.exact_apart_from_blanks),
        (
            "documents de plusieurs pages exacts",
            percent(cut.long_exact),
            f"{cut.long_documents} documents",
        ),
        ("sacs parfaits", percent(cut.perfect_bags), f"{len(cut.bags)} sacs"),
        (
            "type des documents",
            percent(types.documents_right),
            f"pages {percent(types.pages_right)}",
        ),
        ("macro-F1 des types", percent(types.macro), f"contenu {percent(types.macro_content)}"),
        (
            "rotation",
            percent(turns.right),
            f"des {turns.turned} tournées {percent(turns.right_of_turned)}",
        ),
        _counts("champs F1 strict", fields.strict),
        _counts("champs F1 indulgent", fields.lenient),
        *(
            _counts(f"champs F1 {name}", fields.by_writing[name])
            for name in ("imprime", "manuscrit")
            if name in fields.by_writing
        ),
        _counts("lignes : cellules F1", lines.cells),
        _counts("lignes entières F1", lines.whole),
        _counts("marques F1", marks.all.counts),
        ("marques vues à tort", str(marks.all.counts.extra), f"sur {marks.truly_absent} absentes"),
        *_dossier_rows(scores.dossiers),
        *_calibration_rows(scores),
    ]


def _dossier_rows(d: Dossiers) -> Iterable[tuple[str, str, str]]:
    yield _counts("regroupement F1 (paires)", d.pairs)
    yield ("dossiers exacts", percent(share(d.exact, d.number)), f"{d.number} dossiers")
    yield ("type du dossier", percent(share(d.type_right, d.number)), "")
    accepted = percent(share(d.statut_accepted, d.number))
    yield ("statut", percent(share(d.statut_right, d.number)), f"acceptable {accepted}")
    yield (
        "**erreurs dangereuses**",
        str(len(d.dangers)),
        f"sur {d.incomplete} dossiers à ne pas dire complets",
    )
    yield ("complets reconnus", percent(d.recognised), f"{d.complete} dossiers complets")
    noticed = percent(share(d.lacks_noticed, d.lacks))
    yield (
        "fautes nommées",
        percent(share(d.lacks_named, d.lacks)),
        f"{d.lacks} fautes, remarquées {noticed}",
    )
    people = percent(share(d.beneficiaire_right, d.with_people))
    yield ("assuré", percent(share(d.assure_right, d.with_people)), f"bénéficiaire {people}")


def _calibration_rows(scores: Scores) -> Iterable[tuple[str, str, str]]:
    known = scores.calibration
    if known is None:
        return
    yield ("calibrage ECE", decimal(known.ece, 3), f"{known.number} valeurs")
    for name, straight in (
        ("à 0,95 et plus", known.straight),
        ("… sans ce qui est déduit", known.straight_seen),
    ):
        yield (name, percent(straight.share), f"dont fausses {percent(straight.error)}")
    if known.worst is not None:
        worst = known.worst
        detail = f"{worst.number} valeurs, ECE {decimal(worst.ece, 3)}, fausses à 0,95 {percent(worst.error_straight)}"
        yield ("pire famille", worst.name, detail)


def _counts(name: str, counts: Counts) -> tuple[str, str, str]:
    both = f"P {percent(counts.precision)}, R {percent(counts.recall)}"
    numbers = f"{counts.right} justes, {counts.extra} en trop, {counts.missing} manquants"
    return name, percent(counts.f1), f"{both} ; {numbers}"


def _counted(what: str, values: Mapping[str, Counts]) -> str:
    head = [what, "précision", "rappel", "F1", "justes", "en trop", "manquants"]
    return table(head, [(name, *_cells(counts)) for name, counts in sorted(values.items())])


def _cells(counts: Counts) -> Row:
    ratios = (percent(counts.precision), percent(counts.recall), percent(counts.f1))
    return (*ratios, counts.right, counts.extra, counts.missing)


def _types(scores: Scores) -> str:
    rows = [
        (name, scores.types.numbers[name], percent(c.precision), percent(c.recall), percent(c.f1))
        for name, c in scores.types.by_type.items()
    ]
    return table(["type", "documents", "précision", "rappel", "F1"], rows)


def _marks(scores: Scores) -> str:
    rows = [
        (name, *_cells(mark.counts), mark.absent)
        for name, mark in sorted(scores.marks.by_mark.items())
    ]
    head = ["marque", "précision", "rappel", "F1", "justes", "en trop", "manquantes"]
    return table([*head, "absentes, non vues"], rows)


def _statuts(dossiers: Dossiers) -> str:
    rows = [(true, said, n) for (true, said), n in dossiers.statuts.most_common()]
    parts = [table(["statut vrai", "statut lu", "dossiers"], rows, 2)]
    if dossiers.confusions:
        wrong = [(true, said, n) for (true, said), n in dossiers.confusions.most_common()]
        parts.append(table(["dossier vrai", "dossier lu", "nombre"], wrong, 2))
    parts += [
        f"- **dangereux** : {d.dossier} ({d.type}) dit complet malgré {', '.join(d.lacks)}"
        for d in dossiers.dangers
    ]
    return "\n\n".join(parts)


def _bags(scores: Scores) -> str:
    rows = [
        (bag.source, bag.pages, "oui" if bag.perfect else "non") for bag in scores.segmentation.bags
    ]
    return table(["sac", "pages", "parfait"], rows)


def _bins(scores: Scores) -> str:
    assert scores.calibration is not None
    rows = [
        (decimal(b.start, 1), b.number, percent(b.right), percent(b.confidence))
        for b in scores.calibration.bins
    ]
    return table(["confiance dès", "valeurs", "justes", "confiance moyenne"], rows)


def _section(title: str, content: str) -> str:
    return f"## {title}\n\n{content}"
