"""`kill -9` at any moment: started again it ends as if nothing had been."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.kills import SAME, Run, survivors, verdict
from tests.cli.command import ROOT, read
from tests.cli.rules import broken_rules
from tests.extractors.intake.deposits import line, mail, pdf

KILLS = 2
LEAST_SECONDS = 1.0


def page(title: str, number: int) -> str:
    return line(title, y=520, size=18) + line(f"Nom : ALAMI Rachid, page {number}", y=480)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A bag of three pages, a mail with one, and a file that is refused."""
    folder = tmp_path_factory.mktemp("entrees")
    message = mail()
    message.add_attachment(
        pdf(page("ORDONNANCE", 1)), maintype="application", subtype="pdf", filename="o.pdf"
    )
    (folder / "sac.pdf").write_bytes(
        pdf(page("FEUILLE DE SOINS", 1), page("FACTURE", 2), page("FACTURE", 3))
    )
    (folder / "courriel.eml").write_bytes(message.as_bytes())
    (folder / "vide.pdf").write_bytes(b"")
    return [folder / name for name in ("sac.pdf", "courriel.eml", "vide.pdf")]


def test_killed_and_started_again_nothing_is_lost_nothing_double(
    inputs: list[Path], tmp_path: Path
) -> None:
    quiet, killed = Run(inputs, tmp_path / "tranquille"), Run(inputs, tmp_path / "tue")
    began = time.monotonic()
    assert quiet.finish() == 1, "the empty file is refused"
    whole = time.monotonic() - began
    chance = random.Random()
    for _ in range(KILLS):
        moment = chance.uniform(LEAST_SECONDS, whole)
        print(f"killed after {moment:.1f} s of {whole:.1f}")
        if not killed.killed_after(moment):  # asserts that no process outlives it
            break
    else:
        assert killed.finish() == 1
    assert broken_rules(read(killed.result)) == []
    assert verdict(killed, quiet) == SAME


def test_a_killed_command_s_processes_end_though_a_page_hangs(tmp_path: Path) -> None:
    """The processes that read notice that nobody waits for them, and do not wait themselves."""

    program = (
        "from pathlib import Path\n"
        "from flows.reading.pool import PageTask, ReaderPool\n"
        "from tests.flows import readers\n"
        "if __name__ == '__main__':\n"
        "    with ReaderPool(2, 600, 400, read=readers.interrupting) as pool:\n"
        "        tasks = [PageTask(n, Path('sac.pdf'), 'pdf', n) for n in range(3)]\n"
        "        for task, page in pool.read(tasks, 200):\n"
        "            print('lue', flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"lue\n"
        process.kill()
    assert survivors(process.pid) == []
