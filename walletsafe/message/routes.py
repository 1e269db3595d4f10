"""Where a message comes from and leads to: sender, answers, links, codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from walletsafe import redact
from walletsafe.findings import finding
from walletsafe.message import hosts, links
from walletsafe.message.claims import MAILBOX
from walletsafe.message.hosts import HostKind, HostLook
from walletsafe.message.model import Field, Message, Place, Sign
from walletsafe.message.passage import MOST_PLACES
from walletsafe.message.reading import Reading, is_vendors, provider_failed

HOST_LIMIT = 100
_LONGEST_HOST = 60
_DOT = re.compile(r"\b\.\b")
_LONGEST_LINK_TEXT = 300


def shown_host(look: HostLook) -> str:
    """The host as a param of a finding: all of it, since its parts imitate together, as nobody can open it.

    Of a very long one the beginning is left out: who owns it shows at its end.
    """
    host = look.host if len(look.host) <= _LONGEST_HOST else f"...{look.host[-_LONGEST_HOST:]}"
    return redact.clean_name(_DOT.sub("[.]", host), HOST_LIMIT)


def signs(reading: Reading) -> Iterator[Sign]:
    """What the ways of a message say against it.

    What honest senders do as well (an answer elsewhere, a wrapped link) is a sign only where it claims
    to be the vendor.
    """
    yield from _sender(reading)
    yield from _imitating_links(reading)
    yield from _pretending_links(reading)
    yield from _vendor_in_path(reading)
    yield from _codes(reading)
    if reading.concerned or reading.claims.speaks or reading.message.is_unsigned:
        yield from _hidden_destinations(reading)
    if (reading.concerned or reading.urges_owners) and not reading.from_vendor:
        yield from _links_elsewhere(reading)
    if reading.concerned and not reading.from_vendor:
        yield from _answers_elsewhere(reading)
    if reading.from_vendor:
        yield from _forged_vendor(reading)


def _sender(reading: Reading) -> Iterator[Sign]:
    message = reading.message
    if reading.sender.kind is HostKind.IMITATES:
        host, places = shown_host(reading.sender), (_whole(message, Field.SENDER_ADDRESS),)
        if reading.about_wallets:
            yield Sign(finding("message.sender_imitates", host=host), places)
        else:
            yield Sign(finding("message.sender_resembles", host=host), places)
    match = MAILBOX.search(message.sender.name)
    if match and message.sender.mailbox and hosts.look(match[1]).domain != reading.sender.domain:
        place = Place(Field.SENDER_NAME, *match.span())
        yield Sign(finding("message.address_in_name", host=shown_host(hosts.look(match[1]))), (place,))


def _imitating_links(reading: Reading) -> Iterator[Sign]:
    found = [(number, look) for number, look in enumerate(reading.links) if look.kind is HostKind.IMITATES]
    if not found:
        return
    host, places = shown_host(found[0][1]), _link_places(reading.message, found)
    if reading.about_wallets:
        yield Sign(finding("message.link_imitates", host=host), places)
    else:
        yield Sign(finding("message.link_resembles", host=host), places)


def _pretending_links(reading: Reading) -> Iterator[Sign]:
    """Links that show another address than the one they lead to: as their text, or before an @."""
    pretending: list[tuple[int, HostLook]] = []
    differing: list[tuple[int, HostLook]] = []
    for number, look in enumerate(reading.links):
        shown = _shown_in_text(reading.message, number)
        if shown is None or not look.host or shown.domain == look.domain:
            continue
        if shown.kind is HostKind.OFFICIAL and not is_vendors(look):
            # Mail servers of firms and senders of newsletters wrap honest links too.
            if look.kind is not HostKind.HIDES:
                pretending.append((number, look))
        elif look.kind is not HostKind.HIDES and reading.claims.speaks:
            differing.append((number, look))
    if not pretending and (found := _with_false_user(reading)):
        host = shown_host(found[0][1])
        yield Sign(finding("message.link_pretends", host=host), _link_places(reading.message, found))
    for finding_id, found in (("pretends", pretending), ("differs", differing)):
        if not found:
            continue
        host, places = shown_host(found[0][1]), _link_text_places(reading.message, found)
        if finding_id == "pretends":
            yield Sign(finding("message.link_pretends", host=host), places)
        else:
            yield Sign(finding("message.link_text_differs", host=host), places)


def _with_false_user(reading: Reading) -> list[tuple[int, HostLook]]:
    """Links such as ``https://ledger.com@other.example``."""
    return [
        (number, look)
        for number, look in enumerate(reading.links)
        if "@" in unquote(reading.message.links[number].target)
        and not is_vendors(look)
        and hosts.shown_before(reading.message.links[number].target)
    ]


def _vendor_in_path(reading: Reading) -> Iterator[Sign]:
    """Links that name the vendor's host behind their own, beside a wish or a claim.

    Archives and newspapers do so as well.
    """
    if not (reading.concerned or reading.asking or reading.pressed or reading.claims.addressed):
        return
    found = [
        (number, look)
        for number, look in reading.elsewhere()
        if hosts.shown_behind(reading.message.links[number].target)
    ]
    if found:
        host = shown_host(found[0][1])
        yield Sign(finding("message.vendor_in_path", host=host), _link_places(reading.message, found))


def _shown_in_text(message: Message, number: int) -> HostLook | None:
    """Whose the address is that the visible text of a link shows, if it shows one."""
    text = message.links[number].text
    if not text or len(text) > _LONGEST_LINK_TEXT or "." not in text:
        return None
    shown = links.in_text(text)
    return hosts.look(shown[0].host) if shown else None


def _codes(reading: Reading) -> Iterator[Sign]:
    found = [
        (number, look)
        for number, look in enumerate(reading.links)
        if reading.message.links[number].from_code and look.host and not is_vendors(look)
    ]
    if found:
        yield Sign(
            finding("message.code", host=shown_host(found[0][1])), _link_places(reading.message, found)
        )


def _hidden_destinations(reading: Reading) -> Iterator[Sign]:
    hidden = [(number, look) for number, look in enumerate(reading.links) if look.kind is HostKind.HIDES]
    free = [(number, look) for number, look in reading.elsewhere() if look.kind is HostKind.FREE]
    if hidden:
        service, places = hidden[0][1].service, _link_places(reading.message, hidden)
        # Alone it is how newsletters are sent: only beside a false sender or an urging text does it count.
        if reading.concerned:
            yield Sign(finding("message.destination_hidden", service=service), places)
        else:
            yield Sign(finding("message.destination_unknown", service=service), places)
    if free:
        yield Sign(
            finding("message.free_hosting", host=shown_host(free[0][1])), _link_places(reading.message, free)
        )


def _links_elsewhere(reading: Reading) -> Iterator[Sign]:
    found = [(number, look) for number, look in reading.elsewhere() if look.kind is HostKind.OTHER]
    if found:
        yield Sign(
            finding("message.link_elsewhere", host=shown_host(found[0][1])),
            _link_places(reading.message, found),
        )


def _answers_elsewhere(reading: Reading) -> Iterator[Sign]:
    message = reading.message
    answers = hosts.look(message.reply_to.domain)
    if answers.host and answers.domain != reading.sender.domain and not is_vendors(answers):
        yield Sign(
            finding("message.reply_elsewhere", host=shown_host(answers)), (_whole(message, Field.REPLY_TO),)
        )
    yield from _returns_elsewhere(reading)


def _returns_elsewhere(reading: Reading) -> Iterator[Sign]:
    """A sender whose mail really comes from elsewhere; known mailing services send for many."""
    message = reading.message
    returns = hosts.look(message.return_path.domain)
    if returns.host and returns.domain != reading.sender.domain and returns.kind is not HostKind.HIDES:
        yield Sign(
            finding("message.return_elsewhere", host=shown_host(returns)),
            (_whole(message, Field.RETURN_PATH),),
        )


def _forged_vendor(reading: Reading) -> Iterator[Sign]:
    """What speaks against a mail that says it is from the vendor's own domain."""
    yield Sign(finding("message.sender_forgeable"), (_whole(reading.message, Field.SENDER_ADDRESS),))
    if provider_failed(reading.message):
        yield Sign(finding("message.provider_failed"), (_whole(reading.message, Field.PROVIDER),))
    yield from _answers_elsewhere(reading)


def _whole(message: Message, field: Field) -> Place:
    return Place(field, 0, len(message.text_of(field)))


def _link_places(message: Message, found: Iterable[tuple[int, HostLook]]) -> tuple[Place, ...]:
    numbers = [number for number, _ in found][:MOST_PLACES]
    return tuple(Place(Field.LINK, 0, len(message.links[number].target), number) for number in numbers)


def _link_text_places(message: Message, found: Iterable[tuple[int, HostLook]]) -> tuple[Place, ...]:
    numbers = [number for number, _ in found][:MOST_PLACES]
    return tuple(Place(Field.LINK_TEXT, 0, len(message.links[number].text), number) for number in numbers)
