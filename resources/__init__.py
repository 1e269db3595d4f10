"""Bundled data. Read only through importlib.resources."""
