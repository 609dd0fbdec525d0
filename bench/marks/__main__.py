"""Learns what a signature looks like: `python -m bench.marks --courier DIR … --readings DIR … [--check …] [--write]`.

`--readings` are those that `bench.evaluate --courier DIR --readings DIR` keeps, with the images of
their pages; one for each courier, in order. Only `train` splits may be learned from.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from bench.marks.boosting import boosted
from extractors.marks.frames import find_segments, page_tilt
from extractors.marks.pengroups import FAR_MM, LOOKS
from extractors.marks.sheet import sheet
from extractors.marks.signatures import LEARNED, candidates
from extractors.marks.stamps import find_stamps
from extractors.marks.trees import Array, Trees
from models.geometry import Box
from storage.records import codec

SAME: Final = 0.35
"""Intersection over union from which a candidate is a true signature, …"""
APART: Final = (0.25, 0.1, 0.3)
"""… and shares of the smaller, unions with a signature and with a stamp under which it is none;
what lies between is not learned from."""
TRUE_WEIGHT: Final = 1.5
UNLABELLED: Final = 0.4
"""Weight of each candidate once more, as if no word of the page asked for a signature: letters and
contracts have none."""
ROUNDS: Final = 130


def main() -> None:
    """Learn, show how many are told rightly, and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for name in ("--courier", "--readings"):
        parser.add_argument(name, type=Path, nargs="+", required=True)
    for name in ("--check", "--check-readings"):
        parser.add_argument(name, type=Path, nargs="*", default=[])
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    rows, truth = _all(asked.courier, asked.readings)
    trees = learned(rows, truth)
    _show("appris", trees, rows, truth)
    if asked.check:
        _show("contrôle", trees, *_all(asked.check, asked.check_readings))
    if asked.write:
        LEARNED.write_bytes(_packed(trees))


def learned(rows: Array, truth: Array) -> Trees:
    """The trees for candidates of which `truth` is 1 or 0."""
    unlabelled = rows.copy()
    unlabelled[:, LOOKS.index("under_label")] = FAR_MM
    weights = np.where(truth == 1, TRUE_WEIGHT, 1.0)
    return boosted(
        np.vstack([rows, unlabelled]),
        np.concatenate([truth, truth]),
        np.concatenate([weights, UNLABELLED * weights]),
        LOOKS,
        rounds=ROUNDS,
    )


def _all(couriers: Sequence[Path], readings: Sequence[Path]) -> tuple[Array, Array]:
    found = [c for pair in zip(couriers, readings, strict=True) for c in _candidates(*pair)]
    return np.array([row for row, _ in found]), np.array([float(true) for _, true in found])


def _candidates(courier: Path, readings: Path) -> Iterator[tuple[list[float], bool]]:
    """Each group of strokes of a courier's pages that is clearly a signature or clearly none."""
    truth = json.loads((courier / "truth.json").read_text(encoding="utf-8"))
    marked: dict[tuple[str, int], list[tuple[str, Box]]] = {}
    for document in truth["documents"]:
        for role, place in (document.get("mark_boxes") or {}).items():
            key = document["source"], document["pages"][place["page"] - 1]
            box = Box(*(min(1.0, max(0.0, value)) for value in place["box"]))
            marked.setdefault(key, []).append((role.partition("_")[0], box))
    for source in truth["sources"]:
        kept = readings / f"{source['sha256']}.json.gz"
        for number, data in json.loads(gzip.decompress(kept.read_bytes())).items():
            picture = cv2.imread(str(readings / source["sha256"] / f"{number}.jpg"))
            reading = codec.page_reading_from_json(data)
            if picture is None or reading.blank:
                continue
            page = sheet(
                np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8), reading.dpi
            )
            segments = find_segments(page.small_grey, page.colour_mm)
            stamps = find_stamps(page, reading.words, segments)
            true = marked.get((source["source"], int(number)), [])
            for _, box, row in candidates(page, reading.words, stamps, page_tilt(segments)):
                if (label := _label(box, true)) is not None:
                    yield row, label


def _label(box: Box, true: Sequence[tuple[str, Box]]) -> bool | None:
    signatures = [other for genre, other in true if genre == "signature"]
    stamp = max((box.iou(other) for genre, other in true if genre == "cachet"), default=0.0)
    same = max((box.iou(other) for other in signatures), default=0.0)
    shared = max(
        (box.intersection(o) / max(1e-9, min(box.area, o.area)) for o in signatures), default=0.0
    )
    if same >= SAME and same > stamp:
        return True
    apart = shared < APART[0] or (same < APART[1] and stamp < APART[2])
    return False if apart else None


def _show(name: str, trees: Trees, rows: Array, truth: Array) -> None:
    chances = trees.chances(rows)
    for least in (0.2, 0.5, 0.8):
        found = chances >= least
        right = int((found & (truth == 1)).sum())
        print(
            f"{name} : à {least} et plus, {right} justes sur {int(truth.sum())} vraies, "
            f"{int(found.sum()) - right} fausses sur {int((truth == 0).sum())}"
        )


def _packed(trees: Trees) -> bytes:
    data = {
        "names": trees.names,
        "base": round(trees.base, 4),
        "feature": trees.feature.tolist(),
        "limit": np.round(trees.limit, 4).tolist(),
        "leaf": np.round(trees.leaf, 4).tolist(),
    }
    return gzip.compress(json.dumps(data, separators=(",", ":")).encode(), mtime=0)


if __name__ == "__main__":
    main()
