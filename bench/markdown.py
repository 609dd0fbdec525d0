"""Tables and figures as Markdown, written the French way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NARROW = "\N{NARROW NO-BREAK SPACE}"


def table(head: Sequence[str], rows: Iterable[Sequence[object]], left: int = 1) -> str:
    """A Markdown table; columns after the first `left` are set right."""
    rule = [" --- " if number < left else " ---: " for number in range(len(head))]
    lines = [_row(head), f"|{'|'.join(rule)}|", *(_row([str(c) for c in row]) for row in rows)]
    return "\n".join(lines)


def put_between(page: str, begin: str, end: str, text: str) -> str:
    """A page with this text, and nothing else, between two marks that stand in it."""
    before, _, rest = page.partition(begin)
    _, found, after = rest.partition(end)
    assert found, f"not on the page: {begin} … {end}"
    return f"{before}{begin}\n\n{text}\n\n{end}{after}"


def percent(value: float | None, digits: int = 1) -> str:
    """`0.5` as `50,0 %`; a dash when there is nothing to measure."""
    return "–" if value is None else decimal(100 * value, digits) + f"{NARROW}%"


def decimal(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:.{digits}f}".replace(".", ",")


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
