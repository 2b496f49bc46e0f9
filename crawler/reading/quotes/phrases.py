"""The noun phrases among a paragraph's words: who may be speaking."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.reading.names.people import PARTICLES, is_given
from crawler.reading.quotes.subjects import find_subject
from crawler.reading.quotes.tokens import Tokens, is_initials
from crawler.reading.text import is_caseless

_POSSESSIVE = ("'s", "s'")
_LONGEST = 14  # words of a noun phrase
_OBLIQUE = re.compile(r"['’](?:y?[ea]|n?[ea]|[dt][ea]n?|y?l[ea])$")  # Turkish "Hürriyet'e", "Ankara'da"
_SHORT = 4  # letters of words that no ending makes definite: "denne"
_LONGEST_CASELESS = 5  # words of a name in scripts without capitals


@dataclass(slots=True)
class Phrase:
    """A noun phrase: tokens `first` to `last`, one past its end. `kind` is name, role, plain or pronoun."""

    first: int
    last: int
    kind: str
    text: str
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Phrases(Tokens):
    """The words of one paragraph, with what they name."""

    subjects: dict[tuple[int, int], Phrase | None] = field(default_factory=dict)  # those asked for
    without: dict[int, int] = field(default_factory=dict)  # first tokens, and how far no subject was found

    def phrase(self, first: int, last: int, kind: str) -> Phrase:
        if first in self.named:
            start, end = self.named[first]
            return Phrase(first, last, kind, self.body[start:end], start, end)
        start, end = self.starts[first], self.end_of(last - 1)
        if self.low[last - 1].endswith(("'s", "s'")) and last - first > 1 and self.words[last - 1][0].islower():
            last -= 1
        text = self.body[start:end]
        if self.body[end : end + 1] == "." and self.low[last - 1] in ("jr", "sr"):
            text += "."
        return Phrase(first, last, kind, text, start, end)

    def phrase_after(self, i: int, limit: int, *, lenient: bool = False) -> Phrase | None:
        """Return the noun phrase that begins at token *i*, adverbs skipped; *lenient*: of unknown words too."""
        cues, low = self.cues, self.low
        i = self.start_of_phrase(i, limit)
        if "@" in self.words[i : i + 2] and i + 2 <= limit:
            at = self.words.index("@", i)  # "wrote @harbourfan", "tulis akun @harbourfan"
            handle = at + 1 < limit and self.starts[at + 1] == self.starts[at] + 1  # but "Lee @ the pier"
            return self.phrase(at, at + 2, "name") if handle else None
        if i >= limit or not (self.is_word(i) or i in self.named) or self.is_glued_adverb(i):
            return None
        if phrase := self.whole_phrase(i, limit):
            return phrase
        named = role = -1
        k = i
        while k < min(limit, i + _LONGEST):
            part = self.part_of_phrase(k, i, named, role, limit)
            if part == "name":
                named = k
            elif part == "role":
                role = k
            elif part is None:
                break
            k += 1
        last = max(named, role)
        if last >= i:
            return self.phrase(i, last + 1, "name" if named >= 0 else "role")
        if lenient and low[i] in cues.articles and k - i > 1:
            return self.phrase(i, min(k, i + 4), "plain")
        if lenient and 0 < k - i <= 3 and (k - i > 1 or self.may_stand_alone(i)):
            return self.phrase(i, k, "plain")
        return None

    def start_of_phrase(self, i: int, limit: int) -> int:
        """Return the first token from *i* on that is no adverb, and no outlet told before who speaks."""
        for _ in range(5):
            if i < limit and self.is_adverb(i) and not self.is_name_start(i):
                i += 1
        while 0 < i < limit - 1 and self.is_outlet_before_role(i):
            i += 1
        return i

    def is_adverb(self, i: int) -> bool:
        """Whether token *i* may stand between a verb and its subject: "said yesterday Ann Lee", but not "Kelly"."""
        if self.low[i] in self.cues.times:
            return True
        if self.low[i] not in self.cues.aux or self.cues.pronouns.get(self.low[i]) in ("m", "f"):
            return False
        if self.cues.elides and self.low[i] in self.cues.articles and i + 1 < len(self.words):
            return self.low[i + 1] in self.cues.aux or self.is_verb(i + 1)  # French "l'a", but "l'avocat"
        return not self.words[i][0].isupper() or self.opens(i)

    def is_glued_adverb(self, i: int) -> bool:
        """Whether token *i* is a preposition and its noun in one word, and nobody's name: Hebrew "ביציאה"."""
        prefixes, word = self.cues.adverb_prefixes, self.words[i]
        if not (prefixes and len(word) > _SHORT and word.startswith(prefixes)):
            return False
        return not (is_given(word) or word in self.people or word in self.cues.roles)

    def may_stand_alone(self, i: int) -> bool:
        """Whether token *i* may be all that tells who speaks, though nobody knows it: no "one", no "another"."""
        word, endings = self.low[i], self.cues.definite_endings
        if self.words[i][0].isupper() or is_caseless(word) or "." in word:
            return True  # "seaport.example"
        return bool(endings) and len(word) > _SHORT and word.endswith(endings)  # Danish "fiskerne"

    def whole_phrase(self, i: int, limit: int) -> Phrase | None:
        """Return the phrase at token *i* that is a name in marks, a pronoun, or a known name with its particles."""
        if i in self.named:
            return self.phrase(i, i + 1, "name")
        if self.low[i] in self.cues.pronouns:
            return self.phrase(i, i + 1, "pronoun")
        if self.low[i] in self.cues.articles and i + 1 < limit and self.low[i + 1] in self.cues.emphatic:
            return self.phrase(i + 1, i + 2, "pronoun")
        particle = self.low if self.opens(i) else self.words  # "Van der Elst: …"
        last = next((k for k in range(i, min(i + 3, limit)) if particle[k] not in PARTICLES), i)
        known = last > i and self.words[last] in self.people  # "sagte von der Leyen"
        return self.phrase(i, last + 1, "name") if known else None

    def says(self, i: int, words: tuple[str, ...]) -> bool:
        """Whether *words* stand at token *i*; a last "ل*" stands before a word that it is printed in one with."""
        *whole, last = words
        here = self.low[i : i + len(words)]
        if len(here) < len(words) or here[:-1] != whole:
            return False
        return here[-1] == last or (last[-1] == "*" and here[-1].startswith(last[:-1]))

    def phrase_of(self, words: tuple[str, ...], i: int, limit: int, *, lenient: bool) -> Phrase | None:
        """Return whom *words* at token *i* name, before token *limit*."""
        glued = words[-1][-1] == "*"
        phrase = self.phrase_after(i + len(words) - glued, limit, lenient=lenient)
        if phrase and glued:
            phrase.start += len(words[-1]) - 1
            phrase.start += self.body[phrase.start] == "ـ"
            phrase.text = self.body[phrase.start : phrase.end]
        return phrase if phrase and phrase.text else None

    def part_of_phrase(self, k: int, first: int, named: int, role: int, limit: int) -> str | None:
        """What token *k* is to the phrase that begins at *first*: name, role, or word; None where it ends before *k*.

        *named* and *role* are the phrase's last name and role so far, -1 for none.
        """
        cues, word, before = self.cues, self.low[k], self.low[k - 1] if k > first else ""
        if self.words[k] == "." and before and (before in cues.titles or is_initials(before)):
            return "word"
        if k in self.named and k > first:
            return "word"  # "head of «Antonov» Ivan Koval"
        if named == k - 1 >= first and k + 1 < limit and self.is_possessive(k):
            return "word"  # "Rovers' Ann Lee", "Jones' lawyer"
        if word == "&" and named == k - 1 and k + 1 < limit and self.is_capital(k + 1):
            return "word"  # "Albion & General"
        if not self.is_word(k):
            return None
        if word in PARTICLES and self.follows_name(k, named, first):
            further = k + 1 < limit - 1 and self.words[k + 1] in PARTICLES and named == k - 1  # "Jan van der Laan"
            return "word" if k + 1 < limit and self.is_capital(k + 1 + further) else None
        if is_caseless(word):
            # A name of two words may follow the role that ends a long phrase.
            long = k - first >= _LONGEST_CASELESS and not any(w in cues.roles for w in self.low[k - 2 : k])
            return None if long or word in cues.breaks or word in cues.links or self.is_verb(k) else "name"
        after_head = max(named, role) == k - 1
        if self.words[k][0].isupper() and not self.is_small(k) and word not in cues.times:
            return None if k == first and self.is_verb(k) else "name"
        if word in cues.articles:
            follows = k == first or after_head or before in cues.links
            of_name = k > first and named == k - 1 and role < 0 and not cues.nouns_are_capitals
            return "word" if follows and not of_name else None
        follows = named < 0 or before in cues.links or named == k - 1 or (k - named == 2 and before not in cues.breaks)
        if follows and (word in cues.roles or word in cues.ages) and word not in cues.aux:  # "министр журналистам"
            return "role"
        if word in cues.links:
            return "word" if after_head and self.link_goes_on(k, named, role, limit) else None
        ends = word in cues.breaks or self.is_verb(k)
        if not ends and role >= 0 and named < 0 and (self.belongs(k, role) or self.is_genitive(k, role)):
            return "role"  # "a spokesman for the port"
        # "Lee's right-hand woman", "Democratic presidential candidate Ann Lee"
        whole = named >= 0 and before not in cues.links and before not in cues.articles
        return None if ends or (whole and not self.leads_on(k, first, limit)) else "word"

    def follows_name(self, k: int, named: int, first: int) -> bool:
        """Whether the particle at token *k*, or the one before it, stands after the name that ends at *named*."""
        cues, word = self.cues, self.low[k]
        if word in cues.no_particles or (cues.nouns_are_capitals and word in cues.articles):
            return False
        return named == k - 1 >= first or (named == k - 2 >= first and self.words[k - 1] in PARTICLES)

    def leads_on(self, k: int, first: int, limit: int) -> bool:
        """Whether token *k*, after a name that is nobody's alone, leads to a role or to who has that: "Liberal mayoral
        candidate", "губернатор Приморской области Иван Коваль"."""
        if k + 1 >= limit:
            return False
        if self.low[first] in self.cues.roles and self.is_capital(k + 1) and is_given(self.words[k + 1]):
            return True
        owned = self.low[k - 1].endswith(_POSSESSIVE)
        if self.low[k + 1] in self.cues.kin:
            return True  # "Matti Virtasen pitkäaikainen ystävä"
        return self.low[k + 1] in self.cues.roles and (owned or self.words[k - 1] not in self.people)

    def follows_subject(self, i: int) -> bool:
        helper = self.low[i] in self.cues.aux and not self.cues.nouns_are_capitals
        return helper or self.is_verb(i, weak=True)

    def belongs(self, k: int, role: int) -> bool:
        """Whether "of", "of the" or the like ties token *k* to the *role* before it."""
        between = self.low[role + 1 : k]
        return 0 < len(between) < 3 and between[0] in self.cues.genitives

    def is_genitive(self, k: int, role: int) -> bool:
        """Whether token *k* is the noun of the *role* right before it by its ending alone: "глава региона"."""
        word, cues = self.low[k], self.cues
        if role != k - 1 or word in cues.aux or word in cues.times:
            return False  # "президент пока"
        return word.endswith(cues.genitive_endings) and not word.endswith(tuple(cues.past))

    def link_goes_on(self, k: int, named: int, role: int, limit: int) -> bool:
        if k + 1 >= limit or not self.is_word(k + 1):
            return False
        following = self.low[k + 1]
        if following in self.cues.times or following.isdigit():
            return False
        if self.low[k] in self.cues.role_links and self.may_be_told(k + 1):
            return False  # Norwegian "sier moren til VG", but "moren til Ola Berg"
        if named < 0 or role > named:
            return True
        return self.words[k + 1][0].isupper() and self.words[k - 1].lower() not in self.cues.times

    def may_be_told(self, i: int) -> bool:
        """Whether token *i* is an outlet or a body rather than somebody: "Dagbladet", "tidningen"."""
        word, cues = self.low[i], self.cues
        if self.words[i][0].isupper():
            return not (is_given(word) or self.words[i] in self.people)
        bare = (word.removesuffix(ending) for ending in ("", *cues.definite_endings))
        return any(form in cues.bodies for form in bare)

    def phrase_before(self, j: int, limit: int) -> Phrase | None:
        """Return the noun phrase that ends at token *j* at the latest, adverbs skipped, or before an apposition."""
        cues, low = self.cues, self.low
        steps = 0
        while j >= limit and steps < 6 and self.skippable(j):
            j -= 1
            steps += 1
        if j < limit:
            return None
        if j in self.named:
            return self.phrase(j, j + 1, "name")
        if self.words[j] in ",–—-" and j > limit:
            bracketed = self.words[j - 1] in ")]"  # "Rand Paul (R-Ky.), said"
            return self.phrase_before(j - 1, limit) if bracketed else self.subject(limit, j)
        if self.words[j] in ")]":
            opening = next((k for k in range(j, max(limit, j - 8), -1) if self.words[k] in "(["), -1)
            return self.phrase_before(opening - 1, limit) if opening > limit else None
        if low[j] in cues.pronouns:
            return self.phrase(j, j + 1, "pronoun")
        if not self.is_word(j):
            return None
        return self.trimmed(self.before_phrase(j, limit) + 1, j + 1)

    def before_phrase(self, j: int, limit: int) -> int:
        """Return the token before the phrase that ends at token *j*, none of which stands before *limit*."""
        cues, low = self.cues, self.low
        a = j
        while a >= limit and j - a < _LONGEST:
            if self.words[a] == "." and a > limit and (low[a - 1] in cues.titles or is_initials(low[a - 1])):
                a -= 1
                continue
            if self.words[a] == "&" and a > limit and self.is_capital(a + 1) and self.is_capital(a - 1):
                a -= 1
                continue
            if a > limit and self.is_possessive(a):
                a -= 1
                continue
            if not self.is_word(a) or low[a] in cues.conjunctions:
                break
            near = low[a] in cues.near or low[a - 1] in cues.near
            if a > limit and (near or (low[a] in cues.role_links and low[a - 1] in cues.roles)):
                a -= 1  # "an aide to the governor", "a source close to him"
                continue
            if low[a] in cues.links and a > limit and self.is_word(a - 1) and not self.is_break(a - 1):
                a -= 1
                continue
            if self.opens(a) and low[a] in cues.definite:
                return a - 1  # "La oficina de Juan Gil dijo"
            if self.is_break(a) or (self.is_verb(a) and low[a] not in cues.roles and not self.words[a][0].isupper()):
                break
            a -= 1
        return a

    def skippable(self, j: int) -> bool:
        cues, word = self.cues, self.low[j]
        if cues.inflects_after_apostrophe and _OBLIQUE.search(word) and self.is_verb(j + 1):
            return True  # Turkish "Hürriyet'e konuştu"
        if self.words[j][0].isupper() and self.name_like(j) and word not in cues.times:
            return False
        if word in cues.aux or word in cues.times or word in cues.relatives:
            return True
        if cues.articles_before_names and word in cues.articles and self.is_verb(j + 1):
            return True  # Greek "η Άννα Παππά του απάντησε"
        # "Clinton on Monday said"
        return word in cues.breaks and j + 1 < len(self.low) and self.low[j + 1] in cues.times

    def trimmed(self, first: int, last: int) -> Phrase | None:
        """Return tokens *first* to *last* as a phrase without small words at its front, if a name or role is in it."""
        cues, low = self.cues, self.low
        while first < last and self.is_lead(first):
            leads = low[first] in cues.times and first + 1 < last and not is_given(low[first])
            if self.name_like(first) and not leads:
                break  # but "On Monday Ann Lee"
            first += 1
        while first + 1 < last and self.is_outlet_before_role(first):
            first += 1  # "w rozmowie z RMF FM szef resortu"
        if first >= last:
            return None
        if cues.objects:
            # "Lee dem Sender eine Stellungnahme": the object is not part of the subject's name.
            ends = (i for i in range(first + 1, last) if low[i] in cues.objects and self.name_like(i - 1))
            last = next(ends, last)
        if cues.roles_follow_names and is_caseless(low[first]) and low[first] not in cues.roles:
            # "مریم راستی شهردار بندر": Maryam Rasti, mayor of the port
            last = next((i for i in range(first + 2, last) if low[i] in cues.roles), last)
        if low[first] in cues.pronouns and last - first == 1:
            return self.phrase(first, last, "pronoun")
        span = range(first, last)
        if any(self.name_like(i) for i in span):
            return self.phrase(first, last, "name")
        if any(low[i] in cues.roles or low[i] in cues.ages for i in span):
            return self.phrase(first, last, "role")
        if self.words[first][0].isupper() and self.opens(first) and low[first] not in cues.breaks:
            return self.phrase(first, last, "name" if low[first] not in cues.articles else "plain")
        if low[first] in cues.articles and last - first > 1:
            return self.phrase(first, last, "plain")
        return None

    def is_outlet_before_role(self, i: int) -> bool:
        """Whether token *i* are the capitals of an outlet, led by a preposition, before who speaks."""
        word = self.words[i]
        if not (1 < len(word) < _SHORT + 2 and word.isupper() and self.cues.inflects) or i < 1:
            return False
        at = i - 1 - (i > 1 and self.words[i - 1].isupper())
        led = self.is_break(at) or self.low[at] in self.cues.links
        following = self.words[i + 1]
        return led and (self.low[i + 1] in self.cues.roles or (following.isupper() and len(following) > 1))

    def is_lead(self, i: int) -> bool:
        """Whether token *i* cannot begin a phrase that ends before a verb: an adverb, a preposition."""
        cues, word = self.cues, self.low[i]
        return (word in cues.links and word not in cues.articles) or word in cues.aux or word in cues.times

    def is_oblique(self, first: int) -> bool:
        """Whether a preposition leads the phrase that begins at token *first*: it is no subject."""
        if self.cues.postpositions:
            return False
        for i in (first - 1, first):
            if (
                i >= 0
                and self.is_break(i)
                and not (self.low[i] in self.cues.conjunctions or self.low[i] in self.cues.aux)
                and not (self.opens(i) and self.low[i] in self.cues.definite)
            ):
                return True
        before = self.low[first - 1]
        return before in self.cues.links and before not in self.cues.nominatives

    def subject(self, first: int, limit: int) -> Phrase | None:
        """Return the first phrase among tokens *first* to *limit* that may be their sentence's subject."""
        if (first, limit) not in self.subjects:
            self.subjects[first, limit] = find_subject(self, first, limit)
        return self.subjects[first, limit]
