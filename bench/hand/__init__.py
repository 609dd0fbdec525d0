"""Teaches the recogniser of lines what handwriting looks like.

    pip install torch onnx onnx2torch fonttools[woff]      # in an environment of its own
    npm install --no-package-lock                          # here and in tests/courier: the fonts
    python -m bench.hand.learn --minutes 72 --keep learnt.pt [--write]

The model that PP-OCR ships reads print well and pens badly. It is learnt further on lines written
with handwriting fonts (`texts`, `pictures`; those of the `dev` and `test` courier held out) and on
real lines (`real`: the sets of `shared/data` under CC-BY, the pages served to choose with only),
and its weights go under their names into the file that `extractors.words.ppocr.session` loads.
"""
