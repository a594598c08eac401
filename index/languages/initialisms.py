"""What initials stand for, where articles and readers write the one or the other. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from index.languages.tokens import CAPITALS

# Rows of the ways to write one name; points are left out where letters stand for words.
INITIALISMS = (
    ("UN", "United Nations"),
    ("EU", "European Union"),
    ("US", "United States", "USA", "America"),
    ("UK", "United Kingdom", "Britain"),
    ("UAE", "United Arab Emirates"),
    ("WHO", "World Health Organization", "World Health Organisation"),
    ("WTO", "World Trade Organization", "World Trade Organisation"),
    ("IMF", "International Monetary Fund"),
    ("ECB", "European Central Bank"),
    ("ICC", "International Criminal Court"),
    ("FBI", "Federal Bureau of Investigation"),
    ("CIA", "Central Intelligence Agency"),
    ("FAA", "Federal Aviation Administration"),
    ("FDA", "Food and Drug Administration"),
    ("EPA", "Environmental Protection Agency"),
    ("CDC", "Centers for Disease Control and Prevention", "Centers for Disease Control"),
    ("NHS", "National Health Service"),
    ("DC", "District of Columbia"),
    ("LA", "Los Angeles"),
    ("NYC", "New York City", "New York"),
    ("NGO", "non-governmental organization", "non-governmental organisation", "aid group", "charity"),
    ("PM", "prime minister"),
    ("MP", "member of parliament", "lawmaker"),
    ("CEO", "chief executive officer", "chief executive"),
    ("CFO", "chief financial officer", "finance chief"),
    ("HR", "human resources", "personnel"),
    ("DI", "Detective Inspector"),
    ("SOFA", "Status of Forces Agreement"),
    ("GDP", "gross domestic product"),
    ("AI", "artificial intelligence"),
)

# The words of a name and its initials: "the Trans-Alpine Railway Company (TARC)". Small words may have theirs, or none.
_DEFINED = re.compile(
    rf"(?P<name>[{CAPITALS}][\w’'-]*(?:[ -](?:(?:of|and|for|the|on|in|to) ){{0,2}}[{CAPITALS}][\w’']*){{1,8}})"
    rf" \((?:the )?(?P<initials>[{CAPITALS}]{{2,8}})\)"
)


@lru_cache(maxsize=128)
def find_defined(text: str) -> Mapping[str, str]:
    """The initials that a text itself explains, each with the name: "the Trans-Alpine Railway Company (TARC)"."""
    return {
        match["initials"]: match["name"][start:]
        for match in _DEFINED.finditer(text)
        if (start := _find_start(match["name"], match["initials"])) is not None
    }


def find_meant(words: str, text: str) -> Mapping[str, str]:
    """The initials that a text explains, and those among some words that are known for a name that stands in the text;
    each with the name."""
    written = words.replace(".", "")
    known = {
        initials: name
        for initials, *names in INITIALISMS
        if initials in written
        for name in reversed(names)
        if re.search(rf"\b{name}\b", text, re.IGNORECASE)
    }
    return {**known, **find_defined(text)}


def _find_start(name: str, initials: str) -> int | None:
    """Where in a run of capitalised words those begin that the initials are of."""
    words = [*re.finditer(r"[^\W_][\w’']*", name)]
    capitalised = [word for word in words if word.group()[0].isupper()]
    for of_initials in (capitalised[-len(initials) :], words[-len(initials) :]):
        if "".join(word.group()[0].upper() for word in of_initials) == initials:
            return of_initials[0].start()
    return None
