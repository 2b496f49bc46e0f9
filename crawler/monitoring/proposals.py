"""A selector that would have worked: found on pages that were read well, tried on those that are not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from selectolax.lexbor import LexborNode

from crawler.archive.captures import captures
from crawler.archive.errors import ArticleNotFoundError
from crawler.items import Article
from crawler.page import Page
from crawler.site import Selectors, Site, SiteRuleError
from crawler.trial import why_unreadable

if TYPE_CHECKING:
    from crawler.archive.archive import Archive

Extract = Callable[[Page], Article]
RULES = frozenset(rule.name for rule in fields(Selectors)) - {"remove"}
MOST_PAGES = 3
MOST_NODES = 3000
MOST_SHOWN = 40  # characters of a value
MOST_CANDIDATES = 24
LONGEST = 400  # characters of an element that holds a value and little else
_NAMES = re.compile(r"[A-Za-z_][\w-]{1,60}")
_ATTRIBUTES = ("content", "datetime", "title", "data-count", "data-views")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A selector for a field, what it gives, and on which page."""

    field: str
    selector: str
    gives: str
    url: str


@dataclass(frozen=True, slots=True)
class _Kept:
    url: str
    body: bytes
    site: Site
    known: Any  # what the archive has of the field; None where nothing


def propose_selector(
    archive: Archive, field: str, good: Sequence[str], bad: Sequence[str], extract: Extract, *, site: Site, reader: str
) -> Proposal | None:
    """Return a selector that gives *field* on the kept pages at *bad*, or None.

    It is found where the field's value is known: on the pages at *good*, where it must give that value, and on bad
    ones that were read well before. *reader* names *extract*, for pages that may be made to be slow.
    """
    if field not in RULES:
        return None
    was, is_now = (
        [kept for url in urls[:MOST_PAGES] if (kept := _kept(archive, url, field, site, reader))]
        for urls in (good, bad)
    )
    if not is_now:
        return None
    for selector in _candidates([*was, *is_now], field):
        try:
            ruled = replace(site, selectors=replace(site.selectors, **{field: selector}))
        except SiteRuleError:
            continue
        if (given := _gives(ruled, is_now, field, extract)) and _is_right(ruled, was, is_now, field, extract):
            return Proposal(field, selector, given, is_now[0].url)
    return None


def _kept(archive: Archive, url: str, field: str, site: Site, reader: str) -> _Kept | None:
    body = captures.latest_body(archive.db, url)
    if body is None or why_unreadable(Page.from_html(body, url, site=site), reader):
        return None
    try:
        known = getattr(archive.article(url), field)
    except ArticleNotFoundError:
        known = None
    return _Kept(url, body, site, known or None)


def _read(kept: _Kept, site: Site, field: str, extract: Extract) -> Any:
    """Return what the site's rule gives, None where it gives nothing."""
    article = extract(Page.from_html(kept.body, kept.url, site=site))
    is_ruled = article.provenance.get(field, {}).get("source") == "site_rule"
    return getattr(article, field) if is_ruled else None


def _gives(site: Site, pages: Sequence[_Kept], field: str, extract: Extract) -> str:
    """Return what the rule gives on the first of *pages*, "" unless it gives something on all, not the same on each."""
    values = [shown(_read(kept, site, field, extract)) for kept in pages]
    is_constant = len(values) > 1 and len(set(values)) == 1
    return values[0] if all(values) and not is_constant else ""


def _is_right(site: Site, was: Sequence[_Kept], is_now: Sequence[_Kept], field: str, extract: Extract) -> bool:
    """Whether the rule gives what is known: on all good pages, or on all bad ones that were read before."""
    for pages in (was, is_now):
        known = [kept for kept in pages if kept.known is not None]
        if known and all(_read(kept, site, field, extract) == kept.known for kept in known):
            return True
    return False


def shown(value: Any) -> str:
    """Return a value as a line of an alarm has room for it."""
    text = "" if value is None else ", ".join(value) if isinstance(value, list) else str(value)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _candidates(pages: Sequence[_Kept], field: str) -> list[str]:
    """Return selectors of the elements that hold a known value: their own names before others, the tightest first."""
    found: list[tuple[int, int, str]] = []
    for kept in pages:
        if kept.known is None:
            continue
        page = Page.from_html(kept.body, kept.url, site=kept.site)
        holding = [node for node in page.tree.css("*")[:MOST_NODES] if _holds(node, _words(kept.known), field)]
        for outer, node in enumerate(sorted(holding, key=lambda one: len(one.text()))):
            found += [(distance, outer, selector) for distance, selector in _selectors(node)]
    return list(dict.fromkeys(selector for *_, selector in sorted(found)))[:MOST_CANDIDATES]


def _words(value: Any) -> list[str]:
    """Return the pieces of text that an element must hold to hold *value*."""
    if isinstance(value, int):
        return [str(value)]
    if isinstance(value, list):
        return [_plain(str(one)) for one in value]
    paragraphs = [_plain(one) for one in str(value).split("\n\n") if one.strip()]
    return [paragraphs[0], paragraphs[-1]]


def _holds(node: LexborNode, words: Sequence[str], field: str) -> bool:
    if node.tag in ("html", "head", "body", "script", "style", "-text"):
        return False
    texts = [value for name in _ATTRIBUTES if (value := node.attributes.get(name))]
    text = node.text(separator=" ")
    if field == "body" or len(text) <= LONGEST:
        texts.append(text)
    if field in ("published_at", "modified_at"):
        return node.tag == "time" or any(one.startswith(words[0][:10]) for one in texts)
    if field == "view_count":
        return any(re.sub(r"\D", "", one) == words[0] for one in texts)
    return any(all(word in _plain(one) for word in words) for one in texts)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _selectors(node: LexborNode) -> Iterator[tuple[int, str]]:
    """Yield ways to name an element, each with how far it is from its own name."""
    own = list(_named(node))
    yield from ((0, name) for name in own)
    if not own and node.parent is not None:
        yield from ((1, f"{parent} > {node.tag}") for parent in _named(node.parent))


def _named(node: LexborNode) -> Iterator[str]:
    attributes = node.attributes
    for name in ("itemprop", "property", "name", "rel"):
        if (value := attributes.get(name)) and re.fullmatch(r"[\w:.-]{1,60}", value):
            yield f'{node.tag}[{name}="{value}"]'
    if (key := attributes.get("id")) and _NAMES.fullmatch(key) and not re.search(r"\d{3}", key):
        yield f"#{key}"
    for name in (attributes.get("class") or "").split()[:4]:
        if _NAMES.fullmatch(name):
            yield f"{node.tag}.{name}"
