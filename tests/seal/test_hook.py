"""What Python's own hook refuses in a sealed process, and what goes on working beside the seal."""

from __future__ import annotations

import pytest

from tests.seal.child import LINUX, told

BEFORE = """
made_before = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
seal.close()
from walletsafe.errors import NetworkRefused

def refused(call, *arguments):
    try:
        call(*arguments)
    except NetworkRefused as error:
        assert isinstance(error, PermissionError)
        return error.params["event"]
    except OSError as error:
        return repr(error)
    return "done"
"""


@pytest.mark.parametrize(
    ("call", "event"),
    [
        ("socket.getaddrinfo, 'localhost', 80", "socket.getaddrinfo"),
        ("socket.getaddrinfo, '127.0.0.1', 80", "socket.getaddrinfo"),
        ("socket.gethostbyname, 'localhost'", "socket.gethostbyname"),
        ("socket.gethostbyname_ex, 'localhost'", "socket.gethostbyname"),
        ("socket.gethostbyaddr, '127.0.0.1'", "socket.gethostbyaddr"),
        ("socket.getnameinfo, ('127.0.0.1', 80), 0", "socket.getnameinfo"),
        ("socket.create_connection, ('127.0.0.1', 9)", "socket.getaddrinfo"),
        ("socket.socket", "socket.__new__"),
        ("socket.socket, socket.AF_INET6", "socket.__new__"),
        ("made_before.connect, ('127.0.0.1', 9)", "socket.connect"),
        ("made_before.connect_ex, ('127.0.0.1', 9)", "socket.connect"),
        ("made_before.bind, ('127.0.0.1', 0)", "socket.bind"),
        ("made_before.sendto, b'', ('127.0.0.1', 9)", "socket.sendto"),
        ("lambda: socket.socket(fileno=made_before.fileno())", "socket.__new__"),
    ],
)
def test_lookups_and_connections_are_refused_by_name(call: str, event: str) -> None:
    assert told(BEFORE + f"tell(event=refused({call}))")["event"] == event


def test_a_library_takes_it_for_a_call_that_failed() -> None:
    """Python's own client tries, and reports what it reports without a network."""
    found = told(
        BEFORE
        + """
import urllib.request
try:
    urllib.request.urlopen("http://127.0.0.1:9/", timeout=5)
except OSError as error:
    tell(kind=type(error).__name__, text=str(error))
"""
    )
    assert found["kind"] == "URLError"
    assert "WalletSafe stays offline" in found["text"]


@LINUX
def test_local_sockets_go_on_working() -> None:
    found = told(
        BEFORE
        + """
import tempfile
one, other = socket.socketpair()
one.sendall(b"pair")
said = [other.recv(9).decode()]
with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
    listener.bind(folder + "/s")
    listener.listen()
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(folder + "/s")
        served, _ = listener.accept()
        served.sendall(b"server")
        said.append(client.recv(9).decode())
        served.close()
with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 15) as events:  # what comes and goes on USB
    events.bind((0, 1))
tell(said=said, name=refused(socket.gethostname), interfaces=len(socket.if_nameindex()) > 0)
"""
    )
    assert found == {"said": ["pair", "server"], "name": "done", "interfaces": True}


def test_usb_is_listed_as_before() -> None:
    found = told("""
import importlib
from walletsafe import knowledge
from walletsafe.transport import hid
facts = knowledge.load()

def look():
    every = [len(backend.enumerate(0, 0)) for backend in hid.backends()]
    return every, [peer.id for peer in hid.list_devices(facts)]

before = look()
seal.close()
seal.harden_memory()
tell(before=before, after=look())
""")
    assert found["before"] == found["after"]


def test_a_usb_library_that_is_loaded_behind_the_seal_starts() -> None:
    """The libusb way opens a line to the kernel (netlink) when it starts."""
    found = told("""
seal.close()
from walletsafe.transport import hid
tell(listed=[len(backend.enumerate(0x2c97, 0)) for backend in hid.backends()])
""")
    assert all(isinstance(count, int) for count in found["listed"])
