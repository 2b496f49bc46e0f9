"""Who speaks where a word behind the quote tells that it is one, whatever verb follows: Tamil "“…” என்று"."""

from __future__ import annotations

from crawler.reading.names.people import is_given
from crawler.reading.quotes.attribution import Attribution
from crawler.reading.quotes.phrases import Phrase, Phrases


def by_quotative(tokens: Phrases, q: int, i: int, end: int) -> Attribution | None:
    """ "…" என்று Anna கூறினார்: the quotative at token *i* ties the quote to the last verb before *end*, whichever it is.

    Its subject stands between them or before the quote, or is left out.
    """
    cues, low = tokens.cues, tokens.low
    while end > i + 1 and not tokens.is_word(end - 1):
        end -= 1
    if any(low[k] in cues.naming for k in range(i, end)):
        return None
    later = tokens.phrase_after(i + 1, end - 1) if i + 1 < end - 1 else None
    subject = later if later and (later.kind != "name" or is_told(tokens, later)) else named_right_before(tokens, q)
    return Attribution("after", tokens.words[end - 1], subject, i - q)


def is_told(tokens: Phrases, phrase: Phrase) -> bool:
    """Whether a role, a body, a given name or a name of the article is in *phrase*, of a script without capitals."""
    cues, words = tokens.cues, tokens.words[phrase.first : phrase.last]
    return any(w in cues.roles or w in cues.bodies or is_given(w) or w in tokens.people for w in words)


def named_right_before(tokens: Phrases, q: int) -> Phrase | None:
    """Return the subject before the quote at token *q* where the verb ends its sentence: the last phrase there.

    "విలేకరులతో మాట్లాడుతూ మంత్రి Anna, “…”": what stands before her are clauses, whose last words end as no name does.
    """
    first, k = tokens.sentences[q], q - 1
    while k >= first and (tokens.is_verb(k, weak=True) or tokens.is_break(k) or tokens.words[k] in ",:"):
        if tokens.low[k] in tokens.cues.pronouns:
            break
        k -= 1
    return (tokens.phrase_before(k, first) if k >= first else None) or tokens.subject(first, q)
