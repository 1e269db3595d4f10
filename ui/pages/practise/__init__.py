"""Practise: sheets, the checker of sheets, and drills."""
