"""Question files of news and of SQuAD → the weights and thresholds that ship, and how they fare on what is held out.

Ranking and marking learn from questions put to a whole index; deciding learns from those put to articles that do not
answer them, too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from index.encoding.encoder import Encoder
from index.measuring.evaluation import read_questions
from index.measuring.judgements import EvalQuestion, Retrieved, judge
from index.measuring.metrics import auroc, false_answer_rate, hit
from index.measuring.reports import Grid
from index.search import calibration
from index.search.calibration import HOPELESS, Calibration, Judging, read_calibration
from index.search.evidence import CandidateEvidence
from index.search.judging import Ranking
from index.search.ordering import Found, choose
from index.search.reader.reading import PassageReader, PassageReading, Pointing
from index.search.searcher import Searcher
from index.store.folder.generation import Generation
from index.types import ArticleId, Hit, Level, Passage, Span
from tests.eval.answers.fitting import BREADTH, Example, ExampleSet, Labels, Trial, cross_validate, fit

NEWS_ARTICLES = "news_articles.jsonl"
SQUAD_PARAGRAPHS = "squad_paragraphs.jsonl"

_NEWS, _SQUAD, _OWN_PARAGRAPH = "news", "SQuAD", "SQuAD, own paragraph"
_OFF_TOPIC, _NEWS_QUIZ, _NEAR, _HELD_BACK = "off-topic", "news quiz", "near", "held back"
_HARD, _SQUAD_HELD_BACK, _SQUAD_OFF_TOPIC = "hard", "SQuAD, held back", "SQuAD, off-topic"
_OWN_ARTICLES = "news, own articles"
_SINGLE, _SINGLE_NEAR, _SINGLE_STRANGE = "single", "single, near", "single, another article"
_STORY, _STORY_NEAR = "story", "story, near"
_LIBRARY = 700  # articles that a question without a scope counts as put to
_AGAINST = {  # the answerable questions that an unanswerable set is told apart from
    _OFF_TOPIC: _NEWS,
    _NEWS_QUIZ: _NEWS,
    _NEAR: _OWN_ARTICLES,
    _HELD_BACK: _NEWS,
    _HARD: _OWN_PARAGRAPH,
    _SQUAD_HELD_BACK: _SQUAD,
    _SQUAD_OFF_TOPIC: _SQUAD,
    _SINGLE_NEAR: _SINGLE,
    _SINGLE_STRANGE: _SINGLE,
    _STORY_NEAR: _STORY,
}
# Of the near questions over a story, or an article, that balanced answers: without the reader, and with it, which tells
# them apart so much better that fewer are answered and still many more of the others.
_NEAR_UNREAD, _NEAR_READ = 0.11, 0.07
_NEAR_SHOWN = 0.25  # of them that it shows, as answers or as related
_BATCH = 32  # questions that are encoded together
SINGLE_ARTICLES, SINGLE_QUESTIONS, STORY_ARTICLES, STORY_QUESTIONS = (
    Path(__file__).with_name(f"{kind}_{name}.jsonl")
    for kind in ("single", "story")
    for name in ("articles", "questions")
)
_FILE = Path(calibration.__file__).with_name("calibration.json")
_ABOUT = (
    "The weights of ranking, marking and deciding, and the thresholds of the levels, as "
    "`python -m tests.eval.answers.calibrate FOLDER --write` wrote them. All of them were calibrated on the `dev` "
    "halves of two question sets, and on nothing else: news quiz questions over news articles, with off-topic ones "
    "(RealTimeQA and NewsQuizQA, which state no licence), and SQuAD 2.0 (CC BY-SA 4.0); saying so, on this project's "
    "own questions about single articles and stories as well. None of their text is in here."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsQuestion(EvalQuestion):
    """A question, the articles that hold its answer too, and those that tell its story without the answer."""

    answer_also_in: tuple[ArticleId, ...] = ()
    same_topic_without_answer: tuple[ArticleId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestion(EvalQuestion):
    """A question about one article or one story, and the part of the set that it was written for."""

    half: str = "A"


class Thresholds(NamedTuple):
    """By level, from which confidence on a hit is an answer, and from which it is related."""

    answer: dict[str, float]
    related: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """How each set of questions fares with the weights that its other groups give, and with these thresholds."""

    sets: tuple[ExampleSet, ...]
    trials: tuple[tuple[Trial, ...], ...]  # of each set's examples
    library: Thresholds
    story: Thresholds
    article: Thresholds

    def bound(self, articles: int) -> Thresholds:
        """Those of a question that was put to so many articles."""
        return BREADTH.choose(articles, library=self.library, story=self.story, article=self.article)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What ships, and how it fares without the reader and with it."""

    calibration: Calibration
    unread: Arm
    read: Arm


def collect(
    folder: Path,
    *,
    news: Generation,
    squad: Generation,
    encoder: Encoder,
    report: Callable[[str], None],
    singles: Generation | None = None,
    stories: Generation | None = None,
    reader: PassageReader | None = None,
    only: Container[str] | None = None,
) -> tuple[ExampleSet, ...]:
    """The questions of ``folder``, put to the indexes of its articles; ``report`` hears of every set that begins.

    With ``singles`` and ``stories``, indexes of the project's own single articles and stories, their questions are put
    to them too. ``reader`` reads what is found; ``only`` are the titles of the articles of SQuAD whose questions are
    put, all where it is None.

    Raises:
        SourceError: a file cannot be read, or a line of it is not a question.
    """
    of_news, of_squad = _Asker(news, encoder, reader, report), _Asker(squad, encoder, reader, report)
    titles = {str(article.id): article.title for article in squad.articles}
    told = _read_news(folder / "news_questions.jsonl")
    asked = [
        question
        for question in read_questions(folder / "squad_questions.jsonl")
        if only is None or titles[str(question.paragraph)] in only
    ]
    true = [question for question in asked if question.is_answerable]
    false = [question for question in asked if not question.is_answerable]
    return (
        of_news.ask(_NEWS, told, is_answerable=True, is_labelled=True, weight=1),
        of_news.ask(_OWN_ARTICLES, map(_narrow, told), is_answerable=True, weight=0.5),
        of_squad.ask(_SQUAD, true, is_answerable=True, is_labelled=True, weight=0.5),
        of_squad.ask(_OWN_PARAGRAPH, map(_narrow, true), is_answerable=True, weight=0.5),
        of_news.ask(_OFF_TOPIC, read_questions(folder / "news_offtopic.jsonl"), is_answerable=False, weight=0.5),
        of_news.ask(_NEWS_QUIZ, read_questions(folder / "newsquiz_offtopic.jsonl"), is_answerable=False, weight=0.5),
        of_news.ask(_NEAR, _put_near(told), is_answerable=False, weight=0.5),
        of_news.ask(_HELD_BACK, map(of_news.hold_back, told), is_answerable=False, weight=0.5),
        of_squad.ask(_HARD, map(_narrow, false), is_answerable=False, weight=0.5),
        of_squad.ask(_SQUAD_HELD_BACK, map(of_squad.hold_back, true), is_answerable=False, weight=0.5),
        of_squad.ask(_SQUAD_OFF_TOPIC, told, is_answerable=False, weight=0.2),
        *(_ask_singles(_Asker(singles, encoder, reader, report)) if singles else ()),
        *(_ask_stories(_Asker(stories, encoder, reader, report)) if stories else ()),
    )


def _ask_singles(asker: _Asker) -> tuple[ExampleSet, ...]:
    """Questions about one article each, put to it; those that it does not answer; and put to the next
    article, which answers none of them."""
    true, false = _read_own(SINGLE_QUESTIONS)
    articles = sorted({article for question in (*true, *false) for article in question.within or ()})
    after = dict(zip(articles, [*articles[1:], articles[0]], strict=True))
    strange = [replace(question, within=(after[question.within[0]],)) for question in true if question.within]
    return (
        asker.ask(_SINGLE, asker.only_marked(true), is_answerable=True, weight=1),
        asker.ask(_SINGLE_NEAR, false, is_answerable=False, weight=1),
        asker.ask(_SINGLE_STRANGE, strange, is_answerable=False, weight=0),
    )


def _ask_stories(asker: _Asker) -> tuple[ExampleSet, ...]:
    """Questions about one article of a story, put to all of the story; and put to those of its articles that come near
    and do not answer."""
    true, false = _read_own(STORY_QUESTIONS)
    return (
        asker.ask(_STORY, asker.only_marked(true), is_answerable=True, weight=1),
        asker.ask(_STORY_NEAR, false, is_answerable=False, weight=1),
    )


def calibrate(sets: Sequence[ExampleSet], read: Sequence[ExampleSet]) -> Result:
    """The weights that fit all sets, with thresholds chosen on the confidences of cross-validation: those that judge
    without the reader, and from ``read``, the same questions where it has read, those that judge with it."""
    unread = _try(sets, cross_validate(sets), near=_NEAR_UNREAD)
    weights = fit(sets)
    weights = replace(weights, unread=_bound(weights.unread, unread))
    with_it = _try(read, cross_validate(read, weights), near=_NEAR_READ)
    weights = fit(read, weights)
    weights = replace(weights, read=_bound(weights.read, with_it))
    return Result(calibration=weights, unread=unread, read=with_it)


def _try(sets: Sequence[ExampleSet], trials: tuple[tuple[Trial, ...], ...], *, near: float) -> Arm:
    of_set = {part.name: [*of_part] for part, of_part in zip(sets, trials, strict=True)}
    return Arm(
        sets=tuple(sets),
        trials=trials,
        library=_part_library(of_set),
        story=_part_saying(of_set.get(_STORY, ()), of_set.get(_STORY_NEAR, ()), answered=near),
        article=_part_saying(of_set.get(_SINGLE, ()), of_set.get(_SINGLE_NEAR, ()), answered=near),
    )


def _bound(judging: Judging, arm: Arm) -> Judging:
    """The same with the thresholds that were chosen in the arm."""
    return replace(
        judging,
        library=replace(judging.library, **arm.library._asdict()),
        story=replace(judging.story, **arm.story._asdict()),
        article=replace(judging.article, **arm.article._asdict()),
    )


def write_calibration(calibration: Calibration) -> None:
    """Replaces the file that ships."""
    _FILE.write_text(json.dumps({"about": _ABOUT, **asdict(calibration)}, indent=1) + "\n", encoding="utf-8")


def tabulate_ranking(arm: Arm) -> Grid:
    """How the answerable questions that were put to a whole index fare, cross-validated."""
    rows = [
        (part.name, *(_share(figure) for figure in _measure_ranking(trials)))
        for part, trials in zip(arm.sets, arm.trials, strict=True)
        if any(trial.hits for trial in trials)
    ]
    return ("asked", "hit@1", "hit@5", "marked"), *rows


def tabulate_refusal(arm: Arm) -> Grid:
    """How well unanswerable questions are told apart from answerable ones, cross-validated."""
    confidences = _confidences(arm.sets, arm.trials)
    rows = []
    for name, against in _AGAINST.items():
        if name not in confidences:
            continue
        answerable, unanswerable = confidences[against], confidences[name]
        far = false_answer_rate(answerable, unanswerable)
        rows.append((name, against, _share(auroc(answerable, unanswerable)), _share(far)))
    return ("unanswerable", "against", "AUROC", "FAR@95"), *rows


def tabulate_levels(arm: Arm) -> Grid:
    """The shares of each set that are shown an answer, and that are shown something related, cross-validated."""
    rows = []
    for part, trials in zip(arm.sets, arm.trials, strict=True):
        sure = np.array([HOPELESS if trial.is_vetoed else trial.confidence for trial in trials])
        bounds = [arm.bound(example.articles) for example in part.examples]
        rows.append((part.name, str(len(trials)), *(_tell_shown(sure, bounds, level) for level in get_args(Level))))
    return ("answer + related", "questions", *get_args(Level)), *rows


class _Asker:
    """Puts questions to one index, and sees which candidates answer them."""

    def __init__(
        self, generation: Generation, encoder: Encoder, reader: PassageReader | None, report: Callable[[str], None]
    ) -> None:
        self._reader = _RememberingReader(reader) if reader else None
        self._generation, self._report = generation, report
        self._searcher = Searcher(generation, encoder, read_calibration(), self._reader)

    def ask(
        self,
        name: str,
        questions: Iterable[EvalQuestion],
        *,
        is_answerable: bool,
        is_labelled: bool = False,
        weight: float,
    ) -> ExampleSet:
        self._report(name)
        examples = [
            example for batch in _batches(list(questions)) for example in self._ask(batch, is_labelled=is_labelled)
        ]
        return ExampleSet(
            name=name,
            source=_AGAINST.get(name, name),
            is_answerable=is_answerable,
            weight=weight,
            examples=tuple(examples),
        )

    def only_marked(self, questions: Sequence[EvalQuestion]) -> list[EvalQuestion]:
        """Those whose mark holds the answer: that one is found nowhere says nothing about what is marked."""
        return [question for question, ranking in self._rank(questions) if _is_marked_right(question, ranking)]

    def _rank(self, questions: Sequence[EvalQuestion]) -> Iterator[tuple[EvalQuestion, Ranking]]:
        for batch in _batches(list(questions)):
            yield from zip(batch, self._searcher.rank([question.put() for question in batch]), strict=True)

    def hold_back(self, question: EvalQuestion) -> EvalQuestion:
        """The same question, put to all articles but those that answer it."""
        answering = question.gold.union(question.answer_also_in if isinstance(question, NewsQuestion) else ())
        rest = [article for article in self._generation.article_numbers if article not in answering]
        return replace(question, within=tuple(map(ArticleId, rest)))

    def _ask(self, questions: Sequence[EvalQuestion], *, is_labelled: bool) -> Iterator[Example]:
        found = self._searcher.find([question.put() for question in questions])
        for question, candidates in zip(questions, found, strict=True):
            ranking = self._searcher.order(question.put(), candidates)
            labels = self._label(question, candidates.evidence) if candidates and is_labelled else None
            group = question.paragraph or min(question.gold or question.within or (), default=str(question.id))
            yield Example(
                group=group,
                found=candidates,
                readings=self._read(candidates, ranking) if candidates else {},
                labels=labels,
                articles=len(question.within or ()) or _LIBRARY,
                is_vetoed=ranking.veto is not None,
                is_right=_is_marked_right(question, ranking),
                shipped=ranking.signals,
            )

    def _read(self, found: Found, ranking: Ranking) -> dict[int, PassageReading]:
        """What was read of the candidates, by their places."""
        if self._reader is None or ranking.signals is None or ranking.signals.answers is None:
            return {}
        text, evidence = found.asked.text, found.evidence
        read = {
            place: self._reader.recall(text, self._generation.passage(int(evidence.passages[place])))
            for place in choose(found, read_calibration()).places
        }
        return {place: reading for place, reading in read.items() if reading}

    def _label(self, question: EvalQuestion, evidence: CandidateEvidence) -> Labels:
        passages, sentences = [], []
        for number in evidence.passages:
            passage = self._generation.passage(int(number))
            judgements = [
                judge(question, Retrieved(hits=(Hit(passage=passage, score=0, highlight=sentence),)))
                for sentence in passage.sentences
            ]
            passages.append(judgements[0].hits[0])
            sentences += [judgement.is_highlight_right for judgement in judgements]
        return Labels(passages=np.array(passages), sentences=np.array(sentences))


class _RememberingReader:
    """A reader that reads nothing twice: the same questions are put in many ways."""

    def __init__(self, reader: PassageReader) -> None:
        self._reader = reader
        self._read: dict[tuple[str, str], PassageReading | None] = {}

    def read(self, question: str, passage: Passage) -> PassageReading | None:
        key = (question, passage.id)
        if key not in self._read:
            self._read[key] = self._reader.read(question, passage)
        return self._read[key]

    def point(self, question: str, passage: Passage, sentence: Span) -> Pointing | None:
        return self._reader.point(question, passage, sentence)

    def recall(self, question: str, passage: Passage) -> PassageReading | None:
        """What was read before, if it was."""
        return self._read.get((question, passage.id))


def _read_news(path: Path) -> list[NewsQuestion]:
    read_questions(path)  # raises where a line is not a question
    lines = path.read_bytes().splitlines()
    return [TypeAdapter(NewsQuestion).validate_json(line) for line in lines if line.strip()]


def _is_marked_right(question: EvalQuestion, ranking: Ranking) -> bool:
    return judge(question, Retrieved(hits=ranking.hits)).is_highlight_right


def _read_own(path: Path) -> tuple[list[OwnQuestion], list[OwnQuestion]]:
    """Those that are answered, and those that are not."""
    asked = [TypeAdapter(OwnQuestion).validate_json(line) for line in path.read_bytes().splitlines()]
    true = [question for question in asked if question.is_answerable]
    return true, [question for question in asked if not question.is_answerable]


def _narrow(question: EvalQuestion) -> EvalQuestion:
    """The same question, put to the articles that answer it, or that it was written about."""
    return replace(question, within=tuple(sorted(question.gold)))


def _put_near(questions: Iterable[NewsQuestion]) -> list[NewsQuestion]:
    """The same questions, put to articles of their story that do not answer them."""
    return [
        replace(question, within=question.same_topic_without_answer)
        for question in questions
        if question.same_topic_without_answer
    ]


def _batches(questions: Sequence[EvalQuestion]) -> Iterator[Sequence[EvalQuestion]]:
    return (questions[start : start + _BATCH] for start in range(0, len(questions), _BATCH))


def _confidences(sets: Sequence[ExampleSet], trials: Sequence[Sequence[Trial]]) -> dict[str, list[float]]:
    return {part.name: [trial.confidence for trial in of_part] for part, of_part in zip(sets, trials, strict=True)}


def _part_library(trials: Mapping[str, Sequence[Trial]]) -> Thresholds:
    """Over a library.

    Strict answers at most 1 % of the off-topic questions, and 25 % of those whose answer was held back; balanced
    answers 94 % of the answerable ones, open 97.5 %. What is related at strict would be an answer at balanced; at
    balanced it leaves out 80 % of the off-topic questions; at open it leaves out 0.5 % of the answerable ones.
    """
    news, held_back, *others = (
        [trial.confidence for trial in trials[name] if not trial.is_vetoed]
        for name in (_NEWS, _HELD_BACK, _OFF_TOPIC, _NEWS_QUIZ)
    )
    off_topic = [one for of_set in others for one in of_set]
    balanced = _quantile(news, 0.06)
    strict = max(balanced, _quantile(off_topic, 0.99), _quantile(held_back, 0.75))
    return Thresholds(
        answer={"strict": strict, "balanced": balanced, "open": _quantile(news, 0.025)},
        related={
            "strict": balanced,
            "balanced": min(balanced, _quantile(off_topic, 0.8)),
            "open": _quantile(news, 0.005),
        },
    )


def _part_saying(told: Sequence[Trial], near: Sequence[Trial], *, answered: float) -> Thresholds:
    """Over single articles, or stories, by their near questions, most of which are vetoed.

    Balanced answers the share ``answered`` of them, strict a quarter as many, open twice as many. What is related at
    strict would be an answer at balanced; at balanced a quarter of the near questions is shown; at open it leaves out
    0.5 % of those that are ``told``.
    """
    unsaid = [HOPELESS if trial.is_vetoed else trial.confidence for trial in near]
    said = [trial.confidence for trial in told if not trial.is_vetoed]
    shares = {"strict": answered / 4, "balanced": answered, "open": answered * 2}
    answer = {level: _quantile(unsaid, 1 - share) for level, share in shares.items()}
    return Thresholds(
        answer=answer,
        related={
            "strict": answer["balanced"],
            "balanced": min(answer["balanced"], _quantile(unsaid, 1 - _NEAR_SHOWN)),
            "open": min(answer["open"], _quantile(said, 0.005)),
        },
    )


def _quantile(confidences: Sequence[float], share: float) -> float:
    """Even odds where there are none."""
    return round(float(np.quantile(confidences, share)), 2) if confidences else 0.0


def _measure_ranking(trials: Sequence[Trial]) -> tuple[float, float, float]:
    hits_at_1, hits_at_5 = (np.mean([hit(trial.hits, depth) for trial in trials]) for depth in (1, 5))
    return float(hits_at_1), float(hits_at_5), float(np.mean([trial.is_highlight_right for trial in trials]))


def _tell_shown(confidences: NDArray[np.float64], bounds: Sequence[Thresholds], level: Level) -> str:
    answered = float(np.mean(confidences >= [each.answer[level] for each in bounds]))
    shown = float(np.mean(confidences >= [each.related[level] for each in bounds]))
    return f"{_share(answered)} + {_share(shown - answered)}"


def _share(value: float) -> str:
    return f"{value:.3f}"
