"""The project's own training questions, over invented articles of one page each; none of them is measured with."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.eval.reader.rows.asked import Asked, Paragraph, Refused, read_lines

_FOLDER = Path(__file__).parent / "own"


def read_own() -> tuple[Asked, ...]:
    """Those that their article answers; those that it does not are with their paragraphs. The articles of a running
    story count as one, so that a question is told apart from what its story says elsewhere."""
    lines = read_lines(_FOLDER / "questions.jsonl")
    refused: dict[str, list[Refused]] = defaultdict(list)
    for line in lines:
        if not line["answerable"]:
            refused[line["article"]].append(Refused(line["question"], near=line["near"]))
    paragraphs = {
        line["id"]: Paragraph(
            article=f"own/{line.get('story', line['id'])}",
            title=line["title"],
            text=line["text"],
            refused=tuple(refused[line["id"]]),
        )
        for line in read_lines(_FOLDER / "articles.jsonl")
    }
    return tuple(_find_own(line, paragraphs[line["article"]]) for line in lines if line["answerable"])


def _find_own(line: dict[str, Any], paragraph: Paragraph) -> Asked:
    start = paragraph.text.index(line["answer"], paragraph.text.index(line["sentence"]))
    return Asked(
        id=line["id"],
        source="own",
        question=line["question"],
        paragraph=paragraph,
        start=start,
        end=start + len(line["answer"]),
    )
