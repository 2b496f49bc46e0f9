"""The formats of an export. Each writes articles to a file of bytes as they come, and nothing of a page unescaped."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any, BinaryIO
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from crawler.archive import Archive, ArticleRow
from crawler.archive.articles.records import FIELDS, record_of
from crawler.archive.exchange.schema_org import news_article
from crawler.cli.output import csv_lines, to_json

Articles = Iterable[ArticleRow]
ATOM = "http://www.w3.org/2005/Atom"
# What Markdown takes for markup anywhere, and at the beginning of a line.
_MARKUP = re.compile(r"[\\`*_\[\]<>&~|{}$]")
_AT_START = re.compile(r"^\s*(?:([#+=-])|(\d{1,9})([.)]))", re.MULTILINE)
# Line ends to YAML that JSON does not escape.
_YAML = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029", 0x7F: "\\u007f", 0xFEFF: "\\ufeff"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_jsonl(archive: Archive, articles: Articles, file: BinaryIO) -> int:
    """A record a line, which `newsarc import` takes in again."""
    return _lines(file, (to_json(record_of(archive.db, article)) for article in articles))


def write_schema_org(archive: Archive, articles: Articles, file: BinaryIO) -> int:
    """A NewsArticle in JSON-LD a line."""
    rows = (news_article(article, list(archive.quotes(article_id=article.id))) for article in articles)
    return _lines(file, map(to_json, rows))


def write_csv(archive: Archive, articles: Articles, file: BinaryIO) -> int:
    """A row an article, the columns' names above, the same for all; lists as JSON."""
    lines = csv_lines((record_of(archive.db, article) for article in articles), names=FIELDS)
    return _lines(file, lines) - 1


def write_markdown(archive: Archive, articles: Articles, file: BinaryIO) -> int:
    """Documents one after another, each with its facts above it as YAML."""
    return _lines(file, (markdown(archive, article) for article in articles))


def markdown(archive: Archive, article: ArticleRow) -> str:
    """Return an article as Markdown; what it holds of markup is escaped."""
    facts = {
        "title": article.title,
        "url": article.url,
        "site": article.site,
        "authors": article.authors,
        "date": article.published_at,
        "modified": article.modified_at,
        "language": article.language,
        "section": article.section,
        "tags": article.tags,
        "source": article.source,
        "views": article.view_count,
        "newsarc_id": article.id,
    }
    head = [f"{name}: {_yaml(value)}" for name, value in facts.items() if value not in (None, [])]
    text = [f"# {_escaped(' '.join((article.title or article.url).split()))}"]
    text += [f"*{_escaped(' '.join(article.description.split()))}*"] if article.description else []
    text += [_escaped(paragraph) for paragraph in (article.body or "").split("\n\n")]
    quotes = [
        f"- “{_escaped(' '.join(quote.text.split()))}” — {_escaped(quote.speaker or 'speaker not named')}"
        for quote in archive.quotes(article_id=article.id)
    ]
    text += ["## Quotes", "\n".join(quotes)] if quotes else []
    return "\n".join(["---", *head, "---", "", "\n\n".join(text), ""])


def file_name(article: ArticleRow) -> str:
    """Return the name of an article's file: its date, the words of its title, its id.

    >>> from types import SimpleNamespace
    >>> file_name(SimpleNamespace(published_at_utc="2024-09-03T04:25:00Z", title="Lock: gates/closed!", id=7))
    '2024-09-03-lock-gates-closed-7.md'
    """
    words = re.sub(r"[\W_]+", "-", (article.title or "").lower()).strip("-")
    return "-".join(filter(None, [(article.published_at_utc or "")[:10], words[:60].strip("-"), f"{article.id}.md"]))


def _yaml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).translate(_YAML)  # JSON is YAML, but for some line ends


def _escaped(text: str) -> str:
    marked = _MARKUP.sub(lambda found: f"\\{found[0]}", text)
    return _AT_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", marked).strip()


def write_atom(archive: Archive, articles: Articles, file: BinaryIO) -> int:
    """One feed; the articles' texts as its content.

    Source: https://www.rfc-editor.org/rfc/rfc4287
    """
    rows = iter(articles)
    first = list(islice(rows, 1))
    count = 0
    with etree.xmlfile(file, encoding="utf-8") as out:
        out.write_declaration()
        with out.element(f"{{{ATOM}}}feed", nsmap={None: ATOM}):
            updated = _instant(first[0]) if first else "1970-01-01T00:00:00Z"
            sites = " ".join(site.site for site in archive.sites())
            feed_id = f"urn:uuid:{uuid5(NAMESPACE_URL, f'newsarc {sites}')}"
            for name, text in (("id", feed_id), ("title", "newsarc"), ("updated", updated), ("generator", "newsarc")):
                with out.element(f"{{{ATOM}}}{name}"):
                    out.write(text)
            for article in chain(first, rows):
                out.write(_entry(article))
                out.write("\n")
                count += 1
    return count


def _entry(article: ArticleRow) -> Any:
    entry = etree.Element(f"{{{ATOM}}}entry", nsmap={None: ATOM})
    if article.language:
        entry.set("{http://www.w3.org/XML/1998/namespace}lang", _xml(article.language))
    entry.append(_element("id", article.url))
    entry.append(_element("title", article.title or article.url))
    entry.append(_element("link", None, rel="alternate", href=article.url))
    for name in article.authors or [article.site]:
        author = etree.SubElement(entry, f"{{{ATOM}}}author")
        author.append(_element("name", name))
    if article.published_at_utc:
        entry.append(_element("published", article.published_at_utc))
    entry.append(_element("updated", _instant(article)))
    for tag in article.tags:
        entry.append(_element("category", None, term=tag))
    if article.description:
        entry.append(_element("summary", article.description))
    if article.body:
        content = etree.SubElement(entry, f"{{{ATOM}}}content", type="xhtml")
        div = etree.SubElement(
            content, "{http://www.w3.org/1999/xhtml}div", nsmap={None: "http://www.w3.org/1999/xhtml"}
        )
        for paragraph in article.body.split("\n\n"):
            etree.SubElement(div, "{http://www.w3.org/1999/xhtml}p").text = _xml(paragraph)
    return entry


def _instant(article: ArticleRow) -> str:
    return article.published_at_utc or article.first_seen_at


def _element(name: str, text: str | None, **attributes: str) -> Any:
    given = {key: _xml(value) for key, value in attributes.items()}
    element = etree.Element(f"{{{ATOM}}}{name}", given, nsmap={None: ATOM})
    element.text = None if text is None else _xml(text)
    return element


def _xml(text: str) -> str:
    """*text* without the characters that no XML may hold."""
    return _NOT_XML.sub("\ufffd", text)


def _lines(file: BinaryIO, lines: Iterable[str]) -> int:
    count = 0
    for line in lines:
        file.write(line.encode("utf-8", "replace") + b"\n")
        count += 1
    return count


def write_warc(
    archive: Archive, articles: Articles, file: BinaryIO, *, others: bool = False, is_plain: bool = False
) -> int:
    """Kept pages as WARC 1.1, and what was read from them; *others*: those too of which no article was."""
    from crawler.archive.exchange import warc_writing  # noqa: PLC0415

    return sum(1 for _ in warc_writing.write_warc(archive.db, articles, file, others=others, is_plain=is_plain))


def write_parquet(archive: Archive, articles: Articles, file: BinaryIO) -> int:
    """Typed columns, quotes and view readings as lists of records."""
    from crawler.cli.export_parquet import write  # noqa: PLC0415

    return write(archive, articles, file)


WRITERS: dict[str, Callable[[Archive, Articles, BinaryIO], int]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
    "schema.org": write_schema_org,
    "markdown": write_markdown,
    "atom": write_atom,
    "warc": write_warc,
}
# What is no text for a terminal, and the extra that it needs.
BINARY = {"parquet": "parquet", "warc": "warc"}


def in_files(archive: Archive, articles: Articles) -> Iterator[tuple[str, str, bytes]]:
    """Yield folder, name and content of a Markdown file for each article."""
    for article in articles:
        yield re.sub(r"[^\w.-]", "_", article.site), file_name(article), markdown(archive, article).encode()
