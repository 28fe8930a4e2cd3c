"""Where a request comes from: the address that limits count, and whether its browser's connection is secure."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_HOUSEHOLD = 64  # bits of an IPv6 address that a provider gives to one connection (RFC 6177)


def address_of(request: HttpRequest) -> str:
    """Return the network address of a request; behind a proxy, what the proxy says (ONLINEAMT_PROXIES).

    Of an IPv6 address the part that stands for a household: the rest changes as often as its owner likes.
    """
    proxies = settings.ENV.proxies
    forwarded = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    if proxies and len(forwarded) >= proxies:
        return _household(forwarded[-proxies])
    return _household(request.META.get("REMOTE_ADDR", ""))


def is_secure(request: HttpRequest) -> bool:
    """Behind the proxy the connection looks plain, although the browser's is not."""
    return settings.ENV.is_production or request.is_secure()


def _household(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    return str(known.ipv4_mapped or ip_network((known.packed, _HOUSEHOLD), strict=False))
