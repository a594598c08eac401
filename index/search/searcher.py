"""Questions → rankings: what is searched for, and where. Candidates are the nearest passages by meaning and the best by
BM25.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import cache, lru_cache, partial
from itertools import chain

from index.encoding.encoder import EncodedQuestion, Encoder
from index.languages.chatter import tidy
from index.languages.wording import Rewording
from index.search import asides
from index.search.calibration import HOPELESS, Calibration
from index.search.evidence import gather
from index.search.judging import Judge, Ranking
from index.search.ordering import Found
from index.search.questions import ParsedQuestion, read_question
from index.search.reader.reading import PassageReader
from index.search.spelling import Speller
from index.store.shelf import Holdings, Shelf, Words
from index.types import Question, Scope

_CANDIDATES = 20  # by each way; the right passage is nearly always among them
_TOGETHER = 8  # questions that are encoded at once; more take no less time each (python -m tests.bench.batches)
_SERVERS = 32  # whose words are kept ready for questions to be put right by


class Searcher:
    """Searches one index, while it is being read. One thread at a time."""

    def __init__(
        self, holdings: Holdings, encoder: Encoder, weights: Calibration, reader: PassageReader | None = None
    ) -> None:
        self._holdings, self._encoder, self._weights, self._reader = holdings, encoder, weights, reader
        self._clothes = lru_cache(maxsize=_SERVERS)(self._make_clothes)

    def prepare(self, scope: Scope) -> None:
        """Makes ready what a question of this scope is put right by."""
        self._clothes(self._holdings.shelf(scope).words)

    def rank(self, questions: Sequence[Question], *, in_haste: bool = False) -> list[Ranking]:
        """One ranking a question, in order; while some are searched, the next are encoded. In haste, no passage is
        read."""
        with closing(self.find(questions)) as found:
            both = zip(questions, found, strict=True)
            return [self.order(question, of_one, in_haste=in_haste) for question, of_one in both]

    def find(self, questions: Sequence[Question]) -> Generator[Found | None]:
        """What ``rank`` ranks, one a question, in order; None where nothing is asked or nothing may be found."""
        texts = [self._suit(question) for question in questions]
        with self._encode(texts) as parts:
            for place, (question, text) in enumerate(zip(questions, texts, strict=True)):
                take = partial(_take, parts[place // _TOGETHER], place % _TOGETHER)
                yield self._find(read_question(text), take, self._holdings.shelf(question.scope))

    @contextmanager
    def _encode(self, texts: Sequence[str]) -> Iterator[list[Callable[[], list[EncodedQuestion]]]]:
        """What gives the vectors of each part of the texts. A single part is encoded by the first that waits for its
        vector, as to change threads takes a tenth of its time; of several each is encoded beside what is searched. When
        this is left, nothing is being encoded."""
        parts = [texts[first : first + _TOGETHER] for first in range(0, len(texts), _TOGETHER)]
        if len(parts) <= 1:
            yield [cache(partial(self._encoder.encode_questions, part)) for part in parts]
            return
        ahead = ThreadPoolExecutor(1, "verbatim-encoder")
        try:
            yield [ahead.submit(self._encoder.encode_questions, part).result for part in parts]
        finally:
            ahead.shutdown(cancel_futures=True)

    def order(self, question: Question, found: Found | None, *, in_haste: bool = False) -> Ranking:
        """What was found for a question, in order, and judged."""
        shelf = self._holdings.shelf(question.scope)
        covered = shelf.coverage
        if found is None:
            return Ranking(question=question, hits=(), confidence=HOPELESS, coverage=covered, judged_among=0)
        return Judge(question, found, shelf, self._weights, self._reader).rank(in_haste=in_haste)

    def _suit(self, question: Question) -> str:
        """The question as it is searched for: in the articles' words, spelt as they spell."""
        wording, speller = self._clothes(self._holdings.shelf(question.scope).words)
        return speller.correct(wording.suit(tidy(question.text)))

    def _make_clothes(self, words: Words) -> tuple[Rewording, Speller]:
        return Rewording(words.frequencies), Speller(words.forms, self._encoder.knows)

    def _find(self, asked: ParsedQuestion, encode: Callable[[], EncodedQuestion], shelf: Shelf) -> Found | None:
        stems = [*asked.stems, *chain.from_iterable(asked.variants)]
        candidates = shelf.draw(stems, lambda: encode().vector, _CANDIDATES)
        if not len(candidates) or not asked.stems:
            return None
        evidence = gather(asked, encode(), shelf.rows(candidates), shelf.words)

        def is_aside(row: int) -> bool:
            place = int(evidence.passage_of[row])
            passage = shelf.passage(int(evidence.passages[place]))
            return asides.is_aside(passage.sentences[row - evidence.starts[place]].of(passage.article.body))

        can_be_asked = asides.asks_about_article(asked.text)
        return Found(asked=asked, evidence=evidence, is_aside=(lambda _: False) if can_be_asked else is_aside)


def _take(encode: Callable[[], Sequence[EncodedQuestion]], place: int) -> EncodedQuestion:
    return encode()[place]
