"""From what the network says to chances: of the marks told at 0.9, nine in ten are there."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
import torch

from bench.marks.network.kept import GENRES, Sheet
from bench.marks.network.model import Pyramid

CELL, MULTIPLE = 8, 64
LEAST = -4.0
"""Logit from which what is said is looked at."""
SAME, WITHIN = 0.35, 0.7
"""As in `extractors.marks.network`, which cannot be loaded here."""
MET = 0.3
"""Intersection over union from which a true mark was told."""
STEPS = 400

Told = tuple[float, npt.NDArray[np.float64]]


def chances_of(net: Pyramid, sheets: Sequence[Sheet]) -> list[tuple[float, float]]:
    """Of each kind slope and offset for its logits, by what is true of these sheets."""
    said: list[list[tuple[float, bool]]] = [[] for _ in GENRES]
    for sheet in sheets:
        for kind, told in enumerate(marks_told(net, sheet.jpeg)):
            left = [mark[:4].astype(np.float64) for mark in sheet.marks if mark[4] == kind]
            for logit, box in told:
                best = max(range(len(left)), key=lambda i: _iou(box, left[i]), default=None)
                met = best is not None and _iou(box, left[best]) >= MET
                if met and best is not None:
                    left.pop(best)
                said[kind].append((logit, met))
    found = []
    for kind, pairs in enumerate(said):
        logits, met = np.array(pairs).T
        slope, offset = _fitted(logits, met)
        print(
            f"{GENRES[kind]} : {int(met.sum())} vus, {int((1 - met).sum())} autres ; pente {slope:.2f}, départ {offset:.2f}"
        )
        for least in (0.3, 0.5, 0.8, 0.9):
            sure = 1 / (1 + np.exp(-(slope * logits + offset))) >= least
            print(
                f"  à {least} et plus : {int(met[sure].sum())} justes, {int((1 - met[sure]).sum())} fausses"
            )
        found.append((slope, offset))
    return found


def marks_told(net: Pyramid, jpeg: bytes) -> list[list[Told]]:
    """Of each kind the marks of a page, the surest first: logit and box in fractions."""
    bgr = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert bgr is not None
    height, width = bgr.shape[:2]
    up = [-(-side // MULTIPLE) * MULTIPLE for side in (height, width)]
    page = np.full((*up, 3), 255, np.uint8)
    page[:height, :width] = bgr[:, :, ::-1]
    with torch.no_grad():
        heat, sides = net(torch.from_numpy(page.transpose(2, 0, 1).copy())[None].float() / 255)
    found = []
    for kind in range(len(GENRES)):
        logits = heat[0, kind].numpy()
        rows, columns = np.nonzero(logits >= LEAST)
        away = sides[0, 4 * kind : 4 * kind + 4].numpy()[:, rows, columns].T * [-1, -1, 1, 1]
        middle = np.stack([columns, rows, columns, rows], axis=1) + 0.5
        boxes = (middle + away) * CELL / [width, height, width, height]
        own: list[Told] = []
        for i in np.argsort(-logits[rows, columns], kind="stable"):
            if not any(_same(boxes[i], other) for _, other in own):
                own.append((float(logits[rows[i], columns[i]]), boxes[i]))
        found.append(own)
    return found


def _fitted(logits: npt.NDArray[np.float64], met: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Logistic regression by Newton's steps, held a little by one more of each answer."""
    rows = np.column_stack([np.append(logits, [0, 0]), np.ones(len(logits) + 2)])
    truth = np.append(met, [0, 1])
    weights = np.array([1.0, 0.0])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + 1e-6 * np.eye(2)
        step = np.linalg.solve(bend, rows.T @ (truth - chance))
        weights = weights + np.clip(step, -0.5, 0.5)
        if np.abs(step).max() < 1e-6:
            break
    return float(weights[0]), float(weights[1])


def _iou(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    shared = _shared(one, other)
    return float(shared / (_area(one) + _area(other) - shared + 1e-9))


def _same(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> bool:
    return _iou(one, other) > SAME or _shared(one, other) > WITHIN * min(_area(one), _area(other))


def _shared(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    wide, high = np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])
    return float(max(0.0, wide) * max(0.0, high))


def _area(box: npt.NDArray[np.float64]) -> float:
    return float((box[2] - box[0]) * (box[3] - box[1]))
