"""Question set → report: does the right passage come first, is the right sentence marked, are refusals honest?"""

from __future__ import annotations

import errno
import json
import os
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError

from index.errors import SourceError, UnknownStory, VerbatimError
from index.languages.chatter import asks_for_overview
from index.measuring.judgements import DEPTH, BatchQuestion, EvalQuestion, Judgement, Retrieved, judge
from index.measuring.reports import Report, summarise
from index.mistakes import tell_mistakes
from index.types import Answer, Article, ArticleId, Level, NoAnswer, Outcome, Scope, Span

if TYPE_CHECKING:
    from index.library import Library
    from index.search.judging import Ranking

_BATCH = 32  # questions asked at once, as many as the bot's worker takes
_Asked = TypeVar("_Asked", bound=BatchQuestion)


def read_questions(path: Path) -> tuple[EvalQuestion, ...]:
    """The questions of a JSON Lines file, in order; fields that ``EvalQuestion`` lacks are passed over.

    Raises:
        SourceError: the file cannot be read or holds none, or a line is not a question or repeats an id.
    """
    return _read(path, EvalQuestion)


def read_batch(path: Path) -> tuple[BatchQuestion, ...]:
    """The same for questions that are only asked: what would be right need not be there. Raises SourceError."""
    return _read(path, BatchQuestion)


def _read(path: Path, schema: type[_Asked]) -> tuple[_Asked, ...]:
    try:
        lines = path.read_bytes().removeprefix(BOM_UTF8).splitlines()
    except OSError as error:
        raise SourceError(path, f"cannot be read: {error.strerror}.") from error
    adapter = TypeAdapter(schema)
    questions: dict[str | int, _Asked] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                question = adapter.validate_json(line)
            except ValidationError as error:
                raise SourceError(path, _describe(error), line=number) from error
            if question.id in questions:
                raise SourceError(path, f"the id {question.id!r} is already that of an earlier question.", line=number)
            questions[question.id] = question
    if not questions:
        raise SourceError(path, "holds no questions.")
    return tuple(questions.values())


def _describe(error: ValidationError) -> str:
    first = tell_mistakes(error)[0]
    return ": ".join([*map(str, first.place[:1]), first.wanted]) + "."


def evaluate(library: Library, questions: Sequence[EvalQuestion]) -> Report:
    """How well the library answers.

    Raises:
        SourceError: a question names an article or a story that the library does not have.
    """
    return summarise(judge_replies(library, questions))


def judge_replies(library: Library, questions: Sequence[EvalQuestion]) -> tuple[Judgement, ...]:
    """What is right about the library's reply to each question, in order. Raises SourceError as ``evaluate`` does."""
    _require_known(library, ((question.id, (*question.gold, *(question.within or ()))) for question in questions))
    return tuple(judge(question, retrieved) for question, retrieved in _ask(library, questions))


def _require_known(library: Library, named: Iterable[tuple[str | int, Sequence[ArticleId]]]) -> None:
    """Raises SourceError for a question that names an article that the library does not have."""
    known: Collection[ArticleId] | None = None  # of a large index read only where it is needed
    for question, articles in named:
        for article in articles:
            known = known or {held.id for held in library.read_articles(Scope())}
            if article not in known:
                raise SourceError(f"question {question}", f"there is no article {article!r} in the index.")


def write_run(library: Library, questions: Sequence[BatchQuestion], path: Path) -> int:
    """Writes the library's reply to each question as a line of JSON; ``answered`` is at the level of its settings.
    Gives how many could not be asked: their lines have an ``error``.

    An earlier run stays until this one is there whole; what is no file, such as a pipe, is just written to.

    Raises:
        SourceError: a question names a story or an article that is not in the index; the run cannot be written: where
            no file can be made there, nothing is asked.
        BrokenPipeError: whoever reads the pipe has enough of it.
    """
    _require_known(library, ((question.id, question.within or ()) for question in questions))
    with _naming(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        is_file = path.is_file() or not path.exists()
        place = Path(os.path.realpath(path))
        draft = place.with_name(f".{place.name}.{os.getpid()}") if is_file else path
        if is_file:
            draft.touch()
    try:
        replies = list(_ask(library, questions))
        run = "".join(run_line(*reply, library.level) + "\n" for reply in replies)
        with _naming(path):
            draft.write_text(run, encoding="utf-8")
            if is_file:
                draft.replace(place)
    finally:
        if is_file:
            draft.unlink(missing_ok=True)
    return sum(retrieved.error is not None for _, retrieved in replies)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """What the system refuses is told as a run's that cannot be written. Raises SourceError."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise SourceError(path, f"cannot be written: {error.strerror or error}.") from error


def run_line(question: BatchQuestion, retrieved: Retrieved, level: Level) -> str:
    """What was retrieved as JSON; offsets are code points of the articles' bodies, ``text`` is what stands there."""
    ranked = [_place(hit.passage.article, hit.passage.span) | {"score": hit.score} for hit in retrieved.hits[:DEPTH]]
    marked = [_place(hit.passage.article, hit.highlight) for hit in retrieved.hits[:1]]
    line = {
        "id": question.id,
        "ranked": ranked,
        "highlight": marked[0] if marked else None,
        "score": retrieved.confidence,
        "answered": level in retrieved.answered,
        "outcome": retrieved.outcome,
        "differing": [_place(hit.passage.article, hit.highlight) for hit in retrieved.differing],
        "reason": retrieved.reason,
        "error": retrieved.error,
    }
    return json.dumps(line, ensure_ascii=False)


def _place(article: Article, span: Span) -> dict[str, str | int | float]:
    return {"doc": article.id, "start": span.start, "end": span.end, "text": span.of(article.body)}


def _ask(library: Library, questions: Sequence[_Asked]) -> Iterator[tuple[_Asked, Retrieved]]:
    for start in range(0, len(questions), _BATCH):
        batch = questions[start : start + _BATCH]
        asked = [question.put() for question in batch]
        rankings = library.rank(asked)
        for question, ranking, outcome in zip(batch, rankings, library.ask(asked), strict=True):
            if isinstance(ranking, UnknownStory):
                raise SourceError(f"question {question.id}", str(ranking)) from ranking
            if isinstance(ranking, VerbatimError) or isinstance(outcome, VerbatimError):
                yield question, Retrieved(error=str(ranking if isinstance(ranking, VerbatimError) else outcome))
            else:
                yield question, _look_at(library, ranking, outcome)


def _look_at(library: Library, ranking: Ranking, outcome: Outcome) -> Retrieved:
    """What a person is shown, with what is only ranked where that is nothing; an overview answers at no level."""
    hits = ranking.hits if isinstance(outcome, NoAnswer) else outcome.hits
    levels: Sequence[Level] = () if asks_for_overview(ranking.question.text) else get_args(Level)
    return Retrieved(
        hits=hits,
        confidence=ranking.confidence,
        answered=frozenset(level for level in levels if isinstance(library.decide(ranking, level), Answer)),
        outcome=type(outcome).__name__,
        differing=outcome.differing if isinstance(outcome, Answer) else (),
        reason=outcome.reason if isinstance(outcome, NoAnswer) else None,
    )
