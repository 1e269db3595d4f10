"""``python -m walletsafe``."""

from walletsafe.cli import main

if __name__ == "__main__":
    main()
