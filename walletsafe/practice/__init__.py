"""Practice phrases: sheets that are dealt, a checker that takes nothing else, and drills."""
