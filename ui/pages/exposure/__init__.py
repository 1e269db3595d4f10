"""Exposure: which leaks touch an order."""
