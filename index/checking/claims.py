"""What somebody writes about somebody's words → the claim in it: the words, and who is said to have said them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.checking.words import compared_words
from index.languages.tokens import COMPARED
from index.quotations import extract, find_speakers, is_description
from index.types import Article, ArticleId, Claim, Kind, Quotation, StoryId

_MARKED = re.compile(r"[“„«\"](.+?)(?:[”“»\"]|$)|(?<![^\W_])[‘'](.+)['’](?![^\W_])", re.DOTALL)
_SAYING = re.compile(
    r"\b(?:say|says|saying|said|tell|tells|told|claim\w*|quoted?|quotes|utter\w*|words|state[ds]?)\b", re.IGNORECASE
)


def read_claim(claim: Claim, quotations: Sequence[Quotation]) -> Claim:
    """The claim with nothing but the words that it says somebody said, and, where it names nobody beside them, with
    whom they themselves name: "Ana Lind said “we wait”", "Lind: “we wait”".

    A name before a colon may be a headline's or an outlet's, so it counts where the ``quotations`` know it.
    """
    words, speaker = claim.words, claim.speaker
    if speaker is None and _MARKED.search(words):
        said = [one for one in extract(_as_article(words)) if one.kind in (Kind.DIRECT, Kind.MIXED)]
        names = {one.speaker.name if one.speaker and one.speaker.sure else "" for one in said}
        if len(names) == 1 and _names_somebody(name := names.pop(), said, quotations):
            return replace(claim, words=" … ".join(one.text.rstrip(",،") for one in said), speaker=name)
    return replace(claim, words=claimed_words(words))


def _as_article(text: str) -> Article:
    return Article(id=ArticleId(""), story=StoryId(""), title="", body=text)


def _names_somebody(name: str, said: Sequence[Quotation], quotations: Sequence[Quotation]) -> bool:
    if not name or is_description(name):
        return False
    return bool(find_speakers(quotations, name)) or (" " in name and all(one.cue for one in said))


def claimed_words(text: str) -> str:
    """The words that ``text`` says somebody said: what stands between its quotation marks, else all of it.

    Marks count only if the rest speaks of saying or is shorter than what they hold, so that a scare quote inside a
    claim does not become the claim. Several quoted stretches are joined by an ellipsis.
    """
    marked = [" ".join((match[1] or match[2]).split()) for match in _MARKED.finditer(text)]
    marked = [words for words in marked if COMPARED.search(words)]
    rest = _MARKED.sub(" ", text)
    if marked and (_SAYING.search(rest) or len(compared_words(rest)) < len(compared_words(" ".join(marked)))):
        return " … ".join(marked)
    return text.strip()
