"""Stage: what a trainer shows to a room, and how it is worked."""
