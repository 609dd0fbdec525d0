"""Learning what pages are and where documents begin, from the `train` split alone."""
