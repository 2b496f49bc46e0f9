"""URLs: the key under which one page is known, and the site that a page belongs to."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

import idna
import tldextract

# Added by whoever shares a link; the page is the same without them.
_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|dc|y|tw|tt|ms)cl(?:k?id|srcid?)|gbraid|wbraid|mc_[ce]id|igshid?|_ga|_gl|ysclid|_openstat"
    r"|__twitter_impression|cmpid|ncid|ns_(?:campaign|mchannel|source|linkname|fee)|at_(?:medium|campaign)\w*|xtor"
    r"|wt_mc|mkt_tok|oly_(?:anon|enc)_id|vero_id|s_cid",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNRESERVED = "!$&'()*+,;=:@/~-._"
# The suffix list that the package ships: a crawl asks no third party which domains exist.
_split_domain = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


class UrlError(ValueError):
    """A text that is no http or https URL with a host. The message quotes it."""


@lru_cache(maxsize=4096)
def _host(hostname: str) -> str:
    """Return a host as DNS has it: lower case, without a final dot, IDNA encoded.

    >>> _host("Новини.УКР.")
    'xn--b1amarcd.xn--j1amh'
    """
    host = hostname.rstrip(".").lower()
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise UrlError(f"{hostname!r} is not a host name: {error}") from error


def web_url(url: str, base: str = "") -> str:
    """Return *url*, made absolute against *base*, host in ASCII, without fragment or credentials.

    Raises `UrlError` unless it is http or https with a host: "mailto:", "file:", "javascript:" are refused.

    >>> web_url("/news/1#top", "http://Harbour.example")
    'http://harbour.example/news/1'
    """
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        port = parts.port
    except ValueError as error:
        raise UrlError(f"{url!r} is not a URL: {error}. Expected one like https://site.example/page.") from error
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise UrlError(f"{url!r} is not a web address. Expected one like https://site.example/page.")
    host = _host(parts.hostname)
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        netloc += f":{port}"
    path = _keep_escapes(parts.path) or "/"
    query = f"?{quote(parts.query, safe=_UNRESERVED + '?%')}" if parts.query else ""
    return f"{parts.scheme}://{netloc}{path}{query}"


_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")


def _keep_escapes(path: str) -> str:
    """Return *path* with non-ASCII percent-encoded, needless escapes undone, the needed ones in upper case."""

    def one_way(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return chr(code) if code in _PLAIN else f"%{code:02X}"

    return _ESCAPE.sub(one_way, quote(path, safe=_UNRESERVED + "%"))


def url_key(url: str) -> str:
    """Return the key under which the page at *url* is known: equal keys are the same page, on any site.

    - http and https, default ports, letter case of the host, IDNA and percent forms are one
    - fragments and known tracking parameters are dropped, the other parameters sorted and kept
    - the path is kept to the letter: a trailing slash may be another page

    >>> url_key("https://Harbour.example:443/news/?b=2&utm_source=x&a=1#top")
    'harbour.example/news/?a=1&b=2'

    Raises `UrlError`.
    """
    parts = urlsplit(web_url(url))
    pairs = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)]
    query = f"?{urlencode(sorted(pairs))}" if pairs else ""
    return f"{parts.netloc}{parts.path}{query}"


@lru_cache(maxsize=4096)
def site_of(url: str) -> str:
    """Return the domain that *url* belongs to, as its owner registered it; an address stays an address.

    >>> site_of("https://m.sport.harbour.co.uk/news/1")
    'harbour.co.uk'

    Raises `UrlError`.
    """
    host = urlsplit(web_url(url)).hostname or ""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        # A suffix that the list does not know, such as ".example", counts as one label.
        return _split_domain(host).top_domain_under_public_suffix or ".".join(host.split(".")[-2:])
