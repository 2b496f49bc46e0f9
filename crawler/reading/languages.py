"""The language of a text: by its script where that tells, else by py3langid's model of 97 languages."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from crawler.reading.quotes.cues import cues_of, languages

SAMPLE = 500  # characters looked at: more cost time and told no more of 313 articles in 20 languages
FEWEST = 25  # letters; fewer say little

# Scripts that one language of the news writes.
_SCRIPTS = {
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "ko": re.compile(r"[\uac00-\ud7af\u1100-\u11ff]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
    "lo": re.compile(r"[\u0e80-\u0eff]"),
    "my": re.compile(r"[\u1000-\u109f]"),
    "km": re.compile(r"[\u1780-\u17ff]"),
    "ka": re.compile(r"[\u10a0-\u10ff]"),
    "hy": re.compile(r"[\u0530-\u058f]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "ta": re.compile(r"[\u0b80-\u0bff]"),
    "te": re.compile(r"[\u0c00-\u0c7f]"),
    "kn": re.compile(r"[\u0c80-\u0cff]"),
    "ml": re.compile(r"[\u0d00-\u0d7f]"),
    "gu": re.compile(r"[\u0a80-\u0aff]"),
    "pa": re.compile(r"[\u0a00-\u0a7f]"),
    "si": re.compile(r"[\u0d80-\u0dff]"),
}
# Letters that Hebrew does not write, and two small words in one text.
_YIDDISH = re.compile(r"[\u05f0-\u05f2]|[\u05d0]\u05b8.*[\u05d0]\u05b7|\bאיז\b.*\bאון\b|\bאון\b.*\bאיז\b", re.DOTALL)
_HAN = re.compile(r"[\u3400-\u9fff]")
_OTHER_SCRIPT = re.compile("[\u0370-\u1fff\u2e80-\U0010ffff]")  # all of the above, and Han; between them are marks
_WORD = re.compile(r"[^\W\d_]+")
# Of a text's words those that the declared language alone has: of 690 articles whose language was declared, 600 have
# as many, and of the twelve that were declared wrongly none has more than 0.04.
OWN_WORDS, FEWEST_OWN_WORDS = 0.1, 5
# What the model cannot keep apart and pages declare in several ways: the declared one is taken.
_ALIKE = (
    {"no", "nb", "nn", "da"},
    {"hr", "sr", "bs", "sh"},
    {"id", "ms"},
    {"zh", "yue"},
    {"fa", "prs"},
    {"hi", "mr", "ne"},
)


def detect_language(text: str, declared: str | None = None) -> str | None:
    """Return the ISO 639-1 code of the language of *text*; *declared* where the text is too short to tell.

    >>> detect_language("東京湾のフェリーは月曜日に運航を再開すると、港湾局が発表しました。")
    'ja'
    >>> detect_language("דער לינאָטיפּ וועט אַריבערגיין צום ייִדישן ביכער־צענטער און בלײַבן דאָרטן.", "he")
    'yi'
    """
    sample = text[:SAMPLE]
    letters = sum(map(len, _WORD.findall(sample)))
    if letters < FEWEST // 3 or (letters < FEWEST and declared):
        return declared
    if _OTHER_SCRIPT.search(sample) and (language := _by_script(sample, letters)):
        return language
    if declared and _has_words_of(declared, sample):
        return declared  # the model says so too, and costs thirty times as much
    if _left_out:
        return declared
    found = str(_model().classify(sample)[0])
    if declared and any(found in group and declared in group for group in _ALIKE):
        return declared
    return found


def _by_script(sample: str, letters: int) -> str | None:
    """The language whose script most of a text's *letters* are of, where that tells."""
    han = len(_HAN.findall(sample))
    if _YIDDISH.search(sample):
        return "yi"
    for language, script in _SCRIPTS.items():
        # Japanese mixes its own letters with Han; a Chinese text may name a Japanese shop.
        share = len(script.findall(sample)) / letters
        if share > (0.05 if language == "ja" and han else 0.3):
            return language
    return "zh" if han > 0.3 * letters else None


def _has_words_of(language: str, sample: str) -> bool:
    """Whether many words of *sample* are small words that only *language* has."""
    words = _WORD.findall(sample.lower())
    own = sum(map(_own_words(language).__contains__, words))
    return own >= FEWEST_OWN_WORDS and own >= OWN_WORDS * len(words)


@cache
def _own_words(language: str) -> frozenset[str]:
    """The small words of *language* that no other has but those that it is not told apart from."""
    if language not in languages():
        return frozenset()
    alike = {language}.union(*(group for group in _ALIKE if language in group))
    others = (cues_of(other) for other in languages() if other not in alike)
    small = [cues.breaks.whole | cues.articles.whole for cues in others]
    cues = cues_of(language)
    return (cues.breaks.whole | cues.articles.whole).difference(*small)


_left_out: list[bool] = []


def leave_model_out() -> None:
    """Let `detect_language` do without the model, which takes 70 MB and half a second: for a process of one page."""
    _left_out.append(True)


@cache
def _model() -> Any:
    # Imported late: the model takes most of a second to load, and a search needs none of it.
    import py3langid  # noqa: PLC0415

    return py3langid


def language_code(text: str) -> str | None:
    """Return the code of ISO 639 that *text* begins with, as articles have it; None where it is no such code.

    >>> language_code("zh-Hant"), language_code("pt_BR"), language_code("English")
    ('zh', 'pt', None)
    """
    code = text.strip().replace("_", "-").split("-")[0].lower()
    return code if code.isascii() and code.isalpha() and len(code) in (2, 3) else None
