"""Quotation marks: which runs of a text stand between them, in any language's style, in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

# What closes each mark. A mark that both opens and closes somewhere is decided by what stands beside it.
CLOSERS = {
    "“": '”“"″',
    "„": '“”"„‟″',
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«»",
    '"': '"”',
    "＂": "＂",
    "″": "″",
    "‘": "’",
    "‚": "‘’",
    "'": "'’",
    "=": "\"'",  # an attribute's value in left-over markup: no quote
    "\x01": "\x01",  # stands for two straight single marks where they do not quote: wiki markup
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    "﹁": "﹂",
    "﹃": "﹄",
    "〝": "〟〞",
}
_SILENT = frozenset("=\x01")  # what stands between these is no quote, nor are marks in it
_ALWAYS_OPEN = frozenset("„‟‚「『﹁﹃〝")
_ALWAYS_CLOSE = frozenset("」』﹂﹄〟〞’")
_SINGLE = frozenset("‘‚'‹›")
_MARK = re.compile("[" + re.escape("".join(CLOSERS).replace("=", "") + "”’」』﹂﹄〟〞") + "\n]")
_GUILLEMET = re.compile(r"(?<![^\s(\[])([«»])(?=\w)|(?<=[\w.,!?])([«»])(?=[\s.,;:!?)]|$)")
_CLOSING_PAIR = re.compile(r"(?<=\S)''(?!')")
_OPENING_PAIR = re.compile(r"''(?=\S)")
_TWINS = (("‘‘", " “"), ("’’", "” "), (",,", " „"), ("``", " “"))  # two marks for a double one; a space keeps offsets
_TWIN = re.compile(r"‘‘(?=\w)|(?<=[^\s’])’’(?!’)|(?<!\S),,(?=\w)|(?<!\S)``(?=\w)")
# Urdu prints single marks the other way round: ’یہ ہمارا حصہ ہے‘
_TURNED = re.compile(r"(?<![^\s(:])’(?=[\u0620-\u06d3])([^’‘\n]{1,1000})‘(?![\u0620-\u06d3])")
# And double ones: ”یہ ہمارا حصہ ہے“, or ’’ and ‘‘ for them
_TURNED_DOUBLE = re.compile(r"(?<![^\s(:])(”|’’)(?=[\u0620-\u06d3])([^”“’‘\n]{1,1000})(“|‘‘)(?![\u0620-\u06d3])")
_LEADS = re.compile("[”’](?=[\u0620-\u06d3])")  # begins with what is rare: quicker than the pattern above
# Hebrew writes יו"ר and דו"חות with one, while ב"ארץ" is a word before a quote.
_GERSHAYIM = re.compile(r"(?<![\u05d0-\u05ea])([\u05d0-\u05ea]+)\"(?=([\u05d0-\u05ea]+))")
_WITHIN = re.compile('"(?<=[\u05d0-\u05ea]")(?=[\u05d0-\u05ea])')
_PREFIXES = frozenset("הובלמשכ")
_DEEPEST = 6  # nesting beyond this is no writing: the outermost mark is forgotten

_BEFORE_OPENING = frozenset("([{<—–-―/:…¿¡=>|，。、：；（）】》〉〕］") | frozenset(CLOSERS) - {"'"}
_AFTER_CLOSING = frozenset(")]}.,;:!?…—–-―/<|%*，。、：；！？）’”\"'»«“‘」』›‹")
_INNER_SPACE = " \t\u00a0\u202f\u2009\u3000"
_ELISION = re.compile(r"\d|(?:em|tis|twas|til|cause|n)\b", re.IGNORECASE)


@dataclass(slots=True)
class Run:
    """Text between two marks: `text[start:end]`, spaces at its ends left out.

    `left` and `right` bound the run with its marks. `open` runs miss their closing mark; `continued` ones
    go on after it in the next paragraph, which opens with the same mark again. `parted` ones are speech for sure.
    """

    start: int
    end: int
    left: int
    right: int
    mark: str
    open: bool = False
    continued: bool = False
    parted: bool = False  # by the words that tell who speaks, between the same marks

    @property
    def single(self) -> bool:
        """Whether the marks are the single ones, that some write inside others, and some everywhere."""
        return self.mark in _SINGLE


def marked_runs(text: str, *, twins: bool = False) -> list[Run]:
    """Return the outermost runs of *text* between quotation marks, in order.

    >>> [run.mark for run in marked_runs("„Ja“, sagte sie. «Oui», dit-il. 「はい」 'Tis 6'2\\" tall.")]
    ['„', '«', '「']

    - a mark never closes in a later paragraph; one left open counts to the paragraph's end where the paragraph
      begins with it, follows a colon, or the next paragraph opens with the same mark
    - marks within marks belong to the outer run
    - apostrophes, feet and inches are no marks
    - two straight single marks count as a double one with *twins*, else as wiki markup around a title
    """
    return _Scan(text, twins).runs


def _without_gershayim(match: re.Match[str]) -> str:
    """Return a Hebrew word up to its mark, that is none of speech in an abbreviation: עו"ד, מנכ"לית."""
    abbreviates = len(match[2]) == 1 or len(match[1]) > 2 or not _PREFIXES.issuperset(match[1])
    return f"{match[1]}״" if abbreviates else match[0]


def _turned(match: re.Match[str]) -> str:
    """Return what is quoted between the marks that open and close, as long as it was."""
    return f"{'“':>{len(match[1])}}{match[2]}{'”':<{len(match[3])}}"


class _Scan:
    """One pass over the marks of a text with a short stack of those that are open."""

    def __init__(self, text: str, twins: bool) -> None:
        if ("“" in text or "‘‘" in text) and _LEADS.search(text):
            text = _TURNED_DOUBLE.sub(_turned, text)
        if any(pair in text for pair, _ in _TWINS):
            twins = twins or ",," in text or "``" in text
            text = _TWIN.sub(lambda match: dict(_TWINS)[match[0]], text)
        if "''" in text:
            pair = '"' if twins else "\x01"  # a space keeps the offsets
            text = _OPENING_PAIR.sub(f" {pair}", _CLOSING_PAIR.sub(f"{pair} ", text))
        if "‘" in text and "’" in text and _TURNED.search(text):
            text = _TURNED.sub(r"‘\1’", text)
        if not text.isascii() and '"' in text and _WITHIN.search(text):
            text = _GERSHAYIM.sub(_without_gershayim, text)
        self.text = text
        self.runs: list[Run] = []
        self.stack: list[tuple[str, int]] = []
        self.found: list[Run] = []  # closed runs of this paragraph, the nested ones too
        self.reversed = _opens_with_right_guillemet(text)
        self.paragraph = 0
        marks = [(m.start(), m.group()) for m in _MARK.finditer(text)]
        marks.append((len(text), "\n"))
        marks.append((len(text) + 1, "\n"))
        for (at, mark), following in pairwise(marks):
            if mark == "\n":
                self.end_paragraph(at)
            else:
                self.meet(at, mark, following)

    def meet(self, at: int, mark: str, following: tuple[int, str]) -> None:
        before = self.text[at - 1] if at > self.paragraph else ""
        after = self.text[at + 1] if at + 1 < len(self.text) else ""
        if before == "=" and mark in CLOSERS["="]:
            self.stack.append(("=", at))
            return
        if self.is_apostrophe(at, mark, before, after, following):
            return
        can_open = not before or before.isspace() or before in _BEFORE_OPENING
        opens = can_open and after not in ("", "\n") and (not after.isspace() or mark in '«»‹›"“„')
        if mark in '"“' and not opens and before and after.isalpha() and self.closes(mark) is None:
            opens = before.isalpha() or before == ","  # Ryan said,“Look: nothing is open that it could close
        if mark in _ALWAYS_OPEN:
            opens = True
        elif mark in "«»‹›":
            opens = self.guillemet_opens(mark, before, after)
        elif mark in _ALWAYS_CLOSE:
            opens = False
        index = self.closes(mark)
        if mark == '"' and index is not None and (not after or after.isspace()):
            opens = False
        if index is not None and mark in '”“"' and self.stack[-1][0] in '“„"':
            # “…” closes what “ or „ opened, and a mark before a comma opens nothing.
            opens = (
                opens
                and mark != "”"
                and after not in ",;:!?)"
                and not (after == "." and self.text[at + 2 : at + 3] != ".")
            )
        closing_place = bool(before) and (not before.isspace() or not opens)
        if index is not None and not ((opens and mark not in '"“”«»') or mark in _ALWAYS_OPEN) and closing_place:
            snug = not after or after.isspace() or after in _AFTER_CLOSING or after in CLOSERS or not opens
            if snug and not (mark == "“" and self.stack[index][0] == "“" and can_open and not after.isspace()):
                self.close(index, at)
                return
        if opens:
            self.stack.append((mark, at))
            del self.stack[: max(0, len(self.stack) - _DEEPEST)]

    def is_apostrophe(self, at: int, mark: str, before: str, after: str, following: tuple[int, str]) -> bool:
        """Whether the mark belongs to a word or a measure: don't, '90s, the workers' rights, 6'2"."""
        if mark in "'’‘":
            if before.isalnum() and after.isalnum():
                return True
            if mark != "‘" and before in "sxz" and before and after == " " and self.text[at + 2 : at + 3].islower():
                # A plural's genitive, unless no other mark is left to close the run.
                return following[1] in "'’" or not self.stack or self.stack[-1][0] not in "'‘‚"
            if (not before or before.isspace()) and _ELISION.match(self.text, at + 1):
                return True
            return mark == "'" and before.isdigit() and not self.stack
        if mark in '"″' and before.isdigit():
            straight = any(opener in '"″“„' for opener, _ in self.stack)
            feet = self.text[at - 3 : at - 1].rstrip("0123456789")[-1:]
            return not straight or (feet in ("'", "′", "’") and after == " ")
        return False

    def guillemet_opens(self, mark: str, before: str, after: str) -> bool:
        if before in "'’" and before and mark == "«":
            return not self.reversed  # d’« un pas »
        pointing_out = mark in "«‹"  # « opens in most languages, » in German, Danish and some Slavic print
        if (before and not before.isspace() and before not in _BEFORE_OPENING) and (not after or not after.isalnum()):
            return False
        if (not before or before.isspace()) and after and not after.isspace():
            return mark not in "»›" or self.reversed or not self.stack
        return pointing_out != self.reversed

    def closes(self, mark: str) -> int | None:
        for index in range(len(self.stack) - 1, -1, -1):
            if mark in CLOSERS[self.stack[index][0]]:
                return index
        return None

    def close(self, index: int, at: int) -> None:
        opener, left = self.stack[index]
        del self.stack[index:]
        while self.found and self.found[-1].left > left:
            self.found.pop()
        if opener not in _SILENT and (run := self.run(left, at, at + 1, opener)):
            self.found.append(run)

    def end_paragraph(self, at: int) -> None:
        if self.stack or self.found:
            self.left_open(at)
            self.runs += self.found
            self.stack.clear()
            self.found = []
        self.paragraph = at + 1

    def left_open(self, at: int) -> None:
        """Keep the outermost mark that was never closed, where it opens a quote that goes on to the end."""
        following = self.text[at : at + 6].lstrip()[:1]
        for mark, left in self.stack:
            if mark in _SILENT:
                continue
            lead = self.text[self.paragraph : left].rstrip(_INNER_SPACE)
            # The Spanish and French way repeats the closing guillemet.
            continued = following == mark or (mark == "«" and following == "»")
            inside = any(run.mark == mark and run.left > left for run in self.found)
            leads = not lead or continued or lead.endswith((":", "："))
            if (mark in _SINGLE and not continued) or inside or not leads:
                continue
            if run := self.run(left, at, at, mark):
                run.open, run.continued = True, continued
                self.found = [r for r in self.found if r.left < left] + [run]
            return

    def run(self, left: int, close: int, right: int, mark: str) -> Run | None:
        start, end = left + 1, close
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if not any(map(str.isalnum, self.text[start : min(end, start + 40)])):
            return None
        return Run(start, end, left, right, mark)


def _opens_with_right_guillemet(text: str) -> bool:
    """Whether »this« is how the text quotes: its first guillemet that touches a word on one side only."""
    if "»" not in text:
        return False
    for match in _GUILLEMET.finditer(text, 0, 100_000):
        opening, closing = match.groups()
        return opening == "»" if opening else closing == "«"
    return text.find("»") < text.find("«")


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the paragraphs of *text*: what stands between empty lines.

    >>> list(paragraphs("One.\\n\\nTwo."))
    [(0, 4), (6, 10)]
    """
    start = 0
    for part in text.split("\n\n"):
        yield start, start + len(part)
        start += len(part) + 2
