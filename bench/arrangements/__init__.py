"""Whether a label and its value are put together however a form arranges them.

Papers of commonplace labels and plausible values (`papers.toml`) are set as words with boxes, without
images or OCR, in the arrangements of `places` (where the value stands) and `hands` (how it is written).
"""
