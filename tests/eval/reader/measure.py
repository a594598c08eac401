"""``python -m tests.eval.reader.measure YARDSTICKS --reader READER.onnx --data FOLDER``: what the reader would change.

Each figure is given without and with the reader's two logits in the calibrated decision, and without and with its
sentences in marking. Both are fitted the same way, cross-validated by article; of SQuAD only the two articles that were
kept are looked at. With ``--own FOLDER --half A`` the project's own questions are measured too, with weights that saw
none of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.articles import Source
from index.measuring.evaluation import read_questions
from index.measuring.judgements import EvalQuestion
from index.measuring.metrics import auroc, bootstrap, false_answer_rate
from index.search.calibration import read_calibration
from index.store.folder.data_folder import DataFolder
from index.store.folder.generation import Generation
from tests.eval.reader.figures.asking import (
    Asker,
    Put,
    narrow,
    read_held_back,
    read_near,
    read_own,
    read_titles,
)
from tests.eval.reader.figures.deciding import ARMS, MARKED, NO_READING, Grade, cross_validate, fit
from tests.eval.reader.reading.reader import Reader
from tests.eval.reader.rows.material import KEPT_ARTICLES
from tests.libraries import build_library, load_encoder

_AGAINST = {"hard": "paragraph", "near": "news", "off-topic": "news", "quiz": "news", "held back": "news"}
_FALSE_SHARES = (0.05, 0.1, 0.2)


def collect(folder: Path, news: Asker, squad: Asker, *, every: int) -> list[Grade]:
    """The yardsticks' questions, put; of SQuAD those about the kept articles, of what is far off each ``every``-th."""
    titles = read_titles(folder / "squad_paragraphs.jsonl")

    told = read_questions(folder / "news_questions.jsonl")
    story = {question.id: min(question.gold) for question in told}
    asked = [q for q in read_questions(folder / "squad_questions.jsonl") if titles[str(q.paragraph)] in KEPT_ARTICLES]
    true, false = [q for q in asked if q.is_answerable], [q for q in asked if not q.is_answerable]

    def by_story(question: EvalQuestion) -> str:
        return story.get(question.id, str(question.id))

    def by_title(question: EvalQuestion) -> str:
        return titles[str(question.paragraph)]

    near, held = (
        read_near(folder / "news_questions.jsonl"),
        read_held_back(folder / "news_questions.jsonl", news.articles),
    )
    off_topic, quiz = (read_questions(folder / f"{name}_offtopic.jsonl") for name in ("news", "newsquiz"))
    return [
        Grade(name="news", is_answerable=True, weight=1, put=news.ask(told, by_story)),
        Grade(name="own", is_answerable=True, weight=0.5, put=news.ask([narrow(q) for q in told], by_story)),
        Grade(name="SQuAD", is_answerable=True, weight=0.5, put=squad.ask(true, by_title)),
        Grade(name="paragraph", is_answerable=True, weight=1, put=squad.ask([narrow(q) for q in true], by_title)),
        Grade(name="off-topic", is_answerable=False, weight=0.5, put=news.ask(off_topic[::every], by_story)),
        Grade(name="quiz", is_answerable=False, weight=0.5, put=news.ask(quiz[::every], by_story)),
        Grade(name="near", is_answerable=False, weight=0.5, put=news.ask(near, by_story)),
        Grade(name="held back", is_answerable=False, weight=0.5, put=news.ask(held[::every], by_story)),
        Grade(name="hard", is_answerable=False, weight=1, put=squad.ask([narrow(q) for q in false], by_title)),
    ]


def tell(grades: Sequence[Grade]) -> None:
    """Prints a line a figure: without the reader, with it, by its logit alone, and the interval of the change."""
    without, read = (cross_validate(arm, grades) for arm in ARMS)
    alone = {grade.name: [_alone(put) for put in grade.put] for grade in grades}
    print(f"{'':24}{'without':>9}{'with':>9}{'alone':>9}   95 % of the change")
    for name, against in _AGAINST.items():
        for title, figure in (("AUROC", auroc), ("FAR@95", false_answer_rate)):
            values = [figure(of[against], of[name]) for of in (without, read, alone)]
            low, high = _interval(figure, (without, read), against, name)
            print(f"{name + ' ' + title:24}{_in_columns(values)}   {low:+.3f} to {high:+.3f}")
    for grade in grades:
        if grade.name in MARKED:
            for kind in ("marked", "one sentence"):
                name = f"{grade.name} {kind}"
                print(f"{name:24}{_in_columns([float(np.mean(of[name])) for of in (without, read)])}")
            bold = float(np.mean([put.first.is_bold_right for put in grade.put]))
            print(f"{grade.name + ' bold':24}{'':9}{_in_columns([bold])}   of {len(grade.put)}")


def tell_own(put: Sequence[tuple[str, Put]], grades: Sequence[Grade]) -> None:
    """How the project's own questions fare with weights fitted to the yardsticks, by the share of false answers."""
    for arm in ARMS:
        weights = fit(arm, grades, set())
        scored = [(weights.confidence(arm, each), kind, each) for kind, each in put]
        true = [(score, each) for score, _, each in scored if each.question.is_answerable]
        false = [score for score, _, each in scored if not each.question.is_answerable]
        right = [score for score, each in true if weights.mark(arm, each.first, alone=True)]
        print(f"own questions {arm.name} the reader: {len(true)} answerable, {len(false)} not")
        print(
            f"  AUROC {auroc([score for score, _ in true], false):.3f}, one right sentence {len(right) / len(true):.3f}"
        )
        for share in _FALSE_SHARES:
            line = float(np.quantile(false, 1 - share))
            answered = sum(score >= line for score in right) / len(true)
            wrongly = sum(score >= line for score, _ in true) / len(true) - answered
            print(f"  {share:.2f} of the others answered: {answered:.3f} answered rightly, {wrongly:.3f} wrongly")
        line = float(np.quantile(false, 1 - _FALSE_SHARES[-1]))
        for kind in sorted({kind for kind, _ in put}):
            of_kind = np.array([score for score, own, _ in scored if own == kind])
            print(f"    {kind:20}{len(of_kind):4}, answered at the last line {np.mean(of_kind >= line):.2f}")


def _in_columns(values: Sequence[float]) -> str:
    return "".join(f"{value:9.3f}" for value in values)


def _alone(put: Put) -> float:
    return put.first.reading.answers if put.first.reading else NO_READING[0]


def _interval(
    figure: Callable[..., float], arms: Sequence[dict[str, list[float]]], against: str, name: str
) -> tuple[float, float]:
    """Of the change, over draws of both kinds of questions, each question with both of its confidences."""

    def change(kept: np.ndarray, refused: np.ndarray) -> float:
        return figure(kept[:, 1], refused[:, 1]) - figure(kept[:, 0], refused[:, 0])

    kept, refused = (np.column_stack([of[grade] for of in arms]) for grade in (against, name))
    return bootstrap(change, kept, refused)  # type: ignore[arg-type]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what the reader would change.")
    parser.add_argument("yardsticks", type=Path, help="Folder of news and SQuAD articles and questions, as JSON Lines.")
    parser.add_argument("--reader", type=Path, nargs="+", required=True, metavar="READER.onnx")
    parser.add_argument(
        "--data", type=Path, required=True, help="Keep the indexes of the articles here, and reuse them."
    )
    parser.add_argument("--own", type=Path, help="Folder of the project's own articles.jsonl and questions.jsonl.")
    parser.add_argument("--half", default="A", help="Which half of them; B is for the end.")
    parser.add_argument("--every", type=int, default=1, help="Of questions that are far off ask only each N-th.")
    given = parser.parse_args()
    encoder, weights = load_encoder(), read_calibration()

    def index(path: Path) -> Generation:
        folder = given.data / path.stem
        if not (folder / "CURRENT").exists():
            build_library([Source(path=path)], folder, encoder)
        return DataFolder(folder).open_current()

    news, squad = (index(given.yardsticks / f"{name}.jsonl") for name in ("news_articles", "squad_paragraphs"))
    for path in given.reader:
        print(f"\n{path.name}", flush=True)
        reader = Reader.load(path, sha256=None, threads=1)
        of_news, of_squad = (Asker(generation, encoder, reader, weights) for generation in (news, squad))
        grades = collect(given.yardsticks, of_news, of_squad, every=given.every)
        tell(grades)
        if given.own:
            own = read_own(given.own / "questions.jsonl", given.half)
            asker = Asker(index(given.own / "articles.jsonl"), encoder, reader, weights)
            kinds = {question.id: kind for kind, question in own}
            put = asker.ask([question for _, question in own], lambda question: str(question.id))
            tell_own([(kinds[each.question.id], each) for each in put], grades)


if __name__ == "__main__":
    main()
