"""What a program sends to be kept: a file as it is, or several in a form."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile

from flows.intake.deposits import Deposit
from review_ui.api.problems import ProblemError

FORM = "multipart/form-data"
FILES, ORGANISME = "fichiers", "organisme"
MOST_FILES = 200
LONGEST_NAME = 200
_RAW = ("application/", "image/", "message/")
_NO_FILE = ("application/x-www-form-urlencoded", "application/json", "application/problem+json")

_RAW_KINDS = (
    "application/pdf", "image/jpeg", "image/png", "image/tiff", "image/heic", "image/webp",
    "message/rfc822", "application/zip", "application/octet-stream",
)  # fmt: skip
_FILE = {"type": "string", "format": "binary", "minLength": 1}
DOCUMENTED: dict[str, Any] = {
    "required": True,
    "content": {
        FORM: {
            "schema": {
                "type": "object",
                "required": [FILES],
                "properties": {
                    FILES: {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": MOST_FILES,
                        "items": _FILE,
                    },
                    ORGANISME: {"type": "string"},
                },
            }
        },
        **{kind: {"schema": _FILE} for kind in _RAW_KINDS},
    },
}
"""For the description: what the body may be. What a file is, its bytes tell, not its header."""


async def given(request: Request, name: str | None) -> tuple[Deposit, str | None]:
    """The deposit, and the organisme that a form names; `ProblemError` for what is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == FORM:
        return await _form(request)
    if not kind.startswith(_RAW) or kind in _NO_FILE:
        raise ProblemError(
            415,
            "nature_inconnue",
            "Envoyez un fichier tel quel (application/pdf, image/…, message/rfc822, application/zip, "
            f"application/octet-stream) ou plusieurs en {FORM} sous « {FILES} ».",
        )
    data = await request.body()
    named = _plain(name)
    return _whole([(named, data)]), None


async def _form(request: Request) -> tuple[Deposit, str | None]:
    async with request.form(max_files=MOST_FILES, max_fields=10) as form:
        organisme: str | None = None
        members = []
        for name, value in form.multi_items():
            if name == FILES and isinstance(value, UploadFile):
                members.append((_plain(value.filename), await value.read()))
            elif name == ORGANISME and isinstance(value, str):
                organisme = value
            else:
                raise ProblemError(
                    422, "demande_invalide",
                    f"Un dépôt porte des fichiers sous « {FILES} » et, au plus, « {ORGANISME} ».",
                    champs=[name[:LONGEST_NAME]],
                )  # fmt: skip
    return _whole(members), organisme


def _whole(members: list[tuple[str, bytes]]) -> Deposit:
    empty = [name for name, data in members if not data]
    if not members or empty:
        raise ProblemError(
            422, "fichier_vide", "Il n'y a rien à conserver : un fichier manque ou est vide.",
            champs=empty or [FILES],
        )  # fmt: skip
    return Deposit(members[0][0], tuple(members), bundle=len(members) > 1)


def _plain(name: str | None) -> str:
    """The name alone, without the sender's folders."""
    last = PurePath((name or "").replace("\\", "/").replace("\0", "")).name
    return last[-LONGEST_NAME:] or "depot"
