"""Learn: lessons, and what this program will never do."""
