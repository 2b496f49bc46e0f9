"""The words beside a quote that name its speaker, in any language that `cues/` knows."""

from __future__ import annotations

import re

from crawler.reading.names.people import is_given
from crawler.reading.quotes.according import according, cue_at
from crawler.reading.quotes.attribution import Attribution
from crawler.reading.quotes.closing_attributions import closing, in_opening_clause, sentence_after
from crawler.reading.quotes.inversions import named_behind
from crawler.reading.quotes.passives import agent, framed, is_passive
from crawler.reading.quotes.phrases import Phrase, Phrases
from crawler.reading.quotes.quotation import Run
from crawler.reading.quotes.quotatives import by_quotative, is_told, named_right_before
from crawler.reading.quotes.tokens import QUOTE
from crawler.reading.text import is_caseless

_FARTHEST = 45  # words between a quote and the cue that ties it
_SPOKEN = 3  # words of a quote that a verb nobody knows may attribute
_CALLING = 2  # words of "called it"
_CLOSE = 8  # words between a quote and a weak cue
_LABEL = re.compile(r"([^\W\d_a-zß-ÿ]{3,}(?:[ .'’-]{1,2}[^\W\d_a-zß-ÿ]+){0,3}):\s")


def label(body: str, run: Run) -> Attribution | None:
    """The name that a transcript prints before the words: "WALLACE: Do you agree?"."""
    match = _LABEL.match(body, run.start, min(run.end, run.start + 50))
    if not match:
        return None
    return Attribution("label", ":", Phrase(0, 0, "name", match[1], match.start(1), match.end(1)))


def said_before(tokens: Phrases, end: int, *, strict: bool = False) -> Phrase | None:
    """Return who says something, or else the subject unless *strict*, in the sentence that ends before token *end*."""
    first = tokens.sentences[end - 1]
    for verb in range(end - 1, max(first, end - _FARTHEST), -1):
        if not tokens.is_verb(verb, weak=True):
            continue
        inverted = tokens.cues.inverts and verb > first and tokens.words[verb - 1] == "," and tokens.is_verb(verb)
        later = tokens.phrase_after(verb + 1, end) if inverted else None  # "Jembatan ditutup, kata Ani Susilo"
        named = (
            later and later.kind == "name" and any(w in tokens.people for w in tokens.words[later.first : later.last])
        )
        phrase = later if named else tokens.phrase_before(verb - 1, first)
        if phrase:
            return phrase
    return None if strict else tokens.subject(first, end)


def beside(tokens: Phrases, q: int) -> Attribution | None:
    """Return the attribution in the sentence of the quote at token *q*, the closest kind first."""
    if (found := after(tokens, q, loose=False)) or (found := according(tokens, q)):
        named_first = found.phrase is not None and q < found.phrase.first < q + found.distance
        earlier = before(tokens, q) if named_first and in_opening_clause(tokens, q) else None
        return earlier if earlier and earlier.distance <= _CLOSE else found
    earlier = before(tokens, q)
    close = earlier and earlier.distance <= _CLOSE and tokens.is_verb(q - earlier.distance)
    if not close and not calls_it(tokens, q, earlier):
        earlier = closing(tokens, q) or earlier
    return (
        earlier
        or after(tokens, q, loose=True)
        or colon(tokens, q)
        or unknown_verb(tokens, q)
        or sentence_after(tokens, q)
    )


def calls_it(tokens: Phrases, q: int, found: Attribution | None) -> bool:
    """Whether *found* stands right before the quote: "Lee called it “a mess” at noon, Ray said" tells Lee's words."""
    near = found and found.distance <= _CALLING and tokens.is_word(q - 1)
    return bool(near and found and found.phrase and found.phrase.kind in ("name", "pronoun"))


def after(tokens: Phrases, q: int, *, loose: bool) -> Attribution | None:
    """ "…", said Ann Lee. "…", Ann Lee, the mayor, said."""
    i = end = q + 1
    while end < len(tokens.words) and end - q < _FARTHEST and tokens.sentences[end] == tokens.sentences[q]:
        if tokens.words[end] == QUOTE and end not in tokens.named:
            break
        end += 1
    while i < end and not tokens.is_word(i):
        i += 1
    quoted = i < end and tokens.low[i] in tokens.cues.quotatives
    if not loose and (found := (by_quotative if quoted else verb_first)(tokens, q, i, end)):
        return found
    if i < end and tokens.is_verb(i, weak=True) and (by := framed(tokens, i)[1]):
        return Attribution("after", tokens.words[i], by, i - q)  # "wird vom Verband als „…“ kritisiert"
    for verb in range(i + 1, i if quoted else end):
        if not tokens.is_verb(verb, weak=loose) or tokens.low[verb] in tokens.cues.participles:
            continue
        if is_passive(tokens, verb):
            continue  # "“…,” Lee was told"
        passive, phrase = framed(tokens, verb)
        if passive and phrase is None:
            continue  # "Als „…“ wird der Umbau bezeichnet"
        phrase = phrase or subject_between(tokens, i, verb)
        named = phrase and (passive or phrase.kind == "pronoun" or not tokens.cues.inverts)
        if phrase and not named and tokens.is_oblique(phrase.first):
            continue  # "mit den Worten zitiert"
        if loose and tokens.words[verb - 1] == "," and "," not in tokens.words[i : verb - 1]:
            # "“…” about the pier, said Ann Lee"
            phrase = tokens.phrase_after(verb + 1, end) or phrase
        if phrase and (loose or (phrase.first - i <= 1 and tokens.low[i] not in tokens.cues.conjunctions)):
            return Attribution("after, far" if loose else "after", tokens.words[verb], phrase, verb - q)
    return None


def verb_first(tokens: Phrases, q: int, i: int, end: int) -> Attribution | None:
    """ "…", said Ann Lee: the verb follows the quote at token *q*, and its subject the verb, before token *end*."""
    cues = tokens.cues
    for verb in range(i, min(i + 3, end)):
        if tokens.low[verb] in cues.participles:
            return None
        if tokens.low[verb] in cues.after and verb + 1 < end and tokens.is_verb(verb + 1):
            continue  # "„…“, so heißt es in dem Bericht"
        small = tokens.words[verb][0].islower() or not tokens.words[verb][0].isalpha()
        near = verb == i and q in tokens.parted  # "„…“, findet er"
        if tokens.is_verb(verb, weak=near) or (small and tokens.low[verb] in cues.after and q in tokens.parted):
            phrase = named_behind(tokens, i, verb, end)
            if phrase and (verb == i or phrase.kind != "plain" or tokens.low[phrase.first] in cues.definite):
                return Attribution("after", tokens.words[verb], phrase, verb - q)
            if verb > i and tokens.low[verb - 1] in cues.plurals:
                # "au precizat cei de acolo": several speak, and nobody who was named before
                return Attribution("after", cue_at(tokens, verb - 1, verb + 1), None, verb - q)
            if cues.drops_subject or (verb == i and cues.verb_last):
                # "Başkan Lee, “…” dedi": the subject stands before the quote, or is left out.
                near = cues.postpositions and bool(cues.quotatives.whole)
                subject = named_right_before(tokens, q) if near else tokens.subject(tokens.sentences[q], q)
                if subject and tokens.low[subject.last] in cues.object_marks:
                    subject = None  # "مدرسه را «…» نامید"
                return Attribution("after", tokens.words[verb], subject, verb - q)
            return None
        if tokens.low[verb] not in cues.aux:
            return None
    return None


def before(tokens: Phrases, q: int) -> Attribution | None:
    """Ann Lee said: "…". Gestern sagte der Sprecher, dass "…"."""
    first, cues = tokens.sentences[q], tokens.cues
    for verb in range(q - 1, max(first, q - _FARTHEST) - 1, -1):
        set_off = verb > first and tokens.words[verb - 1] == "," and tokens.words[q - 1] in ",:"
        if set_off and tokens.low[verb] in cues.after.whole:  # "Das sei, so Lee weiter: …"
            phrase = tokens.phrase_after(verb + 1, q)
        elif (
            verb == q - 1 and tokens.low[verb] in cues.labels and not (is_passive(tokens, verb) or tells(tokens, verb))
        ):
            continue  # "the so called “experts”"
        elif tokens.is_verb(verb, weak=q - verb <= _CLOSE):
            by = agent(tokens, verb, q)
            if by is None and is_passive(tokens, verb):
                continue
            phrase = by or subject_of(tokens, verb, q)
        else:
            continue
        if phrase and phrase.kind == "pronoun" and cues.pronouns.get(tokens.low[phrase.first]) == "n":
            # "In der Erklärung heißt es: …"
            phrase = (tokens.phrase_after(first + 1, verb) if tokens.is_break(first) else None) or phrase
        if phrase and phrase.kind == "pronoun" and phrase.first < verb and tokens.low[first] not in cues.asked:
            # "Ann Lee said she wants …": the pronoun stands for the subject.
            outer = tokens.subject(first, phrase.first)
            sure = outer and (not is_caseless(tokens.words[first]) or is_told(tokens, outer))
            phrase = outer if outer and sure and outer.kind != "pronoun" else phrase
        elif phrase and phrase.kind == "plain" and phrase.first > first:
            # "Ann Ruiz remarcó que las tendencias apuntan a “…”": trends do not speak.
            outer = tokens.subject(first, phrase.first)
            reports = outer and outer.kind == "name" and tokens.is_verb(min(outer.last, verb))
            phrase = outer if reports else phrase
        if phrase and phrase.first < verb and tokens.low[phrase.last] in cues.hearing:
            continue  # "The court heard that it had been"
        if phrase or cues.drops_subject:
            return Attribution("before", tokens.words[verb], phrase, q - verb)
    return None


def subject_between(tokens: Phrases, i: int, verb: int) -> Phrase | None:
    """Return the subject of *verb* among the tokens from *i*, behind a quote, to it."""
    marked = marked_subject(tokens, verb) if tokens.cues.ergative else None
    if marked and marked.first >= i:
        return marked
    phrase = tokens.phrase_before(verb - 1, i)
    if phrase and tokens.cues.verb_last and tokens.is_oblique(phrase.first):
        return tokens.phrase_before(phrase.first - 2, i) or phrase  # "«…»؛ این را Anna به ایسنا گفت"
    return phrase


def tells(tokens: Phrases, verb: int) -> bool:
    """Whether the label at token *verb* is a verb with its subject: "what Lee called “…”", no "so called “…”"."""
    phrase = tokens.phrase_before(verb - 1, tokens.sentences[verb])
    told = phrase and phrase.last == verb and phrase.first > tokens.sentences[verb] and phrase.kind in ("name", "role")
    return bool(told and phrase and tokens.low[phrase.first - 1] in tokens.cues.conjunctions)


def subject_of(tokens: Phrases, verb: int, q: int) -> Phrase | None:
    """Return the subject of the cue *verb*, that stands before the quote at token *q*."""
    first, cues, low = tokens.sentences[verb], tokens.cues, tokens.low
    if low[verb] in cues.participles:
        return subject_of_participle(tokens, verb, q)
    if found := cited(tokens, verb, q) or marked_subject(tokens, verb):
        return found
    marked = next((i for i in range(first + 1, verb) if low[i] in cues.object_marks), 0)
    if marked and (subject := tokens.subject(first, marked)):
        return subject  # "سرمربی عراق، داور را مقصر دانست"
    phrase = tokens.phrase_before(verb - 1, first)
    if cues.inverts or cues.verb_first:
        phrase = subject_around(tokens, verb, q, phrase)
    elif phrase is None and (verb == first or tokens.words[verb - 1] == ","):
        phrase = tokens.phrase_after(verb + 1, q)
    elif phrase and phrase.kind != "pronoun" and phrase.first > first and is_within(tokens, phrase):
        # "The council in a notice signed by its clerk urged"
        subject = tokens.subject(first, phrase.first)
        told = subject and (subject.kind in ("name", "role") or (subject.kind == "pronoun" and cues.roles_follow_names))
        phrase = subject if told else phrase
    if phrase and is_apposed(tokens, phrase, first):
        phrase = tokens.subject(first, phrase.first - 1) or phrase
    return phrase or tokens.subject(first, verb)


def is_within(tokens: Phrases, phrase: Phrase) -> bool:
    """Whether a preposition leads *phrase*, rather than "and" or "what": "Fire and Crime Commissioner Ann Lee"."""
    return tokens.low[phrase.first - 1] not in tokens.cues.conjunctions and tokens.is_oblique(phrase.first)


def subject_of_participle(tokens: Phrases, verb: int, q: int) -> Phrase | None:
    """ "“…,” Lee added, saying": the subject is that of the verb before."""
    first, cues, low = tokens.sentences[verb], tokens.cues, tokens.low
    if verb == first and not tokens.stands_alone(q):
        # "Calling the delay “a scandal”, Ann Lee left."
        end = tokens.sentence_end(q)
        after = next((i for i in range(q + 1, end) if tokens.words[i] != ","), end)
        if phrase := tokens.phrase_after(after, end):
            return phrase
    clause = range(verb - 1, first - 1, -1)
    if cues.absolute.whole and (own := subject_in_clause(tokens, verb)):
        return own
    near = next((i for i in clause if tokens.words[i] in ",;:" or cues.pronouns.get(low[i], "n") in "mf"), first)
    if cues.pronouns.get(low[near], "n") in "mf":
        return tokens.phrase(near, near + 1, "pronoun")  # "In a film seen by the Gazette, he can be heard saying"
    finite = (i for i in range(verb - 1, first, -1) if tokens.is_verb(i) and low[i] not in cues.participles)
    earlier = (cited(tokens, i, verb) or tokens.phrase_before(i - 1, first) for i in finite)
    named = (p for p in earlier if p and (p.kind == "name" or (p.kind == "role" and low[p.first] in cues.definite)))
    spoken = next(named, None)
    return spoken or tokens.subject(first, verb) or tokens.phrase_before(verb - 1, first)


def subject_in_clause(tokens: Phrases, verb: int) -> Phrase | None:
    """Return the subject of a participle that has its own: "The party met, with Lee saying"."""
    for i in range(verb - 1, tokens.sentences[verb] - 1, -1):
        if tokens.words[i] in ",;:" + QUOTE:
            break
        if tokens.low[i] in tokens.cues.absolute:
            if not tokens.opens(i) and tokens.words[i - 1] != ",":
                return None  # "Lee met with reporters saying"
            phrase = tokens.phrase_after(i + 1, verb)
            return phrase if phrase and phrase.kind != "plain" else None
    return None


def subject_around(tokens: Phrases, verb: int, q: int, phrase: Phrase | None) -> Phrase | None:
    """Return the subject of *verb* where it may follow that: "In einem Interview sagte Lee"; *phrase* stands before."""
    first, cues, low = tokens.sentences[verb], tokens.cues, tokens.low
    if low[first] in cues.fronts:
        return tokens.phrase_after(first + 1, verb) or tokens.phrase_after(verb + 1, q)  # "أما في بيروت فقال كريم"
    if cues.verb_first and cues.drops_subject and low[verb + 1] in cues.conjunctions:
        return None  # "وأوضح أن الفريق": the subject is left out, and the team what is told of
    near = phrase and phrase.last == verb
    if cues.inverts and not near and verb + 1 < q and cues.pronouns.get(low[verb + 1]) in ("m", "f", "c"):
        return tokens.phrase_after(verb + 1, q)  # "In einem Brief an Lee, der vorliegt, schreibt er"
    oblique = phrase and phrase.first > first and tokens.is_oblique(phrase.first)
    if oblique and phrase and phrase.last == verb:
        leads = low[max(first, phrase.first - 2) : phrase.first]
        if any(lead in cues.speaks_from for lead in leads):
            return phrase  # "В министерстве сообщили", "Desde la Consejería aseguran"
    reports = tokens.words[verb - 1] == "," and cues.reported.whole
    tells = reports and any(low[i] in cues.reported for i in range(first, verb))
    if tells and (after := tokens.phrase_after(verb + 1, q)):
        return after  # "Die Lage sei ernst, sagte Lee"
    if phrase is None or oblique or cues.verb_first:
        return tokens.phrase_after(verb + 1, q) or (None if oblique else phrase)
    if cues.helpers.whole and any(low[i] in cues.helpers for i in range(first, verb)):
        return tokens.subject(first, verb) or phrase  # "Lee hatte die Rolle der Partei betont"
    return phrase


def is_apposed(tokens: Phrases, phrase: Phrase, first: int) -> bool:
    """Whether *phrase* says what the one named before it is: "Mr Ray, 67, a postman who had hoped for"."""
    related = phrase.last < len(tokens.low) and tokens.low[phrase.last] in tokens.cues.relatives
    return phrase.kind == "role" and phrase.first - 1 > first and tokens.words[phrase.first - 1] == "," and related


def marked_subject(tokens: Phrases, verb: int) -> Phrase | None:
    """Return the subject that a word of its own marks before the cue *verb*: "सीता शर्मा ने हँसते हुए कहा"."""
    first, cues, low = tokens.sentences[verb], tokens.cues, tokens.low
    for i in range(verb - 1, max(first - 1, verb - _FARTHEST) if cues.ergative else verb - 1, -1):
        if low[i] in cues.ergative:
            return tokens.phrase_before(i - 1, first)
        if low[i] in cues.pronouns and low[i] not in cues.hers:  # not "उनके शिष्य"
            return tokens.phrase(i, i + 1, "pronoun")
    return None


def cited(tokens: Phrases, verb: int, end: int) -> Phrase | None:
    """The paper quoted Lee as saying: Lee."""
    words, citing = tokens.low, tokens.cues.citing
    cites = words[verb] in citing and any(words[i] in citing for i in range(verb + 1, end))
    return tokens.phrase_after(verb + 1, end) if cites else None


def unknown_verb(tokens: Phrases, q: int) -> Attribution | None:
    """ "…", schmunzelt Lee. "…," Lee barked: a small word that is nothing else stands beside a name after the comma."""
    cues, end = tokens.cues, tokens.sentence_end(q)
    near = (i for i in range(q + 1, min(q + 5, end)) if tokens.is_word(i) and tokens.low[i] not in cues.aux)
    first = next(near, None)
    if first is None or q not in tokens.parted or cues.compounds:
        return None
    if tokens.body.count(" ", tokens.starts[q], tokens.starts[first]) < _SPOKEN:
        return None
    if may_be_verb(tokens, first):
        name, verb = tokens.phrase_after(first + 1, end), first
    else:
        name = tokens.phrase_after(first, end)
        verb = name.last if name else end
        if verb >= end or not may_be_verb(tokens, verb):
            return None
    if name is None or not (name.kind == "name" or (name.kind == "pronoun" and is_he_or_she(tokens, name, q))):
        return None
    return Attribution("after", tokens.words[verb], name, verb - q)


def is_he_or_she(tokens: Phrases, phrase: Phrase, q: int) -> bool:
    """Whether *phrase* is a pronoun of one person that stands next to the quote at token *q*, or to a verb there."""
    near = phrase.first - q <= 2 or (tokens.words[q + 1] in ",–—" and phrase.first - q == 3)
    return near and tokens.cues.pronouns.get(tokens.low[phrase.first]) in ("m", "f", "c")


def may_be_verb(tokens: Phrases, i: int) -> bool:
    """Whether token *i* is a small word that the language's file does not know as anything else."""
    cues, word = tokens.cues, tokens.low[i]
    groups = (cues.breaks, cues.links, cues.articles, cues.conjunctions, cues.aux, cues.roles, cues.times, cues.labels)
    known = word in cues.pronouns or any(word in group for group in groups)
    return word.isalpha() and tokens.words[i][0].islower() and not known


def colon(tokens: Phrases, q: int) -> Attribution | None:
    """Ann Lee: "…"."""
    first = tokens.sentences[q]
    if q == first or tokens.words[q - 1] not in (":", "："):
        return None
    if q - first == len(("Her", "words", ":")) and tokens.low[first] in tokens.cues.hers:
        named = tokens.low[first + 1] in tokens.cues.roles  # "Her son: …"
        if not named and tokens.is_word(first + 1):
            return Attribution("colon", ":", tokens.phrase(first, first + 1, "pronoun"))
    phrase = tokens.subject(first, q - 1)
    if phrase is None and (near := tokens.phrase_before(q - 2, first)):
        told = is_given(tokens.words[near.first]) or not tokens.cues.nouns_are_capitals
        whole = (
            near.kind == "name" and near.last == q - 1 and tokens.is_capital(q - 2) and tokens.is_capital(near.first)
        )
        phrase = near if told and whole else None  # "All once more - Ann Lee: “…”"
    if phrase and is_vague(tokens, phrase, q):
        return None
    return Attribution("colon", ":", phrase) if phrase else None


def is_vague(tokens: Phrases, phrase: Phrase, q: int) -> bool:
    """Whether *phrase*, in a script without capitals, stands far from the colon before *q* and need not be a name:

    "The season was the best so far, but scientists worry: “…”"
    """
    if phrase.last >= q - 1 or tokens.words[q - 1] not in (":", "：") or not is_caseless(tokens.words[phrase.first]):
        return False
    span = range(phrase.first, phrase.last)
    return not any(tokens.low[i] in tokens.cues.roles or is_given(tokens.words[i]) for i in span)
