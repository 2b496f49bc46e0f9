"""Who speaks in the passive: "labelled “a mess” by Lee"; nobody in "Lee was told it was “a mess”"."""

from __future__ import annotations

from crawler.reading.quotes.phrases import Phrase, Phrases

_PARTING = frozenset(",–—")
_AS_A = 4  # words of "as a", between who does it and the quote
_CLOSE = 8  # words between a participle and the quote that it tells of


def is_passive(tokens: Phrases, verb: int) -> bool:
    """Whether the cue at token *verb* tells what is done to its subject: "was widely described as"."""
    cues, low = tokens.cues, tokens.low
    if not (cues.passive.whole or cues.passives.whole) or low[verb] in cues.citing or low[verb] in cues.participles:
        return False
    if low[verb] in cues.passives and not is_active(tokens, verb):
        return True  # "El plan denunciado «por caro»", "la mesure jugée « trop dure »"
    for i in range(verb - 1, tokens.sentences[verb] - 1, -1):
        if low[i] in cues.passive:
            return True
        if low[i] not in cues.aux and low[i] not in cues.times:
            return False
    return False


def is_active(tokens: Phrases, verb: int) -> bool:
    """Whether the participle at token *verb* stands behind its "have", perhaps with an adverb: "ha también dicho"."""
    cues, low = tokens.cues, tokens.low
    return any(
        low[i] in cues.actives and all(low[k] in cues.aux and low[k] not in cues.passive for k in range(i + 1, verb))
        for i in range(max(verb - 2, 0), verb)
    )


def framed(tokens: Phrases, verb: int) -> tuple[bool, Phrase | None]:
    """Whether the participle at token *verb* ends a passive clause, and who does it: "wird vom Verband … genannt"."""
    cues, low = tokens.cues, tokens.low
    if not cues.frames.whole or low[verb] in cues.citing or not ("ge" in low[verb] or low[verb][-1] == "t"):
        return False, None
    at = next(
        (i for i in range(verb - 1, tokens.sentences[verb] - 1, -1) if low[i] in cues.frames or low[i] == ","), -1
    )
    if at < 0 or low[at] == ",":
        return False, None
    led = (i for i in range(at + 1, verb) if low[i] in cues.framed_agents)
    phrases = (tokens.phrase_after(i + 1, verb) for i in led)
    return True, next((phrase for phrase in phrases if phrase and phrase.kind in ("name", "role")), None)


def agent(tokens: Phrases, verb: int, q: int) -> Phrase | None:
    """Return who does what the cue at token *verb* tells of the quote at token *q*: "seen by Lee as", "“…” by Lee"."""
    cues, end = tokens.cues, tokens.sentence_end(q)
    if not cues.agents.whole or q - verb > _CLOSE:
        return None
    passive = is_passive(tokens, verb)
    if tokens.low[verb + 1] in cues.agents and (passive or not tokens.is_verb(verb)):
        phrase = tokens.phrase_after(verb + 2, q, lenient=True)
        close = phrase is None or q - phrase.last < _AS_A
    elif (
        q + 1 < end
        and tokens.low[q + 1] in cues.agents
        and not tokens.is_verb(verb)
        and (passive or tokens.words[verb - 1] in _PARTING)
    ):
        phrase = tokens.phrase_after(q + 2, end, lenient=True)
        close = True
    else:
        return None
    if phrase is None:
        phrase = bare_noun(tokens, verb + 2 if tokens.low[verb + 1] in cues.agents else q + 2, end)
    if phrase is None or not close or phrase.kind == "pronoun" or tokens.low[phrase.last - 1] in cues.times:
        return None
    if phrase.kind == "plain" and any(word in cues.no_agents for word in tokens.low[phrase.first : phrase.last]):
        return None  # "by mistake", "by the end of May"
    return phrase


def bare_noun(tokens: Phrases, i: int, end: int) -> Phrase | None:
    """Return the word at token *i* as a phrase, if it may be a noun: "by conservationists"."""
    if i >= end or not tokens.words[i].isalpha() or tokens.is_break(i) or tokens.is_article(i) or tokens.is_adverb(i):
        return None
    return tokens.phrase(i, i + 1, "plain")


def is_told_of(tokens: Phrases, q: int) -> bool:
    """Whether the last cue before the quote at token *q* is a passive: its subject is not who speaks."""
    for verb in range(q - 1, max(tokens.sentences[q], q - _CLOSE) - 1, -1):
        if tokens.is_verb(verb, weak=True):
            return is_passive(tokens, verb)
    return False
