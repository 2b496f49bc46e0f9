"""Filling templates so that nothing reaches a page unescaped, and the small markup inside paragraphs."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable, Iterable
from html import escape

# **strong**, *emphasis*, [words](/path)
INLINE = re.compile(r"\*\*(?P<strong>.+?)\*\*|\*(?P<em>.+?)\*|\[(?P<words>.+?)\]\((?P<path>\S+?)\)")


class Html(str):
    """Text that is markup already: `fill` puts it in as it is."""

    __slots__ = ()


class _Escaping(string.Formatter):
    def format_field(self, value: object, format_spec: str) -> str:
        if value is None:
            return ""
        if isinstance(value, Html):
            return value
        if isinstance(value, list | tuple):
            return "".join(self.format_field(part, format_spec) for part in value)
        return escape(format(value, format_spec))


_ESCAPING = _Escaping()


def fill(template: str, /, **values: object) -> Html:
    """Return *template* with its `{fields}` filled in, escaped unless they are `Html`.

    >>> fill("<b>{name}</b>{rest}", name="Fish & chips", rest=[Html("<br>"), "<3"])
    '<b>Fish &amp; chips</b><br>&lt;3'

    None adds nothing, a list its parts. Works for XML as well.
    """
    return Html(_ESCAPING.vformat(template, (), values))


def each(template: str, items: Iterable[object], /, **values: object) -> Html:
    """Return *template* filled once for each of *items*, which it calls `it`.

    >>> each("<li>{it}</li>", ["salt", "sand"])
    '<li>salt</li><li>sand</li>'
    """
    return Html("".join(fill(template, it=item, **values) for item in items))


def given(template: str, value: object, /, **values: object) -> Html:
    """Return *template* with *value* as `it`, or nothing where the value is missing or empty.

    >>> given("<p>{it}</p>", None)
    ''
    """
    return fill(template, it=value, **values) if value else Html()


def script_json(value: object) -> Html:
    """Return *value* as JSON that no `</script>` in it can end.

    >>> script_json({"title": "</script>"})
    '{"title": "\\\\u003c/script>"}'
    """
    return Html(json.dumps(value, ensure_ascii=False).replace("<", "\\u003c"))


def plain_text(text: str) -> str:
    """Return a paragraph of a data file as readers see it.

    >>> plain_text("A *silt curtain*, paid by the [fund](/tag/fund/).")
    'A silt curtain, paid by the fund.'
    """
    return INLINE.sub(lambda found: found["strong"] or found["em"] or found["words"], text)


def inline(text: str, url: Callable[[str], str], *, strong: str = "strong", em: str = "em") -> Html:
    """Return a paragraph of a data file as HTML; *strong* and *em* are the elements that the markup uses.

    >>> inline("*Now* & [then](/old)", lambda path: "http://a.example" + path, em="i")
    '<i>Now</i> &amp; <a href="http://a.example/old">then</a>'
    """
    parts: list[Html] = []
    end = 0
    for found in INLINE.finditer(text):
        parts.append(fill("{it}", it=text[end : found.start()]))
        if found["path"]:
            parts.append(fill('<a href="{url}">{it}</a>', url=url(found["path"]), it=found["words"]))
        else:
            name = strong if found["strong"] else em
            parts.append(fill("<{name}>{it}</{name}>", name=Html(name), it=found["strong"] or found["em"]))
        end = found.end()
    parts.append(fill("{it}", it=text[end:]))
    return Html("".join(parts))
