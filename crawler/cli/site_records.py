"""A page of a site and what it yields, as tests read it: tests/pages/<site>/<page>.html and .json."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from crawler.items import Article
from crawler.page import Page
from pipelines import extract

RECORDED = (
    "title",
    "description",
    "authors",
    "published_at",
    "modified_at",
    "view_count",
    "language",
    "body",
    "quotes",
)
QUOTE = ("text", "speaker", "kind")
LONGEST_NAME = 60  # characters of a file's name


def record_page(article: Article, folder: Path, *, overwrite: bool) -> Path:
    """Write the page of *article* and what is read from it below *folder*; return the path of the `.json`.

    What is written is what today's rules read, to be looked over by a person. Raises `FileExistsError` where one of
    both files is there and *overwrite* is not set.
    """
    assert article.fetched is not None
    path = folder / f"{page_name(article.url)}.json"
    page = Page.from_html(article.fetched.body, article.url, fetched_at=article.fetched.at)
    record = {
        "url": article.url,
        "fetched_at": article.fetched.at.isoformat(),
        "expected": expected_of(extract(page)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    mode = "w" if overwrite else "x"
    with path.open(mode, encoding="utf-8") as file:
        file.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    with path.with_suffix(".html").open(f"{mode}b") as html:
        html.write(article.fetched.body)
    return path


def expected_of(article: Article) -> dict[str, Any]:
    """Return the fields that *article* has, in the form of a record: the body in paragraphs."""
    values: dict[str, Any] = {name: getattr(article, name) for name in RECORDED}
    values["body"] = (article.body or "").split("\n\n") if article.body else None
    values["quotes"] = [{name: getattr(quote, name) for name in QUOTE} for quote in article.quotes]
    return {name: value for name, value in values.items() if value is not None and value != []}


def page_name(url: str) -> str:
    """Return a name for the files of the page at *url*: the last words of its path, in plain letters.

    >>> page_name("https://lock.example/news/lock-gates.html"), page_name("https://lock.example/../..%2f?x=1")
    ('lock-gates', 'page')
    """
    path = unquote(urlsplit(url).path).rstrip("/")
    words = re.sub(r"\.\w{2,5}$", "", path.rsplit("/", 1)[-1])
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:LONGEST_NAME].strip("-") or "page"
