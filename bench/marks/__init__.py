"""Learning of what `extractors/marks` looks at: candidates of the courier, boosted trees."""
