"""The tables of words, one way to write them: `python tests/word_tables.py` writes each anew, its lists in short lines.

Words are compared and merged a line at a time: a list in one line of 3,000 characters shows no change of one word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.reading.quotes.cues import joined

ROOT = Path(__file__).parent.parent
WIDTH = 120
_ITEM = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
_ROW = rf"(?:(?:{_ITEM.pattern}), ?)*(?:{_ITEM.pattern}),?"
_LIST = re.compile(rf"(?:(?P<lead>[\w.-]+ = \[)|    )(?P<items>{_ROW})(?P<end>\]?)")


def tables() -> list[Path]:
    """Return the tables that people write, those that a program wrote left out."""
    written = {"calendar_names.json", "country_zones.json", "quote_weights.json"}
    found = [*(ROOT / "crawler" / "reading").rglob("*.json"), *(ROOT / "crawler").rglob("*_words.toml")]
    found += (ROOT / "pipelines").rglob("*.toml")
    return sorted(path for path in found if path.name not in written)


def laid_out(path: Path) -> str:
    """Return the table at *path* with a key a line, and lists and strings of words in as many lines as they need.

    Of TOML, which has notes and groups of words, only what is too long is written anew.
    """
    if path.suffix == ".toml":
        return "".join(f"{short}\n" for line in path.read_text("utf-8").splitlines() for short in _shortened(line))
    table: dict[str, Any] = json.loads(path.read_text("utf-8"))
    for key, value in table.items():
        if path.parent.name == "cues" or path.name == "given_names.json" or key == "about":
            words = joined(key, value)  # as lines, which whoever reads the table joins again
            is_long = isinstance(words, str) and " " in words and len(f'  "{key}": "{words}",') > WIDTH
            table[key] = _lines(words) if is_long else words
    return "\n".join(_value("", table, "", "")) + "\n"


def _shortened(line: str) -> list[str]:
    match = _LIST.fullmatch(line) if len(line) > WIDTH else None
    if match is None:
        return [line]
    rows = _packed([f"{item}," for item in _ITEM.findall(match["items"])], WIDTH - len("    "))
    opened, closed = [match["lead"]] if match["lead"] else [], [match["end"]] if match["end"] else []
    return [*opened, *(f"    {row}" for row in rows), *closed]


def _value(lead: str, value: Any, indent: str, tail: str) -> Iterator[str]:
    whole = f"{indent}{lead}{json.dumps(value, ensure_ascii=False)}{tail}"
    if not isinstance(value, dict | list) or (len(whole) <= WIDTH and not (isinstance(value, dict) and not indent)):
        yield whole
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    yield f"{indent}{lead}{opening}"
    inner = indent + "  "
    if isinstance(value, dict):
        for number, (key, told) in enumerate(value.items(), 1):
            yield from _value(f"{json.dumps(key, ensure_ascii=False)}: ", told, inner, "," * (number < len(value)))
    else:
        items = [json.dumps(item, ensure_ascii=False) + "," * (n < len(value)) for n, item in enumerate(value, 1)]
        yield from (f"{inner}{line}" for line in _packed(items, WIDTH - len(inner)))
    yield f"{indent}{closing}{tail}"


def _lines(words: str) -> list[str]:
    width = WIDTH - len('    "",')
    if "|" in words:  # phrases, of which none is cut
        return [line.strip("|") for line in _packed([f"{phrase}|" for phrase in words.split("|")], width, "")]
    return _packed(words.split(" "), width)


def _packed(items: list[str], width: int, space: str = " ") -> list[str]:
    """Return *items* in lines of *width* characters at most, longer only where a single item is."""
    lines = [items[0]] if items else []
    for item in items[1:]:
        if len(lines[-1]) + len(space) + len(item) <= width:
            lines[-1] += space + item
        else:
            lines.append(item)
    return lines


if __name__ == "__main__":
    for table in tables():
        table.write_text(laid_out(table), "utf-8")
