"""An article in the words of schema.org, as other tools read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crawler.archive.rows import ArticleRow, QuoteRow
from crawler.items import signed_by_organisation

_ACCESS = {"free": True, "metered": False, "paywalled": False}
_TYPES = {"live_blog": "LiveBlogPosting", "opinion": "OpinionNewsArticle"}


def news_article(article: ArticleRow, quotes: Sequence[QuoteRow]) -> dict[str, Any]:
    """Return *article* as a NewsArticle, in JSON-LD; what is not known is left out.

    Source: https://schema.org/NewsArticle
    """
    views = article.view_count
    given = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(article.kind or "", "NewsArticle"),
        "url": article.url,
        "sameAs": article.aliases,
        "headline": article.title,
        "description": article.description,
        "articleBody": article.body,
        "author": [{"@type": _author_type(article), "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "url": f"https://{article.site}/"},
        "sourceOrganization": {"@type": "Organization", "name": article.source} if article.source else None,
        "datePublished": article.published_at,
        "dateModified": article.modified_at,
        "inLanguage": article.language,
        "articleSection": article.section,
        "keywords": article.tags,
        "wordCount": article.word_count,
        "isAccessibleForFree": _ACCESS.get(article.access or ""),
        "image": {"@type": "ImageObject", "url": article.image_url, "caption": article.image_caption}
        if article.image_url
        else None,
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/ViewAction",
            "userInteractionCount": views,
        }
        if views is not None
        else None,
        "hasPart": [_quotation(quote) for quote in quotes],
    }
    return {name: value for name, value in given.items() if value not in (None, [])}


def _author_type(article: ArticleRow) -> str:
    return "Organization" if signed_by_organisation(article.provenance) else "Person"


def _quotation(quote: QuoteRow) -> dict[str, Any]:
    said = {"@type": "Quotation", "text": quote.text}
    return said | ({"creator": {"@type": "Thing", "name": quote.speaker}} if quote.speaker else {})
