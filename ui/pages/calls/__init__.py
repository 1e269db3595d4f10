"""Calls: an agent guides somebody by telephone, with scripts."""
