"""Questions that an index is known to answer: made from what its articles state and from who is quoted in them, and
kept if asking gives the answer.

The questions are ours; what answers them is, as always, the articles'.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache, partial
from itertools import chain, groupby, islice
from typing import TypeVar

from index.building.statements import ask_of, find_topic
from index.encoding.encoder import Encoder
from index.languages import language_of
from index.languages.series import MONTHS, WEEKDAYS
from index.languages.tokens import CAPITALS
from index.search.answers import decide
from index.search.calibration import Calibration
from index.search.reader.reading import PassageReader
from index.search.searcher import Searcher
from index.store.shelf import Holdings, Shelf
from index.types import Answer, Article, ArticleId, Kind, Outcome, Passage, Question, Quotation, Scope, Span, StoryId

_PASSAGES_READ = 20_000  # of a story; a build must not wait for its suggestions
_STATED_PER_STORY = 200  # candidates; most sentences make none
_SAID_PER_STORY = 40
_ASKED_AT_ONCE = 32  # candidates
_KEPT_PER_STORY = 25  # what Discord's autocomplete can offer
# A name inside a sentence that stands for itself: no possessive, and no "Iraqi" or "American" before a noun.
_NAME = re.compile(
    rf"(?<=[a-z,] )[{CAPITALS}][\w-]+(?: [{CAPITALS}][\w-]+)*(?![\w’'-])"
    r"(?:(?! [a-z])|(?<!i)(?<!an)(?<!ish)(?<!ese))"
)
_BEGINS = re.compile(r"^(?:How )?\w+")  # what kind of question it is
# Behind the name of a body with its article, and not of somebody that a thing is called by: "the Ada Quill fund".
_ENDS_NAME = r"[,.;:”\"’)]|\s+(?:said|says|told|announced|has|had|is|was|will|would|did|and|in|on|that|which)\b"

Taken = TypeVar("Taken")


class _Kind(Enum):
    """How much a question tells of the story."""

    TELLING = "when something was done, how many there are, what somebody said about something"
    SAID = "what somebody said"
    INTRODUCED = "who somebody is"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A question, and where its answer stands: in this sentence, or in a passage that names ``speaker``."""

    text: str
    article: ArticleId
    place: Span
    kind: _Kind = _Kind.TELLING
    speaker: str = ""

    def is_answered_by(self, answer: Answer) -> bool:
        passage = answer.hits[0].passage
        if self.speaker:
            return self.speaker.split()[-1] in passage.text
        return passage.article.id == self.article and answer.hits[0].highlight.overlaps(self.place)


def ask_candidates(
    holdings: Holdings,
    encoder: Encoder,
    weights: Calibration,
    reader: PassageReader | None = None,
    stories: Iterable[StoryId] | None = None,
) -> list[tuple[StoryId, str]]:
    """The questions about the stories, all unless some are named, that the index answers with the sentence that they
    were made from, or with a passage that names the person asked about; no two of a story with the same sentence."""
    searcher = Searcher(holdings, encoder, weights, reader)

    def ask(scope: Scope, texts: Sequence[str]) -> list[Outcome]:
        rankings = searcher.rank([Question(text=text, scope=scope) for text in texts])
        return [decide(ranking, "balanced", weights) for ranking in rankings]

    kept: list[tuple[StoryId, str]] = []
    for story in holdings.manifest.stories if stories is None else stories:
        scope = Scope(stories=frozenset({story}))
        shelf = holdings.shelf(scope)
        candidates = _choose(_gather(shelf), shelf.quotations)
        kept += [(story, text) for text in _keep_answered(candidates, partial(ask, scope))]
    return kept


def _keep_answered(candidates: Iterator[_Candidate], ask: Callable[[Sequence[str]], list[Outcome]]) -> list[str]:
    """The first that are answered, no two with the same sentence, those of different kinds in turn; where none of many
    is, the others are not asked."""
    answered: dict[tuple[ArticleId, Span], _Candidate] = {}
    before = -1
    while before < len(answered) < _KEPT_PER_STORY and (some := list(islice(candidates, _ASKED_AT_ONCE))):
        before = len(answered)
        for candidate, outcome in zip(some, ask([candidate.text for candidate in some]), strict=True):
            if isinstance(outcome, Answer) and candidate.is_answered_by(outcome):
                first = outcome.hits[0]
                answered.setdefault((first.passage.article.id, first.highlight), candidate)
    return _vary(answered.values())[:_KEPT_PER_STORY]


def _vary(kept: Iterable[_Candidate]) -> list[str]:
    """The questions, those of different kinds in turn; those that tell least come last, and of those that only ask
    who somebody is there is one, unless there are no others."""
    telling: dict[str, list[str]] = {}
    said, introduced = list[str](), list[str]()
    for candidate in kept:
        match candidate.kind:
            case _Kind.TELLING:
                telling.setdefault(_BEGINS.findall(candidate.text)[0], []).append(candidate.text)
            case _Kind.SAID:
                said.append(candidate.text)
            case _Kind.INTRODUCED:
                introduced.append(candidate.text)
    others = [*_take_turns(map(iter, telling.values()))]
    return [*others, *_take_turns(map(iter, (introduced[: 1 if others or said else None], said)))]


def _gather(shelf: Shelf) -> Iterator[Iterator[_Candidate]]:
    """What the articles of a story state, as questions, article by article."""
    for _, passages in groupby(islice(shelf.passages, _PASSAGES_READ), lambda passage: passage.article.id):
        yield chain.from_iterable(map(_state, list(passages)))


def _choose(stated: Iterable[Iterator[_Candidate]], quotations: Sequence[Quotation]) -> Iterator[_Candidate]:
    """Candidates of a story: what its articles state, an article at a time in turn, and in turn with it what people
    say of something in them; then what tells less, what they say at all, and who they are."""
    said = list(_quote(quotations))
    telling = (candidate for candidate in said if candidate.kind is _Kind.TELLING)
    yield from _take_turns((islice(_take_turns(stated), _STATED_PER_STORY), islice(telling, _SAID_PER_STORY)))
    for kind in (_Kind.SAID, _Kind.INTRODUCED):
        yield from islice((candidate for candidate in said if candidate.kind is kind), _SAID_PER_STORY)


def _take_turns(sources: Iterable[Iterator[Taken]]) -> Iterator[Taken]:
    """The first of each source, then the second of each, and so on; none is made before it is asked for."""
    waiting = deque(sources)
    while waiting:
        source = waiting.popleft()
        for one in islice(source, 1):
            yield one
            waiting.append(source)


def _state(passage: Passage) -> Iterator[_Candidate]:
    article = passage.article
    for sentence in passage.sentences if _is_english(article) else ():
        for text in ask_of(sentence.of(article.body)):
            yield _Candidate(text=text, article=article.id, place=sentence)


def _quote(quotations: Sequence[Quotation]) -> Iterator[_Candidate]:
    """Candidates about those who are quoted: one about everybody, then the next about everybody."""
    asked: dict[str, dict[str, _Candidate]] = {}
    for quotation in quotations:
        speaker = quotation.speaker
        if speaker and speaker.sure and _is_named(speaker.name):
            for candidate in _phrase(quotation, speaker.name):
                asked.setdefault(speaker.name, {}).setdefault(candidate.text, candidate)
    return _take_turns(iter(candidates.values()) for candidates in asked.values())


def _phrase(quotation: Quotation, speaker: str) -> Iterator[_Candidate]:
    article = quotation.article
    is_organisation = re.search(rf"\b[Tt]he {re.escape(speaker)}(?:{_ENDS_NAME})", article.body) is not None
    name = f"the {speaker}" if is_organisation else speaker

    def ask(text: str, kind: _Kind) -> _Candidate:
        known_by = "" if kind is _Kind.TELLING else speaker
        return _Candidate(text=text, article=article.id, place=quotation.span, kind=kind, speaker=known_by)

    for topic in dict.fromkeys(_topics(quotation, speaker)):
        yield ask(f"What did {name} say about {topic}?", _Kind.TELLING)
    if quotation.kind is not Kind.INDIRECT:
        yield ask(f"What did {name} say?", _Kind.SAID)
        if quotation.role and not is_organisation:
            yield ask(f"Who is {name}?", _Kind.INTRODUCED)


def _topics(quotation: Quotation, speaker: str) -> Iterator[str]:
    """What somebody's English words tell something of, and the names in them."""
    if _is_english(quotation.article):
        topic = find_topic(quotation.text)
        yield from [topic] if topic and speaker.rsplit(maxsplit=1)[-1] not in topic else []
        yield from _names(quotation, speaker) if quotation.kind is not Kind.INDIRECT else ()


def _names(quotation: Quotation, speaker: str) -> Iterator[str]:
    """Names in somebody's words, other than their own, of days and months, first names, and what is written small,
    too."""
    body = quotation.article.body
    for name in _NAME.findall(quotation.text):
        words = name.split()
        is_dated = any(word.lower() in (*WEEKDAYS, *MONTHS) for word in words)
        is_part = re.search(rf"\b{re.escape(name)} [{CAPITALS}]|\b{re.escape(name.lower())}\b", body)
        if not is_dated and not is_part and not set(words) & set(speaker.split()):
            yield name


@lru_cache(maxsize=1)  # they come an article after another
def _is_english(article: Article) -> bool:
    return language_of(article) == "en"


def _is_named(name: str) -> bool:
    return len(name.split()) > 1 and all(word[0].isupper() for word in name.split())
