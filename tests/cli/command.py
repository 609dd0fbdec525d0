"""The command `liasse`, run as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ENGLISH = (
    "Traceback",
    "Error",
    "error",
    "Warning",
    "Usage",
    "Invalid",
    "not found",
    "failed",
    "leaked",
    "still open",
)
"""What a library says when nobody stops it."""


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str

    @property
    def foreign(self) -> list[str]:
        """English words of libraries in what the user reads."""
        return [word for word in ENGLISH if word in self.out + self.err]


def liasse(*arguments: object, given: bytes = b"", seconds: float = 200) -> Done:
    """Run the command to its end."""
    ended = subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()"]
        + [str(argument) for argument in arguments],
        cwd=ROOT,
        input=given,
        capture_output=True,
        timeout=seconds,
        check=False,
    )
    return Done(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
