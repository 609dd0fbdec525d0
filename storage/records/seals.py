"""One value sealed under one key: AES-SIV, which takes no nonce, so that the same value under the same
key is the same sealed.

What is sealed is text that begins with a mark; what is kept as JSON is a list of one such text.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from models.entities import safe_text

MARK = "\x02"
"""How what is sealed begins, and hardly anything that is read or typed."""
BYTES = 64
"""Of a key."""
_TAG = 16
_STEP = 16
"""Bytes of which what is sealed is a multiple: filled with NUL, which no value has."""


def sealed(key: bytes, said: Any) -> str | list[str]:
    """A value sealed; what is sealed with that key already stays so."""
    if is_box(said) and _is_of(key, said):
        return said
    plain = (safe_text(said) if isinstance(said, str) else json.dumps(said)).encode()
    # else the length of a mark tells yes from no
    data = AESSIV(key).encrypt(plain + bytes(-len(plain) % _STEP), None)
    box = MARK + base64.b64encode(data).decode()
    return box if isinstance(said, str) else [box]


def opened(key: bytes, box: Any) -> Any:
    """What was sealed. `InvalidTag`: not with that key, or altered since; `ValueError`: it never was."""
    plain = AESSIV(key).decrypt(_within(box), None).decode().rstrip("\0")
    return json.loads(plain) if isinstance(box, list) else plain


def is_box(said: Any) -> bool:
    """Whether it begins as what is sealed does."""
    first = said[0] if isinstance(said, list) and said else said
    return isinstance(first, str) and first.startswith(MARK)


def looks_sealed(box: Any) -> bool:
    """Whether it has the shape of what is sealed: the most that can be told without a key."""
    try:
        return len(_within(box)) % _STEP == 0
    except ValueError:
        return False


def _is_of(key: bytes, said: Any) -> bool:
    """Whether it was sealed with that key, and is not what a paper or a person says that begins so."""
    try:
        opened(key, said)
    except (InvalidTag, ValueError):
        return False
    return True


def _within(box: Any) -> bytes:
    text = box[0] if isinstance(box, list) else box
    data = base64.b64decode(text.removeprefix(MARK), validate=True)
    if len(data) < _TAG:
        raise ValueError("nothing sealed is so short")
    return data
