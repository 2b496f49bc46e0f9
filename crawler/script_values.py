"""How frameworks write their state where it is no plain JSON: numbered values, typed pairs, references, literals.

Each function returns plain values, as JSON has them, of what it is given; nothing is executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

MOST_VALUES = 50_000  # put together of one state: references may multiply
DEEPEST = 40
MOST_LITERALS = 5  # of one script
_WRAPPED = frozenset("Reactive ShallowReactive Ref ShallowRef EmptyRef EmptyShallowRef Date Set Map null".split())
_APOLLO = "ROOT_QUERY"
_TOKEN = re.compile(
    r"""\s*(?:(?P<sign>[{}\[\](),:])"""
    r"""|(?P<text>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|`(?:[^`\\$]|\\.|\$(?!\{))*+`)"""
    r"""|(?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"""
    r"""|(?P<word>(?:!0|!1|void 0|new Date(?=\()|[A-Za-z_$][\w$]*)))""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n|.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_WORDS = {"true": True, "false": False, "!0": True, "!1": False}
# window.__NUXT__=(function(a,b){return {data:[{title:a ...}]}}("Ferry strike ends",null)), const data = [null,{type:
_CALLED = re.compile(r"\(function\(([\w$,\s]*)\)\s*\{\s*return\s*(?=\{)")
_GIVEN = re.compile(r"\s*;?\s*\}\s*\(")
_SENT = re.compile(r"\bdata\s*[=:]\s*(?=\[\s*(?:null|\{\s*type\s*:))")


class NotLiteral(ValueError):
    """What stands there is code, not a value."""


def unflattened(values: list[Any]) -> Any:
    """Return what *values* hold that name each other by their number, the first one being the whole.

    >>> unflattened([{"title": 1, "tags": 2}, "Ferry strike ends", [3, 3], "ferries"])
    {'title': 'Ferry strike ends', 'tags': ['ferries', 'ferries']}
    """
    left = [MOST_VALUES]

    def value_at(number: Any, depth: int) -> Any:
        left[0] -= 1
        if not isinstance(number, int) or not 0 <= number < len(values) or depth > DEEPEST or left[0] < 0:
            return None
        value = values[number]
        if isinstance(value, dict):
            return {name: value_at(inner, depth + 1) for name, inner in value.items()}
        if not isinstance(value, list):
            return value
        if value and isinstance(value[0], str):
            inner = value[1] if len(value) > 1 else None
            return value_at(inner, depth + 1) if isinstance(inner, int) and value[0] in _WRAPPED else inner
        return [value_at(inner, depth + 1) for inner in value]

    return value_at(0, 0)


def is_flattened(value: Any) -> bool:
    """Return whether *value* is a list of the kind that `unflattened` reads."""
    if not isinstance(value, list) or len(value) < 3:
        return False
    told = [one for one in value[:3] if isinstance(one, dict) and one]
    wrapped = isinstance(value[0], list) and bool(value[0]) and value[0][0] in _WRAPPED
    numbered = all(isinstance(inner, int) for one in told for inner in one.values())
    return numbered and (wrapped or (bool(told) and value[0] is told[0]))


def unpaired(value: Any, depth: int = 0) -> Any:
    """Return what *value* holds whose every value is a pair of its kind and itself, as Astro's islands write them.

    >>> unpaired({"title": [0, "Ferry strike ends"], "paragraphs": [1, [[0, "One."], [0, "Two."]]]})
    {'title': 'Ferry strike ends', 'paragraphs': ['One.', 'Two.']}
    """
    if isinstance(value, dict):
        return {name: unpaired(inner, depth + 1) for name, inner in value.items()} if depth < DEEPEST else None
    if not (isinstance(value, list) and len(value) == 2 and isinstance(value[0], int)):
        return value
    kind, inner = value
    if kind == 1 and isinstance(inner, list):
        return [unpaired(one, depth + 1) for one in inner] if depth < DEEPEST else None
    return unpaired(inner, depth + 1) if isinstance(inner, dict) else inner


def joined(cache: dict[str, Any]) -> list[Any]:
    """Return the objects of Apollo's *cache*, with others in place of the references to them.

    >>> joined({"ROOT_QUERY": {}, "A:1": {"title": "Ferries", "by": {"__ref": "P:1"}}, "P:1": {"name": "Ann Lee"}})[1]
    {'title': 'Ferries', 'by': {'name': 'Ann Lee'}}
    """
    left = [MOST_VALUES]

    def filled(value: Any, above: tuple[str, ...]) -> Any:
        left[0] -= 1
        if left[0] < 0 or len(above) > DEEPEST:
            return None
        if isinstance(value, list):
            return [filled(one, (*above, "")) for one in value]
        if not isinstance(value, dict):
            return value
        name = value.get("__ref") or (value.get("id") if value.get("type") == "id" else None)
        if isinstance(name, str) and isinstance(cache.get(name), dict):
            return filled(cache[name], (*above, name)) if name not in above else None
        return {key: filled(inner, (*above, "")) for key, inner in value.items()}

    return [filled(value, (name,)) for name, value in cache.items()]


def is_cache(value: Any) -> bool:
    """Return whether *value* is a cache as `joined` reads it."""
    return isinstance(value, dict) and _APOLLO in value


def literals(script: str) -> Iterator[Any]:
    """Yield the values that *script* writes as literals of its own language: what Nuxt and SvelteKit send.

    >>> list(literals('const data = [null,{type:"data",data:{title:"Ferries",at:new Date(0),by:void 0}}];'))
    [[None, {'type': 'data', 'data': {'title': 'Ferries', 'at': '1970-01-01T00:00:00+00:00', 'by': None}}]]
    >>> list(literals('window.__NUXT__=(function(a,b){return {title:a,by:b}}("Ferries",null))'))
    [{'title': 'Ferries', 'by': None}]
    """
    for called in islice(_CALLED.finditer(script), MOST_LITERALS):
        try:
            _, end = _read(script, called.end(), {})
            given = _GIVEN.match(script, end)
            values = _read_list(script, given.end(), ")", {}, 0)[0] if given else []
            names = dict(zip((name.strip() for name in called[1].split(",")), values, strict=False))
            yield _read(script, called.end(), names)[0]
        except NotLiteral:
            continue
    for sent in islice(_SENT.finditer(script), MOST_LITERALS):
        try:
            yield _read(script, sent.end(), {})[0]
        except NotLiteral:
            continue


def _token(script: str, at: int) -> re.Match[str]:
    match = _TOKEN.match(script, at)
    if match is None:
        raise NotLiteral(at)
    return match


def _read(script: str, at: int, names: dict[str, Any], depth: int = 0) -> tuple[Any, int]:
    """The value that begins at *at*, and where it ends."""
    token = _token(script, at)
    end = token.end()
    if depth > DEEPEST:
        raise NotLiteral(at)
    if token["text"] is not None:
        return _unescaped(token["text"][1:-1]), end
    if token["number"] is not None:
        number = float(token["number"])
        return int(number) if number.is_integer() else number, end
    if token["sign"] == "{":
        return _read_object(script, end, names, depth)
    if token["sign"] == "[":
        return _read_list(script, end, "]", names, depth)
    if token["word"] == "new Date":
        given, end = _read_list(script, end + 1, ")", names, depth)
        return (_instant(given[0]) if given else None), end
    if token["word"] is None:
        raise NotLiteral(at)
    if script[end : end + 1] == "(":
        return None, _read_list(script, end + 1, ")", names, depth)[1]  # a call
    return _WORDS.get(token["word"], names.get(token["word"])), end


def _read_object(script: str, at: int, names: dict[str, Any], depth: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while (token := _token(script, at))["sign"] != "}":
        key = token["word"] or token["number"] or (_unescaped(token["text"][1:-1]) if token["text"] else None)
        colon = _token(script, token.end())
        if key is None or colon["sign"] != ":":
            raise NotLiteral(at)
        found[key], at = _read(script, colon.end(), names, depth + 1)
        at = _after_comma(script, at)
    return found, token.end()


def _read_list(script: str, at: int, last: str, names: dict[str, Any], depth: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while (token := _token(script, at))["sign"] != last:
        if token["sign"] == ",":  # [,1]
            found.append(None)
            at = token.end()
            continue
        value, at = _read(script, at, names, depth + 1)
        found.append(value)
        at = _after_comma(script, at)
    return found, token.end()


def _after_comma(script: str, at: int) -> int:
    token = _token(script, at)
    return token.end() if token["sign"] == "," else at


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text

    def letter(escape: re.Match[str]) -> str:
        code = escape[1] or escape[2] or escape[3]
        if code:
            return chr(int(code, 16)) if int(code, 16) < 0x110000 else ""
        return "" if escape[4].endswith("\n") else _ESCAPED.get(escape[4], escape[4])

    # "😀" is two halves of one letter
    return _ESCAPE.sub(letter, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _instant(value: Any) -> Any:
    if isinstance(value, int | float) and 0 <= value < 1e14:
        return datetime.fromtimestamp(value / 1000, UTC).isoformat()
    return value
