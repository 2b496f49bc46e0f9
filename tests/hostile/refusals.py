"""Sites that ask to wait, refuse, or answer something else than the page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from hostile.behaviour import Outcome, add, archived, behaviour, failed, not_article, put_off
from hostile.exchange import Exchange
from hostile.stories import story


def _status(status: str, **headers: str | int):
    async def respond(exchange: Exchange) -> None:
        await exchange.answer(story(f"Status {status}"), status, **headers)

    return respond


for _number, _words in {
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    406: "Not Acceptable",
    418: "I'm a teapot",
    451: "Unavailable For Legal Reasons",
    500: "Internal Server Error",
    502: "Bad Gateway",
    520: "Unknown",
}.items():
    add("refusals", f"status-{_number}", _status(f"{_number} {_words}"), failed(f"status {_number}", _number, 6))
for _number in (404, 410):
    add("refusals", f"status-{_number}", _status(f"{_number} Gone"), Outcome("gone", f"status {_number}", _number))

for _name, _wait in {
    "near": "1",
    "far": "86400",
    "absurd": "9" * 400,
    "negative": "-5",
    "broken": "1.5e3",
    "words": "in a while",
    "past": "Thu, 01 Jan 1970 00:00:00 GMT",
    "in-9999": "Fri, 31 Dec 9999 23:59:59 GMT",
    "no-day": "Mon, 99 Foo 2026 99:99:99 GMT",
    "empty": "",
    "tomorrow": format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True),
}.items():
    for _number in (429, 503):
        add(
            *("refusals", f"retry-after-{_name}-{_number}"),
            _status(f"{_number} Wait", Retry_After=_wait),
            put_off(f"status {_number}", _number),
        )


@behaviour(put_off("status 503", 503))
async def flapping_503(exchange: Exchange) -> None:
    if exchange.number % 2:
        await exchange.answer("", "503 Service Unavailable")
    else:
        await exchange.answer(story("It answers every other time"))


@behaviour(not_article("."))
async def cookie_wall(exchange: Exchange) -> None:
    text = "We and our 842 partners store and access information on your device. Accept all to read on, or subscribe."
    buttons = "<button>Accept all</button><button>Manage choices</button>"
    await exchange.answer(
        f"<!doctype html><html><head><title>Consent</title></head><body><div><p>{text}</p>{buttons}</div></body>"
    )


@behaviour(not_article("."))
async def challenge(exchange: Exchange) -> None:
    text = "Checking your browser before you access the site. This process is automatic. Please allow up to 5 seconds."
    await exchange.answer(
        f"<!doctype html><html><head><title>Just a moment...</title></head><body><h1>{text}</h1></body>"
    )


@behaviour(not_article("."))
async def script_only(exchange: Exchange) -> None:
    await exchange.answer(
        '<!doctype html><html><head><title>App</title></head><body><div id="root"></div><script src="/a.js"></script>'
    )


@behaviour(not_article(".", most_requests=4))
async def login_page(exchange: Exchange) -> None:
    if exchange.query:
        form = '<form><input name="user"><input type="password" name="password"></form>'
        await exchange.answer(
            f"<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in</h1>{form}</body>"
        )
    else:
        await exchange.redirect(f"{exchange.path}?login&next=/")


@behaviour(not_article("."))
async def server_error_with_200(exchange: Exchange) -> None:
    text = "Warning: mysqli_connect(): (HY000/2002): Connection refused in /var/www/html/class-wpdb.php on line 1"
    await exchange.answer(f"<html><head><title>Error</title></head><body><p><b>{text}</b></p></body></html>")


@behaviour(not_article("not a page"))
async def json_instead(exchange: Exchange) -> None:
    await exchange.answer('{"error": "not found"}', Content_Type="application/json")


@behaviour(archived(title="A thousand cookies"))
async def thousand_cookies(exchange: Exchange) -> None:
    page = story("A thousand cookies").encode()
    cookies = b"".join(b"Set-Cookie: c%d=%s; Path=/\r\n" % (n, b"x" * 30) for n in range(1000))
    await exchange.send(b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s" % (cookies, len(page), page))
