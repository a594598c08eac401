"""The latest questions and what was found for them: a question that comes again is not searched for again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from index.search.judging import Ranking
from index.search.searcher import Searcher
from index.types import Question, Scope

_MOST = 1_000  # rankings; each holds ten hits, whose passages the generation holds anyway


class RememberedRankings:
    """The rankings of one searcher, so of one index and one encoder. One thread at a time."""

    def __init__(
        self, searcher: Searcher, state_of: Callable[[Scope], Hashable] = lambda _: None, *, most: int = _MOST
    ) -> None:
        """A ranking holds as long as ``state_of`` its scope is the same."""
        self._searcher, self._state_of, self._most = searcher, state_of, most
        self._rankings: OrderedDict[tuple[str, Scope, Hashable, bool], Ranking] = OrderedDict()

    def rank(self, questions: Sequence[Question], *, in_haste: bool = False) -> list[Ranking]:
        """As ``Searcher.rank``. Questions are the same when nothing but space distinguishes them, in the same scope."""
        keys = [
            (" ".join(question.text.split()), question.scope, self._state_of(question.scope), in_haste)
            for question in questions
        ]
        unknown = {key: question for key, question in zip(keys, questions, strict=True) if key not in self._rankings}
        self._rankings.update(zip(unknown, self._searcher.rank(list(unknown.values()), in_haste=in_haste), strict=True))
        rankings = []
        for key, question in zip(keys, questions, strict=True):
            self._rankings.move_to_end(key)
            rankings.append(replace(self._rankings[key], question=question))
        while len(self._rankings) > self._most:
            self._rankings.popitem(last=False)
        return rankings
