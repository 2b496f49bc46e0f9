"""A Next.js site that renders in the browser: the page is a shell, the story stands in the state beside it alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crawler.demo.article_page import ArticlePage, PlainPart
from crawler.demo.content import BlockQuote, Image, ItemList, Paragraph, Story, Subheading
from crawler.demo.templates import Html, script_json

PAGE = """\
<!DOCTYPE html><html lang="{page.words.locale}"><head><meta charSet="utf-8"/>\
<meta name="viewport" content="width=device-width"/>\
<title>{story.title} | {outlet.name}</title>\
<meta name="description" content="{story.description}"/>\
<meta property="og:title" content="{story.title}"/>\
<meta property="og:site_name" content="{outlet.name}"/>\
<link rel="canonical" href="{page.url}"/>\
<meta name="next-head-count" content="7"/>\
<link rel="preload" href="{css}" as="style"/><link rel="stylesheet" href="{css}" data-n-g=""/>\
<noscript data-n-css=""></noscript></head>\
<body><div id="__next"><div class="chakra-shell"><div class="chakra-spinner" role="status"></div></div></div>\
<noscript>You need to enable JavaScript to run this app.</noscript>\
<script id="__NEXT_DATA__" type="application/json">{state}</script></body></html>
"""


def next_state(page: ArticlePage) -> Html:
    """Return the shell with its state. Nothing of the story but title and description stands outside the state."""
    return page.fill(
        PAGE,
        css=page.link("/assets/site.css"),
        state=script_json(_state(page)),
    )


def _state(page: ArticlePage) -> dict[str, Any]:
    return {
        "props": {
            "pageProps": {
                "article": _article(page),
                "related": _teasers(page, page.related),
                "mostRead": _teasers(page, page.most_read),
                "layout": {
                    "menu": [{"href": link.url, "label": link.text} for link in page.menu()],
                    "footer": [{"href": link.url, "label": link.text} for link in page.footer()],
                    "newsletter": {"title": page.say["newsletter"], "text": page.say["newsletter_text"]},
                    "consent": {"text": page.say["cookies"], "accept": page.say["accept"]},
                },
                "_sentryTraceData": f"{page.story.number:x}-1",
            },
            "__N_SSG": True,
        },
        "page": "/[lang]/article/[slug]",
        "query": {"lang": page.story.language, "slug": page.story.path.rpartition("/")[2]},
        "buildId": "q7Xk2bM0aVf9dKLm40Tt5",
        "isFallback": False,
        "gsp": True,
        "locale": page.story.language,
        "scriptLoader": [],
    }


def _article(page: ArticlePage) -> dict[str, Any]:
    story = page.story
    return {
        "id": story.number,
        "slug": story.path.rpartition("/")[2],
        "url": page.url,
        "title": story.title,
        "subtitle": story.description,
        "section": {"slug": story.section, "name": page.section_name},
        "authors": [{"name": link.text, "url": link.url} for link in page.author_links()],
        "publishedAt": story.published,
        "updatedAt": story.modified,
        "tags": story.tags,
        "stats": {"views": story.view_count, "comments": story.comment_count, "shares": story.comment_count * 3},
        "blocks": [_block(page, part) for part in page.parts],
    }


def _teasers(page: ArticlePage, stories: Sequence[Story]) -> list[dict[str, Any]]:
    return [
        {
            "title": story.title,
            "subtitle": story.description,
            "url": page.link(story.path),
            "stats": {"views": story.view_count},
        }
        for story in stories
    ]


def _block(page: ArticlePage, part: PlainPart) -> dict[str, Any]:
    match part:
        case Paragraph(text):
            return {"type": "paragraph", "html": str(page.text(text))}
        case Subheading(text):
            return {"type": "heading", "level": 2, "text": text}
        case BlockQuote(text, source):
            return {"type": "quote", "html": str(page.text(text)), "source": source}
        case ItemList(items):
            return {"type": "list", "items": items}
        case Image(path, caption, credit):
            return {"type": "image", "src": page.link(path), "caption": caption, "credit": credit}
