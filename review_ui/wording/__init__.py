"""What the screens say, in French: words, dates, values."""
