"""``python -m walletsafe.online``: the process that makes the online check. Not for people."""

from walletsafe.online.child import main

if __name__ == "__main__":
    main()
