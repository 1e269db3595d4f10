"""The other ways to read a message: with its hidden text, and as sent by whom a second header names.

Mail programs differ in what they show. So a message is judged as each of them may show it, and what only one
of them would show counts as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from walletsafe.findings import Severity
from walletsafe.message import hosts
from walletsafe.message.model import Address, Field, Message, Place, Sign
from walletsafe.message.reading import is_vendors

_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Variant:
    """A message as another program may show it.

    ``deciding``: ids of findings of which one has to be there, else it says nothing new; empty for any that
    is a danger. ``place_in_original`` says where a place of it stands in the message itself, if there.
    """

    message: Message
    deciding: frozenset[str]
    place_in_original: Callable[[Place], Place | None]

    def new(self, known: Sequence[Sign], found: Sequence[Sign]) -> Iterator[Sign]:
        """The signs among ``found`` in this variant that the message itself does not show."""
        if not self._decides(found):
            return
        ids = {sign.finding.id for sign in known}
        for sign in found:
            if sign.finding.severity >= Severity.CAUTION and sign.finding.id not in ids:
                places = (self.place_in_original(place) for place in sign.places)
                yield Sign(sign.finding, tuple(place for place in places if place))

    def _decides(self, found: Sequence[Sign]) -> bool:
        dangers = {sign.finding.id for sign in found if sign.finding.severity is Severity.DANGER}
        return bool(dangers & self.deciding if self.deciding else dangers)


def of(message: Message) -> Iterator[Variant]:
    """The variants of a message that may show something else."""
    if message.hidden_text.strip():
        yield _with_hidden_text(message)
    if _is_sent_for_another(message):
        # Services that send newsletters name themselves here: only who poses as the vendor counts.
        sent = replace(message, sender=message.sent_by, sent_by=Address("", ""))
        yield Variant(sent, _POSING, _not_the_senders)


_POSING = frozenset({"message.poses_as_ledger", "message.sender_imitates"})


def _with_hidden_text(message: Message) -> Variant:
    hidden = message.hidden_text
    text = f"{hidden}{_BETWEEN}{message.text}"
    start = len(hidden) + len(_BETWEEN)

    def place_in_original(place: Place) -> Place | None:
        if place.field is not Field.TEXT:
            return place
        if place.start < len(hidden):
            return Place(Field.HIDDEN_TEXT, place.start, min(place.end, len(hidden)))
        return Place(Field.TEXT, place.start - start, place.end - start) if place.start >= start else None

    return Variant(replace(message, text=text, hidden_text=""), frozenset(), place_in_original)


def _is_sent_for_another(message: Message) -> bool:
    named = message.sent_by.mailbox and message.sent_by != message.sender
    return bool(named) and not is_vendors(hosts.look(message.sender.domain))


def _not_the_senders(place: Place) -> Place | None:
    return None if place.field in {Field.SENDER_NAME, Field.SENDER_ADDRESS} else place
