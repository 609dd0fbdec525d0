"""Folders where scanners leave files: each file taken in once, when it is whole."""
