"""Numbers spelled in French, written apart from the code under test (1990 and older hyphens)."""

from __future__ import annotations

_SMALL = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}


def spelled(number: int) -> str:
    """0..999 999 as a cheque writes it."""
    if number < 1000:
        return _below_thousand(number, final=True)
    thousands, rest = divmod(number, 1000)
    head = "mille" if thousands == 1 else f"{_below_thousand(thousands, final=False)} mille"
    return head if rest == 0 else f"{head} {_below_thousand(rest, final=True)}"


def _below_thousand(number: int, final: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if hundreds == 0:
        return _below_hundred(rest, final)
    if rest == 0:
        plural = "s" if hundreds > 1 and final else ""
        return "cent" if hundreds == 1 else f"{_SMALL[hundreds]} cent{plural}"
    head = "cent" if hundreds == 1 else f"{_SMALL[hundreds]} cent"
    return f"{head} {_below_hundred(rest, final)}"


def _below_hundred(number: int, final: bool) -> str:
    if number < 20:
        return _SMALL[number]
    if number < 70:
        ten, unit = divmod(number, 10)
        if unit == 0:
            return _TENS[ten]
        return f"{_TENS[ten]} et un" if unit == 1 else f"{_TENS[ten]}-{_SMALL[unit]}"
    if number < 80:
        return "soixante et onze" if number == 71 else f"soixante-{_SMALL[number - 60]}"
    if number == 80:
        return "quatre-vingts" if final else "quatre-vingt"
    return f"quatre-vingt-{_SMALL[number - 80]}"
