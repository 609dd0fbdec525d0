"""What is a medical secret is so everywhere: told of a row, and asked of the database."""

from __future__ import annotations

import pytest
from sqlalchemy import Select, select

from flows.secrecy import document_thing, field_thing, is_sensitive, page_thing
from models.documents import document_types, secret_type
from models.entities import Document, Page
from models.permissions import SENSITIVE_FIELDS, Actor, Role, Sort, Thing
from review_ui.queries.readable import readable_documents, readable_pages

UNKNOWN = "type_retire_du_catalogue"


@pytest.mark.parametrize("type_", ["facture", "rapport_medical", UNKNOWN])
@pytest.mark.parametrize("marked", [False, True])
def test_a_paper_is_as_secret_as_its_type_or_its_page(type_: str, marked: bool) -> None:
    document, page = Document(type=type_), Page(confidential=marked)
    secret = marked or type_ != "facture"
    assert document_thing(document, [page]) == Thing(Sort.DOCUMENT, secret)
    assert page_thing(page, document) == Thing(Sort.PAGE, secret)
    assert page_thing(page, None) == Thing(Sort.PAGE, marked)
    assert field_thing(Thing(Sort.DOCUMENT, secret), type_, "montant").confidential == secret


def test_a_field_that_its_type_calls_sensitive_is_asked_about_as_such() -> None:
    paper = Thing(Sort.DOCUMENT, confidential=False)
    for name, kind in document_types().items():
        for field, spec in kind.fields.items():
            asked = field_thing(paper, name, field).name
            assert (asked in SENSITIVE_FIELDS) == (spec.sensible or field in SENSITIVE_FIELDS)


def asked(query: Select[str]) -> str:
    return str(query.compile(compile_kwargs={"literal_binds": True}))


def test_the_database_is_asked_the_same() -> None:
    """A type that nobody knows any more is among those left out."""
    clerk = Actor("n", frozenset({Role.RELECTEUR}))
    papers = asked(select(Document.id).where(*readable_documents(clerk)))
    pages = asked(select(Page.id).where(*readable_pages(clerk)))
    for name in document_types():
        assert (f"'{name}'" in papers) == (f"'{name}'" in pages) != secret_type(name)
    assert "document.type IN" in papers
    assert "document.type IN" in pages
    assert "page.confidential IS 0" in pages or "page.confidential IS false" in pages


def test_forms_with_a_sensitive_field_are_searched_by_who_checks_them_alone() -> None:
    manager = Actor("g", frozenset({Role.GESTIONNAIRE}))
    _, left_out = asked(select(Page.id).where(*readable_pages(manager))).split("NOT IN")
    for name, kind in document_types().items():
        assert (f"'{name}'" in left_out) == any(is_sensitive(name, field) for field in kind.fields)
