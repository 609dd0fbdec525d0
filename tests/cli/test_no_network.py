"""liasse asks nothing of any network: a page is processed where there is none, and nobody even tries."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.cli.command import ROOT, read
from tests.cli.test_serve import sheets

pytestmark = pytest.mark.timeout(1800)  # the readers' start, where others compute too
INSIDE = textwrap.dedent(
    """
    import fcntl, socket, struct, subprocess, sys
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", 0x1))  # the loopback is put up

    def strays():
        # what this machine sent, or wanted to, where no way leads
        lines = [line.split() for line in open("/proc/net/snmp") if line.startswith("Ip:")]
        four = int(dict(zip(*lines))["OutNoRoutes"])
        six = [int(line.split()[1]) for line in open("/proc/net/snmp6") if "Ip6OutNoRoutes" in line]
        return four + sum(six)

    rc = subprocess.run(sys.argv[1:]).returncode
    tried = strays()
    try:
        socket.create_connection(("203.0.113.1", 443), timeout=1)
    except OSError:
        pass
    print("strays", tried, strays() - tried)
    sys.exit(rc)
    """
)


def namespace() -> list[str]:
    """What starts a command in a network of its own, with no way out."""
    tool = shutil.which("unshare")
    command = [tool or "unshare", "--net"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    if tool is None or subprocess.run([*command, "true"], capture_output=True).returncode:
        if os.environ.get("CI"):
            pytest.fail("no network namespace can be made here")
        pytest.skip("ignoré: cette machine n'admet pas d'espace de réseau (unshare --net, root)")
    return command


def test_a_page_is_processed_without_any_network(tmp_path: Path) -> None:
    page, result = tmp_path / "page.pdf", tmp_path / "resultat.json"
    page.write_bytes(sheets(5))
    liasse = [sys.executable, "-c", "from cli.main import main; main()", "process", str(page)]
    given = ["--data", str(tmp_path / "donnees"), "--json", str(result)]
    done = subprocess.run(
        [*namespace(), sys.executable, "-c", INSIDE, *liasse, *given],
        cwd=ROOT,
        env={**os.environ, "LIASSE_READERS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = read(result)
    assert [len(document["pages"]) for document in told["documents"]] == [1]
    assert told["documents"][0]["fields"]
    word, tried, control = done.stdout.splitlines()[-1].split()
    assert (word, int(tried)) == ("strays", 0), "something asked for an address outside"
    assert int(control) > 0, "the count would not have shown it"
