"""Dresses of a site's addresses, as its own pages tell of them by the canonical address that they declare."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.discovery.links import looks_like_article
from crawler.reading.urls import url_key

FEWEST = 3  # articles that had a dress, before it counts as one
MOST_PLAIN = 200  # addresses that are remembered as canonical themselves
# "/amp", "/": no number, which is another page
_MARK = re.compile(r"(?:/[a-z]{1,12})?/?|[./_-][a-z]{1,12}", re.IGNORECASE)


class Dress(NamedTuple):
    """What an address has and the canonical one has not: another host, a beginning or an end of the path, parameters.

    `lacked`: the slash at the end that only the canonical one has.
    """

    host: str
    bare_host: str
    front: str
    back: str
    lacked: str
    parameters: frozenset[str]

    def off(self, url: str) -> str | None:
        """Return *url* without this dress, or None where it has it not."""
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        path = parts.path.removeprefix(self.front).removesuffix(self.back)
        has_it = (
            parts.netloc == self.host
            and len(path) == len(parts.path) - len(self.front) - len(self.back)
            and not (self.lacked and (path.endswith(self.lacked) or "." in path.rpartition("/")[2]))  # no /gates.html/
            and self.parameters <= {name for name, _ in pairs}
        )
        query = urlencode([(name, value) for name, value in pairs if name not in self.parameters])
        bare = parts._replace(netloc=self.bare_host, path=path + self.lacked, query=query)
        return bare.geturl() if has_it else None


def dress_of(url: str, canonical: str) -> Dress | None:
    """Return the dress in which *url* differs from *canonical*, or None where that is none.

    What tells the article is none: some sites have "/news.php" for the canonical address of all "/news.php?id=17".

    >>> dress_of("https://m.lock.example/amp/gates?ref=home", "https://lock.example/gates").off(
    ...     "https://m.lock.example/amp/ferries?ref=list")
    'https://lock.example/ferries'
    >>> dress_of("https://lock.example/gates", "https://lock.example/ferries")
    """
    if looks_like_article(url) and not looks_like_article(canonical):
        return None
    one, other = urlsplit(url), urlsplit(canonical)
    front = back = lacked = ""
    if one.path.endswith(other.path):
        front = one.path.removesuffix(other.path)
    elif one.path.startswith(other.path):
        back = one.path.removeprefix(other.path)
    elif other.path == f"{one.path}/":
        lacked = "/"
    else:
        return None
    pairs, kept = (parse_qsl(parts.query, keep_blank_values=True) for parts in (one, other))
    parameters = frozenset(name for name, _ in pairs) - {name for name, _ in kept}
    is_rest = kept == [(name, value) for name, value in pairs if name not in parameters]
    is_one = is_rest and _MARK.fullmatch(front) and _MARK.fullmatch(back)
    return Dress(one.netloc, other.netloc, front, back, lacked, parameters) if is_one else None


class Dresses:
    """What one crawl has learnt of its site's dresses."""

    def __init__(self) -> None:
        self._seen: defaultdict[Dress, set[str]] = defaultdict(set)  # canonical addresses, no more than are needed
        self._plain: deque[str] = deque(maxlen=MOST_PLAIN)

    def note(self, url: str, canonical: str) -> None:
        """Note which address the article at *url* declares as its own."""
        if url_key(url) == url_key(canonical):
            self._plain.append(url)
        elif (dress := dress_of(url, canonical)) and len(self._seen[dress]) < FEWEST:
            self._seen[dress].add(canonical)

    def plain(self, url: str) -> str | None:
        """Return *url* without a dress that no article declared as canonical; None where it has none such."""
        for dress, articles in self._seen.items():
            if len(articles) >= FEWEST and (plain := dress.off(url)) and not any(map(dress.off, self._plain)):
                return plain
        return None
