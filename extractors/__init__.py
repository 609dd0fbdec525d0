"""From bytes to facts: pages, words, types, documents, fields, marks. Functions of their input."""
