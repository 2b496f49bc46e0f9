"""People's names in Chinese, Japanese, Korean and Thai print: without role and honorific, and in full."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice, takewhile

from crawler.reading.names.thai_names import thai_names, without_title
from crawler.reading.names.unspaced_splits import (
    GOES_ON,
    HAN,
    HAN_RUN,
    HANGUL,
    KATAKANA,
    LONGEST,
    Split,
    is_double,
    is_name,
    names_in,
    people_in,
    sizes_of,
    split,
    suffixes,
)
from crawler.reading.quotes.cues import Cues, cues_of
from crawler.reading.text import find_all

_LETTERS = re.compile(f"[{HAN}{KATAKANA}{HANGUL}ぁ-ん]")
_FOREIGN = re.compile(
    f"[{KATAKANA}]+(?:[・=＝][{KATAKANA}]+)+|[{HAN}]{{1,8}}(?:-[{HAN}]{{1,5}})?(?:[·‧][{HAN}]{{1,5}})+"
)
_PARTICLES = "的在是对则也和与于将"
_HAN_LETTER = re.compile(f"[{HAN}]")
_MIDDLE = re.compile("[・·‧=＝]")
_KANA_NAME = re.compile(f"[{KATAKANA}]{{3,}}$")
_BRACKET = re.compile(r"\s?[（(][^（()）]*[）)]$")
_AFFILIATED = re.compile(f"(?<=[{HAN}])・[{HAN}]+(?:教授|准教授|長|員|氏|理事|代表)$")
_AGE = re.compile(r"[（(][\d·, ]+[^（()）]{0,4}[）)](?=\s?씨)")  # 김수현(63)씨
_PARTS = re.compile(r"[,，、/|]|\s?[—–―-]+\s?|(?<=[一-鿿])[\s\u3000・](?=[一-鿿])")
_LONGEST_LINE = 60
_MOST_FORMS = 50
_MOST_NAMES = 200  # foreign ones of an article
_SENTENCE = re.compile(r"[。！？!?\n]|\.\s")


class UnspacedNames:
    """The names of one article, short ones and full."""

    def __init__(self, body: str, cues: Cues) -> None:
        self.body = body
        self.cues = cues
        self.known: dict[str, tuple[str, str] | None] = {}
        self.holders: dict[str, str | None] = {}

    def speaker(self, phrase: str) -> tuple[str, str]:
        """Return who *phrase* is, in full and without role, and how that is printed; of no name, *phrase* itself.

        >>> from crawler.reading.quotes.cues import cues_of
        >>> names = UnspacedNames("商店主の山本花子さんは笑った。", cues_of("ja"))
        >>> names.speaker("大通りに住む山本さん"), names.speaker("市の担当者")
        (('山本花子', '山本さん'), ('市の担当者', '市の担当者'))
        """
        return self.person(phrase) or (self.foreign_of(phrase) or self.holder(phrase) or phrase, phrase)

    def holder(self, phrase: str) -> str | None:
        """Return the only person whom the article prints with the role that *phrase* is: 市長 of 山本花子市長.

        >>> from crawler.reading.quotes.cues import cues_of
        >>> UnspacedNames("山本花子市長は市長室にいた。", cues_of("ja")).holder("市長")
        '山本花子'
        """
        if phrase not in self.holders:
            told = phrase in self.cues.roles and phrase in suffixes(self.cues.language)
            self.holders[phrase] = self._holder(phrase) if told else None
        return self.holders[phrase]

    def _holder(self, phrase: str) -> str | None:
        role = re.escape(phrase)
        printed = {
            "ja": rf"([{HAN}]{{2,{LONGEST}}}){role}",
            "zh": rf"{role}([{HAN}]{{2,3}})",
            "ko": rf"([{HANGUL}]{{3}}) [{HANGUL}]{{0,4}}{role}",
        }
        found = {match[1] for match in re.finditer(printed[self.cues.language], self.body)}
        names = {self.fullest(name) for name in found if is_name(name, self.cues)}
        return names.pop() if len(names) == 1 else None

    def may_speak(self, phrase: str) -> bool:
        """Whether *phrase* names a person, a role or a body: 県の担当者, 報告書."""
        cues = self.cues
        if not (cues.bodies or cues.person_ends):
            return True  # Thai and its like: nobody knows
        told = phrase.endswith(suffixes(cues.language)) or phrase[-1:] in cues.bodies or phrase[-1:] in cues.person_ends
        return told or self.person(phrase) is not None

    def person(self, phrase: str) -> tuple[str, str] | None:
        """Return the person that *phrase* names, in full, and how that is printed; None where it names none."""
        if phrase not in self.known:
            self.known[phrase] = self._person(phrase)
        return self.known[phrase]

    def _person(self, phrase: str) -> tuple[str, str] | None:
        phrase = _AFFILIATED.sub("", phrase) or phrase  # 工藤明・東都大教授
        role, _, rest = phrase.rpartition("・")
        if role.endswith(suffixes(self.cues.language)) and HAN_RUN.match(rest):
            return self.fullest(rest), rest  # 主将・安孫子大地
        found = split(_BRACKET.sub("", _AGE.sub("", phrase)).strip(), self.cues)
        if "·" in phrase and (foreign := self.foreign_of(phrase)):
            return foreign, phrase
        if found is None and self.cues.language == "th":
            return (full, phrase) if (full := self.thai_name(phrase)) else None
        if self.cues.language == "zh" and (found is None or not is_name(found.name, self.cues)):
            bare = None if (found and len(found.name) == 1) or self.foreign_of(phrase) else self.han_name(phrase)
            if bare:
                return self.foreign_of(bare) or self.fullest(bare), phrase
        if found is None:
            return None
        full = self.fullest(found.name)
        named = is_name(found.name, self.cues) or self.is_titled(found)
        if len(full) == 1 and self.cues.language == "zh":
            full = found.printed  # 张阿姨, whose given name nobody knows
        if full != found.name or found.honoured or (named and not self.is_head(found)):
            return full, found.printed if found.printed in phrase else phrase
        return None

    def han_name(self, phrase: str) -> str | None:
        """Return the Chinese name in *phrase*, whose role and verb no list need know; None where none is bounded.

        >>> from crawler.reading.quotes.cues import cues_of
        >>> body = "卖豆腐的邹小满说。邹小满叹气。影评人晏如海则不以为然。"
        >>> names = UnspacedNames(body, cues_of("zh"))
        >>> [names.han_name(p) for p in ("卖豆腐的邹小满", "邹小满同时", "影评人晏如海则不以为然", "大河日夜奔流")]
        ['邹小满', '邹小满', '晏如海', None]

        It begins the phrase, or stands behind 的 or a noun for people, and ends with it, or before what goes on a
        sentence, or where the article prints it before other characters too.
        """
        for start in range(len(phrase) - 1):
            led = phrase[start - 1] in self.cues.person_ends or phrase[start - 1] == "的"
            if start and not led and not phrase.endswith(suffixes("zh"), 0, start):
                continue
            told = start and phrase.endswith(suffixes("zh"), 0, start)
            rest = "".join(takewhile(_HAN_LETTER.match, phrase[start:]))
            apart = len(rest) < len(phrase) - start  # 首相石川健一19日
            if told and 1 < len(rest) < LONGEST and (apart or self.is_bounded(rest, "\0")):
                return rest  # 校长次仁多吉, whom the article names again
            sizes = ((size, phrase[start : start + size]) for size in (4, 3, 2))
            names = [(size, name) for size, name in sizes if len(name) == size and self.is_whole(name)]
            bounded = next((n for size, n in names if self.is_bounded(n, phrase[start + size :])), None)
            if bounded and not self.is_owner(phrase[start + len(bounded) :]):
                return bounded
            if told and names and names[0][0] == len("王大明"):
                return names[0][1]  # 老师苗永红翻着: behind a role most names are of three characters
        return None

    def is_owner(self, rest: str) -> bool:
        """Whether *rest*, behind a Chinese name, goes on to whom that has: 李秀兰的丈夫, 李秀兰市长的秘书."""
        title = next((size for size in sizes_of("zh") if rest[:size] in suffixes("zh")), 0)
        return rest.startswith("的", title)

    def is_whole(self, name: str) -> bool:
        """Whether *name* is a family name and one or two characters more."""
        given = len(name) - 1 - is_double(name, self.cues)
        return given in (1, 2) and is_name(name, self.cues) and HAN_RUN.fullmatch(name) is not None

    def thai_name(self, phrase: str) -> str | None:
        """Return the full name whose given name begins *phrase*, that the article prints with a title or a role."""
        phrase = without_title(phrase)
        sizes = (size for size in range(len(phrase), 0, -1) if phrase[:size] in self.thai)
        return self.thai.get(phrase[: next(sizes, 0)])

    def thai_in(self, text: str) -> str | None:
        """Return the person of two names whom *text* names first."""
        sizes = sorted({len(given) for given in self.thai}, reverse=True)
        pieces = (text[at : at + size] for at in range(len(text)) for size in sizes)
        return next((self.thai[piece] for piece in pieces if piece in self.thai), None)

    @cached_property
    def thai(self) -> dict[str, str]:
        """The names of two words that the body prints behind a title or before a role, by the given one."""
        return {full.split(" ")[0]: full for full in thai_names(self.body)}

    def is_bounded(self, name: str, rest: str) -> bool:
        """Whether *name* ends where *rest* begins, the characters after it in its phrase."""
        if rest[:1] in GOES_ON or rest.startswith(suffixes(self.cues.language)) or rest.startswith(self.said):
            return True
        following = (self.body[at + len(name) : at + len(name) + 1] for at in find_all(name, self.body))
        first = next(following, "")
        return any(character != first for character in islice(following, _MOST_FORMS))

    def is_titled(self, found: Split) -> bool:
        """Whether the foreign name is a person's, for it seldom stands without a role: トランプ大統領."""
        if not (found.role and _KANA_NAME.match(found.name)):
            return False
        places = list(islice(find_all(found.name, self.body), _MOST_FORMS))
        titled = sum(self.body.startswith(suffixes(self.cues.language), at + len(found.name)) for at in places)
        return titled * 2 >= len(places)

    def is_head(self, found: Split) -> bool:
        """Whether the role is that of a body which the article names: 港市長 where it speaks of 港市."""
        title = found.name + found.role
        body = title[:-1]
        return title[-1] in "長长" and self.body.count(body) > self.body.count(title)

    def fullest(self, name: str) -> str:
        """Return the longer form of *name* that the article prints most, *name* itself where there is none."""
        if full := self.foreign.get(name):
            return full
        longest = min(LONGEST, len(name) + 3)
        near = self.forms.get(name[:1], {})
        forms = {f: count for f, count in near.items() if f.startswith(name) and len(name) < len(f) <= longest}
        if not forms or (len(name) == 1 and len(forms) > 1):
            return name
        return max(forms, key=lambda form: forms[form])

    def last_person(self, text: str) -> str | None:
        """Return the person of the last sentence of *text* that names one; None where it names several.

        >>> from crawler.reading.quotes.cues import cues_of
        >>> UnspacedNames("", cues_of("zh")).last_person("司机王大明在路口等车。下雨了。")
        '王大明'
        """
        for sentence in reversed(_SENTENCE.split(text)):
            if found := {self.fullest(name) for name in people_in(sentence, self.cues)}:
                return found.pop() if len(found) == 1 else None
        return None

    def names_people(self, text: str) -> bool:
        """Whether *text* names anybody for sure."""
        return any(True for sentence in _SENTENCE.split(text) for _ in people_in(sentence, self.cues))

    def only_person(self, text: str) -> str | None:
        """Return the person whom *text* names, None where it names several or nobody."""
        found = {self.fullest(name) for sentence in _SENTENCE.split(text) for name in people_in(sentence, self.cues)}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def forms(self) -> dict[str, dict[str, int]]:
        """The names of the body under their first character, and how often it prints each."""
        forms: dict[str, dict[str, int]] = {}
        for name in names_in(self.body, self.cues):
            near = forms.setdefault(name[0], {})
            if name in near or len(near) < _MOST_FORMS:
                near[name] = near.get(name, 0) + 1
        return forms

    def foreign_of(self, phrase: str) -> str | None:
        """Return the foreign name that *phrase* is the last part of: 杜邦 of 让-皮埃尔·杜邦来了."""
        whole = _MIDDLE.search(phrase)
        if whole and (within := next((name for name in self.foreign.values() if name in phrase), None)):
            return within  # 学者卡尔·魏因曼日前
        if phrase in self.foreign or len(phrase) < 2 or self.cues.language != "zh":
            return self.foreign.get(phrase)
        longer = (
            (last, name)
            for last, name in self.foreign.items()
            if last.startswith(phrase)
            and (last[len(phrase)] in GOES_ON or last.startswith(self.said, len(phrase)))  # not 马克 of 马克龙
        )
        return next((name[: len(name) - len(last) + len(phrase)] for last, name in longer if name.endswith(last)), None)

    def without_neighbours(self, name: str) -> str:
        """Return a foreign *name* in Han without the role before it and the verb after it: 专家约翰·史密斯认为."""
        if self.cues.language != "zh" or re.match(f"[{KATAKANA}]", name):
            return name
        first, *_, last = _MIDDLE.split(name)
        han, ends = self.cues.foreign_han, (*self.cues.person_ends - self.cues.foreign_han, *suffixes("zh"))
        start = max((first.rfind(end) + len(end) for end in ends if end in first[:-1]), default=0)
        if not start:  # 英国大卫: how much of it foreign names are written with
            start = len(first) - len(list(takewhile(han.__contains__, reversed(first))))
        said = [at for word in (*self.cues.verbs, *_PARTICLES) if (at := last.find(word)) > 0]
        end = min(said, default=0) or len(list(takewhile(han.__contains__, last))) or len(last)
        return name[start if start < len(first) else 0 : len(name) - len(last) + end]

    @cached_property
    def said(self) -> tuple[str, ...]:
        return tuple(self.cues.verbs.whole)

    @cached_property
    def foreign(self) -> dict[str, str]:
        """The foreign names of the body under their last part, and the first: 特朗普 for 唐纳德·特朗普."""
        printed = islice(dict.fromkeys(_FOREIGN.findall(self.body)), _MOST_NAMES)
        names = [self.without_neighbours(name) for name in printed][::-1]
        parts = [(_MIDDLE.split(name), name) for name in names]
        return {part[0]: name for part, name in parts} | {part[-1]: name for part, name in parts}


def is_unspaced(text: str) -> bool:
    """Whether *text* is of Chinese, Japanese or Korean print.

    >>> is_unspaced("山本花子"), is_unspaced("Ann Lee（市長）")
    (True, False)
    """
    letters = sum(map(str.isalpha, text))
    return bool(letters) and len(_LETTERS.findall(text)) * 2 > letters


def name_in_line(line: str, *, sure: bool) -> str | None:
    """Return the name in a line that names a source; None for other lines.

    >>> [name_in_line(line, sure=False) for line in ("山本花子さん（商店会長）", "東京駅（千代田区）")]
    ['山本花子', None]
    >>> name_in_line("이안나, 항만청장", sure=True), name_in_line("김수현 한빛당 대선 후보", sure=True)
    ('이안나', '김수현')

    *sure* where a dash or the markup tells that the line names one.
    """
    without = _BRACKET.sub("", line).strip()
    bracketed = without != line
    parts = [part.strip() for part in _PARTS.split(without) if part.strip()]
    if not parts or len(parts) > 3 or len(line) > _LONGEST_LINE:
        return None
    korean = any("가" <= c <= "힣" for c in line)
    for part in parts:
        for cues in (cues_of("ko"),) if korean else (cues_of("ja"), cues_of("zh")):
            found = split(part, cues)
            told = found and (found.honoured or (is_name(found.name, cues) and not found.role))
            if found and told and (sure or (bracketed and _ends_in_role(line[:-1], cues))):
                return found.name
    first, *rest = parts[0].split()
    if sure and korean and rest and len(first) == 3 and is_name(first, cues_of("ko")):
        return first  # 김수현 한빛당 대선 후보
    return parts[0] if sure else None


def _ends_in_role(text: str, cues: Cues) -> bool:
    return text.endswith(suffixes(cues.language)) or text.endswith("長")
