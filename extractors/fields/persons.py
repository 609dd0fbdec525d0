"""Names in running text: «certifie que M. EL MANSOURI Youssef présente …»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.matcher import Matcher
from spacy.tokens import Doc, Span

from extractors.fields.evidence import read_in
from extractors.fields.names import split_name
from extractors.fields.plausible import name_of_person
from extractors.layout import Layout, Token
from extractors.meaning import doc_of, person_finder, places
from models.documents import DocumentType
from models.reading import Field
from models.values.text import folded

PAIRS = (("patient_nom", "patient_prenom"), ("nom", "prenom"), ("assure_nom", "assure_prenom"))
"""The first of these pairs that a type has is the person that its text speaks of."""
CUES = (
    "m.", "mr", "mr.", "mme", "mme.", "mlle", "mlle.", "monsieur", "madame", "mademoiselle",
    "patient", "patiente", "nommé", "nommée", "l'enfant", "enfant", "intéressé", "intéressée",
)  # fmt: skip
CONFIRMED, PLAIN = 0.78, 0.6
"""Certainty of a name that the entity recogniser also takes for a person's, or does not."""
LONGEST = 5


def read_person(
    pages: Sequence[Layout], kind: DocumentType, known: Mapping[str, Field]
) -> dict[str, Field]:
    """The person spoken of, when the type has one and no label told who."""
    pair = next((p for p in PAIRS if p[0] in kind.fields), None)
    if pair is None or pair[0] in known or pair[1] in known:
        return {}
    for page in pages:
        doc = doc_of(page)
        for span in _named(doc):
            name = name_of_person(" ".join(token.text.strip(" ,;:.") for token in span))
            parts = split_name(name) if name is not None else None
            if parts is not None:
                certainty = CONFIRMED if _is_person(doc, span) else PLAIN
                found = _fields(page, pair, parts, places(doc)[span.start : span.end], certainty)
                return {n: f for n, f in found.items() if n in kind.fields}
    return {}


def _named(doc: Doc) -> list[Span]:
    """Runs of capitalised words right after a civility or «patient»."""
    matcher = Matcher(doc.vocab)
    capital = {"TEXT": {"REGEX": r"^[A-ZÀ-Þ][A-Za-zÀ-ÿ'’-]+,?$"}}
    matcher.add(
        "nom",
        [[{"LOWER": {"IN": list(CUES)}}, *[capital] * size] for size in range(2, LONGEST)],
        greedy="LONGEST",
    )
    spans = (doc[start + 1 : end] for _, start, end in matcher(doc))
    return [s for s in sorted(spans, key=lambda s: s.start) if not _is_a_doctor(s)]


def _is_a_doctor(span: Span) -> bool:
    return folded(span[0].text) in ("dr", "docteur", "pr", "le", "la")


def _is_person(doc: Doc, span: Span) -> bool:
    """Whether the French model sees a person there too (capitals lowered: it knows prose)."""
    plain = [t.text.rstrip(",;:") or t.text for t in doc]
    words = [word.title() if word.isupper() else word for word in plain]
    finder = person_finder()
    prose = Doc(finder.vocab, words=words)
    for _, component in finder.pipeline:
        prose = component(prose)
    return any(e.label_ == "PER" and e.start < span.end and e.end >= span.start for e in prose.ents)


def _fields(
    page: Layout,
    pair: tuple[str, str],
    parts: tuple[str, str],
    tokens: Sequence[Token],
    certainty: float,
) -> dict[str, Field]:
    return {
        name: read_in(page, tokens, value, certainty)
        for name, value in zip(pair, parts, strict=True)
    }
