"""What stands between marks, seen from outside: a sentence, a title, a term, a nickname. Pure."""

from __future__ import annotations

import re

from index.quotations import lexicon
from index.quotations.stretches import Marked

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
# Right before the marks: what follows is a name of something, not speech.
_NAMING = re.compile(
    r"\b(?:so[ -]called|known(?: \w+)? as|titled|entitled|dubbed|nicknamed|named|labell?ed|branded|code-?named"
    r"|billed as|sold \w+ as|listed as|designated|under the (?:pseudonym|name|headline|banner)|reading|marked"
    r"|that (?:read|reads|says|said)|the (?:words?|terms?|phrase|slogan|hashtag|headline)"
    r"|the (?:song|film|movie|book|novel|album|show|play|podcast|poem|essay))[\s,:]*$",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset("a an and as at but by for from in into of on or the to with v vs de la n".split())
_LONGEST_TITLE = 9  # words
_LONGEST_NAME = 12  # words of what a naming word can bring in
_LONGEST_NICKNAME = 25  # characters


class Words:
    """The words of a stretch: their number (of the first 400 characters), the last character, the capitals."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.number = sum(1 for _ in _WORD.finditer(text, 0, 400))
        self.last = text[-1]
        first = text.lstrip("[(…. '‘“\"—-")[:1]
        self.opens_capital = first.isupper() or first.isdigit()

    @property
    def is_title(self) -> bool:
        """Every word has a capital, but for the small ones."""
        words = _WORD.findall(self._text)
        return (
            len(words) <= _LONGEST_TITLE
            and all(word[0].isupper() or word[0].isdigit() or word.lower() in _SMALL_WORDS for word in words)
            and words[0][0].isupper()
        )


def is_named_before(lead: str, words: Words) -> bool:
    """Whether the text before the marks brings in a name: so-called "moon shots", the song "Harvest"."""
    if words.number < _LONGEST_NAME and _NAMING.search(lead[-60:]):
        return True
    return words.is_title and any(word in lexicon.WORKS for word in last_words(lead))


def last_words(lead: str) -> list[str]:
    """The last three words before the marks, in lower case."""
    return [word.lower() for word in _WORD.findall(lead[-80:])[-3:]]


def is_nickname(text: str, marked: Marked) -> bool:
    """Dwight “The Anvil” Corrigan."""
    start, end = marked.outer.start, marked.outer.end
    before, after = text[max(0, start - 30) : start].split(), text[end : end + 30].split()
    if not before or not after or marked.span.end - marked.span.start > _LONGEST_NICKNAME:
        return False
    low = before[-1].lower().rstrip(".")
    return (
        text[start - 1] == " " == text[end]
        and text[marked.span.start].isupper()
        and text[marked.span.end - 1].isalpha()
        and before[-1][0].isupper()
        and before[-1][-1].isalpha()
        and after[0][0].isupper()
        and low not in lexicon.FUNCTION_WORDS
        and low not in lexicon.SPEECH
    )
