"""Names of files: in the order in which a person numbers them, and harmless."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

_DIGITS = re.compile(r"(\d+)")
_LONGEST = 200
_LITTER_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"})
_LITTER_FOLDERS = frozenset({"__macosx", ".trashes", ".spotlight-v100", "@eadir"})


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts `page2` before `page10`, whatever the case and the accents."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    parts = _DIGITS.split("".join(c for c in plain if not unicodedata.combining(c)))
    return tuple(
        (0, int(part), "") if part.isdecimal() and len(part) < 19 else (1, 0, part)
        for part in parts
        if part
    )


def safe_name(name: str, otherwise: str = "sans-nom") -> str:
    """`name` as a relative path that climbs nowhere, without control characters."""
    shown = "".join(c for c in name if c.isprintable()).replace("\\", "/")
    parts = [part.strip() for part in shown.split("/")]
    kept = [p for p in parts if p not in ("", ".", "..") and not re.fullmatch(r"[A-Za-z]:", p)]
    return "/".join(kept)[-_LONGEST:].lstrip("/") or otherwise


def is_litter(name: str) -> bool:
    """What systems leave in folders and archives, which nobody deposited."""
    parts = [part.casefold() for part in PurePosixPath(name).parts]
    if not parts:
        return False
    return (
        parts[-1] in _LITTER_NAMES
        or parts[-1].startswith(("._", "~$"))
        or any(part in _LITTER_FOLDERS for part in parts[:-1])
    )
