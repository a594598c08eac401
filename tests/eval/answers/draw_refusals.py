"""``python -m tests.eval.answers.draw_refusals OUT.svg``: what each share of answered questions costs in false answers.

One line a grade of unanswerable question, over all thresholds of the confidence; a dotted line a level of the settings.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from index.measuring.evaluation import judge_replies, read_questions
from index.measuring.judgements import Judgement
from index.types import Level
from tests.eval.answers.question_set import ARTICLE_SOURCES, QUESTIONS_FILE, QuestionType
from tests.libraries import build_library, load_encoder, load_reader

Point = tuple[float, float]
"""The share of answerable questions that are answered, and the same of unanswerable ones."""

_GRADES = {
    QuestionType.NEAR_MISS: ("same story, not said", "#b4400a"),
    QuestionType.OFF_TOPIC: ("off topic", "#1d5fb8"),
}
_WIDTH, _HEIGHT, _LEFT, _TOP, _SIDE = 590, 430, 70, 50, 320  # pixels; the plot is _SIDE high and half as wide again


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw the refusal curve of the project's own question set.")
    parser.add_argument("out", type=Path, metavar="OUT.svg")
    out = parser.parse_args().out
    with tempfile.TemporaryDirectory() as folder:
        library = build_library(ARTICLE_SOURCES, Path(folder), load_encoder(), load_reader)
        judgements = judge_replies(library, read_questions(QUESTIONS_FILE))
    out.write_text(draw(judgements), encoding="utf-8")


def trace(answerable: Sequence[float], unanswerable: Sequence[float]) -> list[Point]:
    """The curve over all thresholds, from nothing answered to everything."""
    thresholds = sorted({*answerable, *unanswerable}, reverse=True)
    return [(0.0, 0.0), *((_share(answerable, least), _share(unanswerable, least)) for least in thresholds)]


def _share(confidences: Sequence[float], least: float) -> float:
    return sum(confidence >= least for confidence in confidences) / len(confidences)


def draw(judgements: Sequence[Judgement]) -> str:
    """The picture as SVG."""
    answerable = [judgement for judgement in judgements if judgement.question.is_answerable]
    kept = [judgement.confidence for judgement in answerable]
    parts = [_axes()]
    for level in get_args(Level):
        answered = sum(level in judgement.answered for judgement in answerable) / len(answerable)
        parts.append(_level(level, answered))
    for place, (grade, (name, colour)) in enumerate(_GRADES.items()):
        false = [judgement.confidence for judgement in judgements if judgement.question.type == grade]
        parts.append(_line(trace(kept, false), colour) + _text(_LEFT + 16, _TOP + 24 + 20 * place, name, colour=colour))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="13">'
        f'<rect width="100%" height="100%" rx="8" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _axes() -> str:
    lines = []
    for tick in range(0, 101, 25):
        x, y = _place((tick / 100, tick / 100))
        lines += [
            f'<path d="M{_LEFT} {y}H{_place((1, 0))[0]}" stroke="#ddd"/>',
            _text(_LEFT - 8, y + 4, f"{tick} %", anchor="end"),
            _text(x, _TOP + _SIDE + 18, f"{tick} %", anchor="middle"),
        ]
    x, y = _place((0.5, 0.5))
    return "".join(lines) + (
        _text(x, _TOP + _SIDE + 42, "answerable questions answered", anchor="middle")
        + f'<g transform="rotate(-90 18 {y})">{_text(18, y, "unanswerable questions answered", anchor="middle")}</g>'
    )


def _level(name: str, answered: float) -> str:
    x, _ = _place((answered, 0))
    line = f'<path d="M{x} {_TOP}V{_TOP + _SIDE}" stroke="#888" stroke-dasharray="2 4"/>'
    return line + f'<g transform="rotate(-35 {x} {_TOP - 6})">{_text(x, _TOP - 6, name)}</g>'


def _line(points: Sequence[Point], colour: str) -> str:
    places = " ".join(f"{x},{y}" for x, y in map(_place, points))
    return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2.5"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", colour: str = "#333") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">{text}</text>'


def _place(point: Point) -> tuple[float, float]:
    """Where a point lies in the picture, in pixels from its upper left corner."""
    return round(_LEFT + 1.5 * _SIDE * point[0], 1), round(_TOP + _SIDE * (1 - point[1]), 1)


if __name__ == "__main__":
    main()
