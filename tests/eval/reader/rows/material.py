"""Question answering data in SQuAD's format → questions with the text that answers them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from tests.eval.reader.rows.asked import Asked, Paragraph, Refused, read_lines
from tests.eval.reader.rows.own import read_own

KEPT_ARTICLES = ("European Union law", "French and Indian War")  # of SQuAD 2.0 dev; for choosing, never trained on

_FILES = {
    "squad": "squad_v1.1_train.json",
    "natural": "nq_qed.json",
    "selqa": "selqa.json",
    "amazon": "amazon_reviews_v1.0.json",
    "reddit": "reddit_v1.0.json",
}
SHARES = {  # of the questions; a source that is not told of has none
    "squad": 0.62,
    "natural": 0.12,
    "selqa": 0.05,
    "amazon": 0.045,
    "reddit": 0.045,
    "human": 0.04,
    "own": 0.08,
}
_UNTITLED = {"amazon", "reddit"}  # their titles are numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Questions by source and by article, and the paragraphs of every article."""

    questions: dict[str, tuple[Asked, ...]]
    of_article: dict[str, tuple[Asked, ...]]
    paragraphs: dict[str, tuple[Paragraph, ...]]
    shares: Mapping[str, float]

    def draw(self, seed: int) -> Iterator[tuple[int, Asked]]:
        """Numbered questions without end, sources by their shares; each source is gone through before it repeats."""
        random = Random(seed)
        sources = [source for source in self.shares if self.questions.get(source)]
        shares = [self.shares[source] for source in sources]
        waiting: dict[str, list[int]] = defaultdict(list)
        for number in count():
            source = random.choices(sources, weights=shares)[0]
            if not waiting[source]:
                waiting[source] = random.sample(range(len(self.questions[source])), len(self.questions[source]))
            yield number, self.questions[source][waiting[source].pop()]


def read_material(folder: Path, human: Path | None, *, shares: Mapping[str, float] = SHARES) -> Material:
    """The data of ``folder``; ``human`` is a folder with SQuAD 2.0 dev's paragraphs and questions as JSON Lines."""
    questions: dict[str, tuple[Asked, ...]] = {
        source: tuple(_read(source, json.loads((folder / name).read_text(encoding="utf-8"))["data"]))
        for source, name in _FILES.items()
    }
    questions["own"] = read_own()
    if human:
        questions["human"] = tuple(_read_human(human))
    of_article: dict[str, list[Asked]] = defaultdict(list)
    for asked in (asked for source in questions.values() for asked in source):
        of_article[asked.paragraph.article].append(asked)
    return Material(
        shares=shares,
        questions=questions,
        of_article={name: tuple(found) for name, found in of_article.items()},
        paragraphs={
            name: tuple(dict.fromkeys(asked.paragraph for asked in found)) for name, found in of_article.items()
        },
    )


def _read(source: str, data: list[dict[str, Any]]) -> Iterator[Asked]:
    for article in data:
        title = "" if source in _UNTITLED else article["title"].replace("_", " ")
        for place, told in enumerate(article["paragraphs"]):
            name = f"{source}/{article['title']}" + (f"/{place}" if source == "reddit" else "")
            paragraph = Paragraph(article=name, title=title, text=told["context"])
            for qa in told["qas"]:
                answer = min(qa["answers"], key=lambda answer: len(answer["text"]))
                start, end = answer["answer_start"], answer["answer_start"] + len(answer["text"])
                if told["context"][start:end] == answer["text"] and answer["text"].strip():
                    yield Asked(
                        id=qa["id"],
                        source=source,
                        question=qa["question"].strip(),
                        paragraph=paragraph,
                        start=start,
                        end=end,
                    )


def _read_human(folder: Path) -> Iterator[Asked]:
    texts = {line["id"]: line for line in read_lines(folder / "squad_paragraphs.jsonl")}
    lines = [line for line in read_lines(folder / "squad_questions.jsonl") if line["title"] not in KEPT_ARTICLES]
    refused: dict[str, list[Refused]] = defaultdict(list)
    for line in lines:
        if not line["answerable"]:
            refused[line["paragraph"]].append(Refused(line["question"], near=line["question"]))
    for line in lines:
        if line["answerable"]:
            told = texts[line["paragraph"]]
            paragraph = Paragraph(
                article=f"human/{told['title']}",
                title=told["title"],
                text=told["text"],
                refused=tuple(refused[told["id"]]),
            )
            start, end = min(line["answer_starts"], key=lambda span: span[1] - span[0])
            yield Asked(
                id=line["id"], source="human", question=line["question"], paragraph=paragraph, start=start, end=end
            )
