"""What is logged: an object a line, constant words and references, never what was put into them."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from cli import logs

NAME = "BENJELLOUN Karim"


@pytest.fixture
def kept() -> Iterator[io.StringIO]:
    """What is logged, with the loggers put back as they were."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    levels = {room: logging.getLogger(room).level for room in logs.OURS}
    stream = io.StringIO()
    logs.keep(stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    for room, was in levels.items():
        logging.getLogger(room).setLevel(was)
    logging.captureWarnings(False)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_ours_say_what_happened_with_references_only(kept: io.StringIO) -> None:
    logger = logging.getLogger("flows.essai")
    logger.info("envoi_termine", extra={"envoi": "0198", "source": NAME, "assure": NAME})
    logger.warning("lu %s", NAME)
    first, second = lines(kept)
    assert (first["evenement"], first["envoi"], first["niveau"]) == (
        "envoi_termine",
        "0198",
        "info",
    )
    assert first["source"] == "flows.essai"
    assert second["evenement"] == "lu %s"
    assert NAME not in kept.getvalue()


def test_a_library_s_words_are_not_repeated(kept: io.StringIO) -> None:
    logging.getLogger("pdfminer.essai").warning(f"cannot read {NAME}")
    logging.getLogger("uvicorn.error").info("started")
    [said] = lines(kept)
    assert said["niveau"] == "alerte"
    assert "lieu" in said
    assert NAME not in kept.getvalue()


def test_an_error_is_its_type_and_its_place(kept: io.StringIO) -> None:
    try:
        try:
            raise ValueError(NAME)
        except ValueError as error:
            raise RuntimeError(f"(assure_nom = {NAME})") from error
    except RuntimeError:
        logging.getLogger("review_ui.essai").exception("demande_echouee")
    [said] = lines(kept)
    assert said["erreur"]["type"] == "builtins.RuntimeError"
    assert said["erreur"]["cause"]["type"] == "builtins.ValueError"
    assert "test_an_error_is_its_type_and_its_place" in said["erreur"]["pile"][-1]
    assert NAME not in kept.getvalue()


def test_at_a_terminal_the_same_is_for_people(kept: io.StringIO) -> None:
    record = logging.LogRecord("cli.x", logging.INFO, "x.py", 1, "partie_dit", None, None)
    record.texte = "Envoi E26-00001 : 3 pages."
    assert "E26-00001" in logs.Plain().format(record)
