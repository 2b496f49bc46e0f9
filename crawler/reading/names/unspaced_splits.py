"""Phrases of Chinese, Japanese and Korean print taken apart: the name, the role, and what tells that it is a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from crawler.reading.quotes.cues import Cues, cues_of

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆ヶヵ"
KATAKANA = "ァ-ヴー"
HANGUL = "가-힣"
HAN_RUN = re.compile(f"[{HAN}]{{2,12}}(?![{HAN}])")
_NAME = f"[{HAN}]+|[{KATAKANA}]+(?:[・=＝][{KATAKANA}]+)*"
_TAIL = re.compile(f"(?:{_NAME})$")
# さくら needs a さん to be a name.
_TAIL_WITH_KANA = re.compile(f"(?:[{HAN}]+[ぁ-ん]{{1,4}}|[{HAN}]{{1,3}}[{KATAKANA}]{{2,4}}子?|{_NAME}|[ぁ-ん]{{2,6}})$")
_KANA = re.compile(f"(?:[ぁ-ん]{{1,4}}?|[{KATAKANA}]{{2,4}})(?=さん|氏|ちゃん|くん|様)")
_KATAKANA_ROLE = re.compile(f"(?<![{HAN}])([{HAN}]{{3,5}})([{KATAKANA}・]{{3,}})$")
_PARTICLE = re.compile("(?:은|는|이|가|도|의|을|를|과|와|께서는)$")
_TITLES = ("시장", "도지사", "군수", "구청장", "장관", "대통령", "총리", "대변인", "위원장", "의원", "대표", "교수")
_CASES = "가를"  # that end no Korean name, as 은 and 이 may
LONGEST = 5  # characters of a name in Han: two or three of the family's, two or three given
_LONGEST_FOREIGN = 6
_LONGEST_CHINESE = 4  # and Korean
_FOREIGN_SYLLABLES = frozenset(
    "크트프브스르클슨턴츠킨블플드틴핀켈펠벨텔헨젠켄렌랜톰릭롬렐냐뇨슈쿠쿄츄카키티페케레윌잭빌"
)
# What stands behind a name in Chinese, "" for nothing: the name ends here.
_SAID = frozenset("说說称稱问問答喊")  # which end no given name
_ALSO_GIVEN = frozenset("刚正")  # of what goes on a sentence: 樊志刚
GOES_ON = frozenset(
    "在是至一说說的和与與从從把被将將也还還就已曾有没沒不对對向为為于於则則都却又再才只刚剛正"
) | frozenset(
    [
        "",
        *"望盯想看来來去带帶做让讓给給用到每几幾连連今昨走站坐拿告认認表笑见見遇问問请請找帮幫陪约送抱打叫喊听读写画种开骑",
    ]
)
_WHO_IS = re.compile(f"的([{HAN}]{{3}})(?=[{''.join(GOES_ON)}])")  # 家住河西的李秀兰走了


@dataclass(frozen=True, slots=True)
class Split:
    """A phrase taken apart: the name, how it is printed with what follows it, and what tells that it is a name."""

    name: str
    printed: str
    role: str = ""  # one that may also stand behind a town's or a firm's name
    honoured: bool = False  # an honorific, or a role that only people's names stand beside


def split(phrase: str, cues: Cues) -> Split | None:
    splits = {"ja": _split_japanese, "zh": _split_chinese, "ko": _split_korean}
    return splits[cues.language](phrase, cues) if cues.language in splits and phrase else None


def _split_japanese(phrase: str, cues: Cues) -> Split | None:
    """大通りに住む山本花子さん, 港町商店会の山本会長, 主将山本太郎."""
    rest, role, honoured = _without_suffix(phrase, cues)
    match = (_TAIL_WITH_KANA if honoured else _TAIL).search(rest)
    if not match:
        return None
    name, start = match.group(), match.start()
    if not honoured:
        sizes = (size for size in sizes_of("ja") if size < len(name) - 1 and name[:size] in _roles("ja"))
        lead = next(sizes, 0)
        name, start = name[lead:], start + lead
    titled = None if role else _KATAKANA_ROLE.search(rest)
    if titled and titled[1][-1] in cues.given_ends:  # 鬼頭隆浩プロジェクトマネージャ, but 山田電機サービスセンター
        name, start, role = titled[1], titled.start(), titled[2]
    if len(name) > LONGEST and role:  # 芹沢賢吾政調会長: what the chairman is of stands before the role
        name = next((n for size in (4, 5, 3) if (n := name[:size])[-1] in cues.given_ends and is_name(n, cues)), name)
    if name in cues.kin or (not honoured and (name[-1] in cues.bodies or len(name) < 2)):
        return None
    if len(name) > LONGEST and HAN_RUN.match(name):
        return None
    return Split(name, phrase[start:], role, honoured)


def _split_chinese(phrase: str, cues: Cues) -> Split | None:
    """外交部发言人王安, 王安市长, 居民李女士, 美国总统特朗普."""
    rest, role, honoured = _without_suffix(phrase, cues)
    name = rest[_end_of_roles(rest) :]
    foreign = "·" in name or (2 <= len(name) <= _LONGEST_FOREIGN and all(map(cues.foreign_han.__contains__, name)))
    if 0 < len(name) < len(rest) and not _ends_as_body(name, cues) and (is_name(name, cues) or foreign):
        return Split(name, phrase, "", honoured=True)
    if not (role or honoured):
        return None
    for size in (3, 2, 1):
        name = rest[-size:]
        if len(name) == size and name[0] in cues.surnames and name[1:] not in cues.verbs and (size > 1 or honoured):
            return Split(name, phrase[len(rest) - size :], role, honoured)
    return None


def _split_korean(phrase: str, cues: Cues) -> Split | None:
    """항만청 김영수 청장, 김영수 항만 청장, 대변인 김영수, 김영수 씨, 김 대통령."""
    words = [word.partition("(")[0] or word for word in phrase.split()]
    rest, honoured, after = words[-1], False, ""
    roles = suffixes("ko")
    is_role = words[-1] in cues.roles or (words[-1].endswith(roles) and not is_name(words[-1].removesuffix("씨"), cues))
    if len(words) > 1 and is_role:
        rest, after = words[-2], " " + words[-1]
    elif words[-1].endswith("씨") and len(words[-1]) > 1:
        rest, honoured, after = words[-1][:-1], True, "씨"
    elif len(words) > 1 and not words[-2].endswith((*roles, *cues.person_ends)):
        told = next((i + 1 for i in range(len(words) - 2, -1, -1) if words[i] in cues.roles), 0)
        foreign = words[told : len(words) - (words[-1] == "씨")]
        if _is_foreign(foreign) and told and not any(w in cues.roles or w[-1] in cues.bodies for w in foreign):
            return Split(" ".join(foreign), " ".join(words[told:]), honoured=True)  # 선수 마이클 브룩스
        named = [word for word in words[-4:-1] if len(word) == 3 and is_name(word, cues)]
        person = words[-1][-1] in cues.person_ends and named  # 용태경 과기부 주무관
        return Split(named[-1], named[-1], honoured=True) if person else None
    apart = [i for i in range(-4, -2) if i >= -len(words) and len(words[i]) == 3 and is_name(words[i], cues)]
    if len(words) > 1 and words[-2].endswith("의") and (is_role or not is_name(words[-1], cues)):
        return None  # 김영수 시장의 대변인, 김영수의 아내
    if apart and is_role and (len(rest) != 3 or not is_name(rest, cues)):  # 박태준 한빛 감독: the manager of Hanbit
        rest, after = words[apart[-1]], " " + " ".join(words[apart[-1] + 1 :])
    if len(rest) == 1 and after and rest in cues.surnames:
        return Split(rest, rest + after, honoured=honoured)
    return Split(rest, rest + after, honoured=True) if is_name(rest, cues) else None


def _is_foreign(words: list[str]) -> bool:
    """Whether *words* are written as foreign names are in Korean, not as "수백 명" of 주민 수백 명."""
    return len(words) > 1 and not _FOREIGN_SYLLABLES.isdisjoint("".join(words))


def _without_suffix(phrase: str, cues: Cues) -> tuple[str, str, bool]:
    """Return *phrase* without the roles and honorifics that end it, the role, and whether it is one of people alone."""
    rest, role, honoured = phrase, "", False
    for _ in range(2):
        sizes = (size for size in sizes_of(cues.language) if size < len(rest) and rest[-size:] in _roles(cues.language))
        if not (size := next(sizes, 0)):
            break
        suffix = rest[-size:]
        rest = rest[: -len(suffix)]
        if suffix in cues.honorifics:
            honoured = True
        else:
            role = suffix + role
    return rest, role, honoured


def _end_of_roles(text: str) -> int:
    """Where the last role or honorific of Chinese *text* ends, 0 where it has none."""
    roles, sizes = _roles("zh"), sizes_of("zh")
    return next((end for end in range(len(text), 0, -1) if any(text[max(0, end - n) : end] in roles for n in sizes)), 0)


@cache
def _roles(language: str) -> frozenset[str]:
    cues = cues_of(language)
    return cues.roles.whole | cues.honorifics.whole


@cache
def suffixes(language: str) -> tuple[str, ...]:
    """Roles and honorifics, longer ones first."""
    return tuple(sorted(_roles(language), key=lambda word: (-len(word), word)))


@cache
def sizes_of(language: str) -> tuple[int, ...]:
    """How many characters roles and honorifics have, most first: words are looked up faster than tried in turn."""
    return tuple(sorted({len(word) for word in _roles(language)}, reverse=True))


def is_name(name: str, cues: Cues) -> bool:
    """Whether *name* is a person's by its family name or, in Japanese, by what its given name ends in."""
    if cues.language != "ja":
        surname = name[0] in cues.surnames or name[:2] in cues.surnames
        surname = surname or is_double(name, cues)
        longest = _LONGEST_CHINESE if is_double(name, cues) else _LONGEST_CHINESE - 1
        if name[1:] in cues.verbs or name[-1] in _CASES:
            return False  # 魏告诉 of 老魏告诉; 문제가
        return surname and 2 <= len(name) <= longest and not _ends_as_body(name, cues)
    surname = any(name[:size] in cues.surnames for size in (3, 2))
    return len(name) <= LONGEST and (surname or (len(name) > 2 and name[-1] in cues.given_ends))


def is_double(name: str, cues: Cues) -> bool:
    """Whether a family name of two characters begins *name*: 司徒明远, and in Chinese print 石川健一."""
    japanese = len(name) == _LONGEST_CHINESE and cues.language == "zh" and name[:2] in cues_of("ja").surnames
    return japanese or name[:2] in cues.surnames


def _ends_as_body(name: str, cues: Cues) -> bool:
    """Whether *name* ends as those of countries and authorities do, and is no 王建国."""
    return name[-1] in cues.bodies and not (len(name) == 3 and name[1:] in cues.given_ends)


def people_in(sentence: str, cues: Cues) -> Iterator[str]:
    """Yield the names in *sentence* that a role before them, their place or what follows them tells for sure."""
    if cues.language == "ko":
        for match in re.finditer(
            rf"(?:{'|'.join(suffixes('ko'))}) ([{HANGUL}]{{3}})(?:은|는|이|가|도)(?![{HANGUL}])", sentence
        ):
            if is_name(match[1], cues):
                yield match[1]
        for match in re.finditer(f"(?<![{HANGUL}])([{HANGUL}]{{2,3}})(?= ([{HANGUL}]{{1,6}}))", sentence):
            sure = len(match[1]) == 3 or match[2].startswith("씨")  # words of two syllables look like names
            if sure and match[2].startswith(suffixes("ko")) and is_name(match[1], cues):
                yield match[1]
    elif cues.language == "zh":
        for match in _WHO_IS.finditer(sentence):
            if is_name(match[1], cues):
                yield match[1]
        for match in re.finditer(f"(?:^|{'|'.join(suffixes('zh'))})(?=([{HAN}]{{2,4}}))", sentence.strip()):
            sizes = (3, 2) if match[1][2:3] not in GOES_ON - _ALSO_GIVEN else (2,)
            for size in sizes:
                name = match[1][:size]
                if len(name) == size and is_name(name, cues) and match[1][size : size + 1] in GOES_ON:
                    yield name
                    break


def names_in(body: str, cues: Cues) -> Iterator[str]:
    """Yield what may be people's full names in *body*."""
    if cues.language == "ko":
        roles = "|".join(suffixes("ko"))
        # 변옥희 극단 물레 대표, 채정숙(58), 연극평론가 국승철은
        for match in re.finditer(
            rf"(?<![{HANGUL}])([{HANGUL}]{{3}})(?=\(\d{{1,3}}\))"
            rf"|(?:^|[.”\"] |\n)([{HANGUL}]{{3}})(?: [{HANGUL}]+){{1,2}} (?:{roles})(?:은|는|이|가|도|의)\s"
            rf"|(?:{roles}) ([{HANGUL}]{{3}})(?:은|는|이|가|도|의|\()(?![{HANGUL}])",
            body,
        ):
            if is_name(name := match[1] or match[2] or match[3], cues):
                yield name
        for match in re.finditer(f"(?<![{HANGUL}])([{HANGUL}]{{3}})(?= ?([{HANGUL}]+))", body):
            role = _PARTICLE.sub("", match[2])
            if (match[2].startswith(suffixes("ko")) or role.endswith(_TITLES)) and is_name(match[1], cues):
                yield match[1]
    elif cues.language == "zh":
        for match in re.finditer(f"(?:{'|'.join(suffixes('zh'))})([{HAN}]{{2,3}})(?![{HAN}])", body):
            # 市长何敏说：“…” is no 何敏说
            name = match[1][:2] if match[1][2:] and match[1][2] in _SAID else match[1]
            if is_name(name, cues):
                yield name
    else:
        for match in HAN_RUN.finditer(body):
            kana = _KANA.match(body, match.end())
            found = _split_japanese(match.group() + (kana.group() + "さん" if kana else ""), cues)
            if found and 2 <= len(found.name) <= LONGEST and (found.honoured or is_name(found.name, cues)):
                yield found.name
