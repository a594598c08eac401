"""Which addresses of the network may be asked: public ones, and hosts that the operator opened."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from index.settings import fold_host

# Networks whose last 32 bits are an IPv4 address: NAT64 (RFC 6052), "IPv4-compatible" (RFC 4291, given up since), and
# what a translator of stateless addresses takes for IPv4 (RFC 2765).
_WRAPPING = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")))
# What a network keeps for itself, and Python counts as global: NAT64 of its own (RFC 8215), site-local (RFC 3879),
# segment routing (RFC 9602), documentation (RFC 9637), and the relays of 6to4 (RFC 7526).
_KEPT = tuple(map(ipaddress.ip_network, ("64:ff9b:1::/48", "fec0::/10", "5f00::/16", "3fff::/20", "192.88.99.0/24")))
_ISATAP = 0x5EFE  # before an IPv4 address in the lower half of any other: what a tunnel leads to (RFC 5214)
_PORTS = {"http": 80, "https": 443}
_ASKED_PORTS = frozenset((80, 443, 8080, 8443))  # of hosts that are not open; behind others is rarely a web site
_LOOK_UP_SECONDS = 10.0

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Forbidden(ValueError):
    """The place must not be asked; ``str()`` says why, as the end of a sentence."""


class HostNotFound(Forbidden):
    """No address of the host is known, or not in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPlace:
    """Where a request goes: the host as it is named, and the address that was checked, to which to connect. One that
    ``is_open`` may lie anywhere."""

    url: str
    scheme: str
    host: str
    port: int
    target: str
    address: Address
    is_open: bool


def check_place(
    url: str,
    *,
    open_hosts: Collection[str] = (),
    allowed_hosts: Collection[str] = (),
    seconds: float = _LOOK_UP_SECONDS,
) -> CheckedPlace:
    """The place that a URL names, with one of its addresses.

    ``open_hosts`` are named hosts that may lie anywhere (tests, intranets). With ``allowed_hosts`` no others are asked.
    ``seconds`` are what looking up the host's name may take.

    Raises:
        Forbidden: not http or https, no host, a host that is not allowed or unknown, a port that is not the web's, or
            an address that is not public.
    """
    try:
        parts = urlsplit(url)
        host, port = fold_host(parts.hostname or ""), parts.port
    except ValueError as error:
        raise Forbidden("is not a web address.") from error
    if parts.scheme not in _PORTS or not host:
        raise Forbidden("is not a web address (http or https).")
    if parts.username is not None or parts.password is not None:
        raise Forbidden("contains a user name; links with a user name or a password are not read.")
    if allowed_hosts and not any(host == allowed or host.endswith(f".{allowed}") for allowed in allowed_hosts):
        raise Forbidden(f"leads to {host}, which is not among the hosts that [web] allowed_hosts names.")
    port, is_open = port or _PORTS[parts.scheme], host in open_hosts
    address = _resolve(host, port, min(seconds, _LOOK_UP_SECONDS), is_open=is_open)
    if not is_open and port not in _ASKED_PORTS:
        raise Forbidden(f"uses port {port}; only {', '.join(map(str, sorted(_ASKED_PORTS)))} are allowed.")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return CheckedPlace(
        url=url, scheme=parts.scheme, host=host, port=port, target=target, address=address, is_open=is_open
    )


def find_host(url: str) -> str | None:
    """The host that a URL names; None where it is no address of the web."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Whether an address is the public internet's, whatever it is written or wrapped as."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        last = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is None and any(address in network for network in _WRAPPING):
            inner = last
        if inner is not None:
            return is_public(inner)
        if int(address) >> 32 & 0xFCFFFFFF == _ISATAP and not is_public(last):
            return False
    return address.is_global and not address.is_multicast and not any(address in network for network in _KEPT)


def _resolve(host: str, port: int, seconds: float, *, is_open: bool) -> Address:
    try:
        found = _look_up(host, port, seconds)
    except (OSError, UnicodeError) as error:
        raise HostNotFound(f"leads to {host}, which cannot be found.") from error
    addresses = [ipaddress.ip_address(place.partition("%")[0]) for place in found]
    if not is_open and not all(map(is_public, addresses)):
        which = "which is not on the public internet: only the operator's own links may ([web] open_hosts)"
        raise Forbidden(f"leads to {host}, {which}.")
    return addresses[0]


def _look_up(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a host. The system's look-up knows no time limit, so it runs in a thread that is left behind.

    Raises:
        OSError, UnicodeError: there is no such host, or the answer takes longer than ``seconds``.
    """
    found = list[str]()
    failures = list[OSError | UnicodeError]()

    def ask() -> None:
        try:
            found.extend(str(place[0]) for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failures.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(0.0, seconds))
    if failures:
        raise failures[0]
    if asking.is_alive() or not found:
        raise TimeoutError
    return found
