"""Messages of our own for the tests of the triage, read from ``tests/messages/*.toml``; all are synthetic.

A text holds links as ``[what is shown](where it leads)``: a mail is made with an HTML part like real ones.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from pathlib import Path

from walletsafe.message import mail, plain
from walletsafe.message.model import Kind, Message

FOLDER = Path(__file__).parents[1] / "messages"
_LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\n]+)\)")


def load(name: str) -> Iterator[Message]:
    """The messages of a file, in order, read as the program reads them."""
    cases = tomllib.loads((FOLDER / f"{name}.toml").read_text("ascii"))["message"]
    return (read(case) for case in cases)


def read(case: Mapping[str, str]) -> Message:
    """One message: a mail is written out and parsed, anything else is taken as pasted text."""
    kind = Kind(case.get("kind", "mail"))
    return mail.parse(as_mail(case)) if kind is Kind.MAIL else plain.read(case["text"], kind)


def as_mail(case: Mapping[str, str]) -> bytes:
    """The source of a mail with a text part, an HTML part, and what else the case names."""
    name, _, mailbox = case["from"].rpartition(" <")
    # Written by hand: the library refuses some of what scams put into a name.
    headers = [f"Return-Path: <{case['return_path']}>"] if "return_path" in case else []
    headers += [f"Authentication-Results: {case['results']}"] if "results" in case else []
    headers += [f"Reply-To: {case['reply_to']}"] if "reply_to" in case else []
    mail_ = EmailMessage()
    mail_["Subject"] = case["subject"]
    mail_["To"] = "reader@mailbox.example"
    mail_.set_content(_LINK.sub(r"\1: \2", case["text"]))
    mail_.add_alternative(_as_html(case["text"]), subtype="html")
    if "attachment" in case:
        mail_.add_attachment(b"synthetic", "application", "octet-stream", filename=case["attachment"])
    head = "".join(f"{line}\r\n" for line in (*headers, f'From: "{name}" <{mailbox}'))
    return head.encode() + mail_.as_bytes()


def _as_html(text: str) -> str:
    pieces = _LINK.split(text)
    shown = [html.escape(piece).replace("\n", "<br>\n") for piece in pieces]
    for place in range(1, len(pieces), 3):
        shown[place] = f'<a href="{shown[place + 1]}">{shown[place]}</a>'
        shown[place + 1] = ""
    return f"<html><body><p>{''.join(shown)}</p></body></html>"
