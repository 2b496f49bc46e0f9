"""Lines that stand around a story, or in its place: "Advertisement", "Read also: ...", "Image", "Lorem ipsum ..."."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from crawler.data_files import read_table
from crawler.reading.bylines.signers import WORDS

_TABLE = read_table("crawler.reading", "furniture.json")
_ADVERTS = frozenset(map(str.casefold, _TABLE["adverts"]))
_LABELS = frozenset(map(str.casefold, _TABLE["labels"])) | _ADVERTS
# "Quelle: dpa", "Źródło : PAP", "来源：新华社"; Vietnamese "theo" is also who answers in an interview: "Theo: We sail."
_SOURCES = tuple(f"{word}{colon}" for word in WORDS["sources"] for colon in (":", " :", "：") if word != "theo")
_ONE_LETTER = tuple(lead for lead in _TABLE["leads"] if len(lead) == 1)  # "ⓒ"
_LEADS: defaultdict[str, tuple[str, ...]] = defaultdict(lambda: _ONE_LETTER)  # by their first two letters
for _lead in map(str.casefold, (*_TABLE["leads"], *_SOURCES)):
    _LEADS[_lead[:2]] += (_lead,)
_NOTES = tuple(map(str.casefold, _TABLE["notes"]))
MOST_NAMED = 8  # words of a line that names somebody: "Translated by Ann Lee and Tom Ray."
_LEADS_IN_PROSE = tuple(map(str.casefold, _TABLE["leads_in_prose"]))
LONGEST_LINE = 160
MOST_REMEMBERED = 10_000  # lines
LONGEST_LABEL = 30
_EDGES = " .:：…!>»-–—|[]*/"  # "- Advertisement -"
_SPEECH = re.compile(r"[–—-] ?[^–—-]+[.!…]")  # "– Jaa." is an answer, and a button: "share"
_PLACEHOLDER = frozenset(_TABLE["placeholder"])
LEAST_PLACEHOLDER = 0.8  # of a text's words; Latin that says something shares a third of its words
SHORTEST_PLACEHOLDER = 4  # words
LONGEST_NOTICE = 600  # characters
MANY_LETTERS = 4  # of a label in capitals; "USA | ..." may be where a story comes from
_RIGHTS = re.compile(
    r"\W{0,2}(?:©|\(c\)|copyright)\W{0,2}(?:©|\(c\)|by\b|(?:19|20)\d\d)|all rights reserved\W"
    r"|this (?:document|article|content|material|story) is (?:subject to|protected by) copyright(?:\.| and |$)"
    r"|citation: .{9,300}\bretrieved (?:on )?\d",
    re.I,
)
# "Published in Harbour Gazette, November 17th, 2026", as Pakistan's papers end a story
_ISSUE = re.compile(
    rf"(?:{'|'.join(_TABLE['issues'])}) [^\d,]{{3,60}}, \w+ \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d\.?", re.I
)
_MISTAKE = re.compile(r"Ctrl\s?\+\s?(?:Enter|Ввод)", re.I)  # "Found a mistake? Mark it and press Ctrl+Enter"
# 《港湾日报》（2026年11月25日 第 13 版）
_ON_PAGE = re.compile(r"[《（(]?[^，。？！]{0,12}》?\s?[（(].{0,16}\d{4}年\d{1,2}月\d{1,2}日.{0,8}版[）)]")
# What a content system left unread of its own signs: {loadmodule mod_banners}, [contact-form-7 id="12"]
_CODE = re.compile(
    r"\{/?(?:load|module|mod_|plugin|article|gallery|slider|youtube|jcomments|rsform|igallery|phocagallery)[\w-]*\b[^{}]*\}"
    # and no word of the editors: [Caption corrected on Monday.]
    r"|\[/?(?:caption|gallery|embed|playlist|shortcode)(?:\s[\w-]+=[^\[\]]*)?\s?/?\]"
    r"|\[/?(?:contact-form|adrotate|vc_|et_pb_|wp_|su_|rev_slider|metaslider|soliloquy|ngg|yop_poll|tds?_|the_ad)[\w-]*\b"
    r"[^\[\]]*\]",
    re.I,
)
_ACCOUNT = re.compile(r"(?:[\w-]{1,12}\s?[:：]\s?)?@\w{2,30}(?:\s@\w{2,30})*\.?")  # "Twitter: @annlee", under a column
_LABEL = re.compile(r"([^\W\d_]+(?: [^\W\d_]+)?) \| \w")
_QUOTED = frozenset('"“”„«»「」『』')
# "3 min de lecture", "Lesezeit 3 Minuten", "この記事は3分で読めます", "읽는 시간 3분"
_MINUTES = re.compile(
    r"(?<!\d)\d{1,2}[\s-]?(?:min|мин|мін|хв|분|分|דק|دقيقة|دقائق|دقیقه|मिनट|मिनिट|মিনিট|நிமிட|นาที|phút|menit|λεπτ|perc\b"
    r"|dak|dk\b|dəq|წუთ|րոպե|м\b)",
    re.I,
)
_READING = re.compile("|".join(map(re.escape, _TABLE["reading"])))
LONGEST_READING, LONGEST_STOPPED = 40, 3  # characters; words before a full stop
_NETWORKS = frozenset(
    "facebook,twitter,x,whatsapp,telegram,linkedin,pinterest,reddit,email,e-mail,viber,messenger,line,instagram,vk,ok"
    ",tumblr,threads,bluesky,mastodon,pocket,xing,tiktok,youtube,weibo,wechat,kakaotalk,copy,print"
    # where an episode may be heard
    ",spotify,rss,deezer,castbox,apple podcasts,google podcasts,amazon music,youtube music"
    ",pocket casts".split(",")
)
_COMMON_NETWORKS = ("facebook", "twitter", "whatsapp", "telegram")  # one of which is in each row
FEWEST_NETWORKS, MOST_BESIDE_NETWORKS = 2, 2
LONGEST_PLEA = 250
_DENSE = "\u0e00-\u0eff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3"  # scripts whose words nothing parts, or particles end
_IS_DENSE = re.compile(f"[{_DENSE}]")
_PARTED = re.compile(r"['’*]")  # words of a line end at an apostrophe


# What asks where it stands before "follow us on", which "The dogs follow us on our walk" says too.
_ASKED = r"^|[^\w\s] ?|\b(?:please|can|and|or|also|forget to) "


def _read_pleas() -> dict[str, re.Pattern[str]]:
    """What a site asks of its readers (to follow, to pay, to sign up), by one of its words; under "" in dense scripts.

    That is the longest one, since most lines have an "in" or a "you", of those before the last, which may be a stem.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for plea in map(str.casefold, _TABLE["pleas"]):
        word = "" if _IS_DENSE.match(plea) else _longest_word(plea)
        found[word].append(re.escape(plea).replace(r"\*", r"\S+(?: \S+)?"))
    for plea in _TABLE["pleas_at_start"]:
        found[_longest_word(plea)].append(rf"(?:{_ASKED})(?<!\w){re.escape(plea)}")
    return {word: re.compile("|".join(phrases)) for word, phrases in found.items()}


def _longest_word(plea: str) -> str:
    words = plea.split()
    whole = [word for word in words[:-1] if not _PARTED.search(word)]
    return max(whole or words[:1], key=len)


_PLEAS = _read_pleas()
_BROWSERS = tuple(_TABLE["browsers"])
_READERS = frozenset(_TABLE["readers"])
_READERS_ANYWHERE = [
    word for word in _READERS if re.search("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]", word)
]
_WORD = re.compile(r"[^\W\d_]+")
# By their first word; under "" in dense scripts.
_DISCLAIMERS: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
for _phrase in _TABLE["disclaimers"]:
    _DISCLAIMERS["" if _IS_DENSE.match(_phrase) else _WORD.findall(_phrase)[0]] += (_phrase,)
# What WordPress adds to its feeds and Instagram to what it lends, but not "The post of mayor first appeared on ...".
_ADDED = re.compile(
    r"The post (?![a-z]).+ (?:appeared first|first appeared) on (?![a-z])|A post shared by .+\(@[\w.]+\)"
)
_CAPTION_STARTS, _CAPTION_ENDS, _ENDS_IN_SENTENCES = map(tuple, _TABLE["captions"].values())
_CREDIT_APART = re.compile(r"[)）\]】]\s?[.。．]?$|(?:[。．=＝]|\.\s)\s?[^.。．=＝]{1,20}$")
_AFTER_CREDIT = " .。．)）]】"
_TAG = re.compile(r"[#＃]\w*[^\W\d_].*")


def is_furniture(line: str) -> bool:
    """Return whether *line* is a label or a pointer elsewhere, in any of the table's languages.

    >>> is_furniture("Image"), is_furniture("Read also: Ferries back at sea"), is_furniture("Images matter.")
    (True, True, False)
    >>> is_furniture("Lee también: El puerto"), is_furniture("Lee también ganó la medalla."), is_furniture("– Jaa.")
    (True, False, False)
    """
    return len(line) <= LONGEST_LINE and _is_furniture(line)


@lru_cache(MOST_REMEMBERED)  # two steps ask of the same lines, and a site repeats them on its pages
def _is_furniture(line: str) -> bool:
    folded = line.strip().casefold()
    # "SOURCE Anchorline Energy Corp." ends a press release.
    leads = _LEADS.get(folded[:2], _ONE_LETTER)
    # "They read for 30 minutes." is a sentence, "Lesezeit: 3 Min." is none.
    is_sentence = folded.endswith(".") and len(folded.split()) > LONGEST_STOPPED
    if folded.startswith(leads):
        return not (is_sentence and _goes_on(line.strip(), folded))
    if (folded.strip(_EDGES) in _LABELS and not _SPEECH.fullmatch(folded)) or line.startswith("SOURCE "):
        return True
    if folded.startswith(("the post ", "a post shared by ")) and _ADDED.match(line.strip()):
        return True
    if is_row_of_tags(line) or _is_row_of_networks(folded) or ("@" in line and _ACCOUNT.fullmatch(line)):
        return True
    return (
        len(folded) <= LONGEST_READING and not is_sentence and bool(_MINUTES.search(folded) and _READING.search(folded))
    )


def _goes_on(line: str, folded: str) -> bool:
    """Whether *line* goes on with a small letter behind a lead that is no pointer then: "Lee también ganó"."""
    lead = next(filter(folded.startswith, _LEADS_IN_PROSE), None)
    following = line[len(lead) :].lstrip()[:1] if lead else ""
    return following.isalpha() and not following.isupper()


def is_caption_line(line: str) -> bool:
    """Return whether *line*, right below a picture, says what it shows or who took it, in East Asian print.

    >>> is_caption_line("渡船停在港口。（王安 摄）"), is_caption_line("图为渡船。"), is_caption_line("渡船停在港口。")
    (True, True, False)
    """
    if start := next(filter(line.startswith, _CAPTION_STARTS), None):
        return line.count(start) == 1  # "▲ 대상 김영수 ▲ 금상 이영희" is a list
    credit = line.rstrip(_AFTER_CREDIT)
    # "这部电影明年开始拍摄。", "무료 급식 제공": what is no credit unless it stands apart
    may_be = not credit.endswith(_ENDS_IN_SENTENCES) or _CREDIT_APART.search(line) is not None
    return may_be and credit.endswith(_CAPTION_ENDS)


def is_note(line: str) -> bool:
    """Return whether *line* says who edited or translated a story, or until when it is held back.

    >>> is_note("Translated from the German by Ann Lee."), is_note("Edited by Ann Lee, it sold well.")
    (True, False)
    """
    folded, words = line.strip().casefold(), line.split()
    if len(line) > LONGEST_LINE or not folded.startswith(_NOTES):
        return False
    is_sentence = words[-1].endswith("。") or (words[-1].endswith(".") and len(words) > MOST_NAMED)
    return folded in _NOTES or not (is_sentence or words[-1][0].islower())


def is_row_of_tags(line: str) -> bool:
    """Return whether *line* is nothing but tags: "#harbour #ferries"."""
    return line[:1] in "#＃" and all(map(_TAG.fullmatch, line.replace(",", " ").split()))


def _is_row_of_networks(folded: str) -> bool:
    """Whether a line says where to share a story, in any language: "Поділитися: Facebook X WhatsApp"."""
    if not any(network in folded for network in _COMMON_NETWORKS):
        return False
    words = _WORD.findall(folded)
    named = [word for word in words if word in _NETWORKS]
    several = len(set(named)) >= FEWEST_NETWORKS
    return several and len(words) - len(named) <= MOST_BESIDE_NETWORKS and not folded.endswith(".")


def is_network(text: str) -> bool:
    """Return whether *text* is the name of a network, or of another way to share a story: "X", "E-mail"."""
    return len(text) <= LONGEST_LABEL and text.strip().casefold() in _NETWORKS


def is_notice(text: str) -> bool:
    """Return whether *text* is the site's own word, known by how it is made in any language.

    These are lines of rights, pointers behind a label in capitals, pleas to let scripts run, signs for software.

    >>> is_notice("(Copyright (c) 2026 The Mole. All Rights Reserved. No part of it may be broadcast or rewritten.)")
    True
    >>> is_notice("WATCH | Ferries back at sea"), is_notice("PORT MERROW | The ferries are back at sea.")
    (True, False)
    """
    if len(text) > LONGEST_NOTICE:
        return False
    if (
        _RIGHTS.match(text)
        or _ISSUE.fullmatch(text)
        or (text.endswith(("版）", "版)")) and _ON_PAGE.fullmatch(text))
        or _asks_for_scripts(text)
        or (text[:1] in "{[" and _CODE.fullmatch(text))
        or ("Ctrl" in text and _MISTAKE.search(text))
    ):
        return True
    if len(text) > LONGEST_LINE or "\n" in text or text.endswith((".", "。")):
        return False
    label = _LABEL.match(text)
    return bool(label and len(label[1]) >= MANY_LETTERS and label[1].isupper())


def is_plea(text: str) -> bool:
    """Return whether *text* is short and asks readers to follow the site, to pay, to sign up or to mind its rules.

    >>> is_plea("Follow us on Telegram and miss nothing."), is_plea("“Follow us on deck,” said the mate.")
    (True, False)
    """
    if len(text) > LONGEST_PLEA or not _QUOTED.isdisjoint(text):
        return False
    line = text.casefold()
    words = line.replace("'", " ").replace("’", " ").split()
    if any(_PLEAS[word].search(line) for word in words if word in _PLEAS):
        return True
    return not line.isascii() and _IS_DENSE.search(line) is not None and _PLEAS[""].search(line) is not None


@lru_cache(maxsize=64)  # a standfirst is the story's first line too
def is_disclaimer(text: str) -> bool:
    """Return whether *text* says that an author's views need not be the site's.

    >>> is_disclaimer("The views expressed are the author's own and do not necessarily reflect those of The Mole.")
    True
    """
    if len(text) > LONGEST_NOTICE:
        return False
    folded = text.casefold()
    words = _WORD.findall(folded) if folded.isascii() or not _IS_DENSE.search(folded) else [""]
    return any(phrase in folded for word in words if word in _DISCLAIMERS for phrase in _DISCLAIMERS[word])


def _asks_for_scripts(text: str) -> bool:
    """Whether *text* speaks to the reader of JavaScript and a browser; a story may tell of both, or quote who does."""
    folded = text.casefold()
    if "javascript" not in folded or not any(word in folded for word in _BROWSERS) or not _QUOTED.isdisjoint(text):
        return False
    return not _READERS.isdisjoint(_WORD.findall(folded)) or any(word in folded for word in _READERS_ANYWHERE)


def is_advert_label(line: str) -> bool:
    """Return whether *line* is what the law has sites print above an advert.

    >>> is_advert_label("Anzeige:"), is_advert_label("Anzeige erstattet")
    (True, False)
    """
    return len(line) <= LONGEST_LABEL and line.casefold().strip(_EDGES) in _ADVERTS


def is_placeholder(text: str) -> bool:
    """Return whether *text* is made of the Latin words that fill a layout, as behind the blur of a paywall.

    >>> is_placeholder("Dolor ipsam et est cumque. Laboriosam sed delectus rerum sint qui.")
    True
    >>> is_placeholder("Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae.")
    False
    """
    line = text[:LONGEST_LINE].lower()
    if not line[:LONGEST_LABEL].isascii():
        return False
    parts = line.split()
    if _PLACEHOLDER.isdisjoint(parts) or 3 * sum(map(_PLACEHOLDER.__contains__, parts)) < len(parts):
        return False  # most words of a text have no mark beside them
    words = _WORD.findall(line)
    known = sum(word in _PLACEHOLDER for word in words)
    return len(words) >= SHORTEST_PLACEHOLDER and known >= LEAST_PLACEHOLDER * len(words)
