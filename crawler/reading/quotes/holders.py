"""Who holds a role that stands alone: "the mayor", where the article prints "Mayor Ann Lee" and no other mayor."""

from __future__ import annotations

import re
from itertools import islice

from crawler.reading.names.names import Names
from crawler.reading.names.people import is_given
from crawler.reading.text import is_caseless

_MOST_PLACES = 20  # of a role that are looked at
_MOST_ROLES = 200  # of an article that are looked for, each in all of it
_MOST_WORDS = 3  # of a role: "deputy prime minister"
_REACH = 80  # characters before a role that may name its holder
_TITLE = re.compile(r",? (?:[^\W\d_]{1,5}\. )?")  # "the mayor, Dr. Ann Lee"
_SPELT_TITLE = re.compile(r"([^\W\d_]{2,10})\.? ")  # "the chairman, Comrade Ann Lee"
_BELONGING = re.compile(r" (?P<link>[^\W\d_]+['’]?)[^,.;:\n]{1,60}, ")  # "the mayor of Seaport, Ann Lee"
_FURTHER = re.compile(r" ?[^\s.,،:;«»\"]+ ")
_YEARS = re.compile(r"(?<!\d)\d{2}(?!\d)")
_OF_WHAT = re.compile(r" (?:[^\W\d_A-Z][\w-]* ){1,3}(?=[^\W\d_a-z])")
_NEXT = re.compile(r"\W{0,2}([^\W\d_]*)")
_CAPITAL = re.compile(r" ([^\W\d_]+)")
_NAMED_BEFORE = re.compile(
    r"(?P<last>[^\s,()]+)(?:,? \(?\d{2}\)?|, \d{2} [^\W\d_]+)?(?:[,،]| \() ?(?:(?P<article>[^\W\d_]+)(?:['’]| ))?\Z"
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ -]\Z")


class Holders:
    """Tells who holds the roles of one article."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.found: dict[tuple[str, ...], str | None] = {}
        self.aged: dict[str, str | None] = {}  # by the years that are printed

    def of(self, phrase: str) -> str | None:
        """Return the only person whom the article prints with the role that *phrase* is; None where several have it.

        >>> from crawler.reading.quotes.cues import cues_of
        >>> body = "The mayor, Ann Lee, met Mayor Bob Ray and Tom Day, a judge, and ex-governor Sue Fox."
        >>> holders = Holders(Names.of(body, cues_of("en")))
        >>> [holders.of(role) for role in ("the judge", "a judge", "the mayor", "the governor")]
        ['Tom Day', None, None, None]
        """
        roles = self.roles_of(phrase)
        if roles and roles not in self.found:
            if len(self.found) == _MOST_ROLES:
                return None
            holders = self.holders_of(roles) or self.holders_of(self.same(roles))
            self.found[roles] = next(iter(holders)) if len(holders) == 1 else None
        return self.found[roles] if roles else None

    def of_age(self, phrase: str) -> str | None:
        """Return the only person whom the article prints with the years of *phrase*: "der 61-Jährige".

        >>> from crawler.reading.quotes.cues import cues_of
        >>> Holders(Names.of("Ann Lee, 61, met Bob Ray (16).", cues_of("en"))).of_age("the 61-year-old Swede")
        'Ann Lee'
        """
        if (years := _YEARS.search(phrase)) and years[0] not in self.aged:
            self.aged[years[0]] = self.only_of_age(years[0])
        return self.aged[years[0]] if years else None

    def only_of_age(self, years: str) -> str | None:
        names, body, found = self.names, self.names.body, set()
        printed = re.finditer(rf"(?<![^\s,()])(?P<last>[^\s,()]+),? [(]?{years}\b(?=[),.])", body)
        for match in islice(printed, _MOST_PLACES):
            forms = (" ".join(form) for form in names.by_last.get(match["last"], ()))
            found |= {form for form in forms if body.endswith(form, 0, match.end("last"))}
        return names.fullest(max(found, key=len)) if len({form.split()[-1] for form in found}) == 1 else None

    def roles_of(self, phrase: str) -> tuple[str, ...]:
        """Return the role that *phrase* is, in the forms that stand beside a name; none where it is anybody's."""
        cues = self.names.cues
        words = phrase.lower().replace("’", "'").split()
        if cues.elides and words[0].startswith("l'"):
            words[:1] = ["l'", words[0][2:]]
        prefix = cues.definite_prefix
        certain = words[0] in cues.definite
        words = words[certain:]
        ending = next((end for end in cues.definite_endings if words and words[-1].endswith(end)), "")
        if not words or len(words) > _MOST_WORDS or any(w in cues.articles or w in cues.bodies for w in words):
            return ()
        if not (certain or ending or cues.bare_roles or cues.names_follow_roles):
            return ()
        if not any(word in cues.roles for word in words) or any(word in cues.no_roles for word in words):
            return ()
        role = " ".join(words)
        shorter = [role.removesuffix(end) for end in cues.definite_endings if role.endswith(end)]
        if prefix and role.startswith(prefix):
            shorter.append(role.removeprefix(prefix))
        return (role, *(form for form in shorter if len(form) > 2))

    def same(self, roles: tuple[str, ...]) -> tuple[str, ...]:
        """Return the other words for who holds one of *roles*: for "entrenador" also "técnico"."""
        groups = (self.names.cues.same_roles.get(role, ()) for role in roles)
        return tuple(dict.fromkeys(form for group in groups for form in group))

    def holders_of(self, roles: tuple[str, ...]) -> set[str]:
        """Return all whom the article prints with one of *roles*."""
        if not roles:
            return set()
        cues, body = self.names.cues, self.names.body
        forms = "|".join(map(re.escape, roles))
        joined = r"\w*" if cues.joins_nouns else ""  # "der Minister" is the Verkehrsminister
        places = re.finditer(rf"(?<!\w){joined}(?:{forms})(?!\w)", body, re.IGNORECASE)
        holders: set[str] = set()
        for match in islice(places, _MOST_PLACES):
            before = _WORD_BEFORE.search(body, max(0, match.start() - _REACH), match.start())
            if before and before[1].lower() in cues.former:
                continue
            if name := self.after(match.end()) or self.before(match.start(), match.end()):
                # "Prince Charles" is no Charles Rowe, and not named in full.
                family = " " in name or name in self.names.by_last
                holders.add(self.names.of_given(self.names.fullest(name)) if family else name)
        return holders

    def after(self, end: int) -> str | None:
        """Return the name that follows the role which ends at *end*."""
        names, body = self.names, self.names.body
        title = _TITLE.match(body, end)
        if title and body[title.end() : title.end() + 1].isalpha() and (name := self.named_at(title.end())):
            return name
        cues = names.cues
        if cues.names_follow_roles:  # "وزير الري حسام الطوخي"
            words = islice(_FURTHER.finditer(body, end, end + _REACH), _MOST_WORDS)
            return next((name for word in words if (name := names.form_at(word.end()))), None)
        belonging = _BELONGING.match(body, end)
        if belonging:
            link = belonging["link"].lower().replace("’", "'")
            if (link in cues.links or link in cues.genitives) and (name := self.named_at(belonging.end())):
                return name
        if cues.bare_roles and (further := _OF_WHAT.match(body, end)):
            named = self.named_at(further.end())  # "rzecznik prokuratury Jan Nowak"
            known = any(word in cues.verbs or word in cues.breaks for word in further[0].split())
            if named and not known and is_given(named.split()[0]):
                return named
        capital = _CAPITAL.match(body, end)
        if capital is None or len(capital[1]) < 3 or not capital[1][0].isupper() or is_caseless(capital[1]):
            return None
        if (low := capital[1].lower()) in cues.verbs or low in cues.times or low in cues.breaks or low in cues.roles:
            return None
        if body[capital.end() + 1 : capital.end() + 2].isupper():
            return None  # a longer role: "Air Chief Marshal N.K. Rao"
        # "President Reagan" is another president, though not named in full.
        return None if cues.nouns_are_capitals and capital[1] not in names.by_last else capital[1]

    def named_at(self, at: int) -> str | None:
        """Return the name that the body prints at *at*, a title skipped: "the governor, Mr Ann Lee"."""
        if name := self.names.form_at(at):
            return name
        title = _SPELT_TITLE.match(self.names.body, at)
        told = title and (title[1].lower() in self.names.cues.titles or title[1].lower() in self.names.cues.roles)
        return self.names.form_at(title.end()) if title and told else None

    def before(self, start: int, end: int) -> str | None:
        """Return the name before the role at *start*: "Ann Lee, the mayor of Seaport"."""
        names, body = self.names, self.names.body
        match = _NAMED_BEFORE.search(body, max(0, start - _REACH), start)
        if match is None or names.cues.names_follow_roles or body[end : end + 1] in ("'", "’", "-"):
            return None
        following = _NEXT.match(body, end)
        word, cues = following[1].lower() if following else "", names.cues
        if (match["article"] or "").lower() not in ("", *cues.articles.whole) or word in cues.verbs or word in cues.aux:
            return None  # "Not for Ann Lee, the mayor said"
        goes_on = not word or word in cues.links or word in cues.breaks or word in cues.genitives
        if match["article"] and match["article"].lower() in cues.definite and not goes_on:
            return None  # "Asked by Ann Lee, the singer discussed"
        at = match.end("last")
        forms = (" ".join(form) for form in names.by_last.get(match["last"], ()))
        return max((form for form in forms if body.endswith(form, 0, at)), key=len, default=None)
