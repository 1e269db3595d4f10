"""Addresses in plain text, and the host that a browser would go to. All prose here is our own, synthetic."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletsafe.message import links


def targets(text: str) -> list[str]:
    return [link.target for link in links.in_text(text)]


@pytest.mark.parametrize(
    ("text", "target", "host"),
    [
        (
            "Go to https://ledger-verify.example.com/start?id=1.",
            *("https://ledger-verify.example.com/start?id=1",) * 1,
            "ledger-verify.example.com",
        ),
        ("see ledger-verify.com/x, now", "ledger-verify.com/x", "ledger-verify.com"),
        ("(www.foo.co.uk)", "www.foo.co.uk", "www.foo.co.uk"),
        ("type Ledger.Com", "Ledger.Com", "ledger.com"),
        ("wait...ledger-x.io!", "ledger-x.io", "ledger-x.io"),
        ("hxxps://ledger[.]com[.]evil(.)io/a", "hxxps://ledger[.]com[.]evil(.)io/a", "ledger.com.evil.io"),
        ("http[:]//a[.]b[.]com", "http[:]//a[.]b[.]com", "a.b.com"),
        ("type ledger dot com slash", "ledger dot com", "ledger.com"),
        ("ledger [dot] com", "ledger [dot] com", "ledger.com"),
        ("xn--ldger-4ra.com", "xn--ldger-4ra.com", "xn--ldger-4ra.com"),
        ("at l\u0435dger.com today", "l\u0435dger.com", "l\u0435dger.com"),
        ("led\u200bger.com", "led\u200bger.com", "ledger.com"),
        ("ledger\u3002com/x", "ledger\u3002com/x", "ledger.com"),
        ("(https://en.example.org/wiki/A_(b))", "https://en.example.org/wiki/A_(b)", "en.example.org"),
        ('<a href="https://a.example.com/b">', "https://a.example.com/b", "a.example.com"),
        ("ledger.com:443/x", "ledger.com:443/x", "ledger.com"),
        ("1.2.3.4/login", "1.2.3.4/login", "1.2.3.4"),
        ("https://a.com/?u=https://b.com)", "https://a.com/?u=https://b.com", "a.com"),
        ("get http://tool.zip", "http://tool.zip", "tool.zip"),
    ],
)
def test_what_is_an_address_in_text(text: str, target: str, host: str) -> None:
    (link,) = links.in_text(text)
    assert (link.target, link.host, link.text, link.from_code) == (target, host, "", False)


@pytest.mark.parametrize(
    "text",
    [
        *("e.g. this", "file.txt", "version 2.1.0", "Mr.Smith", "Wait.It is", "today.Click here", "1.2.3.4"),
        *("run install.sh or setup.zip", "a polka dot is red", "10.30am", "U.S. and z.B.", "..."),
        *("write to jo.me@ledger.com", "jo@ledger.com", "mailto:jo@ledger.com"),
    ],
)
def test_what_is_none(text: str) -> None:
    assert links.in_text(text) == ()


def test_each_address_comes_once_and_in_order() -> None:
    assert targets("b.com, a.com. B.com b.com") == ["b.com", "a.com", "B.com"]


def test_so_many_and_no_more() -> None:
    assert len(links.in_text(" ".join(f"x{number}.com" for number in range(links.MOST + 9)))) == links.MOST


@pytest.mark.parametrize(
    ("target", "host"),
    [
        ("HTTPS:\\\\Evil.com", "evil.com"),
        ("https:evil.com", "evil.com"),
        ("//evil.com/x", "evil.com"),
        ("https://ledger.com@evil.com/", "evil.com"),
        ("https://ledger.com\\@evil.com", "ledger.com"),
        ("https://ledger.com:pw@evil.com:8443/", "evil.com"),
        ("http://ledger.com%40evil.com/", "evil.com"),
        ("http://ledger%2ecom/", "ledger.com"),
        ("http://e\tvil\n.com", "evil.com"),
        (" https://a.com ", "a.com"),
        ("https://a.com.", "a.com"),
        ("\uff4cedger.com", "ledger.com"),
        ("evil.com?x@ledger.com", "evil.com"),
        ("http://a.com\u2100b.com/", "a.coma"),
        ("http://[::1]:80/", "[::1]"),
        ("http://localhost:1/", "localhost"),
        ("http://1.2.3.4:8/", "1.2.3.4"),
    ],
)
def test_the_host_is_where_a_browser_goes(target: str, host: str) -> None:
    assert links.host_of(target) == host


@pytest.mark.parametrize(
    "target",
    [
        *("", "/login", "#a.com", "?a.com", "index.html", "mailto:a@b.com", "a@b.com", "tel:+331234"),
        *("javascript:location='//x.com'", "data:text/html,x.com", "cid:a@b.com", "ledgerlive://x.com"),
        *(
            "localhost:80",
            "http://",
            "http://a b.com",
            "." * 10_000,
            "http://" + "." * 10_000,
            "a." * 200 + "com",
        ),
    ],
)
def test_what_has_no_host(target: str) -> None:
    assert links.host_of(target) == ""


PIECES = st.sampled_from(
    [
        *"aZ9.@:/\\?#[](){}<>%-_ \n\t\u200b\u3002\u0435",
        "http://",
        "hxxps://",
        " dot ",
        "[.]",
        "www.",
        ".com",
        "xn--",
        "%2e",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_whatever_is_written_every_link_stands_there_and_has_a_plain_host(text: str) -> None:
    for link in links.in_text(text):
        assert link.target in text
        assert link.host == links.host_of(link.target) != ""
        assert link.host == link.host.lower()
        assert not set(link.host) & set(" /\\?#@<>%")


@pytest.mark.parametrize(
    "unit",
    ["a.", "a-", "http://", "https://a.com/)", "( dot ", "[.", "a.b@", "\u200b.a", "co.uk/{} ", "x{}.q{} "],
)
def test_time_grows_with_the_length_alone(unit: str) -> None:
    text = "".join(unit.format(number, number) for number in range(300_000 // len(unit)))
    begin = time.process_time()
    links.in_text(text)
    assert time.process_time() - begin < 10, "it takes 0.3 s at most; what is not linear takes minutes"
