"""Pages that stand in the way of the story: a captcha, a wall of consent, a demand to log in."""

from __future__ import annotations

import html

from crawler.data_files import read_table

_KINDS = read_table("crawler.monitoring", "blocked_pages.toml")
MOST_BYTES = 200_000  # that are looked at
MOST_TEXT = 2_500  # characters shown by a page that is nothing but an obstacle
SHELL = 100  # characters: a name, "Loading..."
_HIDDEN = ("script", "style", "noscript", "template", "svg")


def blocked_by(body: bytes) -> str | None:
    """Return what stands in the way on a page: "captcha", "consent" or "login"; None where it may be what was asked.

    >>> blocked_by(b"<title>One moment</title><p>Checking your browser before access</p>")
    'captcha'
    >>> blocked_by(b"<h1>Why captcha tests fail</h1><p>" + b"A long story. " * 300) is None
    True
    """
    source = body[:MOST_BYTES].decode("utf-8", "replace").lower()
    shown = shown_text(source)
    if len(shown) > MOST_TEXT:
        return None
    for kind, signs in _KINDS.items():
        if any(mark in source for mark in signs["marks"]) or any(word in shown for word in signs["words"]):
            return str(kind)
    return None


def is_shell(body: bytes) -> bool:
    """Return whether a page shows next to nothing before its scripts have run.

    >>> is_shell(b'<html><title>Post</title><div id="root"></div><script src="/app.js"></script>')
    True
    """
    source = body[:MOST_BYTES].decode("utf-8", "replace").lower()
    return "<script" in source and "<html" in source and len(shown_text(source)) < SHELL


def shown_text(source: str) -> str:
    """Return the text of a page without its tags and scripts; in one pass, whatever it holds.

    >>> shown_text("<p>a <b>b</b></p><script>if (1<2) c</script>d")
    'a b d'
    """
    kept, hidden = [], ""
    for number, piece in enumerate(source.split("<")):
        tag, end, text = piece.partition(">") if number else ("", ">", piece)
        name = tag[:12].split(None, 1)[0].rstrip("/") if tag.strip() else ""
        if hidden:
            hidden = "" if name == f"/{hidden}" else hidden
        elif name in _HIDDEN and not tag.endswith("/"):
            hidden = name
        if not hidden and end:
            kept.append(text)
    return " ".join(html.unescape(" ".join(kept)).split())
