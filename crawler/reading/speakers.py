"""Who speaks: the words beside a quote that name its speaker, in any language that `cues/` knows."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from crawler.reading.cues import Cues
from crawler.reading.names import Names
from crawler.reading.phrases import QUOTE, Phrase, Tokens
from crawler.reading.quotation import Run, paragraphs

_FARTHEST = 45  # words between a quote and the cue that ties it
_CLOSE = 8  # words between a quote and a weak cue
_LABEL = re.compile(r"([^\W\d_a-zß-ÿ]{3,}(?:[ .'’-]{1,2}[^\W\d_a-zß-ÿ]+){0,3}):\s")


@dataclass(frozen=True, slots=True)
class Attribution:
    """The words that name a quote's speaker. `how` tells where they stand, or that an earlier quote's are carried on.

    `tied` ones share their utterance with the quote they come from. `phrase` is None where the text leaves the
    subject out ("řekl."), and the speaker is the one last spoken of.
    """

    how: str
    cue: str | None
    phrase: Phrase | None
    distance: int = 0
    tied: bool = False
    source: int | None = None  # the run it is carried on from


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
        self.cached: dict[int, Tokens] = {}
        starts = [start for start, _ in self.paragraphs]
        for index, run in enumerate(runs):
            self.by_paragraph.setdefault(bisect_right(starts, run.left) - 1, []).append((index, run))
        for paragraph in self.by_paragraph:
            self.read(paragraph)
        for index in range(len(runs) - 2, -1, -1):
            later = self.attributions[index + 1]
            if runs[index].continued and later and self.attributions[index] is None:
                self.attributions[index] = carry(later, index + 1, tied=False)

    def tokens(self, paragraph: int) -> Tokens:
        """The words of a paragraph, by its number."""
        if paragraph not in self.cached:
            start, end = self.paragraphs[paragraph]
            runs = self.by_paragraph.get(paragraph, [])
            self.cached[paragraph] = Tokens.of(self.body, start, end, runs, self.cues, self.names)
        return self.cached[paragraph]

    def read(self, paragraph: int) -> None:
        """Find the attributions of one paragraph's quotes: those beside them first, then those carried on."""
        tokens = self.tokens(paragraph)
        own = [(i, tokens.at[i]) for i, _ in self.by_paragraph[paragraph] if i in tokens.at]
        verb = -1  # the cue that attributes the quote before: "“…,” Lee said. “…”" is one utterance
        for place, (index, token) in enumerate(own):
            found = label(self.body, self.runs[index]) or beside(tokens, token)
            if found and found.how == "before" and token - found.distance == verb:
                found = carry(found, own[place - 1][0], tied=True)
            elif found:
                verb = token + found.distance if found.how.startswith("after") else -1
            self.attributions[index] = found
        for place, (index, _) in enumerate(own):
            if self.attributions[index] is None:
                self.attributions[index] = self.carried(paragraph, tokens, own, place)

    def carried(self, paragraph: int, tokens: Tokens, own: list[tuple[int, int]], place: int) -> Attribution | None:
        """Return whose words go on in a quote that nothing beside it attributes."""
        index, token = own[place]
        first = tokens.sentences[token]
        whole = stands_alone(tokens, token)
        if place:
            earlier_index, earlier_token = own[place - 1]
            earlier = self.attributions[earlier_index]
            if earlier and (whole or tokens.sentences[earlier_token] == first):
                return carry(earlier, earlier_index, tied=True, distance=token - earlier_token)
        if whole and first > 0 and (phrase := said_before(tokens, first)):
            return Attribution("sentence before", None, phrase)
        if not whole:
            reported = any(tokens.low[i] in self.cues.reported for i in range(first, tokens.sentence_end(token)))
            if reported and first > 0 and (phrase := said_before(tokens, first)):
                # "Es habe „…“ gegeben": the words of the sentence before go on.
                return Attribution("reported", None, phrase)
            phrase = tokens.subject(first, token) or None
            return Attribution("subject", None, phrase, token - phrase.last) if phrase else None
        if place + 1 < len(own):
            later_index = own[place + 1][0]
            later = self.attributions[later_index]
            if later and later.how.startswith("after"):
                return carry(later, later_index, tied=True)
        return self.from_paragraph_before(paragraph, index) if first == 0 or not place else None

    def from_paragraph_before(self, paragraph: int, index: int) -> Attribution | None:
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
        phrase = said_before(tokens, len(tokens.words))
        return Attribution("colon" if colon else "paragraph before", None, phrase) if phrase else None


def carry(found: Attribution, source: int, *, tied: bool, distance: int = 0) -> Attribution:
    """Return *found*, the attribution of the run *source*, for another run that goes on with its words."""
    origin = source if found.source is None else found.source
    return replace(found, how="carried", tied=tied, distance=distance, source=origin)


def stands_alone(tokens: Tokens, token: int) -> bool:
    """Whether the quote is a sentence of its own, with no words of its sentence around it."""
    first, last = tokens.sentences[token], tokens.sentence_end(token)
    return not any(tokens.is_word(i) for i in range(first, last) if i != token)


def label(body: str, run: Run) -> Attribution | None:
    """The name that a transcript prints before the words: "WALLACE: Do you agree?"."""
    match = _LABEL.match(body, run.start, min(run.end, run.start + 50))
    if not match:
        return None
    return Attribution("label", ":", Phrase(0, 0, "name", match[1], match.start(1), match.end(1)))


def said_before(tokens: Tokens, end: int) -> Phrase | None:
    """Return who says something, or else the subject, in the sentence that ends before token *end*."""
    first = tokens.sentences[end - 1]
    for verb in range(end - 1, first, -1):
        if tokens.is_verb(verb, weak=True) and (phrase := tokens.phrase_before(verb - 1, first)):
            return phrase
    return tokens.subject(first, end)


def beside(tokens: Tokens, q: int) -> Attribution | None:
    """Return the attribution in the sentence of the quote at token *q*, the closest kind first."""
    return (
        after(tokens, q, loose=False)
        or according(tokens, q)
        or before(tokens, q)
        or after(tokens, q, loose=True)
        or colon(tokens, q)
    )


def after(tokens: Tokens, q: int, *, loose: bool) -> Attribution | None:
    """ "…", said Ann Lee. "…", Ann Lee, the mayor, said."""
    i = end = q + 1
    while end < len(tokens.words) and end - q < _FARTHEST and tokens.sentences[end] == tokens.sentences[q]:
        if tokens.words[end] == QUOTE and end not in tokens.named:
            break
        end += 1
    while i < end and not tokens.is_word(i):
        i += 1
    if not loose and (found := verb_first(tokens, q, i, end)):
        return found
    for verb in range(i + 1, end):
        if not tokens.is_verb(verb, weak=loose) or tokens.low[verb] in tokens.cues.participles:
            continue
        phrase = tokens.phrase_before(verb - 1, i)
        if phrase and (loose or (phrase.first - i <= 1 and tokens.low[i] not in tokens.cues.conjunctions)):
            return Attribution("after, far" if loose else "after", tokens.words[verb], phrase, verb - q)
    return None


def verb_first(tokens: Tokens, q: int, i: int, end: int) -> Attribution | None:
    """ "…", said Ann Lee: the verb follows the quote at token *q*, and its subject the verb, before token *end*."""
    cues = tokens.cues
    for verb in range(i, min(i + 3, end)):
        if tokens.low[verb] in cues.participles:
            return None
        if tokens.is_verb(verb) or tokens.low[verb] in cues.after:
            phrase = named_after(tokens, verb + 1, end)
            if phrase and (verb == i or phrase.kind != "plain"):
                return Attribution("after", tokens.words[verb], phrase, verb - q)
            if verb == i and (cues.drops_subject or cues.verb_last):
                # "Başkan Lee, “…” dedi": the subject stands before the quote, or is left out.
                subject = tokens.subject(tokens.sentences[q], q)
                return Attribution("after", tokens.words[verb], subject, verb - q)
            return None
        if tokens.low[verb] not in cues.aux:
            return None
    return None


def named_after(tokens: Tokens, i: int, end: int) -> Phrase | None:
    """Return the phrase after a cue verb; where that is a bare "it", what the sentence names: "heißt es im Bericht"."""
    phrase = tokens.phrase_after(i, end, lenient=True)
    if phrase and phrase.kind == "pronoun" and tokens.cues.pronouns[tokens.low[phrase.first]] == "n":
        for k in range(phrase.last, min(end, phrase.last + 4)):
            if tokens.low[k] in tokens.cues.breaks and (found := tokens.phrase_after(k + 1, end)):
                return found
    return phrase


def before(tokens: Tokens, q: int) -> Attribution | None:
    """Ann Lee said: "…". Gestern sagte der Sprecher, dass "…"."""
    first, cues = tokens.sentences[q], tokens.cues
    for verb in range(q - 1, max(first, q - _FARTHEST) - 1, -1):
        if tokens.low[verb] in cues.after and verb > first and tokens.words[verb - 1] == "," == tokens.words[q - 1]:
            phrase = tokens.phrase_after(verb + 1, q)
        elif tokens.is_verb(verb, weak=q - verb <= _CLOSE):
            phrase = subject_of(tokens, verb, q)
        else:
            continue
        if phrase and phrase.kind == "pronoun" and cues.pronouns.get(tokens.low[phrase.first]) == "n":
            # "In der Erklärung heißt es: …"
            phrase = (tokens.phrase_after(first + 1, verb) if tokens.is_break(first) else None) or phrase
        if phrase and phrase.kind == "pronoun":
            # "Ann Lee said she wants …": the pronoun stands for the subject.
            outer = tokens.subject(first, phrase.first)
            phrase = outer if outer and outer.kind != "pronoun" else phrase
        if phrase or cues.drops_subject:
            return Attribution("before", tokens.words[verb], phrase, q - verb)
    return None


def subject_of(tokens: Tokens, verb: int, q: int) -> Phrase | None:
    """Return the subject of the cue *verb*, that stands before the quote at token *q*."""
    first, cues, low = tokens.sentences[verb], tokens.cues, tokens.low
    if low[verb] in cues.participles:
        return tokens.subject(first, verb) or tokens.phrase_before(verb - 1, first)
    phrase = tokens.phrase_before(verb - 1, first)
    if cues.inverts or cues.verb_first:
        # "In einem Interview sagte Lee", "Lee hatte die Rolle der Partei betont"
        oblique = phrase and phrase.first > first and tokens.is_oblique(phrase.first)
        if phrase is None or oblique or cues.verb_first:
            phrase = tokens.phrase_after(verb + 1, q) or (None if oblique else phrase)
        elif any(low[i] in cues.helpers for i in range(first, verb)):
            phrase = tokens.subject(first, verb) or phrase
    elif phrase is None and tokens.words[verb - 1] == ",":
        phrase = tokens.phrase_after(verb + 1, q)
    return phrase or tokens.subject(first, verb)


def according(tokens: Tokens, q: int) -> Attribution | None:
    """According to Ann Lee, "…". "…", laut Polizei. Der Polizei zufolge "…"."""
    first, end = max(tokens.sentences[q], q - _FARTHEST), min(tokens.sentence_end(q), q + _FARTHEST)
    for i in range(first, end):
        for words in tokens.cues.according.get(tokens.low[i], ()):
            if tuple(tokens.low[i : i + len(words)]) == words:
                limit = q if i < q else end
                phrase = tokens.phrase_after(i + len(words), limit, lenient=True)
                if phrase:
                    return Attribution("according", cue_at(tokens, i, i + len(words)), phrase, abs(q - i))
        if tokens.low[i] in tokens.cues.post and (phrase := tokens.phrase_before(i - 1, q + 1 if i > q else first)):
            return Attribution("according", tokens.words[i], phrase, abs(q - i))
    return None


def colon(tokens: Tokens, q: int) -> Attribution | None:
    """Ann Lee: "…"."""
    first = tokens.sentences[q]
    if q == first or tokens.words[q - 1] not in (":", "："):
        return None
    phrase = tokens.subject(first, q - 1)
    return Attribution("colon", ":", phrase) if phrase else None


def cue_at(tokens: Tokens, first: int, last: int) -> str:
    return tokens.body[tokens.starts[first] : tokens.end_of(last - 1)]
