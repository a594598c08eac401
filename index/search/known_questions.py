"""Questions that an index is known to answer: made from who is quoted on what, kept if asking gives the answer.

The questions are ours; what answers them is, as always, the articles'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest

from index.encoding.encoder import Encoder
from index.search.answers import decide
from index.search.calibration import Calibration
from index.search.searcher import Searcher
from index.store.generations import Generation
from index.types import Answer, Kind, Question, Quotation, Scope, StoryId

_CANDIDATES_PER_STORY = 40
_KEPT_PER_STORY = 25  # what Discord's autocomplete can offer
# A name inside a sentence that stands for itself: no possessive, and no "Iraqi" or "American" before a noun.
_NAME = re.compile(
    r"(?<=[a-z,] )[A-Z][\w-]+(?: [A-Z][\w-]+)*(?![\w’'-])"
    r"(?:(?! [a-z])|(?<!i)(?<!an)(?<!ish)(?<!ese))"
)


def ask_candidates(generation: Generation, encoder: Encoder, weights: Calibration) -> list[tuple[StoryId, str]]:
    """The questions that ``generation`` answers with a passage that names the person asked about."""
    searcher = Searcher(generation, encoder, weights)
    kept = []
    for story in generation.manifest.stories:
        scope = Scope(stories=frozenset({story}))
        of_story = [quotation for quotation in generation.quotations if quotation.article.story == story]
        candidates = list(_choose(of_story))
        rankings = searcher.rank([Question(text=text, scope=scope) for text, _ in candidates])
        answered = [
            (story, text)
            for (text, speaker), ranking in zip(candidates, rankings, strict=True)
            if isinstance(outcome := decide(ranking, "balanced", weights), Answer)
            and speaker.split()[-1] in outcome.hits[0].passage.text
        ]
        kept += answered[:_KEPT_PER_STORY]
    return kept


def _choose(quotations: Sequence[Quotation]) -> Iterator[tuple[str, str]]:
    """Candidates with the speakers that they ask about: one about everybody, then the next about everybody."""
    asked: dict[str, dict[str, None]] = {}
    for quotation in quotations:
        speaker = quotation.speaker
        if speaker and speaker.sure and quotation.kind is not Kind.INDIRECT and _is_named(speaker.name):
            asked.setdefault(speaker.name, {}).update(dict.fromkeys(_phrase(quotation, speaker.name)))
    rounds = zip_longest(*([(text, speaker) for text in texts] for speaker, texts in asked.items()))
    yield from islice((candidate for of_round in rounds for candidate in of_round if candidate), _CANDIDATES_PER_STORY)


def _phrase(quotation: Quotation, speaker: str) -> Iterator[str]:
    for topic in _names(quotation, speaker):
        yield f"What did {speaker} say about {topic}?"
    yield f"What did {speaker} say?"
    if quotation.role:
        yield f"Who is {speaker}?"


def _names(quotation: Quotation, speaker: str) -> Iterable[str]:
    """Names in somebody's words, other than their own."""
    return [name for name in _NAME.findall(quotation.text) if not set(name.split()) & set(speaker.split())]


def _is_named(name: str) -> bool:
    return len(name.split()) > 1 and all(word[0].isupper() for word in name.split())
