"""Writes `crawler/reading/dates/calendar_names.json` from Unicode CLDR as Babel ships it.

python tests/calendar_names.py
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

from babel import Locale, __version__
from babel.core import get_cldr_version

FILE = Path(__file__).parent.parent / "crawler" / "reading" / "dates" / "calendar_names.json"
LOCALES = """
    af am ar ar_DZ ar_IQ ar_MA as az az_Cyrl be bg bn bs bs_Cyrl ca cs cy da de de_AT el en en_AU en_GB es es_UY et eu
    fa fa_AF ff fi fil fo fr fr_CA fur fy ga gl gu ha he hi hr hsb hu hy id is it ja ka kk km kn ko ku ky lb lo lt lv mg
    mk ml mn mr ms mt my nb ne nl nn oc om or pa pa_Arab pl ps pt pt_PT rm ro ru rw sc sd se si sk sl so sq sr sr_Latn
    sv sw ta te tg th ti tk tr tt ug uk ur uz uz_Arab uz_Cyrl vi wo xh yi yo yue zh zu
""".split()
_PARTICLE = re.compile(r"^(?:de|oṣù) | сар$")  # "de setembre": the name comes without


def names_of_cldr() -> dict[str, object]:
    """Return the months, weekdays and day periods of all locales; a month that depends on the language by language."""
    months: dict[str, dict[str, int]] = defaultdict(dict)
    weekdays: set[str] = set()
    periods: dict[str, dict[str, set[str]]] = {"am": defaultdict(set), "pm": defaultdict(set)}
    for code in LOCALES:
        locale = Locale.parse(code)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months.get(context, {}).get(width, {}).items():
                    months[_PARTICLE.sub("", _folded(name))][locale.language] = number
                weekdays.update(map(_folded, locale.days.get(context, {}).get(width, {}).values()))
                for period, words in periods.items():
                    name = locale.day_periods.get(context, {}).get(width, {}).get(period)
                    if name:
                        words[_folded(name)].add(locale.language)
    return {
        "source": f"Unicode CLDR {get_cldr_version()} through Babel {__version__}, by tests/calendar_names.py",
        "months": {name: _one_or_by_language(found) for name, found in sorted(months.items()) if not _numbered(name)},
        "weekdays": sorted(name for name in weekdays if len(name) > 1),
        "am": {name: sorted(languages) for name, languages in sorted(periods["am"].items())},
        "pm": {name: sorted(languages) for name, languages in sorted(periods["pm"].items())},
    }


def _one_or_by_language(found: dict[str, int]) -> int | dict[str, int]:
    numbers = set(found.values())
    return numbers.pop() if len(numbers) == 1 else dict(sorted(found.items()))


def _folded(name: str) -> str:
    return " ".join(name.lower().replace("\u0307", "").split()).strip(".")


def _numbered(name: str) -> bool:
    return len(name) < 2 or any(character.isdigit() for character in name)


if __name__ == "__main__":
    FILE.write_text(json.dumps(names_of_cldr(), ensure_ascii=False, indent=0) + "\n", "utf-8")
