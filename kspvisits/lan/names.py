"""By which addresses and names the tablets of this network can reach this box."""

import re
import socket
import struct
from collections.abc import Iterator

try:
    import fcntl
except ImportError:  # Windows tells every address of its own by the host name
    fcntl = None

LABEL = r"(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST_NAME = re.compile(rf"(?=.{{1,253}}$){LABEL}(?:\.{LABEL})*")
HOME = ["127.0.0.1", "localhost"]
# Nothing is sent there: choosing a way out is enough to learn the address that is used for it.
OUTSIDE = ("192.0.2.1", 9)
SIOCGIFADDR = 0x8915  # Linux


def names_of_this_box(*, also: list[str]) -> list[str]:
    """Names and IPv4 addresses for a certificate, the best one for tablets first.

    A name of the administrator's choice comes before the address: it stays when the address changes.
    Where nobody else can reach this box, its own name for itself is the best.
    """
    for_tablets, by_name = [*also, *addresses()], host_names(socket.gethostname())
    return list(dict.fromkeys([*for_tablets, *by_name, *HOME] if for_tablets else [*HOME, *by_name]))


def host_names(name: str) -> list[str]:
    """The name and what tablets call it without a name server; none where a certificate cannot hold it."""
    name = name.lower().rstrip(".")
    if not is_host_name(name) or name == "localhost" or name.startswith("localhost."):
        return []
    return list(dict.fromkeys([f"{name.partition('.')[0]}.local", name]))


def is_host_name(text: str) -> bool:
    return bool(HOST_NAME.fullmatch(text)) and not text.replace(".", "").isdigit()


def addresses() -> list[str]:
    """This box's IPv4 addresses in its networks, the one that leads outside first; none without a network."""
    found = dict.fromkeys([*_way_out(), *_by_interface(), *_by_host_name()])
    return [address for address in found if not address.startswith(("127.", "0."))]


def _way_out() -> Iterator[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(OUTSIDE)
        except OSError:
            return  # a network of its own, or none
        yield probe.getsockname()[0]


def _by_interface() -> Iterator[str]:
    """Linux: also where nothing leads outside and the host name stands for 127.0.1.1."""
    if fcntl is None:
        return
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _index, interface in socket.if_nameindex():
            try:
                told = fcntl.ioctl(probe.fileno(), SIOCGIFADDR, struct.pack("256s", interface.encode()[:15]))
            except OSError:
                continue  # an interface without an address, or a system that asks otherwise
            yield socket.inet_ntoa(told[20:24])


def _by_host_name() -> Iterator[str]:
    try:
        told = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_STREAM)
    except OSError:
        return
    yield from (place[0] for *_rest, place in told)
