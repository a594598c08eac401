"""Question files in, runs and reports out; the run format agrees with a scorer that knows nothing of this project."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from index.articles.passages import split
from index.errors import BadQuestion, SourceError, UnknownStory
from index.library import Library
from index.measuring.evaluation import evaluate, read_batch, read_questions, run_line, write_run
from index.measuring.judgements import BatchQuestion, EvalQuestion, Retrieved, judge
from index.measuring.reports import summarise
from index.types import Answer, Article, Hit, Question, Reason, Scope, StoryId
from tests.fakes import HARBOUR, article, hit_of

FERRY, PIER = HARBOUR


class DeafLibrary:
    """Takes no question; keeps how many were put at once."""

    level = "balanced"

    def __init__(self) -> None:
        self.batches: list[int] = []

    def read_articles(self, scope: Scope) -> list[Article]:
        return [FERRY, PIER] if scope == Scope() else []

    def rank(self, questions: list[Question]) -> list[BadQuestion]:
        self.batches.append(len(questions))
        return self.ask(questions)

    def ask(self, questions: list[Question]) -> list[BadQuestion]:
        return [BadQuestion("No.") for _ in questions]


def write(folder: Path, *lines: object) -> Path:
    path = folder / "questions.jsonl"
    path.write_text(
        "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), encoding="utf-8"
    )
    return path


def test_a_question_file_is_read_in_its_order(tmp_path: Path) -> None:
    gold = {"answers": ["October"], "gold_articles": ["a"]}
    path = write(
        tmp_path, {"id": "2", "question": "When?", **gold, "date": "passed over"}, "", {"id": "1", "question": "Who?"}
    )
    assert read_questions(path) == (
        EvalQuestion(id="2", question="When?", answers=("October",), gold_articles=("a",)),
        EvalQuestion(id="1", question="Who?"),
    )


def test_a_paragraph_and_its_answer_starts_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, {"id": "1", "question": "?", "paragraph": "p", "answer_starts": [[3, 9]], "within": ["p"]})
    assert read_questions(path) == (
        EvalQuestion(id="1", question="?", paragraph="p", answer_starts=((3, 9),), within=("p",)),
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "2", "question": "Wh', "this is not valid JSON: each line must hold one whole object"),
        ([], 'it must be an object, such as {"id": "1", "question": "Who sank'),
        ({"id": "2"}, "question: it is missing"),
        ({"question": "When?"}, "id: it is missing"),
        ({"id": "2", "question": 7}, "question: it must be text in quotation marks"),
        ({"id": "2", "question": "?", "answers": "x"}, "answers: it must be a list, such as"),
        ({"id": "2", "question": "?", "answerable": "soon"}, "answerable: it must be true or false"),
        ({"id": "2", "question": "When?", "answers": ["October"]}, "gold_articles"),
        ({"id": "1", "question": "Again?"}, "'1'"),
        ({"id": "2", "question": "When?", "paragraph": "p", "answer_starts": [[5, 5]]}, "not a span: 5..5"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: object, reason: str) -> None:
    path = write(tmp_path, {"id": "1", "question": "Who?"}, line)
    with pytest.raises(SourceError, match=reason) as caught:
        read_questions(path)
    assert (caught.value.path, caught.value.line) == (str(path), 2)


def test_a_file_without_questions_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"questions\.jsonl: holds no questions"):
        read_questions(write(tmp_path, "", "  "))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.jsonl"):
        read_questions(tmp_path / "none.jsonl")


def test_a_batch_takes_questions_whatever_else_their_lines_hold(tmp_path: Path) -> None:
    path = write(tmp_path, {"id": 7, "question": "Who?", "answers": "half", "paragraph": 3, "within": ["a"]})
    assert read_batch(path) == (BatchQuestion(id=7, question="Who?", within=("a",)),)


def test_a_line_of_a_batch_is_put_to_the_story_that_it_names(tmp_path: Path) -> None:
    (question,) = read_batch(write(tmp_path, {"id": 7, "question": "Who?", "story": "harbour"}))
    assert question.put() == Question(text="Who?", scope=Scope(stories=frozenset({StoryId("harbour")})))


def test_a_story_that_is_not_in_the_index_is_told_with_the_question_that_names_it(tmp_path: Path) -> None:
    class Elsewhere(DeafLibrary):
        def ask(self, questions: list[Question]) -> list[UnknownStory]:
            return [UnknownStory(StoryId("mars"), [StoryId("harbour")]) for _ in questions]

    with pytest.raises(SourceError, match=r"question 7.*mars.*harbour"):
        write_run(Elsewhere(), [BatchQuestion(id=7, question="?", story=StoryId("mars"))], tmp_path / "run.jsonl")
    assert not (tmp_path / "run.jsonl").exists()


def test_questions_are_put_thirty_two_at_a_time(tmp_path: Path) -> None:
    library = DeafLibrary()
    write_run(library, [BatchQuestion(id=str(n), question="?") for n in range(70)], tmp_path / "run.jsonl")
    assert library.batches == [32, 32, 6]


def test_a_run_that_cannot_be_written_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    library = DeafLibrary()
    with pytest.raises(SourceError, match=r"run\.jsonl: cannot be written"):
        write_run(library, [BatchQuestion(id="1", question="?")], tmp_path / "none" / "run.jsonl")
    assert library.batches == []


def test_a_run_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    for name in ("1", "2"):
        write_run(DeafLibrary(), [BatchQuestion(id=name, question="?")], path)
    (line,) = path.read_text().splitlines()
    assert json.loads(line)["id"] == "2"


def test_a_run_that_is_cut_off_leaves_the_one_before(tmp_path: Path) -> None:
    """A link to it leads to the new one afterwards; nothing else is left in its folder."""
    path, link = tmp_path / "run.jsonl", tmp_path / "last.jsonl"
    path.write_text("the one before")
    link.symlink_to(path)
    full = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, full[1]))
        with pytest.raises(SourceError, match=r"last\.jsonl: cannot be written: File too large\."):
            write_run(DeafLibrary(), [BatchQuestion(id="1", question="?")], link)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, full)
        signal.signal(signal.SIGXFSZ, handler)
    assert path.read_text() == "the one before"
    assert sorted(tmp_path.iterdir()) == [link, path]
    write_run(DeafLibrary(), [BatchQuestion(id="1", question="?")], link)
    assert json.loads(path.read_text())["id"] == "1"
    assert sorted(tmp_path.iterdir()) == [link, path]


def test_a_run_goes_through_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit(pipe.read_text)
        write_run(DeafLibrary(), [BatchQuestion(id=name, question="?") for name in "12"], pipe)
        assert [json.loads(line)["id"] for line in read.result(timeout=60).splitlines()] == ["1", "2"]
    assert pipe.is_fifo()


@pytest.mark.parametrize(("place", "reason"), [("/dev/full", "No space left on device"), (".", "Is a directory")])
def test_a_place_that_takes_no_run_is_named(place: str, reason: str) -> None:
    library = DeafLibrary()
    with pytest.raises(SourceError, match=f"^{place}: cannot be written: {reason}\\.$"):
        write_run(library, [BatchQuestion(id="1", question="?")], Path(place))
    assert library.batches == ([1] if place == "/dev/full" else [])  # only a write shows that the disk is full


def test_a_question_that_cannot_be_asked_has_its_line_all_the_same(tmp_path: Path) -> None:
    assert write_run(DeafLibrary(), [BatchQuestion(id="1", question="")], tmp_path / "run.jsonl") == 1
    assert json.loads((tmp_path / "run.jsonl").read_text()) == {
        "id": "1", "ranked": [], "highlight": None, "score": -99.0, "answered": False, "outcome": None,
        "differing": [], "reason": None, "error": "No.",
    }  # fmt: skip


def test_an_article_that_is_not_in_the_index_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    library = DeafLibrary()
    asked = [BatchQuestion(id=6, question="?"), BatchQuestion(id=7, question="?", within=(FERRY.id, "mars"))]
    with pytest.raises(SourceError, match=r"^question 7: there is no article 'mars' in the index\.$"):
        write_run(library, asked, tmp_path / "run.jsonl")
    assert (library.batches, list(tmp_path.iterdir())) == ([], [])


def test_a_question_that_cannot_be_asked_counts_as_refused() -> None:
    question = EvalQuestion(id="1", question="", answers=("October",), gold_articles=(FERRY.id,))
    assert evaluate(DeafLibrary(), [question]).overall.answerable.refused["open"].value == 1


@pytest.mark.parametrize("field", ["gold_articles", "within"])
def test_an_article_that_the_index_lacks_is_named(field: str) -> None:
    question = EvalQuestion(
        id="q7", question="?", **{"answers": ("x",), "gold_articles": (FERRY.id,), field: ("gone",)}
    )
    with pytest.raises(SourceError, match="q7: there is no article 'gone'"):
        evaluate(DeafLibrary(), [question])


def test_a_line_of_a_run_tells_spans_and_the_decision_at_its_level() -> None:
    (passage,) = split(FERRY, words=400)
    hit = Hit(passage=passage, score=0.5, highlight=passage.sentences[0])
    reply = Retrieved(
        hits=(hit,),
        confidence=0.25,
        answered=frozenset({"open"}),
        outcome="Answer",
        differing=(hit_of(PIER),),
        reason=Reason.OPEN,
    )
    line = json.loads(run_line(BatchQuestion(id="1", question="?"), reply, "open"))
    assert line == {
        "id": "1",
        "ranked": [{"doc": FERRY.id, "start": 0, "end": len(FERRY.body), "text": FERRY.body, "score": 0.5}],
        "highlight": {
            "doc": FERRY.id,
            "start": 0,
            "end": passage.sentences[0].end,
            "text": passage.sentences[0].of(FERRY.body),
        },
        "score": 0.25,
        "answered": True,
        "outcome": "Answer",
        "differing": [{"doc": PIER.id, "start": 0, "end": len(PIER.body), "text": PIER.body}],
        "reason": "open",
        "error": None,
    }
    assert not json.loads(run_line(BatchQuestion(id="1", question="?"), reply, "strict"))["answered"]


@pytest.mark.model
def test_a_run_tells_what_a_person_would_be_shown(sample_library: Library, tmp_path: Path) -> None:
    texts = ("Who leads the talks for the United States?", "What do penguins eat?", "hello", "What's new?", "")
    questions = [BatchQuestion(id=text, question=text) for text in texts]
    write_run(sample_library, questions, tmp_path / "run.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "run.jsonl").read_text().splitlines()]
    outcomes = sample_library.ask([Question(text=text) for text in texts])
    assert [line["answered"] for line in lines] == [isinstance(outcome, Answer) for outcome in outcomes]
    assert [line["answered"] for line in lines] == [True, False, False, False, False]
    assert [line["outcome"] for line in lines] == ["Answer", "NoAnswer", "NoAnswer", "Related", None]
    assert [hit["doc"] for hit in lines[3]["ranked"]] == [hit.passage.article.id for hit in outcomes[3].hits]
    assert lines[3]["highlight"]["start"] == outcomes[3].hits[0].highlight.start
    first = outcomes[0].hits[0]
    place = {"doc": first.passage.article.id, "start": first.highlight.start, "end": first.highlight.end}
    assert lines[0]["highlight"] == place | {"text": first.marked}


@pytest.mark.yardsticks
@pytest.mark.parametrize("seed", range(10))
def test_a_report_agrees_with_an_independent_scorer(seed, tmp_path, load_scorer, monkeypatch, capsys) -> None:
    dice = random.Random(seed)
    articles = [article(f"a{n}", "s", invent_body(dice)) for n in range(6)]
    questions = [invent_question(dice, f"q{n}", articles) for n in range(60)]
    replies = [invent_reply(dice, articles) for _ in questions]
    files = {
        "docs": [{"id": source.id, "text": source.body} for source in articles],
        "questions": [describe(question) for question in questions],
        "run": [json.loads(run_line(*pair, "balanced")) for pair in zip(questions, replies, strict=True)],
    }
    arguments = ["score_run.py"]
    for name, lines in files.items():
        (tmp_path / name).write_text("\n".join(map(json.dumps, lines)))
        arguments += [f"--{name}", str(tmp_path / name)]
    monkeypatch.setattr("sys.argv", arguments)
    load_scorer("score_run").main()
    scored = json.loads(capsys.readouterr().out)

    ours = summarise([judge(question, reply) for question, reply in zip(questions, replies, strict=True)]).overall
    declined = scored["decline: unanswerable in file"]
    assert {
        "hit@1": ours.answerable.hit_at_1.value,
        "hit@5": ours.answerable.hit_at_5.value,
        "mrr@10": ours.answerable.mrr_at_10.value,
    } == pytest.approx({name: scored["retrieval"][name] for name in ("hit@1", "hit@5", "mrr@10")})
    assert ours.answerable.marked.value == pytest.approx(scored["highlight"])
    assert 1 - ours.answerable.refused["balanced"].value == pytest.approx(scored["answer rate on answerable"])
    assert ours.unanswerable.auroc.value == pytest.approx(declined["auroc"])
    assert ours.unanswerable.far_at_95.value == pytest.approx(declined["far@95"])
    assert ours.unanswerable.answered["balanced"].value == pytest.approx(declined["false answers as decided"])


def invent_body(dice: random.Random) -> str:
    words = ("ferry", "The", "pier,", "Quill", "four", "crowns.", "“early", "boat”", "—", "Zoë")
    return " ".join(dice.choices(words, k=dice.randint(100, 500)))


def invent_question(dice: random.Random, name: str, articles: list[Article]) -> EvalQuestion:
    gold = dice.choice(articles)
    start = dice.randrange(len(gold.body) - 40)
    match dice.randrange(3):
        case 0:
            return EvalQuestion(id=name, question="?", answerable=False)
        case 1:
            return EvalQuestion(id=name, question="?", paragraph=gold.id, answer_starts=((start, start + 40),))
        case _:
            words = " ".join(gold.body.split()[start % 50 :][: dice.randint(2, 4)])
            return EvalQuestion(id=name, question="?", answers=(words,), gold_articles=(gold.id, articles[0].id))


def invent_reply(dice: random.Random, articles: list[Article]) -> Retrieved:
    passages = [passage for source in articles for passage in split(source, words=dice.choice((80, 300)))]
    hits = [
        Hit(passage=passage, score=0.0, highlight=passage.span)
        for passage in dice.sample(passages, k=min(len(passages), 12))
    ]
    hits[0] = replace(hits[0], highlight=dice.choice([hits[0].passage.span, *hits[0].passage.sentences]))
    return Retrieved(
        hits=tuple(hits) if dice.random() < 0.9 else (),
        confidence=float(dice.randint(0, 9)),
        answered=frozenset({"balanced"} if dice.random() < 0.5 else ()),
    )


def describe(question: EvalQuestion) -> dict[str, object]:
    """The question as a line of a file."""
    line: dict[str, object] = {"id": question.id, "answerable": question.is_answerable}
    if question.paragraph:
        return line | {"paragraph": question.paragraph, "answer_starts": question.answer_starts}
    return line | {"answers": question.answers, "gold_articles": question.gold_articles}
