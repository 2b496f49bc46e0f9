"""Bytes to text: as declared where that holds, else as the bytes look."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

_WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
_CENTRAL = ("cp1250", "iso8859_2")
_BECOME_SIGNS = re.compile(r"[šžŠŽøðþæ\x8d\x9d]|[^\W\d_][¹³¿£¾¼]|º[^\W\d_]")
FEW = 20  # letters beyond ASCII to each of those
SAMPLE = 50_000  # bytes looked at where nothing is declared
# What pages are written in; a short text fits UTF-16 and the code pages of mainframes as well.
GUESSED = (
    "cp1252 cp1251 cp1250 cp1253 cp1254 cp1255 cp1256 cp1257 cp874 koi8_r iso8859_2 "
    "shift_jis euc_jp gb18030 big5 euc_kr"
).split()


def decode(body: bytes, content_type: str | None = None) -> str:
    """Return *body* as text; bytes that do not fit become U+FFFD.

    A byte order mark wins. Bytes that are valid UTF-8 beyond ASCII are UTF-8 whatever is declared: texts
    of other encodings are not so by chance; nor is UTF-8, whatever is declared, where next to no letter beyond
    ASCII is. Then the `Content-Type` header, the page's own declaration, and the look of the bytes.

    >>> decode("Прочитано 7 разів".encode("cp1251"), "text/html; charset=windows-1251")
    'Прочитано 7 разів'
    """
    if (text := read_utf8(body, content_type)) is not None:
        return text
    encoding, mark = read_bom(body)
    if encoding is not None and mark is not None:
        return body[len(mark) :].decode(encoding, "replace")
    if wide := _wide(body, content_type):
        return body.decode(wide, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        # One bad byte near the end of a long UTF-8 page, or a page cut within a character.
        mostly_utf8 = error.start > 1000 and not body[: error.start].isascii()
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    if mostly_utf8 or declared == "utf-8":
        text = body.decode("utf-8", "replace")
        if _is_mostly_read(text):
            return text
        declared = html_body_declared_encoding(body)
    name = (_known(declared) if declared != "utf-8" else None) or _guess(body)
    return body.decode(name, "replace")


def _is_mostly_read(text: str) -> bool:
    """Whether more letters beyond ASCII were read than bytes were not: a server may say UTF-8 of all that it has."""
    unread = text.count("\ufffd")
    return 2 * unread <= len(text) - len(text.encode("ascii", "ignore"))


def read_utf8(body: bytes, content_type: str | None) -> str | None:
    """Return *body* as text where it is UTF-8 as it stands, without a byte order mark, else None."""
    if read_bom(body)[0] is not None or _wide(body, content_type):
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _wide(body: bytes, content_type: str | None) -> str | None:
    """The encoding of two or four bytes a letter that *body* is in: ASCII in UTF-16 is valid UTF-8 with many a NUL."""
    wide = http_content_type_encoding(content_type) if b"\0" in body[:SAMPLE] else None
    return wide if wide in _WIDE else None


def _known(name: str | None) -> str | None:
    """The codec of *name* for texts: "zip" and "hex" are codecs of Python's that no page is written in."""
    resolved = resolve_encoding(name) if name else None
    if resolved is None:
        return None
    try:
        return resolved if codecs.lookup(resolved)._is_text_encoding else None
    except LookupError:
        return None


def _guess(body: bytes) -> str:
    best = from_bytes(body[:SAMPLE], steps=5, chunk_size=512, cp_isolation=GUESSED).best()
    if best is None or (best.encoding in _CENTRAL and _is_western(body[:SAMPLE].decode("cp1252", "replace"))):
        return "cp1252"
    return best.encoding


def _is_western(text: str) -> bool:
    """Whether *text*, read as cp1252, has next to none of what the letters of Central Europe become there.

    The two differ in few letters of Spanish, Portuguese or French, of which a statistic takes "años" for "ańos": "ł"
    becomes "³" within a word, "ş" "º" before a letter, "ř" "ø"; Hungarian has an "ö" or "ü" for each "õ" that was "ő".
    """
    if "\ufffd" in text:
        return False
    letters = len(text) - len(text.encode("ascii", "ignore"))
    doubled, plain = (sum(map(text.count, pair)) for pair in ("õû", "öü"))
    central = len(_BECOME_SIGNS.findall(text)) + (doubled if doubled and plain >= doubled else 0)
    return central * FEW < letters
