"""Download: is this installer Ledger's?"""
