"""Redirects, by status or by a page's refresh, that lead to web addresses and to nothing else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import BaseRedirectMiddleware, MetaRefreshMiddleware, RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.reading.urls import UrlError, web_url

MOST_TIMES_BACK = 2  # to one address
SHOWN = 200  # characters of an address in a message


def redirect_target(url: str) -> str:
    """Return where a redirect to *url* leads: the host as DNS has it, without credentials, all else to the letter.

    >>> redirect_target("http://me@Новини.укр/%7Ea#b")
    'http://xn--b1amarcd.xn--j1amh/%7Ea#b'

    Raises `IgnoreRequest` for what is no web address.
    """
    try:
        return urlsplit(url)._replace(netloc=urlsplit(web_url(url)).netloc).geturl()
    except UrlError as error:
        raise _astray(url) from error


def _astray(url: str) -> IgnoreRequest:
    return IgnoreRequest(f"a redirect leads to {url[:SHOWN]!r}, which is no web address")


class _ToTheWeb(BaseRedirectMiddleware):
    def process_response(self, request: Request, response: Response) -> Any:
        try:
            return super().process_response(request, response)  # type: ignore[misc]
        except (LookupError, UnicodeError):
            return response  # its charset is none that text is in, which matters to a refresh alone
        except ValueError as error:  # "http://a.example:port/" is no URL to urllib
            location = response.headers.get("Location") or b"somewhere"
            raise _astray(location.decode("latin-1")) from error

    def _build_redirect_request(self, source_request: Request, response: Response, *, url: str, **kwargs: Any) -> Any:
        return super()._build_redirect_request(source_request, response, url=redirect_target(url), **kwargs)

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Any:
        # Once is how a gate leads back that has set a cookie.
        if request.meta.get("redirect_urls", []).count(redirected.url) >= MOST_TIMES_BACK:
            raise IgnoreRequest("redirects that lead round in a circle, and no page")
        try:
            return super()._redirect(redirected, request, reason)
        except IgnoreRequest as error:
            raise IgnoreRequest(f"more than {self.max_redirect_times} redirects, and no page") from error


class WebRedirectMiddleware(_ToTheWeb, RedirectMiddleware):  # type: ignore[misc]
    """Scrapy's middleware for redirects by status; what leads to no web address is refused, and named."""


class WebRefreshMiddleware(_ToTheWeb, MetaRefreshMiddleware):  # type: ignore[misc]
    """Scrapy's middleware for `<meta http-equiv=refresh>`; what leads to no web address is refused, and named."""
