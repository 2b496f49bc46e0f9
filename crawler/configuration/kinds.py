"""What a value of the configuration may be, and how an environment variable says it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cssselect import SelectorError
from cssselect import parse as parse_selector

from crawler.reading.instants import parse_span
from crawler.site import is_header

Span = tuple[timedelta, timedelta]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value. `read` turns what TOML holds, and the folder that paths start from, into the value.

    It raises `ValueError` for what is none; `expected` says in words what it should have been. `from_text` makes of an
    environment variable what TOML would hold.
    """

    expected: str
    read: Callable[[Any, Path], Any]
    from_text: Callable[[str], Any] = str


def refuse(condition: bool) -> None:
    """Raise `ValueError` if *condition* holds: the kind's `expected` says the rest."""
    if condition:
        raise ValueError


def number(least: float, most: float) -> Kind:
    """Return the kind of numbers between two bounds, both included."""

    def read(value: Any, base: Path) -> float:
        refuse(isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most)
        return float(value)

    return Kind(f"a number from {least:g} to {most:g}", read, float)


def whole(least: int, most: int) -> Kind:
    """Return the kind of whole numbers between two bounds, both included."""

    def read(value: Any, base: Path) -> int:
        refuse(isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most)
        return int(value)

    return Kind(f"a whole number from {least} to {most}", read, int)


def choice(*words: str) -> Kind:
    """Return the kind of one of *words*."""

    def read(value: Any, base: Path) -> str:
        refuse(value not in words)
        return str(value)

    return Kind("one of " + ", ".join(f'"{word}"' for word in words), read)


def _flag(value: Any, base: Path) -> bool:
    refuse(not isinstance(value, bool))
    return bool(value)


def _flag_from_text(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    refuse(text.lower() not in words)
    return words[text.lower()]


def _text(value: Any, base: Path) -> str:
    refuse(not isinstance(value, str) or not value.strip() or not value.isprintable())
    return str(value)


def _path(value: Any, base: Path) -> Path:
    refuse(not isinstance(value, str) or not value.strip() or "\0" in value)
    return base / Path(_name(value)).expanduser()


def _name(text: str) -> str:
    """A name of a file as this machine writes it; in UTF-8, as the file is, where its locale has no such letters."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return os.fsdecode(text.encode("utf-8", "surrogateescape"))
    return text


def _span(value: Any, base: Path) -> timedelta:
    span = parse_span(value) if isinstance(value, str) else None
    refuse(not span)
    assert span is not None
    return span


def _spans(value: Any, base: Path) -> Span:
    refuse(not isinstance(value, str))
    least, dots, most = value.partition("..")
    spans = _span(least.strip(), base), _span((most if dots else least).strip(), base)
    refuse(spans[0] > spans[1])
    return spans


def _texts(value: Any, base: Path) -> tuple[str, ...]:
    refuse(not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value))
    return tuple(value)


def _pairs(value: Any, base: Path) -> dict[str, str]:
    refuse(not isinstance(value, dict))
    for name, text in value.items():
        refuse(not isinstance(text, str) or not is_header(name, text))
    return dict(value)


def _selectors(value: Any, base: Path) -> tuple[str, ...]:
    try:
        for one in (found := _texts(value, base)):
            parse_selector(one)
    except SelectorError as error:
        raise ValueError from error
    return found


def _url(value: Any, base: Path) -> str:
    refuse(not isinstance(value, str))
    parts = urlsplit(value)
    refuse(parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0)  # over 65535 it raises
    return str(value)


FLAG = Kind("true or false", _flag, _flag_from_text)
TEXT = Kind("a text on one line", _text)
TEXTS = Kind("a list of texts", _texts, str.split)
PATH = Kind('a path, such as "data/archive.db"', _path)
SPAN = Kind('a span of time, such as "90m", "24h" or "7d"', _span)
SPANS = Kind('two spans of time, the shorter first, such as "15m..24h"', _spans)
URL = Kind("an http or https URL", _url)
PAIRS = Kind('a table of texts, such as { "X-Reader" = "newsarc" }, each on one line in ASCII', _pairs)
SELECTORS = Kind("a list of CSS selectors", _selectors, str.split)
