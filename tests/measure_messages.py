"""How well messages are judged: ``python -m tests.measure_messages DIR``.

DIR holds test data of others that never enters the project: ``lookalike_hosts.tsv`` (hosts that imitate the
vendor, in the first column) and ``benign_hosts.txt`` (hosts that are close to its name). Our own unseen
imitations and ordinary hosts are measured beside them. Nothing here is a test: the exit status stays 0.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.helpers.lookalikes import kinds
from walletsafe.message.hosts import HostKind, look

ORDINARY_HOSTS = Path(__file__).parent / "vectors" / "ordinary_hosts.txt"
SHOWN = 12


def main() -> None:
    """Print the figures for the folder that is named."""
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m tests.measure_messages DIR")
    measure_hosts(Path(sys.argv[1]))


def measure_hosts(folder: Path) -> None:
    """Print recall and false alarms on hosts, and how many are judged in a second of one core."""
    rows = (folder / "lookalike_hosts.tsv").read_text(encoding="utf-8").splitlines()[1:]
    imitations = [row.partition("\t")[0] for row in rows]
    never_seen = sorted(set().union(*kinds().values()))
    ordinary = _lines(ORDINARY_HOSTS)
    _print_found("look-alike hosts flagged, at least 97 %", imitations, flagged=True)
    _print_found("look-alike hosts never seen flagged, at least 97 %", never_seen, flagged=True)
    _print_found("benign hosts flagged, none", _lines(folder / "benign_hosts.txt"), flagged=False)
    _print_found("ordinary hosts never seen flagged, at most 1 %", ordinary, flagged=False)
    speed = max(_a_second(ordinary * 10) for _ in range(5))
    print(f"{'ordinary hosts a second, at least 20,000':55} {speed:,.0f}")


def _print_found(what: str, hosts: list[str], *, flagged: bool) -> None:
    """Print the share of ``hosts`` that imitate, and the first of those judged other than ``flagged``."""
    looks = {host: look(host).kind is HostKind.IMITATES for host in hosts}
    share = sum(looks.values()) / len(looks)
    print(f"{what:55} {sum(looks.values())} of {len(looks)} ({share:.2%})")
    wrong = [host for host, found in looks.items() if found is not flagged]
    if wrong:
        print(f"    judged otherwise: {', '.join(wrong[:SHOWN])}{' ...' if len(wrong) > SHOWN else ''}")


def _a_second(hosts: list[str]) -> float:
    start = time.process_time()
    for host in hosts:
        look(host)
    return len(hosts) / (time.process_time() - start)


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


if __name__ == "__main__":
    main()
