"""From an upright page image to words: text layer, PP-OCR, Tesseract."""
