"""Articles that were read elsewhere, as rows of JSON: what is needed, what is understood, what is refused."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from typing import Any, get_args

from crawler.archive.articles.corrections import DATES, FIELDS, LISTS, checked
from crawler.archive.articles.entries import joined
from crawler.archive.articles.events import KINDS
from crawler.archive.articles.records import OF_REVISION, STORY_ROLES, Record
from crawler.archive.values import MAX_INTEGER, published_utc, storable
from crawler.items import KINDS_OF_QUOTE, WORDS, Article, Quote
from crawler.page import Page
from crawler.reading.dates.dates import Moment, Precision, parse_declared
from crawler.reading.fingerprints import entry_key
from crawler.reading.instants import aware, utc_text
from crawler.reading.languages import language_code
from crawler.reading.text import clean
from crawler.reading.urls import site_of, web_url, web_url_or_none

LONGEST_BODY = 5_000_000  # characters
DEEPEST = 20  # objects in each other: what json reads, it may not write again
_LINES = ("title", "description", "source", "section", "image_caption")
_TIMES = ("first_seen_at", "last_seen_at", "gone_at")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


class RowError(ValueError):
    """A row that cannot be archived. The message names the key, quotes the value and says what was expected."""


def given_article(row: Mapping[str, Any], *, now: datetime, place: str) -> tuple[Article, datetime, dict[str, str]]:
    """Return the article in *row*; when it was seen: its `fetched_at`, else *now*; and what of the row was left out.

    That is a language, access or kind in other words than ours, or an image_url that is none, with the reason: a text
    is not worth less for it.

    Needed are `url`, `title` and `body`, whose paragraphs an empty line parts; the body stays to the letter.
    Understood are the other columns of an article, and `quotes`; keys that are not known are passed over. *place* says
    where the row stands, for the provenance of each value.

    Raises `RowError` for a row that lacks one of these or holds a value that is none: nothing is guessed.
    """
    url = _url(row)
    body = _text(row, "body", needed=True, longest=LONGEST_BODY)
    assert body is not None
    left_out: dict[str, str] = {}
    language = _known("language", lambda: _language(row), left_out)
    article = Article(page=Page.from_body(body, url, language=language), url=url, site=_site(row, url), body=body)
    seen_at = _seen_at(row, now)
    values: dict[str, Any] = {name: clean(text) or None for name in _LINES if (text := _text(row, name))}
    if not values.get("title"):
        raise RowError("no title; expected a text that is not empty")
    values |= {name: _known(name, partial(_word, row, name, known), left_out) for name, known in WORDS.items()}
    values |= {name: found for name in LISTS if (found := _texts(row, name))}
    values |= {
        "language": language,
        "image_url": _known("image_url", lambda: _image(row, url), left_out),
        "view_count": _number(row, "view_count", may_have_point=True),
        "quotes": [_quote(*given, body) for given in enumerate(_objects(row, "quotes"))],
    }
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
    return article, seen_at, left_out


def _known(name: str, read: Callable[[], str | None], left_out: dict[str, str]) -> str | None:
    """What *read* returns; None where it raises, and the reason is noted."""
    try:
        return read()
    except RowError as error:
        left_out[name] = str(error)
        return None


def given_record(row: Mapping[str, Any], *, now: datetime) -> Record:
    """Return the record in *row*, a line of an export: see `crawler.archive.articles.records`. Nothing is read into it.

    Raises `RowError` for one that lacks something or holds what an export does not.
    """
    record: Record = {name: _exact(row, name) for name in (*_LINES, "image_url", "reader_version")}
    record["published_at_precision"] = _word(row, "published_at_precision", get_args(Precision))
    record |= {name: _word(row, name, known) for name, known in WORDS.items()}
    record |= {name: _texts(row, name, as_is=True) for name in LISTS}
    record |= {"site": _site(row, _url(row)), "url": row["url"], "language": _exact(row, "language")}
    record |= {name: _number(row, name) for name in ("id", "story_id", "word_count")}
    record["body"] = _exact(row, "body", longest=LONGEST_BODY)
    record |= {name: _exact(row, name) for name in ("published_at", "modified_at")}
    record |= {name: _instant(row, name, now, needed=name != "gone_at") for name in _TIMES}
    for name in ("published_at", "modified_at"):
        if record[name] is not None and published_utc(record[name]) is None:
            raise RowError(f"{name} is {_shown(record[name])}; expected ISO 8601, such as 2024-09-03T07:25:00+03:00")
    record["provenance"] = _object(row, "provenance") or {}
    for name in record["provenance"]:
        _object(record["provenance"], name)
    record["aliases"] = _texts(row, "aliases", as_is=True)
    for url in record["aliases"]:
        web_url(url)  # raises UrlError
    quotes = (_quote(*given, record["body"] or "") for given in enumerate(_objects(row, "quotes")))
    record["quotes"] = list(map(asdict, quotes))
    record["view_counts"] = [
        {"seen_at": _instant(given, "seen_at", now), "views": _number(given, "views"), "raw": _exact(given, "raw")}
        for given in _objects(row, "view_counts")
    ]
    record["revisions"] = [_revision(given, now) for given in _objects(row, "revisions")]
    record["events"] = [_event(given, now) for given in _objects(row, "events")]
    if entries := [_entry(given, now) for given in _objects(row, "entries")]:
        _refuse_twice("entries", "key", entries)
        record["entries"] = joined(_named(entry) for entry in entries)
    if related := [_linked(given) for given in _objects(row, "related")]:
        record["related"] = related
    if row.get("story_role") is not None:
        record["story_role"] = _one_of(row, "story_role", STORY_ROLES)
    record["corrections"] = [_correction(given, record["image_url"], now) for given in _objects(row, "corrections")]
    _refuse_at_odds(record)
    return record


def _refuse_at_odds(record: Record) -> None:
    """Raise `RowError` where parts of *record* contradict each other: the archive that wrote it would not be sound."""
    for name, key in (("view_counts", "seen_at"), ("corrections", "field")):
        _refuse_twice(name, key, record[name])
    if record["last_seen_at"] < record["first_seen_at"]:
        raise RowError(f"last_seen_at is {_shown(record['last_seen_at'])}; expected no time before first_seen_at")
    if not record["revisions"]:
        raise RowError("revisions is empty; expected one at least")
    said = record | {given["field"]: given["was"] for given in record["corrections"]}
    latest = record | record["revisions"][-1]
    for name in ("title", "body"):
        if (latest[name] or "").split() != (said[name] or "").split():
            raise RowError(f"the {name} of the last of revisions is not what the page said last")


def _refuse_twice(name: str, key: str, rows: Sequence[Record]) -> None:
    times = Counter(given[key] for given in rows)
    if twice := next((value for value, count in times.items() if count > 1), None):
        raise RowError(f"{name} has {_shown(twice)} twice; expected each {key} once")


def _word(row: Mapping[str, Any], name: str, known: Sequence[str]) -> str | None:
    return None if row.get(name) in (None, "") else _one_of(row, name, known)


def _entry(given: Mapping[str, Any], now: datetime) -> Record:
    return {
        **{"key": storable(_text(given, "key", needed=True) or ""), "published_at": _exact(given, "published_at")},
        **{"title": _exact(given, "title"), "body": _exact(given, "body", longest=LONGEST_BODY) or ""},
        **{name: _instant(given, name, now) for name in ("first_seen_at", "last_seen_at")},
        **({"other_keys": others} if (others := _texts(given, "other_keys", as_is=True)) else {}),
    }


def _named(entry: Record) -> Record:
    """An entry that an earlier version knew by its time alone, under the key that it has today."""
    if entry["key"] != entry["published_at"]:
        return entry
    return entry | {"key": entry_key(entry["published_at"], entry["title"], entry["body"])}


def _linked(given: Mapping[str, Any]) -> Record:
    return {"url": _url(given), "kind": _one_of(given, "kind", ("excerpt", "round_up"))}


def _correction(given: Mapping[str, Any], image_url: str | None, now: datetime) -> Record:
    field = _one_of(given, "field", FIELDS)
    if field in LISTS:
        value: Any = checked(field, _texts(given, "value", as_is=True))
    elif field == "image_url" and image_url is not None and given.get("value") == image_url:
        value = image_url  # which any text could be put right to, once
    else:
        value = checked(field, _text(given, "value", longest=LONGEST_BODY))
    return {
        **{"field": field, "value": value, "was": _was(given, field)},
        **{"provenance": _object(given, "provenance"), "corrected_at": _instant(given, "corrected_at", now)},
    }


def _was(given: Mapping[str, Any], field: str) -> str | None:
    """What the page said of a column, as the column holds it: a list is JSON there."""
    was = _exact(given, "was", longest=LONGEST_BODY)
    if was is None:
        return None
    if field in DATES and published_utc(was) is None:
        raise RowError(f"was is {_shown(was)}; expected ISO 8601, such as 2024-09-03T07:25:00+03:00")
    if field in LISTS:
        try:
            texts = json.loads(was)
        except (ValueError, RecursionError):
            texts = None
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise RowError(f"was is {_shown(was)}; expected a list of texts as JSON")
    return was


def _event(given: Mapping[str, Any], now: datetime) -> Record:
    event = {"at": _instant(given, "at", now), "kind": _one_of(given, "kind", KINDS)}
    detail = _object(given, "detail")
    if event["kind"] == "corrected":  # by the note, which tells two of them apart
        _text(detail or {}, "note", needed=True)
    return event | {"detail": detail, "last_seen_at": _instant(given, "last_seen_at", now, needed=False)}


def _revision(given: Mapping[str, Any], now: datetime) -> Record:
    revision: Record = {"seen_at": _instant(given, "seen_at", now)}
    for name in OF_REVISION:
        if name in given:
            revision[name] = (
                _texts(given, name, as_is=True) if name == "authors" else _exact(given, name, longest=LONGEST_BODY)
            )
    return revision


def _exact(row: Mapping[str, Any], name: str, *, longest: int = 100_000) -> str | None:
    """A text as it is, but for characters that no archive holds."""
    text = _text(row, name, longest=longest)
    return None if text is None else storable(text)


def _number(row: Mapping[str, Any], name: str, *, may_have_point: bool = False) -> int | None:
    value = row.get(name)
    if may_have_point and isinstance(value, float) and value.is_integer():
        value = int(value)  # pandas writes 12 as 12.0 where another row of the column has none
    if value is not None and (type(value) is not int or not 0 <= value <= MAX_INTEGER):
        raise RowError(f"{name} is {_shown(value)}; expected a whole number from 0")
    return value


def _instant(row: Mapping[str, Any], name: str, now: datetime, *, needed: bool = True) -> str | None:
    value = row.get(name)
    if value is None and not needed:
        return None
    if not isinstance(value, str) or not _INSTANT.fullmatch(value) or published_utc(value) != value:
        raise RowError(f"{name} is {_shown(value)}; expected UTC such as 2024-09-03T07:25:00Z")
    if value > utc_text(now + timedelta(days=1)):
        raise RowError(f"{name} is {_shown(value)}; expected a time that has come")
    return value


def _one_of(row: Mapping[str, Any], name: str, values: Sequence[str]) -> str:
    if row.get(name) not in values:
        raise RowError(f"{name} is {_shown(row.get(name))}; expected one of {', '.join(values)}")
    return str(row[name])


def _object(row: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    value = row.get(name)
    if value is not None and not isinstance(value, dict):
        raise RowError(f"{name} is {_shown(value)}; expected an object")
    if not _is_shallow(value):
        raise RowError(f"{name} has objects in objects more than {DEEPEST} deep")
    return value


def _is_shallow(value: Any, deepest: int = DEEPEST) -> bool:
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(deepest > 0 and _is_shallow(one, deepest - 1) for one in held)


def _objects(row: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(given, dict) for given in value):
        raise RowError(f"{name} is {_shown(value)}; expected a list of objects")
    return value


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


def _texts(row: Mapping[str, Any], name: str, *, as_is: bool = False) -> list[str]:
    value = row.get(name)
    if value is None:
        return []
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise RowError(f"{name} is {_shown(value)}; expected a list of texts")
    return [text for text in map(storable if as_is else clean, texts) if text]


def _language(row: Mapping[str, Any]) -> str | None:
    text = _text(row, "language")
    code = language_code(text or "")
    if text and not code:
        raise RowError(f"language is {_shown(text)}; expected a code of ISO 639, such as uk")
    return code


def _image(row: Mapping[str, Any], url: str) -> str | None:
    text = _text(row, "image_url")
    image = web_url_or_none(text, url) if text else None
    if text and not image:
        raise RowError(f"image_url is {_shown(text)}; expected a web address")
    return image


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
        when = aware(datetime.fromisoformat(value))
        utc_text(when)
    except (TypeError, ValueError, OverflowError) as error:
        raise RowError(f"fetched_at is {_shown(value)}; expected ISO 8601 such as 2024-09-03T07:25:00Z") from error
    if when > now + timedelta(days=1):
        raise RowError(f"fetched_at is {_shown(value)}; expected a time that has come")
    return when


def _quote(position: int, given: dict[str, Any], body: str) -> Quote:
    def refuse(what: str) -> RowError:
        return RowError(f"quote {position} is {_shown(given)}; {what}")

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
