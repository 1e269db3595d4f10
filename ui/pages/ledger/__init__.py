"""My Ledger: choose a device, run the check, read the result."""
