"""How fast liasse reads, beside its peers on the same pages."""
