"""Forms learned from corrected papers: recognised by their printed words, registered, read."""
