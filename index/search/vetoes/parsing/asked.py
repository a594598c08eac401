"""A question → the kinds of thing that it asks for, and the deeds that it may ask about. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from index.languages.read_text import ReadText, Word, content
from index.search.vetoes.parsing.deeds import (
    BE,
    BESIDE_VERBS,
    DETERMINERS,
    JOINTS,
    LONGEST,
    Deed,
    find_after_by,
    find_object,
    is_auxiliary,
    is_beside_verb,
    is_participle,
    is_verbal,
)


class Ask(Enum):
    """A way to ask, as a pattern at the head of a clause."""

    HOUR = r"(?:what|which) hour|(?<!at )what time(?! frame| period| span)"
    DAY = r"(?:what|which) (?:date|day|weekday)"
    TIME = r"when|what time|(?:what|which) (?:year|month)|how long ago"
    PLACE = r"where"
    PERSON = r"who|whom|which of them"
    NAME = r"what (?:is|was|are|were) the (?:\w+ )?names? of"
    COUNT = r"how many"
    AGE = r"how old"
    AMOUNT = r"how (?:much|far|tall|high|fast|deep|heavy|wide)"
    LENGTH = r"how long"
    REASON = r"why|for what reason|what (?:is|was) the reason"
    OTHER = r"what(?! an? )|which|how|whose"


_HEAD = (
    r"(?:^|[,.;:?!–—]\s*(?:and |but |so )?|\b(?:and|but|so|know|wondering|idea) )"
    r"(?:(?:at|by|in|on|since|until|till|for|from|to|about|around|approximately) )?"
)
_ASKS = re.compile("|".join(rf"{_HEAD}(?P<{ask.name}>(?:{ask.value})\b)" for ask in Ask), re.IGNORECASE)
_WHETHER = re.compile(
    r"\b(?:any chance|whether|(?:ask|asking|idea|know|see|sure|tell me|wonder|wondering) if)\b", re.IGNORECASE
)
_ASKING = frozenset("who whom what which when where why how".split())


def find_asks(question: ReadText) -> frozenset[Ask]:
    """Every way in which the question asks."""
    return frozenset(Ask[str(match.lastgroup)] for match in _ASKS.finditer(question.text))


def asks_whether(asked: ReadText) -> bool:
    """Whether yes or no is asked for."""
    return any(map(is_auxiliary, asked.words[:1])) or bool(_WHETHER.search(asked.text))


def read_asked(question: ReadText) -> Iterator[tuple[str, Deed]]:
    """Every way to read it, a verb and its parts: "did A (verb) B", "was B (verb) by A", "who (verb) B", "which A
    (verb) B", "which B did A (verb)"; and where yes or no is asked for: "did A (verb) B?"."""
    words = question.words
    asking = (place for place, word in enumerate(words) if word.text.lower() in _ASKING)
    first = next((place for place in asking if not _exclaims(words, place)), None)
    if first is None:
        if words and is_auxiliary(words[0]):
            yield from _read_inverted(words, 0, fronted=frozenset())
        return
    after = range(first + 1, min(len(words), first + LONGEST + 2))
    auxiliary = next((place for place in after if is_auxiliary(words[place])), None)
    if auxiliary is None:
        yield from _read_subject_first(words[first:])
    elif _begins_phrase(words, auxiliary):
        yield from _read_inverted(words, auxiliary, fronted=content(words[first + 1 : auxiliary]))
    elif auxiliary == first + 1 and words[first].text.lower() == "who":
        yield from _read_who(words[auxiliary:])


def _exclaims(words: Sequence[Word], place: int) -> bool:
    """ "What a day!" """
    return [word.text.lower() for word in words[place : place + 2]] in (["what", "a"], ["what", "an"])


def _read_subject_first(words: Sequence[Word]) -> Iterator[tuple[str, Deed]]:
    """ "Who found the dog", "which climber found the dog", "how many officers moved her"."""
    for place in range(1, min(len(words), LONGEST + 2)):
        if words[place].is_empty and words[place].text.lower() not in {"many", "of", "the", "them"}:
            return
        is_adjective = place > 1 and words[place - 1].is_empty and words[place - 1].text.lower() != "them"
        is_deed = is_verbal(words, place) or (place == 1 and words[0].text.lower() == "who")
        if not words[place].is_name and not is_adjective and is_deed:
            doers = content(word for word in words[1:place] if not word.is_name)
            yield words[place].stem, Deed(doers=doers, done_to=find_object(words[place + 1 :]))
            return


def _read_who(words: Sequence[Word]) -> Iterator[tuple[str, Deed]]:
    """ "Who has found the dog", "who was found": what stands after "who", its auxiliary first."""
    at = next((at for at, word in enumerate(words) if not is_beside_verb(word)), 0)
    if at and not words[at].is_empty and not words[at].is_name:
        is_passive = words[at - 1].text.lower() in BE and is_participle(words[at])
        yield words[at].stem, Deed(done_to=find_object(words[at + 1 :]), is_passive=is_passive)


def _read_inverted(words: Sequence[Word], auxiliary: int, *, fronted: frozenset[str]) -> Iterator[tuple[str, Deed]]:
    for place in range(auxiliary + 2, min(len(words), auxiliary + LONGEST + 3)):
        word, named = words[place], content(words[auxiliary + 1 : place])
        if named and word.is_empty and word.text.lower() not in JOINTS | BESIDE_VERBS | BE:
            return
        if not named or word.is_empty or word.is_name or word.text.endswith("ly"):
            continue
        is_be = bool({words[auxiliary].text.lower(), words[place - 1].text.lower()} & BE)
        if not is_be or word.text.lower().endswith("ing"):
            after = words[place + 1 :]
            is_aside = bool(after) and after[0].text.lower() == "by"  # "did the truce made by A hold"
            done_to = find_object(after) or fronted
            if not is_aside and not named <= done_to:
                yield word.stem, Deed(doers=named, done_to=done_to)
        elif is_participle(word):
            yield word.stem, Deed(doers=find_after_by(words[place + 1 :]), done_to=named, is_passive=True)


def _begins_phrase(words: Sequence[Word], auxiliary: int) -> bool:
    """Whether a noun phrase follows the auxiliary, as it does but where the asking word is the subject itself."""
    if words[auxiliary].text.lower() in {"did", "does", "do"}:
        return True
    after = words[auxiliary + 1 : auxiliary + 2]
    return bool(after) and (after[0].is_name or after[0].text.lower() in DETERMINERS)
