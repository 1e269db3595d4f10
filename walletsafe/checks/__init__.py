"""What a conversation with a device means: one module per check, and the runner."""
