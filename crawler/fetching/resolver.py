"""Names to addresses: some by setting, and none that is private, at every connection that is made."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import NotConfigured
from scrapy.resolver import HostResolution
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

# Names whose addresses were refused lately, with the reason: the ledger tells why a page was not fetched.
refused: dict[str, str] = {}
MOST_REFUSED = 1000  # a site can name more than that
# Networks of IPv6 whose addresses end with one of IPv4: NAT64, compatible ones.
_ENDING = [ipaddress.IPv6Network(network) for network in ("64:ff9b::/96", "::/96")]
# NAT64 of a network's own, whose prefix may be of these lengths: then the address of IPv4 follows it (RFC 6052, 2.2).
_OWN_NAT64, _PREFIXES = ipaddress.IPv6Network("64:ff9b:1::/48"), (48, 56, 64)


def parse_resolve(rules: dict[str, str]) -> dict[str, tuple[str, int]]:
    """Return the rules of NEWSARC_RESOLVE as name pattern -> (address, port).

    >>> parse_resolve({"*.example": "127.0.0.1:8000"})
    {'*.example': ('127.0.0.1', 8000)}

    Raises `NotConfigured` with the rule that is malformed.
    """
    parsed = {}
    for pattern, target in rules.items():
        host, _, port = str(target).rpartition(":")
        try:
            parsed[pattern.lower()] = (str(ipaddress.ip_address(host.strip("[]"))), int(port))
        except ValueError as error:
            raise NotConfigured(
                f"NEWSARC_RESOLVE: {pattern!r} -> {target!r}; expected ADDRESS:PORT, such as '127.0.0.1:8000'"
            ) from error
    return parsed


def is_private(address: str) -> bool:
    """Return whether *address* is not one host's on the public internet: loopback, private, link-local, multicast.

    An IPv6 address that stands for an IPv4 one (mapped, compatible, NAT64, 6to4) is as private as that is.
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    is_of_site = isinstance(parsed, ipaddress.IPv6Address) and parsed.is_site_local  # global, to Python 3.11
    return is_of_site or any(not one.is_global or one.is_multicast for one in _meant(parsed))


def _meant(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> list[ipaddress.IPv4Address] | list[ipaddress.IPv6Address]:
    """The addresses that *address* may stand for: itself, where it is no other's."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    last = ipaddress.IPv4Address(address.packed[-4:])
    if any(address in network for network in _ENDING):
        return [last]
    if address in _OWN_NAT64:
        told = address.packed[:8] + address.packed[9:]  # the ninth byte is none of them
        inner = [ipaddress.IPv4Address(told[length // 8 :][:4]) for length in _PREFIXES]
        return [last, *(one for one in inner if one.packed[0])]  # 0.0.0.0/8 is nobody's: the prefix is longer
    if other := address.ipv4_mapped or address.sixtofour:
        return [other]
    return [address]


class _Guard:
    """Passes the addresses of one name on, the private ones left out."""

    def __init__(self, receiver: Any, name: str, rules: GuardedResolver) -> None:
        self.receiver, self.name, self.rules = receiver, name, rules

    def resolutionBegan(self, resolution: Any) -> None:
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None:
        if self.rules.allows(self.name, address.host):
            self.receiver.addressResolved(address)

    def resolutionComplete(self) -> None:
        self.receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver:
    """Resolves the names of NEWSARC_RESOLVE as told, all others as the system does.

    Refuses addresses that are not public unless NEWSARC_ALLOW_PRIVATE_ADDRESSES is set. It stands below
    every connection, redirects and robots.txt included, and sees literal addresses too. The address that was
    checked is the one that is connected to: a name that answers otherwise the next time is checked again.
    What a rule says of a name its writer wants, wherever it leads.
    """

    def __init__(self, reactor: Any, rules: dict[str, str], *, allow_private: bool) -> None:
        self.reactor = reactor
        self.system = reactor.nameResolver
        self.rules = parse_resolve(rules)
        self.allow_private = allow_private

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        settings = crawler.settings
        allow_private = settings.getbool("NEWSARC_ALLOW_PRIVATE_ADDRESSES")
        return cls(reactor, settings.getdict("NEWSARC_RESOLVE"), allow_private=allow_private)

    def install_on_reactor(self) -> None:
        self.reactor.installNameResolver(self)

    def allows(self, name: str, address: str) -> bool:
        """Whether a connection to *address* may be made for *name*; a refusal is logged and kept."""
        if self.allow_private or not is_private(address):
            return True
        if name not in refused:
            while len(refused) >= MOST_REFUSED:
                del refused[next(iter(refused))]
            refused[name] = f"refused: {name} is at {address}, which is not a public address"
            logger.warning(
                "%s. Set NEWSARC_ALLOW_PRIVATE_ADDRESSES=1 (-s) to fetch from your own network.", refused[name]
            )
        return False

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        for pattern, (address, port) in self.rules.items():
            if fnmatchcase(hostName.lower(), pattern):
                kind = IPv6Address if ":" in address else IPv4Address
                resolution = HostResolution(hostName)
                resolutionReceiver.resolutionBegan(resolution)
                resolutionReceiver.addressResolved(kind("TCP", address, port))
                resolutionReceiver.resolutionComplete()
                return resolution
        guard = _Guard(resolutionReceiver, hostName, self)
        return self.system.resolveHostName(guard, hostName, portNumber, addressTypes, transportSemantics)
