"""Whether somebody denied something, where a text tells it in whatever words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.languages.read_text import ReadText
from index.search.vetoes.reading import begins_with_pronoun, points_back
from index.types import Hit

_ASKED = re.compile(
    r"^\W*(?:did|does|do|has|have|had) (?P<who>.+?) (?:den(?:y|ied)|disputed?|dismiss(?:ed)?|reject(?:ed)?) "
    r"(?P<what>[^?]+)",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss(?:es|ed|ing)|reject(?:s|ed|ing)|disput(?:es|ed|ing)|no truth|"
    r"(?:is|are|was|were|as)(?: \w+)? (?:false|untrue|wrong|nonsense|lies?|baseless|unfounded|fantasy|fiction|invented|"
    r"speculation|rubbish))\b",
    re.IGNORECASE,
)
_HALF = 0.5  # of the words of what is denied


def find_denial(question: str, hits: Sequence[Hit]) -> Hit | None:
    """The first sentence of the hits in which whoever the question asks about denies what it asks about."""
    asked = _ASKED.match(question)
    who, what = (ReadText(asked[part]).content for part in ("who", "what")) if asked else (frozenset(), frozenset())
    for hit in hits if asked else ():
        body = hit.passage.article.body
        said = [ReadText(sentence.of(body)) for sentence in hit.passage.sentences]
        for place, sentence in enumerate(hit.passage.sentences):
            shared = what & (said[place].stems | said[max(0, place - 1)].stems)
            if len(shared) >= _HALF * len(what) and _is_denied_by(who, said[: place + 1]):
                return replace(hit, highlight=sentence)
    return None


def _is_denied_by(who: frozenset[str], said: Sequence[ReadText]) -> bool:
    """Whether the last of the sentences denies something, and they are its subject, or whom its pronoun means."""
    denial = _DENIAL.search(said[-1].text)
    if denial is None:
        return False
    before = ReadText(said[-1].text[: denial.start()])
    if who & before.stems or not points_back(before):
        return bool(who & before.stems)
    told_of = next((one for one in said[-2::-1] if not begins_with_pronoun(one)), None)
    return told_of is not None and bool(who & told_of.stems)
