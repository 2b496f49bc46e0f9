"""A news site of a few addresses, written in the test, served over HTTP on loopback."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from local_site import LocalSite

Answer = bytes | str | tuple[int, str, bytes | str]  # a body, or status, media type and body
HOST = "http://lock.example"


class SmallSite(LocalSite):
    """Serves *answers* by path with query; what it has no answer for, `otherwise` answers, else 404.

    An answer in text may hold {host}. `asked` lists the paths in the order of the requests.
    """

    def __init__(self, answers: Mapping[str, Answer], otherwise: Callable[[str], Answer | None] | None = None) -> None:
        super().__init__()
        self.answers = dict(answers)
        self.otherwise = otherwise

    @property
    def asked(self) -> list[str]:
        return self.paths

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        found = self.answers.get(path)
        if found is None and self.otherwise is not None:
            found = self.otherwise(path)
        if found is None:
            found = (404, "text/html", "<p>There is no such page.</p>")
        status, media, body = found if isinstance(found, tuple) else (200, "text/html; charset=utf-8", found)
        return (
            status,
            {"Content-Type": media},
            body if isinstance(body, bytes) else body.replace("{host}", HOST).encode(),
        )


def story(title: str, published: str = "2024-09-03T07:25:00+03:00") -> str:
    """A page that declares itself an article and is one."""
    text = f"{title}: the oak gates of the lower lock are to be replaced in May, the canal board said on Monday. " * 4
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{published}"></head>'
        f"<body><article><h1>{title}</h1><p>{text}</p><p>{text}</p></article></body></html>"
    )


def page_of(*paths: str, head: str = "", foot: str = "") -> str:
    """A page that links to *paths*."""
    links = "".join(f'<p><a href="{path}">A headline</a></p>' for path in paths)
    return f"<!DOCTYPE html><html><head><title>Lock</title>{head}</head><body>{links}{foot}</body></html>"


def sitemap(*entries: tuple[str, str | None], index: bool = False) -> tuple[int, str, str]:
    """A sitemap of paths with their lastmod, or an index of sitemaps."""
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    rows = "".join(
        f"<{inner}><loc>{HOST}{path}</loc>{f'<lastmod>{date}</lastmod>' if date else ''}</{inner}>"
        for path, date in entries
    )
    return 200, "text/xml", f"<?xml version='1.0'?><{outer}>{rows}</{outer}>"
