"""From a rendered page to an upright one: quarter turns, lean, blankness."""
