"""The words that tie quotes to their speakers, a file a language beside this module: `cues/<language>.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

_FOLDER = files("crawler.reading.quotes") / "cues"
_ALIASES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "sh": "hr", "bs": "hr", "ms": "id", "mo": "ro"}
# Scripts of one language, or of few: which file to read where nobody knows the language.
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("ka", re.compile("[\u10d0-\u10ff]")),
    ("hy", re.compile("[\u0561-\u0586]")),
    ("bn", re.compile("[\u0985-\u09b9]")),
    ("be", re.compile("[ўЎ]")),
    ("uk", re.compile("[іїєґІЇЄҐ]")),
    ("mk", re.compile("[ѓќѕ]")),
    ("sr", re.compile("[ђћџљњ]")),
    ("ru", re.compile("[а-яё]")),
    ("ur", re.compile("[ٹڈڑںے]")),
    ("fa", re.compile("[پچژگی]")),
    ("ar", re.compile("[\u0620-\u064a]")),
    ("hi", re.compile("[\u0904-\u0939]")),
    ("el", re.compile("[α-ω]")),
)
_MOST_SEEN = 20_000  # words that a set with stems remembers
_WORD = re.compile(r"[^\W\d_]+")


class Words(frozenset[str]):
    """A set of words, in lower case; perhaps with "stem*" and "*ending" entries beside the `whole` ones."""

    whole: frozenset[str]
    stems: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Words:
        """Return the words of *text*.

        >>> [word in Words.of("mayor speak* *man") for word in ("mayor", "speaker", "spokesman", "may")]
        [True, True, True, False]
        """
        words = text.split()
        stems = tuple(w[:-1] for w in words if w.endswith("*"))
        endings = tuple(w[1:] for w in words if w.startswith("*"))
        return cls.made(frozenset(w for w in words if "*" not in w), stems, endings)

    @classmethod
    def made(cls, whole: frozenset[str], stems: tuple[str, ...], endings: tuple[str, ...]) -> Words:
        """Return a set of these; one of whole words alone is as fast as any."""
        if not (stems or endings):
            words = Words(whole)
        else:
            words = _Patterns(whole)
            words.seen = {}
        words.whole, words.stems, words.endings = whole, stems, endings
        return words


class _Patterns(Words):
    """Words with stems or endings among them; what was looked up is remembered, for most words come again."""

    seen: dict[str, bool]

    def __contains__(self, word: object) -> bool:
        text = str(word)
        found = self.seen.get(text)
        if found is None:
            if len(self.seen) > _MOST_SEEN:
                self.seen.clear()
            found = text in self.whole or text.startswith(self.stems) or text.endswith(self.endings)
            self.seen[text] = found
        return found


NO_WORDS = Words.of("")


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
    verbs: Words = NO_WORDS
    weak: Words = NO_WORDS
    also_nouns: Words = NO_WORDS  # verbs of these that are nouns after `determiners` and before "of": "the claim"
    determiners: Words = NO_WORDS
    two_words: dict[str, str] = field(default_factory=dict)  # verbs by what follows them: "as Lee puts it"
    of_thinking: Words = NO_WORDS  # weak verbs of what somebody else tells: "Lee said voters want"
    passive: Words = NO_WORDS  # what makes a participle a passive: "was told"
    passives: Words = NO_WORDS  # participles that are passives but behind `actives`: "denunciado", "ha denunciado"
    actives: Words = NO_WORDS
    agents: Words = NO_WORDS  # what leads to who does it: "by"
    no_agents: Words = NO_WORDS  # nouns that follow "by" and do nothing: "by mistake", "by phone"
    frames: Words = NO_WORDS  # what makes a participle at its clause's end a passive: German "wird … genannt"
    framed_agents: Words = NO_WORDS  # and what leads to who does it there: "vom"
    absolute: Words = NO_WORDS  # what leads a clause with a participle: "with Lee saying"
    after: Words = NO_WORDS  # cues only between a quote and its speaker: German "so"
    post: Words = NO_WORDS  # "zufolge": follows the one who speaks
    hearing: Words = NO_WORDS  # what those do whom others tell: "The court heard …"
    not_he: Words = NO_WORDS  # verb forms of other than one third person, where the subject is left out: "pregunto"
    tells: Words = NO_WORDS  # verbs whose object may be an agency: Czech "řekl ČTK"
    speaks_from: Words = NO_WORDS  # prepositions before a body that speaks: "В министерстве сообщили"
    plurals: Words = NO_WORDS  # auxiliaries of several: Romanian "au"
    object_marks: Words = NO_WORDS  # what follows an object: Persian "را"
    asked: Words = NO_WORDS  # what opens a sentence that tells who asked: "Asked by Lee, he …"
    impersonal: Words = NO_WORDS  # verbs of what a body said before: Polish "napisano w komunikacie"
    it_of_bodies: Words = NO_WORDS  # pronouns of bodies that speak: "it said in a statement"
    possessives: Words = NO_WORDS  # last words of `by_whom` that may tell whose: "volgens haar moeder"
    whom: Words = NO_WORDS  # relatives after "according to": Italian "secondo cui"
    ages: Words = NO_WORDS  # what stands for a person by the years: "der 44-Jährige"
    role_links: Words = NO_WORDS  # words that go on a phrase after a role alone: "aide to"
    near: Words = NO_WORDS  # what does so behind any noun, a further word between: "a source close to"
    participles: Words = NO_WORDS  # cues whose subject is the sentence's: "saying"
    citing: Words = NO_WORDS  # "quoted … as", "zitierte … mit den Worten": the object speaks
    aux: Words = NO_WORDS  # what may stand between subject and verb
    helpers: Words = NO_WORDS  # auxiliaries that part subject and participle: "hatte … betont"
    articles: Words = NO_WORDS
    reported: Words = NO_WORDS  # verb forms that tell what another says: "sei"
    objects: Words = NO_WORDS  # articles that a subject cannot have
    nominatives: Words = NO_WORDS  # articles that a subject may have
    links: Words = NO_WORDS  # words that go on a noun phrase: "of"
    genitives: Words = NO_WORDS  # links that tell whose
    genitive_endings: tuple[str, ...] = ()  # what ends a noun that tells whose, where no link does: "глава региона"
    genitive_cases: tuple[tuple[str, str], ...] = ()  # of given names, by what ends them else: "Jana" is Jan's
    women_end: tuple[str, ...] = ()  # family names of women that end as those of men do in the genitive: "Петрова"
    women_may_end: tuple[str, ...] = ()  # and those of which few do: "Ivana Rukavina"
    breaks: Words = NO_WORDS  # words that end one
    conjunctions: Words = NO_WORDS
    relatives: Words = NO_WORDS
    roles: Words = NO_WORDS
    same_roles: dict[str, tuple[str, ...]] = field(default_factory=dict)  # "trainer": trainer, coach, oefenmeester
    no_roles: Words = NO_WORDS  # those of them that tell too little to be somebody's alone: "man"
    told_again: Words = NO_WORDS  # those by which somebody just named is told again: "the striker", not "the judge"
    definite: Words = NO_WORDS  # articles of who is known: "the", not "a"
    definite_prefix: str = ""  # or what begins it: Arabic "الوزير"
    definite_endings: tuple[str, ...] = ()  # or what ends such a noun: Danish "ministeren"
    former: Words = NO_WORDS  # before a role: who has it no more, or not quite: "ex", "vice"
    bare_roles: bool = False  # roles have no articles: Russian "министр заявил"
    joins_nouns: bool = False  # "Verkehrsminister" is a "Minister"
    times: Words = NO_WORDS
    titles: Words = NO_WORDS  # abbreviations, without their full stop
    after_names: Words = NO_WORDS  # what is no part of the name before it: "Ann Lee KC"
    labels: Words = NO_WORDS  # words before a title or name in marks
    male: Words = NO_WORDS
    female: Words = NO_WORDS
    bodies: Words = NO_WORDS  # words of towns, firms and clubs: a name with one is no person's
    ergative: Words = NO_WORDS  # what follows the subject of a verb in the past: Hindi "ने"
    who: Words = NO_WORDS  # relatives that stand for people alone
    clause_ends: Words = NO_WORDS  # what ends a clause before who it tells of: Turkish "AA'ya konuşan Anıl Kaya"
    where: Words = NO_WORDS  # prepositions that places follow
    for_names: Words = NO_WORDS  # words of `according` that a name must follow: "Para Ana Ruiz, …"
    according: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    by_whom: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)  # "по её словам", "laut ihr": he or she
    pronouns: dict[str, str] = field(
        default_factory=dict
    )  # to m, f, c (he or she), p (they), n (it), i (I, we), r (who)
    article_genders: dict[str, str] = field(default_factory=dict)  # of a person: German "die", f
    hers: dict[str, str] = field(default_factory=dict)  # the other pronouns of one person: to m, f, c
    emphatic: Words = NO_WORDS  # pronouns that an article stands before: Greek "η ίδια"
    adjectives: Words = field(
        default_factory=Words
    )  # what may stand between a role and a name, in scripts without capitals
    names_follow_roles: bool = False  # there, what follows a role is a name
    roles_follow_names: bool = False  # "Kovács Anna polgármester"
    first_names: bool = False  # people are named again by the first of their names
    articles_before_names: bool = False  # Greek: "η Άννα Παππά"
    inflects_after_apostrophe: bool = False  # Turkish: "Yılmaz'a"
    inflects: bool = False  # after "according to" names end otherwise: "По словам Анны Петровой"
    inflects_subjects: bool = False  # and so do those of who says: Georgian "ბერიძემ"
    no_particles: Words = NO_WORDS  # particles of names elsewhere that are prepositions here: Italian "al"
    titles_are_pronouns: bool = False  # Vietnamese "ông"
    adverb_prefixes: tuple[str, ...] = ()  # prepositions printed in one with their noun: Hebrew "ביציאה"
    datives: tuple[str, ...] = ()  # what ends the name of whom something is told, with no preposition: Hungarian
    compounds: tuple[str, ...] = ()  # words that print parts, and data joins: Vietnamese "nhấn_mạnh"
    honorifics: Words = NO_WORDS  # what only people's names are printed with: さん
    surnames: Words = NO_WORDS  # common family names, where names cannot be told by capitals
    given_ends: Words = NO_WORDS  # what given names end in, in Han
    person_ends: Words = NO_WORDS  # what the nouns for people end in, in Han
    foreign_han: Words = NO_WORDS  # the characters that foreign names are written with
    kin: Words = NO_WORDS  # who is somebody's, a role too: "widow"; in Japanese who has an honorific alone: お母さん
    topic: re.Pattern[str] | None = None  # who a sentence is about, where words are not parted by spaces
    past: dict[str, str] = field(default_factory=dict)  # endings of the past tense that tell m or f
    quotative: re.Pattern[str] | None = None  # there, what may follow words said, whatever the verb: と語気を強めた
    from_line: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()  # before a quote, where words are not parted by spaces
    patterns_after: tuple[re.Pattern[str], ...] = ()
    attributes_within_marks: bool = False  # "« Oui, a dit Anne Leroy, c'est vrai. »"
    dashes: bool = False  # whether a dash at a paragraph's start opens speech
    drops_subject: bool = False  # "řekl." alone says who speaks: the last one named
    elides: bool = False  # whether articles melt into the next word: l'agence
    stops_lead: bool = False  # whether a full stop leads to what is said: Armenian "նշեց. «…»"
    subject_ending: str = ""  # what is printed in one with a name that speaks: Nepali "ले"
    single_marks: bool = False  # whether print sets single marks for speech beside double ones
    twin_marks: bool = False  # whether print sets ''two single marks'' for a double one
    nouns_are_capitals: bool = False
    speaking: Words = NO_WORDS  # nouns of people and bodies, where others have capitals too; beside roles
    inverts: bool = False  # the subject may follow its verb before the quote: "Gestern sagte Lee: …"
    verb_last: bool = False  # "Lee, “…” dedi"
    postpositions: bool = False  # what marks a case stands behind its noun, and leads no other: Hindi "में"
    fronts: Words = NO_WORDS  # what leads whom a sentence is about, before its verb: Arabic "أما"
    quotatives: Words = NO_WORDS  # what follows the words said, before any verb: Tamil "“…” என்று உறுதியளித்தார்"
    naming: Words = NO_WORDS  # verbs behind a quotative that tell only what something is called
    name_endings: dict[str, str] = field(default_factory=dict)  # of names that speak, and what names have instead
    verb_first: bool = False  # it does so as a rule


_REGEXES = {"patterns", "patterns_after"}
_OF_PHRASES = {"according", "by_whom", "from_line", "said", "same_roles"}  # parted by a bar, not by spaces


def _endings(value: str) -> tuple[str, ...]:
    return tuple(value.split())


def _same(value: str) -> dict[str, tuple[str, ...]]:
    """Groups of words parted by "|", all that share a group with a word under that word."""
    same: dict[str, tuple[str, ...]] = {}
    for group in value.split("|"):
        for word in group.split():
            same[word] = tuple(dict.fromkeys((*same.get(word, ()), *group.split())))
    return same


_READ: dict[str, Callable[[str], Any]] = {  # how the values are read that are no words
    **dict.fromkeys(
        ("definite_endings", "genitive_endings", "women_end", "women_may_end", "datives", "adverb_prefixes"), _endings
    ),
    **dict.fromkeys(("according", "by_whom"), _phrases),
    **dict.fromkeys(("subject_ending", "definite_prefix"), str),
    "genitive_cases": lambda value: tuple(tuple(case.split(":")) for case in value.split()),
    "same_roles": _same,
    "from_line": lambda value: tuple(filter(None, value.split("|"))),
    **dict.fromkeys(("topic", "quotative"), re.compile),
}


def _cues(language: str, data: dict[str, Any]) -> Cues:
    values: dict[str, Any] = {}
    for name, value in data.items():
        if name in ("said", "glued"):
            continue  # what patterns write as SAID; what is printed in one with the verb behind it: Arabic "وقال"
        if name in ("verbs", "weak"):
            leads = ["", *data.get("glued", "").split()]
            values[name] = Words.of(" ".join(lead + verb for lead in leads for verb in value.split()))
        elif name in _REGEXES:
            values[name] = tuple(re.compile(pattern.replace("SAID", data.get("said", ""))) for pattern in value)
        elif isinstance(value, str):
            values[name] = _READ.get(name, Words.of)(value)
        else:
            values[name] = value
    if "roles" in values and "kin" in values:
        values["roles"] = Words.of(" ".join(data["roles"].split() + data["kin"].split()))
    joined = {
        word.replace("_", " ") for words in values.values() if isinstance(words, Words) for word in words if "_" in word
    }
    return Cues(language, compounds=tuple(sorted(joined, key=len, reverse=True)), **values)


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
    table: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return _cues(name, {key: joined(key, value) for key, value in table.items()})


def joined(key: str, value: Any) -> Any:
    """Return the *value* of *key* as one string where a file of words has it as a list of lines, else as it is.

    >>> joined("verbs", ["said says", "told"]), joined("according", ["according to", "as per"])
    ('said says told', 'according to|as per')
    """
    if not isinstance(value, list) or key in _REGEXES:
        return value
    return ("|" if key in _OF_PHRASES else " ").join(value)


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
        return Words.made(
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
