"""Drills: short exercises on practice sheets, each answered with its explanation at once."""
