"""Download: is this installer one that Ledger signed?

:func:`~walletsafe.download.judge.check` holds a file against the list of checksums that Ledger publishes with
every release, and that list against its signature. Nothing is opened, started or fetched.
"""
