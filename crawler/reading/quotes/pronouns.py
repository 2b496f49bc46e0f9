"""Whom "he", "she" or a verb without a subject means: the nearest fitting person the article speaks of."""

from __future__ import annotations

import re
from itertools import pairwise

from crawler.reading.bylines.signers import JOINERS
from crawler.reading.names.caseless_names import names_in
from crawler.reading.names.inflected_names import nominative, of_genitive, without_ending
from crawler.reading.names.lone_nouns import may_speak
from crawler.reading.names.names import Names
from crawler.reading.names.people import People, is_given
from crawler.reading.names.phrase_names import GOVERNED
from crawler.reading.quotes.according import according_to
from crawler.reading.quotes.attribution import Attribution
from crawler.reading.quotes.attributions import said_before
from crawler.reading.quotes.named_phrases import NamedPhrases
from crawler.reading.quotes.phrases import Phrase, Phrases
from crawler.reading.quotes.role_mentions import is_again
from crawler.reading.quotes.speakers import Speakers
from crawler.reading.quotes.tokens import is_initials
from crawler.reading.text import is_caseless, is_small

_SENTENCES_BACK = 8
_PARAGRAPHS_BACK = 3
_MOST_WORDS = 80  # words of a sentence that are searched for names
_ASKED = 3  # words that open a sentence of who asked
_BESIDE = 3  # words between "it said" and a quote
_KIN = 3  # words after "Ann's" that may tell of a relative
_WORD = re.compile(r"[^\W\d_]+")


def resolve(speakers: Speakers, names: Names) -> list[str | None]:
    """Return for each run who speaks, by the fullest name that the article gives; None where it does not tell."""
    return _Resolver(speakers, names).resolved


class _Resolver:
    def __init__(self, speakers: Speakers, names: Names) -> None:
        self.speakers = speakers
        self.names = names
        self.people = People(speakers.body, speakers.cues)
        self.phrases = NamedPhrases(names, self.people)
        self.low = speakers.body.lower()
        words = speakers.body.split() if speakers.cues.language == "fi" else []
        self.genitives = {word for word, following in pairwise(words) if following == "mukaan"}
        self.resolved: list[str | None] = [None] * len(speakers.runs)
        # Of whole sentences by their first token: the person, and who is named after a pronoun.
        self.persons: dict[tuple[int, int, str | None], tuple[str | None, str | None]] = {}
        self.later: str | None = None
        later: list[tuple[int, int]] = []
        for paragraph, own in speakers.by_paragraph.items():
            for index, _ in own:
                attribution = speakers.attributions[index]
                if attribution is None:
                    continue
                if attribution.source is None:
                    self.resolved[index] = self.as_printed_alone(self.speaker(paragraph, index, attribution))
                elif attribution.source < index:
                    self.resolved[index] = self.resolved[attribution.source]
                else:
                    later.append((index, attribution.source))
        for index, source in later:
            self.resolved[index] = self.resolved[source]

    def as_printed_alone(self, name: str | None) -> str | None:
        """Return the Finnish name whose genitive the article prints: "Outi Salosen mukaan", but "Mads Mathiasenin"."""
        return of_genitive(name) if name and name.split()[-1] in self.genitives else name

    def speaker(self, paragraph: int, index: int, attribution: Attribution) -> str | None:
        phrase = attribution.phrase
        tokens = self.speakers.tokens(paragraph)
        if phrase is None:
            return self.unnamed(paragraph, index, (attribution.cue or "").lower())
        cues = self.speakers.cues
        if phrase.kind != "pronoun" and not self.is_pronoun(phrase):
            told = GOVERNED if attribution.how == "according" else self.gender_of_verb(attribution.cue)
            name = self.phrases.named(phrase, told)
            if name == phrase.text and any(word in cues.ages for word in name.lower().split()):
                return self.of_age(paragraph, index, name)
            if name == phrase.text and is_again(phrase, self.speakers.body, self.low, cues):
                return self.told_again(paragraph, index, phrase) or name
            inflected = cues.inflects_subjects or (cues.inflects and attribution.how == "according")
            name = nominative(name, self.names) if inflected else name
            bare = without_ending(name, cues) if attribution.how == "according" or self.may_end(name) else name
            return name if bare == name else self.names.fullest(bare)
        gender = self.gender_of_pronoun(phrase.text.lower())
        if gender not in ("m", "f", "c"):
            near = attribution.distance <= _BESIDE and (attribution.cue or "").lower() in cues.verbs
            if not near or phrase.text.lower() not in cues.it_of_bodies:
                return None
            return self.body_before(paragraph, index, told=cues.nouns_are_capitals)  # German "hieß es"
        place = min(phrase.first, tokens.at[index]) if attribution.how != "paragraph before" else 0
        if place < len(tokens.low) and self.is_asked(tokens, tokens.sentences[place]):
            place = tokens.sentences[place]  # "Asked by Lee, who had told him, he replied": Lee is another
        found = self.antecedent(paragraph, place, None if gender == "c" else gender)
        # German "sie" may be several, where no verb of saying tells: "den Leuten sicherte er zu, dass sie „…“"
        several = gender == "f" and cues.nouns_are_capitals and attribution.cue is None
        return None if several and found and self.people.gender(found) is None else found

    def may_end(self, name: str) -> bool:
        """Whether *name* may have the ending of who speaks: all subjects have, or it is printed without."""
        bare = without_ending(name, self.speakers.cues)
        if bare == name or self.speakers.cues.inflects_subjects:
            return bare != name
        last = re.escape(bare.rpartition(" ")[2])
        return re.search(rf"(?<!\w){last}(?=[\s,.])", self.speakers.body) is not None

    def unnamed(self, paragraph: int, index: int, cue: str) -> str | None:
        """Return who speaks where the *cue* has no subject: whoever was last spoken of."""
        if cue in self.speakers.cues.impersonal:
            return self.body_before(paragraph, index, told=True)
        if cue not in self.speakers.cues.not_he and (same := self.of_sentence_before(paragraph, index)):
            return same
        if cue in self.speakers.cues.not_he or cue.partition(" ")[0] in self.speakers.cues.plurals:
            return None
        return self.antecedent(paragraph, self.speakers.tokens(paragraph).at[index], self.gender_of_verb(cue))

    def of_sentence_before(self, paragraph: int, index: int) -> str | None:
        """Return who spoke in the sentence before, where a script without capitals leaves the subject out: "وتابع"."""
        tokens = self.speakers.tokens(paragraph)
        start = tokens.sentences[tokens.at[index]]
        if not start or not self.speakers.cues.drops_subject or not is_caseless(self.speakers.body.lstrip('“«"')[:1]):
            return None
        before = range(tokens.sentences[start - 1], start)
        earlier = next((tokens.runs[i] for i in reversed(before) if i in tokens.runs), None)
        return None if earlier is None else self.resolved[earlier]

    def of_age(self, paragraph: int, index: int, phrase: str) -> str:
        """Return whom "die 23-Jährige" tells of: who is printed with those years, or was last spoken of."""
        tokens, cues = self.speakers.tokens(paragraph), self.speakers.cues
        if told := self.phrases.holders.of_age(phrase):
            return told
        gender = cues.article_genders.get(phrase.split(maxsplit=1)[0].lower())
        place = tokens.sentences[tokens.at[index]]
        found = self.antecedent(paragraph, place, gender) if cues.inverts else None
        if not found or " " not in found or any(word in JOINERS for word in found.split()):
            return phrase
        if gender and self.people.gender(found) is None:
            self.people.tell(found, gender)  # "die 43-Jährige" is not who was "der 46-Jährige"
        return found

    def body_before(self, paragraph: int, index: int, *, told: bool) -> str | None:
        """Return whom "it" stands for: the subject of the sentence before, that is no person's name.

        With *told* that sentence says something too: "Die Bahn teilte mit, … „…“, hieß es."
        """
        tokens = self.speakers.tokens(paragraph)
        start = tokens.sentences[tokens.at[index]]
        if not start:
            return None
        phrase = said_before(tokens, start, strict=True) if told else tokens.subject(tokens.sentences[start - 1], start)
        if phrase is None or not (phrase.kind in ("name", "role") or tokens.is_article(phrase.first)):
            return None
        name = self.phrases.named(phrase)
        if any(word in tokens.cues.roles and word not in tokens.cues.bodies for word in name.lower().split()):
            return None  # "The mayor met the crew. “…,” it said."
        first = name.split()[0]
        article = tokens.is_article(phrase.first)
        shown = not article and self.people.is_shown(name)
        return None if is_given(first) or shown else name

    def told_again(self, paragraph: int, index: int, phrase: Phrase) -> str | None:
        """Return whom the role *phrase* tells of again, None unless the article prints some role with the person.

        Nobody speaks of oneself as "she": "Forward Ann Lee is hurt. “She will be back,” the physio said."
        """
        tokens, cues, run = self.speakers.tokens(paragraph), self.speakers.cues, self.speakers.runs[index]
        place = tokens.sentences[min(phrase.first, tokens.at[index])]
        gender = cues.article_genders.get(phrase.text.split()[0].lower())
        # "Ann Martin a gagné.\n\n« … », sourit la nageuse": where no gender tells, another may be meant a paragraph on.
        found = self.antecedent(paragraph, place, gender, back=2 if cues.article_genders else 1)
        if found is None or not self.people.has_role(found):
            return None
        sex, words = self.people.gender(found), _WORD.findall(self.speakers.body[run.start : run.end].lower())
        of_another = sex and any((cues.pronouns.get(word) or cues.hers.get(word)) == sex for word in words)
        return None if of_another else found

    def is_asked(self, tokens: Phrases, first: int) -> bool:
        """Whether the sentence from token *first* tells who asked: "Asked by Lee, he", "Auf die Frage, ob"."""
        if tokens.words[first] in self.names.known or tokens.words[first] in self.names.by_first:
            return False  # "Lee asked for calm because, she said, it was"
        return any(word in self.speakers.cues.asked for word in tokens.low[first : first + _ASKED])

    def is_pronoun(self, phrase: Phrase) -> bool:
        """Whether *phrase* is a title alone that stands for somebody: Vietnamese "ông nói"."""
        cues, word = self.speakers.cues, phrase.text.lower()
        return cues.titles_are_pronouns and (word in cues.male or word in cues.female)

    def gender_of_pronoun(self, word: str) -> str | None:
        cues = self.speakers.cues
        word = word.replace("’", "'")
        told = cues.pronouns.get(word) or cues.hers.get(word)
        return told or ("m" if word in cues.male else "f" if word in cues.female else None)

    def gender_of_verb(self, cue: str | None) -> str | None:
        """The gender that a past tense shows where the subject is left out: "сказала", "řekl"."""
        genders = self.speakers.cues.past
        return next((g for ending, g in genders.items() if cue and cue.lower().endswith(ending)), None)

    def antecedent(self, paragraph: int, place: int, gender: str | None, back: int = _PARAGRAPHS_BACK) -> str | None:
        """Return the person last spoken of before token *place* of *paragraph*, of that gender where it is known.

        The paragraph and those before it are looked at, *back* of them.
        """
        steps = 0
        self.later = None
        for earlier in range(paragraph, max(-1, paragraph - back), -1):
            tokens = self.speakers.tokens(earlier)
            end = place if earlier == paragraph else len(tokens.words)
            while end > 0 and steps < _SENTENCES_BACK:
                start = tokens.sentences[end - 1]
                found = self.person_in_whole(earlier, start, end, gender)
                if found is None and earlier == paragraph:
                    found = self.nameless(tokens, start, end, gender)
                if found is not None:
                    return found or None
                end = start
                steps += 1
        return self.later  # "It was what its driver, Ann Lee, called it"

    def nameless(self, tokens: Phrases, start: int, end: int, gender: str | None) -> str | None:
        """Return the role of one whom a sentence is about and does not name: "La madre del detenido lo negó"."""
        cues = self.speakers.cues
        phrase = according_to(tokens, end) or (tokens.subject(start, end) if cues.article_genders else None)
        if phrase is None or phrase.kind != "role":
            return None
        if not cues.article_genders:
            # "Volgens een woordvoerder", but who speaks as "de burgemeester" has a name, that stands further above,
            # and where "A judge set bail" the next "she" is still the one who was held.
            first = tokens.low[phrase.first]
            someone = first in cues.articles and first not in cues.definite and first not in cues.hers
            kin = any(word in cues.male or word in cues.female for word in phrase.text.lower().split())
            return phrase.text if someone and cues.definite.whole and not kin else None
        words = phrase.text.lower().split()
        marked = (("m", cues.male), ("f", cues.female))
        told = next((gender for gender, group in marked if any(word in group for word in words)), None)
        # "La direction", "son mari"; presidents and their like have names, that stand further above.
        own = cues.article_genders.get(words[0]) or (told if words[0] in cues.articles else None)
        body = words[0] in cues.definite and words[1:] and words[1] in cues.bodies
        return phrase.text if own and gender in (None, own) and (told or body) else None

    def person_in_whole(self, paragraph: int, start: int, end: int, gender: str | None) -> str | None:
        """Return what `person_in` does; of a whole sentence it is read once."""
        if end != self.speakers.tokens(paragraph).sentence_end(start):
            return self.person_in(paragraph, start, end, gender)
        key = (paragraph, start, gender)
        if key not in self.persons:
            before, self.later = self.later, None
            found = self.person_in(paragraph, start, end, gender)
            self.persons[key] = found, self.later
            self.later = before
        found, later = self.persons[key]
        self.later = self.later or later
        return found

    def person_in(self, paragraph: int, start: int, end: int, gender: str | None) -> str | None:
        """Return whom the sentence of tokens *start* to *end* is about: who speaks in it, its subject, its only person.

        None where nobody fits, and "" where several do, or where somebody does whose name is not given.
        """
        tokens = self.speakers.tokens(paragraph)
        for token in range(end - 1, start - 1, -1):
            index = tokens.runs.get(token)
            if index is not None and (name := self.resolved[index]) and self.fits(name, gender):
                return name
        if is_caseless(tokens.words[start]):
            spoken, subject = said_before(tokens, end, strict=True), tokens.subject(start, end)
            name = self.phrases.named(spoken) if spoken and spoken.kind == "name" else None
            if spoken and name and name != spoken.text and self.fits(name, gender):
                return name  # "অধ্যাপক সুমনা রায়": a role told that she is somebody
            # Where a subject ends no verb tells, but names do: "মেয়র সুমনা রায় হাততালি দেন"
            if subject and subject.kind == "name" and (name := self.only_name(subject.text, gender)):
                return name
            return self.only_name(tokens.body[tokens.starts[start] : tokens.end_of(end - 1)], gender)
        spoken, subject = said_before(tokens, end), tokens.subject(start, end)
        for phrase in (spoken, subject):
            if phrase and phrase is spoken and phrase.first > start and tokens.is_oblique(phrase.first):
                continue  # "Ray, a trader at Lane Market, admits"
            if phrase and phrase.kind in ("name", "role", "plain") and phrase.first >= start:
                name = self.phrases.named(phrase)
                if self.fits(name, gender) and (self.is_capitals(name) or self.is_told(name)):
                    return name
                relative = self.relative(name, gender) if name == phrase.text else None
                if relative and not (end < len(tokens.words) and self.is_of_role(tokens, end)):
                    return relative
                if phrase is subject and (family := self.of_another(phrase, name, gender)):
                    return family
        pronoun = self.that_pronoun(subject or spoken, gender)
        if pronoun:  # "At the town hall of Nantes, he told Ann Lee": he was named before, here or in another sentence
            found = self.only_in(tokens, start, pronoun.first, gender)
            self.later = self.later or (found is None and self.only_in(tokens, pronoun.first, end, gender)) or None
            return found
        return self.only_in(tokens, start, end, gender)

    def relative(self, phrase: str, gender: str | None) -> str | None:
        """Return *phrase* if it is somebody's relative of that gender: "De broer van Bos liep weg. „…”, riep hij".

        "Her brother" need not be told of again: he may have been named.
        """
        cues = self.speakers.cues
        words = phrase.lower().split()
        kin = next((word for word in words if word in cues.kin), None)
        known = "m" if kin in cues.male else "f" if kin in cues.female else None
        if kin is None or words[0] in cues.hers or gender not in (None, known):
            return None
        bare = not cues.definite.whole or words[0] != kin  # "Дружина лікаря", "Hobley's mother"
        led = words[0] in cues.definite if words[0] in cues.articles else bare
        return phrase if led or not phrase[1:].islower() else None

    def is_of_role(self, tokens: Phrases, first: int) -> bool:
        """Whether the sentence from token *first* is about somebody that it does not name: "The mayor spoke"."""
        subject = tokens.subject(first, tokens.sentence_end(first))
        return subject is not None and subject.kind == "role"

    def of_another(self, phrase: Phrase, name: str, gender: str | None) -> str | None:
        """Return the family name that *phrase* is, where the *name* found for it is of another gender.

        "Сам Штейн вину не признал. «…», — сказал он", where the article prints Елена Штейн.
        """
        family = phrase.text.rsplit(maxsplit=1)[-1]
        clash = gender is not None and self.people.gender(name) not in (None, gender)
        words = phrase.text.split()
        lone = len(words) < 3 and words[0].lower() not in self.speakers.cues.articles and not any(map(is_given, words))
        return family if clash and lone and " " in name and name.endswith(" " + family) else None

    def only_in(self, tokens: Phrases, start: int, end: int, gender: str | None) -> str | None:
        """Return the only person of that gender among tokens *start* to *end*, as `person_in` does."""
        fitting: list[str] = []
        for at, name in self.phrases.names_in(tokens, start, min(end, start + _MOST_WORDS)):
            if gender and self.is_kin(tokens, at, end, gender):
                return ""  # "Ann's father tried": he has no name
            if name not in fitting and self.fits(name, gender):
                fitting.append(name)
        told = [name for name in fitting if self.is_told(name)]
        if not told:
            return None
        sure = [name for name in told if gender and self.people.gender(name) == gender]
        return told[0] if len(fitting) == 1 else sure[0] if len(sure) == 1 else ""

    def that_pronoun(self, phrase: Phrase | None, gender: str | None) -> Phrase | None:
        """Return *phrase* if it is a pronoun of that gender."""
        if phrase is None or phrase.kind != "pronoun":
            return None
        return phrase if self.gender_of_pronoun(phrase.text.lower()) == (gender or "c") else None

    def only_name(self, text: str, gender: str | None) -> str | None:
        """Return the only person of that gender in *text*, of a script without capitals; "" where there are several."""
        names = {self.names.fullest(" ".join(run)) for run in names_in(text, self.speakers.cues)}
        fitting = [name for name in names if self.fits(name, gender)]
        return None if not fitting else fitting[0] if len(fitting) == 1 else ""

    def fits(self, name: str, gender: str | None) -> bool:
        if not self.people.is_person(name) or self.opens_only(name) or not may_speak(name, self.names):
            return False
        if " " not in name and not is_caseless(name) and not is_given(name) and not self.people.is_shown(name):
            # "Texas", "American"; but "Пташник" is "Ігорю Пташнику"
            return self.speakers.cues.inflects and self.names.is_inflected_elsewhere(name)
        known = self.people.gender(name)
        if gender and known is None:
            article = self.speakers.cues.article_genders.get(name.split(maxsplit=1)[0].lower(), gender)
            return article == gender  # "er" is not "Die Mitarbeiter"
        return gender in (None, known)

    def is_told(self, name: str) -> bool:
        """Whether a given name begins *name*, or the article tells that it is somebody's: no "Denuncias de ONG"."""
        cues = self.speakers.cues
        first, *further = name.split()
        if not further or is_given(first) or is_caseless(name) or is_initials(first.rstrip(".")):
            return True
        if first.lower() in cues.articles:
            return first.lower() in cues.definite
        # People are called by the last word of their name.
        return (self.is_capitals(name) and self.names.is_alone(name)) or self.people.is_shown(name)

    def is_capitals(self, name: str) -> bool:
        """Whether each word of *name* has a capital, in a language where those are no nouns."""
        return not self.speakers.cues.nouns_are_capitals and not any(map(is_small, name.split()))

    def opens_only(self, name: str) -> bool:
        """Whether *name* is a word that owes its capital to a sentence's start: "Waga pokazała pięć kilo"."""
        known = " " in name or name in self.names.known or is_caseless(name)
        return not known and not is_given(name) and not (name.isupper() and not self.is_dateline(name))

    def is_dateline(self, name: str) -> bool:
        """Whether the capitals of *name* open a paragraph as a place does: "HESTØYA (Nordlysavisa): ..."."""
        return re.search(rf"(?:^|\n){re.escape(name)}(?:, [^\n]{{1,30}})?\s?[(.–—-]", self.speakers.body) is not None

    def is_kin(self, tokens: Phrases, at: int, end: int, gender: str) -> bool:
        """Whether a relative of that gender follows the possessive at token *at*."""
        if not tokens.low[at].endswith("'s"):
            return False
        marked = self.speakers.cues.male if gender == "m" else self.speakers.cues.female
        return any(word in marked for word in tokens.low[at + 1 : min(end, at + 1 + _KIN)])
