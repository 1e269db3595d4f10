"""Messages that arrived: read without opening anything, looked through for what they try to do."""
