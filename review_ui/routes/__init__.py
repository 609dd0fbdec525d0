"""The routes: one module a noun. Each asks `may` through its `Visit` before it shows anything."""
