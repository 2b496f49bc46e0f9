"""Who speaks: for each quote of a text the words that name its speaker, beside it or beside what it goes on from."""

from __future__ import annotations

from bisect import bisect_right

from crawler.reading.names.names import Names
from crawler.reading.quotes.according import according_to
from crawler.reading.quotes.attribution import Attribution, carry
from crawler.reading.quotes.attributions import beside, is_vague, label, said_before
from crawler.reading.quotes.cues import Cues
from crawler.reading.quotes.passives import is_told_of
from crawler.reading.quotes.phrases import Phrase, Phrases
from crawler.reading.quotes.quotation import Run, paragraphs

_SENTENCES_BACK = 3  # that may name whose words a sentence reports


class Speakers:
    """Reads, for each run of a body, what names its speaker: `attributions`, None where nothing does."""

    def __init__(self, body: str, runs: list[Run], cues: Cues, names: Names | None = None) -> None:
        self.body = body
        self.runs = runs
        self.cues = cues
        self.names = names
        self.paragraphs = list(paragraphs(body))
        self.attributions: list[Attribution | None] = [None] * len(runs)
        self.by_paragraph: dict[int, list[tuple[int, Run]]] = {}
        self.cached: dict[int, Phrases] = {}
        starts = [start for start, _ in self.paragraphs]
        for index, run in enumerate(runs):
            self.by_paragraph.setdefault(bisect_right(starts, run.left) - 1, []).append((index, run))
        for paragraph in self.by_paragraph:
            self.read(paragraph)
        for index in range(len(runs) - 2, -1, -1):
            later = self.attributions[index + 1]
            if runs[index].continued and later and self.attributions[index] is None:
                self.attributions[index] = carry(later, index + 1, tied=False)

    def tokens(self, paragraph: int) -> Phrases:
        """The words of a paragraph, by its number."""
        if paragraph not in self.cached:
            start, end = self.paragraphs[paragraph]
            runs = self.by_paragraph.get(paragraph, [])
            self.cached[paragraph] = Phrases.of(self.body, start, end, runs, self.cues, self.names)
        return self.cached[paragraph]

    def read(self, paragraph: int) -> None:
        """Find the attributions of one paragraph's quotes: those beside them first, then those carried on."""
        tokens = self.tokens(paragraph)
        own = [(i, tokens.at[i]) for i, _ in self.by_paragraph[paragraph] if i in tokens.at]
        verb_is_far = False
        verb = -1  # the cue that attributes the quote before: "“…,” Lee said. “…”" is one utterance
        for place, (index, token) in enumerate(own):
            found = label(self.body, self.runs[index]) or beside(tokens, token)
            earlier = own[place - 1][0] if place else index
            if found and found.how == "before" and token - found.distance == verb:
                told, before = found.phrase, self.attributions[earlier]
                named = told and own[place - 1][1] in range(told.first, told.last)
                if named and before and before.phrase is None:
                    self.attributions[earlier] = None  # "Klub „Sever“ rekao je da je „…“": the first is a name
                elif verb_is_far:
                    self.attributions[earlier] = carry(found, index, tied=True)
                else:
                    found = carry(found, earlier, tied=True)
            elif found:
                verb_is_far = found.how == "after, far"
                verb = token + found.distance if found.how.startswith("after") else -1
            self.attributions[index] = found
        for place, (index, _) in enumerate(own):
            if self.attributions[index] is None:
                self.attributions[index] = self.carried(paragraph, tokens, own, place)

    def carried(self, paragraph: int, tokens: Phrases, own: list[tuple[int, int]], place: int) -> Attribution | None:
        """Return whose words go on in a quote that nothing beside it attributes."""
        _, token = own[place]
        first = tokens.sentences[token]
        whole = tokens.stands_alone(token)
        if place:
            earlier_index, earlier_token = own[place - 1]
            earlier = self.attributions[earlier_index]
            if earlier and (whole or tokens.sentences[earlier_token] == first):
                return carry(earlier, earlier_index, tied=True, distance=token - earlier_token)
        if whole and first > 0 and (phrase := said_before(tokens, first)):
            return Attribution("sentence before", None, phrase)
        if not whole:
            if place and token == first and earlier and tokens.sentence_end(earlier_token) == first:
                return carry(earlier, earlier_index, tied=True)  # "“…,” Lee said. “We take this fight” to the country."
            if self.is_reported(tokens, token) and first > 0 and (phrase := self.reporter(tokens, first)):
                # "Es habe „…“ gegeben": the words of a sentence before go on.
                return Attribution("reported", None, phrase)
            phrase = tokens.subject(first, token) or None
            if is_told_of(tokens, token):
                return None
            if phrase and (is_vague(tokens, phrase, token) or tokens.low[phrase.last] in tokens.cues.hearing):
                return None
            return Attribution("subject", None, phrase, token - phrase.last) if phrase else None
        if place + 1 < len(own):
            later_index = own[place + 1][0]
            later = self.attributions[later_index]
            if later and later.how.startswith("after"):
                return carry(later, later_index, tied=True)
        asks = place + 1 == len(own) and self.body[self.runs[own[place][0]].end - 1] in "?？"
        if asks and not self.goes_on(paragraph):
            return None  # "“How much was it?”", between two answers
        return self.from_paragraph_before(paragraph) if first == 0 or not place else None

    def goes_on(self, paragraph: int) -> bool:
        """Whether the paragraph before names no speaker beside its quotes, or leaves the last one open."""
        earlier = self.by_paragraph.get(paragraph - 1)
        if not earlier:
            return True
        index, run = earlier[-1]
        return run.continued or self.attributions[index] is None

    def reporter(self, tokens: Phrases, end: int) -> Phrase | None:
        """Return who says something in the sentences before token *end*, the nearest first; else the last subject."""
        start = end
        for _ in range(_SENTENCES_BACK):
            if start == 0:
                break
            if phrase := said_before(tokens, start, strict=True) or according_to(tokens, start):
                return phrase
            start = tokens.sentences[start - 1]
        return tokens.subject(tokens.sentences[end - 1], end)

    def is_reported(self, tokens: Phrases, token: int) -> bool:
        """Whether the sentence tells what another one said, by its verb's form alone."""
        words = self.cues.reported
        span = range(tokens.sentences[token], tokens.sentence_end(token)) if words.whole else range(0)
        return any(tokens.low[i] in words for i in span)

    def from_paragraph_before(self, paragraph: int) -> Attribution | None:
        if paragraph == 0:
            return None
        earlier = self.by_paragraph.get(paragraph - 1)
        tokens = self.tokens(paragraph - 1)
        if not tokens.words:
            return None
        if earlier:
            source, run = earlier[-1]
            last = self.attributions[source]
            return carry(last, source, tied=run.continued) if last else None
        colon = tokens.words[-1] == ":"
        phrase = said_before(tokens, len(tokens.words), strict=not colon)
        return Attribution("colon" if colon else "paragraph before", None, phrase) if phrase else None
