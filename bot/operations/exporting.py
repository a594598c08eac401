"""What readers missed, to take away: a table for people, and questions for ``verbatim eval``. Pure.

Neither says who asked or judged, or whom a question or a reason mentions.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence

from bot.state.missed import Feedback, Gap
from bot.texts.reading import as_seen

TABLE_SUFFIX, QUESTIONS_SUFFIX = ".csv", ".jsonl"

_HEADING = ("type", "question", "times", "reason", "day")
_GAP, _THUMBS_DOWN = "gap", "thumbs-down"
_FORMULA = re.compile(r"[=+\-@|%＝＋－＠]")  # what a cell begins with that a spreadsheet runs (OWASP, "CSV Injection")
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for another encoding


def write_table(gaps: Sequence[Gap], opinions: Sequence[Feedback]) -> str:
    """The questions without an answer and the thumbs-down with their reasons as CSV, in the order given; no cell is a
    formula."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, quoting=csv.QUOTE_ALL)
    writer.writerow(_HEADING)
    for gap in gaps:
        writer.writerow([_GAP, _cell(gap.question), gap.times, "", f"{gap.asked_at:%Y-%m-%d}"])
    for opinion in thumbs_down(opinions):
        words = _cell(opinion.subject), 1, _cell(opinion.reason)
        writer.writerow([_THUMBS_DOWN, *words, f"{opinion.given_at:%Y-%m-%d}"])
    return _BYTE_ORDER_MARK + table.getvalue()


def write_questions(gaps: Sequence[Gap], opinions: Sequence[Feedback]) -> str:
    """The same questions, each once, as JSON Lines that ``verbatim eval`` takes. They stand there as ones that the
    articles do not answer, until somebody adds the ``answers`` and ``gold_articles`` of those that they do."""
    records = {record["question"].casefold(): record for record in _records(gaps, opinions)}
    lines = [{"id": number, **record} for number, record in enumerate(records.values(), start=1)]
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)


def thumbs_down(opinions: Sequence[Feedback]) -> list[Feedback]:
    return [opinion for opinion in opinions if not opinion.helpful]


def _records(gaps: Sequence[Gap], opinions: Sequence[Feedback]) -> Iterator[dict[str, str]]:
    for gap in gaps:
        if question := _line(gap.question):
            yield {"question": question, "type": _GAP}
    for opinion in thumbs_down(opinions):
        if question := _line(opinion.subject):
            yield {"question": question, "type": _THUMBS_DOWN, "reason": _line(opinion.reason)}


def _cell(written: str) -> str:
    """One line that a spreadsheet shows and does not run."""
    line = _line(written)
    return f"'{line}" if _FORMULA.match(line) else line


def _line(written: str) -> str:
    """What was written, on one line, without whom it mentions."""
    return " ".join(as_seen(written).split())
