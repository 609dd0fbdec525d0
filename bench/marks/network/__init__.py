"""Teaches the network that sees stamps and signatures (`extractors.marks.network`).

    python -m bench.marks.network.sheets --out A.npz --split train --dossiers 160 --seed 1   # and others
    pip install torch onnx opencv-python-headless    # in an environment of its own
    python -m bench.marks.network.learn --sheets A.npz … --judge B.npz --minutes 30 --out marks.onnx
    python -m bench.marks.network.ship marks.onnx    # in the project's own: writes what the product loads

Sheets are printed and worn like the courier of `tests/courier`, with the place of each stamp and signature; nothing
of them is read. Only `train` may be learned from; `--judge` is of other seeds, to turn what the
network says into chances.
"""
