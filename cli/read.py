"""`liasse read`: what is seen on the pages of one file, without keeping anything."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from models.errors import BadInput


def read(
    file: Annotated[Path, typer.Argument(help="PDF ou image.", exists=True, dir_okay=False)],
    page: Annotated[int | None, typer.Option(min=1, help="Une seule page (à partir de 1).")] = None,
    text: Annotated[bool, typer.Option("--text", help="Seulement le texte.")] = False,
) -> None:
    """Montre les mots, les marques et le type de chaque page d'un fichier."""
    from extractors.fields import read_document
    from extractors.intake.unpack import unpack
    from extractors.pages.reading import PageReader
    from extractors.pages.source import read_source_page
    from extractors.types import classify
    from models.reading import DocumentDraft

    console = Console(highlight=False)
    opened = unpack(file.name, file.read_bytes())
    reader = PageReader()
    number = 0
    with tempfile.TemporaryDirectory(prefix="liasse-") as folder:
        for source in opened.files:
            path = Path(folder) / source.sha256
            path.write_bytes(source.data)
            for index in range(source.pages):
                number += 1
                if page is not None and number != page:
                    continue
                kept = read_source_page(reader, path, source.kind, index, 200)
                if text:
                    typer.echo(kept.reading.text)
                    continue
                typed = classify(kept.reading, number)
                seen = kept.reading
                console.rule(f"page {number} : {typed.type} ({typed.confidence:.0%})")
                console.print(
                    f"rotation {int(seen.rotation)}° ({seen.rotation_confidence:.0%}), "
                    f"inclinaison {seen.skew:.1f}°, {len(seen.words)} mots, {seen.reader}"
                )
                for mark in seen.marks:
                    console.print(f"  marque {mark.kind} {mark.present} {mark.confidence:.2f}")
                draft = DocumentDraft((number,), typed.type, typed.confidence)
                document = read_document(draft, {number: seen})
                for name, field in document.fields.items():
                    console.print(
                        f"  {name} = {field.value}  ({field.confidence:.2f})", markup=False
                    )
                for table, rows in document.lines.items():
                    for row in rows:
                        cells = {column: f.value for column, f in row.items()}
                        console.print(f"  {table}: {cells}", markup=False)
    if opened.refusals:
        raise BadInput(opened.refusals[0].message)
