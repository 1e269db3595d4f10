"""How well messages are judged: ``python -m tests.measure_messages DIR``.

DIR holds test data of others that never enters the project: ``lookalike_hosts.tsv`` (hosts that imitate the
vendor, in the first column), ``benign_hosts.txt`` (hosts that are close to its name) and ``phishing_mails``
(real mails that imitate it). Our own unseen imitations, ordinary hosts and messages are measured beside them.
Nothing here is a test: the exit status stays 0.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.helpers import messages
from tests.helpers.lookalikes import kinds
from walletsafe.findings import Outcome, Severity
from walletsafe.message import mail
from walletsafe.message.hosts import HostKind, look
from walletsafe.message.judge import judge
from walletsafe.message.model import Triage

ORDINARY_HOSTS = Path(__file__).parent / "vectors" / "ordinary_hosts.txt"
SHOWN = 12


def main() -> None:
    """Print the figures for the folder that is named."""
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m tests.measure_messages DIR")
    folder = Path(sys.argv[1])
    measure_hosts(folder)
    measure_mails(folder)


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


def measure_mails(folder: Path) -> None:
    """Print how many scams are found, and for how many reasons; false alarms; and mails a second."""
    sources = [path.read_bytes() for path in sorted((folder / "phishing_mails").glob("*.eml"))]
    triages = [judge(mail.parse(source)) for source in sources]
    start = time.process_time()
    for source in sources:
        judge(mail.parse(source))
    speed = len(sources) / (time.process_time() - start)
    _print_scams("real scam mails found, at least 104 of 106", triages)
    for name in ("scams", "threats"):
        _print_scams(f"our own {name} found", [judge(message) for message in messages.load(name)])
    for name in ("ordinary", "near_threats", "genuine"):
        found = [judge(message) for message in messages.load(name)]
        alarms = [triage for triage in found if triage.report.outcome is Outcome.DID_NOT_PASS]
        cautions = sum(1 for triage in found if _reasons(triage))
        print(f"{f'our own {name} messages called scams, at most 1 %':55} {len(alarms)} of {len(found)}")
        print(f"{'    with at least one caution':55} {cautions} of {len(found)}")
    print(f"{'real mails parsed and judged a second, at least 80':55} {speed:,.0f}")


def _print_scams(what: str, triages: list[Triage]) -> None:
    found = [triage for triage in triages if triage.report.outcome is Outcome.DID_NOT_PASS]
    print(f"{what:55} {len(found)} of {len(triages)} ({len(found) / len(triages):.2%})")
    print(f"{'    for at least two named reasons':55} {sum(_reasons(triage) >= 2 for triage in found)}")


def _reasons(triage: Triage) -> int:
    return sum(sign.finding.severity >= Severity.CAUTION for sign in triage.signs)


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
