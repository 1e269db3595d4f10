"""A software Ledger for training and tests. Never accepted as a real device."""
