"""`liasse read`: what is seen on the pages of one file, without keeping anything."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from cli.outputs import check_writable
from models.errors import BadInput

if TYPE_CHECKING:
    from extractors.intake.kinds import Kind
    from extractors.intake.unpack import Unpacked
    from extractors.pages.source import KeptPage
    from models.reading import Document


@dataclass(frozen=True, slots=True)
class _Page:
    """A page read: where it came from, and what it says taken as a document by itself."""

    number: int
    path: Path
    kind: Kind
    index: int
    kept: KeptPage
    type: str
    chance: float
    document: Document


def read(
    file: Annotated[Path, typer.Argument(help="PDF ou image.", exists=True, dir_okay=False)],
    page: Annotated[int | None, typer.Option(min=1, help="Une seule page (à partir de 1).")] = None,
    text: Annotated[bool, typer.Option("--text", help="Seulement le texte.")] = False,
    html: Annotated[
        Path | None, typer.Option(help="Page web où voir mots et marques sur l'image.")
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option(help="PDF d'aspect identique, dont le texte est sélectionnable.")
    ] = None,
) -> None:
    """Montre les mots, les marques et le type de chaque page d'un fichier."""
    from extractors.intake.unpack import unpack

    for path, option in ((html, "--html"), (pdf, "--pdf")):
        if path is not None:
            check_writable(path, option)
    opened = unpack(file.name, file.read_bytes())
    console = Console(highlight=False)
    shown: list[_Page] = []
    with tempfile.TemporaryDirectory(prefix="liasse-") as folder:
        for seen in _read(opened, Path(folder), page):
            if text:
                typer.echo(seen.kept.reading.text)
            elif html is None and pdf is None:
                _tell(console, seen)
            shown.append(seen)
        if page is not None and not shown:
            raise BadInput(f"« {file.name} » n'a pas de page {page}.")
        if html is not None:
            _write_html(html, file.name, shown)
            console.print(f"{len(shown)} page(s) à voir dans {html}")
        if pdf is not None:
            _write_pdf(pdf, shown)
            console.print(f"{len(shown)} page(s) avec leur texte dans {pdf}")
    if opened.refusals:
        raise BadInput(opened.refusals[0].message)


def _read(opened: Unpacked, folder: Path, only: int | None) -> Iterator[_Page]:
    from extractors.fields import read_document
    from extractors.pages.reading import PageReader
    from extractors.pages.source import SourcePages
    from extractors.types import classify
    from models.reading import DocumentDraft

    reader = PageReader()
    number = 0
    for source in opened.files:
        path = folder / source.sha256
        path.write_bytes(source.data)
        with closing(SourcePages(path, source.kind)) as pages:
            for index in range(source.pages):
                number += 1
                if only is not None and number != only:
                    continue
                kept = pages.read(reader, index, 200)
                typed = classify(kept.reading, number)
                draft = DocumentDraft((number,), typed.type, typed.confidence)
                document = read_document(draft, {number: kept.reading})
                yield _Page(
                    number, path, source.kind, index, kept, typed.type, typed.confidence, document
                )


def _tell(console: Console, page: _Page) -> None:
    seen = page.kept.reading
    console.rule(f"page {page.number} : {page.type} ({page.chance:.0%})")
    console.print(
        f"rotation {int(seen.rotation)}° ({seen.rotation_confidence:.0%}), "
        f"inclinaison {seen.skew:.1f}°, {len(seen.words)} mots, {seen.reader}"
    )
    for mark in seen.marks:
        console.print(f"  marque {mark.kind} {mark.present} {mark.confidence:.2f}")
    for name, field in page.document.fields.items():
        console.print(f"  {name} = {field.value}  ({field.confidence:.2f})", markup=False)
    for table, rows in page.document.lines.items():
        for row in rows:
            cells = {column: f.value for column, f in row.items()}
            console.print(f"  {table}: {cells}", markup=False)


def _write_html(path: Path, name: str, pages: list[_Page]) -> None:
    from cli.page_view import Shown, write

    write(
        path,
        name,
        [
            Shown(
                page.number,
                f"{page.type} ({page.chance:.0%})",
                page.kept,
                tuple((n, str(f.value), f.confidence) for n, f in page.document.fields.items()),
            )
            for page in pages
        ],
    )


def _write_pdf(path: Path, pages: list[_Page]) -> None:
    from extractors.pages.searchable import SearchablePdf

    with closing(SearchablePdf()) as written:
        for page in pages:
            written.add(page.path, page.kind, page.index, page.kept)
        written.save(path)
