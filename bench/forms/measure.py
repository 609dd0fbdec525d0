"""Field errors of papers before their layout is known, and after some of it were corrected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from unittest import mock

from bench.evaluate.compare import equal
from bench.forms.learn import Weights, fold_of, form_of, layouts, read_as
from bench.forms.papers import Paper, corrected
from extractors.fields.parsing import parse
from extractors.forms import compete, recognise
from extractors.forms.compete import competed
from extractors.forms.known import Recognised
from extractors.forms.learn import example, improved, words_in
from extractors.forms.recognise import KnownForms
from extractors.layout import lay_out
from models.documents import FieldSpec, Kind, document_type
from models.forms import Form
from models.geometry import Box
from models.reading import Field


@dataclass(slots=True)
class Errors:
    """A value that is wrong counts once, as does one that is missing, or one too many."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    extra: int = 0
    sure_wrong: int = 0
    """Wrong or too many at 0.95 and more."""
    sure: int = 0
    legible: int = 0
    """Of the errors, those whose value the page's words say, where it stands: finding it is all."""

    @property
    def all(self) -> int:
        return self.wrong + self.missing + self.extra

    def __iadd__(self, other: Errors) -> Errors:
        for name in ("right", "wrong", "missing", "extra", "sure_wrong", "sure", "legible"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self


@dataclass(slots=True)
class Run:
    """What one number of corrected examples gives."""

    errors: Errors = field(default_factory=Errors)
    by_family: defaultdict[str, Errors] = field(default_factory=lambda: defaultdict(Errors))
    papers: int = 0
    recognised: int = 0
    mistaken: int = 0
    """Papers taken for a form of another family."""


SURE = 0.95


def errors(paper: Paper, fields: Mapping[str, Field]) -> Errors:
    """Of the fields of a paper that have a place on it."""
    found = Errors()
    kind = document_type(paper.truth.type)
    for name, spec in kind.fields.items():
        true, given = paper.truth.fields.get(name), fields.get(name)
        if true is not None and true.box is None:
            continue  # told by no place: no form can help
        sure = given is not None and given.confidence >= SURE
        found.sure += sure
        if true is None:
            told = given is not None and given.how.value != "deduit"
            found.extra += told
            found.sure_wrong += told and sure
        elif given is not None and any(equal(name, given.value, v) for v in true.accepted):
            found.right += 1
        elif given is not None or not true.optional:
            found.wrong += given is not None
            found.missing += given is None
            found.sure_wrong += sure
            found.legible += _legible(paper, name, spec)
    return found


def _legible(paper: Paper, name: str, spec: FieldSpec) -> bool:
    """Whether the words that were read where a value stands say it."""
    true = paper.truth.fields[name]
    if true.box is None or spec.genre in (Kind.CHOIX, Kind.BOOLEEN):
        return False
    page = lay_out(paper.readings[paper.pages[true.page - 1]], 1)
    inside = words_in(page, Box(*true.box))
    text = " ".join(token.text for token in inside)
    read = parse(spec.genre, text, spec.motif) or parse(spec.genre, text)
    said = [text] if read is None else [text, read.value]
    return any(equal(name, one, value) for one in said for value in true.accepted)


def run(
    papers: Sequence[Paper],
    before: Mapping[str, Mapping[str, Field]],
    strangers: Mapping[str, Form],
    examples: int,
    folds: Mapping[str, Sequence[Weights]],
    *,
    places: bool = True,
) -> Run:
    """Each paper of these families read with `examples` further ones corrected (0: no form at all).

    `strangers`: a form of every family by its name: those of other families are known too.
    """
    done = Run()
    for family, own in by_family(papers).items():
        others = [form for name, form in strangers.items() if name != family]
        weights = {part: every[fold_of(family)] for part, every in folds.items()}
        with (
            mock.patch.object(recognise, "learned", lambda w=weights: w),
            mock.patch.object(compete, "learned", lambda w=weights: w),
        ):
            for index, paper in enumerate(own):
                form = taught(after(own, index, examples), places=places)
                mine = [form] if form is not None else []
                found = read_as(paper, KnownForms([*others, *mine])) if examples else None
                fields = before[paper.truth.id]
                done.papers += 1
                if found is not None:
                    fields = _with(fields, found, paper)
                    own_form = form is not None and found.form.id == form.id
                    done.recognised += own_form
                    done.mistaken += not own_form
                count = errors(paper, fields)
                done.errors += count
                done.by_family[family] += count
    return done


def by_family(papers: Sequence[Paper]) -> dict[str, list[Paper]]:
    found: defaultdict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        found[paper.family].append(paper)
    return found


def after(own: Sequence[Paper], index: int, number: int) -> list[Paper]:
    """So many papers of a family that follow one, begun again at its end; never that one."""
    return [own[(index + step) % len(own)] for step in range(1, min(number, len(own) - 1) + 1)]


def _with(fields: Mapping[str, Field], found: Recognised, paper: Paper) -> Mapping[str, Field]:
    return competed(fields, found.reads, found.form, document_type(paper.truth.type))


def taught(papers: Sequence[Paper], *, places: bool) -> Form | None:
    """The form that these corrected papers make together."""
    form: Form | None = None
    for paper in papers:
        if form is None:
            form = form_of(paper, places=places)
            continue
        shown = frozenset(paper.truth.fields) if places else frozenset()
        pages = example(corrected(paper, places=places), paper.readings, shown)
        form = improved(form, pages, dict(enumerate(layouts(paper))))
    return form
