"""Writes the fixed set that versions taught by corrections are judged with (`flows.learning.streams`).

python -m bench.types.fixed --courier DIR/dev-courant --readings DIR

It holds the pages of a split that nothing is learned from, and those of the wordings held back.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterable, Mapping
from importlib import resources
from itertools import groupby
from pathlib import Path

from bench.types.blind import Side, in_a_bag
from bench.types.pages import Example, scanned
from flows.learning.streams import FILE
from storage.records import codec


def page(example: Example) -> Mapping[str, object]:
    """A page as the set keeps it, in the digits that say something."""
    reading = codec.page_reading_to_json(example.reading)
    return {
        "type": example.type,
        "document": example.document,
        "rest": example.place > 0,
        "reading": _rounded(reading),
    }


def _rounded(value: object) -> object:
    match value:
        case float():
            return round(value, 4)
        case list():
            return [_rounded(one) for one in value]
        case dict():
            return {name: _rounded(one) for name, one in value.items()}
        case _:
            return value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--courier", type=Path, required=True)
    parser.add_argument("--readings", type=Path, required=True)
    given = parser.parse_args()
    every: Iterable[Example] = [
        *scanned(given.courier, given.readings),
        *in_a_bag(Side.HELD, "mesure"),
    ]
    streams = [
        {"id": source, "pages": [page(example) for example in own]}
        for source, own in groupby(every, key=lambda example: example.source)
    ]
    text = json.dumps(streams, ensure_ascii=False, separators=(",", ":"))
    out = Path(str(resources.files("flows.learning"))) / FILE
    out.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"Écrit : {FILE}, {sum(len(one['pages']) for one in streams)} pages.")


if __name__ == "__main__":
    main()
