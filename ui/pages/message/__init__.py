"""Message: something arrived."""
