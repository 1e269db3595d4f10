"""Is my phrase on this computer? Finds places where recovery words lie, and never shows the words."""
