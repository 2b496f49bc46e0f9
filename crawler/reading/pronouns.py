"""Whom "he", "she" or a verb without a subject means: the last fitting person the article speaks of."""

from __future__ import annotations

from crawler.reading.names import Names, is_person
from crawler.reading.phrases import Phrase
from crawler.reading.speakers import Attribution, Speakers

_SENTENCES_BACK = 8
_PARAGRAPHS_BACK = 3


def resolve(speakers: Speakers, names: Names) -> list[str | None]:
    """Return for each run who speaks, by the fullest name that the article gives; None where it does not tell."""
    return _Resolver(speakers, names).resolved


class _Resolver:
    def __init__(self, speakers: Speakers, names: Names) -> None:
        self.speakers = speakers
        self.names = names
        self.resolved: list[str | None] = [None] * len(speakers.runs)
        self.genders: dict[str, str] = {}
        later: list[tuple[int, int]] = []
        for paragraph, own in speakers.by_paragraph.items():
            for index, _ in own:
                attribution = speakers.attributions[index]
                if attribution is None:
                    continue
                if attribution.source is None:
                    self.resolved[index] = self.speaker(paragraph, index, attribution)
                elif attribution.source < index:
                    self.resolved[index] = self.resolved[attribution.source]
                else:
                    later.append((index, attribution.source))
        for index, source in later:
            self.resolved[index] = self.resolved[source]

    def speaker(self, paragraph: int, index: int, attribution: Attribution) -> str | None:
        phrase = attribution.phrase
        tokens = self.speakers.tokens(paragraph)
        if phrase is None:
            return self.antecedent(paragraph, tokens.sentences[tokens.at[index]], None)
        if phrase.kind != "pronoun":
            return self.named(phrase)
        gender = gender_of(self.speakers, phrase)
        if gender not in ("m", "f"):
            return None
        place = phrase.first if attribution.how != "paragraph before" else 0
        return self.antecedent(paragraph, tokens.sentences[min(place, len(tokens.words) - 1)], gender)

    def named(self, phrase: Phrase) -> str:
        name = self.names.speaker(phrase.text)
        cues = self.speakers.cues
        words = [word.strip(".").lower() for word in phrase.text.split()]
        for gender, marked in (("m", cues.male), ("f", cues.female)):
            if any(word in marked for word in words):
                self.genders[name] = gender
        return name

    def antecedent(self, paragraph: int, first: int, gender: str | None) -> str | None:
        """Return the person last spoken of before token *first* of *paragraph*, of that gender where it is known."""
        steps = 0
        for earlier in range(paragraph, max(-1, paragraph - _PARAGRAPHS_BACK), -1):
            tokens = self.speakers.tokens(earlier)
            end = first if earlier == paragraph else len(tokens.words)
            while end > 0 and steps < _SENTENCES_BACK:
                start = tokens.sentences[end - 1]
                name = self.person_in(earlier, start, end)
                if name and (gender is None or self.genders.setdefault(name, gender) == gender):
                    return name
                end = start
                steps += 1
        return None

    def person_in(self, paragraph: int, start: int, end: int) -> str | None:
        """Return who speaks, or else is the subject, in the sentence of tokens *start* to *end*."""
        tokens = self.speakers.tokens(paragraph)
        for token in range(end - 1, start - 1, -1):
            index = tokens.runs.get(token)
            if index is not None and (name := self.resolved[index]) and is_person(name):
                return name
        subject = tokens.subject(start, end)
        if subject and subject.kind == "name":
            name = self.named(subject)
            if is_person(name):
                return name
        return None


def gender_of(speakers: Speakers, phrase: Phrase) -> str | None:
    """The gender of a pronoun: m, f, p for they, n for it, i for I and we; None for other words."""
    return speakers.cues.pronouns.get(phrase.text.lower())
