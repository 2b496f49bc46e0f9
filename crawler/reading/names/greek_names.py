"""Greek bylines name authors in the genitive: "Της Δήμητρας Καλογερά" is by Δήμητρα Καλογερά."""

from __future__ import annotations

import re

_ARTICLE = re.compile(r"(της|του)[\s|]+(?=[^\W\d_])", re.IGNORECASE)
_WOMEN = (("ας", "α"), ("άς", "ά"), ("ης", "η"), ("ής", "ή"), ("ούς", "ώ"))
_MEN = (("ου", "ος"), ("ού", "ός"), ("η", "ης"), ("ή", "ής"), ("α", "ας"), ("ά", "άς"))
_SHIFTED = {
    **{"αλεξάνδρου": "Αλέξανδρος", "αλέξανδρου": "Αλέξανδρος", "θεοδώρου": "Θεόδωρος", "ισιδώρου": "Ισίδωρος"},
    **{"αντωνίου": "Αντώνιος", "γρηγορίου": "Γρηγόριος", "ευαγγέλου": "Ευάγγελος", "βασιλείου": "Βασίλειος"},
}
# "Γεωργίου", "Νικολάου", "Οικονόμου" are what a family is called: of other names in -ου nothing tells.
_FAMILIES = (("όπουλου", "όπουλος"), ("οπούλου", "όπουλος"), *_MEN[2:])
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
FEWEST, MOST = 2, 3  # words of a name


def in_nominative(line: str) -> str | None:
    """Return the name of a byline in the genitive as it is called, or as printed where nothing tells; else None.

    >>> in_nominative("Της Δήμητρας Καλογερά"), in_nominative("Του Γιώργου Παπαδόπουλου")
    ('Δήμητρα Καλογερά', 'Γιώργος Παπαδόπουλος')
    >>> in_nominative("Του Νίκου Βενιζέλου"), in_nominative("Της νύχτας")
    ('Νίκου Βενιζέλου', None)
    """
    article = _ARTICLE.match(line)
    words = line[article.end() :].split() if article else []
    if article is None or not FEWEST <= len(words) <= MOST or not all(map(_is_name, words)):
        return None
    if article[1].lower() == "της":
        given = _ended(words[0], _WOMEN)
        return " ".join((given or words[0], *words[1:]))
    given = _SHIFTED.get(words[0].lower()) or _ended(words[0], _MEN)
    families = [_ended(word, _FAMILIES) for word in words[1:]]
    return " ".join((given, *filter(None, families)) if given and all(families) else words)


def _is_name(word: str) -> bool:
    return word[:1].isupper() and not word.isupper() and _LETTERS.fullmatch(word) is not None


def _ended(word: str, endings: tuple[tuple[str, str], ...]) -> str | None:
    """*word* with another ending; None where it has none of them."""
    return next((word[: -len(old)] + new for old, new in endings if word.endswith(old)), None)
