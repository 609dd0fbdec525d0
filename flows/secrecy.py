"""What is a medical secret (DOMAIN §6): a page, a paper, a field, a requirement that applies.

A page is secret when it is marked so (by type or by doubt), or when its document is of a secret
type. A document is as secret as its most secret page: its values are withheld whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from models.checklists import Checklist
from models.checklists.schema import Requirement
from models.documents import document_types, secret_type
from models.entities import Document, Page
from models.permissions import SENSITIVE_FIELDS, Sort, Thing


def page_thing(page: Page, document: Document | None) -> Thing:
    """A page, for its image and its words."""
    secret = page.confidential or (document is not None and secret_type(document.type))
    return Thing(Sort.PAGE, secret)


def document_thing(document: Document, pages: Iterable[Page]) -> Thing:
    """A document, for all that it says."""
    secret = secret_type(document.type) or any(page.confidential for page in pages)
    return Thing(Sort.DOCUMENT, secret)


def field_thing(document: Thing, type_: str, name: str) -> Thing:
    """A field of a document. One that its type calls sensitive is asked about as such."""
    if is_sensitive(type_, name) and name not in SENSITIVE_FIELDS:
        name = min(SENSITIVE_FIELDS)
    return Thing(Sort.CHAMP, document.confidential, name)


def is_sensitive(type_: str, name: str) -> bool:
    """Whether a field is for those alone who must check that it is filled, on a paper that is no secret."""
    kind = document_types().get(type_)
    spec = kind.fields.get(name) if kind else None
    return name in SENSITIVE_FIELDS or (spec is not None and spec.sensible)


def told_by_a_secret(checklist: Checklist, requirement: Requirement) -> bool:
    """Whether the mere fact that the requirement applies tells what a medical paper says.

    «Évolution métastatique : les bilans manquent» is asked only when the report says so.
    """
    return any(_is_secret(path) for path in _decisive_paths(checklist, requirement))


def _decisive_paths(checklist: Checklist, requirement: Requirement) -> Iterator[str]:
    sources: Sequence[str] = [requirement.quand] if requirement.quand else []
    if not requirement.documents:
        sources = [*sources, *(check.condition for check in requirement.verifie)]
    for source in sources:
        yield from checklist.condition(source).paths


def _is_secret(path: str) -> bool:
    """`lu.rapport_medical.metastase`: a field of a secret type, or a sensitive field of any."""
    parts = path.split(".")
    if parts[0] != "lu" or len(parts) < 3:
        return False
    return secret_type(parts[1]) or is_sensitive(parts[1], parts[2])
