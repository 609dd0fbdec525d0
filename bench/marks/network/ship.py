"""Writes the network that the product loads, from what `learn` wrote: `python -m bench.marks.network.ship FILE.onnx`"""

from __future__ import annotations

import sys
from pathlib import Path

import openvino

from extractors.marks.network import LEARNED


def main() -> None:
    openvino.save_model(
        openvino.convert_model(Path(sys.argv[1])), str(LEARNED), compress_to_fp16=True
    )
    print(
        f"{LEARNED.name} et {LEARNED.with_suffix('.bin').name} : {LEARNED.with_suffix('.bin').stat().st_size / 1e6:.1f} Mo"
    )


if __name__ == "__main__":
    main()
