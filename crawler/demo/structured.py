"""What content systems declare about a story in JSON-LD, as schema.org words it."""

from __future__ import annotations

from typing import Any

from crawler.demo.article_page import ArticlePage


def news_article(page: ArticlePage, kind: str = "NewsArticle") -> dict[str, Any]:
    """Return the story as a schema.org article of *kind*, with what most systems know about it and no counter."""
    story, outlet = page.story, page.outlet
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "mainEntityOfPage": {"@type": "WebPage", "@id": page.url},
        "headline": story.title,
        "description": story.description,
        "inLanguage": page.words.locale,
        "datePublished": story.published,
        "articleSection": page.section_name,
        "image": [page.link(image.path) for image in story.images] or [page.link("/media/logo.png")],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": outlet.name,
            "url": page.home,
            "logo": {"@type": "ImageObject", "url": page.link("/media/logo.png"), "width": 160, "height": 90},
        },
    }
    if story.authors:
        article["author"] = [{"@type": "Person", "name": link.text, "url": link.url} for link in page.author_links()]
    if story.modified:
        article["dateModified"] = story.modified
    return article


def interaction(kind: str, count: int) -> dict[str, Any]:
    """Return how often something was done with the story: *kind* is "ReadAction", "CommentAction" and so on."""
    return {
        "@type": "InteractionCounter",
        "interactionType": f"https://schema.org/{kind}",
        "userInteractionCount": count,
    }
