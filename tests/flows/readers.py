"""Readers that go wrong, as plugins of the pool: each page has its own misfortune.

In a module of their own, since the processes of the pool import them by name.
"""

from __future__ import annotations

import os
import signal
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from models.errors import BadInput
from tests.flows.papers import kept, reading

GOOD = "bonne"
PLAN = (
    GOOD,
    "sort",
    GOOD,
    "se tue",
    "pend",
    "lève",
    "refuse",
    "rien",
    "NaN",
    "image absente",
    "intransportable",
    "quitte",
    "dévore",
    GOOD,
)
"""What happens to the page of each index."""
SENTENCE = "Cette page est abîmée. Scannez-la de nouveau."


class Stubborn(Exception):
    """An error that cannot be carried from one process to another."""

    def __init__(self, one: object, other: object) -> None:
        super().__init__("stubborn")


def planned(path: str, kind: str, index: int, dpi: int) -> Any:
    """Read a page of `PLAN`."""
    match PLAN[index]:
        case "sort":
            os._exit(3)
        case "se tue":
            os.kill(os.getpid(), signal.SIGKILL)
        case "pend":
            time.sleep(3600)
        case "lève":
            raise ValueError("a library's words, in English")
        case "refuse":
            raise BadInput(SENTENCE)
        case "rien":
            return None
        case "NaN":
            return replace(kept("ORDONNANCE"), reading=replace(reading(), skew=float("nan")))
        case "image absente":
            absent: Any = None
            return replace(kept("ORDONNANCE"), image=absent)
        case "dévore":
            return bytearray(64 * 1024**3)
        case "quitte":
            raise SystemExit(0)
        case "intransportable":
            raise Stubborn(1, 2)
    return kept("FACTURE", f"page {index + 1}")


def quick(path: str, kind: str, index: int, dpi: int) -> Any:
    """Read any page at once."""
    return kept("FACTURE", f"page {index + 1}")


def interrupting(path: str, kind: str, index: int, dpi: int) -> Any:
    """Read the first page, and the others forever."""
    if index:
        time.sleep(3600)
    return kept("FACTURE")


def process_id(path: str, kind: str, index: int, dpi: int) -> Any:
    """Tell who reads."""
    return kept(str(os.getpid()))


def logged(path: str, kind: str, index: int, dpi: int) -> Any:
    """Read any page, and leave a file that tells of it in the folder `path`."""
    handle, _ = tempfile.mkstemp(prefix=f"{index}-", dir=path)
    os.close(handle)
    return kept("FACTURE", f"page {index + 1}")


def hung_with_a_file(path: str, kind: str, index: int, dpi: int) -> Any:
    """Write a page's image aside, and tell where in the folder `path`; then read forever."""
    handle, name = tempfile.mkstemp(suffix=".pgm")
    os.close(handle)
    (Path(path) / "where").write_text(name, encoding="utf-8")
    time.sleep(3600)


def misfortune(what: int | str) -> int:
    """Work that ends as `what` says; a number comes back."""
    match what:
        case int():
            return what
        case "sort":
            os._exit(3)
        case "intransportable":
            raise Stubborn(1, 2)
        case "pend":
            time.sleep(3600)
    raise ValueError("a library's words, in English")
