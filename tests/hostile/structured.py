"""What a page declares of itself: too deep, too large, of the wrong type, or no JSON at all."""

from __future__ import annotations

import json
from typing import Any

from hostile.behaviour import Outcome, add, archived
from hostile.exchange import Exchange
from hostile.stories import DAY, declared, script, story


def _add(name: str, json_ld: str, outcome: Outcome | None = None, **expected: Any) -> None:
    title = f"Declares {name}"

    async def respond(exchange: Exchange) -> None:
        await exchange.answer(story(title, json_ld=json_ld or declared(title)))

    add("structured", name, respond, outcome or archived(**({"title": title} | expected)))


def _values(name: str, expected: dict[str, Any] | None = None, **values: Any) -> None:
    """An article that declares *values* over the plain ones; the row must hold *expected*."""
    _add(name, declared(f"Declares {name}", **values), **(expected or {}))


def _text(name: str, text: str, **expected: Any) -> None:
    """An article whose declaration goes on with *text*, which no JSON library would write."""
    plain = f'{{"@type": "NewsArticle", "headline": "Declares {name}", "datePublished": "{DAY}", '
    _add(name, script(plain + text + "}"), **expected)


def _views(count: Any) -> dict[str, Any]:
    kind = {"@type": "InteractionCounter", "interactionType": "ReadAction", "userInteractionCount": count}
    return {"interactionStatistic": kind}


for _name, _count in {
    "minus-one": -1,
    "beyond-64-bits": 2**63,
    "of-a-hundred-digits": 10**100,
    "of-words": "many",
    "of-markup": "<b>7</b><script>alert(1)</script>",
    "of-a-list": [1, 2, 3],
    "of-true": True,
    "of-nested": {"@value": {"@value": {"@value": 5}}},
    "of-half-a-megabyte": "9" * 500_000,
}.items():
    _values(f"views-{_name}", {"view_count": None}, **_views(_count))
_text(
    "views-of-1e999",
    '"interactionStatistic": {"interactionType": "ReadAction", "userInteractionCount": 1e999}',
    view_count=None,
)
_text(
    "views-of-nan",
    '"interactionStatistic": {"interactionType": "ReadAction", "userInteractionCount": NaN}',
    view_count=None,
)
_text(
    "views-of-minus-infinity",
    '"interactionStatistic": {"interactionType": "ReadAction", "userInteractionCount": -Infinity}',
    view_count=None,
)
_text("number-of-100-000-digits", f'"wordCount": {"9" * 100_000}')
_text("lone-surrogates", '"description": "\\ud800 a \\udfff b", "author": {"name": "Ada \\ud83d Byron"}')
_text("nul-in-strings", '"description": "a\\u0000b", "author": {"name": "Ada\\u0000 Byron"}')
_text("depth", '"mentions": ' + '{"a": ' * 100_000 + "1" + "}" * 100_000)
_text("depth-of-lists", '"mentions": ' + "[" * 100_000 + "]" * 100_000)
_text("same-key-50-000-times", ", ".join(f'"a{n % 3}": {n}' for n in range(50_000)))
_text("no-end", '"description": "it goes on and on')
_text("single-quotes", "'description': 'no JSON'")
_text("comments", '/* why */ "description": "x" // not\n')
_text("prototype", '"__proto__": {"x": 1}, "constructor": {"prototype": {}}, "__class__": "y"')
_values("long-body", articleBody="word " * 120_000)
_values("twenty-thousand-nodes", mentions=[{"@type": "Thing", "name": str(n)} for n in range(20_000)])
_values(
    "ten-thousand-authors",
    author=[{"@type": "Person", "name": f"Author Number{chr(65 + n % 26)}"} for n in range(10_000)],
)
_values(
    "circles",
    author={"@id": "#a"},
    publisher={"@id": "#p", "name": {"@id": "#p"}},
    mainEntity={"@id": "#a", "author": {"@id": "#a"}},
)
_values("headline-of-a-list", headline=[[], {}, None, "Declares headline-of-a-list"])
_values("headline-of-an-object", headline={"@value": {"name": "Declares headline-of-an-object"}})
_values("headline-of-a-number", {"title": "Declares headline-of-a-number"}, headline=5)
_values("headline-of-half-a-megabyte", headline="w" * 500_000)
_values(
    "wrong-types", author=5, image=[[[["x"]]]], keywords={"a": 1}, articleSection=True, inLanguage=[None], publisher="x"
)
_values("language-of-nonsense", inLanguage="x" * 10_000, language={"name": ["xx"]})
_values("image-of-javascript", {"image_url": None}, image="javascript:alert(1)")
_values("image-of-a-file", {"image_url": None}, image="file:///etc/passwd")
_values("image-of-data", {"image_url": None}, image="data:image/png;base64," + "A" * 500_000)
_values("quotes-of-sql", description="'); DROP TABLE articles; --", articleSection="x' OR '1'='1")

for _name, _date in {
    "1970": "1970-01-01T00:00:00Z",
    "9999": "9999-12-31T23:59:59Z",
    "0000": "0000-00-00T00:00:00Z",
    "the-year-10000": "10000-01-01",
    "no-day": "2026-13-45T99:99:99Z",
    "an-offset-of-days": "2026-11-20T08:30:00+99:99",
    "a-number": 1e300,
    "minus-a-number": -62135596800,
    "a-list": [["2026-11-20"]],
    "words": "yesterday, or the day before",
    "half-a-megabyte": "2026-11-20T" + "0" * 250_000,
    "indian-digits": "२०२६-११-२०",
    "sql": "2026-11-20'; DELETE FROM articles; --",
}.items():
    _values(f"date-of-{_name}", {"published_at": DAY}, datePublished=_date, dateModified=_date)

for _graph in (1000, 8_000):
    _nodes = [{"@type": "NewsArticle", "headline": f"Other {n}", "url": f"/other/{n}"} for n in range(_graph)]
    _own = {"@type": "NewsArticle", "headline": f"Declares graph-of-{_graph}", "datePublished": DAY}
    _add(f"graph-of-{_graph}", script(json.dumps({"@graph": [_own, *_nodes]})))
