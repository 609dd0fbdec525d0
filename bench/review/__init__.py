"""The review screens over many dossiers: `python -m bench.review`."""
