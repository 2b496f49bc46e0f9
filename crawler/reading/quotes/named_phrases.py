"""Whom a phrase names, by the fullest name that the article gives: "the mayor, Ann Lee", "the mayor"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from crawler.reading.bylines.signers import JOINERS
from crawler.reading.names.caseless_names import is_name_apart
from crawler.reading.names.names import Names
from crawler.reading.names.people import PARTICLES, People, gender_of_name, is_given, joins
from crawler.reading.quotes.holders import Holders
from crawler.reading.quotes.phrases import Phrase, Phrases
from crawler.reading.quotes.role_mentions import is_role
from crawler.reading.quotes.tokens import is_initials

_LETTER = "[^\\W\\d_]"
_FURTHER_NAME = rf"(?:[^\W\d_a-z]\.(?= )|{_LETTER}[\w'’.\u200c-]*[\w׳])"
_NAME = rf"{_LETTER}[\w'’\u200c-]*(?: (?:{'|'.join(sorted(PARTICLES))})){{0,2}}(?: {_FURTHER_NAME}){{1,4}}"
_APPOSED = re.compile(
    rf"[,،՝]\s(?:(?P<title>[^\W\d_]{{1,5}})(?:\.|[\"״]\w) ?|\d{{2}}-year-old )?"
    rf"(?P<name>{_NAME}['׳]?)(?=\s*(?:[,،.;:!?»”“«\n։–—-]|$))"
)
_APPOSED_ONE = re.compile(
    r", (?P<name>[^\W\d_a-z][\w’'-]+)(?=, (?:aged )?\d{1,3},| \(\d{1,3}\))"
)  # "her son, Teo, 14, said"
_APPOSED_ROLE = re.compile(rf", (?P<role>(?:[^\W\d_A-Z][\w'’-]* ){{1,3}})(?P<name>{_NAME})(?=\s*(?:[,.;:!?»”“«\n(]|$))")
_APPOSED_ALONE = re.compile(r", (?P<name>[^\W\d_a-z][\w’'-]+)(?=[.,\n]|$)")  # "his wife, Ann."
_WHOSE = re.compile(r"(?: [^\W\d_A-Z]\w*){1,3}(?=,)")
_FURTHER = re.compile(r"(?<=\w )(?=(?P<name>(?P<given>[^\s.,:;،؛]+) [^\s.,:;،؛]+(?: [^\s.,:;،؛]+)?)(?:[:،,]|$))")
_CLAUSE_END = re.compile(r'[.\n"«“،,:؛]')
_FULL_NAME = _NAME.replace(_LETTER, r"[^\W\d_a-z]")
_AND_MORE = re.compile(" (?:و|اور|और) ?[^\\s،,«»:]+(?=[،,])")
_FURTHER_ON = re.compile(
    rf"(?P<between>(?: [^\W\d_][\w'’-]*){{1,7}}?),? (?P<name>{_FULL_NAME})(?=\s*(?:[,.;:!?»”“«\n(–—-]|$))"
)
_CLAUSES = frozenset(("en",))  # languages whose phrases are read to the end of what belongs to a role
_OPENING = tuple("'‘\"“„«‹")
_LONGEST_NAME = 4  # spaces
_FARTHEST = 60  # characters between a role and the name that ends its clause


class NamedPhrases:
    """Tells whom the phrases of one article name; none is read twice."""

    def __init__(self, names: Names, people: People) -> None:
        self.names = names
        self.people = people
        self.holders = Holders(names)
        self.known: dict[tuple[int, int], tuple[str, int]] = {}  # phrases by their place: the name, its end

    def named(self, phrase: Phrase, told: str | None = None) -> str:
        """Return the full name of *phrase*; a role takes the name that follows it: "the mayor, Ann Lee".

        *told* is what the words around say of the phrase, as `name_within` has it.
        """
        if (known := self.known.get((phrase.start, phrase.end))) is None:
            start, end = phrase.start, phrase.end
            name = self.read(phrase, told)
            known = self.known[start, end] = self.known[start, phrase.end] = (name, phrase.end)
        name, end = known
        if end > phrase.end:
            self.extend(phrase, end)
        return name

    def extend(self, phrase: Phrase, end: int) -> None:
        phrase.end = end
        phrase.text = self.names.body[phrase.start : end]

    def read(self, phrase: Phrase, told: str | None) -> str:
        self.strip_ending(phrase)
        core = self.names.person(phrase.text, told)
        if self.is_open(core, phrase) and (match := self.apposition(phrase)) and self.tells_who(phrase):
            if match.re is _FURTHER_ON and self.is_whose(match):
                self.extend(phrase, match.end("name"))
                return phrase.text  # "el equipo de Juan Gil"
            if full := self.apposed_name(match):
                self.extend(phrase, match.end("name"))
                core = full
        if core is None and is_role(phrase, self.names.cues):
            holder = self.holders.of(phrase.text)
            if holder and self.people.is_person(holder) and self.is_of_gender(holder, phrase):
                return holder
        if core is None:
            core = self.before_link(phrase)
        if core is None or self.owns(core, phrase):
            return phrase.text
        return self.full(core, phrase)

    def apposed_name(self, apposed: re.Match[str]) -> str | None:
        """Return the person's name of *apposed*, None where it is none or somebody else's."""
        printed = apposed["name"]
        full = self.names.person(printed)
        if full is None and is_name_apart(printed.split(), self.names.cues):
            full = printed
        if full is None or self.is_owner(full, printed):
            return None
        if " " not in full and apposed.re not in (_APPOSED_ONE, _APPOSED_ALONE):
            return None
        sure = apposed.re is not _FURTHER_ON and is_given(full.split()[0])
        return full if sure or self.people.is_person(full) else None

    def tells_who(self, phrase: Phrase) -> bool:
        """Whether *phrase* is what somebody is: a role, or a noun of one with its article, "בעלת הקיוסק"."""
        prefix = self.names.cues.definite_prefix
        definite = bool(prefix) and any(word.startswith(prefix) for word in phrase.text.split()[1:])
        return definite or is_role(phrase, self.names.cues)

    def full(self, core: str, phrase: Phrase) -> str:
        """Return the fullest name of *core*, who is named in *phrase*, and remember what that tells of the person."""
        cues = self.names.cues
        if cues.nouns_are_capitals and core.lower() in cues.roles and phrase.text.split()[0].lower() in cues.articles:
            return phrase.text  # "die Vorsitzende Richterin"
        name = self.names.without_outlet(self.names.fullest(core))
        if " " not in name and any(word in cues.ages for word in phrase.text.lower().split()):
            return phrase.text  # "the 24-year-old Swede"
        words = [word.strip(".,").lower() for word in phrase.text.split()]
        if any(word in cues.roles and word not in cues.bodies for word in words):
            self.people.shown[name] = True  # "their chief officer, Ann Lee"
        heads = list(takewhile(lambda word: word not in cues.genitives, words[:-1]))  # "il figlio della donna, Luca"
        for gender, marked in (("m", cues.male), ("f", cues.female)):
            if any(word in marked for word in heads):
                if " " not in core and gender_of_name(name) not in (gender, None):
                    return self.other_of_family(core, gender) or phrase.text  # "Mrs Lee" of "Ann and Bob Lee"
                self.people.tell(name, gender)
        return name

    def is_open(self, core: str | None, phrase: Phrase) -> bool:
        """Whether the name of *phrase* may still follow: *core*, the one within it, need not be a person's.

        "kata Kepala Dusun Rimba Timur, Mahmud Sangaji": the first name is a village's; "ministrului Mediului, Vlad
        Moraru": and here what the minister is of; "șeful Salvamont Hunedoara, Ovidiu Bodea".
        """
        if core is None or core == phrase.text:
            return core is None
        names = self.names
        if " " not in core and not (core in names.by_last or core in names.by_first):
            return True
        return not self.people.is_person(core) or not (is_given(core.split()[0]) or names.is_alone(core))

    def owns(self, name: str, phrase: Phrase) -> bool:
        """Whether *phrase* goes on to whom *name* has, where links follow names: Hindi "मोहन यादव की पत्नी"."""
        following = phrase.text.partition(name)[2].split() if self.names.cues.ergative.whole else []
        return len(following) > 1 and following[0] in self.names.cues.links

    def is_owner(self, name: str, printed: str) -> bool:
        """Whether *printed* tells of another than the person *name* in it: "moeder van Jan Bakker"."""
        before = printed.partition(name)[0].lower().split()[1:]
        return any(word in self.names.cues.links or word in self.names.cues.breaks for word in before)

    def is_whose(self, further: re.Match[str]) -> bool:
        """Whether the words before the name of *further* tell that somebody belongs to whom it names."""
        cues, before = self.names.cues, further["between"].split()
        if not before or self.names.body[further.end("between")] == "," or before[-1] in cues.hers:
            return False  # "съпругата му Станка Илиева"
        leads = (cues.links, cues.breaks)
        return before[-1] in cues.genitives or any(before[-1] in w for w in leads if before[-1] not in cues.articles)

    def is_of_gender(self, name: str, phrase: Phrase) -> bool:
        """Whether *name* may be who the role *phrase* is: no "bewindsvrouw" is Jan Bakker."""
        cues, words = self.names.cues, phrase.text.lower().split()
        marked = (("m", cues.male), ("f", cues.female))
        known = gender_of_name(name)
        return not any(known not in (gender, None) and any(w in group for w in words) for gender, group in marked)

    def titled(self, end: int) -> re.Match[str] | None:
        """The name behind a comma and what the person is, or a given name alone: "su hijo, el juez Juan Ruiz"."""
        body, cues = self.names.body, self.names.cues
        if cues.nouns_are_capitals:
            return None
        match = _APPOSED_ROLE.match(body, end)
        words = match["role"].lower().split() if match else []
        if match and any(word in cues.roles for word in words) and is_given(match["name"].split(maxsplit=1)[0]):
            return None if any(word in cues.verbs or word in cues.conjunctions for word in words) else match
        alone = _APPOSED_ALONE.match(body, end)
        return alone if alone and is_given(alone["name"]) else None

    def strip_ending(self, phrase: Phrase) -> None:
        """Take off *phrase* what is printed in one with a name that speaks."""
        ending = self.names.cues.subject_ending
        family = " " not in phrase.text and phrase.text.removesuffix(ending) in self.names.cues.surnames
        if ending and phrase.text.endswith(ending) and (family or " " in phrase.text):
            phrase.text = phrase.text[: -len(ending)]
            phrase.end -= len(ending)

    def other_of_family(self, family: str, gender: str) -> str | None:
        """Return the only one of that gender whom the article prints with the name *family*."""
        forms = (" ".join(form) for form in self.names.by_last.get(family, ()))
        fitting = [form for form in forms if gender_of_name(form) == gender]
        return fitting[0] if len(fitting) == 1 else None

    def before_link(self, phrase: Phrase) -> str | None:
        """The name that *phrase* begins with, before an outlet or a place: "Jović za Tanjug", "Moen på Facebook"."""
        words = phrase.text.split()
        link = next((i for i, word in enumerate(words) if word in self.names.cues.links), 0)
        head = words[:link] if words[link] not in JOINERS else []
        forms = self.names.by_last.get(head[-1]) if head else None
        cues = self.names.cues
        if len(head) > 1 and (head[0].lower() in cues.articles or head[0].lower() in cues.roles):
            # "Die Pianistin Nadja Becker aus Kiel", but "the Royal College of Music"
            bare = list(self.names.bare(head))
            head = bare if is_given(bare[0]) else head
        known = forms is not None and (len(head) == 1 or tuple(head) in forms)
        return self.names.person(" ".join(head)) if known else self.before_last_link(words)

    def before_last_link(self, words: list[str]) -> str | None:
        """The name before the last link of *words*, one with particles too: "expert Jan van der Laan van de TU"."""
        cues = self.names.cues
        for link in range(len(words) - 1, 1, -1):
            if words[link] not in cues.links or words[link] in JOINERS or not words[link - 1][0].isupper():
                continue
            start = next((i for i in range(link - 1) if words[i][0].isupper() and is_given(words[i])), link)
            before = [word.lower() for word in words[1:start]]
            owned = any(word in cues.links or word in cues.breaks or word in cues.articles for word in before)
            return None if start == link or owned else " ".join(words[start:link])
        return None

    def apposition(self, phrase: Phrase) -> re.Match[str] | None:
        """The name after *phrase*, as `name`: "the mayor, Ann Lee", and of cases "burmistrz miasta, Anna Nowak"."""
        body, end, cues = self.names.body, phrase.end, self.names.cues
        if cues.names_follow_roles or cues.roles_follow_names:
            joined = _AND_MORE.match(body, end)  # "رئیس سازمان غذا و دارو، Anna"
            end = joined.end() if joined else end
        if cues.names_follow_roles:
            return self.name_behind(end)
        whose = None if cues.genitives and cues.language not in _CLAUSES else _WHOSE.match(body, end)
        words = whose.group().split() if whose else []
        if whose and not any(word in cues.verbs or word in cues.breaks or word in cues.aux for word in words):
            end = whose.end()
        apposed = _APPOSED.match(body, end)
        if apposed and apposed["title"] and is_given(apposed["title"]):
            apposed = None  # "Lee's mother, Ann. He left"
        if found := apposed or _APPOSED_ONE.match(body, end) or self.titled(end):
            return found
        if cues.nouns_are_capitals or cues.language in _CLAUSES:
            return None
        # "la segretaria provinciale del sindacato edili, Chiara Mencarelli", "mluvčí drah Lukáš Kubát"
        further = _FURTHER_ON.match(body, phrase.end)
        words = further["between"].lower().split() if further else []
        apart = any(word in cues.verbs or word in cues.conjunctions or word in cues.relatives for word in words)
        return further if further and not apart and is_given(further["name"].split(maxsplit=1)[0]) else None

    def name_behind(self, end: int) -> re.Match[str] | None:
        """The name behind what ends at *end*, in a script without capitals: ", רשף יניב כהן,"."""
        body = self.names.body
        apposed = _APPOSED.match(body, end)
        words = apposed["name"].split() if apposed else []
        if any(map(is_given, words[:2])) or is_name_apart(words, self.names.cues):
            return apposed
        stop = _CLAUSE_END.search(body, end, end + _FARTHEST)
        limit = stop.end() if stop else end + _FARTHEST
        return next((m for m in _FURTHER.finditer(body, end, limit) if is_given(m["given"])), None)

    def names_in(self, tokens: Phrases, start: int, end: int) -> Iterator[tuple[int, str]]:
        """Yield the names among tokens *start* to *end*, in full, each with the place of its last word."""
        i = start
        while i < end:
            if not (tokens.words[i][0].isupper() and tokens.name_like(i) and not tokens.is_small(i)):
                i += 1
                continue
            last = i
            while last + 1 < end and goes_on(tokens, last + 1):
                last += 1
            printed = tokens.body[tokens.starts[i] : tokens.end_of(last)]
            name = self.names.person(printed)
            if name and name.count(" ") > _LONGEST_NAME:  # "expert Jan van der Laan van de TU Delft"
                name = self.before_last_link(printed.split()) or name
            if name == printed and i > start and tokens.low[i - 1] in self.names.cues.definite:
                name = None  # "at the Harbour Lane festival"
            if tokens.body[tokens.starts[i] - 1 : tokens.starts[i]] in _OPENING:
                name = None  # "the ‘Harbour Lane’ star said"
            if name and tokens.low[last] not in self.names.cues.times:
                yield last, self.names.fullest(name)
            i = last + 1


def goes_on(tokens: Phrases, i: int) -> bool:
    """Whether token *i* goes on a name that ends before it: a capital, a particle, the full stop of an initial."""
    word = tokens.words[i]
    if word in PARTICLES:
        following = tokens.words[i + 1 : i + 3]  # "Jan van der Laan"
        if joins(word, following):
            return False
        while following and following[0] in PARTICLES:
            following = following[1:]
        return bool(following) and (following[0][0].isupper() or tokens.words[i - 1] in PARTICLES)
    initial = word == "." and is_initials(tokens.low[i - 1])
    return word[0].isupper() or initial
