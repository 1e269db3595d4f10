"""Downloaded installers of Ledger Wallet: whose they are, by Ledger's signed list of checksums."""
