"""The file of a site: its name, its text. What a page says goes into it as quoted text and nothing else."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterable, Mapping
from datetime import date

LONGEST_NAME = 40  # characters
LONGEST_TEXT = 80
TAKEN = ("base", "article", "news_site", "test")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_TEXT = '''\
"""{domain}, as `newsarc sites add` found it on {day}."""

from __future__ import annotations

from crawler.site import Site
from spiders.base import NewsSpider


class {class_name}(NewsSpider):
    name = {name}
    site = Site(
{rules}    )
'''


def spider_name(domain: str, taken: Iterable[str] = ()) -> str:
    """Return the name of the spider, and of the file, for the site *domain*; *taken* are those of other sites.

    >>> spider_name("harbour-gazette.example"), spider_name("harbour.co.uk", ["harbour"]), spider_name("24.example")
    ('harbour_gazette', 'harbour_co_uk', 'site_24')
    >>> spider_name("import.example"), spider_name("127.0.0.1")
    ('import_example', 'site_127_0_0_1')
    """
    is_number = re.fullmatch(r"[\d.:a-f]*[.:][\d.:a-f]*", domain) is not None
    for text in (domain if is_number else domain.partition(".")[0], domain):
        name = re.sub(r"[^a-z0-9]+", "_", text.lower())[:LONGEST_NAME].strip("_")
        name = name if name[:1].isalpha() else f"site_{name}"
        if name not in (*TAKEN, *taken) and not keyword.iskeyword(name):
            return name
    return name + "_site"


def is_spider_name(text: str) -> bool:
    """Return whether *text* can be the name of a spider and of its file."""
    return (
        bool(_NAME.fullmatch(text)) and len(text) <= LONGEST_NAME and text not in TAKEN and not keyword.iskeyword(text)
    )


def quoted(text: str) -> str:
    """Return *text* as Python prints it between quotes: one line, nothing invisible, bounded.

    >>> quoted('The "Lock"' + chr(10) + chr(0x202E) + 'Times'), quoted("a" * 99)[-3:]
    ('"The \\\\"Lock\\\\"Times"', 'aa"')
    """
    return json.dumps("".join(filter(str.isprintable, text))[:LONGEST_TEXT].strip(), ensure_ascii=False)


def site_file(
    *,
    domain: str,
    name: str,
    day: date,
    title: str | None,
    language: str | None,
    listings: Mapping[str, tuple[str, ...]],
    hints: Iterable[str] = (),
) -> str:
    """Return the text of the file for a site. *hints* are comments of ours: what else might be said of it."""
    rules = [f"domain={json.dumps(domain)},"]
    if title and (shown := quoted(title)) != '""':
        rules.append(f"name={shown},")
    if language and _LANGUAGE.fullmatch(language):
        rules.append(f"language={json.dumps(language)},")
    for rule, urls in listings.items():
        if len(urls) == 1:
            rules.append(f"{rule}=({json.dumps(urls[0])},),")
        elif urls:
            rules += [f"{rule}=(", *(f"    {json.dumps(url)}," for url in urls), "),"]
    rules += [f"# {hint}" for hint in hints]
    return _TEXT.format(
        domain=domain,
        day=day.isoformat(),
        class_name="".join(part.capitalize() for part in name.split("_")) + "Spider",
        name=json.dumps(name),
        rules="".join(f"        {rule}\n" for rule in rules),
    )
