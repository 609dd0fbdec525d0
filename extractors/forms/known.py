"""A paper read by the form that it is, if it is a known one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.fields.second_look import Asking, looked_again
from extractors.forms.compete import competed
from extractors.forms.read import Read, read_places
from extractors.forms.recognise import KnownForms, Match
from extractors.layout import Layout
from models.documents import DocumentType
from models.forms import Form
from models.reading import Field


@dataclass(frozen=True)
class Recognised:
    """A paper that is a known form. `reads`: what stands in its places."""

    form: Form
    chance: float
    reads: Mapping[str, Read]


def recognised(known: KnownForms, pages: Sequence[Layout], kind: DocumentType) -> Recognised | None:
    """The form of this type that the pages of a paper are, read."""
    matches: defaultdict[str, list[Match]] = defaultdict(list)
    for page in pages:
        match = known.recognise(page, kind.type)
        if match is not None:
            matches[match.form.id].append(match)
    if not matches:
        return None
    best = max(matches.values(), key=lambda some: sum(match.chance for match in some))
    reads: dict[str, Read] = {}
    for match in best:
        for name, read in read_places(match, kind).items():
            if name not in reads or reads[name].field is None:
                reads[name] = read
    return Recognised(best[0].form, max(m.chance for m in best), reads)


def read_by_form(
    fields: Mapping[str, Field], found: Recognised | None, kind: DocumentType
) -> Asking[dict[str, Field]]:
    """The fields with what the form's places say, doubtful ones looked at again."""
    if found is None:
        return dict(fields)
    placed = {name: read.field for name, read in found.reads.items() if read.field is not None}
    again = yield from looked_again(placed, kind)
    reads = {name: replace(r, field=again.get(name)) for name, r in found.reads.items()}
    return competed(fields, reads, found.form, kind)
