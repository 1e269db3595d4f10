"""Cuts recovery-phrase words that are spread over several fields of a message.

Each field alone may hold too few of them for the guard. On the screen and in the evidence they stand one
below the other, so they are looked for in the order in which :func:`walletsafe.message.view.lay_out` shows
them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from walletsafe.message.model import Address, Message
from walletsafe.message.scissors import Scissors

_LABEL = "subject"
"""Stands for what the view writes between two fields: labels may be list words themselves."""

_Texts = dict[str, str]


def cut_across(message: Message) -> Message:
    """The message without the runs that reach across its fields. Each field has been cut by itself before."""
    texts = dict(_texts(message))
    listed = [name for name in texts if name.startswith(("link ", "file "))]
    alike = [[name for name in listed if name.endswith(end)] for end in (".text", ".name")]
    shown, repeated = Scissors(), Scissors()
    # The view may leave out who sent it on behalf of another.
    for sender in (_SENDER, _SENDER + _SENT_BY) if message.sent_by != Address("", "") else (_SENDER,):
        _cut(shown, texts, (*sender, *_HEAD, "text", *listed, "hidden_text"))
    # A date or an address between them would hide from the guard what people read as one.
    _cut(shown, texts, ("sender.name", "subject", "text"), labelled=False)
    for names in (*alike, [name for name in texts if name.startswith("header ")]):
        _cut(repeated, texts, names)
    words = shown.words or repeated.words
    return replace(_with(message, texts), words_removed=message.words_removed + words) if words else message


_SENDER = ("sender.name", "sender.mailbox")
_SENT_BY = ("sent_by.name", "sent_by.mailbox")
_HEAD = ("reply_to", "return_path", "subject", "provider", "date")


def _texts(message: Message) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each field that is shown."""
    yield "sender.name", message.sender.name
    yield "sender.mailbox", message.sender.mailbox
    yield "sent_by.name", message.sent_by.name
    yield "sent_by.mailbox", message.sent_by.mailbox
    yield "reply_to", message.reply_to.mailbox
    yield "return_path", message.return_path.mailbox
    yield "subject", message.subject
    yield "provider", message.provider.server if message.provider else ""
    yield "date", message.date
    yield "text", message.text
    for number, link in enumerate(message.links):
        yield f"link {number}.text", link.text
        yield f"link {number}.target", link.target
    for number, attachment in enumerate(message.attachments):
        yield f"file {number}.name", attachment.name
        yield f"file {number}.type", attachment.media_type
    yield "hidden_text", message.hidden_text
    for number, (_, value) in enumerate(message.headers):
        yield f"header {number}", value


def _cut(scissors: Scissors, texts: _Texts, names: Sequence[str], *, labelled: bool = True) -> None:
    """Cut the texts of these names, which stand one after another; an empty one is not shown."""
    there = [name for name in names if texts[name]]
    spread = [piece for name in there for piece in (_label_of(name) if labelled else "", texts[name])]
    cut = scissors.cut_between(spread)
    texts |= zip(there, cut[1::2], strict=True)
    # Our labels are no words of the message.
    scissors.words -= sum(label != now for label, now in zip(spread[::2], cut[::2], strict=True))


def _label_of(name: str) -> str:
    return _LABEL if name in _HEAD or name.startswith("header ") else ""


def _with(message: Message, texts: _Texts) -> Message:
    links = tuple(
        replace(link, text=texts[f"link {number}.text"], target=texts[f"link {number}.target"])
        for number, link in enumerate(message.links)
    )
    attachments = tuple(
        replace(attachment, name=texts[f"file {number}.name"], media_type=texts[f"file {number}.type"])
        for number, attachment in enumerate(message.attachments)
    )
    return replace(
        message,
        sender=Address(texts["sender.name"], texts["sender.mailbox"]),
        sent_by=Address(texts["sent_by.name"], texts["sent_by.mailbox"]),
        reply_to=replace(message.reply_to, mailbox=texts["reply_to"]),
        return_path=replace(message.return_path, mailbox=texts["return_path"]),
        subject=texts["subject"],
        provider=message.provider and replace(message.provider, server=texts["provider"]),
        date=texts["date"],
        text=texts["text"],
        links=links,
        attachments=attachments,
        hidden_text=texts["hidden_text"],
        headers=tuple((name, texts[f"header {number}"]) for number, (name, _) in enumerate(message.headers)),
    )
