"""On this computer: where recovery words lie, and how to clean up."""
