"""Pages whose bytes are not what they are said to be."""

from __future__ import annotations

from hostile.behaviour import add, archived
from hostile.exchange import Exchange
from hostile.stories import story


def _page(body: bytes, content_type: str):
    async def respond(exchange: Exchange) -> None:
        await exchange.answer(body, Content_Type=content_type)

    return respond


def _plain(title: str) -> str:
    return story(title).replace('<meta charset="utf-8">', "")


def _with(name: str, title: str, body: bytes, content_type: str = "text/html") -> None:
    add("charsets", name, _page(body, content_type), archived(title=title))


for _name, _charset in {
    **{
        name: name
        for name in ("zip", "hex", "rot13", "base64", "idna", "punycode", "unicode_escape", "undefined", "utf-7")
    },
    "no-such-charset": "no-such-charset",
    "nothing": "",
    "an-apostrophe": "'",
    "a-backslash": "\\",
    "five-thousand-letters": "x" * 5000,
    "a-path": "../../etc/passwd",
    "two": "utf-8; charset=zip",
}.items():
    _title = f"Declared as {_name}"
    _with(f"declared-as-{_name}", _title, _plain(_title).encode(), f"text/html; charset={_charset}")

_ukrainian = "Порт відкрили знову після бурі"
_with("cp1251-declared-as-utf-8", _ukrainian, _plain(_ukrainian).encode("cp1251"), "text/html; charset=utf-8")
_ukrainian = "Пором стоїть уже третій день"
_with("cp1251-undeclared", _ukrainian, _plain(_ukrainian).encode("cp1251"))
_ukrainian = "Рибалки чекають на нову угоду"
_with("utf-8-declared-as-cp1251", _ukrainian, _plain(_ukrainian).encode(), "text/html; charset=windows-1251")
_with("utf-16-with-mark", "Sixteen bits with a mark", _plain("Sixteen bits with a mark").encode("utf-16"))
_with(
    "utf-16-declared",
    "Sixteen bits declared",
    _plain("Sixteen bits declared").encode("utf-16-le"),
    "text/html; charset=utf-16le",
)
_with(
    "utf-8-with-mark-declared-as-utf-16",
    "Eight bits with a mark",
    b"\xef\xbb\xbf" + _plain("Eight bits with a mark").encode(),
    "text/html; charset=utf-16",
)
_with(
    "mark-in-the-middle",
    "A mark in the middle",
    _plain("A mark in the middle").encode().replace(b"<p>", b"<p>\xef\xbb\xbf\xff\xfe"),
    "text/html; charset=utf-8",
)
_with(
    "invalid-utf-8",
    "Bytes that are no letters",
    _plain("Bytes that are no letters").encode().replace(b"fish", b"f\xff\xfe\xc3sh"),
    "text/html; charset=utf-8",
)
_with(
    "overlong-utf-8",
    "Overlong letters",
    _plain("Overlong letters").encode().replace(b"fish", b"\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf"),
    "text/html; charset=utf-8",
)
_with(
    "surrogates-in-utf-8",
    "Surrogates as bytes",
    _plain("Surrogates as bytes").encode().replace(b"fish", b"\xed\xa0\x80\xed\xb0\x80"),
    "text/html; charset=utf-8",
)
_with(
    "cut-within-a-letter",
    "Cut within a letter",
    (_plain("Cut within a letter") + "Київ").encode()[:-1],
    "text/html; charset=utf-8",
)
_with(
    "surrogate-references",
    "References to nothing",
    _plain("References to nothing").encode().replace(b"fish", b"&#xD800;&#xDFFF;&#x110000;&#0;&#xFFFFFFFFFF;"),
)
_with("beyond-unicode", "Noncharacters", _plain("Noncharacters").replace("fish", "\ufffe\uffff\U0010ffff").encode())
