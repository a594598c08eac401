"""The article asks, too, and does not answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.languages.read_text import ReadText
from index.search.vetoes.expecting import holds_what_is_asked
from index.search.vetoes.reading import Case

_BREAK = re.compile(r"[.!?:\n“”\"]| [-–—] ")
_LONGEST = 200  # characters of a question that can be recognised
_STRANGE = frozenset("he she they it this that and but or so".split())
_FEWEST = 3  # words of a question that can be recognised


def is_itself_a_question(case: Case) -> bool:
    """The mark only asks."""
    marked = case.mark.text.rstrip("\"'”’» ")
    return marked.endswith("?") and not re.search(r"[.!](?=\s)", marked)


def is_left_open(case: Case) -> bool:
    """The article asks the same, and the mark lacks a word of it, and what is asked for."""
    if holds_what_is_asked(case):
        return False
    asked = {word.text.lower() for word in case.question.words}
    told = {word.text.lower() for word in case.mark.words}
    for question in _questions(case.article.text):
        words = {word.text.lower() for word in ReadText(question).words} - _STRANGE
        if len(words) >= _FEWEST - 1 and words <= asked and not words <= told:
            return True
    return False


def _questions(text: str) -> Iterator[str]:
    for match in re.finditer(r"\?", text):
        yield _BREAK.split(text[max(0, match.start() - _LONGEST) : match.start()])[-1]
