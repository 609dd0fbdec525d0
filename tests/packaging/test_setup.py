"""deploy/setup.sh against a stand-in for Python, pip and apt: what it installs, when, and what it says."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = [
    "bash",
    "cat",
    "chmod",
    "cut",
    "dirname",
    "env",
    "flock",
    "grep",
    "mktemp",
    "mkdir",
    "mv",
    "rm",
    "sha256sum",
    "tail",
]

PYTHON = """#!/usr/bin/env bash
if [ "$1 $2" = "-m venv" ]; then
  echo "venv" >>"$LOG"
  folder=${@: -1}
  rm -rf "$folder"; mkdir -p "$folder/bin"
  printf '#!/usr/bin/env bash\\nexit 0\\n' >"$folder/bin/python"
  cat >"$folder/bin/pip" <<'PIP'
#!/usr/bin/env bash
case "$*" in
  *requirements.lock*) echo "lock" >>"$LOG"; [ ! -e "$BREAK_LOCK" ] || exit 1 ;;
  *"-e ."*) echo "project" >>"$LOG"; echo >"${0%/*}/liasse"; chmod +x "${0%/*}/liasse" ;;
esac
PIP
  chmod +x "$folder/bin/python" "$folder/bin/pip"
fi
"""
TESSERACT = "printf 'List of available languages\\nara\\neng\\nfra\\nosd\\n'"
LDCONFIG = "printf 'libGL.so.1 (x)\\nlibgthread-2.0.so.0 (x)\\n'"
APT_GET = """
case "$*" in *install*)
  while [ "$1" != --no-install-recommends ]; do shift; done
  shift
  printf 'apt %s\\n' "$@" >>"$LOG"
esac
"""


@dataclass(frozen=True, slots=True)
class Clone:
    """A clone of nothing but the set-up, on a machine of nothing but stand-ins."""

    root: Path
    tools: Path

    def put(self, tool: str, body: str) -> None:
        path = self.tools / tool
        path.write_text(body if body.startswith("#!") else f"#!/usr/bin/env bash\n{body}\n")
        path.chmod(0o755)

    def remove(self, tool: str) -> None:
        (self.tools / tool).unlink()

    def set_up(self, *options: str) -> tuple[int, str, list[str]]:
        """Exit status, what was said, and what was installed."""
        log = self.root / "log"
        log.write_text("")
        done = subprocess.run(
            [self.root / "deploy" / "setup.sh", *options],
            env={
                "PATH": f"{self.tools}",
                "LOG": str(log),
                "BREAK_LOCK": str(self.root / "break"),
                "PYTHON": str(self.tools / "python3"),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stderr, log.read_text().splitlines()


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    root, tools = tmp_path / "clone", tmp_path / "tools"
    (root / "deploy").mkdir(parents=True)
    tools.mkdir()
    shutil.copy(ROOT / "deploy" / "setup.sh", root / "deploy")
    (root / "requirements.lock").write_text("six==1\n")
    (root / "pyproject.toml").write_text("[project]\n")
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, tool
        (tools / tool).symlink_to(found)
    made = Clone(root, tools)
    made.put("python3", PYTHON)
    made.put("tesseract", TESSERACT)
    made.put("ldconfig", LDCONFIG)
    made.put("apt-get", APT_GET)
    made.put("id", "echo 1000")
    return made


def test_a_first_call_installs_everything_and_a_second_nothing(clone: Clone) -> None:
    assert clone.set_up()[2] == ["venv", "lock", "project"]
    status, said, installed = clone.set_up()
    assert (status, said, installed) == (0, "", [])


def test_an_interrupted_installation_is_made_again_from_scratch(clone: Clone) -> None:
    (clone.root / "break").touch()
    status, said, _ = clone.set_up()
    assert status == 1
    assert "relancez la même commande" in said
    (clone.root / "break").unlink()
    assert clone.set_up()[2] == ["venv", "lock", "project"]


def test_a_new_lock_makes_a_new_environment(clone: Clone) -> None:
    clone.set_up()
    (clone.root / "requirements.lock").write_text("six==2\n")
    assert clone.set_up()[2] == ["venv", "lock", "project"]


def test_a_new_pyproject_installs_the_project_alone(clone: Clone) -> None:
    clone.set_up()
    (clone.root / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert clone.set_up()[2] == ["project"]


def test_a_moved_clone_makes_a_new_environment(clone: Clone) -> None:
    clone.set_up()
    moved = clone.root.rename(clone.root.with_name("moved"))
    assert Clone(moved, clone.tools).set_up()[2] == ["venv", "lock", "project"]


def test_a_broken_interpreter_makes_a_new_environment(clone: Clone) -> None:
    clone.set_up()
    (clone.root / ".venv" / "bin" / "python").unlink()
    assert clone.set_up()[2] == ["venv", "lock", "project"]


def test_without_root_what_is_missing_is_said_in_one_line_and_the_rest_goes_on(
    clone: Clone,
) -> None:
    clone.remove("tesseract")
    status, said, installed = clone.set_up()
    assert status == 0
    assert [line for line in said.splitlines() if "apt-get install" in line] == [
        "liasse : il manque des paquets système ; un administrateur doit lancer : apt-get install "
        "tesseract-ocr tesseract-ocr-fra tesseract-ocr-ara tesseract-ocr-osd"
    ]
    assert installed == ["venv", "lock", "project"]


def test_root_installs_what_is_missing(clone: Clone) -> None:
    clone.put("id", "echo 0")
    clone.put("tesseract", "echo fra; echo osd")
    status, _, installed = clone.set_up()
    assert status == 0
    assert installed == ["apt tesseract-ocr-ara", "venv", "lock", "project"]


def test_root_installs_the_browser_of_the_tests(clone: Clone) -> None:
    clone.put("id", "echo 0")
    _, _, installed = clone.set_up("--tests")
    assert installed[:3] == ["apt chromium", "apt fonts-liberation", "apt libatomic1"]


def test_without_a_working_venv_module_the_missing_package_is_named(clone: Clone) -> None:
    clone.put("python3", 'case "$*" in *ensurepip*|*venv*) exit 1 ;; esac')
    status, said, installed = clone.set_up()
    assert status == 1
    assert "apt-get install python3-venv" in said
    assert installed == []
