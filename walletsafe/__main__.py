"""``python -m walletsafe``."""

from __future__ import annotations

import sys
from pathlib import Path

# "python -m" looks into the current folder first: a file named like one of our libraries, waiting in
# the downloads folder, must not be run.
sys.path[:] = [folder for folder in sys.path if folder not in {"", str(Path.cwd())}]

from walletsafe.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
