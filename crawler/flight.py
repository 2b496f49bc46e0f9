"""The data that React's server components send in pieces: `self.__next_f.push([1, "3:{\\"headline\\": ..."])`.

The pieces make one stream of rows: `3:{"headline": "...", "body": "$4"}` is JSON, and `4:T1a4,<p>The ...` a text of
0x1a4 bytes, to which "$4" refers. Rows of other kinds are code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

PUSHED = "__next_f"
MOST_ROWS = 5000
DEEPEST = 40
_PUSH = re.compile(r"__next_f\.push\(")
_ROW = re.compile(r"([0-9a-f]*):(?:T([0-9a-f]+),)?")
_TEXT_OF = re.compile(r"\$([0-9a-f]+)")
_DECODER = json.JSONDecoder(strict=False)


def flight_data(scripts: Iterable[str]) -> list[Any]:
    """Return the JSON of the rows that *scripts* push, the texts that it refers to filled in.

    >>> flight_data(['self.__next_f.push([1,"3:[{\\\\"body\\\\":\\\\"$4\\\\"}]\\\\n4:T6,Ferry."])'])
    [[{'body': 'Ferry.'}]]
    """
    stream = "".join(_pushed(scripts))
    values: list[Any] = []
    texts: dict[str, str] = {}
    at = 0
    for _ in range(MOST_ROWS):
        row = _ROW.match(stream, at)
        if row is None:
            break
        if row[2]:
            # Bytes are counted, not characters.
            size = int(row[2][:8], 16)
            text = stream[row.end() : row.end() + size].encode("utf-8", "replace")[:size].decode("utf-8", "ignore")
            texts[row[1]] = text
            at = row.end() + len(text)
            continue
        end = stream.find("\n", row.end())
        line = stream[row.end() : end if end >= 0 else len(stream)]
        if line[:1] in ("{", "["):
            with suppress(ValueError, RecursionError):  # a row may be cut
                values.append(json.loads(line, strict=False))
        if end < 0:
            break
        at = end + 1
    return [_filled(value, texts) for value in values]


def _pushed(scripts: Iterable[str]) -> Iterable[str]:
    for script in scripts:
        for push in _PUSH.finditer(script):
            try:
                value, _ = _DECODER.raw_decode(script, push.end())
            except (ValueError, RecursionError):
                continue
            if isinstance(value, list) and len(value) == 2 and value[0] == 1 and isinstance(value[1], str):
                yield value[1]


def _filled(value: Any, texts: dict[str, str], depth: int = 0) -> Any:
    if isinstance(value, str):
        reference = _TEXT_OF.fullmatch(value)
        return texts.get(reference[1], value) if reference else value
    if depth > DEEPEST:
        return value
    if isinstance(value, dict):
        return {name: _filled(inner, texts, depth + 1) for name, inner in value.items()}
    return [_filled(inner, texts, depth + 1) for inner in value] if isinstance(value, list) else value
