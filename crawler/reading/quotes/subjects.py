"""Which of a sentence's noun phrases is its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.reading.names.people import PARTICLES
from crawler.reading.quotes.tokens import QUOTE

if TYPE_CHECKING:
    from crawler.reading.quotes.phrases import Phrase, Phrases


def find_subject(tokens: Phrases, first: int, limit: int) -> Phrase | None:
    cues, low = tokens.cues, tokens.low
    k = tokens.without.get(first, first)
    k = main_clause(tokens, first, limit) if k == first or k > limit else k
    while k < limit:
        while k < limit and (not tokens.is_word(k) or low[k] in cues.conjunctions or low[k] in cues.aux):
            if tokens.name_like(k) and not (tokens.opens(k) and low[k] in cues.conjunctions):
                break
            k += 1
        if k >= limit:
            break
        led = tokens.opens(k) and low[k] in cues.definite  # Spanish "la", that is a pronoun elsewhere
        if (
            led
            or not tokens.is_break(k)
            or low[k] in cues.pronouns
            or (low[k] in PARTICLES and tokens.whole_phrase(k, limit))
        ):
            phrase = tokens.phrase_after(k, limit)
            if phrase and is_rest_of_place(tokens, phrase, first):
                phrase = None
            named = phrase and any(map(tokens.name_like, range(phrase.first, phrase.last)))
            role = phrase and low[phrase.first] in cues.roles and low[phrase.first] not in cues.no_roles
            if phrase and (phrase.kind != "name" or named or role):
                return phrase  # "Дружина лікаря чекала"
            if phrase and phrase.last < limit and tokens.follows_subject(phrase.last):
                return phrase
        # No subject here: the next part after a comma.
        while k < limit and tokens.words[k] not in ",–—:" + QUOTE:
            k += 1
        if k + 1 < limit and low[k + 1] in cues.relatives and k > first and (phrase := relative(tokens, k, first)):
            return phrase
        k += 1
    for i in range(min(limit, len(tokens.words) - 1), first, -1):
        if tokens.words[i] in (QUOTE, ":") and i not in tokens.named:
            tokens.without[first] = i  # no phrase goes on over a quote: the next search begins here
            break
    return inverted_subject(tokens, first, limit) if cues.inverts else None


def is_lone_participle(tokens: Phrases, i: int) -> bool:
    """Whether token *i*, that opens a sentence, is a verb's form and no name: "Continuing his tour, Lee said"."""
    return tokens.low[i] in tokens.cues.participles and tokens.words[i] not in tokens.known


def main_clause(tokens: Phrases, first: int, limit: int) -> int:
    """Return where the subject after an opening clause stands, else *first*: "As rain fell, Lee said".

    A Turkish clause ends with its verb before the one it tells of: "AA'ya konuşan Anıl Kaya".
    """
    if clause_ends := tokens.cues.clause_ends.whole:
        # "Vali Ali Kaya, destek veren Ayşe Yılmaz'a teşekkür etti": the subject stands before the clause
        last = next((i for i in range(first, limit) if tokens.words[i] == ","), limit)
        capitals = (i for i in range(last - 1, first + 1, -1) if tokens.is_capital(i))
        return next((i for i in capitals if tokens.low[i - 1] in clause_ends), first)
    opens = tokens.opens(first) and (tokens.low[first] in tokens.cues.conjunctions or is_lone_participle(tokens, first))
    for k in range(first + 2, limit) if opens else ():
        if tokens.words[k - 1] != ",":
            continue
        if tokens.words[k] == QUOTE:
            break
        phrase = tokens.phrase_after(k, limit)
        whole = phrase and phrase.last < limit and tokens.cues.pronouns.get(tokens.low[k]) != "r"
        apposed = phrase and whole and tokens.words[phrase.last] == "," and tokens.low[first] in tokens.cues.participles
        if phrase and whole and (apposed or tokens.follows_subject(phrase.last)):
            return k
    return first


def is_rest_of_place(tokens: Phrases, phrase: Phrase, first: int) -> bool:
    """Whether *phrase*, between commas, tells where the place before it is: "in Salem, New Hampshire, Lee said"."""
    comma = phrase.first - 1
    ends = phrase.last < len(tokens.words) and tokens.words[phrase.last] in ",."
    if phrase.kind != "name" or not ends or comma <= first or tokens.words[comma] != ",":
        return False
    start = comma
    while start > first and tokens.words[start - 1][0].isupper():
        start -= 1
    return first < start < comma and tokens.low[start - 1] in tokens.cues.where


def relative(tokens: Phrases, comma: int, first: int) -> Phrase | None:
    """Return the name before *comma* that a relative clause is about: "Kritik kam von Lee, der Lärm fürchtet"."""
    start = comma
    while start > first and (tokens.name_like(start - 1) or tokens.words[start - 1] in PARTICLES):
        start -= 1
    if start > first and tokens.low[start - 1] in tokens.cues.where:
        return None  # "in New Hampshire, which votes first, Lee said"
    return tokens.phrase(start, comma, "name") if tokens.words[start] in tokens.people or comma - start > 1 else None


def inverted_subject(tokens: Phrases, first: int, limit: int) -> Phrase | None:
    """Return the first phrase within a sentence that no preposition leads: "In Rom zeigt sich Lee froh"."""
    cues = tokens.cues
    for k in range(first + 1, limit):
        named = tokens.words[k] in tokens.people or tokens.low[k] in cues.nominatives
        if named and tokens.low[k - 1] not in cues.articles and not tokens.is_oblique(k):
            phrase = tokens.phrase_after(k, limit)
            if phrase and phrase.kind in ("name", "role"):
                return phrase
    return None
