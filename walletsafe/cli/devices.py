"""``walletsafe devices``: which Ledgers are attached. Opens none of them."""

from __future__ import annotations

import json

import click

from walletsafe import knowledge, texts
from walletsafe.cli import status
from walletsafe.errors import NoDevice
from walletsafe.transport.hid import list_devices


@click.command(name="devices")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def command(as_json: bool) -> int:
    """List the attached Ledgers with the names that "check --device" takes."""
    facts = knowledge.load()
    rows: list[dict[str, str]] = []
    for peer in list_devices(facts):
        model = facts.model_by_product_id(peer.product_id)
        rows.append({"id": peer.id, "model": model.id if model else "", "name": model.name if model else ""})
    if as_json:
        click.echo(json.dumps({"schema": "walletsafe.devices/1", "devices": rows}, indent=2))
    else:
        for row in rows:
            click.echo(f"{row['id']:<16}{row['name'] or row['id']}")
    if rows:
        return status.PASSED
    click.echo(f"walletsafe: {texts.error_line(NoDevice())}", err=True)
    return status.COULD_NOT_CHECK
