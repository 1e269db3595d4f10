"""The opt-in genuineness check against the vendor's own service, in a process of its own."""
