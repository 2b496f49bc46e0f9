"""Speakers in scripts that put no spaces between words: patterns beside the quote, from the language's file."""

from __future__ import annotations

import re

from crawler.reading.names.thai_names import is_thai_role
from crawler.reading.names.unspaced_names import UnspacedNames
from crawler.reading.quotes.attribution import Attribution
from crawler.reading.quotes.cues import Cues
from crawler.reading.quotes.phrases import Phrase
from crawler.reading.quotes.quotation import Run

_WINDOW = 80  # characters looked at on each side
_ABOVE = 500  # characters of the paragraph before that are searched for a name
_FARTHEST = 240  # characters between a pronoun and the name it stands for
_JOINT = re.compile(r"[、，,\sとや和及與与및과와]{0,4}|(?:이?라며|이?라면서|이?라고|면서도?|며|고)\s?")
_SURE_LENGTH = 12  # characters of a quote that counts without a speaker
_STOP = re.compile("[。！？!?\n][」』”’]?")
_PHRASE = 5  # characters of what is more than a term
_CLAUSE = re.compile("[，、：；:,。]")
_SUBJECT = re.compile("[はがも]|[은는이가]\\s")
_SENTENCE = re.compile(_STOP.pattern + "|(?<=[가-힣])[.] ")
_PRONOUN = re.compile("(?:不过|不過|但是?|而|对此|對此|随后|隨後|同时|同時|此外|最后)?([他她])(?![们們的])")
_SHARE = re.compile(r"(?:[\d０-９〇一二三四五六七八九十百千万]+(?:割|％|%|パーセント|퍼센트)|多く)$")


def attribute_unspaced(body: str, runs: list[Run], cues: Cues, names: UnspacedNames) -> list[Attribution | None]:
    """Return for each of *runs* what names its speaker, as `Speakers` does for languages with spaces."""
    attributions: list[Attribution | None] = []
    group: list[tuple[str | None, str | None]] = []  # speaker and cue of quotes that one sentence joins
    for i, run in enumerate(runs):
        floor = runs[i - 1].right if i else 0
        group.append(_beside(body, run, floor, cues, names))
        if i + 1 < len(runs) and _JOINT.fullmatch(body, run.right, runs[i + 1].left):
            line = body.rfind("\n", 0, run.left) + 1
            led = group[-1][0] or body[line : run.left].strip()
            apart = led and "\n" in body[run.right : runs[i + 1].left]
            # Thai: กล่าวว่า “…” ends its paragraph without a stop, and the next begins with “…” นางสมใจ กล่าว
            if not (apart and _beside(body, runs[i + 1], run.right, cues, names)[0]):
                continue
        first = i + 1 - len(group)
        speaker = next((speaker for speaker, _ in group if speaker), None)
        cue = next((cue for _, cue in group if cue is not None), None)
        pronoun = speaker if speaker in cues.pronouns else None
        phrase = Phrase(0, 0, "name", speaker) if speaker and not pronoun else None
        between = body[runs[first - 1].right : runs[first].left] if first else "\n"
        earlier = attributions[-1] if first and "\n" not in between else None
        goes_on = earlier is not None and not _STOP.search(between)
        if speaker is None and earlier and earlier.phrase:
            phrase = Phrase(0, 0, "name", earlier.phrase.text)  # "…と続けた": the subject is the last one's
        person = None
        if pronoun and cues.pronouns[pronoun] in "mf":
            person = _antecedent(body, runs, first, attributions, names)
        if pronoun and person:
            phrase = Phrase(0, 0, "pronoun", pronoun)
        for place in range(len(group)):
            tied = place > 0 or goes_on
            found = Attribution("beside", cue, phrase, tied=tied, antecedent=person)
            attributions.append(None if cue is None else found)
        group = []
    return attributions


def _antecedent(
    body: str, runs: list[Run], index: int, attributions: list[Attribution | None], names: UnspacedNames
) -> str | None:
    """Return whom "he" or "she" beside the quote *index* means: the person last named, or quoted, in its paragraph.

    Where it has none it is the one person that the paragraph before names.
    """
    left = runs[index].left
    start = max(body.rfind("\n", max(0, left - _FARTHEST), left) + 1, left - _FARTHEST, 0)
    while index and runs[index - 1].left >= start:
        index -= 1
        if person := names.last_person(body[runs[index].right : left]):
            return person
        left = runs[index].left
        earlier = attributions[index]
        if earlier and earlier.phrase:
            return earlier.antecedent or names.speaker(earlier.phrase.text)[0]
    if person := names.last_person(body[start:left]):
        return person
    if _STOP.search(body[start:left]) and (names.names_people(body[start:left]) or not attributions):
        return None  # its own paragraph speaks of somebody before
    above = body[max(0, start - _ABOVE) : start].rstrip()
    return names.only_person(above[above.rfind("\n") + 1 :])


def _beside(body: str, run: Run, floor: int, cues: Cues, names: UnspacedNames) -> tuple[str | None, str | None]:
    """Return the speaker and the cue printed beside a quote."""
    line = body.rfind("\n", max(0, run.left - 2 * _WINDOW), run.left) + 1  # 0 where that is farther off
    before = body[max(floor, run.left - _WINDOW, line) : run.left]
    after = body[run.right : run.right + _WINDOW].partition("\n")[0]
    if before.endswith(tuple(cues.labels)):
        return None, None  # 所谓的“停火线”
    begins = not before or _STOP.match(before[-1]) is not None
    # 「…」。who spoke stands in the next sentence, of a quote that is a sentence itself.
    patterns = cues.patterns_after if begins or after[:1] != "。" else ()
    found = [match for match in (_first(patterns, after), _first(cues.patterns, before)) if match]
    if len(found) > 1 and body[run.end - 1] in "。！？" and found[1].groupdict().get("cue"):
        found.reverse()  # 周涛写道：“…。”国家电影局指出: what follows is another sentence
    speaker, cue = (next((m[name] for m in found if m.groupdict().get(name)), None) for name in ("speaker", "cue"))
    sentence = _SENTENCE.split(body[max(floor, line, run.left - 2 * _WINDOW) : run.left])[-1]
    speaker = _subject(speaker, sentence, cues, names)
    whole = run.end - run.start >= _PHRASE
    if cue is None and whole and (tie := _tie(sentence, after, cues)) is not None:
        known = speaker if speaker in cues.pronouns or names.may_speak(speaker or "") else None
        known = known or next((part for part in _CLAUSE.split(sentence) if _is_somebody(part, names)), None)
        if known or not _SUBJECT.search(sentence):
            speaker, cue = known, tie
    if cue is None and whole and speaker and after[:1] == "。" and names.person(speaker):
        cue = ""  # 小林投手は「…」。
    stops = body[run.end - 1] in "。！？" or after[:1] == "。" or cues.language == "th"
    if speaker is None and whole and begins and stops:
        # “花开得好。”果农钟阿福站在果园里: who is told of next said it
        told = after.lstrip("。 ")
        topic = cues.topic.match(told) if cues.topic else None
        lead = topic["speaker"] if topic else _CLAUSE.split(told)[0]
        speaker, cue = (lead, cue or "") if names.person(lead) else (speaker, cue)
    if speaker is None and cue and begins:
        speaker = _topic(body[max(floor, line, run.left - 2 * _WINDOW) : run.left], cues, names)
    return speaker, cue


def _subject(speaker: str | None, sentence: str, cues: Cues, names: UnspacedNames) -> str | None:
    """Return *speaker*, or the topic of the *sentence* before a quote, or the pronoun that *speaker* begins with."""
    if speaker and cues.language == "zh":
        if pronoun := _PRONOUN.match(speaker):
            return pronoun[1]  # 她指着栈桥叹气, 不过他也
        if names.speaker(speaker)[0] == speaker and names.person(speaker) is None:  # 中东 of 中东问题专家丁隆安认为
            clauses = (part for part in _CLAUSE.split(sentence) if part.startswith(speaker))
            return next((part for part in clauses if names.person(part)), speaker)
    if cues.language == "th" and not (speaker and names.person(speaker)):
        told = names.thai_in(sentence)
        apart = speaker is None or is_thai_role(speaker) or any(part in speaker for part in (told or "").split())
        speaker = told if told and apart else speaker
    match = cues.topic.match(sentence) if cues.topic else None
    if speaker and match and match["speaker"] != speaker and names.may_speak(match["speaker"]):
        # 報告書は、確認が「…」と指摘, but 市長は、山本議長が「…」と述べたと明かした
        return speaker if names.person(speaker) else match["speaker"]
    return speaker


def _tie(sentence: str, after: str, cues: Cues) -> str | None:
    """Return what ties a quote to the *sentence* before it, where no verb of saying that is known does."""
    if cues.quotative:
        match = cues.quotative.match(after)
        return match.group() if match else None
    return sentence[-1] if cues.language == "zh" and sentence[-1:] in "，：" and sentence else None


def _is_somebody(part: str, names: UnspacedNames) -> bool:
    return part in names.cues.pronouns or names.person(part) is not None


def _topic(before: str, cues: Cues, names: UnspacedNames) -> str | None:
    """Return whom the sentence before a quote is about, if a person: "山本さんは空を見上げた。「…」と話した"."""
    sentences = [sentence for sentence in _STOP.split(before) if sentence]
    if not sentences or cues.topic is None:
        return None
    match = cues.topic.search(sentences[-1])
    return match["speaker"] if match and names.person(match["speaker"]) else None


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.search(text))), None)


def is_unspaced_quote(text: str, found: Attribution | None) -> bool:
    """Whether marked words are somebody's: they are attributed, or long as no title or term is.

    What a share of those asked answered was the survey's own wording.
    """
    if found and found.phrase and _SHARE.search(found.phrase.text):
        return False
    return found is not None or (len(text) >= _SURE_LENGTH and text[-1] in "。！？!?…")
