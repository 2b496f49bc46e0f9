"""What changed between two texts, word by word."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Op = Literal["same", "removed", "added"]

# A word, a sign of a script without spaces, or what stands between.
_TOKEN = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|[^\W_]+(?:['’-][^\W_]+)*|\s+|.",
    re.DOTALL,
)
_PARAGRAPH = re.compile(r"\n+|[^\n]+")
CONTEXT = 40  # characters that are the same and shown beside what changed
_MOST_PAIRS = 4_000_000  # of pieces that are compared; longer texts change whole
# Pairs of pieces alike, as of spaces in a paragraph of 450 words: each takes part in each step.
_MOST_ALIKE = 200_000


class Part(NamedTuple):
    """A run of text that both versions have, or only the older ("removed") or the newer ("added")."""

    op: Op
    text: str


def word_diff(old: str, new: str) -> list[Part]:
    """Return the parts of two texts in reading order: those that are the same, removed and added.

    >>> [tuple(part) for part in word_diff("The ferry sails on Friday.", "The ferry sails on Sunday.")]
    [('same', 'The ferry sails on '), ('removed', 'Friday'), ('added', 'Sunday'), ('same', '.')]

    Without the added parts it is *old*, without the removed ones *new*. Paragraphs are matched first, then the words
    of those that differ.
    """
    parts: list[Part] = []
    for op, a, b in _matched(_PARAGRAPH.findall(old), _PARAGRAPH.findall(new)):
        if op == "same":
            parts.append(Part("same", a))
        else:
            parts += _words(a, b)
    return _joined(parts)


def shown(parts: Iterable[Part], mark: Callable[[Op, str], str]) -> str:
    """Return a diff as text, each part put through *mark*; long stretches that are the same are cut to `CONTEXT`.

    >>> shown(word_diff("It is red.", "It is blue."), lambda op, text: {"removed": "-", "added": "+"}[op] + text)
    'It is -red+blue.'
    """
    pieces = list(parts)
    cut = ""
    for i, (op, text) in enumerate(pieces):
        if op != "same":
            cut += mark(op, text)
            continue
        head = text[: CONTEXT if i else 0]
        tail = text[len(text) - (CONTEXT if i + 1 < len(pieces) else 0) :]
        cut += text if len(text) <= len(head) + len(tail) + CONTEXT else f"{head} … {tail}"
    return cut


def to_html(parts: Iterable[Part]) -> str:
    """Return a diff as HTML with <del> and <ins>, everything else escaped.

    >>> to_html([Part("same", "a < b "), Part("added", "& c")])
    'a &lt; b <ins>&amp; c</ins>'
    """
    tags = {"same": ("", ""), "removed": ("<del>", "</del>"), "added": ("<ins>", "</ins>")}
    return "".join(f"{tags[op][0]}{html.escape(text)}{tags[op][1]}" for op, text in parts)


def _matched(before: list[str], after: list[str]) -> Iterator[tuple[Literal["same", "changed"], str, str]]:
    """Yield the stretches of two lists of pieces: whether they are the same, and their texts."""
    if len(before) * len(after) > _MOST_PAIRS:
        yield "changed", "".join(before), "".join(after)
        return
    counted = Counter(before)
    # Beyond it, what is more than a hundredth of all pieces is matched only beside what is rarer.
    autojunk = sum(counted[piece] for piece in after) > _MOST_ALIKE
    for op, i, j, k, m in SequenceMatcher(None, before, after, autojunk=autojunk).get_opcodes():
        yield "same" if op == "equal" else "changed", "".join(before[i:j]), "".join(after[k:m])


def _words(old: str, new: str) -> list[Part]:
    parts: list[Part] = []
    for op, a, b in _matched(_TOKEN.findall(old), _TOKEN.findall(new)):
        parts += [Part("same", a)] if op == "same" else [Part("removed", a), Part("added", b)]
    return parts


def _joined(parts: list[Part]) -> list[Part]:
    """*parts* in the fewest pieces: a lone space between two changed words counts as changed."""
    joined: list[Part] = []
    changed = {"removed": "", "added": ""}

    def flush() -> None:
        joined.extend(Part(op, text) for op, text in changed.items() if text)  # type: ignore[arg-type]
        changed.update(removed="", added="")

    for op, text in parts:
        if op != "same":
            changed[op] += text
        elif any(changed.values()) and text.isspace() and "\n" not in text:
            changed["removed"] += text
            changed["added"] += text
        else:
            flush()
            before = joined.pop().text if joined and joined[-1].op == "same" else ""
            joined.append(Part("same", before + text))
    flush()
    return joined
