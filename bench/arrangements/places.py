"""Arrangements of forms: where the value of a label stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bench.arrangements.paper import LEADING, LEFT, LETTER, TOP, Entry, Paper, Pen, width

Arrangement = Callable[[Pen, Paper], None]
SMALL = 0.75
"""Print of captions, in letters of the body."""


def rows(paper: Paper, leading: float = LEADING) -> Iterator[tuple[float, Entry]]:
    """Each entry with the top of its row."""
    for number, entry in enumerate(paper.entries):
        yield TOP + leading * number, entry


def printed(*parts: tuple[float, str]) -> Arrangement:
    """Each entry on a row of its own: where its parts begin, and what they say."""

    def arrange(pen: Pen, paper: Paper) -> None:
        for y, entry in rows(paper):
            for x, text in parts:
                pen.text(x, y, text.format(label=entry.label, answer=pen.answer(entry)))

    return arrange


def no_colon(pen: Pen, paper: Paper) -> None:
    for y, entry in rows(paper):
        end = pen.text(LEFT, y, entry.label)
        pen.text(end + 0.01, y, pen.answer(entry))


def right_margin(pen: Pen, paper: Paper) -> None:
    for y, entry in rows(paper):
        pen.text(LEFT, y, entry.label)
        pen.text(0.93 - width(entry.value), y, pen.answer(entry))


def right_aligned_labels(pen: Pen, paper: Paper) -> None:
    for y, entry in rows(paper):
        pen.text(0.40 - width(entry.label), y, entry.label)
        pen.text(0.42, y, pen.answer(entry))


def below(pen: Pen, paper: Paper) -> None:
    for y, entry in rows(paper, 2 * LEADING):
        pen.text(LEFT, y, entry.label)
        pen.text(LEFT, y + 1.6 * LETTER, pen.answer(entry))


def below_two_columns(pen: Pen, paper: Paper) -> None:
    _boxes(pen, paper.entries, 2, 1.7)


def above(pen: Pen, paper: Paper) -> None:
    _captions(pen, paper.entries, 1)


def above_two_columns(pen: Pen, paper: Paper) -> None:
    _captions(pen, paper.entries, 2)


def table_of_three(pen: Pen, paper: Paper) -> None:
    _boxes(pen, paper.entries, 3, 1.9)


def table_of_five(pen: Pen, paper: Paper) -> None:
    _boxes(pen, paper.entries, 5, 1.9)


def corner_indented(pen: Pen, paper: Paper) -> None:
    _boxes(pen, paper.entries, 2, 2.4, indent=0.06, size=SMALL)


def corner_right(pen: Pen, paper: Paper) -> None:
    _boxes(pen, paper.entries, 2, 2.2, to_right=True, size=SMALL)


def broken_label_first(pen: Pen, paper: Paper) -> None:
    _broken(pen, paper, 0)


def broken_label_second(pen: Pen, paper: Paper) -> None:
    _broken(pen, paper, 1)


def broken_value(pen: Pen, paper: Paper) -> None:
    for y, entry in rows(paper, 1.5 * LEADING):
        pen.text(LEFT, y, f"{entry.label} :")
        words = pen.answer(entry).split()
        half = (len(words) + 1) // 2 if len(words) > 3 else len(words)
        pen.text(0.40, y, " ".join(words[:half]))
        pen.text(0.40, y + 1.4 * LETTER, " ".join(words[half:]))


def two_columns(pen: Pen, paper: Paper) -> None:
    _side_by_side(pen, paper.entries, 2, " :")


def two_columns_no_colon(pen: Pen, paper: Paper) -> None:
    _side_by_side(pen, paper.entries, 2, "")


def three_columns(pen: Pen, paper: Paper) -> None:
    _side_by_side(pen, paper.entries, 3, " :", 0.85)


def numbered(pen: Pen, paper: Paper) -> None:
    for number, (y, entry) in enumerate(rows(paper), start=1):
        pen.text(LEFT, y, f"{number}. {entry.label} {pen.answer(entry)}")


def several_values(pen: Pen, paper: Paper) -> None:
    for number, (title, entries) in enumerate(paper.parts.items()):
        labels = ", ".join(e.label.lower() for e in entries)
        values = " ".join(pen.answer(e) for e in entries)
        y = TOP + 2 * LEADING * number
        pen.text(LEFT, y, title)
        pen.text(LEFT, y + LEADING, f"{labels.capitalize()} : {values}")


def sections(pen: Pen, paper: Paper) -> None:
    y = TOP
    for title, entries in paper.parts.items():
        pen.text(LEFT, y, title)
        for number, entry in enumerate(entries, start=1):
            pen.text(LEFT, y + LEADING * number, entry.label)
            pen.text(0.24, y + LEADING * number, pen.answer(entry))
        y += LEADING * (len(entries) + 2)


def sections_side_by_side(pen: Pen, paper: Paper) -> None:
    for column, (title, entries) in enumerate(paper.parts.items()):
        x = LEFT + 0.44 * column
        pen.text(x, TOP, title)
        for number, entry in enumerate(entries, start=1):
            pen.text(x, TOP + LEADING * number, entry.label)
            pen.text(x + 0.14, TOP + LEADING * number, pen.answer(entry))


def _by(entries: Sequence[Entry], size: int) -> list[Sequence[Entry]]:
    return [entries[at : at + size] for at in range(0, len(entries), size)]


def _boxes(
    pen: Pen,
    entries: Sequence[Entry],
    columns: int,
    lower: float,
    indent: float = 0.0,
    to_right: bool = False,
    size: float = 1.0,
) -> None:
    """Boxes side by side: the label in the corner, the value `lower` letters below it."""
    wide = 0.86 / columns
    size *= min([1.0, *((wide - 0.015) / width(e.label) for e in entries)])
    for number, some in enumerate(_by(entries, columns)):
        y = TOP + (lower + 2.2) * LETTER * number
        for column, entry in enumerate(some):
            x = LEFT + wide * column
            print_ = min(LETTER, LETTER * (wide - 0.02) / width(entry.value))
            value = x + (wide - 0.02 - width(entry.value, print_) if to_right else indent)
            pen.text(x, y, entry.label, size * LETTER)
            pen.text(value, y + lower * LETTER, pen.answer(entry), print_)


def _captions(pen: Pen, entries: Sequence[Entry], columns: int) -> None:
    """Values, each with its label in small print under the line."""
    for number, some in enumerate(_by(entries, columns)):
        y = TOP + 4 * LETTER * number
        for column, entry in enumerate(some):
            x = LEFT + 0.86 / columns * column
            pen.text(x, y, pen.answer(entry))
            pen.text(x, y + 1.4 * LETTER, entry.label, SMALL * LETTER)


def centred_captions(pen: Pen, paper: Paper) -> None:
    """Captions in capitals in the middle of their lines, the values at the beginning."""
    for number, some in enumerate(_by(paper.entries, 2)):
        y = TOP + 4 * LETTER * number
        for column, entry in enumerate(some):
            x, label = LEFT + 0.45 * column, entry.label.upper()
            middle = x + (0.40 - width(label, SMALL * LETTER)) / 2
            pen.text(x, y, pen.answer(entry))
            pen.text(middle, y + 1.3 * LETTER, label, SMALL * LETTER)


def persons_in_a_table(pen: Pen, paper: Paper) -> None:
    """A row for each person, a column for each thing that is asked."""
    heads = next(iter(paper.parts.values()), ())
    for column, entry in enumerate(heads, start=1):
        pen.text(LEFT + 0.2 * column + 0.02, TOP, entry.label.upper())
    for number, (title, entries) in enumerate(paper.parts.items(), start=1):
        pen.text(LEFT, TOP + LEADING * number, title)
        for column, entry in enumerate(entries, start=1):
            pen.text(LEFT + 0.2 * column, TOP + LEADING * number, pen.answer(entry))


def staggered(pen: Pen, paper: Paper) -> None:
    """Two columns of boxes, the labels of the second a little lower than those of the first."""
    for number, some in enumerate(_by(paper.entries, 2)):
        for column, entry in enumerate(some):
            x, y = LEFT + 0.43 * column, TOP + 4.5 * LETTER * number + 0.5 * LETTER * column
            pen.text(x, y, entry.label)
            pen.text(x, y + 1.5 * LETTER, pen.answer(entry))


def _broken(pen: Pen, paper: Paper, beside: int) -> None:
    """Labels of several words over two lines, the value beside line `beside`."""
    for y, entry in rows(paper, 1.8 * LEADING):
        words = entry.label.split()
        half = (len(words) + 1) // 2
        lines = [" ".join(words[:half]), " ".join(words[half:])]
        for number, line in enumerate(lines):
            pen.text(LEFT, y + 1.3 * LETTER * number, line)
        level = 1.3 * LETTER * (beside if lines[1] else 0)
        pen.text(0.32, y + level, pen.answer(entry))


def _side_by_side(
    pen: Pen, entries: Sequence[Entry], columns: int, mark: str, size: float = 1.0
) -> None:
    for number, some in enumerate(_by(entries, columns)):
        for column, entry in enumerate(some):
            x = LEFT + 0.88 / columns * column
            text = f"{entry.label}{mark}"
            room = 0.88 / columns - 0.01
            print_ = LETTER * min(size, room / width(f"{text}  {entry.value}"))
            end = pen.text(x, TOP + LEADING * number, text, print_)
            pen.text(end, TOP + LEADING * number, pen.answer(entry), print_)


COLON = printed((LEFT, "{label} : {answer}"))
PLACES: dict[str, Arrangement] = {
    "deux-points": COLON,
    "sans deux-points": no_colon,
    "points de conduite": printed((LEFT, "{label} ..... {answer} ............")),
    "points de conduite collés": printed((LEFT, "{label}....{answer}......")),
    "soulignés": printed((LEFT, "{label} : _{answer}_____")),
    "loin à droite": printed((LEFT, "{label}"), (0.62, "{answer}")),
    "à la marge droite": right_margin,
    "étiquettes alignées à droite": right_aligned_labels,
    "cellules à filets": printed((LEFT, "| {label}"), (0.40, "| {answer}"), (0.92, "|")),
    "dessous": below,
    "dessous, deux colonnes": below_two_columns,
    "dessus (légende)": above,
    "dessus, deux colonnes": above_two_columns,
    "légende au milieu de sa ligne": centred_captions,
    "colonnes décalées": staggered,
    "tableau de personnes": persons_in_a_table,
    "tableau de trois": table_of_three,
    "tableau de cinq": table_of_five,
    "coin de case, en retrait": corner_indented,
    "coin de case, à droite": corner_right,
    "étiquette coupée, 1re ligne": broken_label_first,
    "étiquette coupée, 2e ligne": broken_label_second,
    "valeur sur deux lignes": broken_value,
    "deux colonnes": two_columns,
    "deux colonnes sans deux-points": two_columns_no_colon,
    "trois colonnes": three_columns,
    "valeur avant (étiquette)": printed((LEFT, "{answer} ({label})")),
    "numérotées": numbered,
    "puces et tiret": printed((LEFT, "• {label} - {answer}")),
    "plusieurs valeurs": several_values,
    "rubriques": sections,
    "rubriques côte à côte": sections_side_by_side,
}
"""Name -> how it sets a paper."""
