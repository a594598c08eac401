"""What a question wants to hear (a time, a place, a person, a count), and whether the mark holds one. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from index.languages.counts import find_numbers
from index.languages.read_text import ReadText, content
from index.languages.words import Mark
from index.search.vetoes.kinds.ages import holds_age
from index.search.vetoes.kinds.people import holds_person
from index.search.vetoes.kinds.times import holds_day, holds_hour, holds_length, holds_reason, holds_time
from index.search.vetoes.parsing.asked import Ask
from index.search.vetoes.reading import Case

_PLACE = re.compile(
    r"\b(?:in|at|near|on|to|into|outside|inside|across|between|around|along|through|towards?|above|below|under|"
    r"over|behind|beside|beneath|by(?= (?:the|an?|its|his|her|their) )|onto|throughout)\s+"
    r"(?=(?:the |a |an |its |his |her |their )?[\"“‘]?(?P<place>[^\W\d_][\w’'-]*(?: [^\W\d_][\w’'-]*){0,2}))",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\b", re.IGNORECASE)
NONE = re.compile(
    r"\b(?:no one|nobody|none|few|several|single|both|couple|pair|free|twice(?! as| the)|hat[- ]trick)\b", re.IGNORECASE
)


def lacks_what_is_asked(case: Case) -> bool:
    """The question asks for one kind of thing alone, and the mark holds none."""
    return asks_for_one_kind(case) and not holds_what_is_asked(case)


def asks_for_one_kind(case: Case) -> bool:
    """One kind of thing alone is asked for, and one that can be told by its look."""
    return len(case.asks) == 1 and case.asks <= _HOLDS.keys()


def holds_what_is_asked(case: Case) -> bool:
    """The mark holds something of a kind that the question asks for."""
    return any(ask in _HOLDS and _HOLDS[ask](case) for ask in case.asks)


def _holds_number(case: Case) -> bool:
    new = any(word.stem not in case.question.stems for _, word in find_numbers(case.core))
    return new or bool(NONE.search(case.core.text))


def _holds_place(case: Case) -> bool:
    """Whether there is a new place; where something is from, many words may say."""
    if _FROM.search(case.question.text):
        return True
    phrases = (ReadText(match["place"]).words for match in _PLACE.finditer(case.core.text))
    places = (words for words in phrases if not words[0].mark & (Mark.NUMBER | Mark.TIME))
    return any(content(words) - case.question.stems for words in places)


_HOLDS: Mapping[Ask, Callable[[Case], bool]] = {
    Ask.HOUR: holds_hour,
    Ask.DAY: holds_day,
    Ask.TIME: holds_time,
    Ask.PLACE: _holds_place,
    Ask.PERSON: holds_person,
    Ask.NAME: holds_person,
    Ask.COUNT: _holds_number,
    Ask.AGE: holds_age,
    Ask.AMOUNT: _holds_number,
    Ask.LENGTH: holds_length,
    Ask.REASON: holds_reason,
}
