"""The machine and the versions that a measure was made with."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from importlib import metadata
from pathlib import Path

PACKAGES = ("liasse", "rapidocr", "openvino", "onnxruntime", "opencv-python", "pypdfium2")


def machine() -> dict[str, str]:
    """Processor, memory and system, in French; what else it was doing at the time."""
    return {
        "processeur": _processor(),
        "cœurs": str(len(os.sched_getaffinity(0))),
        "mémoire": _memory(),
        "système": f"{_system()}, noyau {platform.release()}",
        "charge au départ": f"{os.getloadavg()[0]:.1f} (0 : machine libre)".replace(".", ",", 1),
    }


def versions() -> dict[str, str]:
    """Our readers and libraries; those that are missing are left out."""
    found = {"Python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def version_of(command: list[str]) -> str:
    """The first number that a command says of itself; empty when it says none."""
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    number = re.search(r"\d+(\.\d+)+", said.stdout + said.stderr)
    return number[0] if number else ""


def _processor() -> str:
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory() -> str:
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemTotal"):
            return f"{int(line.split()[1]) / 1024**2:.0f} Gio"
    return "inconnue"


def _system() -> str:
    for line in _lines("/etc/os-release"):
        if line.startswith("PRETTY_NAME="):
            return line.partition("=")[2].strip('"')
    return platform.system()


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
