"""Articles that were read elsewhere, as rows of JSON: what is needed, what is understood, what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.archive.values import MAX_INTEGER, published_utc
from crawler.items import KINDS_OF_QUOTE, Article, Quote
from crawler.page import Page
from crawler.reading.dates import Moment, parse_declared
from crawler.reading.instants import utc_text
from crawler.reading.text import clean
from crawler.reading.urls import site_of, web_url

LONGEST_BODY = 5_000_000  # characters
_LINES = ("title", "description", "source", "section", "image_url", "image_caption", "access", "kind")
_LISTS = ("authors", "tags")


class RowError(ValueError):
    """A row that cannot be archived. The message names the key, quotes the value and says what was expected."""


def given_article(row: Mapping[str, Any], *, now: datetime, place: str) -> tuple[Article, datetime]:
    """Return the article in *row*, and when it was seen: its `fetched_at`, else *now*.

    Needed are `url`, `title` and `body`, whose paragraphs an empty line parts; the body stays to the letter.
    Understood are the other columns of an article, and `quotes`; keys that are not known are passed over. *place* says
    where the row stands, for the provenance of each value.

    Raises `RowError` for a row that lacks one of these or holds a value that is none: nothing is guessed.
    """
    url = _url(row)
    body = _text(row, "body", needed=True, longest=LONGEST_BODY)
    assert body is not None
    language = _language(row)
    article = Article(page=Page.from_body(body, url, language=language), url=url, site=_site(row, url), body=body)
    seen_at = _seen_at(row, now)
    values: dict[str, Any] = {name: clean(text) or None for name in _LINES if (text := _text(row, name))}
    if not values.get("title"):
        raise RowError("no title; expected a text that is not empty")
    values |= {name: found for name in _LISTS if (found := _texts(row, name))}
    values |= {"language": language, "view_count": _count(row), "quotes": _quotes(row, body)}
    published, modified = (_moment(row, name, seen_at) for name in ("published_at", "modified_at"))
    if published is not None:
        values |= {"published_at": published.iso(), "published_at_precision": published.precision}
    if modified is not None:
        values["modified_at"] = modified.iso()
    for name, value in values.items():
        if value not in (None, []):
            setattr(article, name, value)
            article.provenance[name] = {"source": "import", "evidence": place}
    article.provenance["body"] = {"source": "import", "evidence": place}
    return article, seen_at


def _url(row: Mapping[str, Any]) -> str:
    url = _text(row, "url", needed=True)
    assert url is not None
    return web_url(url)  # raises UrlError, which is a ValueError and quotes it


def _site(row: Mapping[str, Any], url: str) -> str:
    site = (_text(row, "site") or "").strip().rstrip(".").lower()
    if not site:
        return site_of(url)
    return site_of(site if "://" in site else f"https://{site}/")


def _text(row: Mapping[str, Any], name: str, *, needed: bool = False, longest: int = 100_000) -> str | None:
    value = row.get(name)
    if value is None or value == "":
        if needed:
            raise RowError(f"no {name}; expected a text that is not empty")
        return None
    if not isinstance(value, str):
        raise RowError(f"{name} is {_shown(value)}; expected a text")
    if len(value) > longest:
        raise RowError(f"{name} has {len(value):,} characters; expected at most {longest:,}")
    if needed and not value.strip():
        raise RowError(f"{name} is blank; expected a text that is not empty")
    return value


def _texts(row: Mapping[str, Any], name: str) -> list[str]:
    value = row.get(name)
    if value is None:
        return []
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise RowError(f"{name} is {_shown(value)}; expected a list of texts")
    return [text for text in map(clean, texts) if text]


def _language(row: Mapping[str, Any]) -> str | None:
    text = _text(row, "language")
    code = (text or "").strip().replace("_", "-").split("-")[0].lower()
    if text and not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
        raise RowError(f"language is {_shown(text)}; expected a code of ISO 639, such as uk")
    return code or None


def _count(row: Mapping[str, Any]) -> int | None:
    value = row.get("view_count")
    if value is not None and (type(value) is not int or not 0 <= value <= MAX_INTEGER):
        raise RowError(f"view_count is {_shown(value)}; expected a whole number from 0")
    return value


def _moment(row: Mapping[str, Any], name: str, seen_at: datetime) -> Moment | None:
    value = row.get(name)
    if value is None or value == "":
        return None
    moment = parse_declared(value) if isinstance(value, str) else None
    if moment is None:
        raise RowError(f"{name} is {_shown(value)}; expected ISO 8601, such as 2024-09-03T07:25:00+03:00")
    if (published_utc(moment.iso()) or "") > utc_text(seen_at + timedelta(days=1)):
        raise RowError(f"{name} is {_shown(value)}, later than a day after the article was seen ({utc_text(seen_at)})")
    return moment


def _seen_at(row: Mapping[str, Any], now: datetime) -> datetime:
    value = row.get("fetched_at")
    if value is None:
        return now
    try:
        when = datetime.fromisoformat(value)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        utc_text(when)
    except (TypeError, ValueError, OverflowError) as error:
        raise RowError(f"fetched_at is {_shown(value)}; expected ISO 8601 such as 2024-09-03T07:25:00Z") from error
    if when > now + timedelta(days=1):
        raise RowError(f"fetched_at is {_shown(value)}; expected a time that has come")
    return when


def _quotes(row: Mapping[str, Any], body: str) -> list[Quote]:
    value = row.get("quotes")
    if value is None:
        return []
    if not isinstance(value, list):
        raise RowError(f"quotes is {_shown(value)}; expected a list of objects")
    return [_quote(given, position, body) for position, given in enumerate(value)]


def _quote(given: Any, position: int, body: str) -> Quote:
    def refuse(what: str) -> RowError:
        return RowError(f"quote {position} is {_shown(given)}; {what}")

    if not isinstance(given, dict):
        raise refuse("expected an object")
    text, start, end = (given.get(name) for name in ("text", "start", "end"))
    if type(start) is not int or type(end) is not int or not 0 <= start < end or body[start:end] != text:
        raise refuse("expected text, start and end with body[start:end] == text")
    kind, utterance = given.get("kind", "inline"), given.get("utterance", position)
    if kind not in KINDS_OF_QUOTE or type(utterance) is not int or not 0 <= utterance <= MAX_INTEGER:
        raise refuse(f"expected a kind out of {', '.join(KINDS_OF_QUOTE)} and an utterance that is a number")
    read: Callable[[str], str | None] = lambda name: _text(given, name)  # noqa: E731
    return Quote(text, start, end, kind, utterance, read("speaker"), read("speaker_as_printed"), read("cue"))


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
