"""Attributions that do not stand beside the quote: at its sentence's end, in the sentence after it."""

from __future__ import annotations

from crawler.reading.quotes.attribution import Attribution
from crawler.reading.quotes.passives import is_passive
from crawler.reading.quotes.phrases import Phrase, Phrases
from crawler.reading.quotes.tokens import QUOTE

_FARTHEST = 30  # words between a quote and the attribution that closes its sentence
_NEAR = 12  # words between a quote and a cue that is no verb: ", so Lee"
_LONGEST_TAIL = 6  # words after a verb that closes one: "Lee said on Monday in Rome."
_LONGEST_SENTENCE = 6  # words of "Ann Lee said on Monday."


def closing(tokens: Phrases, q: int) -> Attribution | None:
    """Return who tells the whole sentence of the quote at token *q*: "It was “a mess” from the start, said Ann Lee."

    What is quoted further on in it does not part them: "It was “a mess” and “a scandal”, Lee said."
    """
    end = tokens.sentence_end(q)
    for verb in range(min(end, q + _FARTHEST) - 1, q + 1, -1):
        before = tokens.words[verb - 1]
        if tokens.words[verb] == QUOTE and verb not in tokens.named and end - verb > _LONGEST_TAIL:
            return None
        follows = before == "," or (before == QUOTE and verb - 1 in tokens.parted)
        if not follows and end - verb > _LONGEST_TAIL:
            continue
        if not tokens.is_verb(verb):
            if not (follows and verb - q < _NEAR and tokens.low[verb] in tokens.cues.after.whole):
                continue
        elif tokens.low[verb] in tokens.cues.participles or (not follows and is_passive(tokens, verb)):
            continue
        phrase = tokens.phrase_after(verb + 1, end) if follows else subject_between(tokens, verb, q, end)
        if phrase and phrase.kind != "plain":
            return Attribution("after, far", tokens.words[verb], phrase, verb - q)
    return None


def subject_between(tokens: Phrases, verb: int, q: int, end: int) -> Phrase | None:
    """Return the subject of a *verb* that ends the sentence, if a comma or a quote stands before it: ", Lee said." """
    if end - verb > _LONGEST_TAIL or tokens.words[verb + 1 : verb + 2] == [","]:
        return None
    phrase = tokens.phrase_before(verb - 1, q + 1)
    if phrase is None or phrase.last < verb - 2:
        return None
    before = phrase.first - 1
    return phrase if tokens.words[before] == "," or before in tokens.parted else None


def in_opening_clause(tokens: Phrases, q: int) -> bool:
    """Whether the quote at token *q* ends a clause that opens its sentence: "When Lee said “no,” Ray left"."""
    first = tokens.sentences[q]
    return q in tokens.parted and tokens.low[first] in tokens.cues.conjunctions and tokens.opens(first)


def sentence_after(tokens: Phrases, q: int) -> Attribution | None:
    """Return who says the quote at token *q* where that is a sentence of its own: “It is over.” Ann Lee said."""
    first, start = tokens.sentence_end(q), tokens.sentences[q]
    if not tokens.stands_alone(q) or first >= len(tokens.words) or next(iter(tokens.runs)) != q:
        return None  # "“…,” Lee said. “Nobody came.” Ray replied."
    earlier = tokens.subject(tokens.sentences[start - 1], start) if start else None
    if earlier and earlier.kind in ("name", "pronoun"):
        return None  # "Lee spoke first. “It is over.” Ray agreed."
    end = tokens.sentence_end(first)
    if end - first > _LONGEST_SENTENCE or tokens.words[end - 1] != ".":
        return None
    for verb in range(first + 1, end):
        if tokens.is_verb(verb):
            rest = range(verb + 1, end - 1)
            if any(tokens.low[i] not in tokens.cues.times and not tokens.is_break(i) for i in rest):
                return None  # "Lee said nothing."
            phrase = tokens.phrase_before(verb - 1, first)
            return Attribution("after", tokens.words[verb], phrase, verb - q) if phrase else None
    return None
