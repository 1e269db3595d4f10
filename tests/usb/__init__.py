"""The program on a real USB stack: an emulated Linux whose kernel plays host and device."""
