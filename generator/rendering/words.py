"""A language's sentences, dates, lists and numbers. The only module that imports Babel.

Babel knows the languages of the world; what newspapers do otherwise is said here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from generator.errors import Problem, ProblemsFound
from generator.pages import Time
from generator.rendering.catalogue import languages_of

if TYPE_CHECKING:  # Babel is slow to load, and a build with nothing to render needs none of it
    from babel import Locale

# The digits of the calendar's "short" (11/28/25) read differently on two shores of an ocean.
_WIDTHS: Mapping[str, Literal["full", "medium"]] = {"full": "full", "short": "medium"}
# Where Spanish "y" becomes "e": before the sound of i, but not before a diphthong (hielo, Yago).
_SOUNDS_AS_I = re.compile(r"h?[ií](?![eé])|y(?![aeiouáéíóú\W]|$)", re.IGNORECASE)
_FOUR_DIGITS = 10_000


@dataclass(frozen=True, slots=True)
class Words:
    """A language, and the theme's messages in it."""

    language: str
    catalogue: Mapping[str, str]

    def message(self, key: str, count: object = None) -> str:
        """Return a message as the catalogue has it; raise `KeyError` where it has none.

        With a count, it is the one of the count's plural form: `key_one`, `key_other`.
        """
        if isinstance(count, int):
            form = _locale(self.language).plural_form(count)
            for candidate in (f"{key}_{form}", f"{key}_other"):
                if candidate in self.catalogue:
                    return self.catalogue[candidate]
        return self.catalogue[key]

    def t(self, key: str, /, **values: object) -> str:
        """Return a message with its values; raise `KeyError` where there is no such message."""
        return self.message(key, values.get("count")).format(**self.shown(values))

    def shown(self, values: Mapping[str, object]) -> dict[str, object]:
        """Return a message's values as they are shown: a count is a number of this language."""
        count = values.get("count")
        return dict(values) | ({"count": self.number(count)} if isinstance(count, int) else {})

    def date(self, time: Time, style: str = "full") -> str:
        """Return a date, with the hour and zone where the hour is known; `full` or `short`."""
        if style not in _WIDTHS:
            raise ValueError(f'expected "full" or "short" as the style of a date, got "{style}"')
        return _date(self.language, time, time.at.tzinfo, time.at.fold, style)

    def month(self, moment: datetime) -> str:
        """Return a month and its year."""
        from babel.dates import format_skeleton

        return format_skeleton("yMMMM", moment, locale=_locale(self.language))

    def listed(self, names: Sequence[str]) -> str:
        """Return names as a list: "A, B and C"."""
        return self.list_pattern(names).format(*names)

    def list_pattern(self, names: Sequence[str]) -> str:
        """Return the list of these names with `{0}`, `{1}` ... in their places."""
        from babel.lists import format_list

        # American Babel says "A, B, and C"; American newspapers do not.
        language = "en-001" if languages_of(self.language)[0] == "en" else self.language
        places = [f"{{{number}}}" for number in range(len(names))]
        pattern = format_list(places, locale=_locale(language))
        if self._is_spanish and names and _SOUNDS_AS_I.match(names[-1]):
            return pattern.replace(f" y {places[-1]}", f" e {places[-1]}")
        return pattern

    def number(self, number: int) -> str:
        """Return a whole number with its thousands apart."""
        from babel.numbers import format_decimal

        # The Academy writes four digits together; Babel does not know it.
        if self._is_spanish and abs(number) < _FOUR_DIGITS:
            return str(number)
        return format_decimal(number, locale=_locale(self.language))

    @property
    def _is_spanish(self) -> bool:
        return languages_of(self.language)[0] == "es"


@lru_cache(maxsize=10_000)  # an article's date stands wherever the article does
def _date(language: str, time: Time, _zone_of: tzinfo | None, _fold: int, style: str) -> str:
    # Zone and fold are in the key: Python takes one instant in two zones, and the two hours of one
    # face in autumn, for equal.
    from babel.dates import format_date, format_time, get_datetime_format

    locale, width = _locale(language), _WIDTHS[style]
    day = format_date(time.at, width, locale)
    if not time.has_time:
        return day
    written = format_time(time.at, "short", locale=locale).replace("\u202f", "\u00a0")
    hour = f"{written} {_zone(time.at)}"  # many typefaces have no narrow space to show
    pattern = str(get_datetime_format(width, locale)).replace("'", "")
    return pattern.replace("{0}", hour).replace("{1}", day)


@cache
def _locale(language: str) -> "Locale":
    """Return what Babel knows of a language, or of the wider one: es for es-XX."""
    from babel import Locale, UnknownLocaleError

    for tag in reversed(languages_of(language)):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    message = f'expected a language whose dates are known, such as "en" or "es", got "{language}"'
    raise ProblemsFound([Problem("site.toml", 0, 0, "language", message)])


def _zone(moment: datetime) -> str:
    """Return a zone's abbreviation, or its distance from UTC: half the zones have no letters."""
    name = moment.tzname() or ""
    if name.isalpha():
        return name
    minutes = (moment.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
