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
CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`]+)`", re.M | re.S)
COMMAND = re.compile(r"(?:^|\.venv/bin/)liasse\s+([a-z][^#;&\n]*)", re.M)
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)]*))?\)")


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def anchors(page: str) -> set[str]:
    """The anchors of its headings, as readers of Markdown make them."""
    heads = re.findall(r"^#+ (.*)$", text_of(page), re.M)
    return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads}


def wrong(told: str) -> bool:
    """Whether a command (what follows «liasse») names one that is none, or an option it has not."""
    command, words = MAIN, told.split()
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]  # type: ignore[attr-defined]
    if command is MAIN or (hasattr(command, "commands") and words and words[0].isalpha()):
        return True
    known = {"--help"}
    for param in command.params:
        known |= {*param.opts, *param.secondary_opts}
    return not known.issuperset(re.findall(r"--[\w-]+", " ".join(words)))


@pytest.mark.parametrize("page", PAGES)
def test_its_commands_exist_and_have_these_options(page: str) -> None:
    told = [
        one
        for code in CODE.findall(text_of(page))
        for part in code
        for one in COMMAND.findall(part)
    ]
    assert [one for one in told if wrong(one)] == []


@pytest.mark.parametrize("told", ["tournez", "cles tourne", "cles tourner --nuit", "process --x S"])
def test_a_command_written_wrongly_shows(told: str) -> None:
    assert wrong(told)


@pytest.mark.parametrize("page", PAGES)
def test_its_links_lead_somewhere(page: str) -> None:
    for path, anchor in LINK.findall(text_of(page)):
        if "://" in path:
            continue
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), path
        if anchor and target.suffix == ".md":
            assert anchor in anchors(str(target.resolve().relative_to(ROOT))), anchor
