"""Pages as large as those of real newspapers, made for measuring what an archive takes: cheaply, and not flattered.

Around each story of a site stand 150 to 220 KB that its pages share: styles, scripts, menus, drawings, the page's own
state as JSON. On each page differ: the story, three times (as HTML, in its JSON-LD, in the state), headlines of other
articles with their addresses and pictures, places of advertisements, ids. Sites change: a small part of what their
pages share in every month, most of it about once a year. `python tests/benchmarks/made_pages.py` prints what zstd makes
of such pages alone and with an earlier one as dictionary, to be held against those of real pages.
"""

from __future__ import annotations

import json
import random
import statistics
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from crawler.items import Article

SMALLEST, LARGEST = 150_000, 220_000  # bytes that the pages of a site share
PIECES = 120  # in which they come; each may change by itself
MONTHLY = 0.015  # of the pieces change in a month
RELEASE = timedelta(days=365)  # about so often a site is made anew,
RENEWED = 0.7  # so much of it
_PROPERTIES = (
    "margin:0 auto {n}px|padding:{n}px {m}px|color:#{h6}|background-color:#{h6}|font-size:{n}px|line-height:1.{d}"
    "|display:flex|flex:1 1 {n}%|position:absolute|top:{m}px|z-index:{d}|width:calc(100% - {n}px)|border-radius:{d}px"
    "|font-family:var(--font-{w})|grid-template-columns:repeat({d},minmax(0,{m}px))|overflow:hidden|opacity:.{d}"
    "|transition:opacity .{d}s ease-in-out|box-shadow:0 {d}px {n}px rgba(0,0,0,.{d})|max-width:{n}{d}px"
).split("|")
_STATEMENTS = (
    'function {a}({b},{c}){{if(!{b})return null;return {b}.{w}({c},"{v}")}}|var {a}=document.querySelector(".{w}-{v}");'
    '|window.{w}=window.{w}||[];|{a}.addEventListener("{w}",function({b}){{{b}.preventDefault(),{c}({b}.{v})}});'
    '|{a}.push({{key:"{w}",value:{n},enabled:!{d}}});|for(var {b}=0;{b}<{a}.length;{b}++){c}({a}[{b}],{n});'
    "|const {a}=await import('/static/{w}.{h8}.js');|e.exports={{{w}:{a},{v}:{b}}}}},{n}{m}:function(e,t,{c}){{"
    "|try{{{a}.{w}({b})}}catch({c}){{console.error('{v}',{c})}}|return {a}&&{b}?{c}.{w}:{n}"
).split("|")
_MARKUP = (
    '<li class="nav__item nav__item--{w}" data-index="{n}"><a class="nav__link" href="/{w}/{v}/" data-track="nav">{v}'
    '</a></li>|<div class="grid__cell grid__cell--{d}" id="slot-{w}-{n}" data-module="{v}"><div class="empty"></div>'
    '</div>|<button type="button" class="btn btn--{w}" aria-label="{w} {v}" aria-expanded="false">{w}</button>'
    '|<link rel="preload" as="script" href="/static/chunks/{w}.{h8}.js">|<path d="M{n}.{d} {m}.{n}c-{d}.{m} 0-{n}.{d} '
    '{d}.{n}-{m} {n}l{d}.{m}-{n}.{d}z"/>|<p class="footer__text">{w} {v} {w} <a href="/{v}">{w}</a> {v}</p>'
).split("|")
_STATE = (
    '"{w}":{{"id":{n}{m},"label":"{v}","path":"/{w}/{v}","visible":true,"children":[]}},|"{w}_{v}":{{"type":"module",'
    '"variant":"{v}","enabled":false,"limit":{n}}},|"flag-{w}":{{"on":true,"share":{d},"since":"2025-0{d}-1{d}"}},'
).split("|")
KINDS = {"style": _PROPERTIES, "script": _STATEMENTS, "markup": _MARKUP, "state": _STATE}
SHARES = {"style": 20, "script": 35, "markup": 35, "state": 10}


@dataclass
class SitePages:
    """The pages of one site. *words*: of its language, of which its menus, classes and names are made."""

    site: str
    words: Sequence[str]
    seed: int
    pieces: list[tuple[str, bytes]] = field(default_factory=list)
    changed_at: datetime | None = None
    recent: deque[tuple[str, str, str]] = field(default_factory=lambda: deque(maxlen=200))  # address, title, picture

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.headlines = self.rng.randint(16, 40)
        self.slots = self.rng.randint(8, 30)
        self.released_at: datetime | None = None

    @cached_property
    def names(self) -> list[str]:
        """What the site's classes and functions are called: few words are used often."""
        return [self.rng.choice(self.words) for _ in range(300)]

    def page(self, article: Article, at: datetime) -> bytes:
        """Return the page of *article*, as it is at the time *at*; the pages of a site are made in order of time."""
        self._change(at)
        address, title = article.url, article.title or ""
        picture = self._hex(32)
        parts = {kind: b"".join(piece for of, piece in self.pieces if of == kind) for kind in KINDS}
        page = "\n".join(("<!doctype html><html><head>", self._head(article, picture), "<style>")).encode()
        page += parts["style"] + b"</style><script>" + parts["script"] + b"</script></head><body>" + parts["markup"]
        page += "\n".join((self._story(article, picture), self._others(), self._advertisements())).encode()
        page += b'<script type="application/json" id="state">{' + parts["state"] + self._state(article).encode()
        self.recent.append((address, title, picture))
        return page + b"}</script></body></html>"

    def headers(self, at: datetime) -> dict[str, str]:
        """Return what the site's server says beside a page: most of it with every page, some of it only once."""
        policy = " ".join(f"https://*.{name}.example" for name in self.names[:20])
        return {
            "Date": f"{at:%a, %d %b %Y %H:%M:%S} GMT",
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": "public, max-age=60, stale-while-revalidate=30, stale-if-error=86400",
            "Content-Security-Policy": f"default-src https: data: 'unsafe-inline'; script-src {policy}",
            "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
            "Referrer-Policy": "no-referrer-when-downgrade",
            "Permissions-Policy": "interest-cohort=(), geolocation=(self), camera=(), microphone=()",
            "Vary": "Accept-Encoding, X-Device-Type, Cookie",
            "Server": f"{self.names[0]}/1.2{self.seed % 10}",
            "Via": "1.1 varnish, 1.1 varnish",
            "ETag": f'W/"{self._hex(32)}"',
            "X-Request-Id": self._hex(32),
            "X-Served-By": f"cache-fra-{self._hex(10)}-FRA",
            "X-Cache": self.rng.choice(("HIT", "MISS", "HIT, HIT")),
            "X-Timer": f"S{at.timestamp():.6f},VS0,VE{self.rng.randrange(200)}",
            "Age": str(self.rng.randrange(60)),
            "Set-Cookie": f"visitor={self._hex(32)}; Path=/; Max-Age=31536000; Secure; SameSite=Lax",
            "Link": f"</static/{self.names[1]}.css>; rel=preload; as=style, </static/{self.names[2]}.js>; rel=preload",
        }

    def _change(self, at: datetime) -> None:
        if self.changed_at is None or self.released_at is None:
            size = self.rng.randint(SMALLEST, LARGEST) // PIECES
            kinds = [kind for kind, share in SHARES.items() for _ in range(PIECES * share // 100)]
            self.pieces = [(kind, self._piece(kind, size)) for kind in kinds]
            self.released_at = at - RELEASE * self.rng.random()
            self.changed_at = at
        share = MONTHLY * ((at - self.changed_at) / timedelta(days=30))
        if at - self.released_at > RELEASE:
            share, self.released_at = RENEWED, at
        count = int(share * PIECES)
        if count:
            for place in self.rng.sample(range(PIECES), min(count, PIECES)):
                kind, piece = self.pieces[place]
                self.pieces[place] = kind, self._piece(kind, len(piece))
            self.changed_at = at

    def _piece(self, kind: str, size: int) -> bytes:
        rng, made, length = self.rng, [], 0
        blanks = _Blanks(rng, self.names)
        while length < size:
            text = rng.choice(KINDS[kind]).format_map(blanks)
            if kind == "style":
                text = f".{blanks['w']}__{blanks['v']}{{{text};{rng.choice(('top:0', 'left:0'))}}}"
            made.append(text)
            length += len(text)
        return "".join(made).encode()

    def _head(self, article: Article, picture: str) -> str:
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": article.url,
            "headline": article.title,
            "description": article.description,
            "datePublished": article.published_at,
            "author": [{"@type": "Person", "name": name} for name in article.authors],
            "image": [f"https://img.{self.site}/{picture}/{shape}.jpg" for shape in ("1x1", "4x3", "16x9")],
            "articleBody": article.body,
        }
        return (
            f'<title>{article.title} | {self.site}</title><link rel="canonical" href="{article.url}">'
            f'<meta name="request-id" content="{self._hex(32)}"><meta property="og:title" content="{article.title}">'
            f'<meta property="og:image" content="https://img.{self.site}/{picture}/16x9.jpg">'
            f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
        )

    def _story(self, article: Article, picture: str) -> str:
        paragraphs = (article.body or "").split("\n\n")
        body = "".join(f'<p class="body__text" data-block="{self._hex(12)}">{text}</p>' for text in paragraphs)
        return f"<main><h1>{article.title}</h1>{self._picture(picture)}<div class=body>{body}</div></main>"

    def _others(self) -> str:
        """Headlines: half of them the site's latest, which stand on all its pages; half of them this article's own."""
        latest = list(self.recent)[-self.headlines // 2 :]
        related = self.rng.sample(list(self.recent), min(self.headlines // 2, len(self.recent)))
        return "".join(
            f'<article class="teaser teaser--m" data-pos="{place}" data-id="{self._hex(8)}"><a href="{url}" '
            f'class="teaser__link">{self._picture(picture)}<h3 class="teaser__title">{title}</h3></a></article>'
            for place, (url, title, picture) in enumerate([*latest, *related])
        )

    def _picture(self, picture: str) -> str:
        source = ", ".join(f"https://img.{self.site}/{picture}/w{w}.webp {w}w" for w in (320, 640, 960, 1280))
        return (
            f'<picture><source srcset="{source}"><img loading="lazy" src="https://img.{self.site}/{picture}/w320.jpg">'
        )

    def _advertisements(self) -> str:
        return "".join(
            f'<div class="ad" id="ad-{place}-{self._hex(8)}" data-targeting=\'{{"pos":{place},"correlator":'
            f"{self.rng.randrange(10**15)}}}'></div>"
            for place in range(self.slots)
        )

    def _state(self, article: Article) -> str:
        state = {
            "url": article.url,
            "buildTime": self.rng.randrange(10**12),
            "session": [self._hex(32) for _ in range(6)],
            "headline": article.title,
            "elements": [
                {"type": "text", "id": self._hex(16), "html": text} for text in (article.body or "").split("\n\n")
            ],
            "recommended": [
                {"id": self._hex(8), "title": title, "url": url, "score": self.rng.random()}
                for url, title, _ in list(self.recent)[-self.headlines :]
            ],
        }
        return f'"article":{json.dumps(state)}'

    def _hex(self, digits: int) -> str:
        return f"{self.rng.getrandbits(4 * digits):0{digits}x}"


class _Blanks:
    """What stands in the blanks of a statement: names of a site, numbers, colours; often what stood before."""

    def __init__(self, rng: random.Random, names: list[str]) -> None:
        self.rng = rng
        self.last: dict[str, str] = {}
        self.makers: dict[str, Callable[[], str]] = {
            **dict.fromkeys("wv", lambda: names[int(len(names) * rng.random() ** 3)]),
            **dict.fromkeys("abc", lambda: rng.choice("eeettnnriaos")),
            **dict.fromkeys("nm", lambda: str(rng.choice((4, 8, 12, 16, 16, 20, 24, rng.randrange(100))))),
            "d": lambda: rng.choice("0122345"),
            "h6": lambda: f"{rng.choice((0, 0x333333, 0xFFFFFF, rng.getrandbits(24))):06x}",
            "h8": lambda: f"{rng.getrandbits(32):08x}",
        }

    def __getitem__(self, key: str) -> str:
        if key not in self.last or self.rng.random() < 0.4:
            self.last[key] = self.makers[key]()
        return self.last[key]


def main() -> None:
    """Print what zstd makes of the pages of some sites, alone and with a page some days older as dictionary."""
    from made_articles import FIRST_DAY, Maker

    from crawler.archive.captures.compression import LEVEL, zstd

    days = 430
    maker = Maker(days, span=timedelta(days=days), large_pages=True)
    for site in range(8):
        made = [maker.make(day, site).html for day in range(days)]
        alone = [len(zstd.compress(page, LEVEL)) / len(page) for page in made[::10]]
        shares = [f"{sum(map(len, made)) / days:,.0f} bytes a page; alone {sum(alone) / len(alone):.1%}"]
        for apart in (1, 30, 60, 120, 365):
            later = [
                len(zstd.compress(made[day + apart], LEVEL, zstd_dict=zstd.ZstdDict(made[day], is_raw=True)))
                / len(made[day + apart])
                for day in range(40, days - apart, 10)
            ]
            shares.append(f"{apart} days {statistics.median(later):.1%}")
        print(f"site {site} ({maker.site_languages[site]}), from {FIRST_DAY:%Y}: {'; '.join(shares)}")


if __name__ == "__main__":
    main()
