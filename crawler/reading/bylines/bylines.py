"""Who a byline names: people, and the desks and agencies that stand among them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from crawler.reading.bylines.byline_labels import (
    ENDS_OF_SPEECH,
    LONE_LABELS,
    LONGEST_LABEL,
    UNSPACED,
    is_label,
    is_label_word,
    without_label,
)
from crawler.reading.bylines.reporters import (
    OFFICE,
    REPORTER,
    REPORTS,
    is_reporters_line,
    listed_reporters,
    reported_by,
)
from crawler.reading.bylines.signers import (
    JOINERS,
    MOST_WORDS,
    PARTICLES,
    ROLES,
    WORDS,
    is_agency,
    is_body,
    is_pen_name,
    is_person,
    reads_as_name,
)
from crawler.reading.counts import counters_among
from crawler.reading.dates.calendars import WEEKDAYS, fold, month_of
from crawler.reading.dates.dates import find_printed
from crawler.reading.names.greek_names import in_nominative
from crawler.reading.names.people import is_given, is_joined_given
from crawler.reading.text import clean, is_small, unescape

LONGEST_LINE = 400
MOST_NAMES = 20
MOST_REMEMBERED = 64  # lines: those of a page or two
MOST_BESIDE_NAMES = 4  # characters beside each name and date, of a line of nothing else
MOST_PEN_NAMES = 3  # words of a line whose lone words are names

_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|(?<!\w)@\w+")
_ASIDE = re.compile(r"[(（][^()（）]{0,80}[)）]|\[[^\[\]]{0,80}\]")
_TRAILING = re.compile(r"[(\[][^)\]]{0,80}$|(?<![a-z\d])\d.{0,80}$")
_SEPARATOR = re.compile(r"\s*[;|•·\n、／＆]\s*|\s+[–—-]\s+|\s*/\s*|,\s+and\s+")
# "Tarn Robotics, Inc.": the comma parts no names
_LEGAL = re.compile(
    r",\s+(?=(?:Inc|Ltd|LLC|L\.L\.C|Corp|Co|LLP|LP|PLC|plc|GmbH|AG|SE|N\.V|B\.V|S\.A|S\.p\.A|Pty|Oyj|ASA|AB)\.?(?:$|[\s,;|]))"
)
_COMMA = re.compile(r"\s*[,،，]\s*")
# "Tom Adeyemi in Lagos", "Ann Lee for The Gazette", "Kim Lee aus Seoul"
_PLACE = re.compile(r"\s+(?:(?:in|aus|à|bei|for|für|pour|para|from|at)\s+|For\s+(?=The\b)).{2,60}$")
_GREEK = ("Τ", "τ")  # of "Του Νίκου", "Της Μαρίας"
_SURELY_JOIN = frozenset("and und et & og och та и with mit sowie avec con com".split())
_MARK = "\x1f"  # where a date stood
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?){1,3}[^\W\d_]")  # "L. M", whose last dot is no full stop
_DATED = re.compile(r"[a-z]\.?\s\d")
_CONTRIBUTED = re.compile(r"\s+contribut(?:ed|ing)\b.*$", re.IGNORECASE)
_CREDITED = re.compile(r"([^\W\d_]+)\s?[:：/|]")
_SOURCES_OF_WORDS = tuple(f"{label}:" for label in WORDS["sources"] if " " in label)
_PARTS_OF_LINE = re.compile(r"\s*[,;|/]\s*|\s+[–—-]\s+")

_OTHERS_CREDITED = re.compile(
    rf"(?<!\w)(?:{'|'.join(WORDS['others_credited'])})\s?(?:[:：＝]|\s(?:by|von|de|par|por|di|af|av|door)[\s:：])",
    re.IGNORECASE,
)


_ALWAYS = frozenset(WORDS["always"])
_AFTER = frozenset(WORDS["after"])
_MARKED = frozenset(WORDS["marked_prepositions"])
_ENDS_BYLINE = tuple(f" {word}" for word in WORDS["after"])
_ENDS_OF_WORDS = tuple(end for end in _ENDS_BYLINE if " " in end.strip())  # "प्रिया शर्मा की रिपोर्ट"
_EDITORS = tuple(WORDS["editors"])
_EDGES = frozenset(WORDS["edges"]) | _AFTER
_EDGES_TOO_NAMES = frozenset(WORDS["edges_too_names"])
_CREDITS = frozenset(WORDS["credits"])
_CALLS = frozenset(WORDS["calls"])


Trust = Literal["printed", "marked", "declared"]


class Byline(NamedTuple):
    """The people and the others (agencies, desks, organisations) that a byline names, in the order printed."""

    people: list[str]
    others: list[str]


def starts_byline(line: str) -> bool:
    """Return whether *line* begins as bylines do, "By Ann Lee", "Text: Ann Lee", or ends so: "김수현 기자"."""
    if without_label(line) is not None or ((line[:1] > UNSPACED or line[:1] in ("[", "(")) and is_reporters_line(line)):
        return True
    if line[:1] in _GREEK and in_nominative(line):
        return True
    return (line.endswith(_ENDS_BYLINE) and 1 < len(line.split()) <= MOST_WORDS) or _names_after_date(line)


def _names_after_date(line: str) -> bool:
    """Whether *line* is "Posted on 12 March 2024 by Ann Lee"."""
    if not any(map(str.isdigit, line)) or not is_label_word(line.split(" ", 1)[0].lower()):
        return False
    before, mark, after = _without_dates(line).partition(_MARK)
    return bool(mark) and len(before.split()) < 3 and is_label_word(after.strip(" ,|-–").split(" ", 1)[0].lower())


_LABELLED = re.compile(r"(?:^|(?<=[\s|(]))([^\s:：՝|]{1,20})\s?[:：՝](?!\d)")
_NEXT_LABEL = re.compile(r"(?<=[\s|(])[^\s\d:：՝|]{1,20}\s?[:：՝]")


def labelled_part(line: str) -> str | None:
    """Return the part of *line* from a label of authors on: "Code: 1 Date: 2 May 2026 Author: Ann Lee"; else None."""
    for match in _LABELLED.finditer(line[:LONGEST_LINE]):
        low = match[1].lower()
        if is_label_word(low) and not _OTHERS_CREDITED.search(line[: match.end()] + " "):
            following = _NEXT_LABEL.search(line, match.end())  # that of a counter too
            return line[match.start() : following.start() if following else len(line)]
    return None


def names_editor(line: str) -> bool:
    """Return whether *line* begins with the label of who edited a story rather than wrote it: "责任编辑：周文"."""
    return line[:LONGEST_LABEL].lower().startswith(_EDITORS)


def names_role(line: str) -> bool:
    """Return whether *line* says in a few words what somebody does: "South West environment correspondent"."""
    words = [word.lower().strip(".,:") for word in line[:LONGEST_LINE].split()]
    return 1 < len(words) <= MOST_WORDS + 2 and any(word in ROLES for word in (words[-1], words[0]))


def starts_credit(line: str) -> bool:
    """Return whether *line* says where a story or a picture comes from rather than who signs: "Source: dpa"."""
    if line[:LONGEST_LABEL].lower().startswith(_SOURCES_OF_WORDS):
        return True  # "Original-Content von: Polizei Hafen"
    match = _CREDITED.match(line.strip()[:LONGEST_LABEL].lower())
    return (match is not None and match[1] in _CREDITS) or _OTHERS_CREDITED.match(line.strip()) is not None


def label_and_name(line: str, following: str) -> bool:
    """Return whether *line* is only a label and *following* a person's name: "By", then "Mira Holt".

    Words that are labels among others, as "Report" or "Text", need a given name that is known.
    """
    if not is_label(line):
        return False
    people = read_byline(following).people
    if not people or not following.strip().startswith(people[0]):
        return False
    return line.lower().strip(" :：՝") in LONE_LABELS or is_given(people[0].split(" ", maxsplit=1)[0])


def read_dated_account(line: str) -> str | None:
    """Return the lone word that a label and a date stand around: an account's name.

    >>> read_dated_account("Posted by konstantin72 on 21.10.2026, 10:15"), read_dated_account("By the harbour, 2026")
    ('konstantin72', None)
    """
    named = without_label(line) if any(map(str.isdigit, line)) else None
    if named is None and is_label_word(line.split(" ", 1)[0]):
        named = line.partition(" ")[2]
    if named is None or _MARK not in (told := _without_dates(named)):
        return None
    before, _, after = told.partition(_MARK)
    words = [w for w in map(_stripped, before.split()) if w and w.lower() not in _EDGES and not _is_of_calendar(w)]
    if not words:  # "Posted on Tuesday, 9 September 2003 @ 08:21 by konstantin72 (438 reads)"
        words = [name for label, name in pairwise(after.split()) if is_label_word(label)][:1]
        words = [] if words and read_byline(line).people else words  # "Posted on 12 March 2024 by Mira Holt"
    return words[0] if len(words) == 1 and is_pen_name(words[0]) else None


def _stripped(word: str) -> str:
    return word.strip(".,:|@-–")


def _is_of_calendar(word: str) -> bool:
    """Whether *word* is a weekday or a month: "Wed" and "Apr" of "Wed Apr 23" are no names."""
    return fold(word) in WEEKDAYS or month_of(word) is not None


def is_signing_agency(line: str) -> bool:
    """Return whether *line* names an agency and next to nothing else: "AFP, MANILA", "Haberler - Anadolu Ajansı"."""
    parts = [part for part in _PARTS_OF_LINE.split(line) if part]
    signs = any(is_agency(part) for part in parts) and len(line.split()) <= MOST_WORDS
    return signs and not starts_credit(line) and "©" not in line


def read_byline(text: str, trust: Trust = "printed") -> Byline:
    """Return whom *text* names, without "By", addresses, dates, places and roles.

    >>> read_byline("By Mira Holt and Tomas Reyes, harbour correspondent | Reuters")
    Byline(people=['Mira Holt', 'Tomas Reyes'], others=['Reuters'])

    *trust* says who calls it a byline: nobody, then a lone word is no name; the markup it stands in, then it is
    ("Ramona", "mho"); or a declaration of nothing but the name, whose words may be anything.
    """
    people, others = _read(text[:LONGEST_LINE], trust)
    return Byline([*people], [*others])


def _without_counters(text: str) -> str:
    """*text* with a bar for each counter: "Por Ana López Visualizações: 3456"."""
    for views in reversed(counters_among(text) if any(map(str.isdigit, text)) else []):
        start, end = views.span
        text = f"{text[:start]} | {text[end:]}"
    return text


@lru_cache(MOST_REMEMBERED)
def _read(text: str, trust: Trust) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the people and the others that `read_byline` tells of; several steps ask of the same lines."""
    text = _ASIDE.sub(" ", _ADDRESS.sub(" ", clean(unescape(text)))).strip(" ,;|-–—")
    if trust == "printed" and text.endswith(ENDS_OF_SPEECH) and without_label(text.rstrip("".join(ENDS_OF_SPEECH))):
        return (), ()  # "Reporter: Ann Lee?"
    if text[:1] > UNSPACED and (listed := listed_reporters(text)):
        text = listed
    if text[:1] in _GREEK and (called := in_nominative(text)):
        text = called
    people: dict[str, None] = {}
    others: dict[str, None] = {}
    labelled = without_label(text)
    if labelled is None and trust == "marked":
        first, _, rest = text.partition(" ")
        labelled = rest if first.lower() in _MARKED and " " in rest else None
    named = _without_credits(_without_counters(text if labelled is None else labelled))
    named = _after_label(_without_dates(named))
    written_small = is_small(named)
    # "Ann Lee writes on trade, cars and trains": lone words there are no names.
    alone = trust != "printed" and len(named.split()) <= MOST_PEN_NAMES
    for part in _parts(named):
        # 2026-10-19 | 编辑：李明
        name = _bare((without_label(part) if part[:1] > UNSPACED else None) or part)
        if not name or ":" in name or "：" in name or (_DATED.search(part) and all(map(_is_of_calendar, name.split()))):
            continue
        if is_body(name):
            person, body = _with_body(name)
            people |= dict.fromkeys(filter(None, [person]))
            others |= dict.fromkeys(filter(None, [body]))
        elif is_small(name) and not written_small and people and " " in name:
            continue  # "Ann Lee, correspondent in Madrid"
        elif is_person(name, declared=trust == "declared") or (alone and is_pen_name(name) and not is_label_word(name)):
            people.setdefault(name)
    return tuple(people)[:MOST_NAMES], tuple(others)[:MOST_NAMES]


def read_dated_name(line: str, *, with_desk: bool = False) -> list[str]:
    """Return the people of a line of nothing but them and dates or addresses; [] unless their given names are known.

    Beside them a desk may stand, or an agency, only *with_desk*: "News desk - Anna Feld".

    >>> read_dated_name("25.10.2026 - Anna Feld"), read_dated_name("New Harbour, 25.10.2026")
    (['Anna Feld'], [])
    >>> read_dated_name("Anna Feld feld@gazette.example")
    ['Anna Feld']
    """
    bare, addresses = _ADDRESS.subn(" ", line)
    dates = find_printed(bare) if any(map(str.isdigit, bare)) else []
    if len(dates) > 1 and bare[dates[0].end :].startswith((",", ";", " |", " (")):
        dates, bare = dates[:1], bare[: dates[0].end]  # "Anna Feld, 25.10.2026, last changed 26.10.2026"
    if not dates and not addresses:
        return []
    people, others = read_byline(bare)
    named = len("".join(people + others if with_desk else people))
    rest = len(bare) - sum(date.end - date.start for date in dates) - named
    alone = rest <= MOST_BESIDE_NAMES * (len(people) + len(dates))
    return people if people and alone and all(map(reads_as_name, people)) else []


def names_desk(line: str) -> bool:
    """Return whether *line* names nobody but desks.

    >>> names_desk("par La Rédaction"), names_desk("AFP"), names_desk("La Rédaction | Anna Feld")
    (True, False, False)
    """
    people, others = read_byline(line)
    return bool(others) and not people and all(is_body(name) and not is_agency(name) for name in others)


def _with_body(name: str) -> tuple[str | None, str | None]:
    """The person and the body in a name that holds both: "Mira Holt The Associated Press", "Ann Lee Staff Writer"."""
    words = name.split()
    calls = next((i for i, word in enumerate(words) if i and word.lower() in _CALLS), None)
    if calls is not None and is_agency(agency := " ".join(words[:calls])):
        return None, agency  # "Ritzau Kontakt redaktionen"
    for i in range(2, min(4, len(words))):
        head, tail = " ".join(words[:i]), " ".join(words[i:])
        if is_person(head) and not is_body(head) and (is_agency(tail) or is_given(words[0])):
            return head, tail if is_body(tail) else None
    return None, name


def _without_credits(text: str) -> str:
    """*text* up to where it says who took the pictures or edited: "Story by Ann Lee; photos by Tom Ray"."""
    match = _OTHERS_CREDITED.search(text)
    return text[: match.start()].rstrip(" ,;|·•-–—") if match else text


def _without_dates(text: str) -> str:
    if any(map(str.isdigit, text)):
        for printed in reversed(find_printed(text)):
            before, _, last = text[: printed.start].rstrip(" ,").rpartition(" ")
            # "Ann Lee on Wed, 11/11/2026 - 12:40": the day of the week is of the date
            before = before if fold(last) in WEEKDAYS else text[: printed.start]
            text = f"{before} {_MARK} {text[printed.end :]}"
    return text


def _after_label(text: str) -> str:
    """*text*, its label gone, from its names on: "Published 3 May by Ann Lee" says "by" where they begin."""
    words = text.split(" ")
    for i in range(len(words) - 1, 0, -1):
        if words[i].lower() in _ALWAYS and words[i][1:].islower():
            return " ".join(words[i + 1 :])
        # "Veröffentlicht am 8. Februar von Ann Lee": a name such as "Klaus von Berg" has no date before it.
        if words[i].lower() == "von" and (words[i - 1] == _MARK or words[i - 1].lower() in _EDGES):
            return " ".join(words[i + 1 :])
    return text


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    for piece in _SEPARATOR.split(_LEGAL.sub(" ", text.replace(_MARK, ";"))):
        listed, before = _COMMA.split(piece), len(parts)
        several = [part for part in listed if len(part.split()) > 1]
        for n, part in enumerate(listed):
            # "Ann Lee, Hamburg, Lübeck": a lone word after a full name is a place or a subject.
            if n and several and listed[0] in several and len(part.split()) == 1 and not is_body(part):
                continue
            # "Ann Lee | Harbour News, West Midlands": a place of the newsroom
            if n and before and is_body(listed[0]) and not (is_given(part.split(" ", 1)[0]) or is_body(part)):
                continue
            parts += _joined(part)
    return parts


def _joined(part: str) -> list[str]:
    """The names in "Ann Lee and Tom Ray"; a joiner that is a word of names too needs a full name on both sides."""
    words = part.split()
    names: list[list[str]] = [[]]
    for i, word in enumerate(words):
        rest = len(words) - i - 1
        if word.lower() in JOINERS and rest and (names[-1] or is_agency(" ".join(words[i + 1 :]))):
            # "Rui Sampaio e Lusa", "Rui Sampaio | com Lusa"
            sure = word.lower() in _SURELY_JOIN or is_agency(" ".join(words[i + 1 :]))
            if sure or (len(names[-1]) > 1 and rest > 1 and not (word.lower() in PARTICLES and rest < 2)):
                names.append([])
                continue
        if names[-1] and rest and is_joined_given(word):
            names.append([word[1:]])
        else:
            names[-1].append(word)
    return [" ".join(name) for name in names]


def _bare(part: str) -> str:
    """One name without what stands around it."""
    if REPORTS.search(part):
        return reported_by(part)
    part = next((part.removesuffix(end) for end in _ENDS_OF_WORDS if part.endswith(end)), part)
    part = part_as_printed = _CONTRIBUTED.sub("", part).rstrip()
    part = OFFICE.sub("", part)
    part = REPORTER.sub("", _TRAILING.sub("", part)).strip(" .,:;-–—()*'\"|“”„")
    without_place = _PLACE.sub("", part)
    if not is_body(without_place):
        part = without_place
    words = part.split()
    while words and _is_edge(words[0], len(words)) and not _begins_a_name(words):
        words.pop(0)
    while words and _is_edge(words[-1], len(words)):
        words.pop()
    name = " ".join(words).strip(" .,:;-–—")
    dotted = name.endswith((" Jr", " Sr", " Inc", " Corp", " Ltd", " Co")) or _INITIALS.fullmatch(name)
    return f"{name}." if dotted and "." in part_as_printed[-2:] else name


def _begins_a_name(words: list[str]) -> bool:
    """Whether the first of *words* is a given name though it stands around names too: "Dana Whitfield"."""
    return len(words) > 1 and words[0].lower() in _EDGES_TOO_NAMES and words[0].istitle() and words[1].istitle()


def _is_edge(word: str, words: int) -> bool:
    """Whether *word* stands around a name; of two words one may well be a name: "Daniel Author"."""
    low = word.lower().strip(":.")
    return low in _EDGES and (words != 2 or low not in ROLES)
