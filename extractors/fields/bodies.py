"""The rows of a table: from its headings down to what ends it."""

from __future__ import annotations

import re

from extractors.fields.spoken import notions, walk
from extractors.fields.understood import runs
from extractors.layout import Layout, Row, segments
from models.values.text import folded

STOPS = (
    "total", "montant general", "a la charge", "nombre de dossiers", "a reporter", "report", "tva", "remise", "montant ttc", "montant ht", "tiers payant", "ticket moderateur",
    "a charge", "part", "soit la somme", "cachet", "signature", "declaration de sante", "renseignements de sante", "sous total", "montant total", "montant global", "montant net", "net a payer", "arrete la presente", "arretee la presente",
    "montant en lettres", "reste a payer", "part organisme", "part assure", "signature", "cachet",
    "somme", "recapitul", "certifie exact", "a payer", "nb articles", "nombre d articles",
)  # fmt: skip
"""What follows a table, folded: a row beginning with one of these ends it."""
PARTS = ("sous total", "ss total", "s total", "total partiel")
"""What begins the sum of some of the lines, folded."""
STOP_WORDS = frozenset({
    "ht", "ttc", "taxe", "taxes", "net", "dont", "timbre", "acompte", "avance",
    "especes", "rendu", "monnaie",
})  # fmt: skip
"""The same, as whole words."""
TOTALS = frozenset(
    {"montant_total", "total_partiel", "tva", "part_organisme", "part_assure", "montant_lettres"}
)
"""Notions of labels (`models/reference/etiquettes.toml`) that follow a table."""
_LABELS = re.compile(r"\bppv \d|\blot \w+ per\b")
"""What price labels glued on a paper say, folded."""
_CLOSING = re.compile(
    r"\b(?:net a payer|a rembourser|total (?:general|demande)|reste a (?:payer|charge))\b"
)
"""What closes a table wherever it stands on its row, folded."""
QUESTION = 4
"""Words of a question, at least."""
WIDENED = 2.0
"""Times the widest gap between the rows so far after which a table is over."""
TALL_GAP = 5.0
"""Letter heights without a row after which a table is over."""


def _asks(row: Row) -> bool:
    """Whether a row is a question to be answered: it belongs to a table of questions alone."""
    end = next((i for i, t in enumerate(row.tokens) if t.text.endswith("?")), 0)
    return end + 1 >= QUESTION


def rows_under(page: Layout, header: int, asking: bool) -> list[Row]:
    """The rows below the headings, down to what ends the table; `asking`: one of questions."""
    body: list[Row] = []
    bottom = page.rows[header].box.y1 if header >= 0 else page.rows[0].box.y0
    widest, least = 0.0, 0
    for row in page.rows[header + 1 :]:
        gap = row.box.y0 - bottom
        if body and _sums_a_part(row):
            least = min((_texts(r) for r in body if _has_figures(r)), default=0)
            bottom = row.box.y1
            continue
        if least and _has_figures(row) and _texts(row) < least:
            break  # what follows a sub-total is a line of the next part, or none at all
        if gap > TALL_GAP * page.letter or ends_table(row) or (not asking and _asks(row)):
            break
        if len(body) > 2 and gap > max(WIDENED * widest, 2 * page.letter):
            break  # farther than any two rows of the table
        widest = max(widest, gap)
        body.append(row)
        bottom = row.box.y1
    return body


def _sums_a_part(row: Row) -> bool:
    """Whether a row is the sum of a part of the lines, after which others may come."""
    return folded(" ".join(t.text for t in row.tokens)).startswith(PARTS)


def _has_figures(row: Row) -> bool:
    return any(c.isdigit() for t in row.tokens for c in t.text)


def _texts(row: Row) -> int:
    return len(segments(row.tokens, row.aspect))


def ends_table(row: Row) -> bool:
    """Whether a row is a total, a signature or what else follows a table."""
    text = folded(" ".join(t.text for t in row.tokens))
    stops = text.startswith(STOPS) or text.split(" ", 1)[0] in STOP_WORDS
    said = _LABELS.search(text) or _CLOSING.search(text)
    return stops or said is not None or _announces_a_total(row)


def _announces_a_total(row: Row) -> bool:
    """Whether words before a colon ask for an amount of the whole paper («Ensemble : 405,80»)."""
    for said in runs(row, row.aspect):
        asked = walk(notions(), said, 0)
        if asked is None or not TOTALS & set(asked.meanings):
            continue
        last = said[asked.end - 1].token
        if row.tokens[last].text.endswith(":") or (
            last + 1 < len(row.tokens) and row.tokens[last + 1].text.startswith(":")
        ):
            return True
    return False
