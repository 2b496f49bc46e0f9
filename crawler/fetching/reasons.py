"""Why a page was not fetched, in words for the ledger."""

from __future__ import annotations

from OpenSSL.SSL import Error as SSLError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.settings import BaseSettings
from service_identity.exceptions import VerificationError
from twisted.internet.error import ConnectionClosed
from twisted.web.client import ResponseFailed

from crawler.fetching import resolver
from crawler.fetching.headers import HeadersTooLargeError
from crawler.unpacking import TooLargeError

LONGEST = 300  # characters of a reason
_CUT = "incomplete: the answer ended before it was whole"
_UNTRUSTED = "; verify_certificates = false in its [sites.NAME] of newsarc.toml takes it as it is"


def why_not_fetched(error: BaseException | None, host: str, settings: BaseSettings) -> tuple[str, str]:
    """Return the state of a page, "failed" or "refused", and the reason, by what went wrong on the way to *host*.

    What is refused newsarc would not fetch, and does not ask for again; what failed is tried again later.
    """
    state, reason = _why(error, host, settings)
    return state, reason[:LONGEST]


def _why(error: BaseException | None, host: str, settings: BaseSettings) -> tuple[str, str]:
    match error:
        case CannotResolveHostError() if host in resolver.refused:
            return "refused", resolver.refused[host]
        case CannotResolveHostError():
            return "failed", f"no such host: {host}"
        case DownloadTimeoutError():
            return "failed", f"no whole answer within {settings.getfloat('DOWNLOAD_TIMEOUT'):g} s"
        case DownloadConnectionRefusedError():
            return "failed", f"connection refused: nobody answers at {host}"
        case DownloadCancelledError():
            return "refused", f"larger than {settings.getint('DOWNLOAD_MAXSIZE')} bytes"
        case ResponseDataLossError():
            return "failed", _CUT
        case DownloadFailedError():
            return "failed", _broken(error.__cause__)
        case TooLargeError():
            return "refused", str(error)
        case UnsupportedURLSchemeError() | IgnoreRequest():
            return "refused", str(error) or "not allowed"
    return "failed", f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _broken(cause: BaseException | None) -> str:
    """What was wrong with an answer that is no HTTP, by Twisted's list of failures."""
    reasons = [failure.value for failure in cause.reasons] if isinstance(cause, ResponseFailed) else [cause]
    for reason in reasons:
        if isinstance(reason, HeadersTooLargeError):
            return str(reason)
        if isinstance(reason, ConnectionClosed):
            return _CUT
        if isinstance(reason, SSLError):
            return _no_tls(reason)
        if isinstance(reason, VerificationError):
            return f"no connection by TLS: the certificate is another host's{_UNTRUSTED}"
    return f"no valid HTTP answer: {reasons[0]!r}"


def _no_tls(error: SSLError) -> str:
    """What was wrong with a connection by TLS, such as `[("SSL routines", "", "certificate verify failed")]`."""
    told = ", ".join(str(one[-1]) for one in error.args[0])
    return f"no connection by TLS: {told}{_UNTRUSTED * ('certificate verify failed' in told)}"
