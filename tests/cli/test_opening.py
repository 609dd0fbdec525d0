"""A command that reads no page opens nothing that reading needs."""

from __future__ import annotations

import subprocess
import sys


def test_what_is_slow_to_open_waits_for_the_first_page() -> None:
    code = "import sys, cli.main; print(*(m for m in ('spacy.lang.fr', 'rapidocr') if m in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
