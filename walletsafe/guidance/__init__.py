"""Lessons and promises: loaders and a player. The words themselves are in ``resources/text``."""
