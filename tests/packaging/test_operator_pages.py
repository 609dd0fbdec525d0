"""What the pages of docs/ tell an operator to type exists, and their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from cli.main import app

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", *(f"docs/{page.name}" for page in sorted((ROOT / "docs").glob("*.md"))))
MAIN = typer.main.get_command(app)
COMMAND = re.compile(r"(?:^|[\s`/])liasse ((?:[a-z][a-z-]*[ \n`]?)+[^`#;&\n]*)")
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)]*))?\)")


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def anchors(page: str) -> set[str]:
    """The anchors of its headings, as readers of Markdown make them."""
    heads = re.findall(r"^#+ (.*)$", text_of(page), re.M)
    return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES)
def test_its_commands_have_these_options(page: str) -> None:
    for line in text_of(page).splitlines():
        for told in COMMAND.findall(line):
            command, words = MAIN, told.split()
            while words and words[0] in getattr(command, "commands", {}):
                command = command.commands[words.pop(0)]  # type: ignore[attr-defined]
            if command is MAIN:
                continue  # a sentence about the program
            known = {"--help"}
            for param in command.params:
                known |= {*param.opts, *param.secondary_opts}
            assert known.issuperset(re.findall(r"--[\w-]+", " ".join(words))), line


@pytest.mark.parametrize("page", PAGES)
def test_its_links_lead_somewhere(page: str) -> None:
    for path, anchor in LINK.findall(text_of(page)):
        if "://" in path:
            continue
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), path
        if anchor and target.suffix == ".md":
            assert anchor in anchors(str(target.resolve().relative_to(ROOT))), anchor
