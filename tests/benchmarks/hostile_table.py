"""What came of each behaviour of the hostile site, as the table of docs/reliability.md tells it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import tests_beside  # noqa: F401  (finds what follows)
from hostile.behaviour import BEHAVIOURS, Behaviour

SHOWN = 5  # outcomes of a row of the table
Row = dict[str, Any]
TITLES: list[tuple[str, str, str]] = [  # group, pattern of the name, what it is called
    ("transport", "nothing-is-said|.*drips?|.*never-comes?", "silence, dripping headers and bodies"),
    ("transport", "body-(never|without|is-declared).*|length-of-30.*|a-byte.*", "endless bodies, a byte too many"),
    ("transport", ".*headers?-never.*|header-line.*|fifty.*|endless-100.*|folded.*", "endless headers, 100 Continue"),
    ("transport", "closed.*|reset.*|shorter.*|.*chunk.*|page-without.*", "answers that end too early, cut chunks"),
    ("transport", "unknown-tr.*|negative.*|two-len.*|status-is.*|random-bytes|smtp.*", "answers that are no HTTP"),
    ("transport", ".*", "odd but decent answers, pictures, empty pages"),
    ("compression", ".*bomb.*", "bombs of 400 MB, nested, as a sitemap"),
    ("compression", ".*half.*|.*without-its-end", "half a page in each encoding"),
    ("compression", ".*noise.*|.*plain|wrong.*|thousand.*|unknown.*", "noise in place of an encoding, 1,000 layers"),
    ("compression", ".*", "decent pages in each encoding"),
    ("redirects", "to-itself|to-and.*|ever.*|to-nothing|refresh-to-itself", "redirects without end"),
    ("redirects", ".*file.*|to-ftp|to-data|to-javascript|to-gopher|to-s3|.*kilobytes", "redirects to no web address"),
    ("redirects", "three.*|to-raw.*|without.*|to-another.*", "other redirects"),
    ("redirects", ".*", "redirects to private addresses in all forms"),
    ("addresses", "host-.*|homograph.*", "hosts that cannot be, homographs"),
    ("addresses", ".*", "links, feeds, sitemaps, declarations that name private addresses"),
    ("charsets", ".*", "absurd, wrong and missing charsets, invalid UTF-8"),
    ("markup", "feed-.*|json-feed.*|sitemap.*|.*xml.*", "feeds and sitemaps with entities, DTDs, depth"),
    ("markup", ".*", "100,000 nested tags, 200,000 attributes, one line of 10 MB, elements without end"),
    ("refusals", "status-.*", "error statuses"),
    ("refusals", "retry.*|flapping.*", "429 and 503 with `Retry-After` near, far, absurd"),
    ("refusals", ".*", "cookie walls, login pages, challenges, script shells"),
    ("robots", ".*", "robots.txt that is huge, slow, 5xx, HTML, a bomb, a loop"),
    ("structured", ".*", "JSON-LD and microdata: counts, depth, numbers, dates, surrogates"),
    ("traps", ".*", "calendars, sessions, permuted parameters, endless pages, million-URL sitemaps"),
    ("values", ".*", "markup, SQL, formulas, bidi and terminal escapes in titles and addresses"),
]


def title_of(behaviour: Behaviour) -> str:
    """Return the row that a behaviour belongs to."""
    return next(t for g, pattern, t in TITLES if g == behaviour.group and re.fullmatch(pattern, behaviour.name))


def table(done: dict[tuple[str, str], Row]) -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| what was tried | how many | newsarc | MB | CPU s | plain Scrapy | MB |"
    yield "|---|---|---|---|---|---|---|"
    for _, _, title in TITLES:
        paths = [b.path for b in BEHAVIOURS.values() if title_of(b) == title]
        here, plain = ([done[path, way] for path in paths if (path, way) in done] for way in ("here", "plain"))
        cells = [title, str(len(paths)), outcomes(here), megabytes(here)]
        cells += [f"{max((row.get('cpu', 0) for row in here), default=0):.1f}", outcomes(plain), megabytes(plain)]
        yield "| " + " | ".join(cells) + " |"


def outcomes(rows: list[Row]) -> str:
    """Return what came of some behaviours, the commonest first, each with its number where they differ."""
    said = Counter(shortened(row) for row in rows).most_common()
    shown = [f"{text} ({count})" if len(said) > 1 else text for text, count in said[:SHOWN]]
    return "; ".join(shown + ([f"other ({left})"] if (left := sum(count for _, count in said[SHOWN:])) else []))


def megabytes(rows: list[Row]) -> str:
    return f"{max((row['memory'] for row in rows), default=0) / 1e6:.0f}"


# An outcome as the ledger has it, or Scrapy's statistics, and as the table says it.
SAID = [
    (r"\d+ pages taken", "takes page after page"),
    (r"taken as a page", "takes it"),
    (r"nothing taken.*", "takes nothing"),
    (r"went on after (\d+) s", r"goes on after \1 s"),
    (r"more than 2 GB", "**ended at 2 GB**"),
    (r"spider broke: (\w+)", "the spider breaks"),
    (r"forbidden by robots.txt", "obeys it"),
    (r"left out: another site", "left out"),
    (r"left out: status \d+", "left out: the status"),
    (r"failed: (DownloadCancelledError)", "failed: too large"),
    (r"failed: (ResponseDataLossError)", "failed: cut"),
    (r"failed: (?:DownloadFailedError|\w*ConnectionRefusedError|ConnectError)", "failed"),
    (r"failed: CannotResolveHostError", "failed: no such host"),
    (r"failed: (?:\w*Error)", "failed"),
    (r".*is at .* which is not a public address.*", "refused: no public address"),
    (r".*(?:a redirect leads to|which is no web address).*", "refused: no web address"),
    (r"new: robots.txt of .*no such host.*", "no such host: stays due"),
    (r".*(robots.txt of .*nothing is asked|Forbidden by robots).*", "obeyed: not asked"),
    (r"new: (status \d+).*", r"\1: stays due"),
    (r"new: .*", "stays due"),
    (r"(failed|gone): status \d+.*", r"\1: the status"),
    (r"failed: no valid HTTP answer.*", "failed: no valid HTTP answer"),
    (r"failed: .*(?:cannot be unpacked|packed in).*", "failed: cannot be unpacked"),
    (r"failed: (?:\w+: )?incomplete.*", "failed: incomplete"),
    (r"refused: (larger than).*", "refused: larger than 10 MB"),
    (r"(?:not_article|read): unreadable: .* are more than.*", "unreadable: too many tags"),
    (r"not_article: unreadable.*", "unreadable in 5 s"),
    (r"not_article: no story.*", "no article: no story"),
    (r"not_article: redirected to another site.*", "no article: another site"),
    (r"not_article: (.{0,60}).*", r"no article: \1"),
]


def shortened(row: Row) -> str:
    """Return an outcome as the table has it: without the names and numbers that differ from one to the next."""
    if (row["touched"] or row.get("left")) and row["way"] == "plain":
        return "**connects to it**"
    text = str(row["outcome"])
    for pattern, said in SAID:
        if re.fullmatch(pattern, text):
            return re.sub(pattern, said, text).replace("|", "/")
    return text.replace("|", "/")[:80]
