"""``walletsafe virtual``: list virtual Ledgers, serve one to other programs, print their issuer key."""

from __future__ import annotations

import json
import math
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from walletsafe import seal
from walletsafe.cli.signals import on_stop_signals
from walletsafe.errors import BrokenFile
from walletsafe.redact import clean

if TYPE_CHECKING:
    from walletsafe.virtual.scenario import Scenario

_DELAY_LIMIT: Final = 3600.0
_PORT_TAKEN: Final = "{address} cannot be used: another program may be using that port. Choose another one."


@click.group("virtual")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Virtual Ledgers, for training and tests. Marked DEMO everywhere."""
    # "serve" seals itself: over TCP it needs sockets.
    if ctx.invoked_subcommand != "serve":
        seal.close()


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def list_scenarios(as_json: bool) -> None:
    """List the virtual Ledgers and what each of them shows."""
    from walletsafe.virtual import scenario

    scenarios = [scenario.load(name) for name in scenario.names()]
    if as_json:
        entries = [
            {"name": entry.name, "title": entry.title, "description": entry.description, "model": entry.model}
            for entry in scenarios
        ]
        click.echo(json.dumps({"schema": "walletsafe.scenarios/1", "demo": True, "scenarios": entries}))
        return
    click.echo("DEMO: virtual Ledgers. Try one with: walletsafe check --virtual NAME\n")
    for entry in scenarios:
        click.echo(f"{entry.name}\n    {entry.title}. {entry.description}")


@command.command("serve")
@click.argument("scenario")
@click.option("--tcp", metavar="HOST:PORT", help="Listen on this loopback address; port 0: any free one.")
@click.option(
    "--hidg", type=click.Path(path_type=Path), metavar="PATH", help="Play on this USB gadget file (Linux)."
)
@click.option(
    "--prompt-delay",
    type=click.FloatRange(0, _DELAY_LIMIT),
    default=0.0,
    metavar="SECONDS",
    help="How long its owner takes to press a button (0 by default).",
)
def serve(scenario: str, tcp: str | None, hidg: Path | None, prompt_delay: float) -> None:
    """Serve the virtual Ledger SCENARIO for other programs until interrupted."""
    from walletsafe.virtual.scenario import resolve

    if (tcp is None) == (hidg is None):
        raise click.UsageError("Give one of --tcp HOST:PORT and --hidg PATH.")
    if math.isnan(prompt_delay):
        raise click.UsageError("Give a number of seconds to --prompt-delay.")
    if tcp is None:
        seal.close()
    played = resolve(scenario)
    if tcp is not None:
        _serve_tcp(played, tcp, prompt_delay)
    if hidg is not None:
        _serve_gadget(played, hidg, prompt_delay)


@command.command("issuer-key")
def issuer_key() -> None:
    """Print the demo issuer key: uncompressed point in hex. Only virtual Ledgers are certified by it."""
    from walletsafe.virtual.keys import demo_issuer_public_hex

    click.echo(demo_issuer_public_hex())


def _serve_tcp(played: Scenario, address: str, prompt_delay: float) -> None:
    from walletsafe.virtual import server

    host, port = server.listen_address(address)
    try:
        listener = server.listen(host, port)
    except OSError as error:
        raise click.ClickException(_PORT_TAKEN.format(address=address)) from error
    stop = threading.Event()
    with on_stop_signals(stop.set):
        shown = f"{address.rpartition(':')[0]}:{listener.getsockname()[1]}"
        _say_ready(played.name, shown, "loopback only, not sealed")
        server.serve(listener, played, prompt_delay=prompt_delay, stop=stop)


def _serve_gadget(played: Scenario, path: Path, prompt_delay: float) -> None:
    from walletsafe.virtual import gadget

    try:
        descriptor = gadget.open_gadget(path)
    except OSError as error:
        raise BrokenFile(file=str(path), line=0, problem="not-readable", field="") from error
    stop = threading.Event()
    leaving = partial(_say_leaving, played.name)
    with on_stop_signals(stop.set):
        _say_ready(played.name, str(path), "USB gadget")
        gadget.serve(descriptor, played, prompt_delay=prompt_delay, stop=stop, on_leaving=leaving)


def _say_ready(name: str, where: str, kind: str) -> None:
    shown, place = clean(name), clean(where)
    click.echo(f"DEMO: virtual Ledger {shown} is ready on {place} ({kind}). Stop it with Ctrl+C.")


def _say_leaving(name: str, product_id: int | None) -> None:
    """Tell whoever made the gadget to take it off the bus and put it on again."""
    what = "lost its cable" if product_id is None else f"closed its app, back as product {product_id:#06x}"
    click.echo(f"DEMO: virtual Ledger {clean(name)} leaves the bus: {what}.")
