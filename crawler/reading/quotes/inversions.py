"""Who is named after the verb that follows a quote, also beyond an outlet or an adverbial."""

from __future__ import annotations

from crawler.reading.names.people import is_given
from crawler.reading.quotes.phrases import Phrase, Phrases
from crawler.reading.quotes.tokens import QUOTE

_LONGEST_AGENCY = 6  # letters
_OUTLET = 3  # words of whom something is told
_APPOSED = 9  # words of "σε ανάρτησή της η κόρη του", before the comma and the name
_SHORTEST_CLAUSE = 4  # of a preposition, its noun and who follows
_ADVERBIAL = 5  # words of "po burzliwym głosowaniu" and who follows


def named_behind(tokens: Phrases, first: int, verb: int, end: int) -> Phrase | None:
    """Return the subject of the cue *verb* among the tokens up to *end*; the quote ends before token *first*."""
    if tokens.low[verb] in tokens.cues.tells and verb + 1 < end and is_agency(tokens, verb + 1):
        return tokens.phrase_after(verb + 2, end)
    if tokens.cues.postpositions and tokens.cues.quotatives.whole:
        # "என்கிறார் மீன் விற்கும் Anna": what stands before a name belongs to it
        stop = next((i for i in range(verb + 1, end) if tokens.words[i] in ",;:" + QUOTE), end)
        while stop > verb + 1 and not tokens.is_word(stop - 1):
            stop -= 1
        return tokens.phrase_before(stop - 1, verb + 1)
    if verb + 1 in tokens.named and tokens.cues.inflects and verb + 2 < end:
        person = tokens.phrase_after(verb + 2, end)
        if person and person.kind == "name":
            return person  # "заявил «Интерфаксу» адвокат Лев Рудин"
    return (
        hyphened_pronoun(tokens, first, verb)
        or behind_outlet(tokens, verb + 1, end)
        or named_after(tokens, verb + 1, end)
        or behind_adverbial(tokens, verb + 1, end)
        or apposed_behind(tokens, verb + 1, end)
    )


def is_agency(tokens: Phrases, i: int) -> bool:
    """Whether token *i* is written as an agency is, and no part of a name: "řekl ČTK"."""
    word = tokens.words[i]
    return 1 < len(word) < _LONGEST_AGENCY and word.isalpha() and word.isupper() and word not in tokens.people


def hyphened_pronoun(tokens: Phrases, first: int, verb: int) -> Phrase | None:
    """Return the pronoun of "dit-il" or "a-t-elle ajouté", that hangs on a verb or its auxiliary."""
    for i in range(first, verb + 1):
        _, hyphen, tail = tokens.low[i].rpartition("-")
        if hyphen and "-" + tail in tokens.cues.pronouns:
            end = tokens.end_of(i)
            return Phrase(i, i + 1, "pronoun", tail, end - len(tail), end)
    return None


def named_after(tokens: Phrases, i: int, end: int) -> Phrase | None:
    """Return the phrase after a cue verb; where that is a bare "it", what the sentence names: "heißt es im Bericht"."""
    if i + 2 < end and tokens.is_article(i) and tokens.low[i + 1] in tokens.cues.speaks_from:
        i += 2  # "lyder det fra Mette Holm"
    phrase = tokens.phrase_after(i, end, lenient=True)
    if phrase and phrase.kind == "pronoun" and tokens.cues.pronouns[tokens.low[phrase.first]] == "n":
        for k in range(phrase.last, min(end, phrase.last + 4)):
            if tokens.low[k] in tokens.cues.breaks and (found := tokens.phrase_after(k + 1, end)):
                return found
    return phrase


def behind_outlet(tokens: Phrases, i: int, end: int) -> Phrase | None:
    """Return the name after a preposition and an outlet: "rekao je za Hinu glasnogovornik Ivica Perović"."""
    cues = tokens.cues
    while i + 1 < end and tokens.low[i] in cues.aux and tokens.words[i][0].islower():
        i += 1
    if cues.datives and i + 2 < end and tokens.is_capital(i + tokens.is_article(i)):
        start = i + tokens.is_article(i)  # "mondta az MTI-nek Kovács Anna", "mondta Nagy Péternek Tóth Ferenc"
        led = (k for k in range(start, min(start + _OUTLET, end - 1)) if tokens.words[k].endswith(cues.datives))
        told = next(led, None)
        return tokens.phrase_after(told + 1, end) if told is not None and tokens.is_capital(told + 1) else None
    if i + 2 >= end or not tokens.is_break(i) or tokens.low[i] in cues.definite:
        return None  # "explicó la Fundación Juan Gil"
    i += 1 + (tokens.is_article(i + 1) and tokens.words[i + 1][0].islower())  # "a déclaré à l'AFP le maire"
    if i + 1 >= end or not tokens.words[i][0].isupper() or tokens.is_break(i):
        return None
    last = i  # "dijo a El País la alcaldesa", "contó a LA GACETA su hijo"
    while last + 1 < end and tokens.is_capital(last + 1) and not is_given(tokens.words[last + 1]):
        last += 1
    phrase = tokens.phrase_after(last + 1, end) if last > i and last + 1 < end and tokens.is_article(last + 1) else None
    if phrase is None and last > i and not cues.inflects:
        return None  # "dijo a Ana Ruiz", "dijo a El País"
    i = last if phrase else i
    phrase = phrase or tokens.phrase_after(i + 1, end)
    if phrase and (phrase.kind == "name" or (phrase.kind == "role" and tokens.is_article(i + 1))):
        return phrase
    return None


def apposed_behind(tokens: Phrases, i: int, end: int) -> Phrase | None:
    """Return the name between commas that tells who an unknown word is: "ujar putrinya, Maya Hartono, di rumah"."""
    if not tokens.cues.inverts:
        return None
    for k in range(i, min(end - 1, i + _APPOSED)):
        if tokens.words[k] == ",":
            told_to = tokens.is_break(i) and k < i + _SHORTEST_CLAUSE  # "dijo a su madre, Ana Ruiz"
            phrase = tokens.phrase_after(k + 1, end) if k > i and not told_to else None
            named = phrase and phrase.kind == "name" and phrase.last - phrase.first > 1
            whole = named and phrase and (phrase.last >= end or not tokens.is_word(phrase.last))
            given = phrase and any(is_given(word) for word in tokens.words[phrase.first : phrase.last - 1])
            return phrase if whole and given else None
        if not tokens.is_word(k) or tokens.is_verb(k) or tokens.low[k] in tokens.cues.conjunctions:
            return None
    return None


def behind_adverbial(tokens: Phrases, i: int, end: int) -> Phrase | None:
    """Return who is named after a preposition with a noun or two: "powiedziała po głosowaniu Anna Nowak"."""
    cues = tokens.cues
    if not cues.inverts or i + 2 >= end or not tokens.is_break(i) or tokens.low[i] in cues.conjunctions:
        return None
    noun = i + 1 + (i + 2 < end and tokens.is_article(i + 1))
    if tokens.low[noun] in cues.roles or tokens.low[noun] in cues.male or tokens.low[noun] in cues.female:
        return None  # "ha detto al giudice Anna Bianchi", "dijo de su esposa Ana Ruiz"
    k = i + 1
    while k < min(end, i + _ADVERBIAL) and tokens.words[k][0].islower() and tokens.low[k] not in cues.breaks:
        if tokens.is_verb(k) or tokens.low[k] in cues.links or tokens.low[k] in cues.pronouns:
            return None
        if k > i + 1 and (tokens.is_article(k) or tokens.low[k] in cues.roles):
            break
        k += 1
    led = k < end and (tokens.is_article(k) or tokens.low[k] in cues.roles)
    # "ha detto in piazza Carlo Alberto": only cases tell a name that speaks from one of a place
    alone = cues.inflects and tokens.low[i] not in cues.where and k < end and tokens.is_capital(k)
    if k == i + 1 or k >= end or not (led or (alone and is_given(tokens.words[k]))):
        return None
    phrase = tokens.phrase_after(k, end)
    return phrase if phrase and (phrase.kind == "name" or (led and tokens.low[phrase.first] in cues.definite)) else None
