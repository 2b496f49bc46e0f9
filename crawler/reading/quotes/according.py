"""Whom a sentence goes by: according to Ann Lee, „…“, laut Polizei."""

from __future__ import annotations

from crawler.reading.quotes.attribution import Attribution
from crawler.reading.quotes.phrases import Phrase, Phrases
from crawler.reading.quotes.tokens import QUOTE

_FARTHEST = 45  # words between a quote and the words that tell whom it goes by


def according(tokens: Phrases, q: int) -> Attribution | None:
    """According to Ann Lee, "…". "…", laut Polizei. Der Polizei zufolge "…"."""
    first, end = max(tokens.sentences[q], q - _FARTHEST), min(tokens.sentence_end(q), q + _FARTHEST)
    for i in range(first, end):
        for words in tokens.cues.by_whom.get(tokens.low[i], ()):
            last = i + len(words)
            if tokens.says(i, words) and not (words[-1] in tokens.cues.possessives and goes_on(tokens, last)):
                at = next((k for k in range(i, last) if tokens.low[k] in tokens.cues.hers), i)
                return Attribution(
                    "according", cue_at(tokens, i, last), tokens.phrase(at, at + 1, "pronoun"), abs(q - i)
                )
        for words in tokens.cues.according.get(tokens.low[i], ()):
            if tokens.says(i, words):
                if found := source_before(tokens, i, first, q):
                    return Attribution("according", cue_at(tokens, i, i + len(words) + 1), found, abs(q - i))
                strict = words[0] in tokens.cues.for_names
                phrase = tokens.phrase_of(words, i, q if i < q else end, lenient=not strict)
                if phrase and not (strict and not stands_apart(tokens, i, phrase)):
                    cue = cue_at(tokens, i, min(phrase.first, i + len(words)))
                    return Attribution("according", cue, phrase, abs(q - i))
        if tokens.low[i] in tokens.cues.post:
            last = i - 1 - (tokens.low[i - 1] in tokens.cues.links)
            if phrase := tokens.phrase_before(last, q + 1 if i > q else first):
                return Attribution("according", tokens.words[i], phrase, abs(q - i))
    return None


def source_before(tokens: Phrases, i: int, first: int, q: int) -> Phrase | None:
    """Return whom a relative after "according to" at token *i* tells of: "i sindacati, secondo cui la legge è “…”"."""
    cues = tokens.cues
    if not cues.whom.whole or not first < i < q or tokens.words[i - 1] != ",":
        return None
    near = next((k for k in range(i + 1, min(i + 4, q)) if tokens.words[k] == "," or tokens.low[k] in cues.whom), i)
    if tokens.low[near] not in cues.whom:
        return None  # "según Ruiz, quien"
    if tokens.is_article(near) and not tokens.is_article(near + 1):
        return None  # "laut dem Bürgermeister", but "laut dem die Stadt"
    start = i - 1
    while start > first and tokens.words[start - 1] not in ",;:" + QUOTE:
        start -= 1
    led = next((k for k in range(start, i - 1) if tokens.is_article(k)), start)
    return tokens.phrase_after(led, i - 1, lenient=True) or tokens.subject(start, i - 1)


def according_to(tokens: Phrases, end: int) -> Phrase | None:
    """Return whom the sentence that ends before token *end* goes by: "Nach Angaben des Amtes ist es teuer"."""
    for i in range(tokens.sentences[end - 1], end):
        for words in tokens.cues.according.get(tokens.low[i], ()):
            if tokens.says(i, words) and (phrase := tokens.phrase_of(words, i, end, lenient=False)):
                return phrase
    return None


def goes_on(tokens: Phrases, i: int) -> bool:
    """Whether token *i* is the noun of a possessive or a name: "volgens haar moeder", "potrivit lui Ion Popa"."""
    if i >= len(tokens.words) or not tokens.is_word(i):
        return False
    if i + 1 < len(tokens.words) and tokens.is_article(i + 1) and tokens.low[i] not in tokens.cues.roles:
        return False  # "volgens haar kost het pand een ton"
    return not (tokens.is_break(i) or tokens.is_verb(i) or tokens.low[i] in tokens.cues.aux or tokens.is_article(i))


def stands_apart(tokens: Phrases, i: int, phrase: Phrase) -> bool:
    """Whether *phrase* opens the sentence with token *i* and a comma follows: "Para Ana Ruiz, …", but no "para ver"."""
    opens = tokens.sentences[i] == i and phrase.kind in ("name", "role")
    return opens and phrase.last < len(tokens.words) and tokens.words[phrase.last] in ("," + QUOTE)


def cue_at(tokens: Phrases, first: int, last: int) -> str:
    """Return tokens *first* to *last* as printed."""
    return tokens.body[tokens.starts[first] : tokens.end_of(last - 1)]
