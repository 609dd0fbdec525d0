"""What a service writes down for who keeps it running: one JSON object a line, naming no person.

So of a message only its constant text and the fields below are kept, never what was put into it;
of an error its type and its place in the code, never its words: a library may repeat a name, a
value of a paper, an address. What is for people is on the screen and in the audit trail.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

OURS = ("cli", "extractors", "flows", "models", "review_ui", "storage")
FIELDS = (
    "partie", "texte", "fois", "envoi", "numero", "reference", "evenement_webhook", "raison",
    "methode", "adresse", "statut", "ms",
)  # fmt: skip
"""What our own messages may add: references, counts, sentences that name nobody."""
_LEVELS = {"DEBUG": "detail", "INFO": "info", "WARNING": "alerte", "ERROR": "erreur"}
_FRAMES = 12


def content(record: logging.LogRecord) -> dict[str, object]:
    """A record as it may be written down."""
    said: dict[str, object] = {
        "ts": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "niveau": _LEVELS.get(record.levelname, "erreur"),
        "source": record.name,
    }
    if record.name.partition(".")[0] in OURS:
        said["evenement"] = str(record.msg)
        said |= {name: record.__dict__[name] for name in FIELDS if name in record.__dict__}
    else:
        said["lieu"] = f"{record.module}.{record.funcName}:{record.lineno}"
    if record.exc_info and record.exc_info[1] is not None:
        said["erreur"] = _error(record.exc_info[1])
    return said


def _error(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    told: dict[str, object] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "pile": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if error.__cause__ is not None:
        told["cause"] = _error(error.__cause__)
    return told


class JsonLines(logging.Formatter):
    """For a machine: the system's journal keeps it."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        return json.dumps(content(record), ensure_ascii=False, default=str)


class Plain(logging.Formatter):
    """The same, for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        said = content(record)
        moment = datetime.fromtimestamp(record.created).astimezone()
        rest = " ".join(f"{k}={v}" for k, v in said.items() if k not in ("ts", "evenement"))
        return f"{moment:%H:%M:%S} {said.get('evenement', '')} {rest}"


def keep(stream: TextIO = sys.stderr) -> None:
    """From now on, all that this process logs goes to `stream`, in that form."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Plain() if stream.isatty() else JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for room in OURS:
        logging.getLogger(room).setLevel(logging.INFO)
    # each try of a server that is away; who gives up says so once
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    logging.captureWarnings(True)
