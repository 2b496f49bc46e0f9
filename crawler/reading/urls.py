"""URLs: the key under which one page is known, and the site that a page belongs to."""

from __future__ import annotations

import ipaddress
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

import idna

if TYPE_CHECKING:
    from tldextract import TLDExtract

# Added by whoever shares a link; the page is the same without them.
_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|dc|y|tw|tt|ms)cl(?:k?id|srcid?)|gbraid|wbraid|mc_[ce]id|igshid?|_ga|_gl|ysclid|_openstat"
    r"|__twitter_impression|cmpid|ncid|ns_(?:campaign|mchannel|source|linkname|fee)|at_(?:medium|campaign)\w*|xtor"
    r"|wt_mc|mkt_tok|oly_(?:anon|enc)_id|vero_id|s_cid",
    re.IGNORECASE,
)
# A visit's number, given anew to each visitor: known by its name, or by its look where the name may mean another thing.
_SESSION = re.compile(r"phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|sessionid|session_id", re.IGNORECASE)
_SESSION_OR_STORY = re.compile(r"s|sid|session|zenid|oscsid", re.IGNORECASE)
_SESSION_VALUE = re.compile(r"[0-9a-f]{20,}|[A-Za-z0-9,-]{26,}")
_SESSION_IN_PATH = re.compile(r";jsessionid=[\w.!-]*|/\((?:[A-Z]\([\w-]{20,}\))+\)(?=/)", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f:]*:[0-9a-f:.]*(?:%\w+)?")
LONGEST_URL = 8000  # servers take no longer ones
_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNRESERVED = "!$&'()*+,;=:@/~-._"
# What `web_url` leaves as it is, as are nearly all addresses of a sitemap: a cheap host, nothing that could be escaped.
_AS_IT_IS = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*/[A-Za-z0-9/_~.-]*")


class UrlError(ValueError):
    """A text that is no http or https URL with a host. The message quotes it."""


@lru_cache(maxsize=4096)
def _host(hostname: str) -> str:
    """Return a host as DNS has it: lower case, without a final dot, IDNA encoded.

    >>> _host("Новини.УКР.")
    'xn--b1amarcd.xn--j1amh'
    """
    host = hostname.rstrip(".").lower()
    if _HOST.fullmatch(host):
        return host
    if host.isascii():
        raise UrlError(f"{hostname!r} is not a host name. Expected one like www.site.example.")
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise UrlError(f"{hostname!r} is not a host name: {error}") from error


def web_url(url: str, base: str = "") -> str:
    """Return *url*, made absolute against *base*, host in ASCII, without fragment or credentials.

    Raises `UrlError` unless it is http or https with a host: "mailto:", "file:", "javascript:" are refused, and what
    is longer than `LONGEST_URL`.

    >>> web_url("/news/1#top", "http://Harbour.example")
    'http://harbour.example/news/1'
    """
    if _AS_IT_IS.fullmatch(url) and len(url) <= LONGEST_URL:
        return url
    return _web_url(url, base)


def _web_url(url: str, base: str) -> str:
    if len(url) > LONGEST_URL:
        raise UrlError(f"{url[:80]!r}... is {len(url)} characters long. Expected a URL of at most {LONGEST_URL}.")
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
    try:
        path = normal_path(parts.path) or "/"
        query = f"?{quote(parts.query, safe=_UNRESERVED + '?%')}" if parts.query else ""
    except UnicodeEncodeError as error:  # half a surrogate pair, as JSON can hold
        raise UrlError(f"{url!r} is not a URL: {error.reason}. Expected one like https://site.example/page.") from error
    return f"{parts.scheme}://{netloc}{path}{query}"


_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")


def normal_path(path: str) -> str:
    """Return *path* with non-ASCII percent-encoded, needless escapes undone, the needed ones in upper case.

    >>> normal_path("/caf\xe9/%7eann/%2f")
    '/caf%C3%A9/~ann/%2F'
    """

    def one_way(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return chr(code) if code in _PLAIN else f"%{code:02X}"

    return _ESCAPE.sub(one_way, quote(path, safe=_UNRESERVED + "%"))


def url_key(url: str) -> str:
    """Return the key under which the page at *url* is known: equal keys are the same page, on any site.

    - http and https, default ports, letter case of the host, IDNA and percent forms are one
    - fragments, known tracking parameters and sessions are dropped, the other parameters sorted and kept
    - the path is kept to the letter: a trailing slash may be another page

    >>> url_key("https://Harbour.example:443/news/?b=2&utm_source=x&a=1#top")
    'harbour.example/news/?a=1&b=2'
    >>> url_key("https://harbour.example/a;jsessionid=1F?sid=33"), url_key(f"https://harbour.example/a?sid={'4e' * 16}")
    ('harbour.example/a?sid=33', 'harbour.example/a')

    Raises `UrlError`.
    """
    address = web_url(url)
    if _AS_IT_IS.fullmatch(address) and "sess" not in address:
        return address.partition("://")[2]
    parts = urlsplit(address)
    pairs = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _is_of_the_visit(k, v)]
    query = f"?{urlencode(sorted(pairs))}" if pairs else ""
    path = _SESSION_IN_PATH.sub("", parts.path) if "sess" in parts.path or "/(" in parts.path else parts.path
    return f"{parts.netloc}{path or '/'}{query}"


def _is_of_the_visit(name: str, value: str) -> bool:
    """Whether a parameter tells where a visitor comes from or which visit this is, and not which page."""
    if _TRACKING.fullmatch(name) or _SESSION.fullmatch(name):
        return True
    return bool(_SESSION_OR_STORY.fullmatch(name) and _SESSION_VALUE.fullmatch(value))


def web_url_or_none(url: str, base: str = "") -> str | None:
    """Return what `web_url` does, or None where *url* is no web address."""
    try:
        return web_url(url, base)
    except UrlError:
        return None


def url_key_or_none(url: str) -> str | None:
    """Return what `url_key` does, or None where *url* is no web address."""
    try:
        return url_key(url)
    except UrlError:
        return None


def may_be_address(target: str) -> bool:
    """Return whether *target* may be an address: "lock.example", "localhost:8000" and "[::1]" may, "lock" may not."""
    return any(mark in target for mark in ".:/") or target == "localhost"


def path_of(url: str) -> str:
    """Return the path of *url*, "" where it cannot be split, as "http://[::1/live"."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def host_of(url: str) -> str:
    """Return the host that is asked for *url*, with its port where that is not the usual one.

    >>> host_of("https://Harbour.example:443/news/"), host_of("http://harbour.example:8000/")
    ('harbour.example', 'harbour.example:8000')

    Raises `UrlError`.
    """
    return urlsplit(web_url(url)).netloc


# Hosts, paths and parameters under which one page is served in several dresses.
_DRESS_LABEL = re.compile(r"(?:www\d?|m|mobile|amp|print)\.(?=[^.]+\.)")
_AMP_CACHE = re.compile(r"[^/]+\.cdn\.ampproject\.org/(?:c|v|wp)/(?:s/)?([^/]+\.[^/]+/.*)")
_AMP_VIEWER = re.compile(r"(?:www\.)?google\.[a-z.]+/amp/(?:s/)?([^/]+\.[^/]+/.*)")
_DRESS_SEGMENT = re.compile(r"^/(?:amp|print|m|mobile)(?=/)|/(?:amp|print|drucken|imprimir|imprimer|stampa)/?$")
_DRESS_FILE = re.compile(r"[./_-](?:amp|print)(?=\.s?html?$)")
_INDEX_FILE = re.compile(r"/(?:index|default)\.(?:s?html?|php|aspx?|jsp)$", re.IGNORECASE)
_DRESS_PARAMETERS = frozenset(
    {("amp", "1"), ("amp", ""), ("amp", "true"), ("outputType", "amp"), ("output", "amp"), ("format", "amp")}
    | {("print", "1"), ("print", "true"), ("print", ""), ("view", "print"), ("output", "print"), ("tmpl", "component")}
)


def loose_key(url: str) -> str:
    """Return a key that only proposes: pages with equal ones may be one page in several dresses.

    - `www.`, `m.`, `mobile.`, `amp.` and `print.` hosts, AMP caches, AMP and print views are one with the plain page
    - a trailing slash and an index file say nothing
    - unknown parameters are kept, and so are prefixes of languages: they are other pages

    >>> loose_key("https://m.harbour.example/news/gates/amp/")
    'harbour.example/news/gates'

    Raises `UrlError`.
    """
    key = url_key(url)
    for cache_of in (_AMP_CACHE, _AMP_VIEWER):
        if cached := cache_of.match(key):
            key = url_key(f"https://{cached[1]}")
    address, _, query = key.partition("?")
    host, slash, path = address.partition("/")
    path = _INDEX_FILE.sub("/", _DRESS_FILE.sub("", slash + path))
    path = _DRESS_SEGMENT.sub("", path).rstrip("/") if path != "/" else ""
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair not in _DRESS_PARAMETERS]
    return f"{_DRESS_LABEL.sub('', host, count=1)}{path}{f'?{urlencode(pairs)}' if pairs else ''}"


@cache
def _splitter() -> TLDExtract:
    # Imported late: it brings an HTTP library, which is not used. The suffix list is the one that the package
    # ships: a crawl asks no third party which domains exist.
    from tldextract import TLDExtract  # noqa: PLC0415

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def site_of(url: str) -> str:
    """Return the domain that *url* belongs to, as its owner registered it; an address stays an address.

    >>> site_of("https://m.sport.harbour.co.uk/news/1")
    'harbour.co.uk'

    Raises `UrlError`.
    """
    return _site_of_host(urlsplit(web_url(url)).hostname or "")


def site_or_none(url: str) -> str | None:
    """Return what `site_of` does, or None where *url* is no web address."""
    try:
        return site_of(url)
    except UrlError:
        return None


@lru_cache(maxsize=4096)
def _site_of_host(host: str) -> str:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        # A suffix that the list does not know, such as ".example", counts as one label.
        return _splitter()(host).top_domain_under_public_suffix or ".".join(host.split(".")[-2:])
