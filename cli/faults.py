"""What went wrong that nobody foresaw: the detail in a file, a sentence for the user."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path

from models.errors import LiasseError


def keep_detail(error: BaseException) -> Path:
    """The trace of an error in a file of its own, which only the user may read."""
    handle, name = tempfile.mkstemp(prefix="liasse-erreur-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(traceback.format_exception(error))
    return Path(name)


def why(error: Exception) -> str:
    """Why an envoi was left half-way, in French."""
    if isinstance(error, LiasseError):
        return error.message
    return (
        "Le traitement de cet envoi s'est interrompu ; ce qui en est lu est gardé. Relancez la "
        f"commande pour le reprendre (détail technique : {keep_detail(error)})."
    )
