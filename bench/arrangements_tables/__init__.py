"""Tables of known headings in the arrangements that papers have: which of them are read."""
