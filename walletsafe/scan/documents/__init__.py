"""Documents, archives, mailboxes and databases: what lies inside files, read within limits.

All in memory, nothing is ever written. Every file is taken for one that was made to harm.
"""

from __future__ import annotations

from walletsafe.scan.documents.budget import Budget
from walletsafe.scan.documents.opening import is_container, open_container
from walletsafe.scan.documents.parts import Visitor

__all__ = ["Budget", "Visitor", "is_container", "open_container"]
