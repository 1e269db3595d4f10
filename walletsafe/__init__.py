"""WalletSafe: hardware-wallet safety and recovery-phrase hygiene, offline."""

__version__ = "0.1.0"
