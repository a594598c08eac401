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
_LABELLED = (
    re.compile(r"(?P<who>[^\n:“„«\"]{2,60}):\s+(?P<words>\S.+)", re.DOTALL),  # Lind: we wait
    re.compile(r"(?P<words>.+\S)\s+[-–—~]\s*(?P<who>[^\n:.!?…“”„«»\"]{2,60})", re.DOTALL),  # we wait — Lind
)


def read_claim(claim: Claim, quotations: Sequence[Quotation]) -> Claim:
    """The claim with nothing but the words that it says somebody said, and, where it names nobody beside them, with
    whom they themselves name: "Ana Lind said “we wait”", "Lind: we wait".

    A name before a colon may be a headline's or an outlet's, so it counts where the ``quotations`` know it.
    """
    words, speaker = claimed_words(claim.words), claim.speaker
    said = _find_said(claim.words)
    if said and words == claim.words.strip():  # more is told of them than they are long
        words = _join(said)
    if speaker is None:
        names = {one.speaker.name if one.speaker and one.speaker.sure else "" for one in said}
        name = names.pop() if len(names) == 1 else ""
        if _names_somebody(name, said, quotations):
            words, speaker = _join(said), name
        elif labelled := _find_label(claim.words.strip(), quotations):
            words, speaker = claimed_words(labelled["words"]), labelled["who"].strip()
    return replace(claim, words=words, speaker=speaker)


def _find_said(text: str) -> list[Quotation]:
    """The words between marks of which the text tells who said them."""
    if not _MARKED.search(text):
        return []
    article = Article(id=ArticleId(""), story=StoryId(""), title="", body=text)
    return [one for one in extract(article) if one.kind in (Kind.DIRECT, Kind.MIXED)]


def _join(said: Sequence[Quotation]) -> str:
    return " … ".join(one.text.rstrip(",،") for one in said)


def _names_somebody(name: str, said: Sequence[Quotation], quotations: Sequence[Quotation]) -> bool:
    if not name or is_description(name):
        return False
    return bool(find_speakers(quotations, name)) or (" " in name and all(one.cue for one in said))


def _find_label(text: str, quotations: Sequence[Quotation]) -> re.Match[str] | None:
    """Who stands before the words or behind them, and the words, where the ``quotations`` know them; None where all of
    it is somebody's words: "I trust one man: Lind"."""
    for way in _LABELLED:
        if (found := way.fullmatch(text)) and find_speakers(quotations, found["who"]):
            whole = _in_a_row(text)
            return None if any(whole in _in_a_row(one.text) for one in quotations) else found
    return None


def _in_a_row(text: str) -> str:
    return f" {' '.join(compared_words(text))} "


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
