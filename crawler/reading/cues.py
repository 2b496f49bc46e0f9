"""The words that tie quotes to their speakers, a file a language beside this module: `cues/<language>.json`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

_FOLDER = files("crawler.reading") / "cues"
_ALIASES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "sh": "hr", "bs": "hr", "sr": "hr", "mo": "ro", "be": "ru"}
# Scripts of one language, or of few: which file to read where nobody knows the language.
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("uk", re.compile("[іїєґІЇЄҐ]")),
    ("ru", re.compile("[а-яё]")),
    ("fa", re.compile("[پچژگی]")),
    ("ar", re.compile("[\u0620-\u064a]")),
    ("hi", re.compile("[\u0904-\u0939]")),
    ("el", re.compile("[α-ω]")),
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Words:
    """A set of words, with "stem*" and "*ending" entries. Test with `in`; words are in lower case."""

    whole: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Words:
        words = text.split()
        stems = tuple(w[:-1] for w in words if w.endswith("*"))
        endings = tuple(w[1:] for w in words if w.startswith("*"))
        return cls(frozenset(w for w in words if "*" not in w), stems, endings)

    def __contains__(self, word: str) -> bool:
        if word in self.whole:
            return True
        return bool(self.stems and word.startswith(self.stems)) or bool(self.endings and word.endswith(self.endings))


def _phrases(text: str) -> dict[str, list[tuple[str, ...]]]:
    """Phrases parted by "|", as lists of words under their first word, longer ones first."""
    index: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(filter(None, text.split("|")), key=len, reverse=True):
        words = tuple(phrase.split())
        index.setdefault(words[0], []).append(words)
    return index


@dataclass(frozen=True)
class Cues:
    """One language's words. `verbs` tie a quote wherever they stand beside it, `weak` ones only close to it."""

    language: str
    verbs: Words = field(default_factory=Words)
    weak: Words = field(default_factory=Words)
    after: Words = field(default_factory=Words)  # cues only between a quote and its speaker: German "so"
    post: Words = field(default_factory=Words)  # "zufolge": follows the one who speaks
    participles: Words = field(default_factory=Words)  # cues whose subject is the sentence's: "saying"
    aux: Words = field(default_factory=Words)  # what may stand between subject and verb
    helpers: Words = field(default_factory=Words)  # auxiliaries that part subject and participle: "hatte … betont"
    articles: Words = field(default_factory=Words)
    reported: Words = field(default_factory=Words)  # verb forms that tell what another says: "sei"
    nominatives: Words = field(default_factory=Words)  # articles that a subject may have
    links: Words = field(default_factory=Words)  # words that go on a noun phrase: "of"
    breaks: Words = field(default_factory=Words)  # words that end one
    conjunctions: Words = field(default_factory=Words)
    relatives: Words = field(default_factory=Words)
    roles: Words = field(default_factory=Words)
    times: Words = field(default_factory=Words)
    titles: Words = field(default_factory=Words)  # abbreviations, without their full stop
    labels: Words = field(default_factory=Words)  # words before a title or name in marks
    male: Words = field(default_factory=Words)
    female: Words = field(default_factory=Words)
    according: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    pronouns: dict[str, str] = field(default_factory=dict)  # to m, f, p (they), n (it), i (I, we), r (who)
    from_line: tuple[str, ...] = ()
    said_line: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()  # before a quote, where words are not parted by spaces
    patterns_after: tuple[re.Pattern[str], ...] = ()
    dashes: bool = False  # whether a dash at a paragraph's start opens speech
    drops_subject: bool = False  # "řekl." alone says who speaks: the last one named
    twin_marks: bool = False  # whether print sets ''two single marks'' for a double one
    nouns_are_capitals: bool = False
    inverts: bool = False  # the subject may follow its verb before the quote: "Gestern sagte Lee: …"
    verb_last: bool = False  # "Lee, “…” dedi"
    verb_first: bool = False  # it does so as a rule


_MAPS = {"according", "pronouns"}
_TUPLES = {"from_line", "said_line"}
_REGEXES = {"patterns", "patterns_after"}


def _cues(language: str, data: dict[str, Any]) -> Cues:
    values: dict[str, Any] = {}
    for name, value in data.items():
        if name == "according":
            values[name] = _phrases(value)
        elif name in _TUPLES:
            values[name] = tuple(filter(None, value.split("|")))
        elif name in _REGEXES:
            values[name] = tuple(re.compile(pattern) for pattern in value)
        else:
            values[name] = Words.of(value) if isinstance(value, str) else value
    return Cues(language, **values)


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a file."""
    return tuple(sorted(f.name[:-5] for f in _FOLDER.iterdir() if f.name.endswith(".json")))


@cache
def cues_of(language: str) -> Cues:
    """Return the words of *language*, a two-letter code; none at all where it has no file.

    >>> "said" in cues_of("en").verbs, "said" in cues_of("xx").verbs
    (True, False)
    """
    name = language.lower().replace("_", "-").split("-")[0]
    name = _ALIASES.get(name, name)
    if name not in languages():
        return Cues(name)
    return _cues(name, json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def guess_language(text: str) -> str | None:
    """Return the language whose small words *text* uses most, None where none is used.

    >>> guess_language("Das ist falsch, sagte er, und die Zeit drängt."), guess_language("Він її бачив, і це її дім.")
    ('de', 'uk')

    A stop-gap for texts whose language no step has told; it knows the languages that have a file.
    """
    text = text[:2000]
    for language, script in _SCRIPTS:
        if len(script.findall(text[:400])) > 2:
            return language
    words = [w.lower() for w in _WORD.findall(text)]
    best, most = None, 0
    for language in languages():
        cues = cues_of(language)
        small = cues.breaks.whole | cues.articles.whole | cues.verbs.whole
        hits = sum(w in small for w in words)
        if hits > most:
            best, most = language, hits
    return best


@cache
def cues_of_all() -> Cues:
    """The words of all languages together, for lines whose language nobody knows."""
    every = [cues_of(language) for language in languages()]

    def words(name: str) -> Words:
        parts: list[Words] = [getattr(cues, name) for cues in every]
        return Words(
            frozenset().union(*(p.whole for p in parts)),
            tuple({s for p in parts for s in p.stems}),
            tuple({e for p in parts for e in p.endings}),
        )

    return Cues(
        "",
        verbs=words("verbs"),
        roles=words("roles"),
        articles=words("articles"),
        from_line=tuple(dict.fromkeys(phrase for cues in every for phrase in cues.from_line)),
    )
