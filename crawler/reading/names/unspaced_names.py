"""People's names in Chinese, Japanese and Korean print: without role and honorific, and in full."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from crawler.reading.quotes.cues import Cues, cues_of

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆ヶヵ"
_KATAKANA = "ァ-ヴー"
_HANGUL = "가-힣"
_LETTERS = re.compile(f"[{_HAN}{_KATAKANA}{_HANGUL}ぁ-ん]")
_FOREIGN = re.compile(
    f"[{_KATAKANA}]+(?:[・=＝][{_KATAKANA}]+)+|[{_HAN}]{{1,5}}(?:-[{_HAN}]{{1,5}})?(?:[·‧][{_HAN}]{{1,5}})+"
)
_MIDDLE = re.compile("[・·‧=＝]")
_HAN_RUN = re.compile(f"[{_HAN}]{{2,12}}(?![{_HAN}])")
_NAME = f"[{_HAN}]+|[{_KATAKANA}]+(?:[・=＝][{_KATAKANA}]+)*"
_TAIL = re.compile(f"(?:{_NAME})$")
_TAIL_WITH_KANA = re.compile(f"(?:[{_HAN}]+[ぁ-ん]{{1,4}}|{_NAME}|[ぁ-ん]{{2,6}})$")  # さくら needs a さん to be a name
_KANA_NAME = re.compile(f"[{_KATAKANA}]{{3,}}$")
_KANA = re.compile("[ぁ-ん]{1,4}?(?=さん|氏|ちゃん|くん|様)")
_BRACKET = re.compile(r"\s?[（(][^（()）]*[）)]$")
_AFFILIATED = re.compile(f"(?<=[{_HAN}])・[{_HAN}]+(?:教授|准教授|長|員|氏|理事|代表)$")
_AGE = re.compile(r"[（(][\d·, ]+[^（()）]{0,4}[）)](?=\s?씨)")  # 김수현(63)씨
_PARTS = re.compile(r"[,，、/|]|\s?[—–―-]+\s?|(?<=[一-鿿])[\s\u3000・](?=[一-鿿])")
_PARTICLE = re.compile("(?:은|는|이|가|도|의|을|를|과|와|께서는)$")
_TITLES = ("시장", "도지사", "군수", "구청장", "장관", "대통령", "총리", "대변인", "위원장", "의원", "대표", "교수")
_LONGEST = 5  # characters of a name in Han: two or three of the family's, two or three given
_LONGEST_CHINESE = 4  # and Korean
_LONGEST_LINE = 60
_MOST_FORMS = 50
_SENTENCE = re.compile(r"[。！？!?\n]|\.\s")
# What stands behind a name in Chinese, "" for nothing: the name ends here.
_SAID = frozenset("说說称稱问問答喊")  # which end no given name
_GOES_ON = frozenset(
    "在是至一说說的和与與从從把被将將也还還就已曾有没沒不对對向为為于於则則都却又再才只刚剛正"
) | frozenset(
    [
        "",
        *"望盯想看来來去带帶做让讓给給用到每几幾连連今昨走站坐拿告认認表笑见見遇问問请請找帮幫陪约送抱打叫喊听读写画种开骑",
    ]
)
# What follows a foreign name, and is hardly ever in one.
_FOREIGN_ENDS = (
    "认为 認為 表示 指出 强调 說 说 称 稱 告诉 坦言 写道 透露 介绍 "
    "报道 報導 回应 補充 补充 解释 宣布 呼吁 警告 批评 的 在 是 对 则 也 和 与 于"
).split()
_WHO_IS = re.compile(f"的([{_HAN}]{{3}})(?=[{''.join(_GOES_ON)}])")  # 家住河西的李秀兰走了


@dataclass(frozen=True, slots=True)
class _Split:
    """A phrase taken apart: the name, how it is printed with what follows it, and what tells that it is a name."""

    name: str
    printed: str
    role: str = ""  # one that may also stand behind a town's or a firm's name
    honoured: bool = False  # an honorific, or a role that only people's names stand beside


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
            told = phrase in self.cues.roles and phrase in _suffixes(self.cues.language)
            self.holders[phrase] = self._holder(phrase) if told else None
        return self.holders[phrase]

    def _holder(self, phrase: str) -> str | None:
        role = re.escape(phrase)
        printed = {
            "ja": rf"([{_HAN}]{{2,{_LONGEST}}}){role}",
            "zh": rf"{role}([{_HAN}]{{2,3}})",
            "ko": rf"([{_HANGUL}]{{3}}) [{_HANGUL}]{{0,4}}{role}",
        }
        found = {match[1] for match in re.finditer(printed[self.cues.language], self.body)}
        names = {self.fullest(name) for name in found if _is_name(name, self.cues)}
        return names.pop() if len(names) == 1 else None

    def person(self, phrase: str) -> tuple[str, str] | None:
        """Return the person that *phrase* names, in full, and how that is printed; None where it names none."""
        if phrase not in self.known:
            self.known[phrase] = self._person(phrase)
        return self.known[phrase]

    def _person(self, phrase: str) -> tuple[str, str] | None:
        phrase = _AFFILIATED.sub("", phrase) or phrase  # 工藤明・東都大教授
        found = _split(_BRACKET.sub("", _AGE.sub("", phrase)).strip(), self.cues)
        if found is None:
            return None
        full = self.fullest(found.name)
        named = _is_name(found.name, self.cues) or self.is_titled(found)
        if len(full) == 1 and self.cues.language == "zh":
            full = found.printed  # 张阿姨, whose given name nobody knows
        if full != found.name or found.honoured or (named and not self.is_head(found)):
            return full, found.printed if found.printed in phrase else phrase
        return None

    def is_titled(self, found: _Split) -> bool:
        """Whether the foreign name is a person's, for it seldom stands without a role: トランプ大統領."""
        titled = sum(self.body.count(found.name + role) for role in _suffixes(self.cues.language))
        return bool(found.role and _KANA_NAME.match(found.name)) and titled * 2 >= self.body.count(found.name)

    def is_head(self, found: _Split) -> bool:
        """Whether the role is that of a body which the article names: 港市長 where it speaks of 港市."""
        title = found.name + found.role
        body = title[:-1]
        return title[-1] in "長长" and self.body.count(body) > self.body.count(title)

    def fullest(self, name: str) -> str:
        """Return the longer form of *name* that the article prints most, *name* itself where there is none."""
        if full := self.foreign.get(name):
            return full
        longest = min(_LONGEST, len(name) + 3)
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
            if found := {self.fullest(name) for name in _people_in(sentence, self.cues)}:
                return found.pop() if len(found) == 1 else None
        return None

    def only_person(self, text: str) -> str | None:
        """Return the person whom *text* names, None where it names several or nobody."""
        found = {self.fullest(name) for sentence in _SENTENCE.split(text) for name in _people_in(sentence, self.cues)}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def forms(self) -> dict[str, dict[str, int]]:
        """The names of the body under their first character, and how often it prints each."""
        forms: dict[str, dict[str, int]] = {}
        for name in _names_in(self.body, self.cues):
            near = forms.setdefault(name[0], {})
            if name in near or len(near) < _MOST_FORMS:
                near[name] = near.get(name, 0) + 1
        return forms

    def foreign_of(self, phrase: str) -> str | None:
        """Return the foreign name that *phrase* is the last part of: 杜邦 of 让-皮埃尔·杜邦来了."""
        if phrase in self.foreign or len(phrase) < 2 or self.cues.language != "zh":
            return self.foreign.get(phrase)
        longer = (
            (last, name)
            for last, name in self.foreign.items()
            if last.startswith(phrase) and last[len(phrase)] in _GOES_ON  # not 马克 of 马克龙
        )
        return next((name[: len(name) - len(last) + len(phrase)] for last, name in longer if name.endswith(last)), None)

    def without_neighbours(self, name: str) -> str:
        """Return a foreign *name* in Han without the role before it and the verb after it: 专家约翰·史密斯认为."""
        first, *_, last = _MIDDLE.split(name)
        if self.cues.language != "zh" or not _HAN_RUN.match(first + last):
            return name
        ends = [at for word in _FOREIGN_ENDS if (at := last.find(word)) > 0]
        start = max((first.rfind(role) + len(role) for role in _suffixes("zh") if role in first), default=0)
        start = start if start < len(first) else 0
        return name[start : len(name) - len(last) + min(ends, default=len(last))]

    @cached_property
    def foreign(self) -> dict[str, str]:
        """The foreign names of the body under their last part, and the first: 特朗普 for 唐纳德·特朗普."""
        names = [self.without_neighbours(match.group()) for match in _FOREIGN.finditer(self.body)][::-1]
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
            found = _split(part, cues)
            told = found and (found.honoured or (_is_name(found.name, cues) and not found.role))
            if found and told and (sure or (bracketed and _ends_in_role(line[:-1], cues))):
                return found.name
    first, *rest = parts[0].split()
    if sure and korean and rest and len(first) == 3 and _is_name(first, cues_of("ko")):
        return first  # 김수현 한빛당 대선 후보
    return parts[0] if sure else None


def _ends_in_role(text: str, cues: Cues) -> bool:
    return text.endswith(_suffixes(cues.language)) or text.endswith("長")


def _split(phrase: str, cues: Cues) -> _Split | None:
    splits = {"ja": _split_japanese, "zh": _split_chinese, "ko": _split_korean}
    return splits[cues.language](phrase, cues) if cues.language in splits and phrase else None


def _split_japanese(phrase: str, cues: Cues) -> _Split | None:
    """大通りに住む山本花子さん, 港町商店会の山本会長, 主将山本太郎."""
    rest, role, honoured = _without_suffix(phrase, cues)
    match = (_TAIL_WITH_KANA if honoured else _TAIL).search(rest)
    if not match:
        return None
    name, start = match.group(), match.start()
    if not honoured:
        lead = next((r for r in _suffixes("ja") if name.startswith(r) and len(name) - len(r) > 1), "")
        name, start = name[len(lead) :], start + len(lead)
    if name in cues.kin or (not honoured and (name[-1] in cues.bodies or len(name) < 2)):
        return None
    if len(name) > _LONGEST and _HAN_RUN.match(name):
        return None
    return _Split(name, phrase[start:], role, honoured)


def _split_chinese(phrase: str, cues: Cues) -> _Split | None:
    """外交部发言人王安, 王安市长, 居民李女士, 美国总统特朗普."""
    rest, role, honoured = _without_suffix(phrase, cues)
    lead = max((rest.rfind(r) + len(r) for r in _suffixes("zh") if r in rest), default=0)
    name = rest[lead:]
    if name and not _ends_as_body(name, cues) and lead and (_is_name(name, cues) or 2 <= len(name) <= 6 or "·" in name):
        return _Split(name, phrase, "", honoured=True)
    if not (role or honoured):
        return None
    for size in (3, 2, 1):
        name = rest[-size:]
        if len(name) == size and name[0] in cues.surnames and (size > 1 or honoured):
            return _Split(name, phrase[len(rest) - size :], role, honoured)
    return None


def _split_korean(phrase: str, cues: Cues) -> _Split | None:
    """항만청 김영수 청장, 김영수 항만 청장, 대변인 김영수, 김영수 씨, 김 대통령."""
    words = phrase.split()
    rest, honoured, after = words[-1], False, ""
    roles = _suffixes("ko")
    is_role = words[-1] in cues.roles or (words[-1].endswith(roles) and not _is_name(words[-1], cues))
    if len(words) > 1 and is_role:
        rest, after = words[-2], " " + words[-1]
    elif words[-1].endswith("씨") and len(words[-1]) > 1:
        rest, honoured, after = words[-1][:-1], True, "씨"
    elif len(words) > 1 and not words[-2].endswith(roles):
        return None
    apart = len(words) > 2 and is_role and len(words[-3]) == 3 and _is_name(words[-3], cues)
    if apart and (len(rest) != 3 or not _is_name(rest, cues)):  # 박태준 한빛 감독: the manager of Hanbit
        rest, after = words[-3], f" {rest}{after}"
    if len(rest) == 1 and after and rest in cues.surnames:
        return _Split(rest, rest + after, honoured=honoured)
    return _Split(rest, rest + after, honoured=True) if _is_name(rest, cues) else None


def _without_suffix(phrase: str, cues: Cues) -> tuple[str, str, bool]:
    """Return *phrase* without the roles and honorifics that end it, the role, and whether it is one of people alone."""
    rest, role, honoured = phrase, "", False
    for _ in range(2):
        suffix = next((s for s in _suffixes(cues.language) if rest.endswith(s) and len(rest) > len(s)), "")
        if not suffix:
            break
        rest = rest[: -len(suffix)]
        if suffix in cues.honorifics:
            honoured = True
        else:
            role = suffix + role
    return rest, role, honoured


@cache
def _suffixes(language: str) -> tuple[str, ...]:
    """Roles and honorifics, longer ones first."""
    cues = cues_of(language)
    return tuple(sorted(cues.roles.whole | cues.honorifics.whole, key=lambda word: (-len(word), word)))


def _is_name(name: str, cues: Cues) -> bool:
    """Whether *name* is a person's by its family name or, in Japanese, by what its given name ends in."""
    if cues.language != "ja":
        surname = name[0] in cues.surnames or name[:2] in cues.surnames
        return surname and 2 <= len(name) <= _LONGEST_CHINESE and not _ends_as_body(name, cues)
    surname = any(name[:size] in cues.surnames for size in (3, 2))
    return len(name) <= _LONGEST and (surname or (len(name) > 2 and name[-1] in cues.given_ends))


def _ends_as_body(name: str, cues: Cues) -> bool:
    """Whether *name* ends as those of countries and authorities do, and is no 王建国."""
    return name[-1] in cues.bodies and not (len(name) == 3 and name[1:] in cues.given_ends)


def _people_in(sentence: str, cues: Cues) -> Iterator[str]:
    """Yield the names in *sentence* that a role before them, their place or what follows them tells for sure."""
    if cues.language == "ko":
        for match in re.finditer(f"(?<![{_HANGUL}])([{_HANGUL}]{{2,3}})(?= ([{_HANGUL}]{{1,6}}))", sentence):
            sure = len(match[1]) == 3 or match[2].startswith("씨")  # words of two syllables look like names
            if sure and match[2].startswith(_suffixes("ko")) and _is_name(match[1], cues):
                yield match[1]
    elif cues.language == "zh":
        for match in _WHO_IS.finditer(sentence):
            if _is_name(match[1], cues):
                yield match[1]
        for match in re.finditer(f"(?:^|{'|'.join(_suffixes('zh'))})(?=([{_HAN}]{{2,4}}))", sentence.strip()):
            sizes = (3, 2) if match[1][2:3] not in _GOES_ON else (2,)
            for size in sizes:
                name = match[1][:size]
                if len(name) == size and _is_name(name, cues) and match[1][size : size + 1] in _GOES_ON:
                    yield name
                    break


def _names_in(body: str, cues: Cues) -> Iterator[str]:
    """Yield what may be people's full names in *body*."""
    if cues.language == "ko":
        for match in re.finditer(f"(?<![{_HANGUL}])([{_HANGUL}]{{3}})(?= ?([{_HANGUL}]+))", body):
            role = _PARTICLE.sub("", match[2])
            if (match[2].startswith(_suffixes("ko")) or role.endswith(_TITLES)) and _is_name(match[1], cues):
                yield match[1]
    elif cues.language == "zh":
        for match in re.finditer(f"(?:{'|'.join(_suffixes('zh'))})([{_HAN}]{{2,3}})(?![{_HAN}])", body):
            # 市长何敏说：“…” is no 何敏说
            name = match[1][:2] if match[1][2:] and match[1][2] in _SAID else match[1]
            if _is_name(name, cues):
                yield name
    else:
        for match in _HAN_RUN.finditer(body):
            kana = _KANA.match(body, match.end())
            found = _split_japanese(match.group() + (kana.group() + "さん" if kana else ""), cues)
            if found and 2 <= len(found.name) <= _LONGEST and (found.honoured or _is_name(found.name, cues)):
                yield found.name
