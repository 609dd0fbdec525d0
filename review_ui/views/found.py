"""What was looked for in the text of pages, shown at its places on them."""

from __future__ import annotations

from collections.abc import Sequence

from review_ui.queries import search
from review_ui.views.sheets import Sheet
from review_ui.visit import Visit

KIND = "trouve"
LONGEST = 200


def outline_found(visit: Visit, sheets: Sequence[Sheet], text: str) -> None:
    """Draw the places of `text` on those of these sheets that bear all its words."""
    by_id = {sheet.id: sheet for sheet in sheets if sheet.shown}
    sought = text.strip().replace("\0", "")[:LONGEST]
    found = search.places(visit.session, sought, visit.actor, list(by_id))
    for page_id, boxes in found.items():
        by_id[page_id].found = True
        for box in boxes:
            by_id[page_id].outline("", "Trouvé", KIND, box)
