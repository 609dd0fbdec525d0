"""How much one deposit may ask of the machine before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one deposit. They are generous for courier and small for an attack."""

    file_bytes: int = 1024 * MIB
    """Bytes of a file as it was deposited."""
    pages: int = 3_000
    """Pages of a whole deposit (a bag of courier has 20 to 500)."""
    image_pixels: int = 150_000_000
    """Pixels of an image, read in its header: A4 at 1200 dpi has 139 million.
    Above 178 million Pillow refuses by itself, whatever is written here."""
    image_side: int = 30_000
    """Pixels of an image's longest side."""
    zip_members: int = 2_000
    """Members of an archive, ignored ones included."""
    zip_member_bytes: int = 512 * MIB
    """Bytes of one member once inflated."""
    zip_total_bytes: int = 1024 * MIB
    """Bytes of everything inflated in a deposit, over all its archives."""
    zip_ratio: int = 200
    """Inflated bytes for one compressed byte, over a whole archive."""
    zip_ratio_from: int = 64 * MIB
    """Inflated bytes under which the ratio is not looked at: a white page compresses a thousandfold."""
    mail_depth: int = 5
    """Mails within mails."""
    mail_parts: int = 1_000
    """Parts of a mail, containers included."""
    mail_text_chars: int = 200_000
    """Characters kept of a mail's text."""
    logo_side: int = 500
    """Pixels of the longest side up to which an image set *within* a mail's text is a logo."""
    logo_band: int = 160
    """Pixels of the shortest side up to which such an image is a banner."""
    pixel_side: int = 64
    """Pixels of the longest side up to which any image of a mail is an icon or a tracking pixel."""
