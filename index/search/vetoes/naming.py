"""Names: of what the article does not know, and of whoever is not the one that is asked about. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from difflib import SequenceMatcher
from functools import cache

from rapidfuzz.distance import Indel

from index.languages.initialisms import INITIALISMS
from index.languages.names import FULL
from index.languages.read_text import ReadText, Word, read_article, strip_genitive
from index.languages.tokens import CAPITALS
from index.languages.variants import find_variants
from index.languages.words import Mark, fold
from index.search.vetoes.kinds.people import tells_who_it_is
from index.search.vetoes.parsing.titles import is_title
from index.search.vetoes.reading import Case

_FEWEST = 4  # letters of a name that is looked for; shorter ones are initials and "Mr"
_SHORT = 3  # letters from which a name may be spelled another way: "Oru", "Orru"
_SHARED, _ENDING = 4, 2  # letters in which "Italian" and "Italy" agree at least, and those by which the shorter differs
_MISSPELT = 0.8  # share of letters in which a name agrees with one that is spelled another way
_WHOLE = 6  # letters of a name whose first one may be misspelt
_LONG = 3  # words from which a name may be known by most of them
_BEGINS = re.compile(r"(?:^|[.!?:]|[-–—])[\s\"'“‘(]*$")  # a sentence, or the second part of a compound
_NAME_OF = re.compile(
    r"\bwhat(?:['’]s| is| was| are| were) (?:the (?:\w+ )?names? of (?:the |an? )?(?P<of>[^?,;]+)|"
    r"(?:the |an? )?(?P<whose>[^?,;]+?)['’]s? names?\b)|\bwho(?:['’]s| is| was) the (?P<who>[^?,;]+)",
    re.IGNORECASE,
)
# Offices that go by one name, so that an article without it does not tell who holds them; not "boss" or "judge".
_OFFICE = re.compile(
    rf"\bwho(?:['’]?s| is| was) "
    rf"(?:the |[\w.’'-]+['’]s? |(?-i:[{CAPITALS}])[\w.-]+ |(?:current|first|former|new|next|now|then) )*"
    r"(?P<office>ambassador|archbishop|bishop|chancellor|emir|emperor|governor|king|mayor|pope|president|queen|"
    r"senator|sultan|vice[- ]president|(?:(?:defence|defense|finance|foreign|interior|prime) )?minister)"
    r"(?= (?:at|for|from|in|of|to)\b|[\s?.!]*$)",
    re.IGNORECASE,
)
# Parts of the world, which an article takes for known.
_CONTINENT = re.compile(
    r"\b(?:(?:north|south|east|west)(?:ern)? |(?:central|latin) )?(?:africa|america|asia|europe)\b", re.IGNORECASE
)
_NOT_IN_IT = frozenset("former ex onetime deputy assistant previous outgoing late retired".split())
_NEAR = 6  # words between somebody and their name
_IN = re.compile(rf"\b(?:at|between|from|in|into|near|of|off|on|outside|to) (?:the )?(?:[{CAPITALS}][\w’'-]* )*$")
_STOP = re.compile(r"[.;:!?][\"”’]?\s")


def names_what_is_not_there(case: Case) -> bool:
    """A name of the question stands nowhere in the article, nor one like it; nor in the others of its story, which an
    article takes for known."""
    if case.question.text.isupper():
        return False
    continents = [match.span() for match in _CONTINENT.finditer(case.question.text)]
    unknown = [
        word
        for word in case.question.words
        if _is_sought(word, case.question)
        and not any(start <= word.start < end for start, end in continents)
        and not _is_known(word, case.article)
        and not _is_part_of_known(word, case)
    ]
    return any(not any(_is_known(word, read_article(article)) for article in case.beside) for word in unknown)


def asks_for_another_office(case: Case) -> bool:
    """Who holds an office is asked, and neither the article nor the others of its story name that office."""
    match = _OFFICE.search(case.question.text)
    if match is None:
        return False
    words = [word for word in case.question.words if match.start("office") <= word.start < match.end("office")]
    articles = [case.article, *map(read_article, case.beside)]
    shorts = {short for short, full in FULL.items() if full == match["office"].lower()}  # Gov. Ann Moe
    return not any(all(_is_known(word, article) for word in words) or shorts & article.stems for article in articles)


def is_somebody_elses_name(case: Case) -> bool:
    """The name of somebody is asked for, whom the mark does not tell of, or without one and without what they are."""
    match = _NAME_OF.search(case.question.text)
    if match is None or (places := _find_bearers(match, case)) is None:
        return False
    if not places:
        return match["who"] is None
    return not tells_who_it_is(case) and not any(_is_named(place, case) for place in places)


def holds_it_no_longer(case: Case) -> bool:
    """Who holds an office now is asked for, and the mark tells only who once did, or who is below it: "a former deputy
    treasurer"."""
    match = _NAME_OF.search(case.question.text)
    places = _find_bearers(match, case) if match else None
    if not places or {word.text.lower() for word in case.question.words} & (_NOT_IN_IT | {"was"}):
        return False
    before = ({word.text.lower() for word in case.mark.words[max(0, place - 2) : place]} for place in places)
    return all(words & _NOT_IN_IT for words in before)


def _find_bearers(match: re.Match[str], case: Case) -> list[int] | None:
    """The places in the mark of what somebody is called whose name is asked for; None where no noun calls them."""
    bearer = _find_bearer(match["of"] or match["whose"] or match["who"])
    if bearer is None:
        return None
    called = {bearer.stem, *find_variants(bearer.stem)}
    return [place for place, word in enumerate(case.mark.words) if word.stem in called]


def _is_sought(word: Word, question: ReadText) -> bool:
    """Whether it is a name for certain: no sentence begins with it, and it is more than a title or initials."""
    folded = fold(word.text)
    if not word.is_name or word.mark & (Mark.TIME | Mark.NUMBER) or _BEGINS.search(question.text[: word.start]):
        return False
    is_short = len(folded) < _FEWEST or word.text.isupper()
    return not is_short and not is_title(word.text) and not is_like_any(folded, _spelled_out())


def _is_known(word: Word, article: ReadText) -> bool:
    if word.text in article.written or {word.stem, *find_variants(word.stem)} & article.stems:
        return True
    return is_like_any(strip_genitive(word.text), article.by_initial)


def _is_part_of_known(word: Word, case: Case) -> bool:
    """Whether most of a longer name is known, "the Oxford English Dictionary", or it is written as one: "AppleTalk"."""
    words = case.question.words
    at = words.index(word)
    joined = strip_genitive(words[at - 1].text + word.text)
    if at and joined in case.article.by_initial.get(joined[:1], ()):
        return True
    start = next((place + 1 for place in range(at, -1, -1) if not is_of_name(words[place])), 0)
    end = next((place for place in range(at, len(words)) if not is_of_name(words[place])), len(words))
    known = sum(_is_known(other, case.article) for other in words[start:end])
    return end - start >= _LONG and 2 * known > end - start


def is_of_name(word: Word) -> bool:
    """Whether it is a part of a name, and no title that goes before one."""
    return word.is_name and not is_title(word.text)


def is_like_any(name: str, by_initial: Mapping[str, Collection[str]]) -> bool:
    """Whether it is like a word with the same first letter, or a word but for its first letter: "Ursola"."""
    if any(_are_alike(name, other) for other in by_initial.get(name[:1], ())):
        return True
    return len(name) >= _WHOLE and any(name[1:] == other[1:] for others in by_initial.values() for other in others)


def _are_alike(one: str, other: str) -> bool:
    """Whether two with the same first letter are forms of one name, a country and its people, or two spellings."""
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    if len(shorter) < _SHORT:
        return False
    stem = max(_SHARED, len(shorter) - _ENDING)
    if shorter[:stem] == longer[:stem]:
        return True
    most = Indel.normalized_similarity(one, other)  # in a fiftieth of the time: no share of common runs is larger
    return most >= _MISSPELT and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _MISSPELT


@cache
def _spelled_out() -> Mapping[str, Collection[str]]:
    """The words of names that have initials, by their first letters: an article may have those."""
    by_initial: dict[str, set[str]] = {}
    for word in {fold(word) for row in INITIALISMS for name in row[1:] for word in name.split()}:
        by_initial.setdefault(word[0], set()).add(word)
    return by_initial


def _find_bearer(phrase: str) -> Word | None:
    """The last noun of a phrase, as far as it goes before the next empty word; None for one that is named, or whose
    owner is: "SpaceX's rocket"."""
    bearer = None
    for word in ReadText(phrase).words:
        if word.is_empty and bearer:
            break
        if word.is_name:
            return None
        bearer = None if word.is_empty else word
    return bearer


def _is_named(place: int, case: Case) -> bool:
    """Whether a name that the question lacks stands near, and is no place's: "a man was held in Holm"."""
    words, text = case.mark.words, case.mark.text
    for at in range(max(0, place - _NEAR), min(len(words), place + _NEAR + 1)):
        start, end = sorted((words[place], words[at]), key=lambda word: word.start)
        is_new = words[at].is_name and words[at].stem not in case.question.stems
        if is_new and not _STOP.search(text[start.end : end.start]) and not _IN.search(text[: words[at].start]):
            return True
    return False
