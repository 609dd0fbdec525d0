"""Thumbnails of page images, made when first asked for and kept in memory for a while.

Nothing here knows who asks: permission is asked before.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict

from PIL import Image, UnidentifiedImageError

from models.errors import StepFailed
from storage.blobs import Blobs

BOX = (240, 340)
"""Pixels that a thumbnail fits in: sharp at the 120 × 170 that the screens show."""

KEPT_BYTES = 32 * 1024 * 1024
_QUALITY = 78


class Thumbnails:
    """The thumbnails of a blob store, the latest used kept, up to `kept_bytes`."""

    def __init__(self, blobs: Blobs, *, kept_bytes: int = KEPT_BYTES) -> None:
        self._blobs = blobs
        self._kept_bytes = kept_bytes
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def of(self, sha256: str) -> bytes:
        """The thumbnail of a page image, as JPEG."""
        with self._lock:
            if sha256 in self._kept:
                self._kept.move_to_end(sha256)
                return self._kept[sha256]
        made = _made(self._blobs.get(sha256))
        with self._lock:
            if sha256 not in self._kept:
                self._kept[sha256] = made
                self._size += len(made)
            while self._size > self._kept_bytes and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)
        return made


def _made(data: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.draft("RGB", (BOX[0] * 2, BOX[1] * 2))  # JPEG decodes small at once
            small = image.convert("RGB")
        small.thumbnail(BOX)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise StepFailed(
            "La vignette de cette page n'a pas pu être faite. L'image elle-même reste conservée."
        ) from error
    made = io.BytesIO()
    small.save(made, "JPEG", quality=_QUALITY, optimize=True)
    return made.getvalue()
