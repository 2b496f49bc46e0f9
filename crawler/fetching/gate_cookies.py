"""A downloader middleware for sites that show a page only to who brings back the cookie that a redirect set."""

from __future__ import annotations

from http.cookiejar import Cookie
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http.cookies import CookieJar
from scrapy.utils.httpobj import urlparse_cached

from crawler.fetching.headers import header
from crawler.reading.urls import site_or_none

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

MOST_COOKIES = 20  # that a way through redirects may set
LONGEST_COOKIES = 4096  # bytes, all that are sent together
MOST_HOSTS = 1000  # a site may have one for each of its readers
_JAR, _SENT = "newsarc_gate_jar", "newsarc_gate_sent"  # in a request's meta, which a redirect's has too


class GateCookiesMiddleware:
    """Brings what a redirect sets along to where it leads; where it led back, to all pages of the host from then on.

    Other cookies are not kept: by them sites count how much a reader has read, and show what fits that reader. They
    last as long as the crawl, and go to no host that they are not for.
    """

    def __init__(self) -> None:
        self.kept: dict[str | None, CookieJar] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls()

    def process_request(self, request: Request) -> None:
        sent = request.meta.pop(_SENT, None)
        jar: CookieJar | None = request.meta.get(_JAR) or self.kept.get(urlparse_cached(request).hostname)
        if jar is None:
            return
        bare = Request(request.url)
        jar.add_cookie_header(bare)
        found = bare.headers.get("Cookie")
        if found is None or len(found) > LONGEST_COOKIES:
            return
        # Those of the site's file and of newsarc.toml were set anew just before, where there are any.
        given = [cookies for cookies in request.headers.getlist("Cookie") if cookies != sent]
        request.meta[_SENT] = found
        request.headers["Cookie"] = b"; ".join([*given, found])

    def process_response(self, request: Request, response: Response) -> Response:
        location = header(response, "Location")
        if not 300 <= response.status < 400 or not location:
            return response
        jar = request.meta.get(_JAR)
        if "Set-Cookie" in response.headers:
            if jar is None:
                jar = CookieJar()
                for cookie in self.kept.get(urlparse_cached(request).hostname, ()):
                    jar.set_cookie(cookie)
            jar.extract_cookies(response, request)
            for cookie in [cookie for cookie in jar if _is_of_all(cookie)]:
                jar.clear(cookie.domain, cookie.path, cookie.name)
            request.meta[_JAR] = jar = jar if _is_bounded(jar) else None
        if jar is not None and _leads_back(request, response.url, location):
            if len(self.kept) >= MOST_HOSTS:
                self.kept.pop(next(iter(self.kept)))
            self.kept[urlparse_cached(request).hostname] = jar
        return response


def _is_of_all(cookie: Cookie) -> bool:
    """Whether a cookie would go to sites of other owners: `Domain=co.uk`."""
    domain = cookie.domain.lstrip(".")
    return cookie.domain_specified and site_or_none(f"http://a.{domain}") != site_or_none(f"http://{domain}")


def _is_bounded(jar: CookieJar) -> bool:
    return len(jar) <= MOST_COOKIES and sum(len(one.name) + len(one.value or "") for one in jar) <= LONGEST_COOKIES


def _leads_back(request: Request, url: str, location: str) -> bool:
    """Whether a redirect leads to an address that was asked for before it: only the cookies differ the next time."""
    try:
        target = urljoin(url, location)
    except ValueError:  # "http://[a/" is no address
        return False
    return target in (url, *request.meta.get("redirect_urls", ()))
