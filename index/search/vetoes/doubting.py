"""What speaks against a mark and refuses nothing by itself: the decision weighs it. Pure."""

from __future__ import annotations

import re

from index.languages.read_text import ReadText
from index.search.vetoes.kinds.expecting import asks_for_one_kind, holds_what_is_asked
from index.search.vetoes.reading import Case

_PART = re.compile(r"[;:.!?“”\"]|\b(?:and|but|which|who|that|while|although)\b", re.IGNORECASE)


def miss_deed(case: Case) -> float:
    """How unlike any word of the mark the verb of the question is: 0 where it stands there or none is read, 1 at most.

    "When is the ferry to be launched?" is not answered by when it is to leave.
    """
    verbs = [verb for verb, _ in case.deeds[:1]]
    return max((1 - case.said(verb) for verb in verbs), default=0.0)


def miss_kind(case: Case) -> bool:
    """What is asked for stands in the mark, if at all, apart from what is asked about.

    "Who found the boys?" is not answered by "the boys were found alive, and the mayor, Ann Moe, wept".
    """
    if not asks_for_one_kind(case):
        return False
    parts = [part for part in map(ReadText, _PART.split(case.mark.text)) if part.words]
    shared = [len(part.stems & case.question.content) for part in parts]
    nearest = (part for part, number in zip(parts, shared, strict=True) if number == max(shared))
    return not any(holds_what_is_asked(case.narrowed(part)) for part in nearest)
