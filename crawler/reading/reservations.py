"""What a site reserves: text and data mining (TDMRep, https://www.w3.org/community/tdmrep/) and use by AI.

Each function returns what is said in one place, in its words, or None where nothing is reserved there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from crawler.reading.robots import Robots, path_of, pattern_matches

# Agents that fetch for the training of models, or stand for it in robots.txt.
AI_AGENTS = (
    *("ai2bot", "amazonbot", "anthropic-ai", "applebot-extended", "bytespider", "ccbot", "claudebot", "cohere-ai"),
    *("diffbot", "google-extended", "gptbot", "meta-externalagent", "omgili", "perplexitybot"),
)
_NO_AI = re.compile(r"(?<![\w-])(?:noai|noimageai)(?![\w-])", re.IGNORECASE)
_SIGNAL = re.compile(r"^\s*content-signal\s*:.*\bai-train\s*=\s*no\b", re.IGNORECASE | re.MULTILINE)
MOST_RULES = 1000


def by_robots(text: str, robots: Robots, url: str) -> str | None:
    """Return the AI agents that robots.txt keeps from *url*, and its Content-Signal against training.

    >>> text = "User-agent: GPTBot\\nDisallow: /"
    >>> by_robots(text, Robots(text), "https://harbour.example/news/1")
    'gptbot'
    """
    said = [agent for agent in AI_AGENTS if agent in robots.groups and not robots.allows(url, agent)]
    if _SIGNAL.search(text):
        said.append("ai-train=no")
    return ", ".join(said) or None


def by_tdmrep(text: str, url: str) -> str | None:
    """Return what /.well-known/tdmrep.json reserves of *url*: "1", with the address of the policy where it has one.

    >>> by_tdmrep('[{"location": "/news/*", "tdm-reservation": 1}]', "https://harbour.example/news/1")
    '1'

    The first rule whose location matches decides. What is not as the protocol says reserves nothing.
    """
    try:
        rules = json.loads(text)
    except (ValueError, RecursionError):
        return None
    path = path_of(url)
    for rule in rules[:MOST_RULES] if isinstance(rules, list) else []:
        location = rule.get("location") if isinstance(rule, dict) else None
        if isinstance(location, str) and pattern_matches(location, path):
            policy = rule.get("tdm-policy")
            return _said(rule.get("tdm-reservation"), policy if isinstance(policy, str) else None)
    return None


def by_headers(headers: Mapping[str, str]) -> str | None:
    """Return what the headers of an answer reserve: `tdm-reservation`, `noai` in `X-Robots-Tag`.

    >>> by_headers({"X-Robots-Tag": "noindex, noai"})
    'noai'
    """
    named = {name.lower(): value for name, value in headers.items()}
    return _of_page(named.get("tdm-reservation"), named.get("tdm-policy"), [named.get("x-robots-tag", "")])


def by_meta(meta: Mapping[str, list[str]]) -> str | None:
    """Return what a page's meta elements reserve: `tdm-reservation`, `noai` for robots or for any one of them.

    >>> by_meta({"tdm-reservation": ["1"], "robots": ["index, noai"]})
    '1, noai'
    """
    told = [value for name in ("robots", "googlebot", "newsarc") for value in meta.get(name, [])]
    first = {name: values[0] for name, values in meta.items() if values}
    return _of_page(first.get("tdm-reservation"), first.get("tdm-policy"), told)


def _of_page(reservation: object, policy: str | None, told: Iterable[str]) -> str | None:
    no_ai = [word.lower() for text in told for word in _NO_AI.findall(text)]
    return ", ".join(filter(None, (_said(reservation, policy), *dict.fromkeys(no_ai)))) or None


def _said(reservation: object, policy: str | None) -> str | None:
    if str(reservation).strip() != "1":
        return None
    scheme = urlsplit(policy.strip()).scheme if policy and "[" not in policy else ""
    return f"1 {policy.strip()[:500]}" if policy and scheme in ("http", "https") else "1"
