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

PAIRS = (
    ("beneficiaire_nom", "beneficiaire_prenom"),
    ("patient_nom", "patient_prenom"),
    ("nom", "prenom"),
    ("assure_nom", "assure_prenom"),
)
"""The first of these pairs that a type has is the person that its text speaks of."""
_CIVIL = r"(?:m\.|mr\.?|mme\.?|mlle\.?|monsieur|madame|mademoiselle)"
CUE = (
    rf"(?i)^(?:{_CIVIL}|m)(?:/(?:{_CIVIL}|m|enfant|enf\.?))+$|^{_CIVIL}$"
    r"|^(?:patiente?|nomm[ée]e?|d[ée]nomm[ée]e?|(?:l['’])?enfant|int[ée]ress[ée]e?)$"
)
"""What stands right before a name: «Mme», «M./Mme», «le patient»."""
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
            tokens = places(doc)[span.start : span.end]
            printed = (
                "/" in doc[span.start - 1].text
            )  # «M./Mme» of a form, which may answer a label
            if parts is not None and not (printed and _another(page, tokens, known)):
                certainty = CONFIRMED if _is_person(doc, span) else PLAIN
                found = _fields(page, pair, parts, tokens, certainty)
                return {n: f for n, f in found.items() if n in kind.fields}
    return {}


def _another(page: Layout, tokens: Sequence[Token], known: Mapping[str, Field]) -> bool:
    """Whether these words are already what another field holds: «Assuré : M./Mme …»."""
    boxes = [f.box for f in known.values() if f.box is not None and f.page == page.number]
    return any(box.holds(t.word.box.cx, t.word.box.cy) for box in boxes for t in tokens)


def _named(doc: Doc) -> list[Span]:
    """Runs of capitalised words right after a civility or «patient»."""
    matcher = Matcher(doc.vocab)
    capital = {"TEXT": {"REGEX": r"^[A-ZÀ-Þ][A-Za-zÀ-ÿ'’-]+,?$"}}
    matcher.add(
        "nom",
        [[{"TEXT": {"REGEX": CUE}}, *[capital] * size] for size in range(2, LONGEST)],
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
